"""Backpropagation: values go forward, gradients come back, and each is the product that is drawn."""

from typing import Any

import numpy as np
import pytest
from matplotlib.text import Annotation

from films import Recipes, module_of, still
from vizpipe import nn


@pytest.mark.parametrize("leaves", [(2.0, 0.5, -1.0, 1.5, 0.2, 1.0), (0.3, -1.2, 4.0, 0.7, -2.0, 0.0)])
def test_backpropagated_gradients_are_numerical_ones(recipes: Recipes, leaves: tuple[float, ...]) -> None:
    """Every leaf's gradient, and every edge's between, equals a central difference to 1e−7."""
    names = ("x1", "w1", "x2", "w2", "b", "t")
    frame = recipes["backpropagation"].film(**dict(zip(names, leaves, strict=True)))[-1]
    numerical = nn.numerical_gradient(lambda x: float(frame._replace(leaves=x).values["L"]), frame.leaves)
    v, t, h = frame.values, leaves[-1], 1e-6

    def loss_of(name: str, value: float) -> float:
        """The loss if an inner edge carried another value."""
        d = value if name == "d" else (value if name == "y" else 1 / (1 + np.exp(-value))) - t
        return float(0.5 * d * d)

    for name in ("d", "y", "z"):
        difference = (loss_of(name, v[name] + h) - loss_of(name, v[name] - h)) / (2 * h)
        assert frame.gradients[name] == pytest.approx(difference, abs=1e-7), name
    assert frame.gradients["L"] == 1.0
    np.testing.assert_allclose([frame.gradients[name] for name in names], numerical, rtol=0, atol=1e-7)
    assert frame.gradients["p1"] == frame.gradients["z"] == frame.gradients["p2"]
    assert (frame.forward, frame.back) == (6, 5)


def test_values_go_forward_before_gradients_come_back(recipes: Recipes) -> None:
    """No gradient is shown before the loss is known, and beats never go back."""
    film = recipes["backpropagation"].film()
    forward, back = film.column("forward"), film.column("back")
    assert (forward[back > 0] == 6).all()
    assert (np.diff(forward + back) >= 0).all()


LEAVES = [
    {},
    {"x1": 0.9967, "w1": 2.7731, "x2": -4.1234, "w2": 0.3333},
    {"x1": 5.0, "w1": 5.0},
    {"x1": 1.005, "w1": 2.77, "b": -1.115, "t": 0.31},
]


@pytest.mark.parametrize("leaves", LEAVES)
def test_products_on_the_screen_are_those_of_their_factors(recipes: Recipes, leaves: dict[str, float]) -> None:
    """Whoever works a number of the graph out from the numbers beside it finds the one that is there."""
    recipe = recipes["backpropagation"]
    values, gradients = module_of("backpropagation").shown(recipe.film(**leaves)[-1])
    v = {name: float(text.replace("−", "-")) for name, text in values.items()}
    g = {name: float(text.replace("−", "-")) for name, text in gradients.items()}
    same = [
        (values["p1"], v["x1"] * v["w1"]),
        (values["p2"], v["x2"] * v["w2"]),
        (values["z"], v["p1"] + v["p2"] + v["b"]),
        (values["y"], 1.0 / (1.0 + np.exp(-v["z"]))),
        (values["d"], v["y"] - v["t"]),
        (values["L"], v["d"] ** 2 / 2.0),
        (gradients["z"], g["y"] * v["y"] * (1.0 - v["y"])),
        (gradients["w1"], g["p1"] * v["x1"]),
        (gradients["x1"], g["p1"] * v["w1"]),
        (gradients["w2"], g["p2"] * v["x2"]),
        (gradients["x2"], g["p2"] * v["w2"]),
    ]
    for text, true in same:
        places = len(text.partition(".")[2])
        assert float(text.replace("−", "-")) == pytest.approx(true, abs=0.5001 * 10.0**-places)
    exact = recipe.film(**leaves)[-1]
    for name, value in exact.values.items():
        assert v[name] == pytest.approx(value, abs=0.0051)
    for name, value in exact.gradients.items():
        assert g[name] == pytest.approx(value, abs=0.00051)


@pytest.mark.parametrize("size", [(1920, 760), (720, 1800)])
def test_each_number_of_the_graph_stands_at_its_own_edge(recipes: Recipes, size: tuple[int, int]) -> None:
    """Wide and on a phone, every value and gradient is nearest to the middle of the edge that carries it."""
    recipe = recipes["backpropagation"]
    leaves = {"x1": 0.9967, "w1": -2.7731, "x2": -4.1234, "w2": 0.3333}
    figure = still(recipe, size, **leaves)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    values, gradients = module_of("backpropagation").shown(recipe.film(**leaves)[-1])
    (sheet,) = (axes for axes in figure.axes if len(axes.patches) >= len(values))
    middles = {patch: np.array(patch.get_window_extent(renderer).get_points()) for patch in sheet.patches}
    nodes = [points.mean(axis=0) for patch, points in middles.items() if type(patch).__name__ in {"Circle", "Ellipse"}]
    assert len(nodes) == len(values)
    places = dict(zip(("x1", "w1", "x2", "w2", "b", "t", "p1", "p2", "z", "y", "d", "L"), nodes, strict=True))
    edges = module_of("backpropagation").EDGES
    for source, target in edges:
        for text in (values[source], gradients[source]):
            boxes = [
                each.get_window_extent(renderer).get_points().mean(axis=0)
                for each in sheet.findobj(Annotation)
                if each.get_text() == text
            ]
            ends = places[source], places[target]
            mine = min(_distance(box, *ends) for box in boxes)
            assert mine < 0.09 * max(size), (source, text, mine)
            nearest = min(boxes, key=lambda box: _distance(box, *ends))
            others = [_distance(nearest, places[a], places[b]) for a, b in edges if (a, b) != (source, target)]
            assert mine < min(others), (source, text)


def _distance(point: Any, start: Any, end: Any) -> float:
    """From a point to a straight line between two others, in pixels."""
    along = end - start
    share = float(np.clip((point - start) @ along / (along @ along), 0.0, 1.0))
    return float(np.hypot(*(point - start - share * along)))
