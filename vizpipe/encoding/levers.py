"""What a file gives up to get smaller, in steps: each kind of file has its own, from the least loss to the most."""

from typing import NamedTuple

from vizpipe.encoding.formats import FORMATS

ALL_COLOURS = 255
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
        if self.quality and (loss := FORMATS[kind].loss):
            parts.append(f"{loss.words} {self.quality}")
        parts += [f"every {_ORDINALS[self.every]} frame"] if self.every > 1 else []
        parts += [f"{self.scale:.0%} of the size"] if self.scale < 1.0 else []
        return ", ".join(parts)


def ladder(kind: str, *, moves: bool, is_clear: bool = False) -> list[Lever]:
    """The steps for a kind of file: quality or colours first, then frames if it ``moves``, then size.

    Of strokes only frames: their weight is in them. What moves and ``is_clear`` has no palette to spare colours of.
    """
    if FORMATS[kind].takes == "strokes":  # numbers have no colours to spare
        return [Lever(every=each) for each in _EVERY]
    loss = FORMATS[kind].loss
    colours = () if moves and is_clear else _COLOURS
    steps = [Lever(quality=each) for each in loss.steps] if loss else [Lever(each) for each in colours]
    least = steps[-1] if steps else Lever()
    steps += [least._replace(every=every) for every in _EVERY] if moves else []
    return steps + [steps[-1]._replace(scale=scale) for scale in _SCALES]


def expected(lever: Lever, kind: str) -> float:
    """Roughly how large a file gets, 1 for one that gives up nothing; what was measured corrects it."""
    share = (lever.colours / ALL_COLOURS) ** 0.25 * lever.every**-0.8 * lever.scale**1.6
    loss = FORMATS[kind].loss
    if not (lever.quality and loss):
        return float(share)
    if loss.halves:
        return float(share * 2.0 ** ((loss.usual - lever.quality) / loss.halves))
    return float(share * (lever.quality / loss.usual))
