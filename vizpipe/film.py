"""Frames ↔ arrays: what a recipe yielded, stacked, on disk as plain ``.npz``, in memory as frames again."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from vizpipe.errors import RecipeError
from vizpipe.parameters import Value

if TYPE_CHECKING:
    import pandas as pd

F = TypeVar("F", bound=tuple[Any, ...])
AnyArray = npt.NDArray[Any]

TABLE_COLUMNS = ("frame", "field", "index", "value")
"""The table's own columns, which no field may be called."""
_META = "__film__"
_EPOCH_1980 = (1980, 1, 1, 0, 0, 0)


class Film(Generic[F]):
    """All frames of one run.

    A field that is equal in every frame is kept once. Arrays are read-only, so that no drawing can change the data.
    """

    def __init__(
        self,
        recipe: str,
        frame_type: type[F],
        length: int,
        fields: Mapping[str, AnyArray],
        constant: frozenset[str],
        parameters: Mapping[str, Value],
    ) -> None:
        """Keep the parts; fields of shape (frames, …), constant ones without the first axis."""
        self.recipe = recipe
        self.frame_type = frame_type
        self.parameters = dict(parameters)
        self.constant = constant
        self._length = length
        self._fields = dict(fields)
        for array in self._fields.values():
            array.flags.writeable = False
        self._spans: dict[str | Callable[[F], AnyArray | float], tuple[float, float]] = {}

    @classmethod
    def shoot(  # noqa: C901 - one pass over frames and fields, each check where it belongs
        cls, recipe: str, frame_type: type[F], frames: Iterable[F], parameters: Mapping[str, Value]
    ) -> "Film[F]":
        """Take in ``frames``, checking each: the right type, the same shapes throughout, every number finite.

        Raises RecipeError naming the recipe, the frame (its epoch where it has one) and the field.
        """
        columns: dict[str, list[AnyArray]] = {name: [] for name in _names(frame_type)}
        originals: dict[str, object] = {}
        constant = set(columns)
        length = 0
        for length, frame in enumerate(_quiet(frames), start=1):
            where = _where(recipe, frame, length - 1)
            if type(frame) is not frame_type:
                raise RecipeError(f"{where} is a {type(frame).__name__}, not a {frame_type.__name__}")
            for name, column in columns.items():
                value = getattr(frame, name)
                if name in constant and length > 1 and value is originals[name] and not isinstance(value, np.ndarray):
                    continue
                array = _array(value, f"{where}: {name}")
                if name in constant:
                    if length == 1:
                        originals[name] = value
                        column.append(array)
                        continue
                    if _equal(array, column[0]):
                        continue
                    constant.remove(name)
                    column.extend(column[:1] * (length - 2))
                if array.shape != column[0].shape:
                    raise RecipeError(f"{where}: {name} has shape {array.shape}, in frame 0 it had {column[0].shape}")
                if array.dtype.kind != column[0].dtype.kind:
                    kinds = f"{array.dtype.name}, in frame 0 it was {column[0].dtype.name}"
                    raise RecipeError(f"{where}: {name} is {kinds}")
                column.append(array)
        if not length:
            raise RecipeError(f"{recipe}: it yielded no frame")
        fields = {name: column[0] if name in constant else np.stack(column) for name, column in columns.items()}
        return cls(recipe, frame_type, length, fields, frozenset(constant), parameters)

    def __len__(self) -> int:
        """Count the frames."""
        return self._length

    def __getitem__(self, index: int) -> F:
        """Give one frame, of the recipe's own type; a negative index counts from the end."""
        if not -self._length <= index < self._length:
            message = f"{self.recipe} has {self._length} frames, no frame {index}"
            raise IndexError(message)
        values = (
            array if name in self.constant else array[index % self._length] for name, array in self._fields.items()
        )
        return self.frame_type(*(_plain(value) for value in values))

    def __iter__(self) -> Iterator[F]:
        """Give all frames, first to last."""
        return (self[index] for index in range(self._length))

    def column(self, name: str) -> AnyArray:
        """One field through the whole film, shape (frames, …), read-only."""
        array = self._fields[name]
        return np.broadcast_to(array, (self._length, *array.shape)) if name in self.constant else array

    def span(self, of: str | Callable[[F], AnyArray | float]) -> tuple[float, float]:
        """The lowest and the highest value of a field, or of a function of a frame, over all frames."""
        if of not in self._spans:
            values = [self.column(of)] if isinstance(of, str) else [np.asarray(of(frame)) for frame in self]
            self._spans[of] = min(float(v.min()) for v in values), max(float(v.max()) for v in values)
        return self._spans[of]

    def change(self) -> npt.NDArray[np.float64]:
        """How far the data have moved at each frame, from 0 on, shape (frames,).

        The step of a field between two frames is the distance of its values, in units of its range over the film; the
        fields that hold whole numbers alone count, such as an epoch, do not.
        """
        steps = np.zeros(max(self._length - 1, 0))
        for name, array in self._fields.items():
            if name in self.constant or array.dtype.kind != "f":
                continue
            flat = array.reshape(self._length, -1)
            reach = float(np.linalg.norm(flat.max(axis=0) - flat.min(axis=0)))
            if reach > 0.0:
                steps += np.linalg.norm(np.diff(flat, axis=0), axis=1) / reach
        return np.concatenate([[0.0], np.cumsum(steps)])

    def table(self) -> "pd.DataFrame":
        """The film as a tidy table: one row a frame and element, ``frame``, ``field``, ``index`` and ``value``.

        Fields that hold one number or text a frame come first, as columns of their own.
        """
        import pandas as pd  # noqa: PLC0415 - half a second that only tables need

        scalars = {name: self.column(name) for name in self._fields if self.column(name).ndim == 1}
        arrays = [name for name in self._fields if name not in scalars]
        base = pd.DataFrame({"frame": np.arange(self._length), **scalars})
        parts = []
        for name in arrays:
            column = self.column(name)
            size = int(np.prod(column.shape[1:]))
            labels = [" ".join(map(str, at)) for at in np.ndindex(column.shape[1:])]
            part = base.loc[base.index.repeat(size)].reset_index(drop=True)
            parts.append(part.assign(field=name, index=labels * self._length, value=column.reshape(-1)))
        return pd.concat(parts, ignore_index=True) if parts else base

    @property
    def digest(self) -> str:
        """A hash of every number in the film: names, types, shapes and bytes."""
        digest = hashlib.sha256(f"{self.recipe} {self._length}".encode())
        for name, array in self._fields.items():
            digest.update(f"{name} {array.dtype.str} {array.shape} {name in self.constant}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def save(self) -> bytes:
        """The film as the bytes of an ``.npz`` file: plain arrays, the same bytes for the same film."""
        meta = {
            "recipe": self.recipe,
            "length": self._length,
            "constant": sorted(self.constant),
            "parameters": self.parameters,
        }
        text = np.frombuffer(json.dumps(meta, sort_keys=True, allow_nan=False).encode(), dtype=np.uint8)
        return pack({**self._fields, _META: text})

    @classmethod
    def load(cls, data: bytes, frame_type: type[F]) -> "Film[F]":
        """Read what ``save`` gave; raises ValueError if it is anything else."""
        fields = unpack(data)
        try:
            meta = json.loads(fields.pop(_META).tobytes())
            length, constant = int(meta["length"]), frozenset(meta["constant"])
            whole = tuple(fields) == _names(frame_type) and constant <= set(fields) and length > 0
            whole = whole and all(n in constant or a.shape[:1] == (length,) for n, a in fields.items())
            recipe, parameters = str(meta["recipe"]), dict(meta["parameters"])
        except (KeyError, TypeError, ValueError) as error:
            message = "not a film"
            raise ValueError(message) from error
        if not whole:
            message = f"not a film of {frame_type.__name__}"
            raise ValueError(message)
        return cls(recipe, frame_type, length, fields, constant, parameters)


def pack(arrays: Mapping[str, AnyArray], level: int = 1) -> bytes:
    """Arrays as the bytes of an ``.npz`` file that are the same whenever they are made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, np.asanyarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _EPOCH_1980)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entry.getvalue(), compresslevel=level)
    return stream.getvalue()


def unpack(data: bytes) -> dict[str, AnyArray]:
    """Read what ``pack`` gave; raises ValueError if it is damaged or holds objects."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, NotImplementedError, zipfile.BadZipFile) as error:
        message = f"damaged arrays: {error}"
        raise ValueError(message) from error


def _quiet(frames: Iterable[F]) -> Iterator[F]:
    """The same frames, made without numpy's warnings: Film.shoot says which number is none."""
    iterator = iter(frames)
    while True:
        with np.errstate(all="ignore"):
            try:
                frame = next(iterator)
            except StopIteration:
                return
        yield frame


def _names(frame_type: type[Any]) -> tuple[str, ...]:
    return tuple(frame_type._fields)


def _where(recipe: str, frame: object, index: int) -> str:
    epoch = getattr(frame, "epoch", None)
    return f"{recipe}: frame {index}" + (f" (epoch {epoch})" if isinstance(epoch, int) else "")


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever numpy holds
    """Scalars as Python's own, arrays as they are."""
    return value.item() if isinstance(value, np.generic) or value.ndim == 0 else value


def _array(value: object, where: str) -> AnyArray:
    """Give ``value`` as an array that pickle is not needed for, all finite."""
    if not isinstance(value, bool | int | float | str | np.ndarray | np.generic):
        kinds = "a bool, int, float, str or array"
        raise RecipeError(f"{where} is a {type(value).__name__}, not {kinds}")
    array = np.array(value)
    if array.dtype.kind not in "biufU":
        raise RecipeError(f"{where} holds {array.dtype.name}, not numbers or text")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        what = "nan" if np.isnan(array).any() else "infinite"
        raise RecipeError(f"{where} is {what}: the training diverged; try a smaller learning rate")
    return array


def _equal(one: AnyArray, other: AnyArray) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and bool((one == other).all())
