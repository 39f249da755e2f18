"""What belongs together looks alike and stands in line, and what does not keeps apart, measured."""

import re
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from matplotlib.transforms import Bbox

from vizpipe.camera.reading import short
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Panel, Sight
from vizpipe.drawing.reader import Text

_BLANK = 0.2
"""As wide a gap between two texts on one line, in heights of type, is a blank: they read as one."""
_APART = 1.2
"""As wide a gap parts what belongs to two panels side by side."""
_STACKED = 0.4
"""The same for what belongs to two panels of which one stands above the other."""
_AT = 3.0
"""How far from a panel, in heights of its type, a text's middle is at it."""
_MET = -4.0
"""Pixels by which their boxes may meet until they lie on each other."""
_ASKEW = 1.5, 0.35
"""From how many pixels on, and up to which share of a type's height, two texts are out of line by mistake."""
_DESCENT = 0.22
"""How far type reaches below its line, in heights of it."""
_BESIDE = 2.5
"""How far apart, in heights of type, two texts are neighbours."""
_SIZES = 0.9
"""The smaller of two sizes of type that look the same, as a share of the larger."""
_SPANS = 1.5
"""How different the scales of panels that are alike may be."""
_WORDS = 2
_LINES = 8
_SLACK = 2.0
"""Pixels by which a name may reach into its panel."""


def near(sight: Sight) -> Iterator[Remark]:
    """Texts on one line with no blank between them, and neighbours of one size that are a little out of line."""
    inside = {id(text): _panel_of(sight, text) for text in sight.texts}
    owned = [each for each in zip(sight.texts, sight.owners, strict=True) if len(each[0].words.strip()) > 1]
    for (one, panel), (other, beside) in combinations(owned, 2):
        first, second = (one, other) if one.box.x0 <= other.box.x0 else (other, one)
        gap, type_ = second.box.x0 - first.box.x1, min(one.pixels, other.pixels)
        up = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
        far = _BESIDE * type_
        if panel == beside >= 0 and min(one.box.y0, other.box.y0) > sight.panels[panel].box.y1 - _SLACK:
            far = sight.panels[panel].box.width  # both stand above one panel
        is_level = up > 0.5 * min(one.box.height, other.box.height)
        if is_level and _MET < gap < _BLANK * type_:
            yield Remark("near", f"{short(first.words)} and {short(second.words)} run together")
        elif is_level and 0.0 < gap < _APART * type_ and _is_of_two(sight, one, other):
            yield Remark("near", f"{short(first.words)} and {short(second.words)} belong to two panels and read as one")
        elif _are_stacked(sight, one, other):
            yield Remark("near", f"{short(one.words)} and {short(other.words)} belong to two panels and nearly touch")
        elif (
            _are_words(one)
            and _are_words(other)
            and _is_askew(one, other, far, is_parted=inside[id(one)] != inside[id(other)])
        ):
            yield Remark("near", f"{short(one.words)} and {short(other.words)} are a little out of line")


def _panel_of(sight: Sight, text: Text) -> int:
    """The number of the panel in whose axes a text's middle stands, −1 if it stands in none."""
    (x0, y0, x1, y1) = text.box.extents
    boxes = [panel.box if panel.is_framed else None for panel in sight.panels]
    return next((at for at, box in enumerate(boxes) if box and box.contains(0.5 * (x0 + x1), 0.5 * (y0 + y1))), -1)


def _is_of_two(sight: Sight, *texts: Text) -> bool:
    """Whether texts stand at panels that lie side by side, each at its own."""
    boxes = [panel.box for panel in sight.panels if panel.is_framed]
    nearest = []
    for text in texts:
        (x0, y0, x1, y1), reach = text.box.extents, _AT * text.pixels
        x = 0.5 * (x0 + x1)
        far = [max(box.x0 - x, x - box.x1, box.y0 - y1, y0 - box.y1) for box in boxes if y1 <= box.y0 or y0 >= box.y1]
        if not far or min(far) > reach:
            return False
        nearest.append(boxes[far.index(min(far))])
    one, other = nearest
    return bool(max(one.x0, other.x0) > min(one.x1, other.x1))


def _are_stacked(sight: Sight, one: Text, other: Text) -> bool:
    """Whether one text stands under a panel, the other above a lower one, and hardly anything is between the two."""
    upper, lower = (one, other) if one.box.y0 >= other.box.y0 else (other, one)
    type_ = min(one.pixels, other.pixels)
    if not (_MET < upper.box.y0 - lower.box.y1 < _STACKED * type_ and _overlap(upper.box, lower.box)):
        return False
    boxes = [panel.box for panel in sight.panels if panel.is_framed]
    over = [box for box in boxes if 0.0 <= box.y0 - upper.box.y1 < _AT * type_ and _overlap(box, upper.box)]
    under = [box for box in boxes if 0.0 <= lower.box.y0 - box.y1 < _AT * type_ and _overlap(box, lower.box)]
    return bool(over and under)


