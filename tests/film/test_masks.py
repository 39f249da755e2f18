"""What is not there yet: masks in frames, tables, spans and files, and what a film would lose."""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from vizpipe.encoding import data
from vizpipe.errors import RecipeError
from vizpipe.film.drift import agree
from vizpipe.film.film import Film
from vizpipe.film.packing import pack, unpack
from vizpipe.film.record import record


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
    """Masks are kept in frames, columns, spans, the record and bytes; what they hide is no matter."""
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
    """What is masked is an empty cell in CSV and in Parquet, and whole numbers stay whole."""
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
    """What is masked throughout has no span, since there is no lowest of nothing."""
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
        (np.ma.masked_array([np.nan, 1.0], [False, True]), "weights is nan; mask what isn't there"),
    ],
)
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_what_would_lose_something_on_its_way_is_refused(value: Any, says: str) -> None:
    """Units, last digits and a text's end that would be lost are refused with what to use instead."""
    with pytest.raises(RecipeError, match=f"wide: frame 0: {says}"):
        Film.shoot("wide", Wide, [Wide(value)], {})


@pytest.mark.parametrize("kind", [">f8", "<f4", "f2", ">i4", "u8", "?"])
def test_every_kind_of_number_comes_back_in_this_machines_order(kind: str) -> None:
    """Half, single and double precision, whole numbers and truth come back to the bit."""
    values = np.array([0, 1, 1], dtype=kind)
    (frame,) = Film.load(Film.shoot("wide", Wide, [Wide(values)], {}).save(), Wide)
    assert frame.weights.tolist() == values.tolist()
    assert frame.weights.dtype == values.dtype.newbyteorder("=")


class Wide(NamedTuple):
    """Many weights."""

    weights: npt.NDArray[np.float64]


class One(NamedTuple):
    """A field that may be anything."""

    step: int
    value: Any


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        3,
        True,
        "text",
        np.arange(3),
        np.ones((2, 2)),
        np.array(["a", "bc"]),
        np.ma.masked_array([1.0, 2.0], [False, True]),
    ],
    ids=str,
)
@pytest.mark.parametrize("there", [(0, 1, 1), (1, 0, 0), (0, 0, 1), (0, 1, 0)], ids=str)
def test_a_field_of_any_kind_may_be_masked_as_a_whole(value: Any, there: tuple[int, ...]) -> None:
    """np.ma.masked stands for any value that isn't there, of whatever type and shape, also before the first that is."""
    given = [One(step, value if here else np.ma.masked) for step, here in enumerate(there)]
    made = Film.shoot("late", One, given, {})
    array = np.asarray(value)
    for each in (made, Film.load(made.save(), One)):
        for frame, here in zip(each, there, strict=True):
            assert np.shape(frame.value) == array.shape
            assert np.ma.getmaskarray(frame.value).all() == (not here)
            if here:
                assert np.ma.allequal(frame.value, value)
                assert np.asarray(frame.value).dtype.kind == array.dtype.kind


class Rise(NamedTuple):
    """Without epochs."""

    value: Any


@pytest.mark.parametrize(
    ("values", "parameters", "says"),
    [
        ([None], {}, r"frame 0: value is None; what isn't there yet is np\.ma\.masked$"),
        ([[1.0, 2.0]], {}, r"value is a list, .*; make it one with np\.array$"),
        ([{1.0}], {}, r"value is a set, not a bool, int, float, str or array$"),
        ([np.array([1.0, None])], {}, r"holds object, not numbers or text; mask what isn't there, with np\.ma\.m"),
        ([np.zeros((5, 2)), np.zeros((9, 2))], {}, r"frame 1: value has shape \(9, 2\), .* mask what isn't there yet"),
        ([np.zeros(2), np.zeros((2, 2))], {}, r"value has shape \(2, 2\), in frame 0 it had \(2,\)$"),
        ([1, 2.5], {}, r"value is float64, in frame 0 it was int64; give every frame a float$"),
        ([np.nan], {}, r"frame 0: value is nan; mask what isn't there, with np\.ma\.masked$"),
        ([np.array([1.0, np.nan])], {"rate": 0.1}, r"frame 0: value is nan; .* with np\.ma\.masked_invalid$"),
        ([1.0, np.inf], {}, r"frame 1: value is infinite; mask what isn't there, with np\.ma\.masked$"),
        ([1.0, np.inf], {"learning_rate": 0.1}, r"frame 1: value is infinite: the training diverged; .*masked\)$"),
    ],
)  # fmt: skip
def test_what_is_not_there_has_a_way(values: list[object], parameters: dict[str, float], says: str) -> None:
    """Who leaves out what isn't there yet is told how to say so; only where something trains, it diverged."""
    with pytest.raises(RecipeError, match=says):
        Film.shoot("rise", Rise, map(Rise, values), parameters)
