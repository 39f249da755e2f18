"""Figures about training: their claims and the source notes' numbers, on frame data, over several seeds."""

from typing import Any

import numpy as np
import pytest

from vizpipe import nn
from vizpipe.recipe import Recipe

Recipes = dict[str, Recipe[..., Any]]


def test_what_is_learned_by_heart_does_not_generalize(recipes: Recipes) -> None:
    """For most of five seeds, and the default: the test loss is lowest early, the training loss at the end."""
    worse = 0
    for seed in range(5):
        film = recipes["generalization"].film(seed=seed)
        train, test = film.column("train_loss"), film.column("test_loss")
        assert train[-1] < 0.2 * train[0]
        worse += test[-1] > 1.3 * test.min()
    assert worse >= 4
    film = recipes["generalization"].film()
    assert film.column("test_loss")[-1] > 2 * film.column("test_loss").min()
    assert not {tuple(row) for row in film[0].train} & {tuple(row) for row in film[0].test}


def test_every_remedy_helps(recipes: Recipes) -> None:
    """For four seeds each remedy ends with a lower validation loss than the network left to itself."""
    for seed in range(4):
        last = recipes["overfitting"].film(seed=seed)[-1]
        alone, *helped = last.validation
        assert all(loss < alone for loss in helped), (seed, last.validation)


def test_each_remedy_does_what_it_is_said_to_do(recipes: Recipes) -> None:
    """The restored epoch has the lowest validation loss so far, weights shrink, vectors stay in the circle."""
    film = recipes["overfitting"].film()
    last = film[-1]
    lengths = [np.linalg.norm(last.hidden(way), axis=1) for way in range(5)]
    assert lengths[3].mean() < 0.5 * lengths[0].mean()
    for frame in film:
        assert np.linalg.norm(frame.hidden(4), axis=1).max() <= frame.max_norm * (1 + 1e-12)
    assert 0 < last.restored < last.epoch
    stopped = [frame for frame in film if frame.restored >= 0]
    assert len({frame.parameters[1].tobytes() for frame in stopped}) == 1
    running = [frame.validation[1] for frame in film if frame.restored < 0]
    assert stopped[0].validation[1] <= min(running) + 1e-12
    assert not film[0].dropped.any()
    assert film.column("dropped")[1:].mean() == pytest.approx(0.5, abs=0.05)
    assert recipes["overfitting"].film(dropout=0.0, epochs=3).column("dropped").sum() == 0
    more = recipes["overfitting"].film(dropout=0.9, epochs=3).column("dropped")
    assert more[1:].mean() > 0.75
    # dropout is what the third network gets: without it, it goes the first one's way; with it, its own
    plain = recipes["overfitting"].film(dropout=0.0, epochs=5)[-1]
    np.testing.assert_array_equal(plain.parameters[2], plain.parameters[0])
    assert np.linalg.norm(film[-1].hidden(2)) > 2 * np.linalg.norm(film[-1].hidden(3))  # and no decay


def test_the_classifier_has_its_20037_parameters_and_a_plateau(recipes: Recipes) -> None:
    """2,112 + 16,640 + 1,285; for the first epochs hardly better than guessing, in the end over 90 %."""
    network = recipes["classifier"].function.__globals__["NETWORK"]
    assert [place.shape[0] * place.shape[1] for place in network.places] == [2112, 16640, 1285]
    assert network.parameter_count == 20037
    film = recipes["classifier"].film()
    losses = film.column("loss")
    assert len(film) == 101
    assert (losses[:5] > 0.9 * np.log(5)).all()  # the plateau: the loss of guessing is log 5
    assert film[-1].train_accuracy > 0.9
    assert film[-1].test_accuracy > 0.9


def variances(initializer: nn.initializers.Initializer, activation: str, scale: float) -> list[float]:
    """Variance of pre-activations of layers 1 to 5, averaged over ten seeds, for inputs of this standard deviation."""
    found = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        network = nn.Network((200,) * 6, (activation,) * 5)
        vector = network.initial(rng, initializer)
        passed = network.forward(vector, rng.normal(0.0, scale, (400, 200)))
        found.append([z.var() for z, _ in passed])
    return [float(each) for each in np.mean(found, axis=0)]


