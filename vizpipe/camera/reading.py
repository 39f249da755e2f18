"""The texts of a picture, measured: what is cut, covered, too small or too faint to be read."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from vizpipe.camera.remark import Remark
from vizpipe.drawing.reader import Text


class Preset(NamedTuple):
    """A place where pictures are seen, and how large they are there."""

    across: float
    """Pixels of the screen or the page."""
    least: float
    """Pixels of type there."""


PRESETS = {
    "slide": Preset(1920.0, 14.0),
    "blog": Preset(1280.0, 12.0),
    "square": Preset(1080.0, 12.0),
    "social": Preset(1200.0, 12.0),
    "column": Preset(360.0, 11.0),
    "thumb": Preset(480.0, 11.0),
}
"""Where pictures are seen."""
WIDE, TALL = Preset(1920.0, 14.0), Preset(400.0, 8.0)
"""A picture of any other size: a whole screen, and a phone for what is taller than wide."""
LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
LEAST_OF_MARKS = 3.0
"""The same for what is no text (1.4.11)."""
MANY = 40
"""Letters that stand alone: more are samples."""
_ACROSS, _UP, _MEETS = 4.0, 5.0, 0.12
"""Pixels by which boxes of texts may meet, and up in heights of their type: letters don't fill them."""
_TOUCHED = 0.1
"""As near to the picture's left or right edge, in heights of its type, a text touches it."""
_OVER = 0.25
"""The share of a page's margin into which texts may reach: numbers beside an axis are wider than it."""
_WIDEST = 0.15
"""The most of a page's width that is a margin."""
_MOST_TOLD = 60


def texts(drawn: Sequence[Text], width: int, height: int, preset: str = "") -> list[Remark]:
    """Cut, on each other, too small, too faint."""
    found = []
    share, least = PRESETS[preset] if preset else (WIDE if width >= height else TALL)
    margin = _margin(drawn, width)
    small: dict[str, list[Text]] = {}
    for text in drawn:
        name, box = short(text.words), text.box
        edge = _TOUCHED * text.pixels
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
            found.append(Remark("cut", f"{name} reaches beyond the picture"))
        elif box.x0 < edge or box.x1 > width - edge:
            found.append(Remark("cut", f"{name} touches the picture's edge"))
        elif margin and len(text.words.split()) > 1 and max(margin - box.x0, box.x1 - width + margin) > _OVER * margin:
            found.append(Remark("cut", f"{name} reaches into the margin"))
        size = text.pixels * share / width
        if size < least - 0.01:
            small.setdefault(f"{size:.1f} px high at {share:.0f} px across; {least:.0f} is the least", []).append(text)
        needed = _needed(text, drawn)
        if text.contrast < needed - 0.05:
            found.append(Remark("contrast", f"{name} has {text.contrast:.1f} : 1 to what is behind it, not {needed:g}"))
    for told, alike in small.items():
        others = f" and {len(alike) - 1} more texts are" if len(alike) > 1 else " is"
        found.append(Remark("small", f"{short(alike[0].words)}{others} {told}"))
    for one, other in combinations(drawn, 2):
        across = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
        up = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
        least_up = min(_UP, _MEETS * min(one.pixels, other.pixels))
        samples = len(one.words) == len(other.words) == 1  # drawn as characters, they lie where they lie
        if not samples and one.words != other.words and across >= _ACROSS and up >= least_up:
            found.append(Remark("overlap", f"{short(one.words)} and {short(other.words)} lie on each other"))
    return found


def _margin(drawn: Sequence[Text], width: int) -> float:
    """The pixels that a page leaves free at the left, where many of its texts begin; 0 if no two begin together."""
    often = Counter(round(text.box.x0) for text in drawn if len(text.words.split()) > 1)
    left = min((left for left, count in often.items() if count > 1), default=0)
    return float(left) if 0 < left <= _WIDEST * width else 0.0


def _needed(text: Text, drawn: Sequence[Text]) -> float:
    """The least contrast of a text. A lone sign is a mark; many lone letters are samples, and lie where those lie."""
    if len(text.words.strip()) > 1:
        return LEAST_CONTRAST
    lone = [other for other in drawn if len(other.words.strip()) == 1]
    if len(lone) < MANY:
        return LEAST_CONTRAST if text.words.strip().isalnum() else LEAST_OF_MARKS
    covered = any(other is not text and other.box.overlaps(text.box) for other in lone)
    return 0.0 if covered else LEAST_OF_MARKS


def short(words: str) -> str:
    """A text in a remark."""
    plain = " ".join(words.split())
    return repr(plain if len(plain) < _MOST_TOLD else f"{plain[:_MOST_TOLD]}…")
