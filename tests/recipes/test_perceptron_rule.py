"""The perceptron rule: it finds three gates, and never XOR."""

from fractions import Fraction

import numpy as np
import pytest

from films import Recipes, told

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def test_the_perceptron_rule_finds_three_gates_and_never_xor(recipes: Recipes) -> None:
    """AND, NAND and OR come to rest after 10, 11 and 4 changes; XOR is still being changed after 10,000 updates."""
    film = recipes["perceptron-rule"].film()
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
