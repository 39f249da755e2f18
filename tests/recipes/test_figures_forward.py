"""Figures about the forward pass, losses and gradients: their claims and the source notes' numbers, on frame data."""

from typing import Any

import numpy as np
import pytest

from vizpipe import nn
from vizpipe.recipe import Recipe

Recipes = dict[str, Recipe[..., Any]]

FORWARD: dict[str, list[tuple[float, ...]]] = {
    "three-layers": [
        (1.0, 0.5),
        (0.57444252, 0.66818777, 0.75026011),
        (0.62624937, 0.7710107),
        (0.31682708, 0.69627909),
    ],
    "all-sigmoid": [(1.0, -1.0), (0.9820, 0.1192), (0.8635, 0.1107), (0.6177, 0.8291)],
    "all-sigmoid-zero": [(0.0, 0.0), (0.7311, 0.5), (0.7235, 0.1232), (0.5118, 0.8544)],
}


@pytest.mark.parametrize("network", FORWARD)
def test_the_forward_pass_has_the_sources_numbers(recipes: Recipes, network: str) -> None:
    """Every layer of both sources' networks, to as many digits as they print."""
    film = recipes["forward-pass"].film(network=network)
    digits = 5e-9 if network == "three-layers" else 5e-5
    for values, expected in zip(film[-1].values, FORWARD[network], strict=True):
        np.testing.assert_allclose(values, expected, rtol=0, atol=digits)
    layers = film.column("layer")
    assert (np.diff(layers) >= 0).all()  # nothing flows back
    assert layers[-1] == 3


def test_a_batch_is_its_rows_one_by_one(recipes: Recipes) -> None:
    """Each row of each block is what that row alone gives, to 1e−15; shapes fit; the first row is the textbook's."""
    frame = recipes["matrices"].film()[-1]
    blocks = frame.blocks
    assert [block.shape for block in blocks] == [(4, 2), (4, 3), (4, 2), (4, 2)]
    for row in range(4):
        for whole, alone in zip(blocks, frame._replace(batch=frame.batch[[row]]).blocks, strict=True):
            np.testing.assert_allclose(whole[row], alone[0], rtol=0, atol=1e-15)
    np.testing.assert_allclose(blocks[-1][0], (0.31682708, 0.69627909), atol=5e-9)


def test_descent_picks_a_better_function_than_any_in_the_set(recipes: Recipes) -> None:
    """The three steps in order; the picked function is the best of the set, and descent ends below all of them."""
    film = recipes["three-steps"].film()
    steps = film.column("step")
    assert (np.diff(steps) >= 0).all()
    assert set(steps) == {1, 2, 3}
    first, last = film[0], film[-1]
    losses = first.losses
    assert len(losses) == 240
    assert first.loss(first.parameters) == losses.min()
    assert last.loss(last.parameters) < 0.2 * losses.min()
    shown = film.column("shown")
    assert (np.diff(shown) >= 0).all()


def test_learned_features_beat_hand_made_ones_and_rules(recipes: Recipes) -> None:
    """On unseen digits, for three seeds, the network is better by 5 points at least; the rule is better than chance."""
    for seed in range(3):
        film = recipes["features"].film(seed=seed)
        rule, hand, learned = film[-1].scores
        assert rule > 0.6
        assert max(rule, hand) + 0.05 < learned
        assert len(np.unique(film.column("scores")[:, 0])) == 1  # a rule does not learn
        assert not np.array_equal(film[0].linear, film[-1].linear)


def test_training_moves_parameters_and_no_hyperparameter(recipes: Recipes) -> None:
    """Every parameter of every network moves; how many there are follows from the choice; one unit is too few."""
    film = recipes["hyperparameters"].film()
    first, last = film[0], film[-1]
    assert [len(vector) for vector in last.parameters] == [5, 13, 13, 33]
    for before, after in zip(first.parameters, last.parameters, strict=True):
        assert (before != after).all()
    one, three, slow, many = last.accuracies
    same = recipes["hyperparameters"].function.__globals__
    choice = same["CHOICES"][3]
    assert (choice.hidden, choice.batch) == (8, 8)
    rng = np.random.default_rng([3, 1])
    network = same["network_of"](choice)
    run = nn.train(
        network,
        network.initial(rng, nn.initializers.xavier),
        last.samples,
        last.labels,
        loss=nn.binary_cross_entropy,
        optimizer=nn.Adam(choice.learning_rate),
        batch_size=8,
        rng=rng,
    )
    again = [next(run) for _ in range(60)][-1]
    np.testing.assert_array_equal(again.parameters, last.fourth)  # its choices are what it was trained with
    assert three > one + 0.1
    assert three > slow + 0.1
    assert many > one + 0.1


