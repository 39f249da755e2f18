"""An asset as a place shows it: what moves, the still, its twins for dark pages and for phones."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from vizpipe.encoding.formats import FORMATS
from vizpipe.encoding.timing import Timing
from vizpipe.errors import UsageError
from vizpipe.manifest.manifest import Entry, File
from vizpipe.parameters.parameter import Value

LONG = 5_000
"""Milliseconds after which what moves needs a way to stop it."""
VIDEOS = {form.name: form.mime for form in FORMATS.values() if form.mime.startswith("video/")}
CALM = "(prefers-reduced-motion: reduce)"
MOVING = tuple(
    form.name for form in sorted(FORMATS.values(), key=lambda form: form.weight) if form.mime.startswith("image/")
)
"""Images that move, the lightest first."""
_PAGES = tuple(form.name for form in FORMATS.values() if form.mime.startswith("text/"))
_STILL = ("png", "avif", "svg")
_STRIPS = ("filmstrip.png", "filmstrip.svg")
_PAPERS = ("pdf", "filmstrip.pdf", "frames.pdf")
_DATA = ("csv", "parquet", "npz")
_PHONE = "(max-width: 600px)"
_DARK = "(prefers-color-scheme: dark)"

Kind = Literal["video", "moving", "page", "still", "paper", "data"]


class Picture(NamedTuple):
    """One file as a page sees it."""

    address: str
    width: int
    height: int
    suffix: str
    duration: int = 0
    """Milliseconds for which it plays once; 0 for what stands still."""
    frames: int = 1
    loop: int = 0
    """How often it plays; 0 is for ever."""
    fps: float = 0.0
    """Frames a second, as its asset says; 0 if nothing says it."""
    weight: str = ""

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.address.rpartition("/")[2]

    @property
    def runs_long(self) -> bool:
        """Whether it moves for more than five seconds, all its rounds together."""
        return self.frames > 1 and (self.loop == 0 or self.loop * self.duration > LONG)


class Twin(NamedTuple):
    """The files of one look of an asset, by the name of their format."""

    files: dict[str, Picture]

    def first(self, names: tuple[str, ...]) -> Picture | None:
        """The first of these formats that it has."""
        return next((self.files[name] for name in names if name in self.files), None)

    def all(self, names: tuple[str, ...]) -> tuple[Picture, ...]:
        """Those of these formats that it has."""
        return tuple(self.files[name] for name in names if name in self.files)

    @property
    def videos(self) -> tuple[Picture, ...]:
        """Its videos, the one that plays in more places first."""
        return self.all(tuple(VIDEOS))

    @property
    def moving(self) -> Picture | None:
        """An image that moves."""
        return self.first(MOVING)

    @property
    def still(self) -> Picture | None:
        """The last frame as an image."""
        return self.first(_STILL)

    @property
    def image(self) -> Picture | None:
        """The image to show where a place takes only images."""
        return self.moving or self.still or self.first(_STRIPS)

    @property
    def page(self) -> Picture | None:
        """A page with the film and a slider."""
        return self.first(_PAGES)

    @property
    def paper(self) -> Picture | None:
        """A document to print."""
        return self.first(_PAPERS)

    @property
    def linked(self) -> tuple[Picture, ...]:
        """What a place that takes only images can link to: its film or, if no image is there, what it is."""
        if self.kind in ("video", "page") and not self.moving:
            return self.videos[:1] or ((self.page,) if self.page else ())
        if self.image:
            return ()
        return (self.paper,) if self.paper else self.data

    @property
    def data(self) -> tuple[Picture, ...]:
        """The numbers."""
        return self.all(_DATA)

    @property
    def kind(self) -> Kind:
        """What a page shows of it: what moves before what stands, and what is seen before what is only read."""
        if self.videos:
            return "video"
        if self.moving:
            return "moving"
        if self.page:
            return "page"
        if self.image:
            return "still"
        return "paper" if self.paper else "data"


class Shown(NamedTuple):
    """An asset as a page shows it: the usual look, and its twins for dark pages and for phones."""

    name: str
    alternative: str
    plain: Twin
    twins: tuple[tuple[str, Twin], ...] = ()
    """Other looks, each with the media query that asks for it, the most special first."""


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
            twins.append((media, _twin(f"{name}-{ending}", twin, base)))
    return Shown(name, alternative, _twin(name, entry, base), tuple(twins))


def _twin(name: str, entry: Entry, base: str) -> Twin:
    """The files of an entry, without those of formats that are no longer asked for."""
    asked = entry.keys.files or entry.files
    clock = _clock(entry)
    names = {form.name: f"{name}{form.ending}" for form in FORMATS.values()}
    return Twin(
        {
            form: _picture(file, entry.files[file], base, clock)
            for form, file in names.items()
            if file in entry.files and file in asked
        }
    )


def _clock(entry: Entry) -> tuple[float, int]:
    """Frames a second and rounds: what the files were made with, which is not what a project file says by now."""
    usual = Timing()
    for made in entry.keys.ingredients.values():
        fps, loop = made.get("fps"), made.get("loop")
        if _is_number(fps) and _is_number(loop):
            return float(fps or 0.0) or usual.fps, int(loop or 0)
    return usual.fps, usual.loop


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 65_535  # noqa: PLR2004 - a GIF's most


def _picture(name: str, facts: File, base: str, clock: tuple[float, int]) -> Picture:
    address = f"{base.rstrip('/')}/{name}" if base else name
    fps, loop = clock
    suffix = name.rpartition(".")[2]
    return Picture(address, facts.width, facts.height, suffix, facts.duration_ms, facts.frames, loop, fps, facts.weight)
