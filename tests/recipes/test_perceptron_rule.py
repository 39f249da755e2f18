"""The perceptron rule: it finds three gates, and never XOR."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of, told
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Text

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def test_the_perceptron_rule_finds_three_gates_and_never_xor(recipes: Recipes) -> None:
    """AND, NAND and OR come to rest after 10, 11 and 4 changes; XOR is still being changed after 10,000 updates."""
    film = recipes["perceptron-rule"].film(ticks=59)
    assert [bool(film[-1].wrong(gate).any()) for gate in range(4)] == [False, False, False, True]
    assert film[-1].updates.tolist() == [10, 11, 4, 56]
    assert [int(np.flatnonzero(np.diff(film.column("updates")[:, gate]))[-1]) + 1 for gate in range(3)] == [18, 18, 9]
    assert film[18].biases[1] == 3
    last, quiet = None, 0
    for frame in recipes["perceptron-rule"].frames({"ticks": 14000, "learning_rate": 0.1}):
        assert frame.wrong(3).any()
        quiet = quiet + 1 if last is not None and frame.updates[3] == last.updates[3] else 0
        assert quiet < 4
        last = frame
    assert last is not None
    assert last.updates[3] > 10000


@pytest.mark.parametrize("rate", [1.0, 0.1, 0.3])
def test_the_perceptron_rule_is_rosenblatts(recipes: Recipes, rate: float) -> None:
    """Whatever the rate, every frame is what the rule gives in fractions, with every look and every change."""
    film = recipes["perceptron-rule"].film(learning_rate=rate)
    eta = Fraction(str(rate))
    targets = ((0, 0, 0, 1), (1, 1, 1, 0), (0, 1, 1, 1), (0, 1, 1, 0))
    for gate, wanted in enumerate(targets):
        w, b, changed = [Fraction(0), Fraction(0)], Fraction(0), 0
        for frame in film:
            if frame.tick:
                x = [int(each) for each in CASES[frame.case]]
                assert frame.case == (frame.tick - 1) % 4
                error = wanted[frame.case] - int(w[0] * x[0] + w[1] * x[1] + b > 0)
                w, b = [w[k] + eta * error * x[k] for k in range(2)], b + eta * error
                changed += error != 0
            assert [eta * int(each) for each in (*frame.weights[gate], frame.biases[gate])] == [*w, b]
            assert frame.updates[gate] == changed
            fires = [int(w[0] * int(x) + w[1] * int(y) + b > 0) for x, y in CASES]
            assert frame.fires(gate, CASES).tolist() == fires


def test_who_has_come_to_rest_is_told_by_name(recipes: Recipes) -> None:
    """None, one or three gates have come to rest in words that agree with how many they are."""
    for ticks, rest in ((1, "None has"), (12, "OR has"), (59, "AND, NAND and OR have")):
        assert f"{rest} come to rest" in told(recipes["perceptron-rule"], ticks=ticks).caption


TARGETS = ((0, 0, 0, 1), (1, 1, 1, 0), (0, 1, 1, 1), (0, 1, 1, 0))


def wrong(frame: Any, gate: int) -> list[bool]:
    """Which cases a neuron gets wrong, by hand."""
    (w1, w2), b = frame.weights[gate], frame.biases[gate]
    return [bool(x1 * w1 + x2 * w2 + b > 0) != bool(t) for (x1, x2), t in zip(CASES, TARGETS[gate], strict=True)]


def test_the_rules_headlines_are_true(recipes: Recipes) -> None:
    """The first rests at case 9 and three at 18, for good; XOR's line is where it was four cases ago, over and over."""
    film = recipes["perceptron-rule"].film()
    cues = {cue.name: cue for cue in recipes["perceptron-rule"].cues(film)}
    assert [(name, cue.frame) for name, cue in cues.items()] == [
        ("start", 0), ("learn", 1), ("first", 9), ("three", 18), ("round", 22), ("end", 26),
    ]  # fmt: skip
    assert cues["first"].values == {"name": "OR"}
    for at, resting in ((9, [2]), (18, [0, 1, 2])):
        assert [gate for gate in range(4) if film[at].updates[gate] == film[-1].updates[gate]] == resting
        assert not any(any(wrong(frame, gate)) for frame in list(film)[at:] for gate in resting)
    for before, now in pairwise(list(film)[18::4]):
        assert (*before.weights[3], before.biases[3]) == (*now.weights[3], now.biases[3])
    changed = zip(wrong(film[21], 3), wrong(film[22], 3), strict=True)
    assert sorted(changed).count((False, True)) == 2


