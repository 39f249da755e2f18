"""The XOR duel: one neuron never wins, about half of the networks do."""

from itertools import pairwise
from typing import Any

import numpy as np

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Text


def test_in_the_duel_the_neuron_never_wins_and_about_half_the_networks_do(recipes: Recipes) -> None:
    """Over 20 seeds no neuron ever has all four cases; 6 to 16 networks do in the end, the default's among them."""
    won = 0
    for seed in range(20):
        right = [frame.right for frame in recipes["xor-duel"].film(seed=seed)]
        assert max(neuron for neuron, _ in right) <= 3
        won += right[-1][1] == 4
    assert 6 <= won <= 16
    film = recipes["xor-duel"].film()
    assert film[-1].right[1] == 4
    directions = film.column("neuron")
    assert len(np.unique(directions[-40:].round(9), axis=0)) > 5  # still moving at the end


def has_all_four(frame: Any) -> bool:
    """Whether the network's score has the right sign at each of the four cases."""
    cases = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    return bool(((frame.network.scores(frame.parameters, cases)[:, 0] > 0.0) == [0, 1, 1, 0]).all())


def crossed(frame: Any) -> list[bool]:
    """The cases that the neuron gets wrong, by hand."""
    w1, w2, b = frame.neuron
    return [(x1 * w1 + x2 * w2 + b > 0.0) != (x1 != x2) for x1, x2 in ((0, 0), (1, 0), (0, 1), (1, 1))]


def test_the_duels_caption_counts_the_changes(recipes: Recipes) -> None:
    """The caption counts the changes of the neuron's weights up to where the telling ends, in a short duel too."""
    for ticks in (1, 2, 60, 118):
        film = recipes["xor-duel"].film(ticks=ticks)
        end = recipes["xor-duel"].cues(film)[-1].frame
        frames = list(film)[: end + 1]
        changes = sum(not np.array_equal(one.neuron, two.neuron) for one, two in pairwise(frames))
        times = "1 time" if changes == 1 else f"{changes} times"
        assert f"was changed {times} by update {film[end].tick}." in told(recipes["xor-duel"], ticks=ticks).caption


def test_the_duels_headlines_are_true(recipes: Recipes) -> None:
    """For 12 seeds: one case is mended while another breaks, and the network has all four from there on."""
    met: set[str] = set()
    for seed in range(12):
        film = recipes["xor-duel"].film(seed=seed)
        cues = {cue.name: cue for cue in recipes["xor-duel"].cues(film)}
        assert [cue.frame for cue in cues.values()] == sorted(cue.frame for cue in cues.values())
        met |= cues.keys()
        if "moved" in cues:
            at = cues["moved"].frame
            assert (film[at].neuron != film[at - 1].neuron).any()
            assert (film.column("neuron")[:at] == film[0].neuron).all()
        if "spoilt" in cues:
            at = cues["spoilt"].frame
            before, after = crossed(film[at - 1]), crossed(film[at])
            assert {(True, False), (False, True)} <= set(zip(before, after, strict=True))
        if "solved" in cues:
            at = cues["solved"].frame
            assert all(has_all_four(frame) for frame in list(film)[at:])
            assert not has_all_four(film[at - 1])
        assert ("two hidden units do" in cues["end"].say) == ("solved" in cues) == has_all_four(film[-1])
    assert met == {"start", "moved", "spoilt", "solved", "after", "end"}


def test_the_duels_picture_shows_the_line_and_what_is_wrong(recipes: Recipes) -> None:
    """The neuron's line is where w·x + b = 0, dashed if that lies outside; each wrong case is crossed."""
    film = recipes["xor-duel"].film()
    stage = staged(recipes["xor-duel"], film)
    seen = set()
    for index in range(0, len(film), 3):
        frame = film[index]
        *_, last = shapes_of(stage, index, "0", Path, "Straight")
        ends = last.lines[0]
        away = (ends @ frame.neuron[:2] + frame.neuron[2]) / np.hypot(*frame.neuron[:2])
        middle = np.abs([0.5 * frame.neuron[:2].sum() + frame.neuron[2]]) / np.hypot(*frame.neuron[:2])
        corner = 1.2 * np.abs(frame.neuron[:2]).sum() / np.hypot(*frame.neuron[:2])
        is_outside = bool(middle[0] >= corner)
        seen.add(is_outside)
        assert bool(last.dashes) == is_outside
        if not is_outside:
            np.testing.assert_allclose(away, 0.0, atol=1e-9)
        _, cross = shapes_of(stage, index, "0", Path, "Crosses")
        assert len(cross.lines) == 2 * sum(crossed(frame))
        (cut,) = shapes_of(stage, index, "2", Path, "Straight")
        output = list(frame.network.layers(frame.parameters))[1]
        np.testing.assert_allclose(cut.lines[0] @ output.weights + output.bias, 0.0, atol=1e-9)
    assert seen == {True, False}


def test_the_duel_ends_with_a_score(recipes: Recipes) -> None:
    """At the end both planes say how many cases are right; before, the neuron's that a line is dashed outside."""
    film = recipes["xor-duel"].film()
    stage = staged(recipes["xor-duel"], film)
    end = next(cue.frame for cue in recipes["xor-duel"].cues(film) if cue.name == "end")
    right = 4 - sum(crossed(film[end]))
    assert [text.text for text in shapes_of(stage, end, "0", Text, "When")] == [f"now {right}/4 right"]
    assert [text.text for text in shapes_of(stage, end, "1", Text, "When")] == ["4/4 right"]
    assert np.diff(film.column("neuron")[end:], axis=0).any()
    for index in range(end):
        (*_, line) = shapes_of(stage, index, "0", Path, "Straight")
        said = [text.text for text in shapes_of(stage, index, "0", Text, "When")]
        assert said == ["line outside"] * bool(line.dashes)
