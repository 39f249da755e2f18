"""Figures about one neuron, gates and activations: their claims and the source notes' numbers, on frame data."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from vizpipe import nn
from vizpipe.nn.network import with_ones
from vizpipe.recipe import Recipe

Recipes = dict[str, Recipe[..., Any]]

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def test_a_sigmoid_neuron_is_a_logistic_regression(recipes: Recipes) -> None:
    """Gradient descent ends where Newton's method for logistic regression, written here, ends, to two decimals."""
    frame = recipes["neuron"].film(steps=60000)[0]
    x, t = with_ones(frame.samples), frame.labels.astype(float)
    weights = np.zeros(3)
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        weights = weights + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (t - p))
    np.testing.assert_array_equal([*frame.weights, frame.bias], weights.round(2))


def test_a_neurons_parts_add_up(recipes: Recipes) -> None:
    """In every frame the products are inputs times weights, their sum with the bias is squashed to the output."""
    for frame in recipes["neuron"].film():
        np.testing.assert_allclose(frame.products, frame.x * frame.weights)
        assert frame.total == pytest.approx(frame.x @ frame.weights + frame.bias)
        assert frame.output == pytest.approx(1 / (1 + np.exp(-frame.total)))


def test_a_weight_turns_and_the_bias_slides_the_line(recipes: Recipes) -> None:
    """Only while w₁ moves the direction changes; the distance is |b| / ‖w‖; θ = −b; AND at the end."""
    film = recipes["weights-and-bias"].film()
    angles = np.array([np.arctan2(frame.weights[1], frame.weights[0]) for frame in film])
    turning = film.column("turning") == 0
    assert np.ptp(angles[turning]) > 0.5
    assert np.ptp(angles[~turning]) == 0
    biases = film.column("bias")
    assert np.ptp(biases[turning]) == 0
    assert np.ptp(biases[~turning]) > 0.5
    for frame in film:
        assert frame.threshold == -frame.bias
        assert np.hypot(*frame.foot) == pytest.approx(abs(frame.bias) / np.hypot(*frame.weights))
        np.testing.assert_allclose(frame.line @ frame.weights + frame.bias, 0, atol=1e-9)
        assert (frame.fires(CASES) == (CASES @ frame.weights > frame.threshold)).all()
    last = film[-1]
    np.testing.assert_allclose([*last.weights, last.threshold], [0.5, 0.5, 0.7], atol=1e-12)
    assert last.fires(CASES).tolist() == [0, 0, 0, 1]


def test_the_perceptron_rule_finds_three_gates_and_never_xor(recipes: Recipes) -> None:
    """AND, NAND and OR come to rest after 10, 11 and 4 changes; XOR is still being changed after 10,000 updates."""
    film = recipes["perceptron-rule"].film()
    assert [bool(film[-1].wrong(gate).any()) for gate in range(4)] == [False, False, False, True]
    assert film[-1].updates.tolist() == [10, 11, 4, 56]
    assert [int(np.flatnonzero(np.diff(film.column("updates")[:, gate]))[-1]) + 1 for gate in range(3)] == [18, 18, 9]
    assert film[18].biases[1] == 3
    last, quiet = None, 0
    for frame in recipes["perceptron-rule"].frames({"ticks": 14000, "learning_rate": 0.1}):
        assert frame.wrong(3).any()
        quiet = quiet + 1 if last is not None and frame.updates[3] == last.updates[3] else 0
        assert quiet < 4
        last = frame
    assert last is not None
    assert last.updates[3] > 10000


