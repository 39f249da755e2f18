"""Hyperparameters: training moves every parameter and none of them."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing import signed
from vizpipe.drawing.picture import Image, Path, Text

CHOICES = ((3, 0.05, 32), (1, 0.05, 32), (3, 0.001, 32), (3, 0.05, 240))
"""Hidden units, learning rate and batch size of each network, as they are told."""


def test_training_moves_parameters_and_no_hyperparameter(recipes: Recipes) -> None:
    """Every parameter of every network moves; how many there are follows from the choice; one unit is too few."""
    film = recipes["hyperparameters"].film()
    first, last = film[0], film[-1]
    assert [len(vector) for vector in last.parameters] == [13, 5, 13, 13]
    for before, after in zip(first.parameters, last.parameters, strict=True):
        assert (before != after).all()
    for index in range(9):
        assert all((a == b).all() for a, b in zip(film[index].parameters, first.parameters, strict=True))
    three, one, slow, large = last.accuracies
    assert three > one + 0.1
    assert three > slow + 0.1
    assert large > one + 0.1
    same = module_of("hyperparameters")
    assert tuple(map(tuple, same.CHOICES)) == CHOICES
    assert [sum(a != b for a, b in zip(CHOICES[0], choice, strict=True)) for choice in CHOICES] == [0, 1, 1, 1]
    for (hidden, rate, batch), after in zip(CHOICES, last.parameters, strict=True):
        rng = np.random.default_rng([3, 1])
        network = nn.Network((2, hidden, 1), ("tanh", "sigmoid"))
        run = nn.train(
            network,
            network.initial(rng, nn.initializers.xavier),
            last.samples,
            last.labels,
            loss=nn.binary_cross_entropy,
            optimizer=nn.Adam(rate),
            batch_size=batch,
            rng=rng,
        )
        again = [next(run) for _ in range(60)][-1]
        np.testing.assert_array_equal(again.parameters, after)  # its choices are what it was trained with


@pytest.mark.parametrize("given", [{}, {"seed": 0}, {"seed": 1}, {"epochs": 4}, {"samples": 20}])
def test_the_headlines_are_true(recipes: Recipes, given: dict[str, Any]) -> None:
    """The knobs have turned when that is said; the first network has 80 % right; what came out is as it is told."""
    recipe = recipes["hyperparameters"]
    film = recipe.film(**given)
    cues = {cue.name: cue for cue in recipe.cues(film)}
    assert [film[cues[name].frame].turned for name in ("start", "turned")] == [0.0, 1.0]
    assert film[cues["train"].frame].epoch == 1
    rights = []
    for (hidden, _, _), *vectors in zip(CHOICES, *(frame.parameters for frame in film), strict=True):
        network = nn.Network((2, hidden, 1), ("tanh", "sigmoid"))
        answers = [network.predict(vector, film[0].samples)[:, 0] > 0.5 for vector in vectors]
        rights.append([(each == film[0].labels).mean() for each in answers])
    np.testing.assert_allclose(film.column("accuracies"), np.transpose(rights))
    base, few, slow, large = np.array(rights)
    there = [int((each >= 0.8).argmax()) if (each >= 0.8).any() else 10**6 for each in (base, large)]
    assert ("first" in cues) == (there[0] < len(film))
    if "first" in cues:
        assert cues["first"].frame == max(there[0], cues["train"].frame)
    assert ("later" in cues) == (there[0] < there[1] < len(film))
    if "later" in cues:
        assert cues["later"].frame == there[1]
    is_as_told = max(few[-1], slow[-1]) < base[-1] - 0.1 and there[0] < there[1] < len(film) and large[-1] >= 0.8
    assert ("One unit is too few" in cues["rest"].say) == is_as_told
    assert is_as_told or given


def test_one_knob_of_each_other_network_is_turned_and_in_ink(recipes: Recipes) -> None:
    """Words and pointers are the first choice's at first; the one that is turned then says from where to where."""
    film = recipes["hyperparameters"].film(epochs=1, samples=40)
    stage = staged(recipes["hyperparameters"], film)
    names = ("hidden units", "learning rate", "batch size")
    for number, choice in enumerate(CHOICES):
        differs = [new != old for new, old in zip(choice, CHOICES[0], strict=True)]
        pointers = []
        for index, is_turned in ((0, False), (8, True), (9, True)):
            texts = shapes_of(stage, index, f"{number}/0", Text, "Knobs")
            words, counts = texts[:6], [text.text for text in texts[6:]]
            bold = [is_turned and each for each in differs]
            told = zip(CHOICES[0], choice, bold, strict=True)
            values = [f"{old:g} → {new:g}" if b else f"{old:g}" for old, new, b in told]
            assert [text.text for text in words] == [each for pair in zip(names, values, strict=True) for each in pair]
            assert [text.is_bold for text in words] == [each for each in bold for _ in range(2)]
            assert counts == ([f"{len(film[index].parameters[number])} parameters"] if is_turned else [])
            paths = shapes_of(stage, index, f"{number}/0", Path, "Knobs")
            pointers.append(np.array([path.lines[0] for path in paths if path.width == 4.0]))
            assert [path.stroke == "ink" for path in paths if path.width == 4.0] == bold
        moved = np.abs(pointers[1] - pointers[0]).max(axis=(1, 2)) > 1.0
        assert moved.tolist() == differs
        np.testing.assert_array_equal(pointers[1], pointers[2])


def test_planes_say_in_the_end_how_many_are_right(recipes: Recipes) -> None:
    """There is no field while knobs are turned, then each network's own; its share of right samples comes last."""
    film = recipes["hyperparameters"].film(epochs=3, samples=40)
    stage = staged(recipes["hyperparameters"], film)
    for number in range(len(CHOICES)):
        assert not shapes_of(stage, 7, f"{number}/1", Image)
        for index in (8, 10, 11):
            assert shapes_of(stage, index, f"{number}/1", Image)
            said = [text.text for text in shapes_of(stage, index, f"{number}/1", Text, "When")]
            right = f"{signed(100.0 * film[index].accuracies[number], 0)}\u00a0% right"
            assert said == ([right] if index == len(film) - 1 else [])
