"""The colours of a picture: a theme is one small file, and a user may bring one of their own."""

import dataclasses
import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib import RcParams
from matplotlib.colors import to_hex, to_rgb, to_rgba

from vizpipe.drawing import fonts
from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.settings import THEMES as NAMES

OKABE_ITO = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000")
"""Eight colours told apart by all common forms of colour blindness (Okabe and Ito, 2008)."""
_HERE = Path(__file__).parent / "themes"
_CLASSES = 2
_GREY = 0.2
"""Least difference between the channels of what counts as a colour."""
_UNSEEN = 1.5
"""The contrast below which nobody would have put a text on the background."""
READABLE = 4.6
"""The contrast that texts get, a little above what WCAG 2.2 asks for (1.4.3), since edges are smoothed."""


@dataclass(frozen=True)
class Theme:
    """The colours of a picture; each has one meaning through the whole gallery."""

    name: str
    background: str
    middle: str
    """The field where neither class wins."""
    ink: str
    quiet: str
    line: str
    """Axes and other furniture."""
    classes: tuple[str, str]
    negative: str
    """Numbers below zero: no class speaks for them."""
    positive: str
    """Numbers above zero."""
    edge: str
    """The rim of a sample."""
    correct: str
    wrong: str
    gradient: str
    """Whatever flows back: gradients and derivatives."""
    accent: str
    """Look here: what a picture is about, where no class is meant."""
    paper: str = ""
    """What is drawn where there is nothing: the background unless said otherwise, or none."""
    shapes: bool = False
    """Shapes and hatching say what colours say."""
    font: str = fonts.DEFAULT
    font_size: float = 1.0
    """How many times larger type is than usual, as a style sheet has it."""

    @property
    def palette(self) -> tuple[str, ...]:
        """Colours for more than two classes or curves."""
        return (*OKABE_ITO[:-1], self.ink)

    @property
    def class_palette(self) -> tuple[str, ...]:
        """Colours of ten classes, the first two the theme's own; those of others are none that look like them."""
        more = (self.palette[number] for number in (2, 3, 4, 1, 6, 7))
        return (*self.classes, *more, self.gradient, self.quiet)

    def letters(self, colour: Any) -> Any:  # noqa: ANN401 - whatever matplotlib takes for a colour
        """A colour as texts have it: lighter or darker until it can be read on the background.

        A grey that can't be seen on the background at all stays as it is: it stands on something else.
        """
        found = _readable(to_rgba(colour), self.background)
        return colour if found is None else found

    def on(self, *colours: str) -> str:
        """The ink, or the background, whichever is better seen on all of these colours."""
        grounds = [np.array(to_rgb(each)) for each in colours]

        def least(colour: str) -> float:
            return min(float(contrast(np.array(to_rgb(colour)), ground)) for ground in grounds)

        if self.shapes or least(self.ink) >= least(self.background):  # where shapes speak, some are empty
            return self.ink
        return self.background

    def mix(self, colour: str, share: float, into: str | None = None) -> tuple[float, float, float]:
        """Give ``share`` of ``colour`` mixed into the background, or ``into`` another colour."""
        top, ground = np.array(to_rgb(colour)), np.array(to_rgb(into or self.background))
        red, green, blue = share * top + (1.0 - share) * ground
        return float(red), float(green), float(blue)


@functools.lru_cache(maxsize=1024)
def _readable(colour: tuple[float, float, float, float], background: str) -> tuple[float, float, float] | None:
    """A colour as texts have it on a background; None if it is that already, or stands on something else."""
    own, ground = np.array(colour[:3]), np.array(to_rgb(background))
    grey = own.max() - own.min() < _GREY
    if (grey and contrast(own, ground) < _UNSEEN) or colour[3] < 1.0:
        return None
    end = np.full(3, 0.0 if luminance(ground) > luminance(own) else 1.0)
    for share in np.linspace(0.0, 1.0, 41):
        red, green, blue = tried = (1.0 - share) * own + share * end
        if contrast(tried, ground) >= READABLE:
            return (float(red), float(green), float(blue)) if share else None
    return None


def rgb(colour: str) -> npt.NDArray[np.float64]:
    """A colour's channels from 0 to 1, shape (3,)."""
    return np.array(to_rgb(colour))


def luminance(colours: Any) -> Any:  # noqa: ANN401 - numpy's, of any shape
    """Relative luminance (WCAG 2.2) of sRGB colours from 0 to 1, shape (…, 3)."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB's
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(colour: Any, ground: Any) -> Any:  # noqa: ANN401 - as above
    """The contrast of colours (WCAG 2.2), from 1 to 21."""
    first, second = luminance(np.asarray(colour, dtype=float)), luminance(np.asarray(ground, dtype=float))
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def read(text: str, name: str, base: Theme | None = None) -> Theme:
    """A theme from the lines of a TOML file; what they leave out is as in ``base``. Raises UsageError."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"theme {name}: {error}") from None
    keys = {field.name for field in dataclasses.fields(Theme)} - {"name", "font_size"}
    for key in table:
        if key not in keys:
            raise UsageError(f"theme {name}: unknown key {key[:40]}{nearest(key, keys)}")
    table = {key: _read(name, key, value) for key, value in table.items()}
    if base is None:
        return Theme(name=name, **table)
    return dataclasses.replace(base, name=name, **table)


