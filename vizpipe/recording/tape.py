"""A tape takes in what a network is after each epoch of somebody's own training, and writes a film of it."""

import atexit
import math
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np

from vizpipe.errors import MachineError, UsageError
from vizpipe.recording import samples
from vizpipe.recording.model import Model
from vizpipe.recording.reel import Reel, merged
from vizpipe.recording.subject import Subject, subject_of
from vizpipe.store.atomic import write
from vizpipe.store.foreign import read

T = TypeVar("T")

_LARGEST = 1e30
_SELDOM, _SHARE = 5.0, 300.0
"""Seconds between two writes at least, and how many times what the last one took."""
_SIGN = b"__film__.npy"


class Tape:
    """Records a training: ``for epoch in vizpipe.record(…).epochs(range(10)):``.

    Or ``with vizpipe.record(…) as tape:``, and ``tape.epoch()`` at the end of each epoch.
    """

    def __init__(  # noqa: PLR0913 - what a recording is of
        self,
        model: Model,
        x: Any,  # noqa: ANN401 - whatever the user has
        y: Any,  # noqa: ANN401 - as above
        path: str | Path,
        *,
        every: int = 1,
        exact: bool = False,
        features: Sequence[str] = (),
        classes: Sequence[str] = (),
    ) -> None:
        """Check what can be checked before hours of training. Raises UsageError."""
        if type(every) is not int or every < 1:
            raise UsageError(f"record: every is {every!r:.40}, but must be a whole number, 1 or more")
        self.path = _free(Path(path))
        samples.check(x, y)
        self._model, self._x, self._y = model, x, y
        self._every, self._exact = every, exact
        self._features = tuple(map(str, features)) or samples.features_of(x)
        self._names = tuple(map(str, classes))
        self._epoch, self._taken, self._diverged = 0, -1, 0
        self._given: dict[str, float] = {}
        self._written, self._took = time.monotonic(), 0.0
        self._subject: Subject | None = None
        self._reel: Reel | None = None
        self._is_closed = False
        self._take({})
        atexit.register(self.close)

    def __enter__(self) -> Self:
        """It records already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the film, also when the training failed or was interrupted."""
        self.close()

    def epoch(self, loss: object = None, accuracy: object = None, **metrics: object) -> None:
        """An epoch has ended; numbers that were measured are kept by name, such as ``val_loss=…``.

        Loss and accuracy (a share from 0 to 1) are worked out from the network's own answers if they are not given.
        """
        if self._is_closed:
            raise UsageError(f"record: {self.path.name} is closed; call epoch before that")
        given = {"loss": loss, "accuracy": accuracy, **metrics}
        self._epoch += 1
        self._given = {name: _number(name, value) for name, value in given.items() if value is not None}
        if self._epoch % self._every == 0:
            self._take(self._given)

    __call__ = epoch

    def epochs(self, of: Iterable[T]) -> Iterator[T]:
        """The same epochs, each recorded when it has ended unless ``epoch`` was called; then the film is written."""
        with self:
            for each in of:
                before = self._epoch
                try:
                    yield each
                finally:  # also where the loop is left early: that epoch is the last
                    if self._epoch == before:
                        self.epoch()

    def close(self) -> None:
        """Write the whole film; nothing more is recorded. Raises MachineError."""
        if self._is_closed:
            return
        self._is_closed = True
        atexit.unregister(self.close)
        if self._epoch > self._taken:
            self._take(self._given)
        if self._reel is None or self._subject is None or not len(self._reel):
            warnings.warn(f"vizpipe: {self.path.name} was not written: no epoch was recorded", stacklevel=2)
            return
        write(self.path, self._film(self._reel, self._subject, is_last=True))

    def _take(self, given: Mapping[str, float]) -> None:
        """Take a frame, if there are weights yet, and still."""
        if self._subject is None or self._reel is None:
            self._subject = subject_of(self._model, self._x, self._y, self._names)
            if self._subject is None:
                return
            self._reel = self._subject.reel(exact=self._exact)
        subject, reel = self._subject, self._reel
        vector = None if self._diverged else subject.vector()
        if vector is not None and not np.abs(vector).max(initial=0.0) < _LARGEST:  # nor if it is nan
            self._diverged = self._epoch
        if self._diverged:
            return
        is_whole = all(math.isfinite(given.get(name, math.nan)) for name in ("loss", "accuracy"))
        measured: dict[str, float] = dict(given)
        shown: tuple[float, float] | None = None
        if is_whole or vector is None:  # what weights answer can be worked out later
            measured, shown = merged(given, {} if is_whole else subject.measure())
        reel.add(self._epoch, measured, vector, shown)
        self._taken = self._epoch
        if reel.is_full:
            reel.halve()
            self._every *= 2
        self._save_at_times(reel, subject)

    def _save_at_times(self, reel: Reel, subject: Subject) -> None:
        """Write what there is so far, so seldom that the training does not notice."""
        now = time.monotonic()
        if now - self._written < max(_SELDOM, _SHARE * self._took):
            return
        try:
            write(self.path, self._film(reel, subject), lasting=False)
        except MachineError as error:
            warnings.warn(f"vizpipe: {error}", stacklevel=2)
        self._written = time.monotonic()
        self._took = self._written - now

    def _film(self, reel: Reel, subject: Subject, *, is_last: bool = False) -> bytes:
        diverged = f"The training diverged in epoch {self._diverged}: the film ends before it."
        notes = [diverged] if self._diverged else []
        return reel.save(subject.about(self._features, notes, is_last=is_last and not self._diverged), is_last=is_last)


def _number(name: str, value: object) -> float:
    """A number, also as an array or a tensor of one. Raises UsageError."""
    value = value.detach() if hasattr(value, "detach") else value
    try:
        number = float(value)  # type: ignore[arg-type]  # what is none is told below
    except (TypeError, ValueError, RuntimeError):
        raise UsageError(f"record: {name} is of type {type(value).__name__}, but must be a number") from None
    return number / 100.0 if name == "accuracy" and 1.0 < number <= 100.0 else number  # noqa: PLR2004 - per cent


def _free(path: Path) -> Path:
    """The path if a film may be written there. Raises UsageError."""
    if not path.parent.is_dir():
        raise UsageError(f"record: there is no folder {path.parent}")
    if path.is_dir():
        raise UsageError(f"record: {path} is a folder; name a file, such as run.film")
    if path.exists():
        data = read(path)
        if data and not (data.startswith(b"PK\x03\x04") and _SIGN in data[-65_536:]):
            raise UsageError(f"record: {path} is no film, and would be gone; name another file")
    return path