@pytest.mark.parametrize("rate", [1.0, 0.1, 0.3])
def test_the_perceptron_rule_is_rosenblatts(recipes: Recipes, rate: float) -> None:
    """Whatever the rate: frame by frame what the rule gives in fractions, with every look and every change of it."""
    film = recipes["perceptron-rule"].film(learning_rate=rate)
    eta = Fraction(str(rate))
    targets = ((0, 0, 0, 1), (1, 1, 1, 0), (0, 1, 1, 1), (0, 1, 1, 0))
    for gate, wanted in enumerate(targets):
        w, b, changed = [Fraction(0), Fraction(0)], Fraction(0), 0
        for frame in film:
            if frame.tick:
                x = [int(each) for each in CASES[frame.case]]
                assert frame.case == (frame.tick - 1) % 4
                error = wanted[frame.case] - int(w[0] * x[0] + w[1] * x[1] + b > 0)
                w, b = [w[k] + eta * error * x[k] for k in range(2)], b + eta * error
                changed += error != 0
            assert [eta * int(each) for each in (*frame.weights[gate], frame.biases[gate])] == [*w, b]
            assert frame.updates[gate] == changed
            fires = [int(w[0] * int(x) + w[1] * int(y) + b > 0) for x, y in CASES]
            assert frame.fires(gate, CASES).tolist() == fires


def test_in_the_duel_the_neuron_never_wins_and_about_half_the_networks_do(recipes: Recipes) -> None:
    """Over 20 seeds no neuron ever has all four, from 6 to 16 networks do in the end, the default's among them."""
    won = 0
    for seed in range(20):
        right = [frame.right for frame in recipes["xor-duel"].film(seed=seed)]
        assert max(neuron for neuron, _ in right) <= 3
        won += right[-1][1] == 4
    assert 6 <= won <= 16
    film = recipes["xor-duel"].film()
    assert film[-1].right[1] == 4
    directions = film.column("neuron")
    assert len(np.unique(directions[-40:].round(9), axis=0)) > 5  # still moving at the end


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
    inside = recipes["plane-folds"].function.__globals__
    boundary = inside["_cut"](deepest._replace(line=1.0)) * 1.25
    np.testing.assert_allclose(boundary @ weights + offset, 0, atol=1e-9)  # the drawn line is w·a + b = 0
    edges = inside["zero_lines"](
        lambda x: inside["NETWORK"].scores(deepest.parameters, x).ravel(), 3.0 * np.array([-1.0, 1.0, -1.0, 1.0])
    )
    for edge in edges:  # and the curve in the input plane ends up on it
        np.testing.assert_allclose(np.tanh(edge @ matrix + bias) @ weights + offset, 0, atol=1e-6)
    first, last = film[0], film[-1]
    assert (last.depth, last.line, first.depth) == (2.0, 1.0, 2.0)  # the loop closes where the line is drawn
    assert first.line < 1.0
    flat = next(frame for frame in film if frame.depth == 0.0)
    np.testing.assert_allclose(flat.place(first.samples), first.samples / (3.0 * 1.1), atol=1e-9)


def test_the_field_on_the_way_is_the_networks_own(recipes: Recipes) -> None:
    """At every depth the probability at a sample's place is what the network says of the sample."""
    film = recipes["plane-folds"].film()
    for frame in film:
        x = frame.samples[:50]
        sums = frame.samples[:50] @ frame.affine[0] + frame.affine[1]
        inside = (np.abs(sums) < 5).all(axis=1)  # where tanh can be undone
        hidden, output = np.tanh(sums), frame.straight
        truth = 1 / (1 + np.exp(-(hidden @ output[0] + output[1])))
        np.testing.assert_allclose(frame.probability(frame.place(x))[inside], truth[inside], atol=2e-2)


def test_nine_seeds_meet_different_ends(recipes: Recipes) -> None:
    """Some part the classes, some don't, at least one has a dead unit, and a dead unit answers 0 to every sample."""
    last = recipes["nine-seeds"].film()[-1]
    parted = (last.accuracies >= 0.8).sum()
    assert 0 < parted < 9
    dead = [last.dead(number) for number in range(9)]
    assert any(dead)
    for number, units in enumerate(dead):
        answers = last.network.forward(last.parameters[number], last.samples)[0][1]
        assert {unit for _, unit in units} == {unit for unit in range(2) if not answers[:, unit].any()}
    assert len(np.unique(recipes["nine-seeds"].film()[0].parameters, axis=0)) == 9


