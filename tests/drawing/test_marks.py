"""What marks have no colour, no place or no partner for is refused by name, never left out."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vizpipe.drawing import marks
from vizpipe.drawing.layout import Box
from vizpipe.drawing.marks.raster import Raster, run_of
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT, PRINT
from vizpipe.errors import RecipeError

STYLE = Style(LIGHT, 240, 160)
BOX = Box(0.0, 0.0, 100.0, 100.0)
POINTS = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
NODES = {"a": marks.Node("a", 0.0, 0.5), "b": marks.Node("b", 1.0, 0.5)}
MASKED = np.ma.masked_array([0.1, 0.2, 0.3], [False, False, True])


def graph(axes: Any, **given: Any) -> None:
    """A graph of one edge."""
    mark = marks.computational_graph(axes, STYLE, BOX, NODES, [("a", "b")])
    mark(given.get("values", {}), given.get("gradients", {}), given.get("lit", frozenset()))


REFUSED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a third label": (lambda on: marks.samples(on, STYLE, POINTS, np.array([0, 1, 2])), "samples: label '2' is none"),
    "labels of −1 and 1": (lambda on: marks.samples(on, STYLE, POINTS, np.array([-1, 1, 1])), "samples: label '-1'"),
    "too few labels": (lambda on: marks.samples(on, STYLE, POINTS, np.array([0, 1])), "3 points and 2 labels"),
    "other points later": (
        lambda on: marks.samples(on, STYLE, POINTS, np.array([0, 1, 1]))(POINTS[:2]),
        "samples: 2 points and 3 labels",
    ),
    "a hole in a field": (
        lambda on: marks.field(on, STYLE)(np.array([[0.1, np.nan], [0.2, 0.3]]), (0.0, 1.0, 0.0, 1.0)),
        "field: some probabilities aren't there",
    ),
    "colours of dots": (lambda on: marks.dots(on, STYLE, POINTS, ["red", "blue"]), "dots: 2 colours for 3"),
    "widths of lines": (lambda on: marks.lines(on, STYLE, [POINTS] * 3, width=[1.0, 2.0]), "lines: 2 widths for 3"),
    "heights of bars": (lambda on: marks.bars(on, np.arange(3.0), np.ones(2), "red"), "3 positions and 2 heights"),
    "colours of bars": (lambda on: marks.bars(on, np.arange(3.0), np.ones(3), ["red"] * 4), "bars: 4 colours for 3"),
    "a masked height": (lambda on: marks.bars(on, np.arange(3.0), MASKED, "red"), "bars: some heights aren't there"),
    "a masked cell": (lambda on: marks.cells(on, STYLE, MASKED[None], BOX), "cells: some values aren't there"),
    "a value of a truth table": (
        lambda on: marks.truth_table(on, STYLE, BOX, ["a", "b"], [[0, 2]]),
        "truth_table: value '2' is none of those it draws: 0, 1",
    ),
    "a column without a head": (
        lambda on: marks.truth_table(on, STYLE, BOX, ["a", "b"], [[0, 1, 1]]),
        "truth_table: 2 heads and 3 values",
    ),
    "a layer too few": (
        lambda on: marks.network_diagram(on, STYLE, BOX, [2, 3, 1], 1.0)([np.ones((2, 3))]),
        "network_diagram: 2 layers and 1 weights",
    ),
    "a node too many": (
        lambda on: marks.network_diagram(on, STYLE, BOX, [2, 3], 1.0)([np.ones((2, 2))]),
        r"the weights of layer 1 have shape \(2, 2\), not \(2, 3\)",
    ),
    "a dead node that isn't there": (
        lambda on: marks.network_diagram(on, STYLE, BOX, [2, 3], 1.0)([np.ones((2, 3))], dead=frozenset({(1, 7)})),
        "network_diagram: dead node",
    ),
    "a value of no edge": (lambda on: graph(on, values={"c": "1"}), "computational_graph: value of 'c' is none"),
    "a light on no edge": (lambda on: graph(on, lit=frozenset({"c"})), "computational_graph: edge at work 'c'"),
    "more points than there are": (lambda on: marks.curve(on, STYLE, POINTS[:, 0], POINTS[:, 1])(4), "4 points of 3"),
    "x and y": (lambda on: marks.curve(on, STYLE, POINTS[:, 0], np.ones(2)), "curve: 3 x and 2 y"),
    "a newest point that isn't there": (
        lambda on: marks.curve(on, STYLE, POINTS[:, 0], MASKED)(3),
        "curve: some newest points aren't there",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_mark_cannot_draw_is_refused_by_name(what: str) -> None:
    """What a mark can't draw is refused in one line with the mark's name."""
    draw, says = REFUSED[what]
    with pytest.raises(RecipeError, match=says) as caught:
        draw(Figure().add_subplot())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("theme", [LIGHT, PRINT])
@pytest.mark.parametrize("labels", [[0, 1, 1], [1, 1, 1], [0.0, 1.0, 0.0], [True, False, True]])
def test_every_sample_is_drawn(theme: Any, labels: list[Any]) -> None:
    """As many dots as points are drawn in their class' colour, whatever kind of number or truth labels are."""
    axes, style = Figure().add_subplot(), Style(theme, 240, 160)
    marks.samples(axes, style, POINTS, np.array(labels))(POINTS)
    (dots,) = axes.collections
    places, colours = np.asarray(dots.get_offsets()).tolist(), np.asarray(dots.get_facecolor()).tolist()
    assert sorted(places) == sorted(np.asarray(POINTS).tolist())
    faces = [
        (int(labels[np.asarray(POINTS).tolist().index(place)]), *face)
        for place, face in zip(places, colours, strict=True)
    ]
    assert len(set(faces)) == len({face[1:] for face in faces}) == len(set(labels))


def test_masked_points_of_a_curve_are_a_gap() -> None:
    """A curve is drawn with its mask, and its newest point is the newest that has happened."""
    axes = Figure().add_subplot()
    marks.curve(axes, STYLE, np.arange(3.0), np.ma.masked_array([0.1, 9.0, 0.3], [False, True, False]))(3)
    line, dot = axes.lines
    assert np.isnan(np.ma.filled(np.ma.asarray(line.get_ydata(orig=False), dtype=float), np.nan)).tolist() == [
        False,
        True,
        False,
    ]
    assert np.asarray(dot.get_ydata()).tolist() == [0.3]


@pytest.mark.parametrize(("run", "is_few"), [("ink", True), ("sign", False)])
def test_a_smooth_image_of_ink_has_few_shades(run: str, is_few: bool) -> None:  # noqa: FBT001 - a parameter
    """What lies between cells of ink is drawn in shades that a small file has room for; signed values keep theirs."""
    canvas = FigureCanvasAgg(Figure(figsize=(2.0, 2.0), dpi=100.0))
    axes = canvas.figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    drawn = Raster(axes, cmap=run_of(LIGHT, run), interpolation="antialiased", extent=(0.0, 1.0, 0.0, 1.0))
    drawn.show(np.random.default_rng(0).random((40, 40)), run)
    drawn.set_clim(0.0, 1.0)
    axes.add_image(drawn)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba()).reshape(-1, 4)
    assert (len(np.unique(pixels, axis=0)) <= 20) == is_few
