"""The classifier: its parameters, and the plateau on which it starts."""

import numpy as np
import pytest

from films import Recipes, module_of
from vizpipe.recipe import Say


def test_the_classifier_has_its_20037_parameters_and_a_plateau(recipes: Recipes) -> None:
    """The classifier has 2,112 + 16,640 + 1,285 parameters, guesses at first, and ends with over 90 % right."""
    network = module_of("classifier").NETWORK
    assert [place.shape[0] * place.shape[1] for place in network.places] == [2112, 16640, 1285]
    assert network.parameter_count == 20037
    film = recipes["classifier"].film()
    losses = film.column("loss")
    assert len(film) == 101
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
    found = [ends(recipes["classifier"].film(seed=seed, epochs=10).column("loss")) for seed in (0, 1, 3)]
    assert sum(5 <= end <= 10 for end in found) >= 2
