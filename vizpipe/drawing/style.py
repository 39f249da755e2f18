"""How pictures look: themes, sizes, type. A style is a value; nothing here changes matplotlib's global state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb

from vizpipe.drawing import fonts, mathematics
from vizpipe.drawing.measure import Face
from vizpipe.drawing.theme import Theme, luminance, rgb

DPI = 100.0
FIELD_STEPS = 24
"""Shades of a field, an even number, so that the boundary lies between two of them."""
SMOOTH_STEPS = 256
"""So many that no eye sees them."""
POINTS_PER_INCH = 72.0

_REFERENCE = (1920.0, 760.0)
_COLUMN_REFERENCE = 500.0
_COMPACT = (960.0, 540.0)
_LEGIBLE = 14.0
"""Pixels."""
_SMALLEST = 0.72
_SHRINK = 0.6
_MIDDLE = 0.18
"""The luminance of middle grey."""


@dataclass(frozen=True)
class Style:
    """A theme at a size in pixels."""

    theme: Theme
    width: int
    height: int
    compact: bool = False
    """One of several small multiples: no furniture that its neighbours repeat, type as large as on the whole sheet."""
    larger: float = 1.0
    """How much larger type and gaps are than the size asks for: pictures on a wall are seen from afar."""
    layout: str = ""
    """``row`` or ``column``, whatever the size would ask for."""
    lang: str = "en"
    font: float = 1.0
    """How many times larger somebody wants type, on sheets of several pictures too."""
    is_measured: bool = False
    """Whether texts were measured before: then they are drawn as wide as that, without hinting."""

    has_formulas: bool = False
    """Whether texts may hold formulas, which somebody gave: all other dollars are written with a backslash."""

    @property
    def face(self) -> Face:
        """What its texts are measured in."""
        return Face(self.theme.font, lang=self.lang, has_formulas=self.has_formulas)

    @property
    def tall(self) -> bool:
        """Taller than wide: panels stand in a column, for phones."""
        return self.layout == "column" if self.layout else self.height > self.width

    @cached_property
    def scale(self) -> float:
        """How large type and gaps are, 1 at 1920 × 760.

        Larger pictures grow in proportion, so that they look the same on a wall. Smaller ones shrink more slowly than
        their width, so that type stays legible. A column is made to be seen at half its width on a phone.
        """
        return self._scale * self.larger * self.font

    @property
    def _scale(self) -> float:
        if self.tall and not self.compact:
            return self.width / _COLUMN_REFERENCE
        if self.compact:
            return max(min(self.width / _COMPACT[0], self.height / _COMPACT[1]), _SMALLEST)
        ratio = min(self.width / _REFERENCE[0], self.height / _REFERENCE[1])
        return ratio if ratio >= 1.0 else float(ratio**_SHRINK)

    def px(self, pixels: float) -> float:
        """Pixels at the reference size → pixels in this picture."""
        return pixels * self.scale

    def pt(self, pixels: float) -> float:
        """Pixels at the reference size → points in this picture, matplotlib's unit of type and lines."""
        return self.px(pixels) * POINTS_PER_INCH / DPI

    def fontsize(self, pixels: float) -> float:
        """Type of so many of the picture's own pixels → points, in a font that looks as large as any other."""
        return pixels * fonts.adjusted(self.theme.font) * POINTS_PER_INCH / DPI

    def em(self, pixels: float) -> float:
        """Type of so many pixels at the reference size → points in this picture."""
        return self.fontsize(self.px(pixels))

    def type(self, pixels: float) -> float:
        """Like ``em``: among small multiples never less than can be read on the whole sheet."""
        return self.fontsize(self.legible(pixels))

    def legible(self, pixels: float) -> float:
        """Like ``px``: among small multiples never less than type that can be read on the whole sheet."""
        return max(self.px(pixels), _LEGIBLE * self.font) if self.compact else self.px(pixels)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Draw inside this: matplotlib's own defaults, then the house's, whatever the user's matplotlibrc says."""
        with mpl.rc_context():
            if self._whole:  # matplotlib looks at each of its three hundred settings whenever one is set
                dict.clear(mpl.rcParams)
                dict.update(mpl.rcParams, self._whole)
            else:
                mpl.rcdefaults()
                mpl.rcParams.update(self._settings())
                self._whole.update(dict.copy(mpl.rcParams))
            yield

    @cached_property
    def _whole(self) -> dict[Any, Any]:
        """All of matplotlib's settings, as they were when this was first applied."""
        return {}

    def _settings(self) -> dict[Any, Any]:
        theme = self.theme
        return {
            "figure.dpi": DPI,
            "savefig.dpi": DPI,
            "figure.facecolor": theme.paper or theme.background,
            "savefig.facecolor": theme.paper or theme.background,
            "axes.facecolor": "none",
            "axes.edgecolor": theme.line,
            "axes.linewidth": self.pt(1.2),
            "axes.labelcolor": theme.quiet,
            "axes.labelsize": self.em(16),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "axes.titlelocation": "left",
            "axes.titlesize": self.em(18),
            "axes.titlecolor": theme.ink,
            "axes.unicode_minus": True,
            "font.family": fonts.families(theme.font, self.lang),
            **mathematics.settings(theme.font),
            "font.size": self.em(16),
            "text.color": theme.ink,
            "text.parse_math": self.has_formulas,
            "text.hinting": "none" if self.is_measured else mpl.rcParamsDefault["text.hinting"],
            "xtick.color": theme.line,
            "ytick.color": theme.line,
            "xtick.labelcolor": theme.quiet,
            "ytick.labelcolor": theme.quiet,
            "xtick.labelsize": self.em(15),
            "ytick.labelsize": self.em(15),
            "xtick.major.size": self.pt(5),
            "ytick.major.size": self.pt(5),
            "xtick.major.width": self.pt(1.2),
            "ytick.major.width": self.pt(1.2),
            "xtick.major.pad": self.pt(5),
            "ytick.major.pad": self.pt(5),
            "lines.linewidth": self.pt(2.5),
            "lines.solid_capstyle": "round",
            "svg.hashsalt": "vizpipe",
            "path.simplify_threshold": 0.05,
        }

    @cached_property
    def field_colours(self) -> npt.NDArray[np.float64]:
        """The shades of the probability of class 1 from 0 to 1, RGB, shape (FIELD_STEPS, 3).

        A tint, at most half a class colour, so that samples stand on it. Steps instead of a smooth run: they read as
        contour lines, and a pixel changes only when it crosses one, which makes animations a tenth smaller.
        """
        return self.shades(FIELD_STEPS)

    @cached_property
    def smooth_colours(self) -> npt.NDArray[np.float64]:
        """The same where no palette and no size of a file asks for steps, shape (SMOOTH_STEPS, 3)."""
        return self.shades(SMOOTH_STEPS)

    def shades(self, count: int, hues: tuple[float, float] | None = None) -> npt.NDArray[np.float64]:
        """So many colours of a field, RGB, shape (count, 3); in two hues all that seaborn gives, but not in print."""
        if hues is not None and not self.theme.shapes:
            return diverging(hues, count, "light" if luminance(rgb(self.theme.background)) > _MIDDLE else "dark")
        ends = [self.theme.mix(colour, 0.5) for colour in self.theme.classes]
        middles = (np.arange(count) + 0.5) / count
        stops = np.array([ends[0], to_rgb(self.theme.middle), ends[1]])
        shades = [np.interp(middles, (0.0, 0.5, 1.0), stops[:, channel]) for channel in range(3)]
        return np.rint(np.stack(shades, axis=1) * 255.0) / 255.0

    def class_colours(self, hues: tuple[float, float] | None = None) -> list[Any]:
        """The colours of both classes; in two hues the ends of seaborn's palette."""
        if hues is None or self.theme.shapes:
            return list(self.theme.classes)
        return [tuple(map(float, each)) for each in self.shades(SMOOTH_STEPS, hues)[[0, -1]]]

    def fixed_colours(self) -> list[tuple[int, int, int]]:
        """Colours that every palette must have exactly: the flat ones and the field's shades."""
        theme = self.theme
        flat = np.array([to_rgb(each) for each in (theme.background, theme.ink, theme.quiet, *theme.classes)])
        return [
            (int(red), int(green), int(blue))
            for red, green, blue in np.rint(255.0 * np.concatenate([flat, self.field_colours]))
        ]


@cache
def diverging(hues: tuple[float, float], count: int, centre: Literal["light", "dark"]) -> npt.NDArray[np.float64]:
    """What seaborn's diverging_palette gives: a palette between two hues, RGB, shape (count, 3)."""
    import seaborn as sns  # noqa: PLC0415 - two seconds that only fields need

    colours = np.array(sns.diverging_palette(*hues, n=count, center=centre), dtype=np.float64)[:, :3]
    colours.flags.writeable = False
    return colours
