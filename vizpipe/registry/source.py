"""A recipe's file with the text that was read."""

from typing import NamedTuple

from vizpipe.store.signs import Known


class Source(NamedTuple):
    """A recipe's file, and the folders in which it looks for helper modules."""

    path: str
    text: str
    folders: tuple[str, ...] = ()
    module: str = ""
    files: tuple[Known, ...] = ()
    """All files that its keys are made from, as they were then."""
