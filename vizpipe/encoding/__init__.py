"""Pictures → files: one module for each family of formats. What stands here needs neither numpy nor Pillow."""

from typing import Literal, NamedTuple

from vizpipe.errors import UsageError, nearest

LARGEST_SIDE = 65_535
"""More a GIF can't hold."""
SMALLEST_SIDE = 64
_LONGEST = 24
MOST_PIXELS = 64_000_000
"""More would take a gigabyte for a few frames."""


class Format(NamedTuple):
    """A kind of file: what it is made of, and the version of what makes it."""

    suffix: str
    takes: Literal["indexed", "rgb", "figure", "film"]
    """A palette's indices for all frames, the last frame's colours, the last frame as a figure, or the frame data."""
    version: int


FORMATS = {
    "gif": Format("gif", "indexed", 1),
    "png": Format("png", "rgb", 1),
    "svg": Format("svg", "figure", 1),
    "pdf": Format("pdf", "figure", 1),
    "csv": Format("csv", "film", 1),
    "npz": Format("npz", "film", 1),
}


class Timing(NamedTuple):
    """When a frame is shown, and for how long."""

    fps: float = 10.0
    loop: int = 0
    """How often the animation plays; 0 is for ever."""
    hold: float = 2.0
    """Seconds for which the last frame stands."""

    def durations(self, count: int) -> list[int]:
        """Milliseconds for each of ``count`` frames, in the hundredths of a second that a GIF counts in.

        The first frame stands half a second longer, so that the eye finds it; the rounding of each frame's end, not of
        its length, keeps the whole in time.
        """
        ends = [round(100.0 * (number + 1) / self.fps) * 10 for number in range(count)]
        lengths = [max(end - start, 20) for start, end in zip([0, *ends], ends, strict=False)]
        if self.hold and count:
            lengths[0] += 500 if count > 1 else 0
            lengths[-1] = max(round(self.hold * 100.0) * 10, lengths[-1])
        return lengths


def find(name: str) -> Format:
    """The format of this name; raises UsageError with the nearest one."""
    if name not in FORMATS:
        raise UsageError(f"unknown format {name[:40]}{nearest(name, FORMATS)} (there are {', '.join(FORMATS)})")
    return FORMATS[name]


def of_file(name: str) -> Format:
    """The format of a file by its ending."""
    return find(name.rpartition(".")[2])


def parse_size(text: str) -> tuple[int, int]:
    """Read ``1800x600``; raises UsageError for anything that can't be drawn or held by a GIF."""
    wide, cross, tall = text.lower().partition("x")
    if not (cross and wide.isascii() and wide.isdigit() and tall.isascii() and tall.isdigit() and len(text) < _LONGEST):
        raise UsageError(f"size is {text[:40]}, but must be WIDTHxHEIGHT in pixels, such as 1920x760")
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
