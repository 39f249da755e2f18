"""Channels: constants, names, functions; what moves and what doesn't; moments between two states."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from vizpipe.drawing.picture import Moment, Trail, once, phrase
from vizpipe.drawing.picture.channels import is_fixed, reading, unknown_name
from vizpipe.film.film import Film

PLACE = np.array([1.0, 2.0])
Array = npt.NDArray[np.float64]


class Step(NamedTuple):
    """A frame."""

    step: int
    loss: float
    place: Array
    name: str

    @property
    def half(self) -> float:
        """A property that a channel may name."""
        return self.loss / 2.0


def film(count: int = 5) -> Film[Step]:
    """Some steps."""
    return Film.shoot("steps", Step, (Step(k, 8.0 / 2**k, PLACE, "run") for k in range(count)), {})


def moment(index: int, share: float = 0.0) -> Moment[Step]:
    """A moment of it."""
    steps = film()
    return Moment(steps, index, steps.at(index, share), share)


@pytest.mark.parametrize(("channel", "value"), [(3.0, 3.0), ("loss", 4.0), ("half", 2.0), (lambda step: step.step, 1)])
def test_a_channel_is_a_constant_a_name_or_a_function(channel: Any, value: float) -> None:
    """A constant stays, a name is a field or a property of the frame, a function is asked."""
    assert reading(channel, film()[1]) == value
    assert moment(1).read(channel) == value


@pytest.mark.parametrize(
    ("channel", "fixed"),
    [(3.0, True), ("place", True), ("name", True), ("loss", False), ("half", False), (lambda _: 1, False)],
)
def test_what_is_equal_in_all_frames_stands_still(channel: Any, fixed: bool) -> None:  # noqa: FBT001 - a case
    """Constants and fields that never change are fixed; properties and functions may move."""
    assert is_fixed(channel, film()) == fixed
    assert is_fixed(channel, film(1))


def test_a_trail_reads_all_states_up_to_now() -> None:
    """Until an index a column holds the states so far; between two, the last value is the one between."""
    assert moment(2).until("loss").tolist() == [8.0, 4.0, 2.0]
    assert moment(2, 0.5).until("loss").tolist() == [8.0, 4.0, 2.0, 1.5]
    assert moment(0).column(lambda step: step.step).tolist() == [0, 1, 2, 3, 4]


def test_words_and_trails_wait_between_two_states() -> None:
    """On the way to the next state geometry moves, while words and trails are as in the state before."""
    words = phrase("Loss {loss:.1f}", loss=lambda frame: frame.loss)
    assert moment(1, 0.5).read("loss") == 3.0
    assert moment(1, 0.5).said(words) == moment(1).said(words) == "Loss 4.0"
    lens = moment(1, 0.5).through(lambda frame: frame)
    assert lens.said(words) == "Loss 4.0"


def test_under_a_lens_marks_see_a_part_of_the_frame() -> None:
    """A lens makes another frame of each; columns go through it too, and lenses add up."""
    seen = moment(1).through(lambda step: step.place)
    assert seen.read(lambda place: place[1]) == 2.0
    assert seen.column(lambda place: place[0]).tolist() == [1.0] * 5
    assert seen.through(lambda place: place[1]).frame == 2.0


def test_what_several_marks_share_is_worked_out_once_a_frame() -> None:
    """A channel made with once asks its function once for each frame."""
    asked = []

    def costly(step: Step) -> float:
        asked.append(step.step)
        return step.loss

    shared: Callable[[Step], float] = once(costly)
    first, second = film()[0], film()[1]
    assert [shared(first), shared(first), shared(second)] == [8.0, 8.0, 4.0]
    assert asked == [0, 1]


def test_words_are_filled_when_they_are_drawn() -> None:
    """A phrase takes constants and functions of the frame; a text is a template without values."""
    words = phrase("{name}: {loss:.1f}", name="A", loss=lambda step: step.loss)
    assert words.moves
    assert moment(1).said(words) == "A: 4.0"
    assert moment(1).said("plain") == "plain"
    assert not phrase("{n}", n=3).moves


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    """A channel that names neither a field nor a property is refused, with the nearest name."""
    assert unknown_name("loss", Step) == ""
    assert unknown_name("half", Step) == ""
    assert "no 'los'" in unknown_name("los", Step)
    assert "loss" in unknown_name("los", Step)
    assert unknown_name(3.0, Step) == ""


def test_a_mark_knows_the_line_that_asks_for_it() -> None:
    """The line of the recipe that makes a mark is kept, for errors."""
    mark: Trail[Step] = Trail("step", "loss")
    assert mark.line > 100
