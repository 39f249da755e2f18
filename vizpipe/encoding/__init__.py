"""Pictures → files: one module for each family of formats. What stands here needs neither numpy nor Pillow."""

import bisect
import importlib.util
import itertools
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from vizpipe.errors import MachineError, UsageError, nearest

LARGEST_SIDE = 65_535
"""More a GIF can't hold."""
SMALLEST_SIDE = 64
_LONGEST = 24
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


class Timing(NamedTuple):
    """When a frame is shown, and for how long."""

    fps: float = 10.0
    loop: int = 0
    """How often the animation plays; 0 is for ever."""
    hold: float = 2.0
    """Seconds for which the last frame stands."""
    by_change: bool = False
    """A frame stands the longer the more the data move until the next."""
    result_first: bool = False
    """The file begins with the last frame, for readers that show no other."""

    def durations(self, count: int, change: Sequence[float] = ()) -> list[int]:
        """Milliseconds for each of ``count`` frames, in the hundredths of a second that a GIF counts in.

        The first frame stands half a second longer, so that the eye finds it; the rounding of each frame's end, not of
        its length, keeps the whole in time. ``change`` says how far the data have moved when a frame is shown.
        """
        if self.result_first and count > 1:  # as short as can be: it comes again after the end
            return [20, *self._replace(result_first=False).durations(count - 1, change[1:])]
        shares = _shares(change) if self.by_change and len(change) == count else [1.0] * count
        reached = list(itertools.accumulate(shares))
        ends = [round(100.0 * end / self.fps) * 10 for end in reached]
        lengths = [max(end - start, 20) for start, end in zip([0, *ends], ends, strict=False)]
        if self.hold and count:
            lengths[0] += 500 if count > 1 else 0
            lengths[-1] = max(round(self.hold * 100.0) * 10, lengths[-1])
        return lengths


_LEAST_SHARE, _MOST_SHARE = 0.4, 4.0


def _shares(change: Sequence[float]) -> list[float]:
    """How long each frame stands, 1 on average, by how far the data move until the next."""
    steps = [max(after - before, 0.0) for before, after in itertools.pairwise(change)]
    mean = sum(steps) / len(steps) if steps else 0.0
    if mean == 0.0:
        return [1.0] * len(change)
    clipped = [min(max(step / mean, _LEAST_SHARE), _MOST_SHARE) for step in steps] + [1.0]
    return [share * len(clipped) / sum(clipped) for share in clipped]


def find(name: str) -> Format:
    """The format of this name; raises UsageError with the nearest one."""
    if name not in FORMATS:
        raise UsageError(f"unknown format {name[:40]}{nearest(name, FORMATS)} (there are {', '.join(FORMATS)})")
    return FORMATS[name]


def parse_size(text: str, names: Collection[str] = ()) -> tuple[int, int]:
    """Read ``1800x600``; raises UsageError for anything that can't be drawn or held by a GIF."""
    wide, cross, tall = text.lower().partition("x")
    if not (cross and wide.isascii() and wide.isdigit() and tall.isascii() and tall.isdigit() and len(text) < _LONGEST):
        others = f", or one of {', '.join(names)}{nearest(text, names)}" if names else ""
        raise UsageError(f"size is {text[:40]}, but must be WIDTHxHEIGHT in pixels, such as 1920x760{others}")
    size = int(wide), int(tall)
    if min(size) < SMALLEST_SIDE:
        raise UsageError(f"size is {text}, but each side must be at least {SMALLEST_SIDE} pixels")
    if max(size) > LARGEST_SIDE:
        raise UsageError(f"size is {text}, but a GIF's sides end at {LARGEST_SIDE} pixels")
    if size[0] * size[1] > MOST_PIXELS:
        raise UsageError(f"size is {text}, but {MOST_PIXELS // 1_000_000} million pixels is the most that is drawn")
    return size


def spread(count: int, most: int | None) -> list[int]:
    """At most ``most`` of ``count`` positions, evenly, the first and the last among them."""
    if most is None or count <= most:
        return list(range(count))
    if most == 1:
        return [count - 1]
    return [round(step * (count - 1) / (most - 1)) for step in range(most)]


def spread_by(change: Sequence[float], most: int | None) -> list[int]:
    """At most ``most`` positions between which the data move equally far, the first and the last among them.

    ``change`` says how far they have moved at each position.
    """
    count, whole = len(change), change[-1] if change else 0.0
    if most is None or count <= most or most == 1 or not whole > 0.0:
        return spread(count, most)
    found = [min(bisect.bisect_left(change, whole * step / (most - 1)), count - 1) for step in range(most)]
    found[0], found[-1] = 0, count - 1
    kept = sorted(set(found))
    # where the data leap, several fall on one position: the widest gaps take the rest
    while len(kept) < most:
        wide, at = max((after - before, before) for before, after in itertools.pairwise(kept))
        kept = sorted({*kept, at + wide // 2})
    return kept
