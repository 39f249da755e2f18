"""The classifier: its parameters, and the plateau on which it starts."""

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Text
from vizpipe.recipe import Say


def test_the_classifier_has_its_20037_parameters_and_a_plateau(recipes: Recipes) -> None:
    """The classifier has 2,112 + 16,640 + 1,285 parameters, guesses at first, and ends with over 90 % right."""
    network = module_of("classifier").NETWORK
    assert [place.shape[0] * place.shape[1] for place in network.places] == [2112, 16640, 1285]
    assert network.parameter_count == 20037
    film = recipes["classifier"].film()
    assert len(film) == 117
    assert film.column("epoch").tolist() == [0] * 16 + list(range(101))
    losses = film.column("loss")[16:]
    assert (losses[:5] > 0.9 * np.log(5)).all()  # the plateau: the loss of guessing is log 5
    assert film[-1].train_accuracy > 0.9
    assert film[-1].test_accuracy > 0.9


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
def test_a_plateau_is_left_downwards_and_once(losses: list[float], end: int) -> None:
    """A loss above that of guessing is not on its plateau, and one that comes back has not left it."""
    assert module_of("classifier").plateau_end(np.array(losses)) == end


def test_a_loss_above_guessing_is_said_to_be(recipes: Recipes) -> None:
    """With a rate of 5 the classifier's loss ends far above log 5, and its caption says that."""
    recipe = recipes["classifier"]
    film = recipe.film(learning_rate=5.0, epochs=3, samples=300)
    assert film[-1].loss > 1.1 * np.log(5.0)
    assert f"ends at {film[-1].loss:.2f}: that is more than guessing costs" in recipe.say_words(film, Say()).caption


def test_for_most_seeds_the_classifier_starts_on_a_plateau(recipes: Recipes) -> None:
    """For two of three seeds the loss stays near log 5 for five epochs and more, and is below it by epoch 10."""
    ends = module_of("classifier").plateau_end
    found = [ends(recipes["classifier"].film(seed=seed, epochs=10).column("loss")[16:]) for seed in (0, 1, 3)]
    assert sum(5 <= end <= 10 for end in found) >= 2


@pytest.mark.parametrize("given", [{}, {"seed": 1}, {"seed": 3}, {"epochs": 4}, {"learning_rate": 0.5, "epochs": 6}])
def test_the_headlines_are_true(recipes: Recipes, given: dict[str, float]) -> None:
    """Layers are counted when that is said; the plateau's end is told in its epoch, and only where there is one."""
    recipe = recipes["classifier"]
    film = recipe.film(samples=500 if given else 1200, **given)
    cues = {cue.name: cue for cue in recipe.cues(film)}
    assert [film[cues[name].frame].locked for name in ("start", "first", "second")] == [0.0, 1.0, 2.0]
    assert film[cues["train"].frame].epoch == 1
    losses = film.column("loss")[16:]
    is_low = losses < 0.9 * np.log(5.0)
    end = int(np.argmax(is_low)) if is_low.any() else len(losses)
    is_told = 1 < end < len(losses) and bool(is_low[end:].all()) and losses[1:end].max() <= 1.1 * np.log(5.0)
    assert ("left" in cues) == is_told
    if is_told:
        assert film[cues["left"].frame].epoch == end
        assert cues["left"].values == {"n": end}
    assert cues["rest"].values == {"n": 20037, "share": 100.0 * film[-1].test_accuracy}


def test_a_block_is_as_large_as_its_layer_has_numbers(recipes: Recipes) -> None:
    """The blocks fill a sheet in proportion to weights and biases; a layer's sum is told when it is counted."""
    film = recipes["classifier"].film(epochs=2, samples=300)
    stage = staged(recipes["classifier"], film)
    blocks = shapes_of(stage, 0, "0", Path, "Blocks")[0]
    areas = np.array([np.ptp(box, axis=0).prod() for box in blocks.lines])
    whole = np.ptp(np.concatenate(blocks.lines), axis=0).prod()
    np.testing.assert_allclose(areas / whole, np.array([2112, 16640, 1285]) / 20037, rtol=1e-9)
    sums = [("2,112", "32 × 64 weights", "+ 64 biases"), ("16,640", "64 × 256 weights"), ("1,285", "+ 5 biases")]
    for index in (0, 7, 8, 15, 16, 18):
        words = {text.text for text in shapes_of(stage, index, "0", Text, "Blocks")}
        assert {"layer 1", "layer 2", "layer 3"} <= words
        assert [set(each) <= words for each in sums] == [True, index >= 8, index >= 16]


def test_most_parameters_sit_in_one_layer(recipes: Recipes) -> None:
    """The headline's share is that of 16,640 in 20,037."""
    film = recipes["classifier"].film(epochs=20)
    cues = {cue.name: cue for cue in recipes["classifier"].cues(film)}
    assert cues["second"].values == {"n": 20037, "share": pytest.approx(100.0 * 16640 / 20037)}
