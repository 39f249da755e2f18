"""What a recipe's parameter ``data`` names where it learns from images → square images in grey."""

from pathlib import Path

import numpy as np

from vizpipe.datasets import CURVES, IMAGE_SETS, SETS, ImageSet
from vizpipe.errors import UsageError
from vizpipe.tables import classes, stacks
from vizpipe.tables.numbers import Array
from vizpipe.tables.samples import content, escaped, own
from vizpipe.tables.table import shown

_GREYS, _LARGEST = np.array([0.299, 0.587, 0.114]), 1e50
"""What red, green and blue weigh in grey; the differences of larger values may have no number."""
LEAST, MOST_DRAWN = 10, 1_800
"""Fewer images of a class are nothing to learn from; with more a training takes minutes."""


def images_of(name: str, root: str, *, side: int, label: str | None = None) -> ImageSet:
    """A set by its name, or the images of a file relative to ``root``, shrunk to ``side`` pixels of a side at most.

    ``label`` is the column, or the array, of classes. Raises UsageError in one line.
    """
    if name in IMAGE_SETS:
        own(name, label, None, is_raw=False)
        return IMAGE_SETS[name]
    if name in SETS or name in CURVES:
        taker = "hidden-mapping" if name in SETS else "generalization"
        raise UsageError(f"{name} holds no images, and this recipe learns from images; {taker} takes it")
    origin, data = content(name, Path(root, name), tuple(IMAGE_SETS))
    stack = stacks.read(origin, data, label)
    column = stack.labels.names[0]
    named = [row for row, cell in enumerate(classes.texts(stack.labels.columns[0])) if cell]
    known, labels = classes.classes(stack.labels, column, named, instead="")
    for each, count in zip(known, np.bincount(labels), strict=True):
        if count < LEAST:
            few = f"{count} image{'' if count == 1 else 's'}"
            raise UsageError(f"{origin}: class {shown(each)} has {few}; at least {LEAST} of each are needed")
    drawn = classes.stratified(labels, MOST_DRAWN, LEAST)
    rows = [named[row] for row in drawn]
    small = min(side, stack.side)
    averaged, low, high = _averaged(origin, stack, rows, small)
    of = f"{len(labels):,}"
    shares = ""
    if len(drawn) < len(labels):
        of, shares = f"{len(drawn):,} of {of}", ", each class by its share"
    where = f"its {'array' if stack.is_array else 'column'} {shown(column)}"
    notes = [f"The data are {of} images of {origin}{shares}, and the classes are {where}."]
    if lost := len(stack.labels) - len(named):
        told = "lacks a class and is" if lost == 1 else "lack a class and are"
        notes.append(f"{lost:,} of its images {told} left out.")
    done = ["colours are made grey"] if stack.is_coloured else []
    done += [f"{stack.side} × {stack.side} pixels are averaged to {small} × {small}"] if small < stack.side else []
    done.append(f"values from {low:.4g} to {high:.4g} are scaled to 0 (paper) to 1 (ink).")
    said = ", and ".join(filter(None, (", ".join(done[:-1]), done[-1])))
    notes.append(said[0].upper() + said[1:])
    pixels, numbers = (averaged - low) / (high - low), labels[drawn]
    return ImageSet(origin, lambda: (pixels, numbers), small, known, tuple(map(escaped, notes)), is_drawn=False)


def _averaged(origin: str, stack: stacks.Stack, rows: list[int], small: int) -> tuple[Array, float, float]:
    """The images of some rows, (n, small²), with the least and the largest value of their pixels as they were.

    Each pixel is the mean of what lies below it. Raises UsageError for what is no grey value, or always the same.
    """
    images, side = stack.take(rows), stack.side
    ends = np.arange(small + 1) * (side / small)
    cuts = np.clip(ends[1:, None], np.arange(side), np.arange(1, side + 1))
    shares = (cuts - np.clip(ends[:-1, None], np.arange(side), np.arange(1, side + 1))) * (small / side)
    averaged, low, high = np.empty((len(rows), small, small)), np.inf, -np.inf
    for number, image in enumerate(images):  # one at a time, for a large one takes much memory as numbers
        grey = (image.reshape(side, side, -1).astype(float) @ _GREYS) if stack.is_coloured else image.astype(float)
        grey = grey.reshape(side, side)
        if not (np.abs(grey) <= _LARGEST).all():
            row, column = (int(each) + 1 for each in np.argwhere(~(np.abs(grey) <= _LARGEST))[0])
            what = "no number" if np.isnan(grey[row - 1, column - 1]) else "too large a number"
            raise UsageError(f"{origin}, image {rows[number] + 1:,}, pixel row {row}, column {column}: {what}")
        low, high = min(low, float(grey.min())), max(high, float(grey.max()))
        averaged[number] = shares @ grey @ shares.T if small < side else grey
    if low == high:
        raise UsageError(f"{origin}: every pixel is {low:g}, and there is nothing to see")
    return averaged.reshape(len(rows), -1), low, high
