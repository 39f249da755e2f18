"""What can go wrong, each with the exit code it ends with. A message is one line for a person in a hurry."""

import errno
from collections.abc import Iterable


class VizpipeError(Exception):
    """The root of all that is said to the user in one line."""

    exit_code = 1

    def __init__(self, message: str, details: str = "") -> None:
        """Keep the line, and ``details`` (a traceback) for those who ask."""
        super().__init__(message, details)
        words = " ".join(message.split())
        self.message = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in words)
        self.details = details

    def __str__(self) -> str:
        """The line alone."""
        return self.message


class RecipeError(VizpipeError):
    """A recipe's file, signature, training or drawing failed."""


class UsageError(VizpipeError):
    """A wrong name or value, on the command line or in the project file."""

    exit_code = 2


class TooSmallError(UsageError):
    """A page has too little room."""

    def __init__(self, least: tuple[int, int], whose: str = "") -> None:
        """``least`` is a page that is just enough, in pixels; ``whose`` the recipe's name."""
        self.least = least
        wide, tall = least
        super().__init__(f"{whose} needs at least {wide} × {tall} pixels, and more for larger type")
        self.args = least, whose  # it comes from workers: made again from these


class MachineError(VizpipeError):
    """The machine can't do it: no space, read-only, something missing."""

    exit_code = 3

    def __init__(self, message: str, details: str = "", *, everywhere: bool = False) -> None:
        """``everywhere`` says that it would fail the same for every other file."""
        super().__init__(message, details)
        self.everywhere = everywhere


class GoneError(MachineError):
    """Something is no longer in the cache, and has to be made again."""


def explain(error: OSError, what: str) -> MachineError:
    """Say in one line what the machine refused, and where."""
    reasons = {
        errno.ENOSPC: "no space is left",
        errno.EFBIG: "no space is left for a file of this size",
        errno.EDQUOT: "the quota is used up",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "writing is not permitted",
        errno.EPERM: "writing is not permitted",
        errno.ENOTDIR: "part of the path is a file, not a folder",
        errno.EISDIR: "there is a folder of this name",
        errno.EBUSY: "something is mounted there, or another program holds it",
        errno.ENAMETOOLONG: "the name is too long",
    }
    everywhere = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    text = f"{what}: {reasons.get(error.errno or 0, error.strerror or str(error))}"
    return MachineError(text, everywhere=everywhere)


def told(error: BaseException) -> str:
    """What an error says, also one that fails to."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - a recipe may raise anything
        return "(it can't be put into words)"


def nearest(name: str, names: Iterable[str]) -> str:
    """Give `` — did you mean X?`` if one of ``names`` is near ``name``, otherwise nothing."""
    import difflib  # noqa: PLC0415 - only for those who mistype

    close = difflib.get_close_matches(name, list(names), n=1, cutoff=0.55)
    return f" — did you mean {close[0]}?" if close else ""


def trace(error: BaseException) -> str:
    """The traceback as text, so that it can travel between processes."""
    import traceback  # noqa: PLC0415 - only for those who fail

    return "".join(traceback.format_exception(error))
