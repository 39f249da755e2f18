"""The formats, a row each: what it is called, takes and needs, and how it is read and shown."""

import importlib.util
from typing import Literal, NamedTuple

from vizpipe.errors import MachineError, UsageError, nearest

LARGEST_SIDE = 65_535
"""More a GIF can't hold."""


SMALLEST_SIDE = 64


MOST_PIXELS = 64_000_000
"""More would take a gigabyte for a few frames."""


class Loss(NamedTuple):
    """An encoder's own measure of what it gives up to get smaller."""

    words: str
    usual: int
    steps: range
    """From the least loss to the most that still reads well."""
    halves: float = 0.0
    """By how much more a file is half as large; 0 if its size goes with the measure."""


class Format(NamedTuple):
    """A kind of file: what it is made of, the version of what makes it, and all that others have to know of it."""

    name: str
    takes: Literal["indexed", "rgb", "figure", "strip", "pages", "film", "strokes"]
    """A palette's indices for all frames, the last frame's colours, the last frame as a figure, key frames as a figure,
    all frames as figures, the frame data, or what is drawn of all frames as numbers."""
    version: int
    ending: str
    """What follows the asset's name."""
    extra: str = ""
    """The extra that it needs, and the module that comes with that."""
    module: str = ""
    writer: str = ""
    """If it moves: the module of this room that writes it. One that takes pictures has ``begin`` for that, and an
    ``origin`` for what made it."""
    mime: str = ""
    """Its media type, if it moves."""
    pillow: str = ""
    """Pillow's name for it, if Pillow reads it."""
    exact: bool = False
    """Whether what Pillow reads is what was drawn."""
    weight: float = 1.0
    """How large it is beside a GIF: of images that move, a page shows the lightest."""
    tells_time: bool = False
    """Whether it says of each frame when that is."""
    loss: Loss | None = None
    tweens: bool = False
    """Whether it has colours and time for smooth tints and for what lies between two frames."""
    alpha: bool = False
    """Whether it can be seen through while it moves, in every degree."""

    @property
    def suffix(self) -> str:
        """The kind of file by its ending, without the dot."""
        return self.ending.rpartition(".")[2]

    @property
    def moves(self) -> bool:
        """Whether time passes in it."""
        return self.takes in {"indexed", "strokes"}

    def needed(self) -> None:
        """Raise MachineError, with the line that installs it, if its extra is missing."""
        if self.module and importlib.util.find_spec(self.module) is None:
            raise MachineError(f"{self.name} needs {self.module}: pip install 'vizpipe[{self.extra}]'")


# fmt: off
FORMATS = {form.name: form for form in (
    Format("gif", "indexed", 3, ".gif", writer="gif", mime="image/gif", pillow="GIF", exact=True),
    Format("png", "rgb", 3, ".png", pillow="PNG", exact=True),
    Format("webp", "indexed", 2, ".webp", writer="webp", mime="image/webp", pillow="WEBP", exact=True, weight=0.67,
           alpha=True),
    Format("apng", "indexed", 3, ".apng", writer="apng", mime="image/apng", pillow="PNG", exact=True, alpha=True),
    Format("mp4", "indexed", 2, ".mp4", "video", "av", writer="video", mime="video/mp4",
           loss=Loss("a rate factor of", 20, range(22, 35), 7.0), tweens=True),
    Format("webm", "indexed", 2, ".webm", "video", "av", writer="video", mime="video/webm",
           loss=Loss("a rate factor of", 24, range(27, 52, 2), 12.0), tweens=True, alpha=True),
    Format("html", "strokes", 4, ".html", writer="livepage", mime="text/html", tells_time=True),
    Format("avif", "rgb", 2, ".avif", pillow="AVIF", loss=Loss("quality", 80, range(75, 39, -5))),
    Format("svg", "figure", 1, ".svg"),
    Format("pdf", "figure", 1, ".pdf"),
    Format("filmstrip.png", "strip", 1, "-filmstrip.png"),
    Format("filmstrip.svg", "strip", 1, "-filmstrip.svg"),
    Format("filmstrip.pdf", "strip", 1, "-filmstrip.pdf"),
    Format("frames.pdf", "pages", 1, "-frames.pdf"),
    Format("csv", "film", 1, ".csv"),
    Format("npz", "film", 1, ".npz"),
    Format("parquet", "film", 1, ".parquet", "parquet", "pyarrow"),
)}
# fmt: on
USUAL = {"animation": "gif", "figure": "png"}
"""What a recipe's picture is, unless somebody asks for others."""
READ_BY_PILLOW = {form.suffix: form.pillow for form in FORMATS.values() if form.pillow}
"""Pillow's name for each ending."""
EXACT = {form.suffix: form.pillow for form in FORMATS.values() if form.exact}
"""The same, of those whose pixels are what was drawn."""


class About(NamedTuple):
    """What a file says of itself."""

    title: str
    alternative: str
    """For those who can't see it."""
    origin: str
    """The version and the line that made it."""


class Moment(NamedTuple):
    """A frame's time in its film: in words, and as a number, the epoch if frames have one."""

    words: str
    at: int


class Roll(NamedTuple):
    """When each frame of an animation is shown, how often all of them, and what is said of each."""

    durations: list[int]
    """Milliseconds."""
    loop: int
    """How often it plays, 0 for ever."""
    moments: list[Moment]
    """None where no file tells them."""
    lang: str = "en"
    rate: float = 0.0
    """Pictures a second, of which every duration is a multiple; 0 if nobody says."""


def find(name: str) -> Format:
    """The format of this name, in capitals or not; raises UsageError with the nearest one."""
    plain = name.strip().lower()
    if plain not in FORMATS:
        wrong = f"unknown format {name[:40]}{nearest(plain, FORMATS)}" if plain else "the name of a format is empty"
        raise UsageError(f"{wrong} (there are {', '.join(FORMATS)})")
    return FORMATS[plain]
