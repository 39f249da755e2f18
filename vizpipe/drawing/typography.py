"""How large type is: three sizes, by where a picture is seen."""

from typing import NamedTuple

_SCREEN, _THUMB = 1600, 640
"""Pixels across from which a landscape picture fills a screen, and below which it is one of many on a page."""


class Typography(NamedTuple):
    """Sizes of type in the picture's own pixels."""

    headline: float
    name: float
    """Of panels, and of the counter."""
    small: float
    """Of tick labels, notes and the caption."""
    least: float
    """No text is smaller."""


class _Seen(NamedTuple):
    """Where a picture is seen: how many pixels wide, none for as wide as it is, and the sizes of type there."""

    width: int | None
    sizes: Typography


_ON_A_WALL = _Seen(1920, Typography(headline=38.0, name=22.0, small=18.0, least=14.0))
_ON_A_SCREEN = _Seen(1920, Typography(headline=34.0, name=20.0, small=16.0, least=14.0))
_ON_A_PAGE = _Seen(None, Typography(headline=24.0, name=15.0, small=13.0, least=12.0))
_ON_A_PHONE = _Seen(360, Typography(headline=19.0, name=13.0, small=12.0, least=11.0))
_ON_A_WIDE_PHONE = _ON_A_PHONE._replace(width=430)
"""The widest there are: for pages that have no room for larger type."""
_AMONG_OTHERS = _Seen(None, Typography(headline=16.0, name=12.0, small=11.0, least=11.0))
_PRESETS = {
    "slide": _ON_A_WALL,
    "blog": _ON_A_PAGE,
    "square": _ON_A_PAGE,
    "social": _ON_A_PAGE,
    "thumb": _AMONG_OTHERS,
}


def typography(width: int, height: int, preset: str = "", *, is_close: bool = False) -> Typography:
    """The sizes of type in a picture of so many pixels, by the name of its size if it has one.

    What is taller than wide is for phones, of those the widest if ``is_close``.
    """
    seen = _PRESETS.get(preset) or _by_size(width, height)
    seen = _ON_A_WIDE_PHONE if is_close and seen == _ON_A_PHONE else seen
    scale = width / seen.width if seen.width else 1.0
    return Typography(*(size * scale for size in seen.sizes))


def _by_size(width: int, height: int) -> _Seen:
    """Where a picture without a name is seen."""
    if height > width:
        return _ON_A_PHONE
    if width >= _SCREEN:
        return _ON_A_SCREEN
    return _ON_A_PAGE if width >= _THUMB else _AMONG_OTHERS
