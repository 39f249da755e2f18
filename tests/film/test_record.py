"""A film in a few numbers: a record feels every weight, and rounding is no drift."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from vizpipe.film.drift import Record, agree, drift, thinned
from vizpipe.film.film import Film
from vizpipe.film.record import record


class Wide(NamedTuple):
    """Many weights."""

    weights: npt.NDArray[np.float64]


def recorded(rows: npt.NDArray[np.float64]) -> Record:
    """The record of a film with a row of weights a frame."""
    return record(Film.shoot("wide", Wide, (Wide(row) for row in rows), {}))


@pytest.mark.parametrize("size", [1, 9, 400, 20_000])
@pytest.mark.parametrize("seed", range(3))
def test_a_record_feels_every_single_weight(size: int, seed: int) -> None:
    """One of thousands of weights moved by 1e−3 from one frame on is found, with that frame and its field."""
    rng = np.random.default_rng(seed)
    base = rng.normal(size=(5, size))
    moved = base.copy()
    moved[3:, rng.integers(size)] *= 1.001
    found = drift(recorded(base), recorded(moved))
    assert found is not None
    assert (found.field, found.frame) == ("weights", 3)
    assert str(found).startswith("weights differs from frame 3 on")


@pytest.mark.parametrize("scale", [1e-150, 1e-9, 1.0, 1e9, 1e200])
def test_rounding_is_no_drift(scale: float) -> None:
    """Records whose numbers differ by 1e-12 of their size agree, small and large."""
    rng = np.random.default_rng(0)
    base = rng.normal(size=(20, 300)) * scale
    assert agree([recorded(base)], [recorded(base * (1.0 + 1e-12 * rng.normal(size=base.shape)))])


def test_what_begins_or_ceases_to_move_is_drift() -> None:
    """A constant field has one entry, which is compared with every frame of one that moves."""
    still = np.ones((6, 4))
    moving = still.copy()
    moving[4:] += 0.5
    for one, other in ((still, moving), (moving, still)):
        found = drift(recorded(one), recorded(other))
        assert found is not None
        assert found.frame == 4


def test_what_happens_between_the_recorded_frames_counts() -> None:
    """A spike that moves from one frame to another, neither of them recorded, is found."""
    one, other = np.ones((40, 3)), np.ones((40, 3))
    one[6, 1], other[9, 1] = 2.0, 2.0
    frames = recorded(one).frames
    assert not {6, 9} & set(frames)
    found = drift(recorded(one), recorded(other))
    assert str(found) == "weights differs between the recorded frames"
    still = np.ones((40, 3))
    assert not agree([recorded(still)], [recorded(one)])
    assert agree([recorded(one)], [recorded(one * (1.0 + 1e-13))])


def test_a_chaotic_film_has_to_begin_the_same() -> None:
    """Later frames of a chaotic film may part by as much as half their size, the first by rounding only."""
    rng = np.random.default_rng(0)
    base = rng.normal(size=(5, 100))
    later, first = base.copy(), base.copy()
    later[1:] *= 1.2
    first[0] *= 1.001
    assert agree([recorded(base)], [recorded(later)], chaotic=True)
    assert not agree([recorded(base)], [recorded(first)], chaotic=True)


@pytest.mark.parametrize(
    "other",
    [
        Record([0, 1], {"weights": [[1.0, 1.0]]}),
        Record([0], {"biases": [[1.0, 1.0]]}),
        Record([0], {"weights": [[1.0]]}),
        Record([0], {"weights": []}),
        Record([0], {"weights": [[]]}),
        Record([0], {"weights": [[float("nan"), 1.0]]}),
        Record([0], {"weights": [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]}),
        Record([], {}),
    ],
)
def test_what_cannot_be_compared_never_agrees(other: Record) -> None:
    """Records of other frames, fields or lengths, or of no numbers, never agree, and are no error."""
    known = Record([0], {"weights": [[1.0, 1.0]]})
    assert not agree([known], [other])
    assert not agree([other], [known])
    assert not agree([known], [])


def test_a_thinner_record_keeps_both_ends() -> None:
    """A thinner record keeps the first and the last frame, and those between evenly."""
    rows = [*([float(k), 0.0] for k in range(16)), [99.0, 0.0]]
    record_ = Record(list(range(16)), {"a": rows, "b": [[1.0, 1.0]]})
    few = thinned(record_, 3)
    assert few.frames == [0, 8, 15]
    assert [row[0] for row in few.fields["a"]] == [0.0, 8.0, 15.0, 99.0]
    assert few.fields["b"] == [[1.0, 1.0]]
    assert thinned(Record([0], {}), 3).frames == [0]
