"""Code → hashes: which files a recipe is made of, and whether what they do has changed.

A file's bytes tell whether a card is current. A file's meaning, its syntax tree without docstrings, tells whether
anything has to be made again: a comment, a blank line or a docstring changes no picture.
"""

import ast
import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Source(NamedTuple):
    """A recipe's file, and the folders in which it looks for helper modules."""

    path: str
    text: str
    folders: tuple[str, ...] = ()
    module: str = ""


def meaning(data: bytes) -> str:
    """A hash of what a Python file does: of its syntax tree without docstrings, or of its bytes if it has none."""
    try:
        tree = ast.parse(data)
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                node.body = [each for each in node.body if not _is_text(each)]
        text = ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _is_text(statement: ast.stmt) -> bool:
    """Whether a statement is a bare text: a docstring, or one that documents an attribute."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def fingerprint(source: Source) -> dict[str, str]:
    """The hash of a recipe's file and of all modules of the project that it imports, however far away."""
    hashes = {source.path: hashlib.sha256(Path(source.path).read_bytes()).hexdigest()}
    waiting = [(source.path, source.text)]
    while waiting:
        path, text = waiting.pop()
        for helper in _helpers(path, text, source.folders):
            if str(helper) not in hashes:
                data = helper.read_bytes()
                hashes[str(helper)] = hashlib.sha256(data).hexdigest()
                waiting.append((str(helper), data.decode(errors="replace")))
    return dict(sorted(hashes.items()))


def _helpers(path: str, text: str, folders: Sequence[str]) -> list[Path]:
    """The project's own files that a file imports anywhere in it, a package with its ``__init__``."""
    found: list[Path] = []
    for level, name in _imports(text):
        places = [str(Path(path).parents[level - 1])] if level else folders
        parts = name.split(".") if name else []
        for place in places:
            for depth in range(len(parts) + 1) if level else range(1, len(parts) + 1):
                stem = Path(place, *parts[:depth])
                found += [each for each in (stem.with_suffix(".py"), stem / "__init__.py") if each.is_file()]
    return found


def _imports(text: str) -> list[tuple[int, str]]:
    """The level (0 is absolute) and dotted name of all that a file imports; ``from a import b`` may mean a.b."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []
    names: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [(0, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names += [(node.level, module), *((node.level, f"{module}.{a.name}".lstrip(".")) for a in node.names)]
    return names


def distributions(code: Iterable[str]) -> tuple[str, ...]:
    """The distributions that these files import, and those that every recipe is made with."""
    from importlib.metadata import packages_distributions  # noqa: PLC0415 - slow, and only cards need it

    by_module: Mapping[str, list[str]] = packages_distributions()
    names = set(HOUSE_PACKAGES)
    for path in code:
        for level, module in _imports(Path(path).read_text(encoding="utf-8", errors="replace")):
            if not level:
                names.update(by_module.get(module.partition(".")[0], []))
    return tuple(sorted(names - {"vizpipe"}))


HOUSE_PACKAGES = ("celluloid", "contourpy", "matplotlib", "numpy", "pandas", "pillow", "seaborn")
"""What every picture is made with."""


@functools.cache
def house() -> str:
    """A hash of vizpipe's own code, recipes apart: which file, and what is in it."""
    digest = hashlib.sha256()
    for relative, data in _house_files():
        digest.update(relative.encode() + bytes(1) + data + bytes(1))
    return digest.hexdigest()


@functools.cache
def house_meaning() -> str:
    """A hash of what vizpipe's own code does, recipes apart."""
    parts = " ".join(f"{relative} {meaning(data)}" for relative, data in _house_files())
    return hashlib.sha256(parts.encode()).hexdigest()


def _house_files() -> Iterator[tuple[str, bytes]]:
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root).as_posix()
        if not relative.startswith(("recipes/", "cli/")):
            yield relative, path.read_bytes()
