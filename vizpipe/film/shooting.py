"""What ``Film.shoot`` needs while frames come in: no warnings of numpy's, the name of a frame, columns of one kind."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np

from vizpipe.errors import RecipeError
from vizpipe.film.packing import AnyArray

F = TypeVar("F", bound=tuple[Any, ...])


def quiet(frames: Iterable[F]) -> Iterator[F]:
    """The same frames, made without numpy's warnings: Film.shoot says which number is none."""
    iterator = iter(frames)
    while True:
        with np.errstate(all="ignore"):
            try:
                frame = next(iterator)
            except StopIteration:
                return
        yield frame


def where_of(recipe: str, frame: object, index: int) -> str:
    """A frame in words: its recipe, its number, its epoch if it has one."""
    epoch = getattr(frame, "epoch", None)
    return f"{recipe}: frame {index}" + (f" (epoch {epoch})" if isinstance(epoch, int) else "")


def has_trained(frame: object, index: int, parameters: Mapping[str, object]) -> bool:
    """Whether something has trained when a frame comes: there are epochs or a rate, and it isn't where all begins."""
    epoch = getattr(frame, "epoch", None)
    trains = epoch is not None or any(name.endswith("rate") for name in parameters)
    return trains and (index > 0 or (isinstance(epoch, int) and epoch > 0))


def fitting(array: AnyArray, column: list[AnyArray], where: str) -> AnyArray:
    """A frame's array as its column has them: one that isn't there in the type and shape of those that are.

    A column of nothing so far takes those of the array. Raises RecipeError beginning with ``where``, which ends with
    the field's name, if the array is of another shape or kind.
    """
    if not column or _kind(array) == _kind(column[0]):
        return array
    if _is_nothing(array):
        return _nothing_like(column[0])
    if all(map(_is_nothing, column)):
        column[:] = [_nothing_like(array)] * len(column)
        return array
    (shape, kind), (first, _) = _kind(array), _kind(column[0])
    if shape != first:
        way = "; give every frame the longest, and mask what isn't there yet, with np.ma.masked_array"
        raise RecipeError(
            f"{where} has shape {shape}, in frame 0 it had {first}{way if len(shape) == len(first) else ''}"
        )
    way = "; give every frame a float" if {kind, column[0].dtype.kind} == {"i", "f"} else ""
    raise RecipeError(f"{where} is {array.dtype.name}, in frame 0 it was {column[0].dtype.name}{way}")


def _kind(array: AnyArray) -> tuple[tuple[int, ...], str]:
    return array.shape, array.dtype.kind


def _is_nothing(array: AnyArray) -> bool:
    """Whether this is np.ma.masked, which stands for any value that isn't there."""
    return isinstance(array, np.ma.MaskedArray) and array.ndim == 0 and bool(np.ma.getmaskarray(array))


def _nothing_like(array: AnyArray) -> AnyArray:
    return np.ma.MaskedArray(np.zeros(array.shape, array.dtype), mask=True)
