"""Outputs: one body with a head for each task."""

import numpy as np
import numpy.typing as npt
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe.drawing.picture.shapes import Path, Points, Text

Array = npt.NDArray[np.float64]

HEADS = {"1/0": slice(0, 2), "1/1": slice(2, 3), "1/2": slice(3, 6)}
"""The panels of the three heads, and their output nodes."""


def answers(parameters: Array, points: Array) -> Array:
    """What the identity, the sigmoid and the softmax answer, worked out from the 60 numbers of 2-6-6."""
    into, out = parameters[:18].reshape(3, 6), parameters[18:].reshape(7, 6)
    sums = np.tanh(points @ into[:2] + into[2]) @ out[:6] + out[6]
    powers = np.exp(sums[:, 3:])
    return np.hstack([sums[:, :2], 1.0 / (1.0 + np.exp(-sums[:, 2:3])), powers / powers.sum(axis=1, keepdims=True)])


def test_each_task_is_solved_with_its_output(recipes: Recipes) -> None:
    """Sum and difference come within 0.15, the sigmoid and the softmax sort at least 95 %; untrained they do not."""
    film = recipes["outputs"].film()
    for frame, is_good in ((film[0], False), (film[-1], True)):
        total, difference, yes, *shares = answers(frame.parameters, frame.points).T
        x1, x2 = frame.points.T
        error = max(np.sqrt(np.mean((total - x1 - x2) ** 2)), np.sqrt(np.mean((difference - x1 + x2) ** 2)))
        sorted_well = np.mean((yes > 0.5) == (frame.labels == 2)) >= 0.95
        told_well = np.mean(np.argmax(shares, axis=0) == frame.labels) >= 0.95
        assert (error < 0.15, sorted_well, told_well) == (is_good, is_good, is_good)


@pytest.mark.parametrize("seed", [1, 4])
def test_answers_and_targets_are_the_points(recipes: Recipes, seed: int) -> None:
    """Answers follow from the parameters, shares add up to 1; targets: two numbers, class 2 or not, one-hot."""
    for frame in recipes["outputs"].film(seed=seed, epochs=3):
        point, label = frame.points[frame.sample], int(frame.labels[frame.sample])
        np.testing.assert_allclose(frame.answers, answers(frame.parameters, point[None])[0])
        assert frame.answers[3:].sum() == pytest.approx(1.0)
        wanted = [point[0] + point[1], point[0] - point[1], float(label == 2), *(float(label == k) for k in range(3))]
        np.testing.assert_allclose(frame.target, wanted)
        assert frame.off == pytest.approx(np.abs(frame.answers - wanted).max())