def test_a_steep_sigmoid_is_a_step_with_nothing_to_follow(recipes: Recipes) -> None:
    """Away from 0 the last curve is the step to 1e−3; the slope at the dot all but vanishes; slopes are exact."""
    film = recipes["sigmoid-to-step"].film()
    x = np.array([-1.0, -0.1, 0.1, 1.0])
    assert film[-1].steepness == pytest.approx(100.0)
    np.testing.assert_allclose(film[-1].answer(x), nn.step.forward(x), atol=1e-3)
    assert abs(film[-1].slope(-2.6)) < 1e-6
    assert abs(film[0].slope(-2.6)) > 0.01
    for seed in range(4):  # the claim: flat almost everywhere, for other samples too
        ends = recipes["sigmoid-to-step"].film(seed=seed)
        assert ends[-1].flat_share() > 0.5 > 10 * ends[0].flat_share()
    for frame in film:
        difference = (frame.loss(np.array([-2.6 + 1e-5])) - frame.loss(np.array([-2.6 - 1e-5])))[0] / 2e-5
        assert frame.slope(-2.6) == pytest.approx(difference, abs=1e-6)


def test_linear_layers_are_one(recipes: Recipes) -> None:
    """At full depth the stack equals one affine map to 1e−12 and lines stay straight; with tanh they bend."""
    last = recipes["linear-stack"].film()[-1]
    matrix, bias = last.one
    np.testing.assert_allclose(last.linear(last.samples), last.samples @ matrix + bias, rtol=0, atol=1e-12)
    line = np.linspace([-2.0, -1.0], [2.0, 1.5], 3)
    for through, straight in ((last.linear, True), (last.bent, False)):
        one, middle, other = through(line)
        assert np.allclose((one + other) / 2, middle, atol=1e-9) == straight


def test_naive_softmax_overflows_and_stable_does_not_change(recipes: Recipes) -> None:
    """(0.3, 2.9, 4.0) gives the textbook's numbers with any constant added; the naive form is nan from 709.78 on."""
    film = recipes["softmax-shift"].film()
    expected = (0.01821127, 0.24519181, 0.73659691)
    for frame in film:
        np.testing.assert_allclose(frame.stable, expected, atol=5e-9)
        assert np.isnan(frame.naive).any() == (frame.scores.max() > 709.78)
        if frame.scores.max() < 709:
            np.testing.assert_allclose(frame.naive, expected, atol=5e-9)
    large = film.frame_type(0.0, np.array([1010.0, 1000.0, 990.0]))
    assert np.isnan(large.naive).all()
    np.testing.assert_allclose(large.stable, (9.99954600e-01, 4.53978686e-05, 2.06106005e-09), rtol=1e-8)


def test_each_task_is_solved_with_its_output(recipes: Recipes) -> None:
    """Losses fall; one sigmoid and three softmax nodes sort at least 90 %; the curve is closer than the noise twice."""
    film = recipes["outputs"].film()
    first, last = film[0], film[-1]
    losses = {name: nn.LOSSES[name] for name in ("binary-cross-entropy", "sparse-categorical-cross-entropy")}
    module = recipes["outputs"].function.__globals__
    several, binary, curve = module["SEVERAL"], module["BINARY"], module["REGRESSION"]
    assert [network.activations[-1] for network in (curve, binary, several)] == ["identity", "sigmoid", "softmax"]
    assert (curve.sizes[-1], binary.sizes[-1], several.sizes[-1]) == (last.t.shape[1], 1, 3)
    assert nn.accuracy(several.predict(last.several, last.points), last.labels) > 0.9
    assert nn.accuracy(binary.predict(last.binary, last.points), (last.labels == 2).astype(int)) > 0.9
    np.testing.assert_allclose(several.predict(last.several, last.points).sum(axis=1), 1.0)
    two = (last.labels == 2)[:, None].astype(float)
    for frame, low in ((first, False), (last, True)):
        one = losses["binary-cross-entropy"].value(binary.predict(frame.binary, frame.points), two)
        many = losses["sparse-categorical-cross-entropy"].value(
            several.predict(frame.several, frame.points), frame.labels
        )
        assert (one < 0.25, many < 0.35) == (low, low)
    errors = [np.sqrt(np.mean((curve.predict(frame.regression, frame.x) - frame.t) ** 2)) for frame in (first, last)]
    assert errors[1] < 0.3 < errors[0]
