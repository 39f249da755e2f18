"""How pictures look, measured: what a careful eye would find in the colours of a theme, and in motion.

Each measure gives remarks in words; what is only worth knowing is marked, and fails nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.camera import hues, tempo
from vizpipe.camera.remark import Remark
from vizpipe.camera.scene import Scene
from vizpipe.camera.shots import Shot
from vizpipe.camera.tempo import Word
from vizpipe.drawing.theme import Theme, luminance, rgb
from vizpipe.film.film import Film

FLASHES = 3
"""A second; more are a finding (WCAG 2.2, success criterion 2.3.1)."""
_FLASH, _DARKER = 0.1, 0.8
_AREA = 0.25 * 341 * 256 / (1024 * 768)
"""The share of a picture that may flash: a quarter of 10° of the eye's field."""
_ALIKE = 5
"""Pairs of frames with the same data that are drawn and compared."""
_TOGETHER = 16
"""Frames whose artists are there at once."""
_FLARE = 0.5
"""Of a projector in a bright room: half of what is seen is the room's white."""

Array = npt.NDArray[np.float64]


def colours(theme: Theme) -> list[Remark]:
    """Whether what colours say is told apart by everybody, on a washed-out projector, and in grey."""
    pairs = {"the classes": theme.classes, "right and wrong": (theme.correct, theme.wrong)}
    found = []
    for name, pair in pairs.items():
        one, other = (rgb(each) for each in pair)
        for kind in hues.DEFICIENCIES:
            distance = hues.distance(hues.seen(one, kind), hues.seen(other, kind))
            if distance < hues.LEAST:
                told = f"{name} are {distance:.1f} apart with {kind}; {hues.LEAST:.0f} is the least"
                found.append(Remark("colours", told))
        washed = hues.distance(*(_FLARE + (1.0 - _FLARE) * each for each in (one, other)))
        if washed < hues.LEAST:
            found.append(Remark("colours", f"{name} are {washed:.1f} apart on a washed-out projector"))
        grey = abs(hues.lightness(hues.colour(one)) - hues.lightness(hues.colour(other)))
        if grey < hues.LEAST_GREY and not theme.shapes:
            found.append(Remark("grey", f"{name} are {grey:.1f} apart in grey, and have no shapes", counts=False))
    return found


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
        return alike(film, scene)
    last, pictures = frames[-1], scene.pictures(frames)
    (single,) = alone.pictures([last])
    changed = int((pictures[-1] != single).any(axis=-1).sum())
    if changed:
        told = f"{changed:,} pixels of frame {last} are others when it is drawn alone: draw keeps something"
        return [Remark("order", told)]
    others = any(not same(film[frames[0]], film[frame]) for frame in frames)
    if others and all(np.array_equal(pictures[0], each) for each in pictures):
        return [Remark("still", "the picture never changes, and the data do")]
    batches = (moved[begin : begin + _TOGETHER] for begin in range(0, len(moved), _TOGETHER))
    added = [len(gained) for batch in batches for gained in scene.gained(batch)]
    return idle(moved, added) + alike(film, scene)


def texts(scene: Scene[Any], shots: Sequence[Shot]) -> Iterator[list[Word]]:
    """The texts of each of these frames; nothing is rendered, and those that stand are read once."""
    with scene.applied():  # a blank axis makes as many ticks as the style's type leaves room for
        stand = tempo.words(scene.figure)
    for begin in range(0, len(shots), _TOGETHER):
        for gained in scene.gained(shots[begin : begin + _TOGETHER]):
            yield stand + tempo.words(scene.figure, gained)


def alike(film: Film[Any], scene: Scene[Any]) -> list[Remark]:
    """What changes between frames whose data are the same."""
    pairs = [number for number in range(len(film) - 1) if same(film[number], film[number + 1])]
    return [found for at in pairs[:_ALIKE] for found in unmoved(at, *scene.pictures([at, at + 1]))]


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
