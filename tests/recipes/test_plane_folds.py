"""The folded plane: it comes to lie so that one straight line parts it."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from scatter import turns
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Points, Text


def affine(frame: Any) -> tuple[Any, Any]:
    """The hidden layer's matrix (2, 2) and bias (2,)."""
    return frame.parameters[:4].reshape(2, 2), frame.parameters[4:6]


def straight(frame: Any) -> tuple[Any, float]:
    """The output unit's weights (2,) and bias."""
    return frame.parameters[6:8], float(frame.parameters[8])


def test_the_plane_comes_to_lie_so_that_one_line_parts_it(recipes: Recipes) -> None:
    """At full depth places are scaled activations, the boundary's image is straight, and the loop closes."""
    film = recipes["plane-folds"].film()
    deepest = next(frame for frame in film if frame.line == 1.0)
    matrix, bias = affine(deepest)
    a = np.tanh(deepest.samples @ matrix + bias)
    np.testing.assert_allclose(deepest.place(deepest.samples), a / 1.25, atol=1e-3)
    weights, offset = straight(deepest)
    right = (a @ weights + offset > 0).astype(int) == deepest.labels
    assert right.mean() == pytest.approx(deepest.accuracy)
    assert deepest.accuracy > 0.8
    inside = module_of("plane-folds")
    edges = inside.zero_lines(
        lambda x: inside.NETWORK.scores(deepest.parameters, x).ravel(), 3.0 * np.array([-1.0, 1.0, -1.0, 1.0])
    )
    for edge in edges:  # the curve in the input plane ends up on w·a + b = 0
        np.testing.assert_allclose(np.tanh(edge @ matrix + bias) @ weights + offset, 0, atol=1e-6)
    first, last = film[0], film[-1]
    assert (first.depth, last.depth) == (0.0, 0.0)  # it is unfolded again
    assert (first.parted, last.parted) == (0.0, 1.0)
    for flat in (first, last):
        np.testing.assert_allclose(flat.place(first.samples), first.samples / (3.0 * 1.1), atol=1e-9)


def test_the_plane_never_leaves_the_picture(recipes: Recipes) -> None:
    """For three seeds the whole square lies within the picture at every depth, and the view never jumps."""
    square = 3.0 * np.stack(np.meshgrid(np.linspace(-1, 1, 21), np.linspace(-1, 1, 21)), axis=-1).reshape(-1, 2)
    for seed in (50, 1, 2):
        film = recipes["plane-folds"].film(seed=seed)
        assert max(np.abs(frame.place(square)).max() for frame in film) <= 1.0
        assert np.abs(np.diff(np.log(film.column("camera")))).max() < 0.8
        assert (np.diff(film.column("reached")) >= 0).all()


def test_the_field_on_the_way_is_the_networks_own(recipes: Recipes) -> None:
    """At every depth of the fold the probability at a sample's place is what the network says of the sample."""
    film = recipes["plane-folds"].film()
    for frame in film:
        x = frame.samples[:50]
        sums = frame.samples[:50] @ affine(frame)[0] + affine(frame)[1]
        inside = (np.abs(sums) < 5).all(axis=1)  # where tanh can be undone
        hidden, output = np.tanh(sums), straight(frame)
        truth = 1 / (1 + np.exp(-(hidden @ output[0] + output[1])))
        np.testing.assert_allclose(frame.probability(frame.place(x))[inside], truth[inside], atol=2e-2)


def test_the_headlines_of_the_fold_are_true(recipes: Recipes) -> None:
    """The line is told with the share of samples on its right side; that it parts the classes only if that is so."""
    recipe = recipes["plane-folds"]
    for given, parts in (({}, True), ({"learning_rate": 1e-5, "max_epochs": 2}, False)):
        film = recipe.film(**given)
        last, cues = film[-1], {cue.name: cue for cue in recipe.cues(film)}
        a = np.tanh(last.samples @ affine(last)[0] + affine(last)[1])
        share = ((a @ straight(last)[0] + straight(last)[1] > 0) == last.labels).mean()
        assert cues["cut"].values["share"] == pytest.approx(100 * share)
        assert (share >= 0.8) == parts == ("does" in cues["cut"].say) == ("back" in cues)
        depths = {name: film[cue.frame].depth for name, cue in cues.items()}
        assert depths["start"] == 0.0 < depths["turned"] <= 1.0 < depths["squashed"] < depths["cut"] == 2.0
        assert film[cues["cut"].frame - 1].line == 0.0 < film[cues["cut"].frame].line
        if parts:
            assert (film[cues["back"].frame].parted, film[cues["back"].frame].depth < 2.0) == (1.0, True)


