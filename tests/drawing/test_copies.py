"""Artists that are copied instead of made."""

from functools import partial

from matplotlib.collections import LineCollection

from vizpipe.drawing.picture.copies import Copies


def test_a_look_is_made_once_and_each_copy_holds_its_own_lines() -> None:
    """Two artists of one look are made by one call, and what is set on one is not seen in the other."""
    made: list[LineCollection] = []

    def make() -> LineCollection:
        made.append(LineCollection([], colors="red"))
        return made[-1]

    copies = Copies()
    one, other = copies.of("look", make), copies.of("look", make)
    one.set_segments([[(0.0, 0.0), (1.0, 1.0)]])
    other.set_alpha(0.5)
    assert len(made) == 1
    assert [len(each.get_paths()) for each in (one, other, *made)] == [1, 0, 0]
    assert [each.get_alpha() for each in (one, other, *made)] == [None, 0.5, None]


def test_looks_that_change_are_forgotten_again() -> None:
    """However many looks there are, at most two hundred are kept, and every one is drawn as asked."""
    copies = Copies()
    drawn = [copies.of(width, partial(LineCollection, [], linewidths=width)) for width in range(1, 1000)]
    assert [each.get_linewidths()[0] for each in drawn] == [*range(1, 1000)]
    assert len(copies._made) <= 200


def test_a_look_that_cannot_be_remembered_is_made_each_time() -> None:
    """A list of colours is no key: its artist is what was made."""
    copies = Copies()
    made = LineCollection([])
    assert copies.of((["red"],), lambda: made) is made
