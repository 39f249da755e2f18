"""``vizpipe.toml`` or ``[tool.vizpipe]`` as it is found and read; ``assets`` is what it asks for."""

import contextlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.errors import UsageError, nearest
from vizpipe.registry import installed, registry
from vizpipe.registry.source import Source
from vizpipe.store.folders import leads_out

KEYS = ("recipes", "outputs", "fail-on", "reuse-films", "assets")
"""What a project file may hold; docs/vizpipe-toml.md says what each is."""


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
        named = text_in(self, self.table, "recipes", "recipes")
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
        named = text_in(self, self.table, "outputs", "outputs") or "outputs"
        if "\\" in named:
            raise UsageError(f"{self.file}: outputs: {named[:60]}: folders are parted by / in it, on every system")
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
            expect_known(project, table, KEYS, "")
            return project
    return None


def sources(project: Project | None) -> list[Source]:
    """The recipe files that can be used here: built in, the project's own, and installed ones. Raises UsageError."""
    own = project.recipes if project is not None else None
    mine = registry.folder_sources(own, root=project.root) if project is not None and own is not None else []
    return registry.built_in() + mine + installed.sources()


def _parse(file: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{file}: it is no text in UTF-8") from None
    except RecursionError:
        raise UsageError(f"{file}: its brackets are nested too deeply") from None
    except ValueError as error:
        more = "; folders are parted by / in it" if "Unescaped" in str(error) else ""
        raise UsageError(f"{file}: {error}{more}") from None
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None
    waiting: list[object] = [table]
    while waiting:
        each = waiting.pop()
        waiting += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        if isinstance(each, int) and abs(each) >> 63:
            raise UsageError(f"{file}: a whole number in it has more than the 64 bits that TOML allows")
    return table


def expect_known(
    project: Project,
    table: Mapping[str, Any],
    keys: tuple[str, ...],
    where: str,
    inside: Callable[[], Collection[str]] = tuple,
) -> None:
    """Raise UsageError for a key that is none of these, with the nearest; some are a recipe's, and go ``inside``.

    These are asked for only then: whoever has no such key is told nothing of recipes that can't be read.
    """
    for key in table:
        if key not in keys:
            place = f"{where}.{key}" if where else key
            is_inside = key.replace("-", "_") in inside()
            hint = f": a recipe's parameters go under parameters = {{{key} = …}}" if is_inside else nearest(key, keys)
            raise UsageError(f"{project.file}: unknown key {place}{hint}")


def table_in(project: Project, table: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    """A table in a table, empty if it is missing. Raises UsageError."""
    found = table.get(key, {})
    if not isinstance(found, dict):
        place = where if where == key else f"{where}.{key}"
        raise UsageError(f"{project.file}: {place} must be a table")
    return found


def text_in(project: Project, table: Mapping[str, Any], key: str, where: str) -> str | None:
    """A text in a table. Raises UsageError."""
    found = table.get(key)
    if found is not None and (not isinstance(found, str) or not found or "\x00" in found):
        from vizpipe.parameters.wording import literal  # noqa: PLC0415 - only to refuse one

        place = where if where == key else f"{where}.{key}"
        wrong = "must not be empty" if found == "" else f"must be a text, not {literal(found)}"
        raise UsageError(f"{project.file}: {place} {wrong}")
    return found
