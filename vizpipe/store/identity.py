"""What tells files apart: what the file system knows them by, never their names."""

import contextlib
from collections.abc import Collection, Iterable
from pathlib import Path


def identities(paths: Iterable[Path]) -> set[tuple[int, int]]:
    """What the file system knows these files by, and every link on the way to them; those that are missing have none.

    Names don't tell files apart: capitals and forms of Unicode can be two spellings of one, and links other names.
    """
    found: set[tuple[int, int]] = set()
    for path in paths:
        with contextlib.suppress(OSError):
            step = path
            while (known := _identity(step)) not in found:
                found.add(known)
                if not step.is_symlink():
                    break
                step = step.parent / step.readlink()
    return found


def is_one_of(path: Path, known: Collection[tuple[int, int]]) -> bool:
    """Whether deleting this name would delete one of the files with these identities, or a link to it."""
    try:
        return _identity(path) in known
    except OSError:
        return False


def _identity(path: Path) -> tuple[int, int]:
    facts = path.lstat()
    return facts.st_dev, facts.st_ino
