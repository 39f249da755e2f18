"""Rates × activations: smaller steps are later, and tanh gets there at more rates than ReLU."""

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from films import Recipes, drawn
from replays import compare, planes
from staged import shapes_of, staged
from vizpipe.drawing.picture import Text
from vizpipe.film.film import Film
from vizpipe.recipe import Say

pytestmark = pytest.mark.xdist_group("rates and activations")  # its films are trained once
Array = npt.NDArray[np.float64]
RATES = (0.1, 0.01, 0.001)


def parted(film: Film[Any]) -> Array:
    """Where each network has 80 % right, by hand: frames × activations × rates."""
    rows = []
    for frame in film:
        for at, vector in enumerate(frame.parameters):
            sums = frame.samples @ vector[:4].reshape(2, 2) + vector[4:6]
            hidden = np.tanh(sums) if at < 3 else np.maximum(sums, 0.0)
            rows.append(((hidden @ vector[6:8] + vector[8] > 0.0) == frame.labels).mean() >= 0.8)
    return np.array(rows).reshape(-1, 2, 3)


def dead(film: Film[Any]) -> int:
    """How many ReLU networks have a unit that answers 0 to every sample in the end."""
    weights = film[-1].parameters[3:]
    sums = [film[-1].samples @ vector[:4].reshape(2, 2) + vector[4:6] for vector in weights]
    return sum(bool((each.max(axis=0) <= 0.0).any()) for each in sums)


@pytest.fixture(scope="module")
def films(recipes: Recipes) -> list[Film[Any]]:
    """Five seeds, of them the default, with fewer samples."""
    return [recipes["rates-and-activations"].film(seed=seed, samples=200) for seed in range(5)]


def test_smaller_steps_are_later_and_tanh_gets_there_at_more_rates(films: list[Film[Any]]) -> None:
    """Of two rates at which a network parts the classes the smaller takes longer; with tanh there are more of them."""
    counts, pairs = Counter[int](), 0
    for film in films:
        there = parted(film)
        for activation in (0, 1):
            first = [int(at.argmax()) for at in there[:, activation].T if at.any()]
            counts[activation] += len(first)
            pairs += len(first[1:])
            assert first == sorted(set(first))
    assert pairs > len(films)
    assert counts[0] > counts[1]


def test_the_default_seed_is_the_first_that_shows_both(recipes: Recipes) -> None:
    """From 0 on, the default seed is the first at which tanh parts at all three rates, and ReLU at some only."""
    recipe = recipes["rates-and-activations"]
    (default,) = (each.default for each in recipe.parameters if each.name == "seed")
    assert isinstance(default, int)
    shown = [parted(recipe.film(seed=seed))[-1].sum(axis=1).tolist() for seed in range(default + 1)]
    assert [tanh == 3 and 0 < relu < 3 for tanh, relu in shown] == [False] * default + [True]


def test_all_six_begin_alike(films: list[Film[Any]]) -> None:
    """All six networks of a film have the same weights before the first epoch, and other ones after it."""
    for film in films:
        assert (film[0].parameters == film[0].parameters[0]).all()
        assert len({vector.tobytes() for vector in film[1].parameters}) == 6


def test_the_frames_are_those_of_another_program(recipes: Recipes) -> None:
    """Frames are those of a second program; with two rates exchanged, or another order of samples, they are not."""
    film = recipes["rates-and-activations"].film(epochs=3, samples=60, seed=2)
    asked: dict[str, Any] = {"data": "three-clouds", "epochs": 3, "samples": 60, "seed": 2}
    compare(film, planes.rates_and_activations(**asked))
    swapped = [
        {**frame, "parameters": frame["parameters"][[1, 0, 2, 3, 4, 5]]}
        for frame in planes.rates_and_activations(**asked)
    ]
    for wrong in (iter(swapped), planes.rates_and_activations(**asked | {"seed": 3})):
        with pytest.raises(AssertionError):
            compare(film, wrong)


def test_the_headlines_are_true(recipes: Recipes, films: list[Film[Any]]) -> None:
    """Each rate's epoch is the first in which one of its two networks has 80 % right, and which; the last counts."""
    for film in films:
        there = parted(film)
        cues = {cue.name: cue for cue in recipes["rates-and-activations"].cues(film)}
        for number, rate in enumerate(RATES):
            at = there[:, :, number].any(axis=1)
            assert (f"rate {rate:g}" in cues) == at.any()
            if at.any():
                cue = cues[f"rate {rate:g}"]
                assert cue.frame == cue.values["n"] == film[int(at.argmax())].epoch
                assert cue.values["rate"] == rate
                tanh, relu = there[int(at.argmax()), :, number].tolist()
                first, _, second = cue.say.partition(", ")
                assert [name in first for name in ("tanh", "ReLU", "both")] == [tanh > relu, relu > tanh, tanh and relu]
                assert second == ("" if tanh and relu else "ReLU not yet" if tanh else "tanh not yet")
        tanh, relu = there[-1].sum(axis=1).tolist()
        assert cues["rest"].values == {"tanh": tanh, "relu": relu}
        assert cues["rest"].frame == len(film) - 1


