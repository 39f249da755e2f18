"""Seaborn's plots of tables, as marks."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.figure import Figure

from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Panel, Picture, Points, Seaborn, panel
from vizpipe.drawing.picture.channels import Moment
from vizpipe.drawing.picture.mark import Room
from vizpipe.drawing.picture.shapes import Group, Path, Shape, plain
from vizpipe.drawing.picture.tables import KINDS
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.recipe import Recipe, recipe

ROOM = Room(600.0, 400.0, (-3.0, 3.0, -3.0, 3.0))
SIDES = np.array(["left", "right"])


class Heap(NamedTuple):
    """Points that come one by one; the second side has none at first."""

    places: npt.NDArray[np.float64]
    is_right: npt.NDArray[np.int64]


def heaps() -> Iterator[Heap]:
    """Three states."""
    rng = np.random.default_rng(3)
    places = rng.normal(0.0, 0.5, (40, 2))
    for number in range(3):
        yield Heap(places * (1 + number), (np.arange(40) < 20 * number).astype(int))


def film() -> Film[Heap]:
    """All states."""
    return Film.shoot("heaps", Heap, heaps(), {})


def table(frame: Heap) -> pd.DataFrame:
    """A frame as a table."""
    return pd.DataFrame({"a": frame.places[:, 0], "b": frame.places[:, 1], "side": SIDES[frame.is_right]})


def mark_of(kind: str, data: Callable[[Heap], Any] = table) -> Seaborn[Heap]:
    """A mark with all the columns that a kind takes."""
    if kind in {"histplot", "kdeplot", "ecdfplot", "rugplot"}:
        return Seaborn(kind, data, x="a", hue="side")
    if kind in {"scatterplot", "lineplot"}:
        return Seaborn(kind, data, x="a", y="b", hue="side")
    if kind in {"regplot", "residplot"}:
        return Seaborn(kind, data, x="a", y="b")
    return Seaborn(kind, data, x="side", y=None if kind == "countplot" else "b", hue="side")


def shapes(mark: Seaborn[Heap], index: int = 2) -> list[Shape]:
    """What a mark gives for a state."""
    whole = film()
    return list(mark.shapes(Moment(whole, index, whole[index]), ROOM))


def test_a_scatterplot_has_the_dots_of_a_fresh_one() -> None:
    """Places, sizes and colours are those that seaborn gives to the same table."""
    axes = Figure().add_subplot()
    given = table(film()[2])
    sns.scatterplot(given, x="a", y="b", hue="side", hue_order=["left", "right"], palette=list(LIGHT.classes), ax=axes)
    (fresh,) = axes.collections
    (dots,) = [shape for shape in shapes(mark_of("scatterplot")) if isinstance(shape, Points)]
    assert np.array_equal(dots.places, fresh.get_offsets())
    assert dots.size == pytest.approx(float(np.sqrt(fresh.get_sizes()[0])) * 100.0 / 72.0)  # type: ignore[attr-defined]
    assert dots.fill == [f"class {number}" for number in film()[2].is_right]


def test_a_hue_keeps_its_colour_where_others_are_missing() -> None:
    """In the first state there is one side only, in the last the other: neither takes the other's colour."""
    for index, name in ((0, "class 0"), (2, "class 1")):
        dots = [shape for shape in shapes(mark_of("scatterplot"), index) if isinstance(shape, Points)]
        assert {fill for each in dots for fill in each.fill} == {name}


def test_names_along_an_axis_keep_their_places() -> None:
    """The bar of a side stands at the same place, whoever else is there."""
    for index, place in ((0, 0.0), (2, 1.0)):
        (bar,) = [each for each in shapes(mark_of("countplot"), index) if isinstance(each, Path) and each.fill]
        assert float(bar.lines[0][:, 0].mean()) == pytest.approx(place, abs=0.2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_shapes_within_its_limits_the_same_twice(kind: str) -> None:
    """Each of seaborn's plots gives shapes; what it draws lies within what it asks for; again it is the same."""
    whole = film()
    mark = mark_of(kind)
    found = [plain(Group(shapes(mark, index))) for index in (1, 1)]
    assert found[0] == found[1]
    assert found[0]["shapes"]
    ends = mark.extent(Moment(whole, 0, whole[0]))
    assert np.isfinite(ends).all()


def test_a_table_is_made_once_for_the_limits_and_once_a_picture() -> None:
    """The author's function is asked once a state for limits, hues and names together, and once for each picture."""
    asked: list[int] = []

    def counted(frame: Heap) -> pd.DataFrame:
        asked.append(int(frame.is_right.sum()))
        return table(frame)

    whole, mark = film(), mark_of("boxplot", counted)
    moment = Moment(whole, 1, whole[1])
    mark.extent(moment)
    assert asked == [0, 20, 40]
    assert list(mark.shapes(moment, ROOM))
    assert asked == [0, 20, 40, 20]


def test_jitter_leaves_numpys_own_generator_alone() -> None:
    """The jitter of a plot is drawn from numpy's global generator, which goes on as if nothing had been."""
    np.random.seed(5)  # noqa: NPY002 - it is about this one
    expected = np.random.random(3)  # noqa: NPY002 - as above
    np.random.seed(5)  # noqa: NPY002 - as above
    shapes(mark_of("stripplot"))
    assert np.array_equal(np.random.random(3), expected)  # noqa: NPY002 - as above


@pytest.mark.parametrize("kind", ["scatterplot", "boxplot", "histplot"])
def test_a_picture_with_one_is_filmed(kind: str) -> None:
    """It is drawn frame by frame as any mark is, and another frame gives another picture."""

    def moving() -> Iterator[Heap]:
        """Heaps of points."""
        yield from heaps()

    def seen(_: Film[Heap]) -> Picture[Heap]:
        plot: Panel[Heap] = panel(mark_of(kind))
        return Picture(plot)

    made: Recipe[[], Heap] = recipe()(moving)
    made.picture(seen)
    first, second = Scene(made, made.film(), Style(LIGHT, 480, 270)).pictures([0, 2])
    assert (first != second).any()


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        (lambda: Seaborn("scaterplot", table, x="a"), "seaborn has no 'scaterplot'.* scatterplot"),
        (lambda: shapes(Seaborn("scatterplot", table, x="aa", y="b")), "no column 'aa'"),
        (
            lambda: shapes(Seaborn("scatterplot", lambda _: [1.0, 2.0], x="a")),
            "gives list, which is no table of pandas",
        ),
        (lambda: shapes(Seaborn("histplot", table, x="a", look={"bins": -1})), "seaborn's histplot: "),
        (
            lambda: shapes(Seaborn("scatterplot", lambda frame: table(frame).assign(c=range(40)) * 2, x="a", hue="d")),
            "no column 'd'",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(mark: Callable[[], object], problem: str) -> None:
    """A plot that seaborn has not, a column that isn't there, no table at all, arguments that it refuses."""
    with pytest.raises(RecipeError, match=rf"line \d+: Seaborn: .*{problem}"):
        mark()
