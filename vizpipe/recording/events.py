"""TensorBoard's event files → what was measured, without TensorFlow: records, each a protobuf of what was seen.

The fields are read by number: those of Event, Summary, Value, HistogramProto and TensorProto, as
tensorboard/compat/proto has them. The first TensorFlow and PyTorch write a field for each kind, the second TensorFlow
tensors: of a scalar one number, of a histogram rows of left, right and count, of images their width, their height, and
each of them, as texts.
"""

import math
import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vizpipe.errors import UsageError
from vizpipe.recording.log import Array, Encoded, Log, Spread
from vizpipe.recording.protobuf import fields, parts
from vizpipe.recording.records import records

_MOST_TIMES, _MOST_TAGS, _LONGEST_TAG = 100_000, 200, 200
_MOST_SPREADS, _MOST_IMAGES, _MOST_BINS, _LARGEST = 100_000, 100_000, 10_000, 1e30
_STEP, _SUMMARY = 2, 5
"""Fields of Event."""
_VALUE, _TAG, _SIMPLE, _IMAGE, _HISTOGRAM, _TENSOR = 1, 1, 2, 4, 5, 8
"""Fields of Summary, and of Value."""
_ENCODED = 4
"""The field of Summary.Image that holds a file."""
_LEAST, _MOST, _NUMBER, _SUM, _SQUARES, _LIMITS, _COUNTS = 1, 2, 3, 4, 5, 6, 7
"""Fields of HistogramProto."""
_TYPE, _SHAPE, _CONTENT, _FLOATS, _DOUBLES, _TEXTS = 1, 2, 4, 5, 6, 8
"""Fields of TensorProto."""
_DIMENSION, _SIZE = 2, 1
"""Fields of TensorShapeProto, and of its dimensions."""
_FLOAT, _DOUBLE, _TEXT = 1, 2, 7
_FORMS = {_FLOAT: "<f4", _DOUBLE: "<f8"}
_ROW = 3


class _Images(NamedTuple):
    """What was written under one tag."""

    files: tuple[bytes, ...]

    def named(self, tag: str, origin: str) -> dict[str, Encoded]:
        """Each by a name of its own."""
        return {f"{tag} {at}" if at > 1 else tag: Encoded(each, origin) for at, each in enumerate(self.files, start=1)}


def read(data: bytes, path: Path) -> Log:
    """The scalars, histograms and images of an event file by step.

    Raises UsageError naming the file and the record that can't be read.
    """
    rows: dict[int, dict[str, float]] = {}
    spreads: dict[int, dict[str, Spread]] = {}
    images: dict[int, dict[str, Encoded]] = {}
    tags, count, seen = set[str](), 0, 0
    for number, record in enumerate(records(data, path), start=1):
        try:
            step, values = _event(record)
        except (ValueError, struct.error, IndexError, OverflowError):
            raise UsageError(f"{path}: record {number}: it is no event of TensorBoard's") from None
        for tag, value in values:
            if isinstance(value, _Images):
                seen += len(value.files)
                images.setdefault(step, {}).update(value.named(tag, f"{path}: record {number}"))
                continue
            tags.add(tag)
            count += isinstance(value, Spread)
            if len(tags) > _MOST_TAGS or len(rows) > _MOST_TIMES:
                raise UsageError(f"{path}: record {number}: more than {_MOST_TAGS} tags or {_MOST_TIMES:,} steps")
            if isinstance(value, Spread):
                spreads.setdefault(step, {})[tag] = value
            elif math.isfinite(value):
                rows.setdefault(step, {})[tag] = value
        _check_many(count, seen, f"{path}: record {number}")
    if not rows and not spreads and not images:
        raise UsageError(f"{path}: it holds no scalars, no histograms and no images")
    return Log("step", dict(sorted(rows.items())), dict(sorted(spreads.items())), dict(sorted(images.items())))


def _check_many(spreads: int, images: int, where: str) -> None:
    for many, most, what in ((spreads, _MOST_SPREADS, "histograms"), (images, _MOST_IMAGES, "images")):
        if many > most:
            raise UsageError(f"{where}: more than {most:,} {what}")


