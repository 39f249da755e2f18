"""Colours that meet in a panel: whether everybody tells them apart, and paper without colours."""

import functools
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.camera.recorder import Mark
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight

Array = npt.NDArray[np.float64]
Colour = tuple[float, float, float]
DEFICIENCIES = ("protanomaly", "deuteranomaly", "tritanomaly")
FEW, LEAST_OF_FEW, LEAST = 4, 25.0, 11.0
"""How far colours with a meaning are apart in CAM02-UCS (Luo, Cui and Li, 2006): up to four, and more with a sign."""
LEAST_GREY = 15.0
"""Between their lightness."""
_SAME_GREY = 3.0
"""Between the lightness of areas that look the same on paper."""
_TINTS = 64
"""Of an image; more are a photograph's."""
_SCALE = 8
"""Roles; more are steps of a scale."""
_COLOURFUL = 0.15
"""Between the channels of what is no grey."""


class Role(NamedTuple):
    """A colour with what else tells it apart."""

    colour: Colour
    signs: frozenset[str]


def met(sight: Sight, *, in_print: bool) -> Iterator[Remark]:
    """Pairs of colours in one panel that are too near each other; ``in_print`` asks for their greys too."""
    if in_print:
        yield from dict.fromkeys(_fields(sight))
    for number in range(-1, len(sight.panels)):
        roles = _roles(sight, number)
        if not 1 < len(roles) <= _SCALE:
            continue
        place = sight.panels[number].name if number >= 0 else "the page"
        for one, other in combinations(roles, 2):
            near, kind = apart(one.colour, other.colour)
            has_sign = not one.signs & other.signs
            least = LEAST_OF_FEW if len(roles) <= FEW and not has_sign else LEAST
            pair = f"{_hex(one.colour)} and {_hex(other.colour)}"
            if near < least:
                yield Remark("colours", f"{place}: {pair} are {near:.0f} apart with {kind}; {least:.0f} is the least")
            grey = abs(lightness(one.colour) - lightness(other.colour))
            if in_print and grey < LEAST_GREY and not has_sign:
                yield Remark("grey", f"{place}: {pair} are {grey:.0f} apart in grey; {LEAST_GREY:.0f} is the least")


def _fields(sight: Sight) -> Iterator[Remark]:
    """Colours of one image that are told apart, and whose greys are not."""
    for mark in sight.marks:
        if mark.kind != "image" or not mark.is_data or not 1 < len(mark.colours) <= _TINTS:
            continue
        alike = [
            (-far, pair)
            for pair in combinations(mark.colours, 2)
            if abs(lightness(pair[0]) - lightness(pair[1])) < _SAME_GREY
            and (far := float(np.linalg.norm(_place(pair[0]) - _place(pair[1])))) >= LEAST
        ]
        if alike:
            far, (one, other) = min(alike)
            told = f"{_hex(one)} and {_hex(other)} are one grey, and {-far:.0f} apart in colour"
            yield Remark("grey", f"{sight.within(mark.panel)}{told}")


def _roles(sight: Sight, panel: int) -> list[Role]:
    """The colours of a panel's marks, without greys and without tints that fill the panel."""
    signs: dict[Colour, set[str]] = {}
    for mark in sight.marks:
        if mark.panel != panel or not mark.is_data or mark.kind == "image" or _fills(mark, sight):
            continue
        for told in mark.colours:
            if max(told) - min(told) >= _COLOURFUL:
                signs.setdefault(told, set()).add(f"{mark.kind} {mark.sign}")
    return [Role(told, frozenset(found)) for told, found in signs.items()]


def _fills(mark: Mark, sight: Sight) -> bool:
    """Whether a shape is as large as its panel."""
    if mark.kind != "shape" or mark.panel < 0 or len(mark.points) < 3:  # noqa: PLR2004 - corners
        return False
    size, box = np.ptp(mark.points, axis=0), sight.panels[mark.panel].box
    return bool(np.prod(size) > box.width * box.height / 2.0)


@functools.cache
def apart(one: Colour, other: Colour) -> tuple[float, str]:
    """How far two colours are apart for those who see least of it, and who these are."""
    return min((distance(seen(np.array(one), kind), seen(np.array(other), kind)), kind) for kind in DEFICIENCIES)


def seen(channels: Array, kind: str) -> Array:
    """A colour as somebody without one kind of cones sees it (Machado, Oliveira and Fernandes, 2009)."""
    from colorspacious import cspace_convert  # noqa: PLC0415 - only to look at colours

    space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
    found: Array = np.clip(cspace_convert(channels, space, "sRGB1"), 0.0, 1.0)
    return found


def distance(one: Array, other: Array) -> float:
    """How far two colours are apart, in CAM02-UCS."""
    from colorspacious import deltaE  # noqa: PLC0415 - as above

    return float(deltaE(one, other, input_space="sRGB1"))


def lightness(told: Colour) -> float:
    """From 0 to 100, in CAM02-UCS."""
    return float(_place(told)[0])


@functools.cache
def _place(told: Colour) -> Array:
    """Where a colour lies in CAM02-UCS: lightness, redness, yellowness."""
    from colorspacious import cspace_convert  # noqa: PLC0415 - as above

    return np.asarray(cspace_convert(np.array(told), "sRGB1", "CAM02-UCS"))


def colour(channels: Array) -> Colour:
    """Channels as a colour that can be looked up."""
    red, green, blue = (float(part) for part in channels)
    return red, green, blue


def _hex(told: Colour) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in told)
