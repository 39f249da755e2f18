"""What captions and labels say of a film is so: at the ends of ranges, for other seeds, on a phone."""

import re
import warnings
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from vizpipe import nn
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import UsageError
from vizpipe.recipe import Recipe, Say

Recipes = dict[str, Recipe[..., Any]]


def said(recipe: Recipe[..., Any], **parameters: Any) -> str:
    """The caption at some parameters."""
    return recipe.say_words(recipe.film(**parameters), Say()).caption


def part(recipe: Recipe[..., Any], name: str) -> Any:
    """A function or a number of the recipe's own file."""
    return recipe.function.__globals__[name]


def still(recipe: Recipe[..., Any], size: tuple[int, int], **parameters: Any) -> Figure:
    """The last frame as a figure."""
    film = recipe.film(**parameters)
    return Scene(recipe, film, Style(LIGHT, *size)).still(len(film) - 1)


@pytest.mark.parametrize("rate", [0.0005, 2e-4, 3e-10, 1e6, 0.1])
def test_a_descents_rate_is_labelled_as_it_was_given(recipes: Recipes, rate: float) -> None:
    """No rate is rounded to a power of ten, in the caption or beside its curve."""
    recipe = recipes["gradient-descent"]
    text = {0.0005: "0.0005", 2e-4: "0.0002", 3e-10: "3·10⁻¹⁰", 1e6: "10⁶", 0.1: "0.1"}[rate]
    assert f"rate {text} " in said(recipe, too_small=rate, steps=3)
    drawn = [
        each.get_text().removesuffix(" ↑")
        for each in still(recipe, recipe.size, too_small=rate, steps=3).findobj(Annotation)
    ]
    assert f"rate {text}" in drawn


def test_only_paths_that_zigzag_are_said_to(recipes: Recipes) -> None:
    """In the valley a path that changes sides at every step is named, and no other."""
    recipe = recipes["gradient-descent"]
    assert said(recipe, **recipe.variants["valley"]).endswith("The path zigzags at rate 0.95 and 1.02.")
    assert "zigzag" not in said(recipe, surface="valley", learning_rate=0.1, too_large=0.4, too_small=0.01)


