"""What a page asks for and what it gets: plain values in whole pixels, which JSON holds and a browser reads.

A page is a headline, small places beside it (the aside), a body of panels and a caption. Panels stand in stacks, stacks
in stacks. Nothing here knows a font: a text comes as the widths of its words.
"""

from typing import Any, Literal, NamedTuple

Kind = Literal["row", "column", "free"]
"""How the parts of a stack stand; free leaves rows and columns to the room there is."""
Word = tuple[float, float]
"""The width of a piece of text that is not broken, and of the space after it, which counts only inside a line."""


class Margins(NamedTuple):
    """Room that a plot box needs around it: for tick labels, the axes' names, a panel's name above."""

    left: int = 0
    bottom: int = 0
    right: int = 0
    top: int = 0


class Part(NamedTuple):
    """One panel, and what it needs."""

    name: str
    """Its key among the boxes, another for each part of a page."""
    width: int
    """Of the least plot box. Boxes grow in proportion to the least ones: a part that asks for more gets more."""
    height: int
    aspect: float | None = None
    """Width over height of the plot box; none if it can be stretched."""
    grows: bool = True
    """Whether more than the least box is of use; a table of type has its size."""
    margins: Margins = Margins()
    bare: Margins | None = None
    """The margins without tick labels and the axes' names, for stacks that share axes; none if they can't be shared."""
    axes: tuple[str, str] = ("", "")
    """What x and y are: only parts with the same axis, one below or beside the other, share it."""
    title: int = 0
    """How wide the name above its left edge is; it may hang over the plot box, but not over the next part."""
    rank: int | None = None
    """Parts of the highest rank are dropped first where nothing fits; none is never dropped."""
    family: str = ""
    """Parts of one family have plot boxes of one size, in the body and in the aside."""


class Stack(NamedTuple):
    """Parts that stand side by side, one above the other, or row by row."""

    parts: tuple["Part | Stack", ...]
    kind: Kind = "free"
    gap: int = 0
    """Between one part, its margins included, and the next."""
    each: bool = False
    """Whether its parts are the same picture of several things: of one form, equally large, dropped together."""
    shared: bool = False
    """Whether only the leftmost and lowest of parts with the same axes bear tick labels."""
    name: str = ""
    """The key of the line above it, if it has one."""
    head: int = 0
    """How high that line is."""
    title: int = 0
    """How wide what it says is."""


class Headline(NamedTuple):
    """The sentence on top, in the words of every beat and film: the page has room for the longest."""

    versions: tuple[tuple[Word, ...], ...]
    step: int
    """From one line to the next."""
    most: int = 2
    """How many lines it may take."""


class Caption(NamedTuple):
    """The text at the foot; its last sentences go if it takes too many lines."""

    sentences: tuple[tuple[Word, ...], ...]
    step: int
    most: int = 2
    rank: int | None = None
    """As a part's; at the same rank the caption goes first."""


class Page(NamedTuple):
    """All that one page has to hold."""

    body: Part | Stack
    headline: Headline = Headline((), 0)
    caption: Caption = Caption((), 0)
    aside: Part | Stack | None = None
    """Small places at the right of the headline, or under it; they get little more than they ask for."""
    edge: int = 0
    """What is left free all around."""
    gap: int = 0
    """Between headline, aside, body and caption."""


class Box(NamedTuple):
    """A rectangle in whole pixels from the lower left corner."""

    left: int
    bottom: int
    width: int
    height: int


class Boxes(NamedTuple):
    """Where everything stands."""

    parts: dict[str, Box]
    """The plot box of every part that is drawn, by its name; of a named stack the line above it."""
    headline: Box
    lines: int
    """How many lines the longest headline takes in its box."""
    caption: Box
    sentences: int
    """How many of the caption's sentences are drawn."""
    dropped: tuple[str, ...] = ()
    """The names of parts that found no room, in the order in which they went; ``caption`` if all of it went."""
    bare_left: tuple[str, ...] = ()
    """Parts whose tick labels at the left are those of a neighbour."""
    bare_bottom: tuple[str, ...] = ()


class Refused(NamedTuple):
    """Nothing fits."""

    width: int
    """Of the least page of this ratio that would do, with type as large as here."""
    height: int


def plain(value: Any) -> Any:  # noqa: ANN401 - needs, and what they hold
    """Needs as JSON, without what is as usual; margins as a list: what the tables of cases and a page's script read."""
    if hasattr(value, "_asdict") and not isinstance(value, Margins):
        usual = value._field_defaults
        return {key: plain(each) for key, each in value._asdict().items() if key not in usual or each != usual[key]}
    return [plain(each) for each in value] if isinstance(value, tuple) else value
