"""Whether this machine has all that vizpipe needs: what was looked at, what was found, and what mends it."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from vizpipe.drawing import fonts
from vizpipe.encoding.formats import FORMATS
from vizpipe.errors import MachineError
from vizpipe.store import git
from vizpipe.store.cache import Cache
from vizpipe.store.folders import matplotlibs_own
from vizpipe.workers import kernels

_LEAST_ROOM = 500_000_000
"""Bytes that a gallery's films and pictures take."""
_GIGABYTE = 1e9
_OTHER_EXTRAS = {
    "slides": "pptx",
    "gallery": "pygments",
    "cluster": "distributed",
    "cjk": "matplotlib_fontja",
}
"""Extras that no format needs, each with a module that comes with it."""


class Seen(NamedTuple):
    """One thing that was looked at."""

    about: str
    found: str
    mend: str = ""
    """A line to type, or what to do; nothing if all is well."""
    is_fault: bool = False
    """Whether something will fail; otherwise it is only not there for those who want it."""


def examine(place: Path, cores: int) -> Iterator[Seen]:
    """Look at Python, libraries, fonts, extras, places to write to around ``place``, cores, kernels and git."""
    yield Seen("Python", f"{platform.python_version()}, {platform.system()} {platform.machine()}")
    yield from _libraries()
    yield from _fonts()
    yield from _extras()
    yield from (_writable(*each) for each in _places(place))
    yield Seen("cores", f"{cores}, a worker for each")
    yield _kernels()
    yield _git(place)


def _libraries() -> Iterator[Seen]:
    """Whether every library is there, in a version that vizpipe was tried with."""
    wanted = [Requirement(text) for text in importlib.metadata.requires("vizpipe") or []]
    own = [each for each in wanted if each.marker is None]
    faults = [fault for each in own if (fault := _library(each)) is not None]
    yield from faults
    if not faults:
        yield Seen(
            "libraries",
            f"all {len(own)}, in versions that vizpipe knows (matplotlib {importlib.metadata.version('matplotlib')})",
        )


def _library(wanted: Requirement) -> Seen | None:
    mend = f"pip install '{wanted}'"
    try:
        version = importlib.metadata.version(wanted.name)
    except importlib.metadata.PackageNotFoundError:
        return Seen(wanted.name, "is not installed", mend, is_fault=True)
    if wanted.specifier.contains(version, prereleases=True):
        return None
    return Seen(wanted.name, f"{version} is not a version that draws as it should", mend, is_fault=True)


def _fonts() -> Iterator[Seen]:
    try:
        yield Seen("fonts", ", ".join(fonts.families()))
    except MachineError as error:
        words, _, mend = str(error).partition(": ")
        yield Seen("fonts", words, mend, is_fault=True)
    cached = list(matplotlibs_own().glob("fontlist-*.json"))
    if not cached:
        yield Seen("list of fonts", "not made yet", "the first picture takes up to a minute longer, once")


def _extras() -> Iterator[Seen]:
    """What is installed of what only some need."""
    modules = {form.extra: form.module for form in FORMATS.values() if form.extra} | _OTHER_EXTRAS
    there = [extra for extra, module in modules.items() if importlib.util.find_spec(module) is not None]
    missing = [extra for extra in modules if extra not in there]
    yield Seen("extras", ", ".join(there) or "none")
    if missing:
        yield Seen("extras not here", ", ".join(missing), f"pip install 'vizpipe[{','.join(missing)}]'")


def _places(place: Path) -> Iterator[tuple[str, Path, str]]:
    yield "cache", Cache().folder, "set VIZPIPE_CACHE to a folder of your own"
    yield (
        "matplotlib's cache",
        matplotlibs_own(),
        "set MPLCONFIGDIR to a folder of your own",
    )
    yield "temporary files", Path(tempfile.gettempdir()), "set TMPDIR to a folder with room"
    yield "this folder", place, "go to a folder of your own, or name one with -o"


def _writable(about: str, folder: Path, mend: str) -> Seen:
    """Whether files can be written there, and how many."""
    near = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not (near.is_dir() and os.access(near, os.W_OK | os.X_OK)):
        return Seen(about, f"{folder} can't be written", mend, is_fault=True)
    room = shutil.disk_usage(near).free
    if room < _LEAST_ROOM:
        return Seen(about, f"{folder} has room for {room / 1e6:.0f} MB only", mend, is_fault=True)
    return Seen(about, f"{folder}, {room / _GIGABYTE:.0f} GB free")


def _kernels() -> Seen:
    """Whose code multiplies matrices: with another, the last digits of some trainings differ."""
    if kernels.settled():
        return Seen("numbers", f"the same as on every {kernels.LEVEL}, to the last digit")
    return Seen("numbers", f"not the same to the last digit as on an {kernels.LEVEL}; check allows for that")


def _git(place: Path) -> Seen:
    found = shutil.which("git")
    if found is None:
        return Seen("git", "is not installed", "without it vizpipe can't tell what is committed; check needs it")
    refused = git.refusal(place)
    return Seen("git", refused or "answers", "see docs/reliability.md" if refused else "", is_fault=bool(refused))
