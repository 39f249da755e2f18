"""What of a mark stands still is drawn once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import drifting
from drifting import Step, made, scene
from films import Recipes, small
from staged import staged
from vizpipe.drawing.picture import Mark, Moment, Path, Picture, Room, named, panel, phrase, row
from vizpipe.drawing.picture.networks import Network
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film

TURNS = 3


@dataclass(frozen=True)
class Staff(Mark[Step]):
    """A mark of one's own without a channel: a stick as long as the loss."""

    def shapes(self, moment: Moment[Step], room: Room) -> Iterable[Path]:
        """From 0 up to the loss."""
        del room
        yield Path([np.array([[0.0, 0.0], [0.0, moment.frame.loss]])], "ink", 3.0)


def test_a_mark_of_ones_own_may_look_at_the_frame() -> None:
    """Nobody can know what a mark of one's own reads, so it is drawn anew for each frame."""

    def told(film: Film[Step]) -> Picture[Step]:
        del film
        return Picture(panel(Staff(), limits=(-1.0, 1.0, 0.0, 1.0)))

    first, last = scene(made(told)).pictures([0, 3])
    assert (first != last).any()
    stage = drifting.staged(scene(made(told)))
    assert [type(mark) for mark in stage.placed[0].moving] == [Staff]


@pytest.mark.parametrize("place", ["title", "x", "y"])
def test_a_name_of_a_panel_that_would_change_is_refused(place: str) -> None:
    """What names a panel is drawn once; a phrase that changes from frame to frame is refused with its line."""

    def told(film: Film[Step]) -> Picture[Step]:
        del film
        given: dict[str, Any] = {place: phrase("loss {loss:.2f}", loss=lambda frame: frame.loss)}
        return Picture(panel(Staff(), limits=(-1.0, 1.0, 0.0, 1.0), **given))

    with pytest.raises(RecipeError, match=rf"line \d+: panel: {place} changes from frame to frame"):
        scene(made(told))


def test_a_name_above_parts_that_would_change_is_refused() -> None:
    """The title of a stack is drawn once as well, and is refused with its line if it changes."""

    def told(film: Film[Step]) -> Picture[Step]:
        del film
        loss = phrase("loss {loss:.2f}", loss=lambda frame: frame.loss)
        return Picture(named(loss, row(panel(Staff(), limits=(-1.0, 1.0, 0.0, 1.0)))))

    with pytest.raises(RecipeError, match=r"line [1-9]\d*: stack: title changes from frame to frame"):
        scene(made(told))


@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.soak) for turn in range(1, TURNS))])
def test_what_stands_still_is_the_same_at_every_moment(recipes: Recipes, turn: int) -> None:
    """Each mark of every third told recipe (soak: all) shows what is still and what moves, at first and last."""
    pictured = sorted(name for name in recipes if recipes[name].is_pictured)
    for name in pictured[turn::TURNS]:
        recipe = recipes[name]
        stage = staged(recipe, small(recipe))
        moments = [stage.moment(index, stage.film[index]) for index in (0, len(stage.film) - 1)]
        for placed in stage.placed:
            for mark in placed.moving:
                first, last = (
                    [[*map(repr, part(moment.through(placed.panel.of), placed.room))]
                     for part in (mark.still, mark.moving, mark.shapes)]
                    for moment in moments
                )  # fmt: skip
                assert first[0] == last[0], (name, type(mark).__name__)
                assert all(sorted(still + moving) == sorted(whole) for still, moving, whole in (first, last))


def test_a_networks_nodes_and_names_stand_still(recipes: Recipes) -> None:
    """Of hidden-mapping's network the nodes, at once, and five names are drawn once."""
    stage = staged(recipes["hidden-mapping"], small(recipes["hidden-mapping"]))
    moment = stage.moment(0, stage.film[0])
    (count,) = {
        len([*mark.still(moment.through(placed.panel.of), placed.room)])
        for placed in stage.placed
        for mark in placed.moving
        if isinstance(mark, Network)
    }
    assert count == 6