def _overlap(one: Bbox, other: Bbox) -> bool:
    """Whether one lies above the other somewhere."""
    return bool(min(one.x1, other.x1) > max(one.x0, other.x0))


def _are_words(text: Text) -> bool:
    """Whether it is no bare number: those stand where their values are."""
    return any(letter.isalpha() for letter in text.words)


def _is_askew(one: Text, other: Text, far: float, *, is_parted: bool) -> bool:
    """Whether neighbours nearly share a line, or one above the other begin nearly together, and share no other edge.

    On a line they are neighbours when they are not ``far`` apart; one above the other unless a panel's edge parts them,
    or one of them is centred on something and the other is not.
    """
    (x0, y0, x1, y1), (u0, v0, u1, v1) = one.box.extents, other.box.extents
    aside, apart = max(x0, u0) - min(x1, u1), max(y0, v0) - min(y1, v1)
    type_ = min(one.pixels, other.pixels)
    if 0.0 < aside < far and apart < 0.0:
        lines = y0 + _DESCENT * one.pixels, v0 + _DESCENT * other.pixels
        off = min(abs(lines[0] - lines[1]), abs(y1 - v1), 0.5 * abs(y0 + y1 - v0 - v1))
    elif 0.0 < apart < _BESIDE * type_ and aside < 0.0 and not is_parted and _align(one) == _align(other):
        off = abs(x0 - u0)
        if min(abs(x1 - u1), 0.5 * abs(x0 + x1 - u0 - u1)) <= _ASKEW[0]:
            return False  # in line at their other ends, or at their middles
    else:
        return False
    low, most = _ASKEW
    return bool(low < off < most * type_)


def _align(text: Text) -> str:
    return getattr(text, "align", "left")  # a commit of long ago kept none


def uneven(sight: Sight) -> Iterator[Remark]:
    """Names of panels, and texts of the same words, that are set in different sizes."""
    names = [text for number, panel in enumerate(sight.panels) if (text := _name(sight, number, panel))]
    pairs = [*combinations(names, 2)]
    alike: dict[tuple[object, ...], list[Text]] = {}
    for text, owner in zip(sight.texts, sight.owners, strict=True):
        words = re.sub(r"\d+", "0", text.words).split()
        if len(words) >= _WORDS and any(letter.isalpha() for letter in text.words):
            first = words[0] if words[0][-1].isalnum() else words[0][-1]  # "right:" is like "wrong:"
            alike.setdefault((owner, first, *words[1:]), []).append(text)
    pairs += [pair for texts in alike.values() for pair in combinations(texts, 2)]
    for one, other in pairs:
        large, small = (one, other) if one.pixels >= other.pixels else (other, one)
        if small.pixels < _SIZES * large.pixels and one.words != other.words:
            told = f"{short(small.words)} is {small.pixels:.0f} px high, and {short(large.words)} {large.pixels:.0f}"
            yield Remark("uneven", told)


def _name(sight: Sight, number: int, panel: Panel) -> Text | None:
    """The text above a panel, or at the top of one without axes, that begins where the panel does.

    None of a panel that is as high as a few lines: that is the headline's, or the caption's.
    """
    reach = 0.0 if panel.is_framed else _BESIDE
    above = [
        text
        for text, owner in zip(sight.texts, sight.owners, strict=True)
        if owner == number
        and len(text.words.strip()) > 1
        and (panel.is_framed or (_are_words(text) and len(text.words.split()) >= _WORDS))
        and panel.box.height > _LINES * text.pixels
        and text.box.y0 > panel.box.y1 - reach * text.pixels - _SLACK
        and abs(text.box.x0 - panel.box.x0) < _BESIDE * text.pixels
    ]
    return max(above, key=lambda text: text.box.y1, default=None)


def scale(sight: Sight) -> Iterator[Remark]:
    """Panels of one size and one horizontal scale, beside each other, in which the same height is another value."""
    linear = [panel for panel in sight.panels if panel.is_linear and panel.is_framed]
    for one, other in combinations(linear, 2):
        sizes = np.array([[panel.box.width, panel.box.height] for panel in (one, other)])
        is_level = abs(one.box.y0 - other.box.y0) < 1.0
        is_alike = is_level and np.ptp(sizes, axis=0).max() < 2.0 and one.limits[0] == other.limits[0]  # noqa: PLR2004
        if (
            is_alike
            and one.names == other.names
            and max(one.spans[1], other.spans[1]) > _SPANS * min(one.spans[1], other.spans[1])
        ):
            told = f"{one.name} and {other.name} are alike, and their heights mean other values"
            yield Remark("scale", told, counts=False)  # each may say its own


def measured(sight: Sight) -> Iterator[Remark]:
    """All that is to be remarked about what belongs together."""
    for measure in (near, uneven, scale):
        yield from dict.fromkeys(measure(sight))
