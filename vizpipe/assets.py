"""What an asset is: a recipe with its parameters, how it looks, and as which files; every setting checked."""

import hashlib
import math
import re
from typing import NamedTuple

from vizpipe import encoding
from vizpipe.encoding import Timing
from vizpipe.errors import UsageError, nearest
from vizpipe.parameters import Value, complete
from vizpipe.registry import Card, Registry

DEFAULT_FRAMES = 60
THEMES = ("light", "dark")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Look(NamedTuple):
    """All that decides how a film is drawn, but for its code."""

    width: int
    height: int
    theme: str = "light"
    labels: tuple[str, ...] = ()
    """Of small multiples, one each."""


class Asset(NamedTuple):
    """One thing to make: a recipe with its parameters, how it looks, and as which files."""

    name: str
    card: Card
    parameters: dict[str, Value]
    formats: tuple[str, ...]
    look: Look
    frames: int | None = DEFAULT_FRAMES
    timing: Timing = Timing()
    root: str = "."
    """The folder that paths among the parameters are relative to."""
    multiples: tuple[dict[str, Value], ...] = ()
    """The parameters of films to be drawn side by side; none for the one film of ``parameters``."""

    @property
    def files(self) -> list[str]:
        """The names of its files."""
        return [f"{self.name}.{encoding.find(each).suffix}" for each in self.formats]


def asset(  # noqa: PLR0913 - run and the project file give the same settings
    name: str,
    card: Card,
    values: dict[str, Value],
    *,
    formats: object = None,
    size: object = None,
    theme: object = "light",
    seeds: object = 1,
    frames: object = DEFAULT_FRAMES,
    fps: object = 10,
    loop: object = 0,
    hold: object = None,
) -> Asset:
    """Check every setting and give the asset; raises UsageError naming the setting."""
    if formats is None:
        formats = ["gif"] if card.kind == "animation" else ["png"]
    if not isinstance(formats, list | tuple) or not formats or not all(isinstance(each, str) for each in formats):
        raise UsageError('formats must be a list of names, such as ["gif", "png"]')
    for each in formats:
        encoding.find(each)
    if size is not None and not isinstance(size, str):
        raise UsageError('size must be a text such as "1920x760"')
    if theme not in THEMES:
        raise UsageError(
            f"theme is {str(theme)[:40]}, but must be one of {', '.join(THEMES)}{nearest(str(theme), THEMES)}"
        )
    if frames == "all":
        frames = None
    elif isinstance(frames, bool) or not isinstance(frames, int) or frames < 1:
        raise UsageError(f"frames is {frames!r}, but must be a whole number from 1 on, or all")
    timing = Timing(
        _number("fps", fps, 0.1, 50.0),
        int(_number("loop", loop, 0, 65_535, whole=True)),
        _number("hold", (0.0 if card.loops else 2.0) if hold is None else hold, 0.0, 600.0),
    )
    multiples = _multiples(card, values, seeds, formats)
    natural = _sheet_size(card.size, len(multiples)) if multiples else card.size
    labels = tuple(f"Seed {each['seed']}" for each in multiples)
    return Asset(
        name,
        card,
        values,
        tuple(dict.fromkeys(formats)),
        Look(*(encoding.parse_size(size) if size else natural), str(theme), labels),
        frames if isinstance(frames, int) else None,
        timing,
        multiples=multiples,
    )


MOST_SEEDS = 36


def _multiples(
    card: Card, values: dict[str, Value], seeds: object, formats: list[str] | tuple[str, ...]
) -> tuple[dict[str, Value], ...]:
    """The parameters with each of so many seeds, from the one that was given on."""
    if seeds == 1 and not isinstance(seeds, bool):
        return ()
    count = int(_number("seeds", seeds, 1, MOST_SEEDS, whole=True))
    first = values.get("seed")
    if not isinstance(first, int):
        raise UsageError(f"seeds is {count}, but {card.name} takes no seed")
    for each in formats:
        if encoding.find(each).takes == "film":
            raise UsageError(f"{each} holds the data of one film; leave seeds out, or leave {each} out")
    return tuple(values | {"seed": first + number} for number in range(count))


def _sheet_size(natural: tuple[int, int], count: int) -> tuple[int, int]:
    """The size of a sheet for so many of a recipe's pictures: as wide as one, each place 16:9 or taller."""
    columns = math.ceil(math.sqrt(count))
    tall = max(natural[1] / natural[0], 9.0 / 16.0) * natural[0] / columns
    return natural[0], round(tall * math.ceil(count / columns) + 84.0)


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


def is_file_name(name: str) -> bool:
    """Whether a name makes a plain file in the outputs folder, on every system."""
    return bool(_NAME.fullmatch(name)) and not name.endswith(".") and name.partition(".")[0].upper() not in _DEVICES


_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}


def slug(value: object) -> str:
    """A value as part of a file's name; what can't stand in a name is told apart by a few letters of its hash."""
    text = str(value).lower()
    if isinstance(value, int | float):
        return re.sub(r"^-", "minus-", text).replace("+", "")
    plain = re.sub(r"[^a-z0-9.]+", "-", text).strip("-.")[:40]
    if plain == str(value):
        return plain
    return "-".join(part for part in (plain, hashlib.sha256(str(value).encode()).hexdigest()[:6]) if part)


def _number(name: str, value: object, low: float, high: float, *, whole: bool = False) -> float:
    kinds: tuple[type, ...] = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:  # type: ignore[operator]
        what = "a whole number" if whole else "a number"
        raise UsageError(f"{name} is {value!r}, but must be {what} from {low:g} to {high:g}")
    return float(value)  # type: ignore[arg-type]