def _event(record: bytes) -> tuple[int, list[tuple[str, float | Spread | _Images]]]:
    """The step of an event, and what it holds by tag."""
    step, values = 0, []
    for number, value in fields(record):
        if number == _STEP and isinstance(value, int):
            step = value
        elif number == _SUMMARY and isinstance(value, bytes):
            values += [_value(each) for each in parts(value, _VALUE)]
    if step >= 1 << 53:
        raise ValueError
    return step, [each for each in values if each is not None]


def _value(value: bytes) -> tuple[str, float | Spread | _Images] | None:
    """A tag and what it holds; None for what is neither, such as a sound."""
    tag = ""
    found: float | Spread | _Images | None = None
    for number, each in fields(value):
        if not isinstance(each, bytes):
            continue
        if number == _TAG:
            tag = each.decode()
        elif number == _SIMPLE:
            found = float(struct.unpack("<f", each)[0])
        elif number == _IMAGE:
            found = _Images(tuple(parts(each, _ENCODED)))
        elif number == _HISTOGRAM:
            found = _histogram(each)
        elif number == _TENSOR:
            found = _tensor(each)
    return (tag, found) if found is not None and tag.isprintable() and len(tag) <= _LONGEST_TAG else None


def _tensor(tensor: bytes) -> float | Spread | _Images | None:
    """What a tensor holds, by its type and its shape."""
    kind, sizes, content, texts = 0, list[int](), list[bytes](), list[bytes]()
    for number, each in fields(tensor):
        if number == _TYPE and isinstance(each, int):
            kind = each
        elif number == _SHAPE and isinstance(each, bytes):
            sizes = [_size(dimension) for dimension in parts(each, _DIMENSION)]
        elif number in {_CONTENT, _FLOATS, _DOUBLES} and isinstance(each, bytes):
            content.append(each)
        elif number == _TEXTS and isinstance(each, bytes):
            texts.append(each)
    if kind == _TEXT and len(sizes) == 1 and all(each.isdigit() for each in texts[:2]):  # a width and a height
        return _Images(tuple(texts[2:])) if texts[2:] else None
    if kind not in _FORMS:
        return None
    values = np.frombuffer(b"".join(content), _FORMS[kind])
    if len(sizes) == 2 and sizes[1] == _ROW and kind == _DOUBLE:  # noqa: PLR2004 - rows
        if sizes[0] * _ROW != len(values):
            raise ValueError
        left, right, counts = values.reshape(-1, _ROW).T
        return _spread(left, right, counts)
    return float(values[0]) if values.shape == (1,) else None


def _size(dimension: bytes) -> int:
    return next((each for field, each in fields(dimension) if field == _SIZE and isinstance(each, int)), 0)


def _histogram(histogram: bytes) -> Spread | None:
    """A HistogramProto: upper limits of bins, the first of which begins with the least value."""
    numbers = dict.fromkeys((_LEAST, _MOST, _NUMBER, _SUM, _SQUARES), 0.0)
    lists = {_LIMITS: list[bytes](), _COUNTS: list[bytes]()}
    for number, each in fields(histogram):
        if number in numbers and isinstance(each, bytes):
            numbers[number] = float(struct.unpack("<d", each)[0])
        elif number in lists and isinstance(each, bytes):
            lists[number].append(each)
    limits, counts = (np.frombuffer(b"".join(each), "<f8") for each in lists.values())
    if len(limits) != len(counts):
        raise ValueError
    least, most, count, whole, squares = numbers.values()
    if not len(limits) or not all(map(math.isfinite, numbers.values())) or most < least:
        return None
    with np.errstate(invalid="ignore"):
        ends = np.clip(limits, least, most)
    mean = whole / count if count > 0.0 else math.nan
    variance = squares / count - mean * mean if count > 0.0 else math.nan
    deviation = math.sqrt(variance) if 0.0 <= variance < math.inf else None
    return _spread(np.concatenate([[least], ends[:-1]]), ends, counts, deviation)


def _spread(left: Array, right: Array, counts: Array, deviation: float | None = None) -> Spread | None:
    """A histogram; None without a value, and where one is too large to be seen. Raises ValueError for what is none."""
    if len(counts) > _MOST_BINS:
        raise ValueError
    edges = np.stack([left, right], axis=1)
    if not (np.abs(edges) < _LARGEST).all() or not (np.abs(counts) < _LARGEST).all() or not counts.any():
        return None
    if (counts < 0.0).any() or (np.diff(edges.ravel()) < 0.0).any():
        raise ValueError
    there = counts > 0.0
    return Spread(edges[there], counts[there], deviation)
