"""Weights and bias: a weight turns the line, the bias slides it."""

from typing import Any

import numpy as np
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Text

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
GATES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "copies x₁": [0, 1, 0, 1], "never": [0, 0, 0, 0]}


def test_a_weight_turns_and_the_bias_slides_the_line(recipes: Recipes) -> None:
    """The line turns only while w₁ moves; its distance is |b| / ‖w‖; θ = −b; it is AND at first."""
    film = recipes["weights-and-bias"].film()
    angles = np.array([np.arctan2(frame.weights[1], frame.weights[0]) for frame in film])
    turning = film.column("turning") == 0
    assert np.ptp(angles[turning]) > 0.5
    assert np.ptp(angles[~turning]) == 0
    biases = film.column("bias")
    assert np.ptp(biases[turning]) == 0
    assert np.ptp(biases[~turning]) > 0.5
    for frame in film:
        assert frame.threshold == -frame.bias
        assert np.hypot(*frame.foot) == pytest.approx(abs(frame.bias) / np.hypot(*frame.weights))
        assert frame.foot @ frame.weights + frame.bias == pytest.approx(0.0, abs=1e-12)
        answers = (CASES @ frame.weights > frame.threshold).astype(int).tolist()
        assert frame.fires(CASES).tolist() == answers
        np.testing.assert_array_equal(frame.table, np.column_stack([CASES, answers]))
        assert frame.gate == next((name for name, each in GATES.items() if each == answers), "")
    first, last = film[0], film[-1]
    np.testing.assert_allclose([*first.weights, first.threshold], [0.5, 0.5, 0.7], atol=1e-12)
    assert first.gate == "AND"
    np.testing.assert_allclose(last.neuron, first.neuron, atol=0.02)  # so that the loop has no jump


def test_the_headlines_are_true(recipes: Recipes) -> None:
    """A turning line, one that slides in parallel, OR, a bias below those of OR and none that fires: told when seen."""
    recipe = recipes["weights-and-bias"]
    film = recipe.film()
    cues = {cue.name: cue.frame for cue in recipe.cues(film)}
    turning, biases = film.column("turning"), film.column("bias")
    assert (cues["turn"], cues["slide"]) == (1, int(np.argmax(turning == 1)))
    one = next(n for n, frame in enumerate(film) if n and frame.fires(CASES).tolist() == GATES["copies x₁"])
    assert cues["first"] == one < cues["slide"]
    assert cues["or"] == next(n for n, frame in enumerate(film) if frame.fires(CASES).tolist() == GATES["OR"])
    assert turning[cues["or"]] == 1
    assert biases[cues["or"]] > biases[0]
    assert {frame.gate for frame in list(film)[cues["or"] : cues["less"]]} == {"OR"}
    assert {frame.gate for frame in list(film)[cues["less"] : cues["never"]]} == {"AND"}
    assert film[cues["never"]].fires(CASES).tolist() == GATES["never"]
    assert {frame.gate for frame in list(film)[cues["never"] :]} == {"AND", "never"}
    assert (np.diff(biases[cues["less"] - 1 : cues["never"] + 1]) < 0.0).all()
    assert (biases[cues["less"] :] < biases[cues["or"] : cues["less"]].min()).all()
    assert biases[cues["less"] :].min() < biases[0]
    short = {cue.name for cue in recipe.cues(recipe.film(frames_each=1))}
    assert not short & {"or", "less", "never", "first"}


def across(line: Any) -> Any:
    """The direction of a line as the angle of its normal, from 0 to π."""
    (x, y) = line[-1] - line[0]
    return np.arctan2(y, x) % np.pi


def test_traces_are_a_fan_and_then_parallels(recipes: Recipes) -> None:
    """In a sweep every third of the last nine lines is seen; those of the bias are parallel, the others not."""
    film = recipes["weights-and-bias"].film()
    stage = staged(recipes["weights-and-bias"], film)
    for index, count in ((0, 0), (1, 1), (29, 3), (30, 0), (45, 3), (59, 3)):
        lines = [path.lines for path in shapes_of(stage, index, "0", Path) if path.width == 1.0]
        drawn = [line[0] for line in lines if line]
        seen = [past for past in range(30 * film[index].turning, index, 3) if index - past <= 9]
        assert len(seen) == count
        assert len(drawn) <= count  # some are beyond the panel
        assert len(drawn) >= 0.7 * count
        if index in (29, 59):
            assert (np.ptp([across(line) for line in drawn]) > 0.5) == (index == 29)
        (line,) = (path.lines[0] for path in shapes_of(stage, index, "0", Path, "Straight") if path.width == 4.0)
        np.testing.assert_allclose(line @ film[index].weights + film[index].bias, 0.0, atol=1e-9)
        (foot,) = (path.lines[0] for path in shapes_of(stage, index, "0", Path, "Edge"))
        np.testing.assert_allclose(foot, [[0.0, 0.0], film[index].foot])


def test_the_number_that_moves_is_in_ink(recipes: Recipes) -> None:
    """Bars are as long as the three numbers, that which moves in ink; the table's name is that of its answers."""
    film = recipes["weights-and-bias"].film()
    stage = staged(recipes["weights-and-bias"], film)
    for index, moving in ((7, 0), (40, 2)):
        frame = film[index]
        for path in shapes_of(stage, index, "1", Path, "Bars"):
            heights = [float(line[np.abs(line[:, 1]).argmax(), 1]) for line in path.lines]
            holds = (np.arange(3) == moving) == (path.fill == "ink")
            np.testing.assert_allclose(heights, np.where(holds, frame.neuron, 0.0))
        assert frame.gate in [text.text for text in shapes_of(stage, index, "2", Text, "Corner")]