def _read(name: str, key: str, value: object) -> object:
    """One line of a theme. Raises UsageError naming it."""
    if key == "classes":
        if not isinstance(value, list) or len(value) != _CLASSES:
            raise UsageError(f"theme {name}: classes must be two colours")
        return tuple(_colour(name, key, each) for each in value)
    if key == "shapes":
        if not isinstance(value, bool):
            raise UsageError(f"theme {name}: shapes must be true or false")
        return value
    if key == "font" or (key == "paper" and value == "none"):
        if not isinstance(value, str):
            raise UsageError(f"theme {name}: {key} must be a text")
        return value
    return _colour(name, key, value)


def _colour(name: str, key: str, value: object) -> str:
    try:
        return to_hex(value if isinstance(value, str) else "")
    except ValueError:
        raise UsageError(f"theme {name}: {key} is {str(value)[:40]}, which is no colour") from None


def of_style_sheet(text: str, name: str, base: Theme) -> Theme:
    """A theme from a matplotlib style sheet: its colours, its font, and by ``font.size`` how large type is.

    All other sizes stay, for the layout.
    """
    rc: dict[str, Any] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        plain = "".join(re.match(r'(?:[^#"]|"[^"]*")*', line).group()).strip()  # type: ignore[union-attr]
        key, colon, value = (part.strip() for part in plain.partition(":"))
        if not plain:
            continue
        try:
            checked: Any = RcParams({key: value.strip('"')} if colon else {})
        except (KeyError, ValueError, SyntaxError) as error:
            reason = str(error).splitlines()[0][:120]
            raise UsageError(f"theme {name}: line {number}: {key[:40]}: {reason}") from None
        rc |= dict(checked)
    colours: dict[str, str] = {}
    for key, theirs in _FROM.items():
        colour = next((rc[each] for each in theirs if each in rc and rc[each] not in ("none", "auto", "inherit")), None)
        if colour is not None:
            colours[key] = to_hex(colour)
    classes = base.classes
    if "axes.prop_cycle" in rc:
        cycle = [to_hex(each) for each in rc["axes.prop_cycle"].by_key().get("color", [])]
        classes = (cycle[0], cycle[1]) if len(cycle) >= _CLASSES else classes
    if "background" in colours:
        colours |= {"edge": colours["background"]}
        ground = dataclasses.replace(base, background=colours["background"])
        colours["middle"] = to_hex(ground.mix(colours.get("ink", base.ink), 0.05))
    font = next(iter(rc["font.family"]), "") if "font.family" in rc else ""
    if font in ("sans-serif", "serif", "monospace") and f"font.{font}" in rc:
        font = next(iter(rc[f"font.{font}"]), "")
    size = float(rc.get("font.size", _USUAL)) / _USUAL
    if not _SMALLEST <= size <= _LARGEST:
        raise UsageError(f"theme {name}: font.size must be {_USUAL * _SMALLEST:g} to {_USUAL * _LARGEST:g}")
    plain = font if font and not re.fullmatch("sans-serif|serif|monospace|cursive|fantasy", font) else base.font
    return dataclasses.replace(base, name=name, classes=classes, font=plain, font_size=size, **colours)  # type: ignore[arg-type]


_USUAL = 10.0
"""What ``font.size`` is in matplotlib unless somebody says otherwise."""
_SMALLEST, _LARGEST = 0.5, 4.0
_FROM = {
    "background": ("figure.facecolor", "axes.facecolor", "savefig.facecolor"),
    "ink": ("text.color", "axes.labelcolor"),
    "quiet": ("xtick.labelcolor", "xtick.color", "axes.labelcolor"),
    "line": ("axes.edgecolor", "grid.color"),
}


def _built_in(name: str, base: Theme | None = None) -> Theme:
    return read((_HERE / f"{name}.toml").read_text(encoding="utf-8"), name, base)


LIGHT = _built_in("light")
THEMES = {"light": LIGHT} | {name: _built_in(name, LIGHT) for name in NAMES[1:]}
DARK, PRINT, TRANSPARENT = (THEMES[name] for name in ("dark", "print", "transparent"))


@functools.lru_cache(maxsize=8)
def find(name: str, text: str = "", background: str = "", *, is_open: bool = False) -> Theme:
    """A built-in theme, or the one in ``text``, whose first line says which kind of file it was; on a background.

    Where it ``is_open``, the background is not drawn, though colours are made for it.
    """
    theme = THEMES.get(name, LIGHT)
    if text:
        kind, _, lines = text.partition("\n")
        theme = of_style_sheet(lines, name, LIGHT) if kind.endswith(".mplstyle") else read(lines, name, LIGHT)
    paper = "none" if is_open else ""
    return dataclasses.replace(theme, background=background, paper=paper, edge=background) if background else theme
