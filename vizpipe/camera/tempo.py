"""How an animation moves, measured: what flickers, changes too fast, is over too soon, or jumps where it begins anew.

Frames are RGB, shape (height, width, 3), durations milliseconds.
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from vizpipe.camera.remark import Remark
from vizpipe.camera.rest import SECOND, STEP, Frames, dead, far

_FLIPS = 3
"""Turns back within a second; more are a finding."""
_FLIPPED = 0.04
"""The share of a picture that may flip more often."""
_CHANGES = 4
"""Of a text within a second; more are a finding."""
_SMALL = 0.75
"""Of the largest type, the size up to which a lone counter is small."""
_BOLD, _HEAVY = frozenset({"semibold", "demibold", "demi", "bold", "heavy", "extra bold", "black"}), 600
_FLASHED = 20
"""Milliseconds up to which a first frame is not meant to be seen."""
_SEAM = 0.05
"""The share of the pixels that may change where a looping film begins anew."""
_SUDDEN, _MOMENT, _STANDS = 0.25, 250, 500
"""The share of all change that may happen within so many milliseconds, unless the picture then stands so long."""
_AT_ONCE = 0.2
"""The share of the pixels that may change from one picture to the next, unless that one stands so long."""


class Word(NamedTuple):
    """A text of a frame: where it stands, what it says, and how large."""

    place: tuple[int, int, int]
    """Its panel, and pixels from the lower left corner."""
    words: str
    pixels: float
    is_bold: bool = False


def measured(frames: Frames, durations: Sequence[int], *, loops: bool, again: bool = True) -> list[Remark]:
    """All that is to be remarked about how pictures follow each other, ``again`` and again unless it plays once."""
    if len(frames) < 2:  # noqa: PLR2004 - nothing moves
        return []
    return [
        *opening(durations),
        *flips(frames, durations),
        *sudden(frames, durations),
        *dead(frames, durations),
        *(seam(frames, durations, loops=loops) if again else []),
    ]


def opening(durations: Sequence[int]) -> list[Remark]:
    """Whether the first picture stands long enough to be looked at; one that is not to be seen at all is skipped."""
    first = durations[_begins(durations)]
    return (
        [Remark("opening", f"the first frame stands {first / SECOND:.1f} s; 1 s is the least")]
        if first < SECOND
        else []
    )


def _begins(durations: Sequence[int]) -> int:
    """The number of the first frame that is to be seen: the result may flash up before, for readers of one frame."""
    return next((number for number, each in enumerate(durations) if each > _FLASHED), 0)


def flips(frames: Frames, durations: Sequence[int]) -> list[Remark]:
    """Whether much of it changes back and forth more than three times a second, in any colour."""
    moments = np.cumsum([0, *durations[:-1]])
    turns = _turned(frames)
    worst, begun = 0.0, 0
    for start in range(1, len(frames)):
        end = int(np.searchsorted(moments, moments[start] + SECOND))
        share = float((turns[start:end].sum(axis=0, dtype=np.int16) > _FLIPS).mean())
        if share > worst:
            worst, begun = share, int(moments[start])
    told = f"{worst:.0%} of it change back and forth more than {_FLIPS} times a second, from {begun / SECOND:.1f} s on"
    return [Remark("flip", told)] if worst > _FLIPPED else []


def _turned(frames: Frames) -> npt.NDArray[np.bool_]:
    """Where each frame goes back on the way that a colour went before."""
    turned = np.zeros((len(frames), *frames[0].shape[:2]), dtype=bool)
    way = np.zeros(frames[0].shape, dtype=np.int8)
    extreme = frames[0].astype(np.int16)
    for number, frame in enumerate(frames[1:], 1):
        step = frame.astype(np.int16) - extreme
        large = np.abs(step) >= STEP
        sign = np.sign(step).astype(np.int8)
        turned[number] = (large & (sign == -way)).any(axis=-1)
        further = large | ((sign == way) & (sign != 0))
        way = np.where(large, sign, way)
        extreme = np.where(further, frame, extreme)
    return turned


def _steps(frames: Frames) -> npt.NDArray[np.float64]:
    """How far the colours of all pixels move from each frame to the next, on average, of 255."""
    return np.array([far(one, other) for one, other in itertools.pairwise(frames)])


def sudden(frames: Frames, durations: Sequence[int]) -> list[Remark]:
    """Whether a large part of all change is over before it can be seen."""
    steps = _steps(frames)
    hasty = np.where(np.array(durations[1 : len(frames)]) < _STANDS, steps, 0.0)
    moments = np.cumsum(durations[: len(steps)])
    if not steps.sum():
        return []
    ends = np.searchsorted(moments, moments + _MOMENT)
    shares = np.array([hasty[start:end].sum() for start, end in enumerate(ends)]) / steps.sum()
    worst = int(shares.argmax())
    parts = [
        _changed(one, other) if step else 0.0
        for (one, other), step in zip(itertools.pairwise(frames), hasty, strict=True)
    ]
    if max(parts) > _AT_ONCE:
        at = int(np.argmax(parts))
        return [Remark("sudden", f"{parts[at]:.0%} of the pixels change at once, at {moments[at] / SECOND:.1f} s")]
    told = (
        f"{shares[worst]:.0%} of all change happen within {_MOMENT / SECOND:.2g} s, at {moments[worst] / SECOND:.1f} s"
    )
    return [Remark("sudden", told)] if shares[worst] > _SUDDEN else []


def _changed(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """The share of the pixels that are others in the second frame."""
    return float((np.abs(one.astype(np.int16) - other) >= STEP).any(axis=-1).mean())


def seam(frames: Frames, durations: Sequence[int], *, loops: bool) -> list[Remark]:
    """How much changes where a film begins anew: of one that loops, or that does not stand at both of its ends.

    Where a film stands at its end and at its beginning, a jump is a cut, and everybody sees that it begins anew.
    """
    begins = _begins(durations)
    if not loops and min(durations[begins], durations[-1]) >= SECOND:
        return []
    share = _changed(frames[-1], frames[begins])
    return [Remark("seam", f"{share:.0%} of the pixels jump where it begins anew")] if share > _SEAM else []


def counters(texts: Iterable[Sequence[Word]], durations: Sequence[int]) -> list[Remark]:
    """Texts that change, or grow bold, faster than they can be read, unless one is the only such and small."""
    said: dict[tuple[int, int, int], list[tuple[int, str, bool]]] = {}
    largest = 0.0
    sizes: dict[tuple[int, int, int], float] = {}
    moment = 0
    for frame, duration in zip(texts, durations, strict=False):
        for word in _by_place(frame):
            largest = max(largest, word.pixels)
            before = said.setdefault(word.place, [])
            if not before or before[-1][1:] != (word.words, word.is_bold):
                before.append((moment, word.words, word.is_bold))
                sizes[word.place] = word.pixels
        moment += duration
    fast = [(place, _most([at for at, *_ in told[1:]])) for place, told in said.items()]
    fast = [(place, count) for place, count in fast if count > _CHANGES]
    if not fast or (len(fast) == 1 and sizes[fast[0][0]] <= _SMALL * largest):
        return []
    place, count = max(fast, key=lambda each: (sizes[each[0]], each[1]))
    words = " ".join(said[place][1][1].split())[:60]
    others = f", and {len(fast) - 1} more" if len(fast) > 1 else ""
    return [Remark("counter", f"{words!r} changes {count} times within a second{others}")]


def _by_place(frame: Sequence[Word]) -> list[Word]:
    """The words of a frame, those in one place as one."""
    places: dict[tuple[int, int, int], Word] = {}
    for word in frame:
        other = places.get(word.place)
        places[word.place] = word._replace(words=f"{other.words} {word.words}") if other else word
    return [*places.values()]


def _most(moments: Sequence[int]) -> int:
    """The most moments within a second."""
    places = np.array(moments)
    return int((np.searchsorted(places, places + SECOND) - np.arange(len(places))).max()) if len(places) else 0


def words(figure: Figure, drawn: Iterable[Artist] | None = None) -> list[Word]:
    """The texts of a figure, or of some artists in it; nothing is drawn for that."""
    axes = [*figure.axes]
    found = []
    for text in [text for artist in ([figure] if drawn is None else drawn) for text in artist.findobj(Text)]:
        said, (x, y) = text.get_text().strip(), _place(text)
        if said and text.get_visible() and np.isfinite([x, y]).all():
            panel = axes.index(text.axes) if text.axes in axes else -1
            weight = text.get_fontweight()
            is_bold = weight in _BOLD or (isinstance(weight, int) and weight >= _HEAVY)
            found.append(Word((panel, round(x), round(y)), said, float(text.get_fontsize()), is_bold))
    return found


def _place(text: Text) -> npt.NDArray[np.float64]:
    """Where a text stands, in pixels; shape (2,). What is set beside a point of the data goes where that is."""
    place: npt.NDArray[np.float64] = text.get_transform().transform(text.get_position())
    if isinstance(text, Annotation) and text.axes and (text.xycoords, text.anncoords) == ("data", "offset points"):
        place = place + text.axes.transData.transform(text.xy)
    return place
