"""A page without its body: headline, aside and caption, in every way that they can stand."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vizpipe.drawing.arrange import LEAST, Grid, span
from vizpipe.drawing.breaking import starts
from vizpipe.drawing.needs import Box, Page, Part, Word
from vizpipe.drawing.stands import arrangements


class Surround(NamedTuple):
    """All but the body."""

    body: Box
    """What is left for it."""
    headline: Box
    lines: int
    aside: Part | Grid | None
    place: Box
    """Of the aside."""
    caption: Box


def surrounds(page: Page, sentences: int, width: int, height: int) -> Iterator[Surround]:
    """Every way to set a page with so many sentences of its caption: its aside beside the headline, or below."""
    across, edge, gap = width - 2 * page.edge, page.edge, page.gap
    said = tuple(word for sentence in page.caption.sentences[:sentences] for word in sentence)
    rows = _lines([said], across)
    if rows is None or rows > page.caption.most:
        return
    caption = Box(edge, edge, across, rows * page.caption.step)
    bottom, top = edge + _with_gap(caption.height, gap), height - edge
    for aside, is_below in _asides(page):
        taken = span(aside, LEAST, across=True).whole if aside else 0
        tall = span(aside, LEAST, across=False).whole if aside else 0
        room = across if is_below else across - _with_gap(taken, gap)
        lines = _lines(page.headline.versions, room)
        if taken > across or lines is None or lines > page.headline.most:
            continue
        text = lines * page.headline.step
        head = _with_gap(text, gap) + tall if is_below else max(text, tall)
        place = Box(edge, top - head, across, tall) if is_below else Box(edge + across - taken, top - head, taken, head)
        body = Box(edge, bottom, across, top - _with_gap(head, gap) - bottom)
        yield Surround(body, Box(edge, top - text, room, text), lines, aside, place, caption)


def _with_gap(size: int, gap: int) -> int:
    """A size with the gap after it, if there is anything."""
    return size + gap if size else 0


def _lines(texts: Sequence[Sequence[Word]], room: int) -> int | None:
    """The most lines that one of these texts takes; None if a word is wider than the room."""
    most = 0
    for words in texts:
        lines = starts(words, room)
        if lines is None:
            return None
        most = max(most, len(lines))
    return most


def _asides(page: Page) -> Iterator[tuple[Part | Grid | None, bool]]:
    """Every way for the aside to stand, and whether that is below the headline."""
    if page.aside is None:
        yield None, False
    else:
        for tree in arrangements(page.aside):
            yield tree, False
            yield tree, True


def moved(boxes: dict[str, Box], place: Box) -> dict[str, Box]:
    """Boxes in a place, on the page."""
    return {
        name: box._replace(left=box.left + place.left, bottom=box.bottom + place.bottom) for name, box in boxes.items()
    }
