"""Old and new pixels beside each other: how many differ, by how much, and where."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.encoding.strip import frames_of

_THIRDS = (("upper", "", "lower"), ("left", "", "right"))


class Apart(NamedTuple):
    """How far two files' pixels differ, in the frame where most do."""

    share: float
    """Of all pixels of that frame, 0 to 1."""
    most: int
    """The largest difference of a channel in any frame, of 255."""
    where: str
    """Where in the picture the middle of what differs lies."""

    def __str__(self) -> str:
        """For a person."""
        if not self.most:
            return "0 pixels differ"
        return f"{self.share:.2%} of the pixels differ, by {self.most} of 255 at most, {self.where}"


def apart(old: bytes, new: bytes, suffix: str) -> Apart | None:
    """How far the frames of two files differ; None if they are of another size. Raises ValueError."""
    before, after = (frames_of(data, suffix) for data in (old, new))
    share, most, where = 0.0, 0, ""
    for one, other in zip(before, after, strict=False):
        if one.shape != other.shape:
            return None
        distance = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=-1)
        most = max(most, int(distance.max()))
        if (here := float((distance > 0).mean())) > share:
            share, where = here, _where(distance)
    return Apart(share, most, where)


def _where(distance: npt.NDArray[np.int16]) -> str:
    rows, columns = np.nonzero(distance)
    thirds = [
        names[min(int(3 * float(np.median(places)) / size), 2)]
        for names, places, size in zip(_THIRDS, (rows, columns), distance.shape, strict=True)
    ]
    words = " ".join(filter(None, thirds))
    return f"{'at the' if words else 'in the'} {words or 'middle'}"
