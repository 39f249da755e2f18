"""Where the parts of a picture stand on a page."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import NAME, Box, split
from vizpipe.drawing.page import page
from vizpipe.drawing.picture.parts import Panel, Part, Picture, Stack, panels_of

_GAP = 34.0
_LEFT, _BARE, _BELOW, _LITTLE = 80.0, 60.0, 58.0, 20.0
ASIDE, TITLE = -1, -2
"""Numbers in the way to a panel beside the headline, and to the title of a stack."""
Way = tuple[int, ...]


class Composed(NamedTuple):
    """A page: the paper for the headline, and a box for every panel, by the way to it."""

    header: Axes
    boxes: dict[Way, Box]


def panels_with_paths(picture: Picture[Any]) -> Iterator[tuple[Way, Panel[Any]]]:
    """All panels, those beside the headline last."""
    yield from panels_of(picture.body)
    for number, aside in enumerate(picture.aside):
        yield (ASIDE, number), aside


def family_of(picture: Picture[Any], way: Way) -> object:
    """What panels that share their limits have in common: the innermost family, and their place in it."""
    part: Part[Any] = picture.body
    shared: tuple[object, ...] = way
    if way[:1] == (ASIDE,):
        return way
    for depth, number in enumerate(way):
        assert isinstance(part, Stack)  # noqa: S101 - a way leads through stacks
        if part.is_family:
            shared = (*way[:depth], "each", *way[depth + 1 :])
        part = part.parts[number]
    return shared


def page_of(picture: Picture[Any], canvas: Canvas, headline: Sequence[str]) -> Composed:
    """Lay out a page."""
    widths = [panel.weight[0] for panel in picture.aside]
    laid = page(canvas, headline=bool(headline), corners=widths)
    boxes: dict[Way, Box] = {(ASIDE, number): box for number, box in enumerate(laid.corners)}
    _lay(canvas, picture.body, laid.body, (), boxes)
    return Composed(laid.header, boxes)


def _lay(canvas: Canvas, part: Part[Any], box: Box, way: Way, boxes: dict[Way, Box]) -> None:
    px = canvas.style.px
    if isinstance(part, Panel):
        left, below = (_BARE, _LITTLE) if part.is_bare else (_LEFT, _BELOW)
        above = px(NAME * 2.1)
        boxes[way] = box.within(top=above) if part.is_paper else box.within(left=px(left), bottom=px(below), top=above)
        return
    if part.title:
        head = px(2.0 * NAME)
        boxes[*way, TITLE] = Box(box.left, box.bottom + box.height - head, box.width, head)
    wide = part.kind == "row" or (part.kind == "free" and not canvas.style.tall)
    weights = [inner.weight[0 if wide else 1] for inner in part.parts]
    cells = split(box, columns=weights, gap=px(_GAP)) if wide else split(box, rows=weights)
    for number, (inner, cell) in enumerate(zip(part.parts, cells, strict=True)):
        _lay(canvas, inner, cell, (*way, number), boxes)
