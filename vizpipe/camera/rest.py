"""What rests in a film, measured: all of it, most of it, or a part.

Frames are RGB, shape (height, width, 3), durations milliseconds.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from vizpipe.camera.remark import Remark

Frames = Sequence[npt.NDArray[np.uint8]]
SECOND = 1000
STEP = 12
"""Of a byte, how far a colour moves when it changes."""
_SETTLED = 0.1
"""Of the farthest a picture is from the last, how far one that has settled may be: counters and tracks run on."""
_DEAD = 0.35
"""The share of a film that may follow."""
_REST = 2 / 3
"""The share of all that ever moves that may be at rest from half of a film on; of an even film it is a half."""
_MOVES, _EARLY = 0.02, 0.25
"""The share of a third of the picture that has to move in it, and that of the time by which it settles too soon.

A curve that grows over all of a page leaves its first third after a third of the time.
"""
_SLIDES = 12
"""Frames up to which each is a slide of its own."""


def far(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """How far the colours of two pictures are apart, on average, of 255."""
    return float(np.abs(one.astype(np.int16) - other).mean())


def dead(frames: Frames, durations: Sequence[int]) -> list[Remark]:
    """Whether little happens in the last third of it, or most of it is at rest from half of it on."""
    gone = np.array([far(frame, frames[-1]) for frame in frames])
    lively = np.flatnonzero(gone > _SETTLED * gone.max())
    total = sum(durations)
    settled = sum(durations[: int(lively[-1]) + 1]) if len(lively) else 0
    share = 1.0 - settled / total if total else 0.0
    if share > _DEAD:
        told = f"{share:.0%} of its {total / SECOND:.1f} s follow after it has settled, at {settled / SECOND:.1f} s"
        return [Remark("dead", told)]
    for place, until in _thirds(frames, durations):
        if until < _EARLY:
            return [Remark("dead", f"{place} of it rests from {until:.0%} of the time on in which it moves")]
    rest = _at_rest(frames, durations)
    return [Remark("dead", f"{rest:.0%} of all that ever moves is at rest from half of it on")] if rest > _REST else []


def _thirds(frames: Frames, durations: Sequence[int]) -> Iterator[tuple[str, float]]:
    """When each third of its width has settled in which something moves, as a share of the time between its ends."""
    moves = sum(durations[1 : len(frames) - 1])
    if len(frames) <= _SLIDES or not moves:
        return
    for number, place in enumerate(("the left third", "the middle third", "the right third")):
        parts = [np.array_split(frame, 3, axis=1)[number] for frame in frames]
        ever = np.zeros(parts[0].shape[:2], dtype=bool)
        for part in parts:
            ever |= (np.abs(part.astype(np.int16) - parts[-1]) >= STEP).any(axis=-1)
        if ever.mean() > _MOVES:
            gone = np.array([far(part, parts[-1]) for part in parts])
            yield place, sum(durations[1 : int(np.flatnonzero(gone > _SETTLED * gone.max())[-1]) + 1]) / moves


def _at_rest(frames: Frames, durations: Sequence[int]) -> float:
    """The share of the pixels that ever change that do not in the second half of the time in which anything does.

    A colour that drifts, from frame to frame by less than the eye sees, has changed once it is a step from where it was
    when it last did.
    """
    moments = np.cumsum(durations[: len(frames) - 1])  # at which each frame but the first comes
    ever, late = (np.zeros(frames[0].shape[:2], dtype=bool) for _ in range(2))
    before = frames[0].astype(np.int16)
    for frame, moment in zip(frames[1:], moments, strict=True):
        changed = (np.abs(before - frame) >= STEP).any(axis=-1)
        before[changed] = frame[changed]
        ever |= changed
        if 2.0 * moment > moments[0] + moments[-1]:
            late |= changed
    return float(1.0 - late.sum() / ever.sum()) if ever.any() else 0.0
