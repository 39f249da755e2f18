"""Code → hashes: which files a recipe is made of, and whether what they do has changed.

A file's bytes tell whether a card is current. What is reached in it (see ``reach``), without docstrings, tells whether
anything has to be made again: a comment, a blank line or a docstring changes no picture.
"""

import ast
import contextlib
import functools
import hashlib
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vizpipe import reach

_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_HASH = 12
_SCHEMA = b'{"schema":'
_FILE_NAME = re.compile(r"[\w-]+\.[A-Za-z]\w{0,7}")
"""What the name of a file that is not there yet looks like."""


class Known(NamedTuple):
    """A file as it was when keys were made from it."""

    path: str
    digest: str
    """Its hash; empty if it was not there."""
    sign: str
    """Its time, size and number on the disk, which tell quickly that nothing happened."""

    @property
    def moved(self) -> bool:
        """Whether it is another one now. A file that was only touched is not."""
        return sign(self.path) != self.sign and (sha256(self.path) or "") != self.digest


def sign(path: str | Path) -> str:
    """The time, size and number of a file; empty if there is none."""
    try:
        facts = Path(path).stat()
    except (OSError, ValueError):
        return ""
    return f"{facts.st_mtime_ns} {facts.st_size} {facts.st_ino}" if stat.S_ISREG(facts.st_mode) else ""


def sha256(path: str | Path) -> str | None:
    """The hash of a file; None if it can't be read."""
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


class Source(NamedTuple):
    """A recipe's file, and the folders in which it looks for helper modules."""

    path: str
    text: str
    folders: tuple[str, ...] = ()
    module: str = ""
    files: tuple["Known", ...] = ()
    """All files that its keys are made from, as they were then."""


def meaning(data: bytes) -> str:
    """A hash of what a Python file does: of its syntax tree without docstrings, or of its bytes if it has none."""
    try:
        text = ast.dump(reach.bare(data))
    except _UNREADABLE:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class Code(NamedTuple):
    """What one step of a recipe is made of."""

    parts: dict[str, str]
    """Every function, class and constant that counts, by file and name; vizpipe's own rooms."""
    packages: tuple[str, ...]
    """The distributions that it imports."""


def training(source: Source, function: str) -> Code:
    """The code, and the data beside it, that the film of a recipe is made with."""
    return _code(source, functools.partial(reach.training, function=function), "film")


def drawing(source: Source, function: str) -> Code:
    """The code, and the data beside it, that its pictures are made with."""
    return _code(source, functools.partial(reach.drawing, function=function), "pictures")


def data_files(source: Source) -> dict[str, str]:
    """The hashes of files beside the code, or in the project's folder, whose names stand as texts in the code."""
    found: dict[str, str] = {}
    for path in fingerprint(source):
        for place in _named(path, source):
            with contextlib.suppress(OSError, ValueError):
                counts = place.suffix != ".py" and place.is_file() and not _is_manifest(place)
                if counts and (digest := sha256(place)):
                    found[str(place)] = digest
    return dict(sorted(found.items()))


def _is_manifest(place: Path) -> bool:
    """Whether a file is one of vizpipe's own manifests, which every build may write."""
    if place.name != "manifest.json":
        return False
    with place.open("rb") as stream:
        return stream.read(len(_SCHEMA)) == _SCHEMA


def absent(source: Source) -> list[str]:
    """Modules and data files that would count if they were there; a file that appears makes the card another."""
    paths: set[Path] = set()
    for path in fingerprint(source):
        for each in _imports(Path(path).read_text(encoding="utf-8", errors="replace")):
            paths |= set(_candidates(path, each, source.folders))
        paths |= {place for place in _named(path, source) if _FILE_NAME.fullmatch(place.name)}
    found = []
    for place in paths:
        with contextlib.suppress(OSError, ValueError):
            if not place.is_file():
                found.append(str(place))
    return sorted(found)


def _named(path: str, source: Source) -> Iterator[Path]:
    """Where files might lie whose names stand as texts in the code."""
    try:
        names = reach.texts_of(ast.parse(Path(path).read_bytes()))
    except _UNREADABLE:
        return
    for folder in dict.fromkeys([str(Path(path).parent), *source.folders]):
        yield from (Path(folder, name) for name in sorted(names) if not Path(name).is_absolute())


def lines(source: Source) -> dict[str, int]:
    """The line of every name in the recipe's file and its helpers, by file and name."""
    found: dict[str, int] = {}
    for path in fingerprint(source):
        with contextlib.suppress(*_UNREADABLE):
            of_file = reach.lines(Path(path).read_bytes())
            found |= {f"{_label(source, path)} {name}": line for name, line in of_file.items()}
    return found


def _code(source: Source, look: Callable[..., reach.Use], step: str) -> Code:
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
        f"code {_label(source, path)} {name}".rstrip(): text
        for path, use in uses.items()
        for name, text in use.parts.items()
    }
    parts |= {f"data {_label(source, path)}": digest[:_HASH] for path, digest in data_files(source).items()}
    imports = [each for use in uses.values() for each in use.imports]
    rooms = {room for each in imports if not each.level for room in _rooms(each)} & set(ROOMS)
    parts |= {f"vizpipe {room}": house(ROOMS[room]) for room in rooms}
    base = {f"vizpipe {step}": house(*BASES[step])}
    return Code(dict(sorted((base | parts).items())), _distributions(imports, step))


def _use(data: bytes, look: Callable[[bytes], reach.Use]) -> reach.Use:
    """What is used of a file; one that can't be read counts as it is."""
    try:
        return look(data)
    except _UNREADABLE:
        return reach.Use({"": meaning(data)[:_HASH]}, (), frozenset())


