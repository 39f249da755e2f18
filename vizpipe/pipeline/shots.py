"""Cuts: the series of pictures that formats share, and where each lies in the cache."""

from typing import Literal, NamedTuple

Cut = Literal["plain", "smooth"]
"""A series of pictures that several formats share: few colours and no frame but a film's own, or all of both."""


class Shots(NamedTuple):
    """The pictures of a cut as they lie in the cache."""

    place: str
    """What the names of their parts begin with."""
    chunks: tuple[str, ...]
    """The names of their parts, each of a few frames."""
    palette: str
    """The name of what the indices mean; nothing if they are colours."""
