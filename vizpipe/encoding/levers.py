"""What a file gives up to get smaller, in steps: each kind of file has its own, from the least loss to the most."""

from typing import NamedTuple

ALL_COLOURS = 255
_RATES = {"mp4": (18, range(20, 35)), "webm": (24, range(27, 52, 2))}
"""Constant rate factors: the usual one, and those up to the least quality that still reads well."""
_QUALITIES = {"avif": (80, range(75, 39, -5))}
_COLOURS = (192, 128, 96, 64, 48, 32)
_EVERY = (2, 3, 4)
_SCALES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
_ORDINALS = {2: "second", 3: "third", 4: "fourth"}


class Lever(NamedTuple):
    """Colours at most, the encoder's own measure of loss (0: as usual), one frame of so many, a share of both sides."""

    colours: int = ALL_COLOURS
    quality: int = 0
    every: int = 1
    scale: float = 1.0

    def told(self, kind: str) -> str:
        """Say in words what is given up."""
        parts = [f"{self.colours} colours"] if self.colours < ALL_COLOURS else []
        if self.quality:
            parts.append(f"a rate factor of {self.quality}" if kind in _RATES else f"quality {self.quality}")
        parts += [f"every {_ORDINALS[self.every]} frame"] if self.every > 1 else []
        parts += [f"{self.scale:.0%} of the size"] if self.scale < 1.0 else []
        return ", ".join(parts)


def ladder(kind: str, *, moves: bool) -> list[Lever]:
    """The steps for a kind of file: quality or colours first, then frames if it ``moves``, then size."""
    _, qualities = (_RATES | _QUALITIES).get(kind, (0, ()))
    steps = [Lever(quality=each) for each in qualities] or [Lever(each) for each in _COLOURS]
    steps += [steps[-1]._replace(every=every) for every in _EVERY] if moves else []
    return steps + [steps[-1]._replace(scale=scale) for scale in _SCALES]


def expected(lever: Lever, kind: str) -> float:
    """Roughly how large a file gets, 1 for one that gives up nothing; what was measured corrects it."""
    share = (lever.colours / ALL_COLOURS) ** 0.25 * lever.every**-0.8 * lever.scale**1.6
    if lever.quality and kind in _RATES:
        return float(share * 2.0 ** ((_RATES[kind][0] - lever.quality) / (7.0 if kind == "mp4" else 12.0)))
    return float(share * (lever.quality / _QUALITIES[kind][0]) if lever.quality else share)
