"""What is written in a picture and below it: products and sums that close, sentences that hold for this very film."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import UsageError
from vizpipe.film.film import Film
from vizpipe.recipe import Recipe, Say, Words

Recipes = dict[str, Recipe[..., Any]]


def drawn(recipe: Recipe[..., Any], film: Film[Any], *indices: int) -> Iterator[list[str]]:
    """All texts of each frame, in the order in which they were added, minus signs as Python reads them."""
    for figure in Scene(recipe, film, Style(LIGHT, *recipe.size)).stills(indices):
        yield [text.get_text().replace("−", "-") for axes in figure.axes for text in axes.texts]


def told(recipe: Recipe[..., Any], **given: Any) -> Words:
    """What is said about a film."""
    return recipe.say_words(recipe.film(**given), Say())


def numbers(text: str) -> list[Decimal]:
    """The numbers in a text."""
    return [Decimal(each.replace(",", "")) for each in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)]


# ---------------------------------------------------------------- products and sums


@pytest.mark.parametrize("seed", [4, 5])
def test_a_neurons_products_and_sum_close_on_the_screen(recipes: Recipes, seed: int) -> None:
    """Each product is, to its last digit, the input times the weight that are drawn, and the sum is their sum."""
    recipe = recipes["neuron"]
    film = recipe.film(seed=seed)
    for texts in drawn(recipe, film, 3, 23, 59):
        products = [numbers(text.partition("×")[2]) for text in texts if text.startswith("× ")]
        (bias,) = [numbers(text)[0] for text in texts if text.startswith("b = ")]
        plain = [Decimal(text) for text in texts if re.fullmatch(r"-?\d+\.\d+", text)]
        inputs, total, output = plain[:2], plain[-2], plain[-1]
        assert len(products) == len(inputs) == 2
        for given, (weight, product) in zip(inputs, products, strict=True):
            assert given * weight == product
        assert sum(product for _, product in products) + bias == total
        assert output == Decimal(f"{1 / (1 + np.exp(-float(total))):.2f}")


def test_each_block_of_a_batch_follows_from_the_digits_of_the_one_before(recipes: Recipes) -> None:
    """σ(A·W + b), and A·W + b at the end, of the rounded block that is drawn is the next block as it is drawn."""
    recipe = recipes["matrices"]
    film = recipe.film()
    (texts,) = drawn(recipe, film, len(film) - 1)
    answers = np.array([float(text) for text in texts if re.fullmatch(r"-?\d\.\d{3}", text)])
    shapes = ((4, 3), (4, 2), (4, 2))
    assert len(answers) == sum(rows * columns for rows, columns in shapes)
    module = recipe.function.__globals__
    block, at = film[0].batch, 0
    for number, shape in enumerate(shapes):
        sums = block @ np.array(module["WEIGHTS"][number]) + np.array(module["BIASES"][number])
        block = answers[at : at + shape[0] * shape[1]].reshape(shape)
        at += block.size
        np.testing.assert_allclose((1 / (1 + np.exp(-sums)) if number < 2 else sums).round(3), block, atol=1e-9)


def test_the_distance_is_that_of_the_weights_that_are_drawn(recipes: Recipes) -> None:
    """|θ| / ‖w‖ of the digits on the screen, and the answers in the table in exact arithmetic."""
    recipe = recipes["weights-and-bias"]
    film = recipe.film()
    indices = range(2, len(film), 9)
    for index, texts in zip(indices, drawn(recipe, film, *indices), strict=True):
        (rule,) = [text for text in texts if text.startswith("fires where")]
        (far,) = [text for text in texts if text.endswith(" from 0")]
        one, two, theta = (Decimal(each) for each in re.findall(r"-?\d+\.\d+", rule))
        assert numbers(far)[0] == Decimal(f"{abs(float(theta)) / np.hypot(float(one), float(two)):.2f}")
        cases = ((0, 0), (1, 0), (0, 1), (1, 1))
        fires = film[index].fires(np.array(cases, dtype=float)).tolist()
        assert fires == [int(one * x + two * y > theta) for x, y in cases]


def test_a_gradient_is_twice_the_point_that_is_drawn(recipes: Recipes) -> None:
    """On the bowl x₀² + x₁², to the last digit, wherever the round begins."""
    recipe = recipes["partial-derivatives"]
    for given in ({}, {"x0": 3.14159, "x1": -0.777}):
        film = recipe.film(**given)
        for texts in drawn(recipe, film, *range(0, len(film), 13)):
            (gradient,) = [text for text in texts if text.startswith("Gradient")]
            (point,) = [text for text in texts if text.startswith("at ")]
            assert numbers(gradient) == [2 * each for each in numbers(point)]


def test_scores_are_what_is_added_to_them_more(recipes: Recipes) -> None:
    """0.3, 2.9 and 4.0 and the constant that is drawn, to the last digit; halves and quarters too."""
    recipe = recipes["softmax-shift"]
    film = recipe.film(largest=10.0, steps=41)
    for texts in drawn(recipe, film, *range(0, 41, 5)):
        (added,) = [text for text in texts if text.startswith("Add ")]
        (scores,) = [text for text in texts if text.startswith("a = ")]
        (shift,) = numbers(added)
        assert numbers(scores) == [Decimal(each) + shift for each in ("0.3", "2.9", "4.0")]


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize("steps", [51, 3])
def test_the_naive_softmax_breaks_where_the_caption_says(recipes: Recipes, steps: int) -> None:
    """A hundredth below the number told all is finite, a hundredth above nothing is, whatever frames are shown."""
    naive = recipes["softmax-shift"].function.__globals__["naive"]
    caption = told(recipes["softmax-shift"], largest=10000.0, steps=steps).caption
    (found,) = re.findall(r"more than (\d+\.\d\d) added", caption)
    scores = np.array([0.3, 2.9, 4.0])
    assert np.isfinite(naive(scores + float(found) - 0.01)).all()
    assert not np.isfinite(naive(scores + float(found) + 0.01)).all()
    assert "added the naive" not in told(recipes["softmax-shift"], largest=705.0).caption


def test_equal_losses_neither_rise_nor_fall(recipes: Recipes) -> None:
    """What prints alike stays; one unit and one iteration are one."""
    words = told(recipes["loss-curves"], epochs=1, learning_rate=1e-6, hidden=1, batch_size=1500)
    assert words.caption.startswith("Loss stays at 2.30 in 1 iteration;")
    assert "1 sigmoid unit," in words.title
    assert told(recipes["loss-curves"], epochs=9, learning_rate=1.0).caption.startswith("Loss falls from 2.30 to ")


def test_a_straight_line_parts_no_more_than_it_does(recipes: Recipes) -> None:
    """The last of the four steps tells the share of the samples that are on the right side."""
    recipe = recipes["plane-folds"]
    for given in ({}, {"learning_rate": 1e-5, "max_epochs": 2}):
        film = recipe.film(**given)
        last = film[-1]
        a = np.tanh(last.samples @ last.affine[0] + last.affine[1])
        share = ((a @ last.straight[0] + last.straight[1] > 0) == last.labels).mean()
        assert f"4   One straight line: {100 * share:.0f}\u00a0% right" in next(drawn(recipe, film, len(film) - 1))


def test_the_plane_can_be_folded_for_most_seeds(recipes: Recipes) -> None:
    """For at least three of four seeds one straight line is right for over 80 % of the samples in the end."""
    assert sum(recipes["plane-folds"].film(seed=seed)[-1].accuracy > 0.8 for seed in range(4)) >= 3


@pytest.mark.parametrize("samples", [24, 500, 5000])
def test_a_loss_is_called_flat_where_it_is(recipes: Recipes, samples: int) -> None:
    """The share of thresholds with a slope under 0.001 by differences; among many samples hardly any."""
    recipe = recipes["sigmoid-to-step"]
    film = recipe.film(samples=samples, steps=2)
    x, h = np.linspace(-5.0, 5.0, 401), 1e-6
    slopes = (film[-1].loss(x + h) - film[-1].loss(x - h)) / (2 * h)
    share = 100 * float((np.abs(slopes) < 1e-3).mean())
    caption = recipe.say_words(film, Say()).caption
    found = re.search(r"below 0\.001 for (\d+)", caption)
    assert found is None if samples == 5000 else found is not None and abs(int(found[1]) - share) < 1.5
    assert "no slope" not in caption


def test_what_goes_downhill_has_a_hill(recipes: Recipes) -> None:
    """Slopes with a true minus; from the bottom nothing goes down, and no arrow is spoken of."""
    recipe = recipes["partial-derivatives"]
    assert "At (−5, 5) the slices have the slopes −10.00 and 10.00" in told(recipe, x0=-5.0, x1=5.0).caption
    bottom = told(recipe, x0=0.0, x1=0.0).caption
    assert "goes down" not in bottom
    assert "arrow" not in bottom
    assert "goes down" not in told(recipe, steps=1).caption


def test_the_duels_caption_counts_the_changes(recipes: Recipes) -> None:
    """As many as the neuron's weights differ from one frame to the next, in a short duel too."""
    for ticks in (1, 2, 60):
        film = recipes["xor-duel"].film(ticks=ticks)
        changes = sum(
            not np.array_equal(one.neuron, two.neuron) for one, two in zip(film, list(film)[1:], strict=False)
        )
        times = "1 time" if changes == 1 else f"{changes} times"
        assert f"was changed {times} by update {ticks}." in told(recipes["xor-duel"], ticks=ticks).caption


