"""A stack of linear layers: it is one."""

import numpy as np
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture import Image, Path


def test_linear_layers_are_one(recipes: Recipes) -> None:
    """At full depth a linear stack equals one affine map to 1e−12 and lines stay straight; with tanh they bend."""
    last = recipes["linear-stack"].film()[-1]
    matrix, bias = last.one
    np.testing.assert_allclose(last.linear(last.samples), last.samples @ matrix + bias, rtol=0, atol=1e-12)
    line = np.linspace([-2.0, -1.0], [2.0, 1.5], 3)
    for through, straight in ((last.linear, True), (last.bent, False)):
        one, middle, other = through(line)
        assert np.allclose((one + other) / 2, middle, atol=1e-9) == straight


@pytest.mark.parametrize("layers", [1, 5, 12])
def test_the_grid_lands_on_that_of_one_layer(recipes: Recipes, layers: int) -> None:
    """When it is said, and not before, all grid lines end as in the picture of the one layer, which never moves."""
    recipe = recipes["linear-stack"]
    film = recipe.film(layers=layers)
    stage, cues = staged(recipe, film), {cue.name: cue.frame for cue in recipe.cues(film)}
    assert cues["one"] == 10 * layers
    for index in (0, 5, cues["one"], len(film) - 1):
        (mesh,), (one,) = (shapes_of(stage, index, panel, Path, "Mesh") for panel in ("0/0/0", "0/0/1"))
        ends, wanted = (np.concatenate([line[[0, -1]] for line in each.lines]) for each in (mesh, one))
        far = np.abs(ends[:, None] - wanted).max(axis=2).min(axis=1).max()
        assert (far < 1e-9) == (film[index].depth == layers)
        matrix, bias = film[index].one
        corners = np.array([[-1.0, -1.0], [1.0, 1.0]]) * film[index].reach @ matrix + bias
        np.testing.assert_allclose(one.lines[0][0], corners[0], atol=1e-9)
        assert np.abs(wanted - corners[1]).max(axis=1).min() < 1e-9


@pytest.mark.parametrize("seed", range(12))
def test_after_the_bend_one_straight_line_is_enough(recipes: Recipes, seed: int) -> None:
    """For each of 12 seeds the output unit's line parts at least 80 % of the bent samples; none does before.

    The best straight line in the input plane, of 60 directions with every threshold, stays below that.
    """
    film = recipes["linear-stack"].film(seed=seed)
    last, (*_, cue) = film[-1], recipes["linear-stack"].cues(film)
    weights, b = last.parameters[6:8], last.parameters[8]
    assert ((last.bent(last.samples) @ weights + b > 0.0) == last.labels).mean() == last.accuracy >= 0.8
    assert cue.say == "More linear layers don't help; bend the plane, and one line does better"
    best = 0.0
    for angle in np.linspace(0.0, np.pi, 60, endpoint=False):
        order = np.argsort(last.linear(last.samples) @ [np.cos(angle), np.sin(angle)])
        ones = np.concatenate([[0], np.cumsum(last.labels[order])])
        right = (np.arange(len(ones)) - ones + ones[-1] - ones) / len(order)  # class 0 below each threshold
        best = max(best, right.max(), 1.0 - right.min())
    assert best < 0.8
    line, share = last.best
    assert share == pytest.approx(best, abs=0.01)
    assert ((last.linear(last.samples) @ line[:2] + line[2] > 1e-9) == last.labels).mean() == pytest.approx(share)


def test_the_line_is_drawn_once_the_plane_is_bent(recipes: Recipes) -> None:
    """Line and field appear in the last frame, the line where the output unit's weighted sum is 0."""
    film = recipes["linear-stack"].film()
    stage = staged(recipes["linear-stack"], film)
    assert not shapes_of(stage, len(film) - 2, "0/1", Image, "When")
    last = film[-1]
    (line,) = shapes_of(stage, len(film) - 1, "0/1", Path, "When")
    np.testing.assert_allclose(line.lines[0] @ last.parameters[6:8] + last.parameters[8], 0.0, atol=1e-9)
    (field,) = shapes_of(stage, len(film) - 1, "0/1", Image, "When")
    assert field.values.shape == (100, 100)


def test_bars_are_what_one_straight_line_gets_right(recipes: Recipes) -> None:
    """A bar for each depth that is reached, as high as the best line's share; that of tanh once the plane is bent."""
    film = recipes["linear-stack"].film(layers=3)
    stage, best = staged(recipes["linear-stack"], film), [film[10 * depth].best[1] for depth in range(4)]
    for index, reached, bent in ((0, 1, 0.0), (15, 2, 0.0), (30, 4, 0.0), (len(film) - 1, 4, film[-1].accuracy)):
        (bars,) = shapes_of(stage, index, "1", Path, "Bars")
        wanted = [*best[:reached], *[0.0] * (4 - reached), bent]
        np.testing.assert_allclose([line[:, 1].max() for line in bars.lines], 100.0 * np.array(wanted))


def test_a_training_that_finds_no_bend_says_so(recipes: Recipes) -> None:
    """A film whose network answers the same everywhere ends with the words that it has not found the bend."""
    film = recipes["linear-stack"].film()
    blind = type(film).shoot(
        film.recipe, film.frame_type, (each._replace(parameters=np.zeros(9)) for each in film), film.parameters
    )
    assert recipes["linear-stack"].cues(blind)[-1].say.startswith("This training has not found")
