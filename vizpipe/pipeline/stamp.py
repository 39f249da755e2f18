"""For make and others that go by the times of files: what assets are made from, and files that are up to date."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vizpipe.manifest import keys
from vizpipe.manifest.ownership import Guard
from vizpipe.project.asset import Asset
from vizpipe.store import atomic, folders
from vizpipe.store.signs import Known

_MARK = b"# vizpipe build: these are up to date\n"
_SPECIAL = re.compile(r"([ #\\:%*?\[\]])")


def sources(asset: Asset, known: Mapping[str, Sequence[Known]], project: Path | None) -> set[Path]:
    """The files of the project that an asset is made from: project file, code, data, films, its theme, its words."""
    card, root = asset.card, asset.root
    found = {project} if project is not None else set()
    if not card.is_built_in:
        found |= {Path(each.path) for each in known.get(card.path, ()) if each.digest}
    for values in (asset.parameters, *asset.multiples):
        found.update(keys.data_files(card, values, root))
    return found | {Path(root, film) for film in asset.films} | set(asset.look_files)


def settle(files: Iterable[Path], made_from: Iterable[Path], begun: int) -> None:
    """Give files that are up to date the time when the build began, in nanoseconds, if they are older than a source.

    What was edited since the build began is the next one's.
    """
    newest = max(map(_time, made_from), default=0)
    for path in files if newest <= begun else ():
        if _time(path) < newest:
            atomic.date(path, begun)


def claim(stamp: Path, guard: Guard) -> None:
    """Refuse what is there and was no stamp, before any work. Raises UsageError."""
    folders.keep_inside(stamp, stamp.parent, Path.cwd())
    if not _is_stamp(stamp):
        guard.claim(stamp)
        if guard.doubts(stamp):
            guard.admit(stamp, "")


def write(stamp: Path, targets: Iterable[Path], made_from: Iterable[Path], begun: int) -> None:
    """Write the stamp, as old as the beginning of the build: a rule by which it, and the files, depend on the sources.

    Every source has a rule of its own without any, so that one which goes stops nobody. Raises MachineError.
    """
    before = [_escaped(each) for each in sorted(made_from)]
    after = [_escaped(stamp), *(_escaped(each) for each in sorted(targets))]
    lines = [f"{' '.join(after)}: {' '.join(before)}", *(f"{each}:" for each in before)]
    folders.make_folder(stamp.parent)
    atomic.write(stamp, _MARK + "\n".join([*lines, ""]).encode(errors="surrogateescape"))
    atomic.date(stamp, begun)


def _is_stamp(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(len(_MARK)) == _MARK
    except OSError:
        return False


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _escaped(path: Path) -> str:
    """A path as make reads it, as seen from here if it is below."""
    here = Path.cwd()
    text = str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
    return _SPECIAL.sub(r"\\\1", text.replace(os.sep, "/")).replace("$", "$$")
