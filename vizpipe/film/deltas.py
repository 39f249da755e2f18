"""Weights of a long training in little room: each frame as whole steps from the one before, the first from nought.

A step is a power of two, for each layer and frame the largest that is at most 2·10⁻³ of the layer's scale, its largest
weight; a weight that has moved by less than 10⁻³ of that waits. So no weight is ever off by more than 10⁻³ of its
scale, errors don't add up, and most steps are 0, which takes next to no room.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.film.packing import AnyArray

Array = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int64]
TOLERANCE = 1e-3
"""Of the largest weight of its layer in the same frame: by so much a weight may be off."""
_LEAST = -1000
"""The exponent of a layer that is 0 throughout."""
EXPONENTS, PLANE = "parameters.exponents", "parameters.byte"
"""What arrays in a film's file are called: the steps' exponents (frames, layers), and the bytes of the steps, lowest
first, each (frames, parameters) in an array of its own: most are 0, and so lie together."""
_MOST_PLANES = 8
_TRIED = 16
"""One parameter of so many shows in which order the file gets smaller."""


class Deltas:
    """Parameter vectors, as they come in."""

    def __init__(self, blocks: Sequence[slice]) -> None:
        """Take none yet; ``blocks`` say where each layer lies in a vector."""
        self._blocks = list(blocks)
        self._now = np.zeros(self._blocks[-1].stop)
        self._steps: list[npt.NDArray[np.signedinteger[Any]]] = []
        self._exponents: list[npt.NDArray[np.int16]] = []

    def __len__(self) -> int:
        """Count the frames."""
        return len(self._steps)

    def add(self, vector: AnyArray) -> None:
        """Take the next."""
        exponents = np.full(len(self._blocks), _LEAST, np.int16)
        steps = np.zeros(len(vector), np.int64)
        for layer, block in enumerate(self._blocks):
            wanted, now = vector[block].astype(np.float64), self._now[block]
            scale = float(np.abs(wanted).max(initial=0.0))
            if not scale:
                scale = float(np.abs(now).max(initial=0.0))
            if not scale:
                continue
            exponents[layer] = max(int(np.floor(np.log2(2.0 * TOLERANCE * scale))), _LEAST)
            step, away = 2.0 ** float(exponents[layer]), wanted - now
            far = np.flatnonzero(np.abs(away) > TOLERANCE * scale)
            moved = np.rint(away[far] / step)
            now[far] += moved * step
            steps[block.start + far] = moved
        self._exponents.append(exponents)
        self._steps.append(_small(steps))

    def halve(self) -> None:
        """Keep every other frame, the first among them; those that stay are the same to the last bit."""
        steps, exponents = self._steps[:1], self._exponents[:1]
        for at in range(2, len(self._steps), 2):
            merged, least = np.zeros(len(self._now), np.int64), np.full(len(self._blocks), _LEAST, np.int16)
            for layer, block in enumerate(self._blocks):
                pair = [(int(self._exponents[each][layer]), self._steps[each][block]) for each in (at - 1, at)]
                used = [(power, moved.astype(np.int64)) for power, moved in pair if moved.any()]
                if used:
                    least[layer] = min(power for power, _ in used)
                    merged[block] = sum(moved << (power - int(least[layer])) for power, moved in used)
            steps.append(_small(merged))
            exponents.append(least)
        self._steps, self._exponents = steps, exponents
        *_, self._now = frames(self.arrays(), self._blocks)

    def arrays(self) -> dict[str, AnyArray]:
        """All frames, as a film's file holds them."""
        shape, planes = (len(self._steps), len(self._now)), list[npt.NDArray[np.uint8]]()
        for at, steps in enumerate(self._steps):
            folded, number = np.where(steps >= 0, 2 * steps.astype(np.int64), -2 * steps.astype(np.int64) - 1), 0
            while not number or folded.any():
                if number == len(planes):
                    planes.append(np.zeros(shape, np.uint8))
                planes[number][at] = folded & 0xFF
                folded >>= 8
                number += 1
        by_parameter = _is_smaller_by_parameter(planes[0][:, ::_TRIED])
        ordered = [np.asfortranarray(plane) if by_parameter else plane for plane in planes]
        return {EXPONENTS: np.stack(self._exponents)} | {f"{PLANE}{n}": plane for n, plane in enumerate(ordered)}


def _is_smaller_by_parameter(plane: npt.NDArray[np.uint8]) -> bool:
    """Whether steps take less room if those of a parameter lie together, as they do where all move all the time."""
    sizes = [len(zlib.compress(each.tobytes(), 1)) for each in (plane, np.ascontiguousarray(plane.T))]
    return sizes[1] < sizes[0]


def _small(steps: Steps) -> npt.NDArray[np.signedinteger[Any]]:
    """The same in as few bytes as hold them."""
    most = int(np.abs(steps).max(initial=0))
    for kind in (np.int8, np.int16, np.int32):
        if most <= np.iinfo(kind).max:
            return steps.astype(kind)
    return steps


def is_part(name: str) -> bool:
    """Whether an array of a film's file belongs to its parameters in steps."""
    return name == EXPONENTS or (name.startswith(PLANE) and name[len(PLANE) :] in map(str, range(_MOST_PLANES)))


def frames(arrays: Mapping[str, AnyArray], blocks: Sequence[slice]) -> Iterator[Array]:
    """The vectors that ``arrays`` hold, each a copy. Raises ValueError if they don't belong together."""
    planes = [arrays.get(f"{PLANE}{number}") for number in range(len(arrays) - 1)]
    exponents, count = arrays.get(EXPONENTS), blocks[-1].stop
    if exponents is None or exponents.dtype != np.int16 or exponents.shape[1:] != (len(blocks),) or not planes:
        raise ValueError("its parameters don't fit its layers")
    if any(each is None or each.dtype != np.uint8 or each.shape != (len(exponents), count) for each in planes):
        raise ValueError("its parameters don't fit its layers")
    now = np.zeros(count)
    for at, powers in enumerate(exponents):
        folded = np.zeros(count, np.uint64)
        for number, plane in enumerate(planes):
            folded |= np.asarray(plane)[at].astype(np.uint64) << np.uint64(8 * number)
        moved = np.where(
            folded & np.uint64(1), -((folded >> np.uint64(1)).astype(np.float64) + 1.0), folded >> np.uint64(1)
        )
        for block, power in zip(blocks, powers, strict=True):
            with np.errstate(over="ignore", invalid="ignore"):
                now[block] += moved[block] * 2.0 ** np.float64(power)
        yield now.copy()
