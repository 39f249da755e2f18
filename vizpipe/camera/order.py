"""In which order a draw of a figure draws what."""

from collections.abc import Iterator, Sequence
from operator import methodcaller
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_by_zorder = methodcaller("get_zorder")


class Item(NamedTuple):
    """Something that is drawn, and the axes it belongs to (None for the figure itself)."""

    owner: Axes | None
    artist: Artist


def in_order(figure: Figure) -> Iterator[Item]:
    """All that a draw of the figure would draw, in its order: axes taken apart, the figure's own artists whole."""
    children = [child for child in figure.get_children() if child is not figure.patch]
    for child in sorted(children, key=_by_zorder):
        if not isinstance(child, Axes):
            yield Item(None, child)
        elif child.get_visible():
            framed = child.axison and child.get_frame_on()
            skipped = {id(child.patch)}
            if not framed:
                skipped |= {id(spine) for spine in child.spines.values()}
            if not child.axison:
                skipped |= {id(child.xaxis), id(child.yaxis)}
            if framed:
                yield Item(child, child.patch)
            parts = [part for part in child.get_children() if id(part) not in skipped]
            yield from (Item(child, part) for part in sorted(parts, key=_by_zorder))


def as_added(artists: Sequence[Artist]) -> list[Artist]:
    """A frame's artists, which celluloid gives by kind, as they were added: so a draw of the figure draws them."""
    axes = list(dict.fromkeys(each.axes for each in artists))
    places = {
        id(child): (turn, place)
        for turn, each in enumerate(axes)
        if isinstance(each, Axes)
        for place, child in enumerate(each.get_children())
    }
    return sorted(artists, key=lambda each: places[id(each)])


def kind(owner: Axes | None, artist: Artist) -> int:
    """0 for what was added to an axes and comes before a frame's artists of the same z-order, 2 for its furniture."""
    if owner is None:
        return 0
    added = (*owner.lines, *owner.collections, *owner.patches, *owner.texts, *owner.images, *owner.artists)
    return 0 if any(each is artist for each in added) else 2
