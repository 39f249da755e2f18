"""What a command is about: the outputs folder and the assets, all or those that are named."""

import fnmatch
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from vizpipe.errors import UsageError, nearest
from vizpipe.project import file
from vizpipe.project.asset import Asset
from vizpipe.project.assets import assets_of
from vizpipe.project.gallery import gallery_assets
from vizpipe.registry.card import Card
from vizpipe.registry.registry import Registry


class Plan(NamedTuple):
    """The outputs folder, the assets that can be made, and what is wrong with the others, by name."""

    outputs: Path
    assets: list[Asset]
    broken: dict[str, str]
    recipes: frozenset[str] | None = None
    """Those that can be read, where others can't."""
    root: Path = Path()
    """The project's folder."""
    file: str = ""
    """The project's file; none for the gallery."""

    @property
    def lack(self) -> str:
        """What to say where no asset is asked for at all; nothing elsewhere."""
        return "" if self.assets or self.broken else _none(self.file)

    def chosen(self, patterns: tuple[str, ...]) -> "Plan":
        """The assets that any pattern names, or all; raises UsageError for a pattern that names none."""
        names = [asset.name for asset in self.assets] + list(self.broken)
        expect(names, patterns)
        assets = [asset for asset in self.assets if is_named(asset.name, patterns)]
        broken = {name: problem for name, problem in self.broken.items() if is_named(name, patterns)}
        return self._replace(assets=assets, broken=broken)

    def can_tell(self, name: str, recipe: str) -> bool:
        """Whether it is certain if an asset that was built of a recipe is still asked for."""
        return name not in self.broken and (self.recipes is None or recipe in self.recipes)


def expect(names: Collection[str], patterns: tuple[str, ...]) -> None:
    """Raise UsageError for a pattern that names none."""
    for pattern in patterns:
        if not any(is_named(name, (pattern,)) for name in names):
            raise UsageError(f"no asset {pattern[:60]}{nearest(pattern, names)}")


def is_named(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether any pattern names it, or there is no pattern."""
    return not patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def plan(registry: Registry[Card], project: file.Project | None, place: Path, *, gallery: bool, verb: str) -> Plan:
    """What there is to make at a place. Raises UsageError if there is no project file, naming the verb."""
    recipes = frozenset(registry.cards) if registry.problems else None
    if gallery:
        return Plan(place / "outputs", gallery_assets(registry), dict(registry.problems), recipes, place)
    project = required(project, place, verb)
    return Plan(project.outputs, *assets_of(project, registry), recipes, project.root, str(project.file))


def required(project: file.Project | None, place: Path, verb: str) -> file.Project:
    """The project, which there must be. Raises UsageError naming the verb."""
    if project is None:
        hint = f"vizpipe {verb} --gallery is for the built-in recipes"
        raise UsageError(f"{place}: no vizpipe.toml here or above; {hint}")
    return project


def assets_to_show(registry: Registry[Card], project: file.Project | None) -> tuple[list[Asset], dict[str, str]]:
    """The project's assets, or the built-in recipes' where there is no project; and what is wrong with the others."""
    return (gallery_assets(registry), dict(registry.problems)) if project is None else assets_of(project, registry)


def expect_any(project: file.Project | None, *assets: Collection[object]) -> None:
    """Raise UsageError if a project names no assets at all, where some are to be shown."""
    if project is not None and not any(assets):
        raise UsageError(_none(str(project.file)))


def _none(place: str) -> str:
    return f"{place} names no assets"