def test_the_caption_names_the_rates(recipes: Recipes, films: list[Film[Any]]) -> None:
    """The caption and the alternative text name the rates at which 80 % are right, and count dead units."""
    seen = set()
    for film in films:
        words = recipes["rates-and-activations"].say_words(film, Say())
        for name, row in zip(("tanh", "ReLU"), parted(film)[-1], strict=True):
            rates = [f"{rate:g}" for rate, at in zip(RATES, row, strict=True) if at]
            told = "no rate" if not rates else " and ".join([", ".join(rates[:-1]), rates[-1]][-min(len(rates), 2) :])
            assert f"with {name} at {told}" in words.caption
        lost = dead(film)
        seen.add(lost)
        assert (f"In {lost} of the ReLU networks a unit is dead" in words.caption) == bool(lost)
        assert words.alternative.endswith(words.caption)
    assert len(seen) > 1


def test_each_plane_says_how_many_are_right(recipes: Recipes) -> None:
    """Above each of the six planes stands the share that its network has right, below 80 % as a failure."""
    recipe = recipes["rates-and-activations"]
    film = recipe.film(epochs=4, samples=150)
    (texts,) = drawn(recipe, film, 4)
    said = [text for text in texts if text.startswith(("✓", "×"))]
    wrong = [share < 0.8 for share in film[4].accuracies]
    signs = ["×" if each else "✓" for each in wrong]
    assert said == [
        f"{sign} {100 * share:.0f}\u00a0% right" for sign, share in zip(signs, film[4].accuracies, strict=True)
    ]
    assert len(set(wrong)) == 2


def test_planes_and_tallies_say_which_have_enough_right_by_now(recipes: Recipes, films: list[Film[Any]]) -> None:
    """Before the end, a plane with 80 % right says so, and each activation counts its own."""
    recipe, film = recipes["rates-and-activations"], films[1]
    seen, there = set(), parted(film)
    for index, row in list(enumerate(there))[:-1:20]:
        (texts,) = drawn(recipe, film, index)
        assert texts.count("✓ 80\u00a0% right") == row.sum()
        assert [text for text in texts if "of 3 rates" in text] == [f"at {each.sum()} of 3 rates" for each in row]
        seen.add(int(row.sum()))
    assert len(seen) > 2


def test_a_dead_unit_is_named_as_soon_as_it_is_dead(recipes: Recipes) -> None:
    """In each frame "dead" stands above those planes of which a hidden unit answers 0 to every sample."""
    film = recipes["rates-and-activations"].film(epochs=6)
    stage = staged(recipes["rates-and-activations"], film)
    met = set()
    for index, frame in enumerate(film):
        groups = stage.shapes(stage.moment(index, frame)).items()
        names = [name for name, panel in groups if any(getattr(each, "name", "") == "Decision" for each in panel)]
        said = [any("dead" in text.text for text in shapes_of(stage, index, name, Text)) for name in names]
        dead = []
        for at in range(6):
            weights, bias = frame.parameters[at][:4].reshape(2, 2), frame.parameters[at][4:6]
            sums = frame.samples @ weights + bias
            dead.append(at > 2 and bool((sums.max(axis=0) <= 0.0).any()))
        assert said == dead
        met |= set(said)
    assert met == {True, False}


def test_a_dead_unit_is_named_where_the_other_one_is_enough(recipes: Recipes) -> None:
    """Of two classes that one unit can part, a plane says both: that most are right, and that a unit is dead."""
    recipe = recipes["rates-and-activations"]
    for epochs in (5, 8):  # in the end, and before it
        film = recipe.film(data="gaussians", seed=0, epochs=epochs)
        weights, bias = film[5].parameters[3][:4].reshape(2, 2), film[5].parameters[3][4:6]
        assert ((film[5].samples @ weights + bias).max(axis=0) <= 0.0).any()
        assert film[5].accuracies[3] >= 0.8
        texts = [text.text for text in shapes_of(staged(recipe, film), 5, "1/1/0", Text)]
        assert any(text.startswith("✓") and text.endswith("dead") for text in texts)
