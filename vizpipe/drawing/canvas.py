"""What reaches a recipe's stage: the figure, its style, the words."""

import typing
from dataclasses import dataclass
from typing import NamedTuple

from vizpipe.drawing.say import Say

if typing.TYPE_CHECKING:
    from matplotlib.figure import Figure

    from vizpipe.drawing.style import Style


class Words(NamedTuple):
    """What is said about a film, from its own data."""

    title: str
    caption: str
    alternative: str
    """For those who can't see the picture: what it shows, in one or two sentences."""


@dataclass(frozen=True)
class Canvas:
    """The only way by which size, theme and language reach a recipe."""

    figure: "Figure"
    style: "Style"
    say: Say
    words: Words
    """The title and caption that are to be drawn."""
    corner: tuple[float, float] = (0.0, 0.0)
    """Where the page lies in the figure, its lower left corner in pixels: small multiples share a figure."""
    moment: bool = False
    """Whether it is one moment of a film among others: a headline that says which needs no label above it."""

    @property
    def is_whole(self) -> bool:
        """Whether the page is all of the figure, not one of several in it."""
        return round(self.figure.bbox.width) == self.style.width
