"""Pictures that are values, on stage: dots as seaborn maps them, marks of one's own, what is refused."""

from collections.abc import Iterator
from typing import Any, cast

import numpy as np
import pytest
from matplotlib.collections import PathCollection

from drifting import SIZE, Drawing, Step, both, made, scene, staged, texts
from scatter import fresh, look, turns
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import (
    Corner,
    Dots,
    Field,
    Mark,
    Moment,
    Note,
    Path,
    Picture,
    Points,
    Room,
    Samples,
    Trail,
    panel,
)
from vizpipe.drawing.picture.shapes import plain
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import DARK, LIGHT, PRINT, Theme
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.film.reel import Reel


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT], ids=lambda each: each.name)
def test_the_dots_are_those_of_a_fresh_scatterplot(theme: Theme) -> None:
    """Places, colours, rims, sizes and shapes of drawn samples equal those of a fresh scatterplot of the same data."""
    shown = scene(made(both), theme=theme)
    figure = shown.still(2)
    dots = next(each for axes in figure.axes for each in axes.collections if type(each) is PathCollection)
    state, style = made(both).film()[2], Style(theme, *SIZE)
    order = turns(state.labels)
    drawn, wanted = look(dots), fresh(state.samples[order], state.labels[order], style, 10.0)
    if theme.shapes:  # print fills one class and leaves the other empty, larger, with a rim of its own colour
        drawn = drawn._replace(faces=wanted.faces, edges=wanted.edges, areas=wanted.areas, widths=wanted.widths)
    for one, other in zip(drawn, wanted, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_never_moves_is_drawn_once() -> None:
    """Marks of constants are on the stage; frames add only what moves."""

    def still(film: Film[Step]) -> Picture[Step]:
        return Picture(panel(Dots(film[0].samples)))

    assert [len(each) for each in scene(made(still)).gained([0, 3])] == [0, 0]
    assert all(scene(made(both)).gained([0, 3]))


class Ring(Mark[Step]):
    """A mark of one's own: a ring around the mean of the samples."""

    def shapes(self, moment: Moment[Step], room: Room) -> Iterator[Points]:
        """A dot without a filling."""
        del room
        yield Points(moment.frame.samples.mean(axis=0, keepdims=True), "background", 30.0, "ink")


def test_a_mark_of_ones_own_is_drawn_and_told_as_numbers() -> None:
    """A mark that gives shapes is drawn like any other, and its shapes can be printed as JSON."""

    def ringed(film: Film[Step]) -> Picture[Step]:
        del film
        return Picture(panel(Samples(), Ring()))

    built = staged(scene(made(ringed)))
    film = made(ringed).film()
    _, ring = built.shapes(built.moment(2, film[2]))["/"]
    (told,) = plain(ring)["shapes"]
    assert told["places"] == [pytest.approx(film[2].samples.mean(axis=0).tolist())]


class Text(Mark[Step]):
    """A mark that gives no shape."""

    def shapes(self, moment: Moment[Step], room: Room) -> Any:
        """Give a text instead."""
        del moment, room
        return ["no shape"]


BAD: list[tuple[Drawing, str]] = [
    (lambda _: Picture(panel(Text(), reach=1.0)), "line .*: Text: its shapes gave str, which is no shape"),
    (lambda _: Picture(panel(Dots("samples", "mauve"))), "'mauve' is no colour role"),
    (lambda _: Picture(panel(Corner("nothing to reach"))), "says how far it reaches; give it limits or reach"),
    (lambda film: cast("Any", film), "its picture gave Film, and a Picture is needed"),
]


@pytest.mark.parametrize(("picture", "problem"), BAD, ids=lambda each: each if isinstance(each, str) else "")
def test_what_cannot_be_drawn_is_refused_in_one_line(picture: Drawing, problem: str) -> None:
    """No shape, no colour, no limits, no picture: one line that says which mark, and where."""
    with pytest.raises(RecipeError, match=problem):
        scene(made(picture)).pictures([0])


def test_an_area_is_a_path_with_a_filling() -> None:
    """A path with a filling is drawn as an area, one with dashes as a dashed line, in the order that it asks for."""

    class Areas(Mark[Step]):
        def shapes(self, moment: Moment[Step], room: Room) -> Iterator[Path]:
            del moment, room
            square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
            yield Path([square], None, fill="class 1", order=1.0)
            yield Path([square], "ink", dashes=(4.0, 2.0), is_round=True, order=2.0)

    def areas(film: Film[Step]) -> Picture[Step]:
        del film
        return Picture(panel(Areas(), limits=(0, 1, 0, 1)))

    figure = scene(made(areas)).still(0)
    assert [type(each).__name__ for axes in figure.axes for each in axes.collections] == ["PolyCollection"]
    assert any(line.is_dashed() for axes in figure.axes for line in axes.lines)


def test_limits_that_follow_from_data_are_those_of_all_films_on_a_sheet() -> None:
    """A loss that is three times as high is drawn so beside another: both panels reach up to the higher one."""
    recipe = made(lambda _: Picture(panel(Trail("step", "loss"))))
    low = recipe.film()
    high = Film.shoot("drifting", Step, (frame._replace(loss=3.0 * frame.loss) for frame in low), {})
    shown = Scene(recipe, Reel([low, high], ["low", "high"]), Style(LIGHT, *SIZE))
    limits = [cast("Any", built).placed[0].room.limits for built in shown.built]
    assert limits[0] == limits[1]
    assert limits[0][3] >= 3.0


def test_a_tint_is_in_steps_where_colours_are_few_and_smooth_elsewhere() -> None:
    """One field has the style's 24 steps in one picture, and many more shades between the same ends in another."""

    def plane(_: Film[Step]) -> Picture[Step]:
        field: Field[Step] = Field(lambda frame, points: 0.5 + points[:, 0] * (0.5 - 0.0 * frame.loss))
        return Picture(panel(field, limits=(-1.0, 1.0, -1.0, 1.0), bare=True))

    shown = scene(made(plane))
    (steps,), (smooth,) = shown.pictures([1]), shown.pictures([1], is_smooth=True)
    rows = [np.unique(picture[len(picture) // 2, :, :3], axis=0) for picture in (steps, smooth)]
    style = Style(LIGHT, *SIZE)
    assert len(style.field_colours) <= len(rows[0]) < 40
    assert len(rows[1]) > 4 * len(rows[0])
    np.testing.assert_allclose(style.smooth_colours[[0, -1]], style.field_colours[[0, -1]], atol=0.03)


def test_a_sheet_says_the_claim_once_and_shows_no_notes() -> None:
    """Above several films stands the recipe's title alone, and notes are left to the picture of one film."""

    def noted(_: Film[Step]) -> Picture[Step]:
        return Picture(panel(Samples(), Note(np.zeros(2), "look here"), title="Samples"))

    recipe = made(noted)
    alone, sheet = (Reel([recipe.film()] * count, ["Seed 1", "Seed 2"]) for count in (1, 2))
    assert "look here" in texts(Scene(recipe, alone, Style(LIGHT, *SIZE)).still(2))
    written = texts(Scene(recipe, sheet, Style(LIGHT, *SIZE)).still(2))
    assert "look here" not in written
    assert "Drifting" in written
