"""An asset as a page shows it: what moves, the still, its twins for dark pages and for phones."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from vizpipe.errors import UsageError
from vizpipe.manifest import Entry, File

LONG = 5_000
"""Milliseconds after which what moves needs a way to stop it."""
VIDEOS = {"mp4": "video/mp4", "webm": "video/webm"}
CALM = "(prefers-reduced-motion: reduce)"
_MOVING = ("webp", "gif", "apng")
_STILL = ("png", "avif", "svg")
_PHONE = "(max-width: 600px)"
_DARK = "(prefers-color-scheme: dark)"


class Picture(NamedTuple):
    """One file as a page sees it."""

    address: str
    width: int
    height: int
    suffix: str
    duration: int = 0


class Twin(NamedTuple):
    """The files of one look of an asset: what moves, videos, the still."""

    moving: Picture | None
    videos: tuple[Picture, ...]
    still: Picture | None
    files: dict[str, Picture]

    @property
    def best(self) -> Picture:
        """The one to show where only one can be."""
        return self.moving or self.still or next(iter(self.files.values()))


class Shown(NamedTuple):
    """An asset as a page shows it: the usual look, and its twins for dark pages and for phones."""

    name: str
    alternative: str
    plain: Twin
    twins: tuple[tuple[str, Twin], ...] = ()
    """Other looks, each with the media query that asks for it, the most special first."""

    @property
    def runs_long(self) -> bool:
        """Whether it moves for more than five seconds, as it does if it plays again and again."""
        files = [each for each in (self.plain.moving, *self.plain.videos) if each]
        return any(each.duration > LONG for each in files)


def checked_base(base: str) -> None:
    """Refuse what addresses can't begin with. Raises UsageError."""
    if re.search(r"[\s\"'<>`\\]", base) or (":" in base and not re.match(r"https?://[^/]+", base)):
        raise UsageError(f"base-url is {base[:60]}, but must be an address such as https://example.org/pictures")


def shown(name: str, assets: Mapping[str, Entry], base: str) -> Shown:
    """What there is to show of a built asset, addresses beginning with ``base``. Raises UsageError."""
    checked_base(base)
    entry = assets[name]
    alternative = next((file.alt for file in entry.files.values() if file.alt), "")
    twins = []
    for ending, media in (("column-dark", f"{_PHONE} and {_DARK}"), ("column", _PHONE), ("dark", _DARK)):
        twin = assets.get(f"{name}-{ending}")
        if twin and (twin.recipe, twin.parameters) == (entry.recipe, entry.parameters):
            twins.append((media, _twin(twin, base)))
    return Shown(name, alternative, _twin(entry, base), tuple(twins))


def _twin(entry: Entry, base: str) -> Twin:
    files = {name: _picture(name, facts, base) for name, facts in sorted(entry.files.items())}
    plain = {each.suffix: each for name, each in files.items() if not re.search(r"-(filmstrip|frames)\.\w+$", name)}
    moving = next((plain[suffix] for suffix in _MOVING if suffix in plain), None)
    still = next((plain[suffix] for suffix in _STILL if suffix in plain), None)
    videos = tuple(plain[suffix] for suffix in VIDEOS if suffix in plain)
    return Twin(moving, videos, still, files)


def _picture(name: str, facts: File, base: str) -> Picture:
    address = f"{base.rstrip('/')}/{name}" if base else name
    return Picture(address, facts.width, facts.height, name.rpartition(".")[2], facts.duration_ms)
