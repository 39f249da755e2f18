"""A note stands beside the thing that it speaks of, where nothing else is."""

from collections.abc import Iterable
from typing import NamedTuple

from vizpipe.drawing.needs import Box

SIDES = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
"""Where a note is tried, across and up from its thing: at the right first, then around against the clock."""


class Noted(NamedTuple):
    """Where a note stands."""

    box: Box
    side: tuple[int, int]
    distance: int


def place_note(
    thing: Box, width: int, height: int, *, inside: Box, taken: Iterable[Box], distances: tuple[int, ...]
) -> Noted | None:
    """The first place of a note of ``width`` × ``height`` pixels that is clear; None if there is none.

    ``thing`` is what it speaks of, which no note covers; ``inside`` is where it may stand, ``taken`` where it may not.
    All eight sides are tried at the first of the ``distances``, then at the next.
    """
    obstacles = [thing, *taken]
    for distance in distances:
        for across, up in SIDES:
            left = _beside(thing.left, thing.width, width, across, distance)
            bottom = _beside(thing.bottom, thing.height, height, up, distance)
            box = Box(left, bottom, width, height)
            if holds(inside, box) and not any(meet(box, other) for other in obstacles):
                return Noted(box, (across, up), distance)
    return None


def _beside(start: int, size: int, own: int, side: int, distance: int) -> int:
    """Where a note begins along one axis: after the thing, before it, or with its middle on the thing's."""
    if side > 0:
        return start + size + distance
    if side < 0:
        return start - distance - own
    return start + (size - own) // 2


def holds(outer: Box, box: Box) -> bool:
    """Whether a box lies inside another."""
    return (
        outer.left <= box.left
        and outer.bottom <= box.bottom
        and box.left + box.width <= outer.left + outer.width
        and box.bottom + box.height <= outer.bottom + outer.height
    )


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes have a pixel in common."""
    return (
        one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.bottom < other.bottom + other.height
        and other.bottom < one.bottom + one.height
    )
