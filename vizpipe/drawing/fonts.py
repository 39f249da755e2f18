"""Fonts: which families draw a text, glyph by glyph, and which letters none of them has."""

import functools
import importlib.util
import logging
from collections.abc import Iterable
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

from vizpipe.errors import MachineError, UsageError, nearest

DEFAULT = "Source Sans Pro"
"""All its digits are of one width, so that numbers stand still; words take a tenth less room than in DejaVu Sans."""
_COMPLETE = "DejaVu Sans"
"""It comes with matplotlib, and has the signs of mathematics that the other lacks: ∇, ⁻ and their like."""
_HOUSE = "font_source_sans_pro", [f"files/SourceSansPro-{cut}.ttf" for cut in ("Regular", "Bold", "It", "BoldIt")]
_EXTRA = {
    "ja": ("matplotlib_fontja", ["fonts/ipaexg.ttf"]),
    "ko": ("koreanize_matplotlib", ["fonts/NanumGothic.ttf"]),
    "zh": ("zhplot", ["fonts/NotoSansSC-Regular.ttf"]),
}
"""The fonts of the ``cjk`` extra, package and file. Importing the packages would change matplotlib's settings."""
_SHOWN = 8
_EM = 1000.0
_PIXEL = 64.0
"""FreeType's units in one."""
_LOWER_CASE = 0.547
"""How tall an x is in units of the size that is asked for, as in DejaVu Sans."""
_LEAST, _MOST = 0.8, 1.25


def _added(module: str, files: Iterable[str]) -> str | None:
    """The family of fonts in an installed package, which matplotlib knows from now on; None if it is not installed."""
    spec, family = importlib.util.find_spec(module), None
    for path in (Path(folder, file) for folder in (spec and spec.submodule_search_locations) or [] for file in files):
        if path.is_file():
            font_manager.fontManager.addfont(path)
            known = font_manager.fontManager.ttflist
            known.insert(0, known.pop())  # the first of a name is taken, and the machine may have another version
            family = font_manager.get_font(str(path)).family_name
    return family


@functools.cache
def _extra(lang: str) -> str | None:
    """The family of an extra font; None if it is not installed."""
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it warns that they have no bold
    return _added(*_EXTRA[lang])


@functools.cache
def _house() -> None:
    """Have matplotlib know the default. Raises MachineError if it is not installed."""
    if _added(*_HOUSE) != DEFAULT:
        raise MachineError(f"the font {DEFAULT} is not installed here: pip install font-source-sans-pro")


@functools.cache
def _families(font: str, lang: str) -> tuple[str, ...]:
    order = sorted(_EXTRA, key=lambda each: each != lang)  # the same sign looks different in each of the languages
    return tuple(dict.fromkeys([font, _COMPLETE, *(family for each in order if (family := _extra(each)))]))


def families(font: str = DEFAULT, lang: str = "en") -> list[str]:
    """The families that draw a text, the first that has a glyph drawing it. Raises UsageError for an unknown one."""
    _house()
    names = font_manager.fontManager.get_font_names()
    if font not in names:
        raise UsageError(f"font {font[:60]} is not installed here{nearest(font, names)}")
    return list(_families(font, lang))


@functools.cache
def adjusted(font: str = DEFAULT) -> float:
    """How much larger a font is set than the size that is asked for, so that its x is as tall as in any other.

    What CSS calls font-size-adjust. Raises UsageError for an unknown font.
    """
    drawn = font_manager.get_font(font_manager.findfont(families(font)[0]))
    drawn.set_size(_EM, 72.0)
    tall = drawn.load_char(ord("x"), flags=LoadFlags.NO_HINTING).bbox[3] / _PIXEL / _EM
    return min(max(_LOWER_CASE / max(tall, 0.01), _LEAST), _MOST)


@functools.cache
def glyphs(family: str) -> frozenset[int]:
    """Every code point that a family has a glyph for."""
    return frozenset(font_manager.get_font(font_manager.findfont(family)).get_charmap())


@functools.lru_cache(4096)
def needed(text: str, font: str = DEFAULT, lang: str = "en") -> tuple[str, ...]:
    """The families that draw this text, up to the last of which it has a letter: each costs a search for every draw."""
    order, letters = families(font, lang), {ord(each) for each in text}
    for count, family in enumerate(order, 1):
        letters = letters - glyphs(family)
        if not letters:
            return tuple(order[:count])
    return tuple(order)


def check(texts: Iterable[str], font: str = DEFAULT, lang: str = "en") -> None:
    """Raise MachineError naming the letters that no font has, and the text: a picture with boxes helps nobody."""
    have = [glyphs(family) for family in families(font, lang)]
    for text in texts:
        missing = [each for each in dict.fromkeys(text) if each != "\n" and not any(ord(each) in has for has in have)]
        if missing:
            letters = ", ".join(f"{each} (U+{ord(each):04X})" for each in missing[:_SHOWN])
            more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
            way = "pip install 'vizpipe[cjk]' brings Chinese, Japanese and Korean"
            if all(_extra(each) for each in _EXTRA):
                way = 'name a font that has them in a theme of your own: font = "…"'
            raise MachineError(f"no font here has {letters}{more} of “{text[:60]}”; {way}")
