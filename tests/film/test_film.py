"""Frames ↔ arrays: round trips, and what a film refuses."""

import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from vizpipe.encoding import data
from vizpipe.errors import RecipeError
from vizpipe.film.drift import Record, agree, drift, thinned
from vizpipe.film.film import Film
from vizpipe.film.packing import pack, unpack
from vizpipe.film.record import record


class Frame(NamedTuple):
    """One of each kind."""

    epoch: int
    loss: float
    name: str
    good: bool
    weights: npt.NDArray[np.float64]
    same: npt.NDArray[np.float64]


SAME = np.arange(4.0)


def frames(count: int = 5) -> Iterator[Frame]:
    """Frames whose weights move."""
    for index in range(count):
        yield Frame(index, 1.0 / (index + 1), f"step {index}", index % 2 == 0, np.full((2, 3), float(index)), SAME)


def film(count: int = 5) -> Film[Frame]:
    """A small film."""
    return Film.shoot("test", Frame, frames(count), {"seed": 1})


def test_a_film_gives_back_its_frames() -> None:
    """Every frame comes back with its types and values, after a journey through bytes too."""
    made = film()
    loaded = Film.load(made.save(), Frame)
    for index, expected in enumerate(frames()):
        for each in (made[index], loaded[index]):
            assert type(each) is Frame
            assert [type(value) for value in each[:4]] == [int, float, str, bool]
            assert each[:4] == expected[:4]
            np.testing.assert_array_equal(each.weights, expected.weights)
    assert loaded.parameters == {"seed": 1}
    assert loaded.digest == made.digest
    assert made[-1].epoch == 4
    with pytest.raises(IndexError, match="5 frames"):
        made[5]


def test_a_constant_field_is_stored_once_and_read_only() -> None:
    """A field equal in all frames has no frame axis, and nobody can write into it."""
    made = Film.load(film().save(), Frame)
    assert made.constant == {"same"}
    assert made._fields["same"].shape == (4,)
    assert made.column("same").shape == (5, 4)
    with pytest.raises(ValueError, match="read-only"):
        made[0].same[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        made[0].weights[0] = 1.0


def test_the_same_film_is_the_same_bytes() -> None:
    """Saving twice gives the same bytes; another number gives another digest."""
    assert film().save() == film().save()
    changed = [*frames()]
    changed[3] = changed[3]._replace(loss=0.2500001)
    assert Film.shoot("test", Frame, changed, {"seed": 1}).digest != film().digest


def test_spans_hold_over_all_frames() -> None:
    """A span is the lowest and highest value over the film, of a field or of a function."""
    made = film()
    assert made.span("loss") == (0.2, 1.0)
    assert made.span(lambda frame: frame.weights * 2) == (0.0, 8.0)


def test_the_table_is_tidy() -> None:
    """One row a frame and element, numbers and texts of the frame beside it."""
    table = film(3).table()
    assert len(table) == 3 * (6 + 4)
    assert list(table.columns) == ["frame", "epoch", "loss", "name", "good", "field", "index", "value"]
    row = table[(table.frame == 2) & (table.field == "weights") & (table["index"] == "1 2")]
    assert row.value.tolist() == [2.0]


def wrong_shape() -> Iterator[Frame]:
    """Change a shape midway."""
    for index, frame in enumerate(frames()):
        yield frame._replace(weights=np.zeros(7)) if index == 2 else frame


def wrong_kind() -> Iterator[Frame]:
    """Change a number to a text midway."""
    for index, frame in enumerate(frames()):
        yield frame._replace(loss="low") if index == 2 else frame  # type: ignore[arg-type]


def diverging() -> Iterator[Frame]:
    """Diverge in the third frame."""
    for index, frame in enumerate(frames()):
        yield frame._replace(loss=float("nan")) if index == 2 else frame


def infinite() -> Iterator[Frame]:
    """Explode in the third frame."""
    for index, frame in enumerate(frames()):
        yield frame._replace(weights=np.full((2, 3), np.inf)) if index == 2 else frame


def objects() -> Iterator[Frame]:
    """Yield something that needs pickle."""
    for frame in frames():
        yield frame._replace(weights=np.array([{}, []], dtype=object))


def lists() -> Iterator[Frame]:
    """Yield a list."""
    for frame in frames():
        yield frame._replace(weights=[1.0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (wrong_shape, r"test: frame 2 \(epoch 2\): weights has shape \(7,\), in frame 0 it had \(2, 3\)"),
        (wrong_kind, "loss is .*str"),
        (diverging, r"frame 2 \(epoch 2\): loss is nan: the training diverged"),
        (infinite, "weights is infinite"),
        (objects, "weights holds object"),
        (lists, "weights is a list"),
        (lambda: iter(()), "yielded no frame"),
        (lambda: iter([1]), "is a int, not a Frame"),
    ],
)
def test_what_a_film_refuses(make: Callable[[], Iterator[Any]], says: str) -> None:
    """Each refusal names the recipe, the frame and the field."""
    with pytest.raises(RecipeError, match=says):
        Film.shoot("test", Frame, make(), {})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(max_size=40))
