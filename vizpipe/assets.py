"""What an asset is: a recipe with its parameters, how it looks, and as which files; every setting checked."""

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from vizpipe import encoding, multiples
from vizpipe.encoding import Format, Timing
from vizpipe.errors import UsageError
from vizpipe.parameters import Value, complete
from vizpipe.registry import Card, Registry
from vizpipe.settings import Settings
from vizpipe.theming import lines_of, sheet_of


class Look(NamedTuple):
    """All that decides how a film is drawn, but for its code."""

    width: int
    height: int
    theme: str = "light"
    labels: tuple[str, ...] = ()
    """Of small multiples, one each."""
    columns: int = 0
    """How many of them stand side by side; 0 leaves that to the sheet."""
    type: float = 1.0
    """How large type is, beside what the size asks for."""
    compact: bool = False
    """Too small for furniture and captions."""
    layout: str = ""
    sheet: str = ""
    """What stands in the file of a theme of one's own."""
    background: str = ""
    """The colour under a transparent picture."""
    lang: str = "en"
    title: str | None = None
    """Instead of the film's own; none if empty."""
    caption: bool = True
    words: tuple[tuple[str, str], ...] = ()
    """What is drawn instead of other words."""

    def said(self) -> dict[str, Value]:
        """Its parts by name; but for size and theme, only those that are not as usual."""
        usual = self._field_defaults
        parts = {name: value for name, value in self._asdict().items() if value != usual.get(name) or name == "theme"}
        sheet = {f"sheet {key}": value for key, value in lines_of(str(parts.pop("sheet", ""))).items()}
        return {name: _plain(value) for name, value in parts.items()} | sheet


class Asset(NamedTuple):
    """One thing to make: a recipe with its parameters, how it looks, and as which files."""

    name: str
    card: Card
    parameters: dict[str, Value]
    formats: tuple[str, ...]
    look: Look
    settings: Settings
    root: str = "."
    """The folder that paths among the parameters are relative to."""
    multiples: tuple[dict[str, Value], ...] = ()
    """The parameters of films to be drawn side by side; none for the one film of ``parameters``."""
    file: str = ""
    """The name of its one file, where somebody chose that."""

    @property
    def outputs(self) -> dict[str, Format]:
        """The names of its files, and what they are."""
        forms = map(encoding.find, self.formats)
        return {self.file or f"{self.name}{form.ending}": form for form in forms}

    @property
    def files(self) -> list[str]:
        """The names of its files."""
        return list(self.outputs)

    @property
    def frames(self) -> int | None:
        """How many frames are drawn at most."""
        most = self.settings["frames"]
        return most if isinstance(most, int) else None

    @property
    def timing(self) -> Timing:
        """When its frames are shown."""
        said, hold = self.settings, self.settings["hold"]
        usual = 0.0 if self.card.loops else 2.0
        by_change, result = said["timing"] == "by-change", said["first_frame"] == "result"
        fps, loop = float(said["fps"] or 0.0), int(said["loop"] or 0)
        return Timing(fps, loop, usual if hold is None else float(hold), by_change=by_change, result_first=result)


def asset(  # noqa: PLR0913 - what an asset is
    name: str,
    card: Card,
    values: dict[str, Value],
    *,
    formats: object = None,
    labels: Mapping[str, str] | None = None,
    grid: Mapping[str, list[Value]] | None = None,
    root: str = ".",
    **given: object,
) -> Asset:
    """Check every setting and give the asset; raises UsageError naming the setting.

    ``labels`` are words to draw instead of others, ``grid`` the values of parameters that ``compare`` names.
    """
    said = Settings(given)
    wanted = _formats(card, formats)
    films, names, columns, told = multiples.find(card, values, said, grid or {})
    said = said.having(compare=told) if told else said
    if films:
        for each in wanted:
            if encoding.find(each).takes == "film":
                what = "seeds" if said["seeds"] != 1 else "compare"
                raise UsageError(f"{each} holds the data of one film; leave {what} out, or leave {each} out")
    look = _look(card, said, len(films), columns, root)
    drawn = look._replace(labels=names, columns=columns, words=tuple(sorted((labels or {}).items())))
    for each in wanted:
        _possible(encoding.find(each), drawn)
    return Asset(name, card, values, wanted, drawn, said, root, films)


def _formats(card: Card, formats: object) -> tuple[str, ...]:
    if formats is None:
        formats = ["gif"] if card.kind == "animation" else ["png"]
    if not isinstance(formats, list | tuple) or not formats or not all(isinstance(each, str) for each in formats):
        raise UsageError('formats must be a list of names, such as ["gif", "png"]')
    for each in formats:
        encoding.find(each).needed()
    return tuple(dict.fromkeys(formats))


