"""The reader of captions finds what is wrong with a sentence: false ones are found, true ones are not."""

import re
from typing import Any

import pytest
from matplotlib.figure import Figure

from films import Recipes
from sweeps import captions, claims, sentences
from vizpipe.recipe import Say

FALSE = [
    ("At (-5, 5) the slices rise.", "hyphen"),
    ("The loss is −0.00 in the end.", "nought"),
    ("The loss is -0.000.", "nought"),
    ("The loss is nan.", "no number"),
    ("None of it: None.", "no number"),
    ("At rate 1e-05 nothing moves.", "program"),
    ("It moves by 1e+06.", "program"),
    ("At epoch 100 96\u00a0% of the samples are right.", "next to"),
    ("With 100\u00a0% 12 are right.", "next to"),
    ("In 1 epochs.", "plural"),
    ("With 1 sigmoid units.", "plural"),
    ("It was changed 1 times.", "plural"),
    ("After 12 epoch.", "singular"),
    ("After 1,797 sample.", "singular"),
    ("After 0 step.", "singular"),
    ("Epoch {n}.", "hole"),
    ("Two stops..", "stops"),
    ("Loss falls from 2.30 to 2.30.", "falls"),
    ("Loss rises from 2.30 to 0.26.", "rises"),
    ("Loss falls from 10⁻⁷ to 10⁻⁶.", "falls"),
    ("Loss stays from 0.74 to 0.74 in 0 epochs.", "stays"),
    ("It reads 104\u00a0% of them.", "share"),
]
TRUE = [
    "Epoch 1, iteration 12.",
    "Loss falls from 2.30 to 0.26 in 3,000 iterations; 88\u00a0% of the samples are right.",
    "At (−3, 4) it falls to 1.02·10⁻⁹; rate 10⁻¹⁰ stays at 5.00.",
    "A 32-64-256-5 classifier: 64 inputs, 1 sigmoid unit, 10 softmax outputs.",
    "In 1 epoch, after 1,797 samples, 0 epochs and 21 steps, layer 1 stays.",
    "Which line parts them? None.",
    "None has come to rest. Answers 0, 1, 1, 0; ½(σ(w₁x₁) − t)², N(0, 0.01²), θ = −0.7.",
    "The error falls from 30.0 to 0.22\u00a0% of the height.",
]


@pytest.mark.parametrize(("text", "fault"), FALSE)
def test_a_false_sentence_is_found(text: str, fault: str) -> None:
    """Every rule of the reader of captions finds the sentence that it is for."""
    assert any(fault in told for told in sentences.faults(text))


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_is_let_alone(text: str) -> None:
    """No rule of the reader of captions finds fault with what is right."""
    assert list(sentences.faults(text)) == []


@pytest.mark.parametrize(
    ("text", "parameters", "found"),
    [
        ("rate 0.001 falls", {"learning_rate": 0.0005}, 1),
        ("rate 0.0005 falls", {"learning_rate": 0.0005}, 0),
        ("rate 10⁻¹⁰ stays", {"too_small": 3e-10}, 1),
        ("rate 3·10⁻¹⁰ stays", {"too_small": 3e-10}, 0),
        ("After 59 epochs", {"epochs": 60}, 1),
        ("After 60 epochs", {"epochs": 60}, 0),
        ("1 sample", {"samples": 2}, 1),
    ],
)
def test_a_number_that_is_not_the_parameters_is_found(text: str, parameters: dict[str, Any], found: int) -> None:
    """A rate or a count that a caption names otherwise than it was given is found."""
    assert len(list(sentences.misnamed(text, parameters))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Three panels.", 0),
        ("Four panels.", 1),
        ("Two curves that fall.", 0),
        ("Five curves.", 1),
        ("Three columns.", 0),
        ("Three rows.", 1),
        ("Three rows of dots.", 0),
        ("Three rows of planes.", 1),
        ("They stand side by side, the curves at the left.", 0),
        ("Three planes with their curves below.", 1),
    ],
)
def test_what_a_text_counts_is_counted_on_the_stage(text: str, found: int) -> None:
    """Panels, columns, rows and curves that a text speaks of are counted on the stage, and what stands beside what."""
    figure = Figure()
    first, *_ = figure.subplots(1, 3)
    first.plot([1, 2, 3], [3, 2, 1])
    first.plot([1, 2, 3], [2, 1, 0])
    assert len(list(captions.miscounted(text, figure))) == found


@pytest.mark.parametrize(
    "name", ["backpropagation", "batch-loss", "forward-pass", "gradient-descent", "hidden-mapping"]
)
def test_a_planted_number_is_denied(recipes: Recipes, name: str) -> None:
    """A claim about a caption holds for its film, and no more when any of its numbers is changed."""
    film = recipes[name].film()
    text = recipes[name].say_words(film, Say()).alternative
    heard: set[str] = set()
    assert list(claims.denied(name, film, text, heard)) == []
    assert heard
    for number in {found for pattern in heard for found in _numbers(pattern, text)}:
        other = f"7{number.lstrip('−')}"
        assert list(claims.denied(name, film, text.replace(number, other), set())), number


def _numbers(pattern: str, text: str) -> list[str]:
    return [each for found in re.finditer(pattern, text) for each in found.groups()]


def test_twelve_settings_reach_the_ends(recipes: Recipes) -> None:
    """A recipe with parameters is tried at its defaults, at one, at tiny and large rates, at every choice, at seeds."""
    chosen = captions.settings(recipes["hidden-mapping"])
    assert len(chosen) == captions.EACH
    assert chosen[0] == {}
    assert {"max_epochs": 1} in chosen
    assert {"activation": "relu", "learning_rate": 0.1, "max_epochs": 10} in chosen
    assert captions.settings(recipes["hidden-mapping"]) == chosen