@pytest.mark.parametrize(
    ("initializer", "activation", "scale"), [(nn.initializers.xavier, "tanh", 0.1), (nn.initializers.he, "relu", 1.0)]
)
def test_xavier_and_he_keep_the_variance(initializer: Any, activation: str, scale: float) -> None:
    """From layer 1 to 5 the variance of pre-activations stays within 20 %, averaged over ten seeds."""
    first, *rest = variances(initializer, activation, scale)
    assert all(abs(each / first - 1) < 0.2 for each in rest)


@pytest.mark.parametrize("sigma", [0.01, 1.0])
def test_other_initial_weights_do_not(sigma: float) -> None:
    """N(0, 0.01²) lets the variance die, N(0, 1) lets it grow: from layer 1 to 5 more than twofold."""
    first, *_, last = variances(nn.initializers.normal(sigma), "tanh", 0.1)
    assert last < first / 100 if sigma < 0.1 else last > 2 * first


def test_initial_weights_decide_what_deep_layers_see(recipes: Recipes) -> None:
    """Xavier and He keep the spread and learn; small weights let it die, large ones saturate, zero never moves."""
    film = recipes["initial-weights"].film()
    zero, small, large, xavier, he = film[0].spreads
    assert not zero.any()
    assert small[-1] < 1e-4 * small[0]
    assert (large > 0.6).all()
    assert xavier[-1] > 0.5 * xavier[0]
    assert 0.5 < he[-1] / he[0] < 2
    losses = film[-1].losses
    assert losses[0] == pytest.approx(np.log(10), abs=0.02)
    assert losses[1] == pytest.approx(np.log(10), abs=0.02)
    assert max(losses[3:]) < 0.3
    shares = film.column("histograms").sum(axis=-1)
    np.testing.assert_allclose(shares[:, :4], 1.0)  # tanh ends at ±1
    assert (shares[:, 4] > 0.95).all()
    assert len(np.unique(film.column("spreads")[:, 0])) == 1  # from zero nothing ever moves


def test_from_zero_all_hidden_units_stay_equal() -> None:
    """Ground truth of the notes: with zero weights a hidden layer's units never differ, whatever is learned."""
    network = nn.Network((4, 6, 3), ("sigmoid", "softmax"))
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(40, 4)), rng.integers(0, 3, 40)
    run = nn.descend(
        network,
        np.zeros(network.parameter_count),
        x,
        labels,
        loss=nn.sparse_categorical_cross_entropy,
        optimizer=nn.SGD(0.5),
        batch_size=10,
        rng=rng,
    )
    for _ in range(20):
        vector, _losses = next(run)
    hidden, output = network.layers(vector)
    assert np.ptp(hidden.weights, axis=1).max() < 1e-15
    assert np.ptp(output.weights, axis=0).max() < 1e-15
    assert np.abs(vector).max() > 0.01


def test_optimizers_take_different_ways_and_all_get_down(recipes: Recipes) -> None:
    """From one place; all end nearer than 0.3; SGD zigzags at every early step; on the network all four beat SGD."""
    film = recipes["optimizers"].film()
    places = film.column("places")
    assert (places[0] == (-7.0, 2.0)).all()
    assert (np.hypot(*places[-1].T) < 0.3).all()
    assert (places[:10, 0, 1] * places[1:11, 0, 1] < 0).all()
    paths = places[10].round(3)
    assert len(np.unique(paths, axis=0)) == 5
    losses = film[-1].losses
    assert (losses[1:] < losses[0]).all()
    assert (losses < 0.7 * film[0].losses).all()


def test_larger_rates_part_the_classes_sooner(recipes: Recipes) -> None:
    """For most of 8 seeds, tanh and ReLU, 0.1 gets below 0.35 before 0.01, and 0.001 for none; one start for all."""
    for activation in ("tanh", "relu"):
        sooner = 0
        for seed in range(8):
            losses = recipes["learning-rates"].film(seed=seed, activation=activation).column("losses")
            when = [int(np.argmax(losses[:, n] < 0.35)) if (losses[:, n] < 0.35).any() else 999 for n in range(3)]
            sooner += when[0] < when[1]
            assert when[2] == 999
        assert sooner >= 5
    film = recipes["learning-rates"].film()
    losses = film.column("losses")
    below = [np.flatnonzero(losses[:, number] < 0.35) for number in range(3)]
    assert below[0][0] < below[1][0]
    assert not len(below[2])
    assert (film[0].parameters == film[0].parameters[0]).all()


