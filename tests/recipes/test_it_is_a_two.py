"""It is a two: hidden units crystallise from noise."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe.drawing.picture.shapes import Image, Path
from vizpipe.film.film import Film


def test_in_the_end_it_is_a_two(recipes: Recipes) -> None:
    """Of 256 binary inputs the 2 gets over 90 % in the end, less than 30 % at first; confidences add up to 1."""
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


def test_digits_are_enlarged_evenly() -> None:
    """An enlarged flat image stays flat, and half an image of ink is half an image of ink."""
    enlarged = module_of("it-is-a-two").enlarged
    half = np.zeros((1, 8, 8))
    half[:, :4] = 1.0
    assert enlarged(np.ones((1, 64))).all()
    assert not enlarged(np.zeros((1, 64))).any()
    grown = enlarged(half.reshape(1, 64))[0]
    assert grown[:8].all()
    assert not grown[8:].any()


def fight(film: Film[Any]) -> tuple[set[int], float]:
    """Which digits are the answer after the first quarter of the frames, and the most that a wrong answer gets."""
    confidences = np.array([frame.confidences for frame in film])[len(film) // 4 :]
    answers = confidences.argmax(axis=1)
    wrong = confidences.max(axis=1)[answers != film[0].label]
    return set(answers.tolist()), float(wrong.max(initial=0.0))


def test_two_three_and_seven_fight(recipes: Recipes) -> None:
    """After the first quarter of the frames each of 2, 3 and 7 is the answer at some time, no other digit is."""
    film = recipes["it-is-a-two"].film()
    leaders, most = fight(film)
    assert leaders == {2, 3, 7}
    assert most > 0.3
    peaks = np.max([frame.confidences for frame in film][len(film) // 4 :], axis=0)
    assert sorted(np.argsort(peaks)[-3:]) == [2, 3, 7]
    assert peaks[3] > 0.3
    assert peaks[7] > 0.19


@pytest.mark.soak
def test_the_seed_is_the_first_with_such_a_fight(recipes: Recipes) -> None:
    """The docstring's rule chooses the default: no lower seed has 2, 3 and 7 in turn and a wrong answer above 0.3."""
    recipe = recipes["it-is-a-two"]
    default = int(str(recipe.film().parameters["seed"]))
    assert f"Seed {default} is the first" in (recipe.function.__doc__ or "")
    for seed in range(default):
        leaders, most = fight(recipe.film(seed=seed))
        assert leaders != {2, 3, 7} or most <= 0.3, seed


@pytest.mark.parametrize(("seed", "digit"), [(44, 2), (5, 8)])
def test_what_a_frame_says_is_its_networks(recipes: Recipes, seed: int, digit: int) -> None:
    """Confidences and images of the units follow from the frame's own parameters and digit."""
    for frame in recipes["it-is-a-two"].film(seed=seed, digit=digit, iterations=9):
        into, out = frame.parameters[: 256 * 12 + 12].reshape(257, 12), frame.parameters[256 * 12 + 12 :]
        hidden = 1.0 / (1.0 + np.exp(-(frame.image.ravel() @ into[:256] + into[256])))
        powers = np.exp(hidden @ out[:120].reshape(12, 10) + out[120:])
        np.testing.assert_allclose(frame.confidences, powers / powers.sum())
        np.testing.assert_array_equal(frame.weights, into[:256].T.reshape(12, 16, 16))


def test_units_are_drawn_from_paper_to_ink(recipes: Recipes) -> None:
    """A weight of 0 lies half-way, all units share one scale, and hardly any weight lies beyond it."""
    recipe = recipes["it-is-a-two"]
    film = recipe.film()
    stage, last = staged(recipe, film), film[-1]
    places = stage.shapes(stage.moment(len(film) - 1, last))
    drawn = [image.values for place in places for image in shapes_of(stage, len(film) - 1, place, Image, "Pixels")]
    (digit,), units = [each for each in drawn if each.shape == (18, 18)], [each for each in drawn if len(each) == 16]
    np.testing.assert_array_equal(digit[1:-1, 1:-1], last.image)
    largest = np.unravel_index(np.abs(last.weights).argmax(), last.weights.shape)
    scale = (np.array(units)[largest] - 0.5) / last.weights[largest]
    np.testing.assert_allclose(units, 0.5 + scale * last.weights, atol=1e-12)
    assert scale > 0.0
    assert np.mean(np.abs(scale * last.weights) > 0.5) < 0.02


@pytest.mark.parametrize("options", [{}, {"seed": 0}, {"seed": 5, "digit": 8, "iterations": 40}])
def test_headlines_name_the_digit_that_leads(recipes: Recipes, options: dict[str, Any]) -> None:
    """Whatever the seed, from the first beat after the start on each frame's headline names the answer then."""
    recipe = recipes["it-is-a-two"]
    film = recipe.film(**options)
    answers = [int(frame.confidences.argmax()) for frame in film]
    told = [beat for beat in module_of("it-is-a-two").story(film) if beat.name.startswith("lead")]
    for beat, after in zip(told, [*(beat.when for beat in told[1:]), len(film)], strict=True):
        assert set(answers[beat.when : after]) == {beat.values["digit"]}
    lasting = [beat for beat in told if "keeps" in beat.say or "surer" in beat.say]
    assert bool(lasting) == (answers[-1] == film[-1].label)
    assert lasting == told[len(told) - len(lasting) :]
    for beat in (beat for beat in lasting if "surer" in beat.say):
        assert min(frame.confidences.max() for frame in list(film)[beat.when :]) > 0.5


def test_bars_and_curves_are_the_confidences(recipes: Recipes) -> None:
    """Ten bars before some of height 1 are as high as the confidences; curves are those of 2, 3 and 7 up to now."""
    recipe = recipes["it-is-a-two"]
    film = recipe.film()
    stage = staged(recipe, film)
    for index in (0, 20, len(film) - 1):
        panels = stage.shapes(stage.moment(index, film[index]))
        whole, bars = (each for panel in panels for each in shapes_of(stage, index, panel, Path, "Bars"))
        assert (np.array(whole.lines)[:, :, 1].max(axis=1) == 1.0).all()
        np.testing.assert_allclose(np.array(bars.lines)[:, :, 1].max(axis=1), film[index].confidences)
        curves = [each.lines[0] for panel in panels for each in shapes_of(stage, index, panel, Path, "Trail")]
        for digit, curve in zip((7, 3, 2), curves, strict=True):
            upto = [film[each] for each in range(index + 1)]
            np.testing.assert_allclose(curve[:, 0], [frame.iteration + 10 for frame in upto])
            np.testing.assert_allclose(curve[:, 1], [frame.confidences[digit] for frame in upto])
