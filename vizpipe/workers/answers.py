"""What workers answer."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from vizpipe.encoding.formats import About
from vizpipe.film.drift import Record
from vizpipe.film.schedule import Tick
from vizpipe.film.stops import Pace
from vizpipe.film.story import Cue

Films = tuple[Path | bytes, ...]
"""One film, or several to be drawn side by side, each as its place in the cache or, where that can't be reached, as the
bytes that lie there."""


Frames = Sequence[int] | Sequence[Tick]
"""What is drawn: frames, or ticks of a schedule."""


class Story(NamedTuple):
    """What the schedule of one film was made of, for whoever tells it slower or faster."""

    change: list[int]
    """How far the data have moved at each frame, in billionths of the whole."""
    cues: tuple[Cue, ...]
    """Without their words."""
    pace: Pace
    frames: list[int]
    """Those that are told."""


class Order(NamedTuple):
    """What a page shows: ticks, what is said of each, how often it plays."""

    ticks: tuple[Tick, ...]
    words: tuple[str, ...]
    moments: tuple[int, ...]
    plays: int
    cues: tuple[Cue, ...] = ()
    """The beats that ticks name."""
    story: Story | None = None
    """None where its ticks are no schedule, or that of several films."""


class Paged(NamedTuple):
    """A page that is drawn with a still, on the same stage, and what it says of itself but for the alternative text."""

    order: Order
    about: About


class Trained(NamedTuple):
    """A film as it leaves the worker."""

    film: bytes
    digest: str
    frames: int
    record: Record
    processor: str = ""
    """What trained it, if that is not the level that workers keep to."""


class Described(NamedTuple):
    """A film in words, a palette and the colours it was chosen from, and the last picture."""

    title: str
    caption: str
    alternative: str
    palette: bytes
    """Nothing where no file is filmed in it."""
    seen: bytes
    still: bytes
    unused: tuple[str, ...] = ()
    """What is to be said of labels that nothing was drawn for."""
    sight: bytes = b""
    """What the frames show, as JSON of a ``film.content.Sight``."""
    page: bytes = b""
    """The page that draws the film, if it was asked for as well."""


class Preview(NamedTuple):
    """One frame as somebody sees it who works on its recipe."""

    png: bytes
    title: str
    caption: str
    alternative: str
    unused: tuple[str, ...] = ()
    """What is to be said of labels that nothing was drawn for."""


class Clock(NamedTuple):
    """What is said of each frame's time, when that is, and how far the data have moved until then."""

    words: list[str]
    moments: list[int]
    """Epochs where the frames have them, otherwise the frames' numbers."""
    change: list[float]
    changes: list[list[float]]
    """The same of each film by itself."""
    frames: list[int]
    """Those that are told."""
    cues: tuple[Cue, ...] = ()
    """The beats of the film's story, if it has one."""


ELSEWHERE = "other runs"
"""Where a text stands that a recipe says for other data or parameters."""


class Text(NamedTuple):
    """A text of a film: where it stands, its template, what filled that first, and what came out."""

    place: str
    template: str
    values: dict[str, str]
    text: str


class Drawn(NamedTuple):
    """Some pictures as they leave the worker, in palette indices, and a digest of them and their palette."""

    pictures: bytes
    digest: str
    off: int
    """By how much of 255 the worst pixel is off in any channel, at most."""
    gaps: bytes
    """The pixels that are off by more than is allowed, and their colours; nothing if there are none."""
    sight: bytes = b""
    """What they show, as JSON of a ``film.content.Sight``."""
