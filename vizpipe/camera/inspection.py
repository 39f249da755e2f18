"""How pictures look, measured: what a careful eye would find in texts, colours and motion.

Each measure gives remarks in words; what is only worth knowing is marked, and fails nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.camera.remark import Remark
from vizpipe.camera.scene import Scene
from vizpipe.drawing.reader import Text
from vizpipe.drawing.theme import Theme, luminance, rgb
from vizpipe.film.film import Film

SHOWN_WIDE, SHOWN_TALL = 1920.0, 400.0
"""Pixels across at which pictures are seen: a whole screen, and a phone for what is taller than wide."""
LEAST_WIDE, LEAST_TALL = 14.0, 8.0
"""Pixels of type at that size."""
LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
LEAST_OF_MARKS = 3.0
"""The same for what is no text (1.4.11)."""
_MANY = 40
"""Letters that stand alone: more are samples."""
LEAST_DISTANCE = 11.0
"""Between two colours with a meaning, in CAM02-UCS (Luo, Cui and Li, 2006): Okabe and Ito's eight keep it."""
LEAST_GREY = 15.0
"""Between their lightness in the same space."""
FLASHES = 3
"""A second; more are a finding (WCAG 2.2, success criterion 2.3.1)."""
_FLASH, _DARKER = 0.1, 0.8
_AREA = 0.25 * 341 * 256 / (1024 * 768)
"""The share of a picture that may flash: a quarter of 10° of the eye's field."""
_ACROSS, _UP = 4.0, 5.0
"""Pixels by which boxes of texts may meet: letters don't fill them."""
_DEFICIENCIES = ("protanomaly", "deuteranomaly", "tritanomaly")
_FLARE = 0.5
"""Of a projector in a bright room: half of what is seen is the room's white."""
_MOST_TOLD = 60

Array = npt.NDArray[np.float64]


def texts(drawn: Sequence[Text], width: int, height: int) -> list[Remark]:
    """Cut, covered, too small, too faint."""
    found = []
    share, least = (SHOWN_WIDE, LEAST_WIDE) if width >= height else (SHOWN_TALL, LEAST_TALL)
    for text in drawn:
        name, box = _short(text.words), text.box
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
            found.append(Remark("cut", f"{name} reaches beyond the picture"))
        size = text.pixels * share / width
        if size < least - 0.01:
            found.append(
                Remark("small", f"{name} is {size:.1f} px high at {share:.0f} px across; {least:.0f} is the least")
            )
        needed = _needed(text, drawn)
        if text.contrast < needed - 0.05:
            found.append(Remark("contrast", f"{name} has {text.contrast:.1f} : 1 to what is behind it, not {needed:g}"))
    for one, other in combinations(drawn, 2):
        across = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
        up = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
        samples = len(one.words) == len(other.words) == 1  # drawn as characters, they lie where they lie
        if not samples and one.words != other.words and across >= _ACROSS and up >= _UP:
            found.append(Remark("overlap", f"{_short(one.words)} and {_short(other.words)} lie on each other"))
    return found


def _needed(text: Text, drawn: Sequence[Text]) -> float:
    """The least contrast of a text. A lone sign is a mark; many lone letters are samples, and lie where those lie."""
    if len(text.words.strip()) > 1:
        return LEAST_CONTRAST
    lone = [other for other in drawn if len(other.words.strip()) == 1]
    if len(lone) < _MANY:
        return LEAST_CONTRAST if text.words.strip().isalnum() else LEAST_OF_MARKS
    covered = any(other is not text and other.box.overlaps(text.box) for other in lone)
    return 0.0 if covered else LEAST_OF_MARKS


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return repr(plain if len(plain) < _MOST_TOLD else f"{plain[:_MOST_TOLD]}…")


def colours(theme: Theme) -> list[Remark]:
    """Whether what colours say is told apart by everybody, on a washed-out projector, and in grey."""
    pairs = {"the classes": theme.classes, "right and wrong": (theme.correct, theme.wrong)}
    found = []
    for name, pair in pairs.items():
        one, other = (rgb(each) for each in pair)
        for kind in _DEFICIENCIES:
            distance = _distance(_seen(one, kind), _seen(other, kind))
            if distance < LEAST_DISTANCE:
                told = f"{name} are {distance:.1f} apart with {kind}; {LEAST_DISTANCE:.0f} is the least"
                found.append(Remark("colours", told))
        washed = _distance(*(_FLARE + (1.0 - _FLARE) * each for each in (one, other)))
        if washed < LEAST_DISTANCE:
            found.append(Remark("colours", f"{name} are {washed:.1f} apart on a washed-out projector"))
        grey = abs(_lightness(one) - _lightness(other))
        if grey < LEAST_GREY and not theme.shapes:
            found.append(Remark("grey", f"{name} are {grey:.1f} apart in grey, and have no shapes", counts=False))
    return found


