"""Strokes of many moments → tracks: what stays one thing from moment to moment, its numbers as columns.

Places are told in shares of their panel's box, so that two sheets of one film have most columns in common: in a panel
that is wider a dot lies at the same share. A share is counted in ``GRAIN`` parts: an eighth of a pixel where a panel is
a thousand wide. Lines whose points come and go are thinned to what differs by less than that.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from vizpipe.encoding.columns import Ints, once
from vizpipe.encoding.stroke import Array, Plot, Sheet, Stroke
from vizpipe.encoding.thinning import grown, thin, thinned

GRAIN = 8192
"""Parts of a panel's box, across and up."""
FINE = 16
"""Parts of a pixel in which widths and sizes are counted."""
CELLS = 64
"""Values across a field that is sent as values."""
LEVELS = 255
"""Steps from 0 to 1 of a field that is sent as values: it is off by 0.002 at most."""
WEIGHT = 4096
"""Parts of 1 in which weights are counted: what a network answers is off by 0.002 at most where it sends weights."""
_COARSE = (1, 4, 8, 16, 32)
"""Steps of 255 in which colours of cells are told until there are few enough."""
_HEAVIER = 6
"""How many of a field's values cost as much as a weight."""


@dataclass
class Track:
    """One stroke through the moments in which it is there."""

    first: Stroke
    ticks: list[int] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    others: list[Stroke] = field(default_factory=list)


def tracks_of(sheet: Sheet) -> tuple[list[Track], list[list[int]]]:
    """The tracks of a sheet, and for each moment the numbers of those that are there, from back to front."""
    numbers: dict[Any, int] = {}
    tracks: list[Track] = []
    order: list[list[int]] = []
    for tick, (strokes, others) in enumerate(zip(sheet.moments, sheet.others, strict=True)):
        seen: Counter[Any] = Counter()
        order.append([])
        for stroke, other in zip(strokes, others, strict=True):
            kind = _kind(stroke)
            key = kind, seen[kind]
            seen[kind] += 1
            if key not in numbers:
                numbers[key] = len(tracks)
                tracks.append(Track(stroke))
            track = tracks[numbers[key]]
            track.ticks.append(tick)
            track.strokes.append(stroke)
            track.others.append(other)
            order[-1].append(numbers[key])
    return tracks, order


def _kind(stroke: Stroke) -> Any:  # noqa: ANN401 - a key
    """What two strokes have in common that may be one thing at two moments."""
    many = len(stroke.counts) if stroke.kind == "lines" else len(stroke.places) if stroke.kind == "dots" else 1
    if max(len(stroke.sizes), len(stroke.fills), len(stroke.edges)) <= 1:  # all are alike, so they may come and go
        many = 1
    parts = len(stroke.sizes), len(stroke.fills), len(stroke.edges), len(stroke.clip) > 0
    shape = None if stroke.values is None else np.shape(stroke.values)
    way = None if stroke.passage is None else [each if isinstance(each, str) else "" for each in stroke.passage.steps]
    return stroke.kind, stroke.panel, stroke.whole, stroke.look, many, parts, shape, str(way)


def places_of(track: Track, plot: Plot) -> tuple[list[Ints], list[Ints], list[Ints]]:
    """Columns across and up, and how many points each line has, thinned where points come and go."""
    joined = [stroke.places for stroke in track.strokes]
    counts = once(lambda stroke: np.array(stroke.counts or (len(stroke.places),)), track.strokes)
    first = track.first
    stands = all(stroke is first or np.array_equal(stroke.places, first.places) for stroke in track.strokes)
    if track.first.kind == "lines" and (stands or len({stroke.counts for stroke in track.strokes}) > 1):
        groups = once(_split, track.strokes)
        groups = grown(groups) or thin(groups)
        joined = once(np.concatenate, groups)
        counts = once(lambda lines: np.array([len(line) for line in lines]), groups)
    places = once(lambda each: shares(each, plot), joined)
    return once(_across, places), once(_up, places), counts


def _across(places: Ints) -> Ints:
    return places[:, 0]


def _up(places: Ints) -> Ints:
    return places[:, 1]


def clips_of(track: Track, plot: Plot) -> tuple[list[Ints], list[Ints]]:
    """Columns of what it is cut by."""
    held = once(lambda stroke: stroke.clip.tobytes(), track.strokes)
    first = dict(zip(reversed(held), reversed(track.strokes), strict=True))  # most are cut by what others are
    known = {content: shares(thinned([stroke.clip])[0], plot) for content, stroke in first.items()}
    clips = [known[content] for content in held]
    return once(_across, clips), once(_up, clips)