def test_a_damaged_film_is_never_read_as_another(cut: int, noise: bytes) -> None:
    """Truncated or overwritten bytes raise ValueError or give the same film."""
    whole = film().save()
    damaged = whole[: cut % len(whole)] + noise
    try:
        loaded = Film.load(damaged, Frame)
    except ValueError:
        return
    assert loaded.digest == film().digest


@settings(deadline=None)
@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e9, 1e9)))
def test_arrays_survive_packing(array: npt.NDArray[np.float64]) -> None:
    """Any array comes back to the bit."""
    np.testing.assert_array_equal(unpack(pack({"a": array}))["a"], array)


class Late(NamedTuple):
    """What comes later is masked."""

    epoch: int
    loss: float
    points: npt.NDArray[np.float64]
    labels: npt.NDArray[np.int64]
    still: npt.NDArray[np.float64]


STILL = np.ma.masked_array([1.0, 2.0, 3.0], [False, True, False])


def late(count: int = 4, hidden: float = np.nan) -> Iterator[Late]:
    """One more point a frame; the loss of the first frame isn't there."""
    for step in range(count):
        mask = np.arange(count) > step
        points = np.ma.masked_array(np.where(mask, hidden, np.arange(1.0, count + 1)), mask)
        labels = np.ma.masked_array(np.arange(count), mask)
        yield Late(step, np.ma.masked if step == 0 else 1.0 / step, points, labels, STILL)  # type: ignore[arg-type]


def test_masks_are_kept() -> None:
    """In frames, columns, spans and the record, after a journey through bytes too; what a mask hides is no matter."""
    made = Film.shoot("late", Late, late(), {})
    loaded = Film.load(made.save(), Late)
    assert loaded.digest == made.digest == Film.shoot("late", Late, late(hidden=7.0), {}).digest
    assert loaded.save() == made.save()
    for each in (made, loaded):
        for step, (frame, expected) in enumerate(zip(each, late(), strict=True)):
            assert frame.points.compressed().tolist() == expected.points.compressed().tolist()  # type: ignore[attr-defined]
            assert np.ma.getmaskarray(frame.labels).tolist() == [number > step for number in range(4)]
            assert np.ma.getmaskarray(frame.still).tolist() == [False, True, False]
        losses: list[Any] = [frame.loss for frame in each]
        assert losses[0] is np.ma.masked
        assert [type(loss) for loss in losses[1:]] == [float] * 3
        assert np.ma.getmaskarray(each.column("points")).sum() == 6
        assert np.ma.getmaskarray(each.column("still")).sum() == 4
        assert each.span("points") == (1.0, 4.0)
        assert each.span(lambda frame: frame.points * 2) == (2.0, 8.0)
        assert each.constant == {"still"}
        assert (np.diff(each.change()) > 0).all()
        with pytest.raises(ValueError, match="read-only"):
            each[0].points[3] = 1.0
    unmasked = [frame._replace(points=np.ma.getdata(frame.points)) for frame in late(hidden=0.0)]
    assert Film.shoot("late", Late, unmasked, {}).digest != made.digest
    assert not agree([record(Film.shoot("late", Late, unmasked, {}))], [record(made)])


def test_what_is_masked_is_missing_in_a_table() -> None:
    """An empty cell in CSV and in Parquet; whole numbers stay whole."""
    made = Film.shoot("late", Late, late(), {})
    table = made.table()
    points = table[table.field == "points"]
    assert points.value.isna().sum() == 6
    assert points[~points.value.isna()].value.tolist() == [1.0, 1.0, 2.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 4.0]
    rows = data.encode(made, "csv").decode().splitlines()
    assert "0,0,,points,0,1.0" in rows
    assert "0,0,,points,1," in rows
    again = pd.read_parquet(io.BytesIO(data.encode(made, "parquet")))
    assert (again.value.isna() == table.value.isna()).all()
    with np.load(io.BytesIO(data.encode(made, "npz"))) as stored:
        assert stored["points.mask"].sum() == 6