def test_a_dropout_of_nought_silences_nothing(recipes: Recipes) -> None:
    """Its caption says so; with dropout it says what is pale."""
    assert "dropout of 0 silences no unit" in told(recipes["overfitting"], dropout=0.0, epochs=2).caption
    assert "dropout silences units at random" in told(recipes["overfitting"], epochs=2).caption


def test_the_last_mini_batch_of_an_epoch_may_be_smaller(recipes: Recipes) -> None:
    """20 samples by eights are 8, 8 and 4: three iterations an epoch."""
    caption = told(recipes["training-loop"], samples=20, batch_size=8, epochs=1).caption
    assert caption.startswith("20 samples, 8 in a mini-batch, in the last of an epoch 4: 3 iterations an epoch.")
    whole = told(recipes["training-loop"], samples=20, batch_size=20, epochs=1).caption
    assert whole.startswith("20 samples, 20 in a mini-batch: 1 iteration an epoch.")
    assert "1 update brings" in whole


def test_who_has_come_to_rest_is_told_by_name(recipes: Recipes) -> None:
    """None, one or three gates, in words that agree with how many they are."""
    for ticks, rest in ((1, "None has"), (12, "OR has"), (59, "AND, NAND and OR have")):
        assert f"{rest} come to rest" in told(recipes["perceptron-rule"], ticks=ticks).caption


