"""What is measured while anything is trained, whatever its layers: the frame that recipes of curves share."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Curve(NamedTuple):
    """Numbers that were measured at the end of one epoch."""

    epoch: int
    """0 is the untrained network; of logs without epochs, the step."""
    metrics: npt.NDArray[np.float64]
    """Shape (metrics,), masked where nothing was measured."""
    names: npt.NDArray[np.str_]
    """What each is called, shape (metrics,): ``loss``, ``accuracy``, ``val_loss``, …"""
