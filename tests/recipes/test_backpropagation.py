"""Backpropagation: values go forward, gradients come back, and each is the product that is drawn."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from staged import flat, shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture import Graph, Group, Moment, Path, Points, Text
from vizpipe.drawing.picture.parts import panels_of

Texts = dict[Any, str]


def texts_of(module: Any, frame: Any) -> tuple[Texts, Texts, Texts]:
    """What is shown of each node's value and gradient, and of each edge's factor."""
    texts, keys = module.shown(frame), [node.key for node in module.NODES]
    factors = {edge: texts[factor] for edge, factor in module.FACTORS.items()}
    return {key: texts[key] for key in keys}, {key: texts[f"∂{key}"] for key in keys}, factors


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
    """Whoever works a number out from those beside it, or a gradient along its edge, finds the one that is there."""
    recipe = recipes["backpropagation"]
    module = module_of("backpropagation")
    values, gradients, factors = texts_of(module, recipe.film(**leaves)[-1])
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
        *((gradients[a], float(factor.replace("−", "-")) * g[b]) for (a, b), factor in factors.items()),
    ]
    for text, true in same:
        places = len(text.partition(".")[2])
        assert float(text.replace("−", "-")) == pytest.approx(true, abs=0.5001 * 10.0**-places)
    exact = recipe.film(**leaves)[-1]
    for name, value in exact.values.items():
        assert v[name] == pytest.approx(value, abs=0.0051)
    for name, value in exact.gradients.items():
        assert g[name] == pytest.approx(value, abs=0.00051)


SIZES = [(1920, 760), (720, 1800), (480, 270), (1080, 1080)]


@pytest.mark.parametrize("size", SIZES)
def test_each_number_of_the_graph_stands_on_its_own_card(recipes: Recipes, size: tuple[int, int]) -> None:
    """At every size each value and each gradient is on the card of its name; cards lie apart, within the paper."""
    recipe = recipes["backpropagation"]
    film = recipe.film(x1=0.9967, w1=-2.7731, x2=-4.1234, w2=0.3333)
    stage = staged(recipe, film, size)
    module = module_of("backpropagation")
    names = {node.name.partition(",")[0].partition(" =")[0]: node.key for node in module.NODES}
    cards = [np.array(path.lines[0]) for path in shapes_of(stage, -1, "/", Path, "Graph") if path.fill == "background"]
    boxes = [(card.min(axis=0), card.max(axis=0)) for card in cards]
    room = stage.placed[0].room
    texts = shapes_of(stage, -1, "/", Text, "Graph")
    for low, high in boxes:
        assert (low >= 0.0).all()
        assert (high <= (room.width, room.height)).all()
        within = [text.text for text in texts if (low < text.place).all() and (text.place < high).all()]
        key = names[within[0].partition(",")[0].partition(" =")[0]]
        values, gradients, _ = texts_of(module, film[-1])
        assert within[1:] in ([values[key], gradients[key]], [gradients[key]])
    for number, (low, high) in enumerate(boxes):
        assert all((high < other[0]).any() or (other[1] < low).any() for other in boxes[:number])


def test_what_comes_back_is_wide_as_it_is_large(recipes: Recipes) -> None:
    """An edge along which a gradient came back is the wider the larger that is, and says its factor."""
    recipe = recipes["backpropagation"]
    film = recipe.film()
    stage, module = staged(recipe, film), module_of("backpropagation")
    (edges,) = (path for path in shapes_of(stage, -1, "/", Path, "Graph") if path.fill is None)
    sizes = [abs(film[-1].gradients[source]) for source, _ in module.FACTORS]
    assert isinstance(edges.width, list)
    np.testing.assert_array_equal(np.argsort(np.round(sizes, 9)), np.argsort(np.round(edges.width, 9)))
    _, _, factors = texts_of(module, film[-1])
    texts = [text.text for text in shapes_of(stage, -1, "/", Text, "Graph") if text.text.startswith("×")]
    assert texts == [f"× {factors[edge]}" for edge in module.FACTORS]


def test_pulses_run_from_what_is_known_to_what_follows(recipes: Recipes) -> None:
    """Between two states one dot is on each edge that leads to what becomes known, forward or back."""
    recipe = recipes["backpropagation"]
    film = recipe.film()
    stage = staged(recipe, film)
    for index, count in ((0, 4), (1, 3), (4, 1), (5, 1), (6, 2), (8, 3)):
        moment = stage.moment(index, film[index], 0.25)
        groups = [group for group in stage.shapes(moment)["/"] if isinstance(group, Group) and group.name == "Graph"]
        shapes = flat(groups[0])
        (edges,) = (shape for shape in shapes if isinstance(shape, Path) and shape.fill is None)
        (dots,) = (shape for shape in shapes if isinstance(shape, Points))
        share = 0.25 if index < 5 else 0.75
        ways = [line[0] + share * (line[1] - line[0]) for line in edges.lines]
        assert len(dots.places) == count
        assert all(min(np.hypot(*(place - way)) for way in ways) < 1e-9 for place in dots.places)


@pytest.mark.parametrize("leaves", LEAVES)
def test_the_story_of_backpropagation_is_true(recipes: Recipes, leaves: dict[str, float]) -> None:
    """The loss is said when it becomes known, before any gradient; the last is the product of all slopes."""
    recipe = recipes["backpropagation"]
    film = recipe.film(**leaves)
    cues = {cue.name: cue for cue in recipe.cues(film)}
    assert list(cues) == ["start", "forward", "loss", "back", "end"]
    loss = film[cues["loss"].frame]
    assert (loss.forward, loss.back, film[cues["loss"].frame - 1].forward) == (6, 0, 5)
    said = float(str(cues["loss"].values["loss"]).replace("−", "-"))
    assert said == pytest.approx(loss.values["L"], abs=0.5e-4)
    assert film[cues["back"].frame].back == 1
    values = film[cues["end"].frame].values
    slopes = values["x1"] * 1.0 * values["y"] * (1.0 - values["y"]) * 1.0 * values["d"]
    assert float(str(cues["end"].values["w1"]).replace("−", "-")) == pytest.approx(slopes, abs=0.5e-3)


@pytest.mark.parametrize("leaves", LEAVES)
def test_the_way_that_is_traced_multiplies_to_the_gradient(recipes: Recipes, leaves: dict[str, float]) -> None:
    """The last frame has the numbers of the one before; the edges that stand out multiply to the gradient of w₁."""
    recipe = recipes["backpropagation"]
    film = recipe.film(**leaves)
    assert film.column("is_traced").tolist() == [False] * (len(film) - 1) + [True]
    assert (film[-1].values, film[-1].gradients) == (film[-2].values, film[-2].gradients)
    (graph, *_), *_ = (part.marks for _, part in panels_of(recipe.pictured(film).body))
    assert isinstance(graph, Graph)
    lit = graph.read(Moment(film, len(film) - 1, film[-1]), "lit")
    v = film[-1].values
    slopes = {("d", "L"): v["d"], ("z", "y"): v["y"] * (1.0 - v["y"]), ("w1", "p1"): v["x1"]}
    ways = [edge for edge in graph.edges if set(edge) <= lit]
    assert {target for _, target in ways} | {"w1"} == lit
    product = np.prod([slopes.get(edge, 1.0) for edge in ways])
    assert product == pytest.approx(film[-1].gradients["w1"], abs=1e-12)
    notes = [graph.read(Moment(film, number, film[number]), "note") for number in range(len(film))]
    assert [bool(note) for note in notes] == film.column("is_traced").tolist()
    factors = " ".join(notes[-1][1:-1]).removeprefix("= ").replace("−", "-").split(" × ")
    told = [slopes.get(edge, 1.0) for edge in (("d", "L"), ("y", "d"), ("z", "y"), ("p1", "z"), ("w1", "p1"))]
    np.testing.assert_allclose([float(factor) for factor in factors], told, atol=0.5e-2)
    assert float(notes[-1][-1].removeprefix("= ").replace("−", "-")) == pytest.approx(product, abs=0.5e-3)