def test_the_best_step_is_the_best_of_all(recipes: Recipes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lowest loss on unseen points is looked for in every step, not only in those that are shown."""
    recipe = recipes["generalization"]
    shown = recipe.film(iterations=150)
    monkeypatch.setitem(recipe.function.__globals__, "FRAMES", 5000)
    whole = recipe.film(iterations=150)
    losses = whole.column("test_loss")
    assert len(whole) == 151
    assert len(shown) < 60
    assert shown[-1].best_step == int(losses.argmin())
    assert shown[-1].best_loss == losses.min()
    assert shown[-1].best_loss < shown.column("test_loss").min()


@pytest.mark.parametrize("given", [{"iterations": 2}, {"samples": 500, "iterations": 150}])
def test_noise_is_learned_only_where_it_is(recipes: Recipes, given: dict[str, int]) -> None:
    """A short training, or one on many points, has not learned the noise, and its caption doesn't say so."""
    recipe = recipes["generalization"]
    assert "noise" not in said(recipe, **given)


def test_what_differs_between_processors_is_not_stated_to_many_digits(recipes: Recipes) -> None:
    """Captions of chaotic recipes give no digits that another processor changes, and say that it changes them."""
    caption = said(recipes["generalization"])
    assert "Then it learns the noise" in caption
    assert "differ between processors" in caption
    assert re.search(r"risen to about 0\.\d\b", caption)
    film = recipes["initial-weights"].film(epochs=3)
    caption = recipes["initial-weights"].say_words(film, Say()).caption
    assert "differs between processors" in caption
    names, losses = ("zero", "N(0, 0.01²)", "N(0, 1)", "Xavier", "He"), film[-1].losses
    order = [names[way] for way in np.argsort(losses) if abs(losses[way] - np.log(10.0)) > 0.05]
    assert f"After 3 epochs the loss is lowest with {', then '.join(order)} (" in caption
    assert "With zero and N(0, 0.01²) the loss is that of guessing" in caption


def test_a_unit_that_answers_0_is_not_lost_for_ever(recipes: Recipes) -> None:
    """Adam's momentum can bring a dead ReLU unit back an epoch later, so no caption denies it."""
    recipe = recipes["hidden-mapping"]
    given: dict[str, Any] = {"activation": "relu", "learning_rate": 0.1, "seed": 21, "target_loss": None}
    film = recipe.film(**given, max_epochs=2)
    dead = part(recipe, "dead_units")
    assert dead(film[1])
    assert not dead(film[2])
    caption = said(recipe, **given, max_epochs=1)
    assert "dead: it answers 0 to every sample" in caption
    assert "recover" not in caption
    _, gradient = film[1].network.gradient(
        film[1].parameters, film[1].samples, film[1].labels[:, None].astype(float), nn.binary_cross_entropy
    )
    (unit,) = (unit for _, unit in dead(film[1]))
    layer = next(film[1].network.layers(gradient))
    assert not layer.weights[:, unit].any()
    assert not layer.bias[unit]


@pytest.mark.parametrize(
    ("losses", "end"),
    [
        ([1.9, 1.6, 1.6, 1.4, 1.0], 3),
        ([1.6, 1.6, 1.6], 3),
        ([1.6, 12.9, 12.0], 0),
        ([1.9, 1.0, 0.5], 0),
        ([1.6, 1.6, 1.3, 1.6, 1.0], 0),
    ],
)
def test_a_plateau_is_left_downwards_and_once(recipes: Recipes, losses: list[float], end: int) -> None:
    """A loss above that of guessing is not on its plateau, and one that comes back has not left it."""
    assert part(recipes["classifier"], "plateau_end")(np.array(losses)) == end


def test_a_loss_above_guessing_is_said_to_be(recipes: Recipes) -> None:
    """With a rate of 5 the classifier's loss ends far above log 5, and its caption says that."""
    recipe = recipes["classifier"]
    film = recipe.film(learning_rate=5.0, epochs=3, samples=300)
    assert film[-1].loss > 1.1 * np.log(5.0)
    assert f"ends at {film[-1].loss:.2f}: that is more than guessing costs" in recipe.say_words(film, Say()).caption


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
    values, gradients = part(recipe, "shown")(recipe.film(**leaves)[-1])
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
    """Wide and on a phone: every value and gradient is nearest to the middle of the edge that carries it."""
    recipe = recipes["backpropagation"]
    leaves = {"x1": 0.9967, "w1": -2.7731, "x2": -4.1234, "w2": 0.3333}
    figure = still(recipe, size, **leaves)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    values, gradients = part(recipe, "shown")(recipe.film(**leaves)[-1])
    (sheet,) = (axes for axes in figure.axes if len(axes.patches) >= len(values))
    middles = {patch: np.array(patch.get_window_extent(renderer).get_points()) for patch in sheet.patches}
    nodes = [points.mean(axis=0) for patch, points in middles.items() if type(patch).__name__ in {"Circle", "Ellipse"}]
    assert len(nodes) == len(values)
    places = dict(zip(("x1", "w1", "x2", "w2", "b", "t", "p1", "p2", "z", "y", "d", "L"), nodes, strict=True))
    edges = part(recipe, "EDGES")
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


@pytest.mark.parametrize("reach", [0.5, 0.56, 100.0])
def test_activations_are_drawn_at_both_ends_of_their_reach(recipes: Recipes, reach: float) -> None:
    """The shortest and the longest reach give a picture without a warning."""
    recipe = recipes["activations"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        still(recipe, recipe.size, reach=reach)


@pytest.mark.parametrize("reach", [0.04, 0.1, 0.49, 1e9])
def test_a_reach_that_can_not_be_drawn_is_refused(recipes: Recipes, reach: float) -> None:
    """In one line that gives the limits."""
    with pytest.raises(UsageError, match=r"at least 0\.5 and at most 100") as told:
        recipes["activations"].film(reach=reach)
    assert "\n" not in str(told.value)


def test_a_loss_that_prints_alike_stays(recipes: Recipes) -> None:
    """Nothing falls from 0.75 to 0.75, and one epoch is an epoch."""
    recipe = recipes["hidden-mapping"]
    assert re.match(r"Loss stays at \d\.\d\d in 1 epoch; ", said(recipe, learning_rate=1e-6, max_epochs=1))


def test_digits_are_said_to_gather_only_if_they_do(recipes: Recipes) -> None:
    """With a tiny rate they stay mixed, and the alternative text says no more than where they are."""
    recipe = recipes["digits-in-the-plane"]
    film = recipe.film(learning_rate=1e-6, epochs=2)
    assert film[-1].spread > 0.9 * film[0].spread
    assert "gather" not in recipe.say_words(film, Say()).alternative
    assert "gather" in recipe.say_words(recipe.film(), Say()).alternative


def test_for_most_seeds_one_straight_line_parts_the_bent_plane(recipes: Recipes) -> None:
    """With tanh for all of six seeds, with ReLU for most: at least 80 % of the samples, more than any line without."""
    recipe, parted = recipes["hidden-mapping"], part(recipes["hidden-mapping"], "PARTED")
    for activation, least in (("tanh", 6), ("relu", 4)):
        films = [recipe.film(seed=seed, activation=activation) for seed in range(6)]
        assert sum(film[-1].accuracy >= parted for film in films) >= least
        for film in films:
            says = "does not part" in recipe.say_words(film, Say()).caption
            assert says == (film[-1].accuracy < parted) or "dead" in recipe.say_words(film, Say()).caption


def test_for_most_seeds_the_classifier_starts_on_a_plateau(recipes: Recipes) -> None:
    """For two of three seeds the loss stays near log 5 for five epochs and more, and is below it by epoch 10."""
    ends = part(recipes["classifier"], "plateau_end")
    found = [ends(recipes["classifier"].film(seed=seed, epochs=10).column("loss")) for seed in (0, 1, 3)]
    assert sum(5 <= end <= 10 for end in found) >= 2