def test_a_span_of_what_is_masked_throughout_is_refused() -> None:
    """There is no lowest of nothing."""
    nothing = (Wide(np.ma.masked_array(np.zeros(3), [True] * 3)) for _ in range(2))
    with pytest.raises(RecipeError, match="wide: weights holds no value at all"):
        Film.shoot("wide", Wide, nothing, {}).span("weights")


@pytest.mark.parametrize("mask", [np.array([0, 1]), np.array([True])])
def test_a_mask_that_does_not_fit_is_damage(mask: npt.NDArray[Any]) -> None:
    """A file whose mask has another type or shape, or masks nothing that is there, is no film."""
    with pytest.raises(ValueError, match="is no mask"):
        unpack(pack({"a": np.zeros(2), "a.mask": mask}))
    with pytest.raises(ValueError, match="is no mask"):
        unpack(pack({"a.mask": np.array([True])}))


class Metres(np.ndarray[Any, Any]):
    """An array with a unit."""


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (np.ones(2).view(Metres), "weights is a Metres, of which only the numbers are kept; use np.asarray"),
        (np.ones((1, 1)).view(np.matrix), "weights is a matrix, of which"),
        (np.ones(2, dtype=np.longdouble), "weights holds .*, which not every machine has; use float64"),
        (2**70, r"weights is 1.2e\+21: whole numbers go up to"),
        ("ab\0", "weights ends with a NUL character"),
        (np.ones(2, dtype=complex), "weights holds complex128, not numbers or text"),
        (np.array(["2026-01-01"], dtype="M8[D]"), r"weights holds datetime64.*, not numbers or text"),
        (np.zeros(2, dtype=[("x", float)]), "weights holds void.*, not numbers or text"),
        (np.ma.masked_array([np.nan, 1.0], [False, True]), "weights is nan.*or mask what isn't there"),
    ],
)
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_what_would_lose_something_on_its_way_is_refused(value: Any, says: str) -> None:
    """Units, the last digits, the end of a text: one line says what, and what to use instead."""
    with pytest.raises(RecipeError, match=f"wide: frame 0: {says}"):
        Film.shoot("wide", Wide, [Wide(value)], {})


@pytest.mark.parametrize("kind", [">f8", "<f4", "f2", ">i4", "u8", "?"])
def test_every_kind_of_number_comes_back_in_this_machines_order(kind: str) -> None:
    """Half, single and double precision, whole numbers and truth: to the bit."""
    values = np.array([0, 1, 1], dtype=kind)
    (frame,) = Film.load(Film.shoot("wide", Wide, [Wide(values)], {}).save(), Wide)
    assert frame.weights.tolist() == values.tolist()
    assert frame.weights.dtype == values.dtype.newbyteorder("=")


class Wide(NamedTuple):
    """Many weights."""

    weights: npt.NDArray[np.float64]


def recorded(rows: npt.NDArray[np.float64]) -> Record:
    """The record of a film with a row of weights a frame."""
    return record(Film.shoot("wide", Wide, (Wide(row) for row in rows), {}))


@pytest.mark.parametrize("size", [1, 9, 400, 20_000])
@pytest.mark.parametrize("seed", range(3))
def test_a_record_feels_every_single_weight(size: int, seed: int) -> None:
    """One element of thousands moved by 1e−3 relative from one frame on is found, with that frame and its field."""
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
    """Numbers that differ by 1e-12 of their size agree, small and large."""
    rng = np.random.default_rng(0)
    base = rng.normal(size=(20, 300)) * scale
    assert agree([recorded(base)], [recorded(base * (1.0 + 1e-12 * rng.normal(size=base.shape)))])


def test_what_begins_or_ceases_to_move_is_drift() -> None:
    """A constant field has one entry; it is compared with every frame."""
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
    """Later frames may part by as much as half their size, the first by rounding only."""
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
    """Other frames, other fields, other lengths, nothing, no number: no error, and no agreement."""
    known = Record([0], {"weights": [[1.0, 1.0]]})
    assert not agree([known], [other])
    assert not agree([other], [known])
    assert not agree([known], [])


def test_a_thinner_record_keeps_both_ends() -> None:
    """The first and the last frame, and those between evenly."""
    rows = [*([float(k), 0.0] for k in range(16)), [99.0, 0.0]]
    record_ = Record(list(range(16)), {"a": rows, "b": [[1.0, 1.0]]})
    few = thinned(record_, 3)
    assert few.frames == [0, 8, 15]
    assert [row[0] for row in few.fields["a"]] == [0.0, 8.0, 15.0, 99.0]
    assert few.fields["b"] == [[1.0, 1.0]]
    assert thinned(Record([0], {}), 3).frames == [0]
