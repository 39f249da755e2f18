"""What ``Film.shoot`` needs while frames come in: no warnings of numpy's, and the name of a frame."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import numpy as np

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