def _split(stroke: Stroke) -> list[Array]:
    """Each line's points."""
    return [stroke.places[begin:end] for begin, end in pairwise(np.cumsum([0, *stroke.counts]))]


def shares(places: Array, plot: Plot) -> Ints:
    """Pixels → parts of a panel's box; what isn't there lies far outside."""
    left, bottom, right, top = plot.box
    told = (places - (left, bottom)) / (max(right - left, 1.0), max(top - bottom, 1.0)) * GRAIN
    parts: Ints = np.rint(np.nan_to_num(told, nan=-(2.0**24)).clip(-(2.0**24), 2.0**24)).astype(np.int64)
    return parts


def fields_of(track: Track) -> list[Ints]:
    """A column of a field's values."""
    return [np.rint(LEVELS * _fewer(stroke.values)).astype(np.int64).ravel() for stroke in track.strokes]


def _fewer(values: Array) -> Array:
    """A field on ``CELLS`` values across at most, each between its neighbours in the finer one."""
    for axis in (0, 1):
        count = values.shape[axis]
        if count > CELLS:
            at = np.linspace(0.0, count - 1.0, CELLS)
            low = np.minimum(at.astype(int), count - 2)
            share = np.expand_dims(at - low, 1 - axis)
            values = values.take(low, axis) * (1.0 - share) + values.take(low + 1, axis) * share
    return values


def weights_of(track: Track) -> list[Ints]:
    """A column of the numbers of its passage: weights row by row and biases, step by step."""
    return [
        np.rint(
            WEIGHT
            * np.concatenate(
                [
                    np.concatenate([each.weights.ravel(), each.bias])
                    for each in stroke.passage.steps
                    if not isinstance(each, str)
                ]
                or [np.zeros(0)]
            )
        ).astype(np.int64)
        for stroke in track.strokes
    ]


def has_way(track: Track, plot: Plot) -> bool:
    """Whether to send weights: where a panel's axes are linear, and weights are fewer than what they give."""
    if track.first.passage is None or plot.limits is None or any(plot.is_log):
        return False
    each = [len(row) for row in weights_of(track)]
    points = min(CELLS**2, np.size(track.first.values)) if track.first.kind == "field" else len(track.first.places)
    if track.first.kind == "field":
        left, bottom, right, top = plot.box
        corners = np.array([[left, bottom], [right, top]])
        if np.abs(track.first.places - corners).max() > 1.0:
            return False
    return _HEAVIER * max(each) < points * (1 if track.first.kind == "field" else 4)


def cells_of(track: Track) -> tuple[list[Ints], Ints, Ints]:
    """A column of numbers of colours, and the colours, RGBA of both themes one after another."""
    pairs = {(id(one), id(other)): (one, other) for one, other in zip(track.strokes, track.others, strict=True)}
    both = [
        np.concatenate([one.values.reshape(-1, 4), other.values.reshape(-1, 4)], axis=1)
        for one, other in pairs.values()
    ]
    whole = np.concatenate(both)
    for coarse in _COARSE:
        rounded = np.minimum((whole.astype(np.int64) + coarse // 2) // coarse * coarse, LEVELS).astype(np.uint8)
        found, numbers = np.unique(rounded.view("<u8")[:, 0], return_inverse=True)
        if len(found) <= LEVELS + 1:
            break
    table = found.view(np.uint8).reshape(-1, 8).astype(np.int64)
    rows = np.split(numbers.reshape(-1).astype(np.int64), np.cumsum([len(each) for each in both])[:-1])
    known = dict(zip(pairs, rows, strict=True))
    told = [known[id(one), id(other)] for one, other in zip(track.strokes, track.others, strict=True)]
    return told, table[:, :4].ravel(), table[:, 4:].ravel()


def steps_of(stroke: Stroke) -> Iterator[Any]:
    """A passage without its numbers: fan-in and fan-out of affine maps, names of activations."""
    for each in stroke.passage.steps:
        yield each if isinstance(each, str) else list(each.weights.shape)


def colours_of(strokes: Sequence[Stroke], name: str) -> list[Ints]:
    """A column of fills or edges."""
    return once(lambda stroke: getattr(stroke, name).astype(np.int64).ravel(), strokes)
