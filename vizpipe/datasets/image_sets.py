"""Images that a recipe is trained on, each of one class: a set by name, or those that somebody brought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from vizpipe.datasets.digits import digits
from vizpipe.datasets.samples import UNSEEN
from vizpipe.datasets.split import Split, split
from vizpipe.datasets.types import Array, Labels


@dataclass(frozen=True)
class ImageSet:
    """Square images in grey, each of one class.

    ``draw()`` gives pixels (n, side²), row by row from 0 (paper) to 1 (ink), and class numbers (n,).
    """

    name: str
    """Of the set, or of the file."""
    draw: Callable[[], tuple[Array, Labels]] = field(compare=False)
    side: int
    """Pixels of a side."""
    classes: tuple[str, ...]
    """What the classes 0, 1, … are called."""
    notes: tuple[str, ...] = ()
    """What was done with images that somebody brought, a sentence each."""
    is_drawn: bool = True
    """Whether it is a set by name, of which a recipe can know more than of a file."""

    def parts(self, rng: np.random.Generator, unseen: int, change: Callable[[Array], Array] | None = None) -> Split:
        """Images to learn from, and others: ``unseen`` of a set; of each class of a file three tenths, always the same.

        ``change`` gives the pixels that a recipe makes of all of them first.
        """
        images, labels = self.draw()
        images = images if change is None else change(images)
        if self.is_drawn:
            return split(rng, images, labels, unseen)
        order = np.random.default_rng(0).permutation(len(labels))
        ranked = [order[labels[order] == number] for number in range(len(self.classes))]
        apart = np.concatenate([each[: max(1, round(UNSEEN * len(each)))] for each in ranked])
        is_unseen = np.isin(order, apart)
        learn, judge = order[~is_unseen], order[is_unseen]
        return Split(images[learn], labels[learn], images[judge], labels[judge])


def shifted(rng: np.random.Generator, images: Array, side: int) -> Array:
    """Square images (n, side²), each moved at random by at most a pixel each way; what comes in is paper."""
    padded = np.pad(images.reshape(-1, side, side), ((0, 0), (1, 1), (1, 1)))
    corners = rng.integers(0, 3, (len(images), 2))
    seen = [image[y : y + side, x : x + side] for image, (y, x) in zip(padded, corners, strict=True)]
    return np.stack(seen).reshape(-1, side**2)


IMAGE_SETS: Mapping[str, ImageSet] = MappingProxyType({"digits": ImageSet("digits", digits, 8, tuple("0123456789"))})
"""Every set of images, by the name that ``--data`` takes."""