def test_when_each_rate_got_there_is_told(recipes: Recipes) -> None:
    """The first epoch with a loss below 0.35, or that there was none."""
    film = recipes["learning-rates"].film(epochs=12)
    losses = film.column("losses")
    caption = recipes["learning-rates"].say_words(film, Say()).caption
    for number, rate in enumerate((0.1, 0.01, 0.001)):
        below = np.flatnonzero(losses[:, number] < 0.35)
        assert f"at rate {rate} " + (f"in epoch {below[0]}" if len(below) else "not by epoch 12") in caption


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("neuron", {"learning_rate": 1e300}),
        ("sigmoid-to-step", {"steepest": 1e300}),
        ("xor-duel", {"neuron_rate": 1e300}),
        ("xor-duel", {"learning_rate": 1e300}),
        *((name, {"samples": 1}) for name in ("nine-seeds", "plane-folds", "learning-rates", "linear-stack", "neuron")),
    ],
)
def test_what_could_not_be_read_is_refused(recipes: Recipes, name: str, given: dict[str, Any]) -> None:
    """A rate of 10³⁰⁰, and one sample where two classes are spoken of: one line that names the limit."""
    with pytest.raises(UsageError, match=r"at most|at least 2") as refused:
        recipes[name].film(**given)
    assert "\n" not in str(refused.value)


def test_at_the_limits_films_can_still_be_told(recipes: Recipes) -> None:
    """The largest rates that are taken, without a warning, and with all that is said finite."""
    for name, given in (
        ("neuron", {"learning_rate": 100.0, "samples": 2}),
        ("sigmoid-to-step", {"steepest": 10000.0, "steps": 4}),
        ("xor-duel", {"neuron_rate": 1e6, "learning_rate": 1e6, "ticks": 20}),
    ):
        caption = told(recipes[name], **given).caption
        assert not re.search(r"nan|inf\b|∞|e[+-]\d", caption)
        assert next(drawn(recipes[name], recipes[name].film(**given), 3))


SINGLE = {
    "learning-rates": {"epochs": 1},
    "linear-stack": {"layers": 1},
    "loss-curves": {"epochs": 1, "batch_size": 1500, "hidden": 1},
    "neurons-draw": {"neurons": 1},
    "nine-seeds": {"epochs": 1},
    "optimizers": {"steps": 1, "every": 1},
    "outputs": {"epochs": 1},
    "overfitting": {"epochs": 1},
    "perceptron-rule": {"ticks": 1},
    "training-loop": {"epochs": 1, "samples": 20, "batch_size": 20},
    "xor-duel": {"ticks": 1},
}


@pytest.mark.parametrize("name", SINGLE)
def test_one_is_not_many(recipes: Recipes, name: str) -> None:
    """With one of each thing that can be counted, no word says 1 epochs or 1 steps, in the picture or below it."""
    film = recipes[name].film(**SINGLE[name])
    texts = [*recipes[name].say_words(film, Say()), *next(drawn(recipes[name], film, len(film) - 1))]
    for text in texts:
        assert not re.search(
            r"(?<![\d.,])1 (?:epoch|step|update|iteration|layer|neuron|unit|time|case|batch)\w*s\b", text
        )
