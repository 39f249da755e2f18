"""Frames ↔ arrays: what a recipe yielded, stacked, on disk as plain ``.npz``, in memory as frames again."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from vizpipe.errors import RecipeError
from vizpipe.film import plane
from vizpipe.film.about import About
from vizpipe.film.packing import AnyArray, array_of, bare, between, locked, pack, repeated, same, stacked, unpack
from vizpipe.film.shooting import fitting, has_trained, quiet, where_of
from vizpipe.film.shown import Shown
from vizpipe.film.table import tidy
from vizpipe.parameters.parameter import Value

if TYPE_CHECKING:
    import pandas as pd

F = TypeVar("F", bound=tuple[Any, ...])

TABLE_COLUMNS = ("frame", "field", "index", "value")
"""The table's own columns, which no field may be called."""
NOTHING = About()
"""Of a film whose recipe made all by itself."""
META = "__film__"
"""The name of what a file says of itself."""
_GRID = "grid."
CURVE = "curve."
"""What the names of arrays begin with that hold what else was measured."""
_BESIDE = (_GRID, CURVE, "probe.", "histograms.", "images.")
"""What begins names that are no fields: no name of Python's has a dot."""


class Film(Shown[F]):
    """All frames of one run.

    A field that is equal in every frame is kept once. Arrays are read-only, so that no drawing can change the data.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of a film
        self,
        recipe: str,
        frame_type: type[F],
        length: int,
        fields: Mapping[str, AnyArray],
        constant: frozenset[str],
        parameters: Mapping[str, Value],
        about: About = NOTHING,
    ) -> None:
        """Keep the parts; fields of shape (frames, …), constant ones without the first axis."""
        self.recipe = recipe
        self.frame_type = frame_type
        self.parameters = dict(parameters)
        self.about = about
        self.constant = constant
        self._length = length
        self._fields = {name: locked(array) for name, array in fields.items()}
        self._spans: dict[str | Callable[[F], AnyArray | float], tuple[float, float]] = {}

    @classmethod
    def shoot(
        cls,
        recipe: str,
        frame_type: type[F],
        frames: Iterable[F],
        parameters: Mapping[str, Value],
        about: About = NOTHING,
    ) -> "Film[F]":
        """Take in ``frames``, checking each: the right type, the same shapes throughout, every number finite.

        Raises RecipeError naming the recipe, the frame (its epoch where it has one) and the field.
        """
        columns: dict[str, list[AnyArray]] = {name: [] for name in _names(frame_type)}
        originals: dict[str, object] = {}
        constant = set(columns)
        length = 0
        for length, frame in enumerate(quiet(frames), start=1):
            where, trained = where_of(recipe, frame, length - 1), has_trained(frame, length - 1, parameters)
            if type(frame) is not frame_type:
                raise RecipeError(f"{where} is a {type(frame).__name__}, not a {frame_type.__name__}")
            for name, column in columns.items():
                value = getattr(frame, name)
                if name in constant and length > 1 and value is originals[name] and not isinstance(value, np.ndarray):
                    continue
                array = fitting(array_of(value, f"{where}: {name}", trained=trained), column, f"{where}: {name}")
                if name in constant:
                    if length == 1:
                        originals[name] = value
                        column.append(array)
                        continue
                    if same(array, column[0]):
                        continue
                    constant.remove(name)
                    column.extend(column[:1] * (length - 2))
                column.append(array)
        if not length:
            raise RecipeError(f"{recipe}: it yielded no frame")
        fields = {name: column[0] if name in constant else stacked(column) for name, column in columns.items()}
        return cls(recipe, frame_type, length, fields, frozenset(constant), parameters, about)

    def __len__(self) -> int:
        """Count the frames."""
        return self._length

    def __getitem__(self, index: int) -> F:
        """Give one frame, of the recipe's own type; a negative index counts from the end."""
        return self.at(index)

    def at(self, index: int, share: float = 0.0) -> F:
        """A frame between ``index`` and the next, of the same type: floats move on a straight line, all else waits.

        ``share`` says how far they have come, from 0 to less than 1; at 0 it is the frame itself.
        """
        if not -self._length <= index < self._length:
            message = f"{self.recipe} has {self._length} frames, no frame {index}"
            raise IndexError(message)
        here = index % self._length
        if not 0.0 <= share < 1.0 or (share and here == self._length - 1):
            message = f"{self.recipe} has {self._length} frames, none {share} of the way from {here} to the next"
            raise IndexError(message)
        values = []
        for name, array in self._fields.items():
            value = array if name in self.constant else array[here]
            values.append(between(value, array[here + 1], share) if share and name not in self.constant else value)
        return self.frame_type(*(bare(value) for value in values))

    def __iter__(self) -> Iterator[F]:
        """Give all frames, first to last."""
        return (self[index] for index in range(self._length))

    def column(self, name: str) -> AnyArray:
        """One field through the whole film, shape (frames, …), read-only, with its mask if it has one."""
        array = self._fields[name]
        return repeated(array, self._length) if name in self.constant else array

    def span(self, of: str | Callable[[F], AnyArray | float]) -> tuple[float, float]:
        """The lowest and the highest value of a field, or of a function of a frame, over all frames.

        What is masked doesn't count; raises RecipeError if nothing else is there.
        """
        if of not in self._spans:
            values = [self.column(of)] if isinstance(of, str) else [np.ma.asanyarray(of(frame)) for frame in self]
            there = [np.ma.compressed(each) for each in values if np.ma.count(each)]
            if not there:
                raise RecipeError(f"{self.recipe}: {of if isinstance(of, str) else 'what spans'} holds no value at all")
            self._spans[of] = min(float(each.min()) for each in there), max(float(each.max()) for each in there)
        return self._spans[of]

    @property
    def square(self) -> plane.Array:
        """The part of the plane in which all ``samples`` lie, with a margin: left, right, bottom, top."""
        return plane.square(*self.span("samples"))

    def grid(self, cells: int) -> plane.Grid:
        """What the network of each frame answers at cells² points all over ``square``.

        Raises RecipeError if frames are no networks with samples in the plane, as ``nn.Snapshot`` is.
        """
        if lacking := plane.lacks(self[0]):
            raise RecipeError(
                f"{self.recipe}: a grid needs frames with samples (n, 2), a network of two inputs and its parameters; "
                f"{self.frame_type.__name__} lacks {lacking}"
            )
        return plane.answers(self, plane.grid(self.square, cells))

    def change(self) -> npt.NDArray[np.float64]:
        """How far the data have moved at each frame, from 0 on, shape (frames,).

        The step of a field between two frames is the distance of its values, in units of its range over the film; the
        fields that hold whole numbers alone count, such as an epoch, do not.
        """
        steps = np.zeros(max(self._length - 1, 0))
        for name, array in self._fields.items():
            if name in self.constant or array.dtype.kind != "f":
                continue
            flat = np.asarray(array).reshape(self._length, -1)  # what is masked is nought until it comes
            reach = float(np.linalg.norm(flat.max(axis=0) - flat.min(axis=0)))
            if reach > 0.0:
                steps += np.linalg.norm(np.diff(flat, axis=0), axis=1) / reach
        return np.concatenate([[0.0], np.cumsum(steps)])

    def table(self) -> "pd.DataFrame":
        """The film as a tidy table: one row a frame and element, ``frame``, ``field``, ``index`` and ``value``.

        Fields that hold one number or text a frame come first, as columns of their own. What is masked is missing.
        """
        return tidy({name: self.column(name) for name in self._fields}, self._length)

    @property
    def digest(self) -> str:
        """A hash of every number in the film: names, types, shapes and bytes."""
        digest = hashlib.sha256(f"{self.recipe} {self._length}".encode())
        for name, array in self._fields.items():
            digest.update(f"{name} {array.dtype.str} {array.shape} {name in self.constant}".encode())
            digest.update(np.ascontiguousarray(np.asarray(array)).tobytes())
            if isinstance(array, np.ma.MaskedArray):
                digest.update(b"mask" + np.ma.getmaskarray(array).tobytes())
        if self.about != NOTHING:
            digest.update(msgspec.json.encode(self.about))
        return digest.hexdigest()

    def save(self, cells: int = 0) -> bytes:
        """The film as the bytes of an ``.npz`` file: plain arrays, the same bytes for the same film.

        If asked for a grid of so many ``cells`` a side, and its frames have one, ``grid.points`` and ``grid.outputs``
        lie beside the fields.
        """
        meta = {
            "recipe": self.recipe,
            "length": self._length,
            "constant": sorted(self.constant),
            "parameters": self.parameters,
        } | ({"about": msgspec.to_builtins(self.about)} if self.about != NOTHING else {})
        text = np.frombuffer(json.dumps(meta, sort_keys=True, allow_nan=False).encode(), dtype=np.uint8)
        grid = self.grid(cells)._asdict() if cells and not plane.lacks(self[0]) else {}
        return pack({**self._fields, **{_GRID + name: array for name, array in grid.items()}, META: text})

    @classmethod
    def load(cls, data: bytes, frame_type: type[F]) -> "Film[F]":
        """Read what ``save`` gave; raises ValueError if it is anything else."""
        fields = {name: array for name, array in unpack(data).items() if not name.startswith(_BESIDE)}
        try:
            meta = json.loads(fields.pop(META).tobytes())
            length, constant = int(meta["length"]), frozenset(meta["constant"])
            whole = tuple(fields) == _names(frame_type) and constant <= set(fields) and length > 0
            whole = whole and all(n in constant or a.shape[:1] == (length,) for n, a in fields.items())
            recipe, parameters = str(meta["recipe"]), dict(meta["parameters"])
            about = msgspec.convert(meta.get("about", {}), About)
        except (KeyError, TypeError, ValueError, msgspec.ValidationError) as error:
            message = "not a film"
            raise ValueError(message) from error
        if not whole:
            message = f"not a film of {frame_type.__name__}"
            raise ValueError(message)
        return cls(recipe, frame_type, length, fields, constant, parameters, about)


def _names(frame_type: type[Any]) -> tuple[str, ...]:
    return tuple(frame_type._fields)
