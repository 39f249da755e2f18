"""Recipes of installed packages: what their entry points in the group ``vizpipe.recipes`` name, found by path.

An entry's value is a module that holds a recipe, or a package whose modules do. Nothing of a package is imported to
find it. Distributions are read off ``sys.path`` as ``importlib.metadata`` reads them, which takes many times as long
(``benchmarks/entry_points.py``).
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from vizpipe.errors import VizpipeError, told
from vizpipe.registry.registry import folder_sources, read_text
from vizpipe.registry.source import Source

GROUP = "vizpipe.recipes"
_ENDINGS = (".dist-info", ".egg-info")
_LARGEST = 1_000_000
"""Bytes of a file of entry points; a longer one is none."""
_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


class Entry(NamedTuple):
    """What a distribution says of one module or package of recipes."""

    name: str
    value: str
    """The module or package, with dots."""
    origin: str
    """The distribution and its version: ``spinning 1.2``."""


def sources() -> list[Source]:
    """The recipe files of all installed packages; what is wrong with an entry stands in its ``problem``."""
    return [source for entry in entries(sys.path) for source in _sources(entry)]


def entries(folders: Iterable[str]) -> list[Entry]:
    """The entries of our group below some folders; of a distribution that is there twice, the first one's."""
    found: list[Entry] = []
    known: set[str] = set()
    for folder in folders:
        for name in _distributions(folder):
            project, _, version = name.rpartition(".")[0].partition("-")
            normal = re.sub("[-_.]+", "-", project).lower()
            if normal not in known:
                known.add(normal)
                text = _entry_points(f"{folder}{os.sep}{name}")
                origin = f"{project.replace('_', '-')} {version.partition('-')[0]}".strip()
                found += [Entry(*each, origin) for each in _parsed(text)] if GROUP in text else []
    return found


def _distributions(folder: str) -> list[str]:
    """The folders in which installers keep what they know of a distribution, in order."""
    try:
        return sorted(name for name in os.listdir(folder or ".") if name.endswith(_ENDINGS))  # noqa: PTH208 - paths take longer
    except OSError:  # no folder: an archive, or nothing
        return []


def _entry_points(folder: str) -> str:
    """The file of entry points of a distribution; empty if there is none."""
    try:
        with open(f"{folder}{os.sep}entry_points.txt", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 - as above
            return stream.read(_LARGEST)
    except OSError:
        return ""


def _parsed(text: str) -> Iterator[tuple[str, str]]:
    """The names and values of our group."""
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


def _sources(entry: Entry) -> list[Source]:
    """The recipe files that an entry names, or its problem."""
    try:
        return _found(entry)
    except _Wrong as wrong:
        problem = str(wrong)
    except VizpipeError as error:
        problem = error.message
    except Exception as error:  # noqa: BLE001 - finders of other people's may raise anything
        problem = f"{type(error).__name__}: {told(error)}"
    where = f"{entry.origin}: its entry point {entry.name} = {entry.value[:100]}"
    return [Source(where, "", module=entry.value, origin=entry.origin, problem=f"{where}: {problem}")]


def _found(entry: Entry) -> list[Source]:
    """The recipe files that an entry names. Raises _Wrong, or what a finder raises."""
    from importlib.util import find_spec  # noqa: PLC0415 - only where a package has recipes

    if not _MODULE.fullmatch(entry.value):
        raise _Wrong("it must name a module or a package")
    top, *inner = entry.value.split(".")
    specification = find_spec(top)  # of the outermost package, which imports nothing
    if specification is None:
        raise _Wrong("there is no such module")
    if specification.submodule_search_locations is None:
        if inner or not specification.origin or not specification.origin.endswith(".py"):
            raise _Wrong("there is no such module")
        return [Source(specification.origin, read_text(Path(specification.origin)), (), top, origin=entry.origin)]
    for root in specification.submodule_search_locations:
        place = Path(root, *inner)
        whole = (str(root),)
        if place.is_dir():
            files = folder_sources(place, f"{entry.value}.")
            if not files:
                raise _Wrong("there are no recipe files in the package")
            return [each._replace(folders=whole, package=top, origin=entry.origin) for each in files]
        file = place.with_name(f"{place.name}.py")
        if inner and file.is_file():
            return [Source(str(file), read_text(file), whole, entry.value, package=top, origin=entry.origin)]
    raise _Wrong("there is no such module")


class _Wrong(Exception):  # noqa: N818 - it never leaves this module
    """Why an entry gives no recipe."""
