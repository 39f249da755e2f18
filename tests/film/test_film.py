"""Frames ↔ arrays: round trips, and what a film refuses."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.film.packing import pack, unpack


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
    """Every frame of a film comes back with its types and values, after a journey through bytes too."""
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
    """Saving a film twice gives the same bytes; another number gives another digest."""
    assert film().save() == film().save()
    changed = [*frames()]
    changed[3] = changed[3]._replace(loss=0.2500001)
    assert Film.shoot("test", Frame, changed, {"seed": 1}).digest != film().digest


def test_spans_hold_over_all_frames() -> None:
    """A span is the lowest and highest value over a film, of a field or of a function."""
    made = film()
    assert made.span("loss") == (0.2, 1.0)
    assert made.span(lambda frame: frame.weights * 2) == (0.0, 8.0)


def test_the_table_is_tidy() -> None:
    """A film's table has one row a frame and element, with the frame's numbers and texts beside it."""
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
    """What a film refuses is named with the recipe, the frame and the field."""
    with pytest.raises(RecipeError, match=says):
        Film.shoot("test", Frame, make(), {})


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.binary(max_size=40))
def test_a_damaged_film_is_never_read_as_another(cut: int, noise: bytes) -> None:
    """Truncated or overwritten bytes of a film raise ValueError or give the same film."""
    whole = film().save()
    damaged = whole[: cut % len(whole)] + noise
    try:
        loaded = Film.load(damaged, Frame)
    except ValueError:
        return
    assert loaded.digest == film().digest


@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e9, 1e9)))
def test_arrays_survive_packing(array: npt.NDArray[np.float64]) -> None:
    """Any array comes back from its packing to the bit."""
    np.testing.assert_array_equal(unpack(pack({"a": array}))["a"], array)


class Weights(NamedTuple):
    """Some weights."""

    w: npt.NDArray[np.float64]


def test_an_array_that_is_updated_in_place_moves_from_frame_to_frame() -> None:
    """Each frame keeps the numbers that its array had when it was yielded."""

    def frames() -> Any:
        w = np.zeros(3)
        for _ in range(4):
            yield Weights(w)
            w += 1.0

    film = Film.shoot("grow", Weights, frames(), {})
    assert [frame.w.tolist() for frame in film] == [[float(k)] * 3 for k in range(4)]
