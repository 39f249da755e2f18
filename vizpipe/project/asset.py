"""What an asset is: a recipe with its parameters, how it looks, and as which files; every setting checked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.encoding.formats import FORMATS, USUAL, Format
from vizpipe.encoding.formats import find as find_format
from vizpipe.encoding.timing import Timing
from vizpipe.errors import UsageError
from vizpipe.parameters.catalogue import checked
from vizpipe.parameters.parameter import Value
from vizpipe.parameters.settings import SETTINGS, Settings
from vizpipe.project import catalogues, formulas, multiples
from vizpipe.project.looks import Look, look_of
from vizpipe.registry.card import Card

_PACE = ("frames", "every", "fps", "timing")
"""What says how films without a story follow each other's frames."""


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
    labels: tuple[tuple[str, str], ...] = ()
    """Words that are drawn instead of others, as somebody gave them one by one."""
    compared: bool = True
    """Whether what it shows is noted, so that it can be compared with what it showed before."""

    @property
    def films(self) -> tuple[str, ...]:
        """The files of films that are drawn instead of training, relative to the root."""
        return self.settings.films

    @property
    def outputs(self) -> dict[str, Format]:
        """The names of its files, and what they are."""
        forms = map(find_format, self.formats)
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
    def is_told(self) -> bool:
        """Whether its film stops and goes: as its story says, for somebody who says how long, or side by side."""
        settings = self.settings
        is_calm = bool(self.multiples) and all(settings[name] == SETTINGS[name].default for name in _PACE)
        return self.card.is_told or settings["seconds"] is not None or settings["pause"] is not None or is_calm

    @property
    def look_files(self) -> list[Path]:
        """The files that its look is read from: a theme, other texts, catalogues of its language."""
        given = (self.look.theme if self.look.theme_text else None, self.settings.text("texts"))
        read = [Path(self.root, each) for each in given if each is not None]
        return read + catalogues.files(self.look.lang, self.root, self.card.path)

    @property
    def idle(self) -> list[str]:
        """The names of settings that were given and say nothing, since nothing of it moves."""
        if self.card.kind == "animation":
            return []
        motion = (setting for setting in SETTINGS.values() if setting.about == "motion")
        return [setting.name for setting in motion if self.settings[setting.key] != setting.default]

    @property
    def timing(self) -> Timing:
        """When its frames are shown."""
        said, hold = self.settings, self.settings["hold"]
        usual = 0.0 if self.card.loops else 2.0
        by_change, result = said["timing"] == "by-change", said["first_frame"] == "result"
        fps, loop = float(said["fps"] or 0.0), int(said["loop"] or 0)
        return Timing(fps, loop, usual if hold is None else float(hold), by_change=by_change, result_first=result)


def new_asset(  # noqa: PLR0913 - what an asset is
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
    _untrained(card, values, said)
    films, names, columns, told = multiples.find(card, values, said, grid or {})
    said = said.having(compare=told) if told else said
    if films:
        for each in wanted:
            if find_format(each).takes == "film":
                what = "all films but one" if said.films else "seeds" if said["seeds"] != 1 else "compare"
                raise UsageError(f"{each} holds the data of one film; leave {what} out, or leave {each} out")
    look = look_of(card, said, len(films), columns, root)
    math = bool(said["math"])
    own = tuple(sorted(checked(labels or {}, "labels", math=math).items()))
    words = catalogues.named(said.text("texts"), root, card.name, math=math) | dict(own)
    catalogue = catalogues.found(look.lang, root, card.path, card.name, math=math)
    drawn = look._replace(
        labels=names, columns=columns, words=tuple(sorted(words.items())), catalogue=tuple(sorted(catalogue.items()))
    )
    if math:
        drawn = drawn._replace(formulas=formulas.given(said, catalogue | words))
    for each in wanted:
        _possible(find_format(each), drawn)
    _told(card, said, has_multiples=bool(films))
    return Asset(name, card, values, wanted, drawn, said, root, films, labels=own)


def _told(card: Card, said: Settings, *, has_multiples: bool) -> None:
    """Refuse words for which there is no place."""
    if said["caption"] is not None and said["no_caption"]:
        raise UsageError("caption and no-caption don't go together; leave one out")
    if said.headlines and (has_multiples or not card.is_told):
        why = "films side by side have no headlines" if has_multiples else f"{card.name} tells no story"
        raise UsageError(f"headline: {why}; leave it out, or give a title")


def _untrained(card: Card, values: Mapping[str, Value], said: Settings) -> None:
    """Refuse parameters of a training where a film is drawn that is trained already."""
    for parameter in card.parameters if said.films else ():
        if parameter.name not in card.pictured and values[parameter.name] != parameter.default:
            takes = ", ".join(each.replace("_", "-") for each in card.pictured)
            what = f"leave {parameter.label} out" + (f"; of {card.name} a film takes {takes}" if takes else "")
            raise UsageError(f"{said.films[0]} is trained already; {what}")


def _formats(card: Card, formats: object) -> tuple[str, ...]:
    if formats is None:
        formats = [USUAL[card.kind]]
    if not isinstance(formats, list | tuple) or not formats or not all(isinstance(each, str) for each in formats):
        raise UsageError('formats must be a list of names, such as ["gif", "png"]')
    found = dict.fromkeys(find_format(each) for each in formats)
    for each in found:
        each.needed()
    return tuple(each.name for each in found)


def _possible(form: Format, look: Look) -> None:
    """Refuse what a format can't hold."""
    if form.takes == "strokes" and look.formulas:
        found = look.formulas[0]
        raise UsageError(f"{form.name}: a browser sets its texts, and can't set {found}; leave {form.name} or math out")
    if form.moves and not form.alpha and look.is_clear and not look.background:
        why = "has one bit of transparency" if form.name == "gif" else "can't be seen through"
        others = ", ".join(each.name for each in FORMATS.values() if each.alpha)
        raise UsageError(
            f"{form.name} {why} ({others} can): give the colour it will lie on with --background, such as #ffffff"
        )


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
