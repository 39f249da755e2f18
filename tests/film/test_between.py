"""A frame between two states: floats move on a straight line, all else waits."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vizpipe.film.film import Film
from vizpipe.film.packing import between
from vizpipe.film.reel import Reel


class State(NamedTuple):
    """One of each kind."""

    epoch: int
    loss: float
    name: str
    good: bool
    weights: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    half: npt.NDArray[np.float32]
    late: npt.NDArray[np.float64]
    same: npt.NDArray[np.float64]


SAME = np.array([0.1, 0.2])


def states(count: int = 3) -> Iterator[State]:
    """States whose numbers move; one more of the late ones is there in each, and the last of them goes again."""
    for step in range(count):
        late = np.ma.masked_array([4.0, 4.0 + step, 7.0 * step], [False, step < 1, step != 1])
        row = np.arange(3) + 10 * step
        yield State(step, 2.0 * step, f"{step}", step > 0, row * 1.0, row, np.float32(row) / 8, late, SAME)  # type: ignore[arg-type]


def film(count: int = 3) -> Film[State]:
    """A short film of them."""
    return Film.shoot("moving", State, states(count), {})


def test_floats_move_on_a_straight_line_and_all_else_waits() -> None:
    """A quarter of the way floats have gone a quarter; whole numbers, truth and texts are those of the state before."""
    frame = film().at(1, 0.25)
    assert type(frame) is State
    assert (frame.epoch, frame.loss, frame.name, frame.good) == (1, 2.5, "1", True)
    assert [type(value) for value in frame[:4]] == [int, float, str, bool]
    assert frame.weights.tolist() == [12.5, 13.5, 14.5]
    assert frame.counts.tolist() == [10, 11, 12]
    assert frame.half.dtype == np.float32
    assert frame.half.tolist() == [12.5 / 8, 13.5 / 8, 14.5 / 8]


def test_what_is_masked_in_either_state_waits() -> None:
    """What comes only with the next state is not there yet, and what goes with it stands where it was."""
    coming, going = film().at(0, 0.5).late, film().at(1, 0.5).late
    assert np.ma.getmaskarray(coming).tolist() == [False, True, True]
    assert coming[0] == 4.0
    assert np.ma.getmaskarray(going).tolist() == [False, False, False]
    assert going.tolist() == [4.0, 5.5, 7.0]


def test_a_single_number_that_is_masked_waits() -> None:
    """A loss that isn't there yet is masked until its state, and one that goes stays as it was."""

    class Loss(NamedTuple):
        loss: float

    there = Film.shoot("loss", Loss, [Loss(x) for x in (np.ma.masked, 2.0, 4.0, np.ma.masked)], {})  # type: ignore[arg-type]
    losses: list[Any] = [there.at(index, 0.5).loss for index in range(3)]
    assert losses[0] is np.ma.masked
    assert losses[1:] == [3.0, 4.0]
    assert [type(loss) for loss in losses[1:]] == [float, float]


def test_at_a_state_it_is_the_state() -> None:
    """Without a share it is the frame itself, to the bit, from either end."""
    made = film()
    for index in range(-3, 3):
        for value, expected in zip(made.at(index), made[index], strict=True):
            np.testing.assert_array_equal(value, expected)
    assert made.at(-2, 0.5).weights.tolist() == [15.0, 16.0, 17.0]


def test_what_never_moves_is_the_same_array_and_nobody_can_write() -> None:
    """A constant is handed on as it is, and frames between states are read-only as all others are."""
    made = film()
    frame = made.at(1, 0.5)
    assert np.shares_memory(frame.same, made[0].same)
    for array in (frame.weights, frame.half, frame.late, frame.counts):
        with pytest.raises(ValueError, match="read-only"):
            np.asarray(array)[0] = 1


@pytest.mark.parametrize(("index", "share"), [(2, 0.5), (-1, 0.1), (0, 1.0), (0, -0.1), (0, float("nan")), (3, 0.0)])
def test_there_is_nothing_beyond_the_last_state(index: int, share: float) -> None:
    """Beyond the last state, before the first and at a whole step there is no frame between."""
    with pytest.raises(IndexError, match="moving has 3 frames, no"):
        film().at(index, share)


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(FINITE, FINITE, st.floats(0, 1, exclude_max=True), st.sampled_from(["f8", "f4"]))
@example(1.7e308, -1.7e308, 0.5, "f8")
@example(0.7428117304122551, 0.7428117304122552, 0.3, "f8")
def test_no_number_leaves_the_line_between_its_states(one: float, other: float, share: float, kind: str) -> None:
    """Any number stays between its two states, however large they are, and one that doesn't move stays to the bit."""
    with np.errstate(over="ignore"):
        before, after = np.array([one, one], kind), np.array([other, one], kind)
    if not np.isfinite([*before, *after]).all():
        return
    moved, still = between(before, after, share)
    assert before.dtype == between(before, after, share).dtype
    assert min(before[0], after[0]) <= moved <= max(before[0], after[0])
    assert still == before[1]


def test_films_side_by_side_move_together_and_one_that_ended_holds() -> None:
    """Each film of a sheet is as far on its way as the others; one that has ended holds its last state."""
    reel = Reel([film(2), film(4)], ["a", "b"])
    losses: Any = [frame.loss for frame in reel.frames(0, 0.5)]
    assert losses == [1.0, 1.0]
    losses = [frame.loss for frame in reel.frames(2, 0.5)]
    assert losses == [2.0, 5.0]
    assert [frame.epoch for frame in Reel([film(4)] * 2, ["a", "b"], (0, 3)).frames(0, 0.5)] == [0, 3]