def test_small_planes_show_each_step_from_when_it_was_reached(recipes: Recipes) -> None:
    """A step's samples stand, small, at x, W·x + b and tanh of it once it is done, cut as the plane comes back."""
    film = recipes["plane-folds"].film()
    stage = staged(recipes["plane-folds"], film)
    frame = film[-1]
    sums = frame.samples @ affine(frame)[0] + affine(frame)[1]
    for depth, places in enumerate((frame.samples / 3.3, sums / frame.views[1], np.tanh(sums) / 1.25)):
        for index in range(0, len(film), 6):
            dots = shapes_of(stage, index, f"1/{depth}", Points)
            assert len(dots) == (max(each.depth for each in list(film)[: index + 1]) >= depth)
            if dots:
                np.testing.assert_allclose(dots[0].places, places[turns(frame.labels)], atol=1e-9)
            is_cut = film[index].parted > 0.0 and film[index].depth < depth + 1.0
            lines = [
                path
                for path in shapes_of(stage, index, f"1/{depth}", Path)
                if path.stroke == "ink" and path.width == 4.0
            ]
            assert any(path.lines for path in lines) == is_cut
    (line,) = (path for path in shapes_of(stage, 37, "0", Path, "Straight") if path.lines)
    weights, offset = straight(frame)
    np.testing.assert_allclose(np.array(line.lines[0]) * film[37].camera @ weights + offset, 0.0, atol=1e-9)


def test_what_is_left_of_a_sample_is_its_probability(recipes: Recipes) -> None:
    """From the cut on each sample is as far to the right as the network says of it, in a strip from 0 to 1."""
    film = recipes["plane-folds"].film()
    stage, frame = staged(recipes["plane-folds"], film), film[-1]
    weights, offset = straight(frame)
    sums = np.tanh(frame.samples @ affine(frame)[0] + affine(frame)[1]) @ weights + offset
    np.testing.assert_allclose((frame.answers[:, 0] / 0.95 + 1.0) / 2.0, 1.0 / (1.0 + np.exp(-sums)), atol=1e-9)
    heights = frame.answers[:, 1]
    assert np.abs(heights).max() <= 0.35
    assert len(set(heights.round(6))) == len(heights)
    for index in (0, 20, 36, 45, len(film) - 1):
        dots = shapes_of(stage, index, "1/3", Points)
        assert bool(dots) == (film[index].parted > 0.0)
        ends = [(text.text, text.place[0]) for text in shapes_of(stage, index, "1/3", Text)]
        assert ends == ([("0", -0.95), ("1", 0.95)] if dots else [])


def test_what_the_plane_is_now_stands_above_it(recipes: Recipes) -> None:
    """Through the depth and back the plane has the name of what it is, or of what it is on the way to."""
    film = recipes["plane-folds"].film()
    stage = staged(recipes["plane-folds"], film)
    told: list[str] = []
    for index, frame in enumerate(film):
        (now,) = {text.text for text in shapes_of(stage, index, "0", Text, "When") if "range" not in text.text}
        if [now] != told[-1:]:
            told.append(now)
        names = {0.0: "Input", 1.0: "After W·x + b", 2.0: "After tanh"}
        assert now == names.get(frame.depth, now)
        assert now.startswith("On the way") == (frame.depth not in names)
    there = ["Input", "On the way to W·x + b", "After W·x + b", "On the way to tanh", "After tanh"]
    assert told == [*there, "On the way back to W·x + b", "After W·x + b", "On the way back to the input", "Input"]


def test_the_plane_can_be_folded_for_most_seeds(recipes: Recipes) -> None:
    """For at least three of four seeds one straight line is right for over 80 % of the samples in the end."""
    assert sum(recipes["plane-folds"].film(seed=seed)[-1].accuracy > 0.8 for seed in range(4)) >= 3
