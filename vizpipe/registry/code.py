"""Code → hashes: whether what a recipe and vizpipe's own files do has changed.

What is reached in a file (see ``reach``), without docstrings, tells whether anything has to be made again: a comment, a
blank line or a docstring changes no picture.
"""

import ast
import contextlib
import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from vizpipe.registry import module, reach
from vizpipe.registry.bases import BASES, PACKAGES, ROOMS
from vizpipe.registry.card import Code
from vizpipe.registry.house import DATA_KINDS
from vizpipe.registry.source import Source
from vizpipe.registry.sources import data_files, fingerprint, imports, label, places

_HASH = 12
Data = Mapping[str, str]
"""The digests of data files, by path."""


@functools.lru_cache(maxsize=256)
def meaning(data: bytes) -> str:
    """A hash of what a Python file does: of its syntax tree without docstrings, or of its bytes if it has none."""
    try:
        text = ast.dump(reach.bare(data))
    except reach.UNREADABLE:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def training(source: Source, function: str, data: Data | None = None) -> Code:
    """The code, and the ``data`` beside it, looked for unless they are given, that a recipe's film is made with."""
    return _code(source, functools.partial(reach.training, function=function), "film", data)


def drawing(source: Source, function: str, data: Data | None = None) -> Code:
    """The same of its pictures."""
    return _code(source, functools.partial(reach.drawing, function=function), "pictures", data)


def shown(source: Source, function: str, data: Data | None = None) -> str:
    """A hash of the same without the story, of which pictures show the words alone."""
    used = _code(source, functools.partial(reach.drawing, function=function, and_tells=False), "pictures", data)
    return hashlib.sha256("\n".join(f"{name} {text}" for name, text in used.parts.items()).encode()).hexdigest()


def pictured(source: Source, function: str) -> tuple[str, ...]:
    """The parameters of a recipe that its pictures alone depend on."""
    with contextlib.suppress(*reach.UNREADABLE):
        return reach.pictured(source.text.encode(errors="surrogatepass"), function)
    return ()


def lines(source: Source) -> dict[str, int]:
    """The line of every name in the recipe's file and its helpers, by file and name."""
    numbers: dict[str, int] = {}
    for path in fingerprint(source):
        with contextlib.suppress(*reach.UNREADABLE):
            of_file = reach.lines(Path(path).read_bytes())
            numbers |= {f"{label(source, path)} {name}": line for name, line in of_file.items()}
    return numbers


def _code(source: Source, look: Callable[..., module.Use], step: str, beside: Data | None) -> Code:
    """Follow what a step uses from the recipe's file into the project's modules and vizpipe's rooms."""
    data = source.text.encode(errors="surrogatepass")
    words: frozenset[str] | None = frozenset()
    acting = _acting(source)
    while True:  # a helper may call a method of the frame, whose code may import another helper
        own = _use(data, functools.partial(look, words=words))
        uses = {source.path: own} | acting | _followed(source, own.imports)
        if words is None:
            break
        others = [use for path, use in uses.items() if path != source.path]
        spoken = frozenset().union(*(use.words for use in others))
        if any(use.is_dynamic for use in others):
            words = None  # a helper works out what it calls: every method counts
        elif spoken <= words:
            break
        else:
            words |= spoken
    parts = {
        f"code {label(source, path)} {name}".rstrip(): text
        for path, use in uses.items()
        for name, text in use.parts.items()
    }
    given = data_files(source) if beside is None else beside
    parts |= {f"data {label(source, path)}": digest for path, digest in given.items()}
    imports = [each for use in uses.values() for each in use.imports]
    rooms = {room for each in imports if not each.level for room in _rooms(each)} & set(ROOMS)
    parts |= {f"vizpipe {room}": house(ROOMS[room]) for room in rooms}
    base = {f"vizpipe {step}": house(*BASES[step])}
    return Code(dict(sorted((base | parts).items())), _distributions(imports, step))


def _use(data: bytes, look: Callable[[bytes], module.Use]) -> module.Use:
    """What is used of a file; one that can't be read counts as it is."""
    try:
        return look(data)
    except reach.UNREADABLE:
        return module.Use({"": meaning(data)[:_HASH]}, (), frozenset())


def _acting(source: Source) -> dict[str, module.Use]:
    """The project's modules that do something when they are imported, which happens wherever that stands."""
    used = _followed(source, imports(source.text))
    return {path: use for path, use in used.items() if module.LOOSE in use.parts}


def _rooms(each: module.Import) -> list[str]:
    """The rooms of vizpipe that an import leads to: ``from vizpipe import nn`` and ``import vizpipe.nn``."""
    top, _, rest = each.module.partition(".")
    return [rest.partition(".")[0] or each.name] if top == "vizpipe" else []


def _followed(source: Source, imports: Iterable[module.Import]) -> dict[str, module.Use]:
    """The project's modules that are imported, whole, and those that they import."""
    uses: dict[str, module.Use] = {}
    waiting = [helper for each in imports for helper in places(source.path, each, source)]
    while waiting:
        path = waiting.pop()
        if str(path) in uses or str(path) == source.path:
            continue
        data = path.read_bytes()
        use = uses[str(path)] = _use(data, reach.whole)
        waiting += [helper for each in use.imports for helper in places(str(path), each, source)]
    return dict(sorted(uses.items()))


def _distributions(imports: Iterable[module.Import], step: str) -> tuple[str, ...]:
    """The distributions that are imported, and those that vizpipe itself makes this step with."""
    names = set(PACKAGES[step])
    by_module = _by_module()
    for each in imports:
        if not each.level:
            names.update(by_module.get(each.module.partition(".")[0], []))
    return tuple(sorted(names - {"vizpipe"}))


@functools.cache
def _by_module() -> Mapping[str, list[str]]:
    from importlib.metadata import packages_distributions  # noqa: PLC0415 - slow, and only cards need it

    return packages_distributions()


@functools.cache
def house(*places: str) -> str:
    """A hash of what some of vizpipe's own files and folders do; of data files, of their bytes."""
    root = Path(__file__).parents[1]
    parts: list[str] = []
    for place in places:
        name, *functions = place.split()
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if not file.is_file():  # an editor's link that leads nowhere
                continue
            if file.suffix == ".py":
                data = file.read_bytes()
                text = str(reach.part(data, functions).parts) if functions else meaning(data)
            elif file.suffix in DATA_KINDS:
                text = hashlib.sha256(file.read_bytes()).hexdigest()
            else:
                continue
            parts.append(f"{file.relative_to(root).as_posix()} {text}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_HASH]
