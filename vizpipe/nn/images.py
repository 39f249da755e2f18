"""Images that come about while anything is trained: the frame of recipes that draw what a log or a network shows."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Images(NamedTuple):
    """Some images at the end of one epoch, in colours of their own."""

    epoch: int
    """0 is the untrained network; of logs, the step."""
    images: npt.NDArray[np.uint8]
    """Red, green and blue, row 0 on top, shape (images, height, width, 3); white beyond an image's own size."""
    sizes: npt.NDArray[np.int64]
    """Height and width of each within the common ones, from the upper left corner on, shape (images, 2)."""
    names: npt.NDArray[np.str_]
    """What each image is called, shape (images,)."""
