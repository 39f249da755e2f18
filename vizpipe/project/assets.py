"""A project file's tables → the assets to build."""

import itertools
import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from vizpipe.errors import UsageError
from vizpipe.parameters.parameter import Value, complete
from vizpipe.parameters.settings import SETTINGS
from vizpipe.project.asset import Asset, new_asset, twins
from vizpipe.project.file import Project, expect_known, table_in, text_in
from vizpipe.project.names import is_file_name, slug
from vizpipe.registry.card import Card
from vizpipe.registry.registry import Registry

MOST_COMBINATIONS = 10_000


def assets_of(project: Project, registry: Registry[Card]) -> tuple[list[Asset], dict[str, str]]:
    """All assets of the file, matrices spread out, and the problems of those whose recipe is broken, by name.

    Raises UsageError naming file and key.
    """
    tables = table_in(project, project.table, "assets", "assets")
    made: list[Asset] = []
    broken: dict[str, str] = {}
    for name, table in tables.items():
        where = f"assets.{name}"
        if not isinstance(table, dict):
            raise UsageError(f"{project.file}: {where} must be a table")
        expect_known(project, table, KEYS, where, partial(_parameters, table, registry))
        for full, extra in _matrix(project, table, name, where):
            if not is_file_name(full):
                raise UsageError(
                    f"{project.file}: {where}: {full[:120]!r} can't name a file; use a to z, digits, . _ and -"
                )
            try:
                made += _assets(project, table, full, extra, where, registry)
            except UsageError as error:
                raise UsageError(f"{project.file}: {where}: {error}") from None
            except Exception as error:  # noqa: BLE001 - a broken recipe costs only the assets that use it
                broken[full] = str(error)
    _apart(project, made)
    return made, broken


def _parameters(table: Mapping[str, Any], registry: Registry[Card]) -> list[str]:
    """The names of the parameters of an asset's recipe; none where that can't be told."""
    recipe = str(table.get("recipe"))
    is_there = recipe in list(registry.cards)  # others may be there only when they run
    return [parameter.name for parameter in registry.cards[recipe].parameters] if is_there else []


def _apart(project: Project, made: Sequence[Asset]) -> None:
    """Raises UsageError where two assets have one name, or would write one file; capitals don't count."""
    names: set[str] = set()
    writers: dict[str, str] = {}
    for each in made:
        if each.name.lower() in names:
            raise UsageError(f"{project.file}: two assets are called {each.name.lower()} (capitals don't count)")
        names.add(each.name.lower())
        for file in each.files:
            other = writers.setdefault(file.lower(), each.name)
            if other != each.name:
                raise UsageError(f"{project.file}: {other} and {each.name} would both write {file}; rename one")


KEYS = ("recipe", "formats", "parameters", "matrix", "labels", *(setting.name for setting in SETTINGS.values()))
"""What an asset's table may hold; docs/vizpipe-toml.md says what each is."""


def _assets(
    project: Project,
    table: Mapping[str, Any],
    name: str,
    extra: Mapping[str, Value],
    where: str,
    registry: Registry[Card],
) -> list[Asset]:
    """One asset, or the light and the dark one of theme ``auto``."""
    recipe = text_in(project, table, "recipe", where)
    if recipe is None:
        raise UsageError("recipe is missing")
    card = registry.find(recipe)
    given = table_in(project, table, "parameters", where) | dict(extra)
    labels = table_in(project, table, "labels", where)
    said = {key: table[setting.name] for key, setting in SETTINGS.items() if setting.name in table}
    said = {key: SETTINGS[key].joined(value) for key, value in said.items()}
    return [
        new_asset(
            name + ending,
            card,
            complete(card.parameters, given, "parameters: "),
            formats=table.get("formats"),
            labels=labels,
            grid=table_in(project, table, "matrix", where),
            root=str(project.root),
            **each,
        )
        for ending, each in twins(said)
    ]


def _matrix(project: Project, table: Mapping[str, Any], name: str, where: str) -> list[tuple[str, dict[str, Value]]]:
    """One name and set of parameters for each combination of the matrix, but for what is compared in one picture."""
    compared = str(SETTINGS["compare"].joined(table.get("compare") or "")).replace("-", "_")
    names = {each.partition("=")[0].strip() for each in compared.split(",")}
    whole = table_in(project, table, "matrix", where)
    matrix = {key: values for key, values in whole.items() if key.replace("-", "_") not in names}
    for parameter, values in matrix.items():
        if not isinstance(values, list) or not values:
            wrong = "must not be empty" if values == [] else "must be a list of values"
            raise UsageError(f"{project.file}: {where}.matrix.{parameter} {wrong}")
    if math.prod(map(len, matrix.values())) > MOST_COMBINATIONS:
        raise UsageError(f"{project.file}: {where}.matrix has more than {MOST_COMBINATIONS:,} combinations")
    combinations = itertools.product(*matrix.values())
    return [
        ("-".join([name, *(slug(value) for value in values)]), dict(zip(matrix, values, strict=True)))
        for values in combinations
    ]
