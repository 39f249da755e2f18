"""What is said and refused alike by several recipes: limits, words at the limits, one and many."""

import re
from typing import Any

import numpy as np
import pytest

from films import Recipes, drawn, said, told
from vizpipe.drawing import listed
from vizpipe.errors import UsageError
from vizpipe.recipe import Say


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
    """A rate of 10³⁰⁰, or one sample where two classes are spoken of, is refused in one line with the limit."""
    with pytest.raises(UsageError, match=r"at most|from 2|2 or more") as refused:
        recipes[name].film(**given)
    assert "\n" not in str(refused.value)


def test_at_the_limits_films_can_still_be_told(recipes: Recipes) -> None:
    """At the largest rates that are taken nothing warns, and all that is said is finite."""
    for name, given in (
        ("neuron", {"learning_rate": 100.0, "samples": 2}),
        ("sigmoid-to-step", {"steepest": 10000.0, "steps": 4}),
        ("xor-duel", {"neuron_rate": 1e6, "learning_rate": 1e6, "ticks": 20}),
    ):
        caption = told(recipes[name], **given).caption
        assert not re.search(r"nan|inf\b|∞|e[+-]\d", caption)
        assert next(drawn(recipes[name], recipes[name].film(**given), 3))


SINGLE = {
    "learning-curves": {"epochs": 1},
    "learning-rates": {"epochs": 1},
    "linear-stack": {"layers": 1},
    "loss-curves": {"epochs": 1, "batch_size": 1500, "hidden": 1},
    "neurons-draw": {"neurons": 1},
    "nine-seeds": {"epochs": 1},
    "optimizers": {"steps": 1, "mini_batches": 1},
    "outputs": {"epochs": 1},
    "overfitting": {"epochs": 1},
    "perceptron-rule": {"ticks": 1},
    "rates-and-activations": {"epochs": 1},
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


def test_what_differs_between_processors_is_not_stated_to_many_digits(recipes: Recipes) -> None:
    """Captions of chaotic recipes give no digits that another processor changes, and say that it changes them."""
    caption = said(recipes["generalization"])
    assert "Then it learns the noise" in caption
    assert "differ between processors" in caption
    assert re.search(r"risen to about 0\.\d\b", caption)
    caption = said(recipes["learning-rates"])
    assert "At rate 3 the loss jumps to the end (how far differs between processors)" in caption
    film = recipes["initial-weights"].film(epochs=3)
    caption = recipes["initial-weights"].say_words(film, Say()).caption
    assert "differs between processors" in caption
    names = ("zero", "N(0, 0.01²)", "N(0, 1)", "Xavier with tanh", "Xavier with ReLU", "He with ReLU")
    tanh, relu = int(np.argmin(film[-1].losses[:4])), 4 + int(np.argmin(film[-1].losses[4:]))
    assert f"After 3 epochs the loss is lowest with {names[tanh]} and {names[relu]} (" in caption
    guessing = [name for name, loss in zip(names, film[-1].losses, strict=True) if abs(loss - np.log(10.0)) < 0.05]
    assert guessing[:2] == ["zero", "N(0, 0.01²)"]
    assert f"With {listed(Say(), guessing)} it is that of guessing" in caption


def test_words_say_what_the_film_says(recipes: dict[str, Any]) -> None:
    """A loss that rises is not said to fall, and a line that parts nothing is not said to part the classes."""
    wild = recipes["hidden-mapping"]
    film = wild.film(learning_rate=100.0, max_epochs=30, target_loss=None)
    caption = wild.say_words(film, Say()).caption
    assert film[-1].loss > film[0].loss
    assert "Loss rises from" in caption
    assert "one straight line separates" not in caption
    still = wild.say_words(wild.film(learning_rate=1e-9, max_epochs=1), Say()).caption
    assert "Loss stays at" in still
    digits = recipes["loss-curves"]
    assert "Loss rises" in digits.say_words(digits.film(learning_rate=50.0, epochs=3), Say()).caption
