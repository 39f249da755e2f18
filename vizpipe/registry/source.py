"""A recipe's file with the text that was read."""

from typing import NamedTuple

from vizpipe.store.signs import Known


class Source(NamedTuple):
    """A recipe's file, and the folders in which it looks for helper modules."""

    path: str
    text: str
    folders: tuple[str, ...] = ()
    module: str = ""
    """Its name with dots, unless it is a project's own."""
    files: tuple[Known, ...] = ()
    """All files that its keys are made from, as they were then."""
    package: str = ""
    """The outermost package that it lies in, for one that is installed: ``folders`` is then that package's own."""
    origin: str = ""
    """The distribution and its version, for one that is installed."""
    problem: str = ""
    """Why there is nothing to read."""


def place(source: Source, error: BaseException) -> str:
    """The line of the project's own code that raised an error, `` (FILE:LINE)``; empty if none did."""
    from traceback import extract_tb  # noqa: PLC0415 - only where something fails

    found = ""
    for entry in extract_tb(error.__traceback__):
        if entry.filename == source.path or entry.filename.startswith(source.folders):
            found = f" ({entry.filename}:{entry.lineno})"
    return found
