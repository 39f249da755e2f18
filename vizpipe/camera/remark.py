"""What is worth saying of how a picture looks."""

from typing import NamedTuple

LEFT_OUT = "left out"
"""The measure that tells what a page has no room for."""


class Remark(NamedTuple):
    """One thing to say about how a picture looks."""

    measure: str
    text: str
    counts: bool = True
    """A finding, not only worth knowing."""