def test_deep_beats_wide_on_spirals(recipes: Recipes) -> None:
    """With exactly as many parameters, the deep network's final loss is lower for each of four seeds."""
    wide, deep = recipes["deep-or-wide"].function.__globals__["NETWORKS"]
    assert wide.parameter_count == deep.parameter_count == 217
    for seed in range(4):
        last = recipes["deep-or-wide"].film(seed=seed)[-1]
        assert last.losses[1] < 0.5 * last.losses[0], seed


def test_depth_and_error_are_the_papers(recipes: Recipes) -> None:
    """8, 19, 22 and 152 layers; 16.4, 7.3, 6.7 and 3.57 %; deeper and better, one after another."""
    frame = recipes["depth-and-error"].film()[0]
    assert frame.names.tolist() == ["AlexNet", "VGG", "GoogLeNet", "ResNet"]
    assert frame.layers.tolist() == [8, 19, 22, 152]
    assert frame.errors.tolist() == [16.4, 7.3, 6.7, 3.57]
    assert (np.diff(frame.layers) > 0).all()
    assert (np.diff(frame.errors) < 0).all()


@pytest.mark.parametrize("shape", ["cats", "mountains"])
def test_every_neuron_brings_the_curve_closer(recipes: Recipes, shape: str) -> None:
    """The error falls every time, the parts add up to the curve, which bends at hinges only."""
    film = recipes["neurons-draw"].film(shape=shape)
    errors = film.column("error")
    assert (np.diff(errors) < 0).all()
    assert errors[-1] < 0.01
    assert errors[0] > 0.1
    for frame in list(film)[::20]:
        curve = frame.bias + sum(
            weight * np.maximum(0, frame.x - hinge) for hinge, weight in zip(frame.hinges, frame.weights, strict=True)
        )
        np.testing.assert_allclose(frame.curve, curve, atol=1e-9)
        assert np.sqrt(np.mean((curve - frame.target) ** 2)) == pytest.approx(frame.error, abs=1e-9)
        assert (frame.weights != 0).sum() <= frame.neurons
        slopes = np.diff(frame.curve) / np.diff(frame.x)
        bends = frame.x[1:-1][np.abs(np.diff(slopes)) > 1e-6]
        hinges = frame.hinges[: frame.neurons]
        assert all(np.abs(hinges - bend).min() < 2 / 600 for bend in bends)  # it bends at hinges only


def test_in_the_end_it_is_a_two(recipes: Recipes) -> None:
    """256 binary inputs; confidences add up to 1; over 90 % for the 2 in the end, less than 30 % at first."""
    film = recipes["it-is-a-two"].film()
    first, last = film[0], film[-1]
    assert last.image.shape == (16, 16)
    assert set(np.unique(last.image)) == {0, 1}
    assert last.label == 2
    assert first.confidences[2] < 0.3
    assert last.confidences.argmax() == 2
    assert last.confidences[2] > 0.9
    for frame in film:
        assert frame.confidences.sum() == pytest.approx(1.0)
    assert last.accuracy > 0.9
    assert last.weights.shape == (12, 16, 16)


def test_hidden_units_crystallise_from_noise(recipes: Recipes) -> None:
    """Neighbouring pixels' weights are unrelated at first and go together in the end."""

    def together(frame: Any) -> float:
        left, right = frame.weights[:, :, :-1].ravel(), frame.weights[:, :, 1:].ravel()
        return float(np.corrcoef(left, right)[0, 1])

    film = recipes["it-is-a-two"].film()
    assert abs(together(film[0])) < 0.1
    assert together(film[-1]) > 0.4


def test_digits_are_enlarged_evenly(recipes: Recipes) -> None:
    """A flat image stays flat; half an image of ink is half an image of ink."""
    enlarged = recipes["it-is-a-two"].function.__globals__["enlarged"]
    half = np.zeros((1, 8, 8))
    half[:, :4] = 1.0
    assert enlarged(np.ones((1, 64))).all()
    assert not enlarged(np.zeros((1, 64))).any()
    grown = enlarged(half.reshape(1, 64))[0]
    assert grown[:8].all()
    assert not grown[8:].any()


def test_digits_of_a_kind_come_together(recipes: Recipes) -> None:
    """For three seeds: two numbers a digit, kinds scatter half as widely in the end, over 80 % of unseen ones right."""
    for seed in range(3):
        film = recipes["digits-in-the-plane"].film(seed=seed)
        first, last = film[0], film[-1]
        assert last.places.shape == (297, 2)
        assert last.spread < 0.5 * first.spread
        assert last.accuracy > 0.8
        assert (last.answers(last.places) == last.labels).mean() == pytest.approx(last.accuracy)
