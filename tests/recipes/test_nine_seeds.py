"""Nine seeds: they meet different ends."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe.drawing.picture import Points, Text


def test_nine_seeds_meet_different_ends(recipes: Recipes) -> None:
    """Some of nine seeds part the classes, some don't, and a dead unit answers 0 to every sample."""
    last = recipes["nine-seeds"].film()[-1]
    parted = (last.accuracies >= 0.8).sum()
    assert 0 < parted < 9
    dead = [last.dead(number) for number in range(9)]
    assert any(dead)
    for number, units in enumerate(dead):
        answers = last.network.forward(last.parameters[number], last.samples)[0][1]
        assert {unit for _, unit in units} == {unit for unit in range(2) if not answers[:, unit].any()}
    assert len(np.unique(recipes["nine-seeds"].film()[0].parameters, axis=0)) == 9


@pytest.mark.parametrize("seed", range(5))
def test_the_nine_headlines_are_true(recipes: Recipes, seed: int) -> None:
    """The first and the last that part the classes, and a unit that dies, are told of the right seed in time."""
    film = recipes["nine-seeds"].film(seed=seed)
    good = film.column("accuracies") >= 0.8
    cues: dict[str, Any] = {cue.name: cue for cue in recipes["nine-seeds"].cues(film)}
    assert [cue.frame for cue in cues.values()] == sorted(cue.frame for cue in cues.values())
    assert {"start", "first", "last", "end"} <= cues.keys() <= {"start", "first", "last", "dead", "end"}
    first, last = cues["first"], cues["last"]
    assert good[first.frame, first.values["n"] - 1]
    assert not good[: first.frame].any()
    assert good[last.frame, last.values["n"] - 1]
    assert not good[last.frame - 1, last.values["n"] - 1]
    assert (good[last.frame :] == good[-1]).all()
    assert cues["end"].values["n"] == good[-1].sum()
    dead = [number for number in range(9) if film[-1].dead(number)]
    assert ("dead" in cues) == bool(dead)
    for cue in [cues[name] for name in cues if name == "dead"]:
        number = cue.values["n"] - 1
        assert [bool(frame.dead(number)) for frame in list(film)[cue.frame - 1 : cue.frame + 1]] == [False, True]


def test_with_tanh_no_unit_dies_and_all_nine_make_it(recipes: Recipes) -> None:
    """The variant says that all 9 separate the classes, in its title and at its end, and nothing of a dead unit."""
    film = recipes["nine-seeds"].film(activation="tanh")
    assert (film[-1].accuracies >= 0.8).all()
    cues = {cue.name: cue for cue in recipes["nine-seeds"].cues(film)}
    assert cues.keys() == {"start", "first", "last", "end"}
    assert (film[cues["last"].frame].accuracies >= 0.8).all() > (film[cues["last"].frame - 1].accuracies >= 0.8).all()
    assert cues["end"].say.startswith("All 9")
    assert told(recipes["nine-seeds"], activation="tanh").title == "Nine seeds, one fate"


def test_planes_are_numbered_and_dead_units_are_grey(recipes: Recipes) -> None:
    """Each plane has two circles, a grey one for each dead unit, and a ✓ if it parts the classes."""
    film = recipes["nine-seeds"].film()
    stage = staged(recipes["nine-seeds"], film)
    for index in (0, 6, 7, 20, len(film) - 1):
        for number in range(9):
            alive, dead = shapes_of(stage, index, str(number), Points, "Dots")
            assert (alive.fill, dead.fill) == ("background", "quiet")
            assert len(alive.places) + len(dead.places) == 2
            assert len(dead.places) == len(film[index].dead(number))
            texts = [text.text for text in shapes_of(stage, index, str(number), Text, "When")]
            assert any("✓" in text for text in texts) == (film[index].accuracies[number] >= 0.8)
    body: Any = recipes["nine-seeds"].pictured(film).body
    assert [panel.title.values["n"] for panel in body.parts[:9]] == list(range(1, 10))
