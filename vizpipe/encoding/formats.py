"""The formats: what each is called and takes."""

import importlib.util
from typing import Literal, NamedTuple

from vizpipe.errors import MachineError, UsageError, nearest

LARGEST_SIDE = 65_535
"""More a GIF can't hold."""


SMALLEST_SIDE = 64


MOST_PIXELS = 64_000_000
"""More would take a gigabyte for a few frames."""


class Format(NamedTuple):
    """A kind of file: what it is made of, and the version of what makes it."""

    name: str
    takes: Literal["indexed", "rgb", "figure", "strip", "pages", "film"]
    """A palette's indices for all frames, the last frame's colours, the last frame as a figure, key frames as a figure,
    all frames as figures, or the frame data."""
    version: int
    ending: str
    """What follows the asset's name."""
    extra: str = ""
    """The extra that it needs, and the module that comes with that."""
    module: str = ""

    @property
    def suffix(self) -> str:
        """The kind of file by its ending, without the dot."""
        return self.ending.rpartition(".")[2]

    @property
    def moves(self) -> bool:
        """Whether time passes in it."""
        return self.takes == "indexed"

    def needed(self) -> None:
        """Raise MachineError, with the line that installs it, if its extra is missing."""
        if self.module and importlib.util.find_spec(self.module) is None:
            raise MachineError(f"{self.name} needs {self.module}: pip install 'vizpipe[{self.extra}]'")


# fmt: off
FORMATS = {form.name: form for form in (
    Format("gif", "indexed", 3, ".gif"),
    Format("png", "rgb", 3, ".png"),
    Format("webp", "indexed", 2, ".webp"),
    Format("apng", "indexed", 3, ".apng"),
    Format("mp4", "indexed", 2, ".mp4", "video", "av"),
    Format("webm", "indexed", 2, ".webm", "video", "av"),
    Format("html", "indexed", 3, ".html"),
    Format("avif", "rgb", 2, ".avif"),
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


def find(name: str) -> Format:
    """The format of this name; raises UsageError with the nearest one."""
    if name not in FORMATS:
        raise UsageError(f"unknown format {name[:40]}{nearest(name, FORMATS)} (there are {', '.join(FORMATS)})")
    return FORMATS[name]