@pytest.mark.parametrize("ticks", [1, 5, 9, 12, 18, 22, 23])
def test_a_short_film_claims_no_more_than_it_shows(recipes: Recipes, ticks: int) -> None:
    """A telling that ends early says of no neuron that it rests before it does, and of XOR that it goes round."""
    film = recipes["perceptron-rule"].film(ticks=ticks)
    names = {cue.name for cue in recipes["perceptron-rule"].cues(film)}
    assert ("first" in names) == (ticks > 9)
    assert ("three" in names) == (ticks >= 18)
    assert ("round" in names) == ("end" in names) == (ticks > 22)


def test_the_line_is_seen_from_the_fourth_case_on(recipes: Recipes) -> None:
    """Each neuron's line lies where w·x + b = 0, dashed, and said to be, if outside; each wrong case is crossed."""
    film = recipes["perceptron-rule"].film()
    stage = staged(recipes["perceptron-rule"], film)
    for index in range(len(film)):
        frame = film[index]
        for gate in range(4):
            panel = f"0/{gate}"
            lines = [path for path in shapes_of(stage, index, panel, Path, "Straight")[1:] if path.lines]
            assert len(lines) == int(frame.weights[gate].any())
            assert lines or index < 4
            is_outside = (
                abs(0.5 * frame.weights[gate].sum() + frame.biases[gate]) >= 1.2 * abs(frame.weights[gate]).sum()
            )
            for path in lines:
                away = path.lines[0] @ frame.weights[gate] + frame.biases[gate]
                assert bool(path.dashes) == is_outside == (not np.allclose(away, 0.0, atol=1e-9))
            _, crosses = shapes_of(stage, index, panel, Path, "Crosses")
            assert len(crosses.lines) == 2 * sum(wrong(frame, gate))
            is_resting = frame.tick >= (18, 18, 9, np.inf)[gate]
            words = ["no line"] * (not lines) + ["line outside"] * bool(lines and is_outside)
            said = [text.text for text in shapes_of(stage, index, panel, Text, "When")]
            assert said == words + ["✓ at rest"] * is_resting


@pytest.mark.parametrize(("gate", "line"), [(0, (2, 2, -3)), (1, (-2, -2, 3)), (2, (2, 2, -1))])
def test_a_gate_is_found_within_the_changes_that_the_theorem_allows(
    recipes: Recipes, gate: int, line: tuple[int, int, int]
) -> None:
    """No more than (R/γ)² changes, of any line that has every case on its right side with a margin of γ.

    R is the length of the longest case, with a 1 for the bias: the perceptron convergence theorem.
    """
    film = recipes["perceptron-rule"].film(ticks=100)
    inputs = np.column_stack([CASES, np.ones(4)])
    sides = np.where(TARGETS[gate], 1, -1) * (inputs @ line)
    assert sides.min() > 0
    most = (inputs**2).sum(axis=1).max() * np.square(line).sum() / sides.min() ** 2
    assert 0 < film[-1].updates[gate] <= most


def test_who_proposed_it_and_when_is_told(recipes: Recipes) -> None:
    """Rosenblatt's perceptron is of 1957, the eye of his Mark I had 20 × 20 photocells; the recipe names sources."""
    recipe = recipes["perceptron-rule"]
    first, *_ = recipe.cues(recipe.film())
    assert first.say.startswith("Rosenblatt's perceptron of 1957")
    caption = told(recipe).caption
    sources = module_of("perceptron-rule").__doc__ or ""
    assert "1957" in caption
    assert f"{20 * 20} photocells" in caption
    assert "report 85-460-1, 1957" in sources
    assert "20 × 20 photocells" in sources
