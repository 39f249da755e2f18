"""How long each frame stands."""

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple


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

    def durations(self, count: int, change: Sequence[float] = (), rate: float = 0.0) -> list[int]:
        """Milliseconds for each of ``count`` frames, in units of which a second has ``rate``.

        A GIF, for which that is 0, counts in hundredths and shows nothing for less than two. The first frame stands
        half a second longer, so that the eye finds it; the rounding of each frame's end, not of its length, keeps the
        whole in time. ``change`` says how far the data have moved when a frame is shown.
        """
        units = rate or 100.0
        moments = [0, *(round(1000.0 * end / units) for end in itertools.accumulate(self._units(count, change, rate)))]
        return [end - start for start, end in itertools.pairwise(moments)]

    @property
    def video_rate(self) -> float:
        """Pictures that a video of these frames shows in a second: a multiple of those that are asked for.

        Ten at least, so that there is a half second, and about sixty where frames stand for unlike times.
        """
        usual = 60.0 if self.by_change else 10.0
        return self.fps * max(math.floor(usual / self.fps) if self.by_change else math.ceil(usual / self.fps), 1)

    def _units(self, count: int, change: Sequence[float], rate: float) -> list[int]:
        units, least = (rate, 1) if rate else (100.0, 2)
        if self.result_first and count > 1:  # as short as can be: it comes again after the end
            return [least, *self._replace(result_first=False)._units(count - 1, change[1:], rate)]  # noqa: SLF001 - its own
        shares = _shares(change) if self.by_change and len(change) == count else [1.0] * count
        ends = [round(units * end / self.fps) for end in itertools.accumulate(shares)]
        lengths = [max(end - start, least) for start, end in zip([0, *ends], ends, strict=False)]
        if self.hold and count:
            lengths[0] += round(units / 2.0) if count > 1 else 0
            lengths[-1] = max(round(self.hold * units), lengths[-1])
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
