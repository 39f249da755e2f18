"""Notes and the names of curves stand where there is room; a wall shows no image that isn't there."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from vizpipe.drawing import measure
from vizpipe.drawing.measure import Face
from vizpipe.drawing.picture import Label, Moment, Note, Path, Room, Text, Trail, Wall
from vizpipe.drawing.picture.curves import apart
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

ROOM = Room(400.0, 200.0, (0.0, 10.0, 0.0, 1.0))


class Frame(NamedTuple):
    """A step and two values."""

    step: int
    values: Any


def moment(index: int = 0) -> Moment[Any]:
    """A time of a film of eleven steps."""
    film = Film.shoot("made-up", Frame, (Frame(step, np.array([0.5, 0.5 + 0.04 * step])) for step in range(11)), {})
    return Moment(film, index, film[index])


def texts(mark: Any, at: Moment[Any], room: Room = ROOM) -> list[Text]:
    """The words of a mark."""
    return [shape for shape in mark.shapes(at, room) if isinstance(shape, Text)]


def test_a_note_waits_for_its_thing() -> None:
    """A note of a place that isn't there yet draws nothing; a place of three numbers is refused by name."""
    assert list(Note(np.array([np.nan, 0.5]), "turn").shapes(moment(), ROOM)) == []
    assert list(Note(np.ma.masked_array([1.0, 2.0], [True, True]), "turn").shapes(moment(), ROOM)) == []
    with pytest.raises(RecipeError, match=r"Note: at has shape \(3,\)"):
        list(Note(np.zeros(3), "turn").shapes(moment(), ROOM))


def test_a_note_stands_where_there_is_room() -> None:
    """Words stand at the side that is asked for, at the other near an edge, and neither above nor below the panel."""
    for place, aside, side in ((2.0, 20.0, 1.0), (9.8, 20.0, -1.0), (8.0, -20.0, -1.0), (0.2, -20.0, 1.0)):
        note = Note[Frame](np.array([place, 0.5]), "the loss turns", shift=(aside, -1000.0))
        (text,) = texts(note, moment())
        np.testing.assert_allclose(text.place, (40.0 * place + side * 20.0, ROOM.em))
        assert text.align == ("left" if side > 0 else "right")
        (leader,) = [shape for shape in note.shapes(moment(), ROOM) if isinstance(shape, Path)]
        np.testing.assert_allclose(leader.lines[0][0], (40.0 * place, 100.0))


def test_a_label_says_which_part_of_it_is_put_there() -> None:
    """Words start where they are put, unless a label says that their middle or their end stands there."""
    assert [texts(Label(np.array([1.0, 0.5]), "here"), moment())[0].align] == ["left"]
    (text,) = texts(Label(np.array([1.0, 0.5]), "here", align="right"), moment())
    assert (text.align, text.shift) == ("right", (10.0, 0.0))


def test_names_keep_within_their_panel() -> None:
    """Names inside a panel follow the newest points until there is no room at the right, and never leave it."""
    trail = Trail[Frame]("step", "values", ("lower", "the upper one"), is_inside=True)
    for index in (0, 5, 10):
        for text in texts(trail, moment(index)):
            left = text.place[0] / 10.0 * ROOM.width + text.shift[0]
            assert left + measure.width(text.text, ROOM.em, Face()) <= ROOM.width + 1e-9
            assert left == pytest.approx(40.0 * index + 12.0) or index == 10


def test_words_stand_at_their_things_on_a_logarithmic_axis() -> None:
    """Where x is logarithmic a note stands at its place, and a name inside the panel keeps in it, by the same rule."""
    log = Room(400.0, 200.0, (1.0, 10_000.0, 0.0, 1.0), (True, False))
    assert log.run(100.0) == pytest.approx(200.0)
    (text,) = texts(Note[Frame](np.array([100.0, 0.5]), "turns", shift=(20.0, 0.0)), moment(), log)
    assert text.place[0] == pytest.approx(220.0)
    trail = Trail[Frame](lambda frame: 10.0 ** (0.4 * frame.step), "values", ("lower", "the upper one"), is_inside=True)
    for index in (0, 5, 10):
        for name in texts(trail, moment(index), log):
            left = 40.0 * index + name.shift[0]
            assert name.place[0] == pytest.approx(10.0 ** (0.4 * index))
            assert left + measure.width(name.text, log.em, Face()) <= log.width + 1e-9
            assert name.shift[0] == 12.0 or index == 10


def test_names_of_close_curves_do_not_change_places() -> None:
    """Where curves are one line, names keep the curves' order, else that of the ends; far apart they aren't moved."""
    for ends, is_above in (([0.50, 0.505], 1), ([0.505, 0.50], 1), ([0.50, 0.52], 1), ([0.52, 0.50], -1)):
        first, second = np.array(ends) * ROOM.height + apart(ROOM, np.array(ends))
        assert is_above * (second - first) >= ROOM.em
    assert apart(ROOM, np.array([0.9, 0.1])) == [0.0, 0.0]


def test_a_wall_refuses_what_does_not_go_together() -> None:
    """Shares that aren't there, or fewer than images, are refused by the mark's name."""
    images, rows = np.ones((3, 2, 2)), np.array([0, 1, 1])
    with pytest.raises(RecipeError, match="Wall: some shares"):
        list(Wall(images, rows, np.array([1.0, np.nan, 0.0])).shapes(moment(), ROOM))
    with pytest.raises(RecipeError, match="don't go together"):
        list(Wall(images, rows, np.ones(2)).shapes(moment(), ROOM))


def test_a_wall_has_its_images_in_rows() -> None:
    """Each image is as clear as its share, between them is nothing, and columns that are asked for keep their room."""
    wall = Wall[Frame](np.ones((3, 2, 2)), np.array([0, 1, 1]), np.array([1.0, 0.5, 0.0]), 10)
    image: Any = next(iter(wall.shapes(moment(), ROOM)))
    gap = np.nan
    top, bottom = [1.0, 1.0, gap, gap, gap, gap], [0.5, 0.5, gap, 0.0, 0.0, gap]
    np.testing.assert_array_equal(image.values, [top, top, [gap] * 6, bottom, bottom, [gap] * 6])
    assert image.extent == (0.0, 80.0, 120.0, 200.0)
