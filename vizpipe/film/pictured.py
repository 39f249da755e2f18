"""Images, as a film's file holds them beside its frames, of a log that has others than curves."""

import numpy as np

from vizpipe.film.beside import Arrays, Beside
from vizpipe.nn.images import Images

_MOST_IMAGES, _LONGEST_SIDE = 100, 4_096


def _shapes(found: Arrays, most: int) -> dict[str, tuple[int, ...]] | None:
    """They need not be as many as the file has other frames."""
    frames, images, sides = found["epoch"].size, found["names"].size, found["images"].shape[2:4]
    if not (0 < images <= _MOST_IMAGES and 0 < frames <= most and all(0 < side <= _LONGEST_SIDE for side in sides)):
        return None
    return {
        "epoch": (frames,),
        "images": (frames, images, *sides, 3),
        "sizes": (images, 2),
        "names": (images,),
    }


def _is_drawn(found: Arrays) -> bool:
    sizes = found["sizes"]
    return bool((sizes > 0).all() and (sizes <= np.array(found["images"].shape[2:4])).all())


PICTURED = Beside(
    "images.",
    "images",
    Images._fields,
    frozenset({"sizes", "names"}),
    {"epoch": "iu", "images": "u", "sizes": "iu", "names": "U"},
    _shapes,
    _is_drawn,
)