def _seen(colour: Array, kind: str) -> Array:
    """A colour as somebody without one kind of cones sees it (Machado, Oliveira and Fernandes, 2009)."""
    from colorspacious import cspace_convert  # noqa: PLC0415 - only to look at colours

    space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
    seen: Array = np.clip(cspace_convert(colour, space, "sRGB1"), 0.0, 1.0)
    return seen


def _distance(one: Array, other: Array) -> float:
    from colorspacious import deltaE  # noqa: PLC0415 - as above

    return float(deltaE(one, other, input_space="sRGB1"))


def _lightness(colour: Array) -> float:
    from colorspacious import cspace_convert  # noqa: PLC0415 - as above

    return float(cspace_convert(colour, "sRGB1", "CAM02-UCS")[0])


def flashes(frames: Iterable[npt.NDArray[np.uint8]], durations: Sequence[int]) -> list[Remark]:
    """Whether much of an animation gets lighter and darker again more than three times within a second.

    Frames are RGB, shape (height, width, 3), durations milliseconds.
    """
    seen = [luminance(frame / 255.0) for frame in frames]
    turns = _turns(seen, durations)
    for start in range(len(turns)):
        begun, count = turns[start][0], np.zeros_like(seen[0])
        for moment, turned in turns[start:]:
            if moment - begun >= 1000:  # noqa: PLR2004 - a second
                break
            count += turned
        # a flash is there and back: two turns
        share = float((count > 2 * FLASHES).mean())
        if share > _AREA:
            told = f"{share:.0%} of it flash more than {FLASHES} times within a second, from {begun / 1000:.1f} s on"
            return [Remark("flashes", told)]
    return []


def _turns(seen: Sequence[Array], durations: Sequence[int]) -> list[tuple[int, npt.NDArray[np.bool_]]]:
    """When pixels changed by a tenth of the lightest or more, against the way they changed before."""
    moment, found = 0, []
    way = np.zeros(seen[0].shape)
    extreme = seen[0].copy()
    for duration, now in zip(durations, seen[1:], strict=False):
        moment += duration
        step = now - extreme
        large = (np.abs(step) >= _FLASH) & (np.minimum(now, extreme) < _DARKER)
        turned = large & (np.sign(step) != way)
        further = (np.sign(step) == way) & (step != 0)  # on the same way the extreme moves along
        way = np.where(turned, np.sign(step), way)
        extreme = np.where(turned | further, now, extreme)
        found.append((moment, turned))
    return found


def unmoved(number: int, before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]) -> list[Remark]:
    """Pixels that change from one frame to the next though nothing in the data does."""
    changed = int((before != after).any(axis=-1).sum())
    return [Remark("still", f"{changed:,} pixels change after frame {number}, and the data don't")] if changed else []


def motion(film: Film[Any], scene: Scene[Any], alone: Scene[Any], frames: Sequence[int]) -> list[Remark]:
    """Whether what is drawn moves with the data, and with nothing else; ``alone`` is a scene that wasn't filmed yet."""
    moved = [0, *(number for number in range(1, len(film)) if not same(film[number - 1], film[number]))]
    if len(moved) == 1:
        return []
    last, pictures = frames[-1], list(scene.pictures(frames))
    (single,) = alone.pictures([last])
    changed = int((pictures[-1] != single).any(axis=-1).sum())
    if changed:
        told = f"{changed:,} pixels of frame {last} are others when it is drawn alone: draw keeps something"
        return [Remark("order", told)]
    others = any(not same(film[frames[0]], film[frame]) for frame in frames)
    if others and all(np.array_equal(pictures[0], each) for each in pictures):
        return [Remark("still", "the picture never changes, and the data do")]
    return idle(moved, [count for number in moved for count in scene.added([number])])


def idle(moved: Sequence[int], added: Sequence[int]) -> list[Remark]:
    """Frames at which the data have moved and draw added nothing: their numbers, and how many artists it added."""
    none = [number for number, count in zip(moved, added, strict=True) if not count]
    if not none:
        return []
    which = f"frame {none[0]}" if len(none) == 1 else f"{len(none):,} of {len(moved):,} frames, first for {none[0]}"
    return [Remark("still", f"draw adds nothing for {which}, and the data have moved")]


def same(one: Any, other: Any) -> bool:  # noqa: ANN401 - frames are tuples of a recipe's own
    """Whether two frames hold the same data, masks among them."""
    pairs = [*zip(one, other, strict=True)]
    masks = all(np.array_equal(np.ma.getmaskarray(a), np.ma.getmaskarray(b)) for a, b in pairs)
    return masks and all(np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind == "f") for a, b in pairs)
