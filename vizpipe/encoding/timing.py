"""How long each frame stands."""

import itertools
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
