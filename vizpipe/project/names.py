"""Names of files: what may be one, and what a picture is called by what makes it another."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from vizpipe.parameters.parameter import Value
from vizpipe.parameters.settings import SETTINGS, SIZES, THEMES, Settings
from vizpipe.registry.card import Card

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LONGEST = 99
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
_ALONE = ("size", "theme")
"""Settings whose values speak for themselves, as choices do."""
_BROUGHT = re.compile(r"[0-9a-f]{64}")
"""What a file is called that holds what Python brought: its hash."""


def is_file_name(name: str) -> bool:
    """Whether a name makes a plain file in the outputs folder, on every system."""
    return bool(_NAME.fullmatch(name)) and not name.endswith(".") and name.partition(".")[0].upper() not in _DEVICES


def slug(value: object) -> str:
    """A value as part of a file's name; what can't stand in a name is told apart by a few letters of its hash."""
    text = str(value).lower()
    if isinstance(value, int | float):
        return re.sub(r"^-", "minus-", text).replace("+", "")
    plain = re.sub(r"[^a-z0-9.]+", "-", text).strip("-.")[:40]
    if plain == str(value):
        return plain
    return "-".join(part for part in (plain, hashlib.sha256(str(value).encode()).hexdigest()[:6]) if part)


def default_name(
    card: Card, values: Mapping[str, Value], said: Mapping[str, object] | None = None, labels: Sequence[str] = ()
) -> str:
    """The recipe and all that is not as usual: choices and sizes by value, flags by name, others by name and value.

    ``said`` are settings, and ``labels`` other words, as they were given. Raises UsageError for a wrong setting.
    """
    parts, taken = [card.name], _choices(card)
    for parameter in card.parameters:
        value = values[parameter.name]
        if value != parameter.default:
            is_file = parameter.kind == "samples" and parameter.is_file(value)
            shown = _file(str(value), ".csv", taken) if is_file else slug("none" if value is None else value)
            named = parameter.name.replace("_", "-")
            parts.append(
                shown if parameter.kind in {"choice", "samples"} else named if value is True else f"{named}-{shown}"
            )
    parts += _looks(card, Settings(said or {}), taken)
    if labels:
        parts.append(f"label-{slug(' '.join(labels))}")
    name = "-".join(parts)
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 7].strip('-.')}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    return name


def _choices(card: Card) -> set[str]:
    """Every word that stands in a name for itself: a file that is called so is told by its ending."""
    flags = {setting.name for setting in SETTINGS.values() if setting.kind == "flag"}
    return flags.union(SIZES, THEMES, *(map(str, each.choices) for each in (*card.parameters, *SETTINGS.values())))


def _file(value: str, usual: str, taken: Collection[str] = ()) -> str:
    """A file as part of a name: without its ending if that is the usual one, and the name is no choice's.

    A file in another folder than the working one is told apart by a few letters of a hash.
    """
    path = PurePath(value)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    name = slug(path.name if path.suffix != usual or path.stem in taken else path.stem)
    if path.parent == PurePath() or _BROUGHT.fullmatch(path.stem):
        return name
    return f"{name}-{hashlib.sha256(path.as_posix().encode()).hexdigest()[:6]}"


def _looks(card: Card, settings: Settings, taken: Collection[str]) -> Iterator[str]:
    """What the settings add; first what lays several films out. A still doesn't change with what only moves."""
    seeds, compare = settings["seeds"], settings.text("compare")
    if seeds != 1:
        yield f"{seeds}-seeds"
    if compare is not None:
        plain = compare.replace("_", "-").replace("=", "-").replace(":", "-")
        yield "by-" + slug("-and-".join(plain.split(",")))
    brings = any(parameter.kind == "samples" for parameter in card.parameters)  # data may have a film's name
    yield from (_file(film, "" if brings else ".film", taken) for film in settings.films)
    for key, setting in SETTINGS.items():
        value = settings[key]
        if value in (setting.default, "auto") or setting.about == "asset":
            continue
        if setting.about == "motion" and card.kind != "animation":
            continue
        if setting.kind == "flag":
            yield setting.name
        elif key == "theme" and value not in THEMES:
            yield _file(str(value), ".toml", taken)
        elif key == "texts":
            yield f"texts-{_file(str(value), '.toml')}"
        elif setting.kind == "choice" or key in _ALONE:
            yield slug(value)
        else:
            yield f"{setting.name}-{slug(f'{value:g}' if isinstance(value, float) else value)}"
