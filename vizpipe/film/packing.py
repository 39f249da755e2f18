"""Arrays ↔ bytes: the values of a frame as arrays, and arrays as plain ``.npz`` files, masks among them.

The mask of an array called ``a`` lies beside it as ``a.mask``, true where there is no value.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.errors import RecipeError

AnyArray = npt.NDArray[Any]

_EPOCH_1980 = (1980, 1, 1, 0, 0, 0)
_MASK = ".mask"
_ARRAYS = {np.ndarray, np.memmap}


def pack(arrays: Mapping[str, AnyArray], level: int = 1) -> bytes:
    """Arrays as the bytes of an ``.npz`` file that are the same whenever they are made."""
    return appended(b"", arrays, level)


def appended(packed: bytes, arrays: Mapping[str, AnyArray], level: int = 1) -> bytes:
    """The bytes that ``pack`` gave, with more arrays in them."""
    stream = io.BytesIO(packed)
    with zipfile.ZipFile(stream, "a" if packed else "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, array in arrays.items():
            parts = {name: np.asarray(array)}
            if isinstance(array, np.ma.MaskedArray):
                parts[name + _MASK] = np.ma.getmaskarray(array)
            for part, plain in parts.items():
                entry = io.BytesIO()
                np.lib.format.write_array(entry, plain, allow_pickle=False)
                info = zipfile.ZipInfo(f"{part}.npy", _EPOCH_1980)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, entry.getvalue(), compresslevel=level)
    return stream.getvalue()


def unpack(data: bytes) -> dict[str, AnyArray]:
    """Read what ``pack`` gave; raises ValueError if it is damaged or holds objects."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, NotImplementedError, zipfile.BadZipFile) as error:
        message = f"damaged arrays: {error}"
        raise ValueError(message) from error
    for name in [name for name in arrays if name.endswith(_MASK)]:
        mask, of = arrays.pop(name), name.removesuffix(_MASK)
        if of not in arrays or mask.dtype != bool or mask.shape != arrays[of].shape:
            message = f"damaged arrays: {name} is no mask"
            raise ValueError(message)
        arrays[of] = np.ma.MaskedArray(arrays[of], mask)
    return arrays


def array_of(value: object, where: str, *, trained: bool = False) -> AnyArray:
    """Give ``value`` as an array of its own that pickle is not needed for, all finite but where it is masked.

    What a mask hides is nought, so that the same values are the same bytes. Raises RecipeError beginning with
    ``where`` for whatever would lose something on its way; nan has another cause where something has ``trained``.
    """
    array = _plain(value, where)
    mask = np.array(np.ma.getmaskarray(value)) if isinstance(value, np.ma.MaskedArray) else None
    if mask is not None:
        array[mask] = array.dtype.type()
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        what = "nan" if np.isnan(array).any() else "infinite"
        way = f"mask what isn't there, with np.ma.{'masked_invalid' if array.ndim else 'masked'}"
        if trained:
            raise RecipeError(f"{where} is {what}: the training diverged; try a smaller learning rate (or {way})")
        raise RecipeError(f"{where} is {what}; {way}")
    return array if mask is None else np.ma.MaskedArray(array, mask)


def _plain(value: object, where: str) -> AnyArray:
    """What ``value`` holds, without its mask, as numbers or texts in this machine's order of bytes."""
    if value is None:
        raise RecipeError(f"{where} is None; what isn't there yet is np.ma.masked")
    if not isinstance(value, bool | int | float | str | np.ndarray | np.generic):
        instead = "; make it one with np.array" if isinstance(value, list | tuple) else ""
        raise RecipeError(f"{where} is a {type(value).__name__}, not a bool, int, float, str or array{instead}")
    if isinstance(value, np.ndarray) and type(value) not in _ARRAYS and not isinstance(value, np.ma.MaskedArray):
        raise RecipeError(f"{where} is a {type(value).__name__}, of which only the numbers are kept; use np.asarray")
    array: AnyArray = np.array(value)
    if array.dtype.kind not in "biufU":
        if isinstance(value, int):
            raise RecipeError(f"{where} is {value:.1e}: whole numbers go up to 2\u2076\u2074")
        way = "; mask what isn't there, with np.ma.masked_array" if any(each is None for each in array.flat) else ""
        raise RecipeError(f"{where} holds {array.dtype.name}, not numbers or text{way}")
    if array.dtype.kind == "f" and array.dtype.itemsize > np.dtype(np.float64).itemsize:
        raise RecipeError(f"{where} holds {array.dtype.name}, which not every machine has; use float64")
    if isinstance(value, str) and array.item() != value:
        raise RecipeError(f"{where} ends with a NUL character, which arrays of texts can't hold")
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def stacked(column: list[AnyArray]) -> AnyArray:
    """Arrays of one shape, stacked along a new first axis; with a mask if one of them has one."""
    if any(isinstance(each, np.ma.MaskedArray) for each in column):
        masks = np.stack([np.ma.getmaskarray(each) for each in column])
        return np.ma.MaskedArray(np.stack([np.asarray(each) for each in column]), masks)
    return np.stack(column)


def repeated(array: AnyArray, count: int) -> AnyArray:
    """An array so many times along a new first axis, read-only, taking no room."""
    whole = (count, *array.shape)
    plain = np.broadcast_to(np.asarray(array), whole)
    if not isinstance(array, np.ma.MaskedArray):
        return plain
    return np.ma.MaskedArray(plain, np.broadcast_to(np.ma.getmaskarray(array), whole), shrink=False)


def locked(array: AnyArray) -> AnyArray:
    """The same array, and its mask, made read-only."""
    array.flags.writeable = False
    if isinstance(array, np.ma.MaskedArray):
        np.ma.getmaskarray(array).flags.writeable = False
    return array


def bare(value: Any) -> Any:  # noqa: ANN401 - whatever numpy holds
    """Scalars as Python's own, ``np.ma.masked`` for one that isn't there, arrays as they are."""
    if isinstance(value, np.ma.MaskedArray) and value.ndim == 0:
        return np.ma.masked if np.ma.getmaskarray(value).item() else value.data.item()
    return value.item() if isinstance(value, np.generic) or value.ndim == 0 else value


def between(before: AnyArray, after: AnyArray, share: float) -> AnyArray:
    """An array on the way from one to another of the same shape, read-only; ``share`` is from 0 to 1.

    Floating-point numbers move on a straight line and never past its ends. All else waits: whole numbers, truth, texts
    and what is masked in either.
    """
    if before.dtype.kind != "f":
        return before
    start, end = np.asarray(before), np.asarray(after)
    mixed = np.clip((1.0 - share) * start + share * end, np.minimum(start, end), np.maximum(start, end))
    if not any(isinstance(each, np.ma.MaskedArray) for each in (before, after)):
        return locked(np.asarray(mixed, before.dtype))
    waits = np.ma.getmaskarray(before) | np.ma.getmaskarray(after)
    whole = np.ma.MaskedArray(np.where(waits, start, mixed), np.ma.getmaskarray(before), before.dtype)
    return locked(whole)


def same(one: AnyArray, other: AnyArray) -> bool:
    """Whether two arrays hold the same, masks and types among it."""
    if one.dtype != other.dtype or one.shape != other.shape or type(one) is not type(other):
        return False
    masks = isinstance(one, np.ma.MaskedArray)
    return bool((np.asarray(one) == np.asarray(other)).all()) and (
        not masks or bool((np.ma.getmaskarray(one) == np.ma.getmaskarray(other)).all())
    )
