"""Films side by side: which parameters each has, for ``seeds`` and for ``compare``."""

import itertools
from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.parameter import Parameter, Value, check, in_words, typed
from vizpipe.parameters.parsing import parse
from vizpipe.parameters.settings import MOST_SEEDS, Settings
from vizpipe.registry.card import Card

_MOST_NAMES = 2


class Multiples(NamedTuple):
    """The parameters of each film, their labels, and how many stand in a row (0 leaves that to the sheet)."""

    films: tuple[dict[str, Value], ...] = ()
    labels: tuple[str, ...] = ()
    columns: int = 0
    compare: str | None = None
    """What ``compare`` asks for, with all values said."""


def find(card: Card, values: dict[str, Value], said: Settings, grid: Mapping[str, list[Value]]) -> Multiples:
    """The films that ``seeds`` or ``compare`` asks for; none if neither does. Raises UsageError."""
    compare, seeds = said.text("compare"), said["seeds"]
    if said.films:
        if compare is not None or seeds != 1:
            raise UsageError(f"a film is trained already; leave {'seeds' if compare is None else 'compare'} out")
        return _given(values, said.films)
    if compare is None and seeds == 1:
        return Multiples()
    if compare is not None and seeds != 1:
        raise UsageError("seeds and compare are two ways to lay out films side by side; leave one out")
    if compare is not None:
        return _compared(card, values, compare, grid)
    first = values.get("seed")
    if not isinstance(first, int) or not isinstance(seeds, int):
        raise UsageError(f"seeds is {seeds}, but {card.name} takes no seed")
    films = tuple(values | {"seed": first + number} for number in range(seeds))
    return Multiples(films, tuple(f"Seed {each['seed']}" for each in films))


def _given(values: dict[str, Value], films: tuple[str, ...]) -> Multiples:
    """Films from files, called by their names. Raises UsageError."""
    if not all(films) or len(films) > MOST_SEEDS:
        what = "a name is empty" if not all(films) else f"{len(films)} films are asked for"
        raise UsageError(f"film: {what}; name 1 to {MOST_SEEDS} files")
    if len(films) == 1:
        return Multiples()
    stems = [PurePath(film).stem for film in films]
    labels = stems if len(set(stems)) == len(stems) else [PurePath(film).with_suffix("").as_posix() for film in films]
    if len(set(labels)) < len(labels):
        raise UsageError(f"film: {films[0]} is named twice" if len(set(films)) < len(films) else "film: rename one")
    return Multiples((values,) * len(films), tuple(labels))


def _compared(card: Card, values: dict[str, Value], compare: str, grid: Mapping[str, list[Value]]) -> Multiples:
    """One film for each value, or each pair of values: the first name's down, the second's across."""
    asked = [each.strip() for each in compare.split(",") if each.strip()]
    if not 1 <= len(asked) <= _MOST_NAMES:
        raise UsageError(f"compare is {compare[:60] or 'empty'}, but must name one or two parameters")
    axes = [_values(card, each, grid) for each in asked]
    names = [parameter.name for parameter, _ in axes]
    if len(set(names)) < len(names):
        raise UsageError(f"compare names {names[0]} twice")
    pairs = list(itertools.product(*(found for _, found in axes)))
    if not 1 < len(pairs) <= MOST_SEEDS:
        raise UsageError(f"compare asks for {len(pairs)} films; 2 to {MOST_SEEDS} can be laid out")
    films = tuple(values | dict(zip(names, pair, strict=True)) for pair in pairs)
    labels = tuple(
        ", ".join(_label(parameter, value) for (parameter, _), value in zip(axes, pair, strict=True)) for pair in pairs
    )
    said = ",".join(f"{parameter.name}={':'.join(map(typed, found))}" for parameter, found in axes)
    return Multiples(films, labels, len(axes[1][1]) if len(axes) == _MOST_NAMES else 0, said)


def _values(card: Card, asked: str, grid: Mapping[str, list[Value]]) -> tuple[Parameter, list[Value]]:
    """A parameter and the values to compare: those given, those of the grid, all choices, or those of the variants."""
    name, _, given = asked.partition("=")
    known = {parameter.name: parameter for parameter in card.parameters}
    plain = name.strip().replace("-", "_")
    if plain not in known:
        raise UsageError(f"compare: {card.name} has no parameter {plain[:60]}{nearest(plain, known)}")
    parameter = known[plain]
    if given:
        found = [parse(parameter, each.strip(), "compare: ") for each in given.split(":")]
    elif plain in grid:
        found = [check(parameter, each, "compare: ") for each in grid[plain]]
    elif parameter.choices:
        found = list(parameter.choices)
    elif parameter.kind == "flag":
        found = [False, True]
    else:
        others = [each[plain] for each in card.variants.values() if plain in each]
        found = sorted({parameter.default, *others}, key=lambda value: (value is None, value))
    found = list(dict.fromkeys(found))
    if len(found) < 2:  # noqa: PLR2004 - one is nothing to compare
        values = ":".join(map(str, parameter.choices[:3])) or ("false:true" if parameter.kind == "flag" else "1:2:3")
        raise UsageError(f"compare: say which values of {parameter.label}, such as {parameter.label}={values}")
    return parameter, found


def _label(parameter: Parameter, value: Value) -> str:
    """A value in words."""
    name = parameter.name.replace("_", " ")
    if parameter.kind == "choice" and isinstance(value, str):
        return value
    if isinstance(value, bool):
        return name if value else f"no {name}"
    return f"{name} {in_words(value)}"
