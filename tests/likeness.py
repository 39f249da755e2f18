"""How alike two pictures are to the eye."""

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

Grey = npt.NDArray[np.float64]


def windows(image: Grey) -> Grey:
    """Means of squares of seven by seven."""
    sums = np.cumsum(np.cumsum(np.pad(image, ((1, 0), (1, 0))), axis=0), axis=1)
    return (sums[7:, 7:] - sums[:-7, 7:] - sums[7:, :-7] + sums[:-7, :-7]) / 49.0


def ssim(one: Grey, other: Grey) -> float:
    """The structural similarity of two grey pictures (Wang and others, 2004), 1 where they are the same."""
    means, others = windows(one), windows(other)
    of, at = windows(one * one) - means**2, windows(other * other) - others**2
    both = windows(one * other) - means * others
    low, high = (0.01 * 255.0) ** 2, (0.03 * 255.0) ** 2
    return float(
        (
            ((2.0 * means * others + low) * (2.0 * both + high)) / ((means**2 + others**2 + low) * (of + at + high))
        ).mean()
    )


def grey(data: bytes) -> Grey:
    """How bright each pixel is."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), dtype=float)
