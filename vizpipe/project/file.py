"""``vizpipe.toml`` or ``[tool.vizpipe]`` → the assets to build."""

import contextlib
import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.parameter import Value, complete
from vizpipe.parameters.settings import SETTINGS
from vizpipe.project.asset import Asset, new_asset, twins
from vizpipe.project.names import is_file_name, slug
from vizpipe.registry.registry import Registry
from vizpipe.store.folders import leads_out

MOST_COMBINATIONS = 10_000


class Project(NamedTuple):
    """A project file, read but not yet understood: the assets need the recipes."""

    file: Path
    table: dict[str, Any]

    @property
    def root(self) -> Path:
        """The folder that everything in the file is relative to."""
        return self.file.parent

    @property
    def recipes(self) -> Path | None:
        """The folder of the project's own recipes."""
        named = _text(self, self.table, "recipes", "recipes")
        if named is None:
            return None
        folder = self.root / named
        with contextlib.suppress(OSError):  # a name that no folder can have
            if folder.is_dir():
                return folder
        raise UsageError(f"{self.file}: recipes: there is no folder {named[:100]}")

    @property
    def outputs(self) -> Path:
        """Where files go."""
        named = _text(self, self.table, "outputs", "outputs") or "outputs"
        folder = self.root / named
        try:
            folder.lstat()
        except (FileNotFoundError, NotADirectoryError):
            pass  # it can be made, or building says why not
        except OSError as error:
            raise UsageError(f"{self.file}: outputs: {named[:60]}: {error.strerror}") from None
        if leads_out(folder, self.root):
            raise UsageError(f"{self.file}: outputs: {named[:100]} leads outside the project")
        return folder


def find(start: Path) -> Project | None:
    """The project file of ``start`` or the nearest folder above; raises UsageError if it can't be read."""
    for folder in (start, *start.parents):
        for name in ("vizpipe.toml", "pyproject.toml"):
            file = folder / name
            if not file.is_file():
                continue
            table = _parse(file)
            if name == "pyproject.toml":
                tools = table.get("tool", {})
                own: object = tools.get("vizpipe") if isinstance(tools, dict) else None
                if own is None:
                    continue
                if not isinstance(own, dict):
                    raise UsageError(f"{file}: tool.vizpipe must be a table")
                table = own
            project = Project(file, table)
            _known(project, table, ("recipes", "outputs", "assets", "fail-on"), "")
            return project
    return None


def _parse(file: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: {error}") from None
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None
    waiting: list[object] = [table]
    while waiting:
        each = waiting.pop()
        waiting += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        if isinstance(each, int) and abs(each) >> 63:
            raise UsageError(f"{file}: a whole number in it has more than the 64 bits that TOML allows")
    return table


def assets(project: Project, registry: Registry) -> tuple[list[Asset], dict[str, str]]:
    """All assets of the file, matrices spread out, and the problems of those whose recipe is broken, by name.

    Raises UsageError naming file and key.
    """
    tables = _table(project, project.table, "assets", "assets")
    made: list[Asset] = []
    broken: dict[str, str] = {}
    for name, table in tables.items():
        where = f"assets.{name}"
        if not isinstance(table, dict):
            raise UsageError(f"{project.file}: {where} must be a table")
        _known(project, table, _KEYS, where)
        for full, extra in _matrix(project, table, name, where):
            if not is_file_name(full):
                raise UsageError(
                    f"{project.file}: {where}: {full[:120]!r} can't name a file; use letters, digits, . _ and -"
                )
            try:
                made += _assets(project, table, full, extra, where, registry)
            except UsageError as error:
                raise UsageError(f"{project.file}: {where}: {error}") from None
            except Exception as error:  # noqa: BLE001 - a broken recipe costs only the assets that use it
                broken[full] = str(error)
    _apart(project, made)
    return made, broken


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


_KEYS = ("recipe", "formats", "parameters", "matrix", "labels", *(setting.name for setting in SETTINGS.values()))


def _assets(
    project: Project, table: Mapping[str, Any], name: str, extra: Mapping[str, Value], where: str, registry: Registry
) -> list[Asset]:
    """One asset, or the light and the dark one of theme ``auto``."""
    recipe = _text(project, table, "recipe", where)
    if recipe is None:
        raise UsageError("recipe is missing")
    card = registry.find(recipe)
    given = _table(project, table, "parameters", where) | dict(extra)
    labels = _table(project, table, "labels", where)
    for old, new in labels.items():
        if not isinstance(new, str) or not new.isprintable():
            raise UsageError(f"labels: {old[:60]} must be a text that can be drawn")
    said = {key: table[setting.name] for key, setting in SETTINGS.items() if setting.name in table}
    if "compare" in said:
        said["compare"] = _compared(said["compare"])
    return [
        new_asset(
            name + ending,
            card,
            complete(card.parameters, given, "parameters: "),
            formats=table.get("formats"),
            labels=labels,
            grid=_table(project, table, "matrix", where),
            root=str(project.root),
            **each,
        )
        for ending, each in twins(said)
    ]


def _compared(said: object) -> object:
    """``["activation", "learning_rate"]`` as one text."""
    if isinstance(said, list) and all(isinstance(each, str) for each in said):
        return ",".join(said)
    return said


def _matrix(project: Project, table: Mapping[str, Any], name: str, where: str) -> list[tuple[str, dict[str, Value]]]:
    """One name and set of parameters for each combination of the matrix, but for what is compared in one picture."""
    compared = str(_compared(table.get("compare") or "")).replace("-", "_")
    names = {each.partition("=")[0].strip() for each in compared.split(",")}
    whole = _table(project, table, "matrix", where)
    matrix = {key: values for key, values in whole.items() if key.replace("-", "_") not in names}
    for parameter, values in matrix.items():
        if not isinstance(values, list) or not values:
            raise UsageError(f"{project.file}: {where}.matrix.{parameter} must be a list of values")
    if math.prod(map(len, matrix.values())) > MOST_COMBINATIONS:
        raise UsageError(f"{project.file}: {where}.matrix has more than {MOST_COMBINATIONS:,} combinations")
    combinations = itertools.product(*matrix.values())
    return [
        ("-".join([name, *(slug(value) for value in values)]), dict(zip(matrix, values, strict=True)))
        for values in combinations
    ]


def _known(project: Project, table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            place = f"{where}.{key}" if where else key
            raise UsageError(f"{project.file}: unknown key {place}{nearest(key, keys)}")


def _table(project: Project, table: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        place = where if where == key else f"{where}.{key}"
        raise UsageError(f"{project.file}: {place} must be a table")
    return found


def _text(project: Project, table: Mapping[str, Any], key: str, where: str) -> str | None:
    found = table.get(key)
    if found is not None and (not isinstance(found, str) or not found or "\x00" in found):
        place = where if where == key else f"{where}.{key}"
        raise UsageError(f"{project.file}: {place} must be a text, not {found!r}")
    return found
