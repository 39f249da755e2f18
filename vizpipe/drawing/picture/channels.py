"""Channels: how a mark asks a film for what it draws; and the moment of which it asks."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import FrameType
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.say import Say
from vizpipe.errors import RecipeError, nearest
from vizpipe.film.film import Film

F = TypeVar("F")
Array = npt.NDArray[np.float64]
Channel = str | float | npt.NDArray[Any] | frozenset[Any] | Callable[[F], Any]
"""A constant, the name of a field or property of the frame, or a function of the frame."""


class Phrase(NamedTuple):
    """A template and what it is filled with: numbers and texts, or functions of a frame."""

    template: str
    values: Mapping[str, Any]

    @property
    def moves(self) -> bool:
        """Whether it has to be filled for each frame."""
        return any(callable(value) for value in self.values.values())


def phrase(template: str, **values: object) -> Phrase:
    """Words with values in them, to be translated and filled when they are drawn: ``phrase("Epoch {n}", n=…)``.

    A value is a constant or a function of the frame; all other templates of a picture are plain texts.
    """
    return Phrase(template, values)


Words = str | Phrase


def moves(words: object) -> bool:
    """Whether words have to be filled for each frame."""
    return isinstance(words, Phrase) and words.moves


def channel(default: Any = ...) -> Any:  # noqa: ANN401 - as dataclasses.field
    """A field of a mark that is a channel; one without a default must be given."""
    return field(metadata={"channel": True}) if default is ... else field(default=default, metadata={"channel": True})


@dataclass(frozen=True)
class Moment(Generic[F]):
    """What a picture shows at one time: the ``index``-th state of a film, or ``share`` of the way to the next."""

    film: Film[Any]
    index: int
    frame: F
    """May lie between two states; what can't (integers, texts) is as in the state before."""
    share: float = 0.0
    beat: str = ""
    """The one that is told; the last that was reached, unless it is said."""
    lens: Callable[[Any], Any] | None = None
    """What makes ``frame`` of a frame of the film."""
    say: Say = field(default_factory=Say, compare=False)
    columns: dict[Any, Any] = field(default_factory=dict, compare=False)
    """What was worked out for the film."""

    def through(self, lens: Callable[[Any], Any] | None) -> "Moment[Any]":
        """The same moment, of one part of each frame; as it is without a lens."""
        if lens is None:
            return self
        outer = self.lens
        both = lens if outer is None else lambda frame: lens(outer(frame))
        return replace(self, frame=lens(self.frame), lens=both)

    def read(self, channel: Any) -> Any:  # noqa: ANN401 - whatever a channel gives
        """The value of a channel now."""
        return reading(channel, self.frame)

    def said(self, words: Words) -> str:
        """Words as they are drawn now; on the way to the next state they wait, or nobody could read them."""
        if isinstance(words, str):
            return self.say(words)
        frame: Any = self.frame
        if self.share and words.moves:
            state = self.film[self.index]
            frame = state if self.lens is None else self.lens(state)
        values = {name: value(frame) if callable(value) else value for name, value in words.values.items()}
        return self.say(words.template, **values)

    def column(self, channel: Any) -> Array:  # noqa: ANN401 - a channel
        """The values of a channel in all states of the film, shape (frames, …)."""
        key = channel if isinstance(channel, str) else id(channel), id(self.lens)
        if key not in self.columns:
            frames = (self.film[number] for number in range(len(self.film)))
            seen = frames if self.lens is None else map(self.lens, frames)
            self.columns[key] = (
                channel,
                self.lens,
                np.ma.stack([np.ma.asarray(reading(channel, frame)) for frame in seen]),
            )
        values: Array = self.columns[key][2]
        return values if np.ma.is_masked(values) else np.ma.getdata(values)

    def until(self, channel: Any) -> Array:  # noqa: ANN401 - a channel
        """The values of a channel up to now, the last of them as it is now."""
        past = self.column(channel)[: self.index + 1]
        if not self.share:
            return past
        both = [past, np.ma.asarray(self.read(channel))[None]]
        values: Array = np.ma.concatenate(both)  # type: ignore[no-untyped-call]
        return values if np.ma.is_masked(values) else np.ma.getdata(values)


def once(function: Callable[[F], Any]) -> Callable[[F], Any]:
    """A channel that several marks share, worked out once a frame."""
    last: list[tuple[Any, Any]] = []

    def worked_out(frame: F) -> Any:  # noqa: ANN401 - what the function gives
        if not last or last[0][0] is not frame:
            last[:] = [(frame, function(frame))]
        return last[0][1]

    return worked_out


def reading(channel: Any, frame: Any) -> Any:  # noqa: ANN401 - see Channel
    """The value of a channel in a frame."""
    if isinstance(channel, str):
        return getattr(frame, channel)
    return channel(frame) if callable(channel) else channel


def is_fixed(channel: Any, film: Film[Any], lens: object = None) -> bool:  # noqa: ANN401 - see Channel
    """Whether a channel has one value throughout a film."""
    if isinstance(channel, str):
        return len(film) == 1 or (lens is None and channel in film.constant)
    return len(film) == 1 or not (callable(channel) or moves(channel))


def channels_of(mark: object) -> dict[str, Any]:
    """A mark's channels by name."""
    return {each.name: getattr(mark, each.name) for each in fields(mark) if each.metadata.get("channel")}  # type: ignore[arg-type]


def unknown_name(channel: object, frame_type: type[Any]) -> str:
    """What is wrong with a channel that is a name, or nothing."""
    if not isinstance(channel, str) or hasattr(frame_type, channel):
        return ""
    names = [name for name in dir(frame_type) if not name.startswith("_") and name not in {"count", "index"}]
    return f"{frame_type.__name__} has no {channel[:40]!r}{nearest(channel, names)}"


def author_line() -> int:
    """The line of the recipe that is being evaluated now; 0 if none is."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the only way to a line number
    while frame is not None and str(frame.f_globals.get("__name__", "")).startswith(("vizpipe.drawing", "dataclasses")):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


def refused(mark: object, problem: str) -> RecipeError:
    """An error that names a mark, or a part as an author writes it, and its line."""
    line, name = getattr(mark, "line", 0), getattr(mark, "WRITTEN", type(mark).__name__)
    return RecipeError(f"line {line}: {name}: {problem}")


def asked(mark: object, ask: Callable[[], Any], name: str) -> Any:  # noqa: ANN401 - whatever the channel gives
    """What a channel gives. Raises RecipeError naming mark, line and channel if an author's function fails."""
    try:
        return ask()
    except RecipeError:
        raise
    except Exception as error:
        text = " ".join(str(error).split())[:200]
        raise refused(mark, f"{name}: {type(error).__name__}: {text}") from error
