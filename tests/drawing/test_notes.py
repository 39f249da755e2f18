"""Notes beside what they speak of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vizpipe.drawing.needs import Box
from vizpipe.drawing.notes import SIDES, holds, meet, place_note

THING, INSIDE = Box(100, 100, 10, 10), Box(0, 0, 300, 300)


def test_a_note_stands_at_the_right_if_nothing_is_there() -> None:
    """The first place is at the right of the thing, at the smaller distance, with its middle at the thing's."""
    noted = place_note(THING, 50, 20, inside=INSIDE, taken=[], distances=(8, 24))
    assert noted is not None
    assert (noted.box, noted.side, noted.distance) == (Box(118, 95, 50, 20), (1, 0), 8)


def test_a_note_goes_around_what_is_taken() -> None:
    """Where the right is taken it is tried further up, then above; all sides near come before the first one far off."""
    right = Box(140, 90, 60, 60)
    noted = place_note(THING, 50, 20, inside=INSIDE, taken=[right], distances=(8, 24))
    assert noted is not None
    assert (noted.box, noted.side) == (Box(80, 118, 50, 20), (0, 1))
    ring = [Box(111, 90, 16, 30), Box(90, 111, 30, 16), Box(83, 83, 16, 16), Box(83, 90, 16, 30), Box(90, 83, 30, 16)]
    corners = [Box(111, 111, 16, 16), Box(83, 111, 16, 16), Box(111, 83, 16, 16)]
    noted = place_note(THING, 50, 20, inside=INSIDE, taken=[*ring, *corners], distances=(8, 24))
    assert noted is not None
    assert (noted.side, noted.distance) == ((1, 0), 24)


def test_a_note_without_a_place_is_dropped() -> None:
    """Where no place is clear and inside, there is none."""
    assert place_note(THING, 50, 20, inside=INSIDE, taken=[INSIDE], distances=(8, 24)) is None
    assert place_note(THING, 50, 20, inside=Box(90, 90, 40, 40), taken=[], distances=(8, 24)) is None


numbers = st.integers(1, 60)
somewhere = st.builds(Box, st.integers(0, 200), st.integers(0, 200), numbers, numbers)


@settings(max_examples=60, deadline=None)
@given(somewhere, st.lists(somewhere, max_size=8), numbers, st.integers(1, 30))
def test_a_note_covers_nothing_and_has_the_first_place(thing: Box, taken: list[Box], width: int, height: int) -> None:
    """A note lies inside, on nothing that is taken; what it would have had before it is taken or outside."""
    inside = Box(0, 0, 260, 260)
    places = []
    for away in (8, 24):
        lefts = {1: thing.left + thing.width + away, 0: thing.left + (thing.width - width) // 2}
        lefts[-1] = thing.left - away - width
        bottoms = {1: thing.bottom + thing.height + away, 0: thing.bottom + (thing.height - height) // 2}
        bottoms[-1] = thing.bottom - away - height
        places += [Box(lefts[across], bottoms[up], width, height) for across, up in SIDES]
    free = [box for box in places if holds(inside, box) and not [one for one in [thing, *taken] if meet(one, box)]]
    noted = place_note(thing, width, height, inside=inside, taken=taken, distances=(8, 24))
    assert (noted.box if noted else None) == (free[0] if free else None)