def test_losses_have_the_textbook_values(recipes: Recipes) -> None:
    """0.0975 and 0.5108 for the right answer, 0.5975 and 2.3026 for the wrong one; both labels give the same."""
    cases = recipes["losses"].film()[0]
    np.testing.assert_allclose(cases.squared, (0.0975, 0.5975), rtol=1e-12)
    np.testing.assert_allclose(cases.entropy, (0.510825457, 2.302584093), atol=5e-10)
    np.testing.assert_array_equal(cases.entropy, cases.sparse)
    assert cases.squared[1] > cases.squared[0]
    assert cases.entropy[1] > cases.entropy[0]
    # the claim: confident in the wrong class, squared error ends at 1, cross-entropy nowhere (but for its 1e−7)
    wrong, target = np.array([[1e-9, 1.0 - 1e-9]]), np.array([[1.0, 0.0]])
    assert nn.sum_of_squared_errors.value(wrong, target) <= 1.0
    assert nn.categorical_cross_entropy.value(wrong, target) > 15.0


def test_a_mini_batchs_spread_falls_with_the_root_of_its_size(recipes: Recipes) -> None:
    """Means are the total loss within five standard errors; spread × √size is the single sample's, within 8 %."""
    film = recipes["batch-loss"].film()
    for frame in film:
        error = frame.deviation / np.sqrt(frame.size * len(frame.losses))
        assert abs(frame.losses.mean() - frame.total) < 5 * error
        assert frame.spread * np.sqrt(frame.size) == pytest.approx(frame.deviation, rel=0.08)
    singles = np.unique(film[0].losses)
    assert len(singles) > 500  # losses of digits, each at least 0
    assert singles.min() >= 0
    assert film[0].size == 1
    assert film[-1].size == 256


@pytest.mark.parametrize(("point", "slopes"), [((3, 4), (6, 8)), ((0, 2), (0, 4)), ((3, 0), (6, 0))])
def test_slopes_of_slices_are_the_gradient(recipes: Recipes, point: Any, slopes: Any) -> None:
    """At the textbook's three points; at every point of the round the exact gradient; the bug finds 0 everywhere."""
    film = recipes["partial-derivatives"].film(x0=float(point[0]), x1=float(point[1]))
    np.testing.assert_allclose(film[-1].point, point)
    np.testing.assert_allclose(film[-1].gradient, slopes, atol=1e-9)
    for frame in film:
        np.testing.assert_allclose(frame.gradient, 2 * frame.point, atol=1e-8)
        assert not frame.wrong.any()
        assert frame.stuck.tolist() == list(map(float, point))
    np.testing.assert_allclose(film[-1].moved, np.array(point) * 0.8 ** (len(film) - 1), atol=1e-6)


def test_gradient_descent_ends_where_the_textbooks_does(recipes: Recipes) -> None:
    """From (−3, 4): rates 0.1 and 1e−10 end at the source's points, 10 diverges; in the valley the path zigzags."""
    film = recipes["gradient-descent"].film()
    good, large, small = film[-1].places
    np.testing.assert_allclose(good, (-6.11110793e-10, 8.14814391e-10), rtol=1e-6)
    np.testing.assert_allclose(small, (-2.99999994, 3.99999992), rtol=1e-8)
    distances = np.array([frame.distances for frame in film])
    assert (np.diff(distances[:, 1]) > 0).all()
    assert distances[1, 1] > 90
    assert np.abs(large).max() > 1e6
    valley = recipes["gradient-descent"].film(**recipes["gradient-descent"].variants["valley"])
    across = valley.column("places")[:, 0, 1]
    assert (across[:-1] * across[1:] < 0).all()  # from side to side at every step
    assert valley[-1].distances[0] < 0.01
    assert valley[-1].distances[1] > 1


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


def test_an_epoch_sees_every_sample_once(recipes: Recipes) -> None:
    """Four beats an iteration; the mini-batches of an epoch are all samples; each update is SGD on its own batch."""
    film = recipes["training-loop"].film(samples=20, batch_size=8, epochs=2)
    assert film.column("beat").tolist() == [0, 1, 2, 3] * 6
    for epoch in (1, 2):
        seen = np.concatenate([np.unique(frame.batch) for frame in film if frame.epoch == epoch and frame.beat == 0])
        assert sorted(seen.tolist()) == list(range(20))
    network = nn.Network((1, 1), ("identity",))
    for frame in film:
        batch = np.unique(frame.batch)
        _, gradient = network.gradient(frame.parameters, frame.x[batch], frame.t[batch], nn.sum_of_squared_errors)
        np.testing.assert_allclose(frame.gradient, gradient, atol=1e-12)
        np.testing.assert_allclose(frame.updated, frame.parameters - 0.12 * gradient, atol=1e-12)
    whole = recipes["training-loop"].film()
    assert whole[-1].total(whole[-1].updated) < 0.1 * whole[0].total(whole[0].parameters)
