"""Fonts: which families draw a text, glyph by glyph, and which letters none of them has."""

import functools
import importlib.util
import logging
from collections.abc import Iterable
from pathlib import Path

from matplotlib import font_manager

from vizpipe.errors import MachineError, UsageError, nearest

_DEFAULT = "DejaVu Sans"
_EXTRA = {
    "ja": ("matplotlib_fontja", "fonts/ipaexg.ttf"),
    "ko": ("koreanize_matplotlib", "fonts/NanumGothic.ttf"),
    "zh": ("zhplot", "fonts/NotoSansSC-Regular.ttf"),
}
"""The fonts of the ``cjk`` extra, package and file. Importing the packages would change matplotlib's settings."""
_SHOWN = 8


@functools.cache
def _extra(lang: str) -> str | None:
    """The family of an extra font, which matplotlib knows from now on; None if it is not installed."""
    module, file = _EXTRA[lang]
    spec = importlib.util.find_spec(module)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder, file)
        if path.is_file():
            logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it warns that they have no bold
            font_manager.fontManager.addfont(path)
            return font_manager.get_font(str(path)).family_name
    return None


@functools.cache
def _families(font: str, lang: str) -> tuple[str, ...]:
    order = sorted(_EXTRA, key=lambda each: each != lang)  # the same sign looks different in each of the languages
    return tuple(dict.fromkeys([font, _DEFAULT, *(family for each in order if (family := _extra(each)))]))


def families(font: str = _DEFAULT, lang: str = "en") -> list[str]:
    """The families that draw a text, the first that has a glyph drawing it. Raises UsageError for an unknown one."""
    names = font_manager.fontManager.get_font_names()
    if font != _DEFAULT and font not in names:
        raise UsageError(f"font {font[:60]} is not installed here{nearest(font, names)}")
    return list(_families(font, lang))


@functools.cache
def _letters(family: str) -> frozenset[int]:
    """Every code point that a family has a glyph for."""
    return frozenset(font_manager.get_font(font_manager.findfont(family)).get_charmap())


def check(texts: Iterable[str], font: str = _DEFAULT, lang: str = "en") -> None:
    """Raise MachineError naming the letters that no font has, and the text: a picture with boxes helps nobody."""
    have = [_letters(family) for family in families(font, lang)]
    for text in texts:
        missing = [each for each in dict.fromkeys(text) if each != "\n" and not any(ord(each) in has for has in have)]
        if missing:
            letters = ", ".join(f"{each} (U+{ord(each):04X})" for each in missing[:_SHOWN])
            more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
            way = "pip install 'vizpipe[cjk]' brings Chinese, Japanese and Korean"
            if all(_extra(each) for each in _EXTRA):
                way = 'name a font that has them in a theme of your own: font = "…"'
            raise MachineError(f"no font here has {letters}{more} of “{text[:60]}”; {way}")