def _possible(form: Format, look: Look) -> None:
    """Refuse what a format can't hold."""
    if form.moves and look.theme == "transparent" and not look.background:
        why = "has one bit of transparency" if form.name == "gif" else "moves"
        raise UsageError(f"{form.name} {why}: give the colour it will lie on with --background, such as #ffffff")


def twins(said: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The assets that one asks for with ``auto``: what follows the name of each, and its settings."""
    columns: list[tuple[str, dict[str, Any]]]
    columns = [("", {"layout": None}), ("-column", {"layout": "column", "size": None})]
    themes: list[tuple[str, dict[str, Any]]] = [("", {"theme": "light"}), ("-dark", {"theme": "dark"})]
    found = [("", dict(said))]
    for key, choices in (("layout", columns), ("theme", themes)):
        if said.get(key) == "auto":
            found = [(name + ending, given | change) for name, given in found for ending, change in choices]
    return found


_SIZES = {
    "slide": Look(1920, 1080, type=1.15),
    "blog": Look(1280, 600),
    "square": Look(1080, 1080, type=1.2),
    "social": Look(1200, 630, type=1.1),
    "thumb": Look(480, 270, compact=True),
}
"""Sizes by name, with how large type is there: on a wall it is seen from afar."""
COLUMN = 760, 1800
"""The size of a picture for phones."""


def _look(card: Card, said: Settings, count: int, columns: int, root: str) -> Look:
    """How an asset of so many films looks."""
    size, layout = said.text("size"), said.text("layout") or ""
    if size in _SIZES:
        look = _SIZES[size]
    elif size is not None:
        look = Look(*encoding.parse_size(size, list(_SIZES)))
    elif count:
        look = Look(*_sheet_size(card.size, count, columns))
    else:
        look = Look(*(COLUMN if layout == "column" and card.size[0] > card.size[1] else card.size))
    if layout == "column" and look.width > look.height:
        raise UsageError(f"layout is column, but {look.width}x{look.height} is wider than tall; leave the size out")
    theme = said.text("theme") or "light"
    background = said.text("background") or ""
    if background and not re.fullmatch("#[0-9a-fA-F]{6}", background):
        raise UsageError(f"background is {background[:40]}, but must be a colour such as #ffffff")
    return look._replace(
        theme=theme,
        sheet=sheet_of(theme, root),
        layout="" if (layout == "column") == (look.height > look.width) else layout,
        background=background,
        lang=said.text("lang") or "en",
        title="" if said["no_title"] else said.text("title"),
        caption=not said["no_caption"],
    )


def _sheet_size(natural: tuple[int, int], count: int, columns: int) -> tuple[int, int]:
    """The size of a sheet for so many of a recipe's pictures: as wide as one, each place 16:9 or taller."""
    columns = columns or math.ceil(math.sqrt(count))
    tall = max(natural[1] / natural[0], 9.0 / 16.0) * natural[0] / columns
    return natural[0], round(tall * math.ceil(count / columns) + 84.0)


def strip(look: Look, count: int) -> Look:
    """The look of so many key frames in rows of three."""
    columns = min(count, 3)
    width, height = _sheet_size((look.width, look.height), count, columns)
    return look._replace(width=width, height=height, columns=columns, labels=(), layout="row", compact=False, type=1.0)


def _plain(value: object) -> Value:
    """A part of a look as a key takes it."""
    if isinstance(value, tuple):
        return ", ".join(" → ".join(each) if isinstance(each, tuple) else str(each) for each in value)
    return value  # type: ignore[return-value]  # all others are plain


CHAPTERS = (
    "Five to share",
    "A hidden layer bends the plane",
    "Perceptron and gates",
    "Activations and outputs",
    "Forward pass",
    "Loss and gradient",
    "Training",
)
"""Of the built-in recipes, in the order in which they are shown; others follow."""


def gallery(registry: Registry) -> list[Asset]:
    """Every recipe with its defaults, and each variant that differs from them."""
    made = []
    for card in registry.cards.values():
        formats = ["gif", "png"] if card.kind == "animation" else ["png"]
        defaults = complete(card.parameters, {}, "")
        made.append(asset(card.name, card, defaults, formats=formats))
        for variant, given in card.variants.items():
            values = complete(card.parameters, given, "")
            if values != defaults:
                made.append(asset(f"{card.name}-{variant}", card, values, formats=formats))
    return made
