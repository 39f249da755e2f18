"""The classifier: its parameters, the plateau on which it starts, and the boxes that it sorts samples into."""

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe.drawing.picture import Points
from vizpipe.recipe import Say


def test_the_classifier_has_its_20037_parameters_and_a_plateau(recipes: Recipes) -> None:
    """The classifier has 2,112 + 16,640 + 1,285 parameters, guesses at first, and ends with over 90 % right."""
    network = module_of("classifier").NETWORK
    assert [place.shape[0] * place.shape[1] for place in network.places] == [2112, 16640, 1285]
    assert network.parameter_count == 20037
    film = recipes["classifier"].film()
    assert film.column("epoch").tolist() == list(range(101))
    losses = film.column("loss")
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


@pytest.mark.parametrize("given", [{}, {"seed": 1}, {"seed": 3}, {"epochs": 4}, {"learning_rate": 0.5, "epochs": 6}])
def test_the_headlines_are_true(recipes: Recipes, given: dict[str, float]) -> None:
    """The plateau's end is told in its epoch, and only where there is one; shares are those of the unseen samples."""
    recipe = recipes["classifier"]
    film = recipe.film(samples=500 if given else 1200, **given)
    cues = {cue.name: cue for cue in recipe.cues(film)}
    losses = film.column("loss")
    is_low = losses < 0.9 * np.log(5.0)
    end = int(np.argmax(is_low)) if is_low.any() else len(losses)
    is_told = 1 < end < len(losses) and bool(is_low[end:].all()) and losses[1:end].max() <= 1.1 * np.log(5.0)
    assert ("left" in cues) == is_told
    if is_told:
        assert film[cues["left"].frame].epoch == end
        assert cues["left"].values == {"n": end}
    for name in {"start", "half", "rest"} & set(cues):
        frame = film[cues[name].frame]
        assert cues[name].values["share"] == pytest.approx(100.0 * (frame.answers == frame.truth).mean())
    if "half" in cues:
        assert film[cues["half"].frame].loss < 0.5 * np.log(5.0)


def test_each_sample_lies_in_the_box_of_its_answer_and_keeps_its_place(recipes: Recipes) -> None:
    """The boxes hold all 200 samples, each once, in the colour of its true class, wherever it lies at one place."""
    film = recipes["classifier"].film(epochs=12, samples=500)
    stage, paints, found = staged(recipes["classifier"], film), module_of("classifier").PAINTS, set[tuple[float, ...]]()
    for index in (0, 5, 12):
        for answer in range(5):
            dots = shapes_of(stage, index, str(answer), Points, "Box")
            (here,) = np.nonzero(film[index].answers == answer)
            assert sum(len(each.places) for each in dots) == len(here)
            for each in dots:
                assert list(each.fill) == [paints[true] for true in film[index].truth[here]]
                found |= {(number, *place) for number, place in zip(here.tolist(), each.places.tolist(), strict=True)}
    assert len(found) == 200
