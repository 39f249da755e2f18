"""What workers can be asked to do. Pure: the same arguments give the same answer, in any process on any machine.

A recipe travels as its path and text; functions of a recipe are never pickled. This module is light, so that a command
can name a task without importing what the task needs.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from vizpipe.assets import Look
from vizpipe.encoding import About, Format
from vizpipe.parameters import Value
from vizpipe.record import Record
from vizpipe.sources import Source

Films = tuple[Path | bytes, ...]
"""One film, or several to be drawn side by side, each as its place in the cache or, where that can't be reached, as the
bytes that lie there."""


class Trained(NamedTuple):
    """A film as it leaves the worker."""

    film: bytes
    digest: str
    frames: int
    record: Record


class Described(NamedTuple):
    """A film in words, a palette and the colours it was chosen from, and the last picture."""

    title: str
    caption: str
    alternative: str
    palette: bytes
    seen: bytes
    still: bytes
    unused: tuple[str, ...] = ()
    """Labels that nothing was drawn for."""


class Clock(NamedTuple):
    """What is said of each frame's time, when that is, and how far the data have moved until then."""

    words: list[str]
    moments: list[int]
    """Epochs where the frames have them, otherwise the frames' numbers."""
    change: list[float]


class Drawn(NamedTuple):
    """Some pictures as they leave the worker, in palette indices, and a digest of them and their palette."""

    pictures: bytes
    digest: str
    off: int
    """By how much of 255 the worst pixel is off in any channel, at most."""
    share: float
    """Of the pixels of the worst picture, those that are off by more than is allowed."""
    lacking: bytes
    """The colours of those; nothing if there are none."""


class Widened(NamedTuple):
    """A palette in place of one that lacks colours, and whether that one's indices still mean the same."""

    palette: bytes
    extends: bool


class Remark(NamedTuple):
    """One thing to say about how a picture looks."""

    measure: str
    text: str
    counts: bool = True
    """A finding, not only worth knowing."""


def cards(source: Source) -> bytes:
    """The cards of a recipe file, or what is wrong with it, as JSON."""
    from vizpipe import registry  # noqa: PLC0415 - see above

    return registry.make_cards(source)


def train(source: Source, name: str, values: dict[str, Value], root: str = ".") -> Trained:
    """Run a recipe and stack its frames; raises RecipeError naming recipe and frame.

    Paths among the parameters are relative to ``root``.
    """
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.train(source, name, values, root)


def describe(source: Source, name: str, films: Films, look: Look, frames: Sequence[int]) -> Described:
    """Draw a few frames: choose a palette, keep the last as the still, and put the film into words."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.describe(source, name, films, look, frames)


def draw(source: Source, name: str, films: Films, look: Look, frames: Sequence[int], palette: bytes) -> Drawn:
    """Draw frames and give their palette indices."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.draw(source, name, films, look, frames, palette)


def widen(look: Look, palette: bytes, seen: bytes, lacking: Sequence[bytes]) -> Widened:
    """A palette for all frames, where one that was chosen from a few lacks colours of others."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.widen(look, palette, seen, lacking)


def clock(source: Source, name: str, films: Films, look: Look) -> Clock:
    """What is said of each frame's time, and how far the data have moved until then."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.clock(source, name, films, look)


def words(source: Source, name: str, films: Films, look: Look) -> tuple[str, str, str]:
    """The title, the caption and the alternative text of a film."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.words(source, name, films, look)


def vector(  # noqa: PLR0913, PLR0917 - a task's arguments travel in order
    source: Source, name: str, films: Films, look: Look, form: Format, frames: Sequence[int], about: About
) -> bytes:
    """Frames as a file that is drawn at once: the last one, key frames on a sheet, or each on a page of its own."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.vector(source, name, films, look, form, frames, about)


def inspect(source: Source, name: str, films: Films, look: Look, frames: Sequence[int]) -> list[Remark]:
    """What is to be remarked about the texts of frames, the theme's colours, and what moves without the data."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.inspect(source, name, films, look, frames)


def watch(animation: Path | bytes) -> list[Remark]:
    """What is to be remarked about the motion of an animation, a GIF of our own."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.watch(animation)


def tabulate(source: Source, name: str, film: Path | bytes, kind: str) -> bytes:
    """The film as a data file."""
    from vizpipe import studio  # noqa: PLC0415 - see above

    return studio.tabulate(source, name, film, kind)