def test_all_heads_learn_at_once_by_the_slope_of_their_losses() -> None:
    """The loss is that of three heads together, and its gradient equals the central difference."""
    module = module_of("outputs")
    rng = np.random.default_rng(0)
    sums, points, labels = rng.normal(size=(4, 6)), rng.normal(size=(4, 2)), np.array([0, 1, 2, 2])
    targets, nudge = module.wanted(points, labels), 1e-5
    y, shares = 1.0 / (1.0 + np.exp(-sums[:, 2])), np.exp(sums[:, 3:])
    shares /= shares.sum(axis=1, keepdims=True)
    numbers = points @ np.array([[1.0, 1.0], [1.0, -1.0]])
    number = np.mean(((sums[:, :2] - numbers) ** 2).sum(axis=1)) / 2.0
    yes = -np.mean(np.log(np.where(labels == 2, y, 1.0 - y)))
    one_of_three = -np.mean(np.log(shares[np.arange(4), labels]))
    assert module.LOSS.value(sums, targets) == pytest.approx(number + yes + one_of_three, rel=1e-5)
    slopes = np.zeros((4, 6))
    for place in np.ndindex(4, 6):
        step = np.zeros((4, 6))
        step[place] = nudge
        slopes[place] = (module.LOSS.value(sums + step, targets) - module.LOSS.value(sums - step, targets)) / 2 / nudge
    np.testing.assert_allclose(module.LOSS.gradient(sums, targets), slopes, atol=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_the_point_is_its_clouds_middle_and_others_follow(recipes: Recipes, seed: int) -> None:
    """Through training the point of class 1 that is next to its centre is asked, then one of each other class."""
    film = recipes["outputs"].film(seed=seed, epochs=4)
    assert [int(frame.labels[frame.sample]) for frame in film] == [1, 1, 1, 1, 1, 0, 2]
    assert [frame.epoch for frame in film] == [0, 1, 2, 3, 4, 4, 4]
    for frame in film:
        label = int(frame.labels[frame.sample])
        centre = 1.35 * np.array([np.cos(0.5 + 2.0 * np.pi * label / 3.0), np.sin(0.5 + 2.0 * np.pi * label / 3.0)])
        far = np.linalg.norm(frame.points[frame.labels == label] - centre, axis=1)
        assert np.linalg.norm(frame.points[frame.sample] - centre) == far.min()


@pytest.mark.parametrize("seed", range(4))
def test_the_headline_of_the_targets_holds_until_the_point_changes(recipes: Recipes, seed: int) -> None:
    """From its beat to the end of training no answer is 0.2 off or more, in the frame before it one is."""
    recipe = recipes["outputs"]
    film = recipe.film(seed=seed)
    starts = {cue.name: cue.frame for cue in recipe.cues(film)}
    off = [frame.off for frame in film]
    assert max(off[starts["right"] : 60]) < 0.2 <= off[starts["right"] - 1]
    assert starts["other"] == 60
    untrained = {cue.name for cue in recipe.cues(recipe.film(seed=seed, epochs=1))}
    assert "right" not in untrained


def test_bars_are_answers_and_lines_are_targets(recipes: Recipes) -> None:
    """In each head bars end at the answers, lines across them stand at the targets, and words give the labels."""
    film = recipes["outputs"].film()
    stage = staged(recipes["outputs"], film)
    for index, labels in ((0, ["target 0", "class 1: (0, 1, 0)"]), (60, ["target 0", "class 0: (1, 0, 0)"])):
        frame = film[index]
        for panel, nodes in HEADS.items():
            (bars,) = shapes_of(stage, index, panel, Path, "Bars")
            ends = np.array(bars.lines)[:, :, 0]
            np.testing.assert_allclose(ends[np.arange(len(ends)), np.abs(ends).argmax(axis=1)], frame.answers[nodes])
            (targets,) = shapes_of(stage, index, panel, Path, "Edge")
            across = np.array(targets.lines)
            np.testing.assert_allclose(across[:, :, 0], np.tile(frame.target[nodes], (2, 1)).T)
            np.testing.assert_allclose(np.array(bars.lines)[:, :, 1].mean(axis=1), across[:, :, 1].mean(axis=1))
        said = [shapes_of(stage, index, panel, Text, "Corner")[0].text for panel in HEADS]
        assert said == [f"targets {frame.target[0]:.2f}, {frame.target[1]:.2f}".replace("-", "−"), *labels]
        (asked,) = [each for each in shapes_of(stage, index, "0/0", Points, "Dots") if len(each.places) == 1]
        np.testing.assert_array_equal(asked.places[0], frame.points[frame.sample])
        clouds = [each for each in shapes_of(stage, index, "0/0", Points, "Dots") if len(each.places) > 1]
        for label, cloud in enumerate(clouds):
            np.testing.assert_array_equal(cloud.places, frame.points[frame.labels == label])


def test_a_regression_has_as_many_nodes_as_targets(recipes: Recipes) -> None:
    """Two numbers are asked for, so two identity nodes answer: the first head shows one bar for each of them.

    An identity node answers its weighted sum as it is, so that it can give what no sigmoid and no softmax could.
    """
    recipe, module = recipes["outputs"], module_of("outputs")
    film = recipe.film()
    sizes = [nodes.stop - nodes.start for nodes, _ in module.HEADS]
    assert (sizes, [activation.name for _, activation in module.HEADS]) == (
        [2, 1, 3],
        ["identity", "sigmoid", "softmax"],
    )
    stage = staged(recipe, film)
    assert [len(shapes_of(stage, 0, panel, Path, "Bars")[0].lines) for panel in HEADS] == sizes
    numbers = np.array([frame.answers[:2] for frame in list(film)[59:]])
    assert (numbers < 0.0).any()
    assert (numbers > 1.0).any()


def test_each_head_has_a_box_with_its_nodes(recipes: Recipes) -> None:
    """The network on paper has a box for each head, of two, one and three nodes, and none stands in two boxes."""
    recipe = recipes["outputs"]
    stage = staged(recipe, recipe.film(epochs=1))
    boxes, edges = shapes_of(stage, 0, "0/1", Path, "Heads")
    *_, nodes = shapes_of(stage, 0, "0/1", Points, "Heads")
    corners = [(box.min(axis=0), box.max(axis=0)) for box in boxes.lines]
    outputs = nodes.places[2:]
    inside = [((outputs > low) & (outputs < high)).all(axis=1) for low, high in corners]
    assert [int(each.sum()) for each in inside] == [2, 1, 3]
    assert np.sum(inside, axis=0).tolist() == [1] * 6
    assert len(edges.lines) == 2 * 6 + 6 * 6
    names = [text.text for text in shapes_of(stage, 0, "0/1", Text, "Heads")]
    assert [name for name in names if len(name) > 2] == ["identity", "sigmoid", "softmax"]