def _acting(source: Source) -> dict[str, reach.Use]:
    """The project's modules that do something when they are imported, which happens wherever that stands."""
    used = _followed(source, _imports(source.text))
    return {path: use for path, use in used.items() if reach.LOOSE in use.parts}


def _rooms(each: reach.Import) -> list[str]:
    """The rooms of vizpipe that an import leads to: ``from vizpipe import nn`` and ``import vizpipe.nn``."""
    top, _, rest = each.module.partition(".")
    return [rest.partition(".")[0] or each.name] if top == "vizpipe" else []


def _followed(source: Source, imports: Iterable[reach.Import]) -> dict[str, reach.Use]:
    """The project's modules that are imported, whole, and those that they import."""
    found: dict[str, reach.Use] = {}
    waiting = [helper for each in imports for helper in _places(source.path, each, source.folders)]
    while waiting:
        path = waiting.pop()
        if str(path) in found or str(path) == source.path:
            continue
        data = path.read_bytes()
        use = found[str(path)] = _use(data, reach.whole)
        waiting += [helper for each in use.imports for helper in _places(str(path), each, source.folders)]
    return dict(sorted(found.items()))


def _label(source: Source, path: str) -> str:
    """A file as seen from the project's folder, the same wherever that lies."""
    for folder in reversed(source.folders):
        with contextlib.suppress(ValueError):
            return Path(path).relative_to(folder).as_posix()
    return Path(path).name


def fingerprint(source: Source) -> dict[str, str]:
    """The hash of a recipe's file and of all modules of the project that it imports, however far away."""
    hashes = {source.path: hashlib.sha256(Path(source.path).read_bytes()).hexdigest()}
    waiting = [(source.path, source.text)]
    while waiting:
        path, text = waiting.pop()
        for helper in (each for found in _imports(text) for each in _places(path, found, source.folders)):
            if str(helper) not in hashes:
                data = helper.read_bytes()
                hashes[str(helper)] = hashlib.sha256(data).hexdigest()
                waiting.append((str(helper), data.decode(errors="replace")))
    return dict(sorted(hashes.items()))


def _imports(text: str) -> list[reach.Import]:
    try:
        return reach.imports_of(ast.parse(text))
    except _UNREADABLE:
        return []


def _places(path: str, each: reach.Import, folders: Sequence[str]) -> list[Path]:
    """The project's own files that an import reads, a package with its ``__init__``; ``b`` may be a module of ``a``."""
    return [file for file in _candidates(path, each, folders) if file.is_file()]


def _candidates(path: str, each: reach.Import, folders: Sequence[str]) -> list[Path]:
    """Where an import may find the project's own files."""
    found: list[Path] = []
    for name in {each.module, f"{each.module}.{each.name}".strip(".")}:
        above = list(Path(path).parents)[max(each.level - 1, 0) :][:1]
        places = list(map(str, above)) if each.level else folders
        parts = name.split(".") if name else []
        for place in places:
            for depth in range(len(parts) + 1) if each.level else range(1, len(parts) + 1):
                stem = Path(place, *parts[:depth])
                found += [stem.with_suffix(".py"), stem / "__init__.py"] if stem.name else []
    return found


def _distributions(imports: Iterable[reach.Import], step: str) -> tuple[str, ...]:
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


PACKAGES = {
    "film": ("numpy",),
    "pictures": ("celluloid", "contourpy", "matplotlib", "numpy", "pandas", "pillow", "seaborn"),
}
"""What every film, and every picture, is made with."""
_DATA = ("film.py", "parameters.py", "recipe.py", "encoding/__init__.py spread")
BASES = {
    "film": (*_DATA, "recording.py", "studio.py train"),
    "pictures": (
        *_DATA,
        "capture.py",
        "drawing",
        "encoding/palette.py",
        "reel.py",
        "sheet.py",
        "studio.py clock describe draw",
        "wording.py",
    ),
    "files": (*_DATA, "encoding", "pipeline/budget.py", "pipeline/encodings.py", "studio.py clock tabulate vector"),
}
"""The part of vizpipe that does each step, whatever the recipe; after a file, the functions that count."""
_DATA_KINDS = (".npz", ".toml", ".html", ".js")
"""Files of vizpipe that count by their bytes."""
ROOMS = {"nn": "nn", "datasets": "datasets", "drawing": "drawing"}
"""The rooms that count if the recipe's step imports them."""


@functools.cache
def house(*places: str) -> str:
    """A hash of what some of vizpipe's own files and folders do; of data files, of their bytes."""
    root = Path(__file__).parent
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
            elif file.suffix in _DATA_KINDS:
                text = hashlib.sha256(file.read_bytes()).hexdigest()
            else:
                continue
            parts.append(f"{file.relative_to(root).as_posix()} {text}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_HASH]


@functools.cache
def house_bytes() -> str:
    """A hash of all of vizpipe's own code and data, recipes and the command apart: cards are made with it."""
    digest = hashlib.sha256()
    for relative, data in _house_files():
        digest.update(relative.encode() + bytes(1) + data + bytes(1))
    return digest.hexdigest()


def _house_files() -> Iterator[tuple[str, bytes]]:
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.*")):
        relative = path.relative_to(root).as_posix()
        counts = path.suffix in (".py", *_DATA_KINDS) and path.is_file()
        if counts and not relative.startswith(("recipes/", "cli/", "publishing/")):
            yield relative, path.read_bytes()
