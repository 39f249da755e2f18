"""Recipes a second time: what every field of every frame must be, computed by another program."""

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from vizpipe.film.film import Film

Frame = dict[str, Any]
"""By a field's, a property's or a method's name, and anything after a blank, what it must be."""
Replay = Iterator[Frame]


class Call(NamedTuple):
    """A method of a frame with what it is given and what it must give."""

    given: tuple[Any, ...]
    result: Any


def compare(film: Film[Any], replay: Replay, rtol: float = 1e-7) -> None:
    """Raise AssertionError where a frame is other than the replay's, or it tells nothing of a field.

    Raises ValueError if there are more frames, or fewer.
    """
    for number, (frame, expected) in enumerate(zip(film, replay, strict=True)):
        assert set(frame._fields) <= set(expected), f"nothing is said of {set(frame._fields) - set(expected)}"
        for name, value in expected.items():
            found = attrgetter(name.partition(" ")[0])(frame)
            if isinstance(value, Call):
                found, value = found(*value.given), value.result  # noqa: PLW2901 - the same thing, asked
            _same(f"{film.recipe}, frame {number}: {name}", found, value, rtol)


def _same(where: str, found: Any, value: Any, rtol: float) -> None:
    if isinstance(value, Mapping):
        assert set(found) == set(value), where
        for key, each in value.items():
            _same(f"{where} {key}", found[key], each, rtol)
    elif isinstance(value, list | tuple):
        assert len(found) == len(value), where
        for number, each in enumerate(value):
            _same(f"{where} {number}", found[number], each, rtol)
    elif isinstance(value, frozenset):
        assert found == value, where
    else:
        one, other = np.asarray(found), np.asarray(value)
        assert one.shape == other.shape, f"{where} has shape {one.shape}, not {other.shape}"
        if one.dtype.kind == "f":
            np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-9, err_msg=where)
        else:
            np.testing.assert_array_equal(one, other, err_msg=where)
