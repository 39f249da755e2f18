"""The folded plane: it comes to lie so that one straight line parts it."""

import numpy as np
import pytest

from films import Recipes, drawn, module_of


def test_the_plane_comes_to_lie_so_that_one_line_parts_it(recipes: Recipes) -> None:
    """At full depth places are scaled activations, the boundary's image is straight, and the loop closes."""
    film = recipes["plane-folds"].film()
    deepest = next(frame for frame in film if frame.depth == 2.0)
    matrix, bias = deepest.affine
    a = np.tanh(deepest.samples @ matrix + bias)
    np.testing.assert_allclose(deepest.place(deepest.samples), a / 1.25, atol=1e-3)
    weights, offset = deepest.straight
    right = (a @ weights + offset > 0).astype(int) == deepest.labels
    assert right.mean() == pytest.approx(deepest.accuracy)
    assert deepest.accuracy > 0.8
    inside = module_of("plane-folds")
    boundary = inside._cut(deepest._replace(line=1.0)) * 1.25
    np.testing.assert_allclose(boundary @ weights + offset, 0, atol=1e-9)  # the drawn line is w·a + b = 0
    edges = inside.zero_lines(
        lambda x: inside.NETWORK.scores(deepest.parameters, x).ravel(), 3.0 * np.array([-1.0, 1.0, -1.0, 1.0])
    )
    for edge in edges:  # and the curve in the input plane ends up on it
        np.testing.assert_allclose(np.tanh(edge @ matrix + bias) @ weights + offset, 0, atol=1e-6)
    first, last = film[0], film[-1]
    assert (last.depth, last.line, first.depth) == (2.0, 1.0, 2.0)  # the loop closes where the line is drawn
    assert first.line < 1.0
    flat = next(frame for frame in film if frame.depth == 0.0)
    np.testing.assert_allclose(flat.place(first.samples), first.samples / (3.0 * 1.1), atol=1e-9)


def test_the_field_on_the_way_is_the_networks_own(recipes: Recipes) -> None:
    """At every depth of the fold the probability at a sample's place is what the network says of the sample."""
    film = recipes["plane-folds"].film()
    for frame in film:
        x = frame.samples[:50]
        sums = frame.samples[:50] @ frame.affine[0] + frame.affine[1]
        inside = (np.abs(sums) < 5).all(axis=1)  # where tanh can be undone
        hidden, output = np.tanh(sums), frame.straight
        truth = 1 / (1 + np.exp(-(hidden @ output[0] + output[1])))
        np.testing.assert_allclose(frame.probability(frame.place(x))[inside], truth[inside], atol=2e-2)


def test_a_straight_line_parts_no_more_than_it_does(recipes: Recipes) -> None:
    """The last of the fold's four steps tells the share of the samples that are on the right side."""
    recipe = recipes["plane-folds"]
    for given in ({}, {"learning_rate": 1e-5, "max_epochs": 2}):
        film = recipe.film(**given)
        last = film[-1]
        a = np.tanh(last.samples @ last.affine[0] + last.affine[1])
        share = ((a @ last.straight[0] + last.straight[1] > 0) == last.labels).mean()
        assert f"4   One straight line: {100 * share:.0f}\u00a0% right" in next(drawn(recipe, film, len(film) - 1))


def test_the_plane_can_be_folded_for_most_seeds(recipes: Recipes) -> None:
    """For at least three of four seeds one straight line is right for over 80 % of the samples in the end."""
    assert sum(recipes["plane-folds"].film(seed=seed)[-1].accuracy > 0.8 for seed in range(4)) >= 3
