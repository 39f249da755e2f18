"""A recipe's file → the files that it is made of: helper modules, and data that its code names.

Their bytes tell whether a card is current; their time, size and number whether they changed while they were in use.
"""

import ast
import contextlib
import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from vizpipe.registry import module, reach
from vizpipe.registry.source import Source
from vizpipe.store import hashes, ours
from vizpipe.store.signs import digest_of

_FILE_NAME = re.compile(r"[\w-]+\.[A-Za-z]\w{0,7}")
"""What the name of a file that is not there yet looks like."""


_DEPTH = 3
"""So many texts of the code may be folders and a file in them."""


def data_files(source: Source) -> dict[str, str]:
    """The hashes of files beside the code, or in the project's folder, whose names stand as texts in the code."""
    digests: dict[str, str] = {}
    for path in fingerprint(source):
        for place in _named(path, source):
            with contextlib.suppress(OSError, ValueError):
                counts = place.suffix != ".py" and place.is_file() and not ours.is_ours(place)
                if counts and (digest := digest_of(place)):
                    digests[str(place)] = digest
    return dict(sorted(digests.items()))


def absent(source: Source) -> list[str]:
    """Modules and data files that would count if they were there; a file that appears makes the card another."""
    paths: set[Path] = set()
    for path in fingerprint(source):
        for each in imports(Path(path).read_text(encoding="utf-8", errors="replace")):
            paths |= set(_candidates(path, each, source.folders, source.package))
        paths |= {place for place in _named(path, source) if _FILE_NAME.fullmatch(place.name)}
    missing = []
    for place in paths:
        with contextlib.suppress(OSError, ValueError):
            if not place.is_file():
                missing.append(str(place))
    return sorted(missing)


def _named(path: str, source: Source) -> Iterator[Path]:
    """Where files might lie whose names stand as texts in the code."""
    try:
        names = reach.texts_of(Path(path).read_bytes())
    except reach.UNREADABLE:
        return
    plain = sorted(name for name in names if not Path(name).is_absolute() and name != ".")
    folders = dict.fromkeys(map(Path, [str(Path(path).parent), *source.folders]))
    for _ in range(_DEPTH):  # "data" and "points.csv" may be joined to "data/points.csv"
        for folder in folders:
            yield from (folder / name for name in plain)
        folders = dict.fromkeys(place for folder in folders for name in plain if _is_folder(place := folder / name))


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except (OSError, ValueError):
        return False


def label(source: Source, path: str) -> str:
    """A file as seen from the project's folder, the same wherever that lies."""
    for folder in reversed(source.folders):
        with contextlib.suppress(ValueError):
            return Path(path).relative_to(folder).as_posix()
    return Path(path).name


def fingerprint(source: Source) -> dict[str, str]:
    """The hash of a recipe's file and of all modules of the project that it imports, however far away."""
    digests = {source.path: hashes.content(Path(source.path))}
    waiting = [(source.path, source.text)]
    while waiting:
        path, text = waiting.pop()
        for helper in (each for imported in imports(text) for each in places(path, imported, source)):
            if str(helper) not in digests:
                data = helper.read_bytes()
                digests[str(helper)] = hashes.content_of(data)
                waiting.append((str(helper), data.decode(errors="replace")))
    return dict(sorted(digests.items()))


@functools.lru_cache(maxsize=128)
def imports(text: str) -> tuple[module.Import, ...]:
    """What some code imports; nothing if it can't be read."""
    try:
        return tuple(module.imports_of(ast.parse(text)))
    except reach.UNREADABLE:
        return ()


def places(path: str, each: module.Import, source: Source) -> list[Path]:
    """The project's own files that an import reads, a package with its ``__init__``; ``b`` may be a module of ``a``."""
    candidates = _candidates(path, each, source.folders, source.package)
    return [file for file in candidates if os.path.isfile(file)]  # noqa: PTH113 - of hundreds, a path takes long


@functools.lru_cache(maxsize=4096)
def _candidates(path: str, each: module.Import, folders: tuple[str, ...], package: str) -> tuple[Path, ...]:
    """Where an import may find the project's own files, or of one that is installed, those of its package."""
    files: list[Path] = []
    for name in {each.module, f"{each.module}.{each.name}".strip(".")}:
        above = list(Path(path).parents)[max(each.level - 1, 0) :][:1]
        places = list(map(str, above)) if each.level else list(folders)
        parts = name.split(".") if name else []
        is_inside = bool(each.level or package)
        if package and not each.level:
            places = places if parts[:1] == [package] else []
            parts = parts[1:]
        for place in places:
            for depth in range(len(parts) + 1) if is_inside else range(1, len(parts) + 1):
                stem = Path(place, *parts[:depth])
                files += [stem.with_suffix(".py"), stem / "__init__.py"] if stem.name else []
    return tuple(files)
