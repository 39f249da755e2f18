"""It is a two: hidden units crystallise from noise."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe.drawing.picture.shapes import Path


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


def test_two_three_and_seven_fight(recipes: Recipes) -> None:
    """After the first quarter of the frames each of 2, 3 and 7 is the answer at some time, no other digit is."""
    film = recipes["it-is-a-two"].film()
    confidences = np.array([frame.confidences for frame in film])[len(film) // 4 :]
    assert set(confidences.argmax(axis=1)) == {2, 3, 7}
    peaks = confidences.max(axis=0)
    assert sorted(np.argsort(peaks)[-3:]) == [2, 3, 7]
    assert peaks[3] > 0.3
    assert peaks[7] > 0.19


@pytest.mark.parametrize("options", [{}, {"seed": 0}, {"seed": 5, "digit": 8, "iterations": 40}])
def test_headlines_name_the_digit_that_leads(recipes: Recipes, options: dict[str, Any]) -> None:
    """Whatever the seed, from the first beat after the start on each frame's headline names the answer then."""
    recipe = recipes["it-is-a-two"]
    film = recipe.film(**options)
    answers = [int(frame.confidences.argmax()) for frame in film]
    told = [beat for beat in module_of("it-is-a-two").story(film) if beat.name.startswith("lead")]
    for beat, after in zip(told, [*(beat.when for beat in told[1:]), len(film)], strict=True):
        assert set(answers[beat.when : after]) == {beat.values["digit"]}
    assert ("keeps" in told[-1].say) == (answers[-1] == film[-1].label)


def test_bars_and_curves_are_the_confidences(recipes: Recipes) -> None:
    """Ten bars are as high as the confidences, and the curves are those of 2, 3 and 7 up to now."""
    recipe = recipes["it-is-a-two"]
    film = recipe.film()
    stage = staged(recipe, film)
    for index in (0, 20, len(film) - 1):
        panels = stage.shapes(stage.moment(index, film[index]))
        (bars,) = (each for panel in panels for each in shapes_of(stage, index, panel, Path, "Bars"))
        np.testing.assert_allclose(np.array(bars.lines)[:, :, 1].max(axis=1), film[index].confidences)
        curves = [each.lines[0] for panel in panels for each in shapes_of(stage, index, panel, Path, "Trail")]
        for digit, curve in zip((7, 3, 2), curves, strict=True):
            upto = [film[each] for each in range(index + 1)]
            np.testing.assert_allclose(curve[:, 0], [frame.iteration + 1 for frame in upto])
            np.testing.assert_allclose(curve[:, 1], [frame.confidences[digit] for frame in upto])
