"""Cuts: the series of pictures that formats share, and where each lies in the cache."""

from typing import Literal, NamedTuple

Cut = Literal["plain", "smooth", "clear", "clear smooth"]
"""A series of pictures that several formats share: few colours and no frame but a film's own, or all of both. One that
is clear can be seen through, and has all colours of a film's own frames."""
SMOOTH: tuple[Cut, ...] = ("smooth", "clear smooth")
"""Those that hold what lies between two frames, in smooth tints."""
CLEAR: tuple[Cut, ...] = ("clear", "clear smooth")
"""Those that can be seen through."""


class Shots(NamedTuple):
    """The pictures of a cut as they lie in the cache."""

    place: str
    """What the names of their parts begin with."""
    chunks: tuple[str, ...]
    """The names of their parts, each of a few frames."""
    palette: str
    """The name of what the indices mean; nothing if they are colours."""
