"""Texts with formulas, as matplotlib's mathtext sets them: whether it can, and how wide they are."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser

from vizpipe.drawing import fonts
from vizpipe.errors import UsageError
from vizpipe.parameters.mathematics import bare

_EM = 100.0
_DPI = 72.0


def settings(font: str) -> dict[Any, Any]:
    """What matplotlib has to know to set formulas in a font, and the signs that it lacks in another."""
    return {
        "mathtext.fontset": "custom",
        "mathtext.rm": font,
        "mathtext.it": f"{font}:italic",
        "mathtext.bf": f"{font}:bold",
        "mathtext.fallback": "stixsans",
    }


def check(formulas: Mapping[str, str]) -> None:
    """Raise UsageError naming a formula that can't be set, and the text that it stands in."""
    for formula, whose in formulas.items():
        try:
            MathTextParser("path").parse(formula, _DPI, FontProperties(size=_EM))
        except (ValueError, RecursionError) as error:
            told = str(error).strip().splitlines()
            why = told[-1].partition(": ")[2].partition(", found")[0] if told else ""
            more = f" ({why})" if why.startswith("Unknown symbol") else ""
            raise UsageError(f"{whose}: {formula} can't be set as mathematics{more}") from None


@functools.lru_cache(maxsize=1024)
def ems(text: str, font: str, weight: str) -> float:
    """The width of a text with formulas in units of its size."""
    fonts.families(font)  # matplotlib knows the house's own from then on
    with mpl.rc_context(settings(font)):
        look = FontProperties(family=[font], weight=weight, size=_EM)
        return float(MathTextParser("path").parse(text, _DPI, look)[0]) / _EM


def check_letters(texts: Iterable[str], font: str) -> None:
    """Raise UsageError for letters of a text with formulas that its one font does not have."""
    have = fonts.glyphs(font)
    for text in texts:
        missing = [each for each in dict.fromkeys(bare(text)) if ord(each) not in have and not each.isspace()]
        if missing and bare(text) != text:
            raise UsageError(
                f"{text[:60]!r}: beside a formula all letters are of {font}, which has no {missing[0]}; leave math out"
            )
