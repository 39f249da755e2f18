"""What build, check and clean are about: the outputs folder and the assets, all or those that are named."""

import fnmatch
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

import click

from vizpipe.cli.workspace import Workspace
from vizpipe.errors import UsageError, nearest
from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.project import file
from vizpipe.project.asset import Asset
from vizpipe.project.gallery import gallery_assets
from vizpipe.registry.registry import Registry
from vizpipe.store.identity import identities, is_one_of

gallery_option = click.option(
    "--gallery",
    is_flag=True,
    help="Every built-in recipe with its variants, in outputs/, whatever the project file says.",
)
directory_option = click.option(
    "-C", "--directory", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Work in this folder."
)


def place_options(command: Any) -> Any:  # noqa: ANN401 - click decorates functions of any kind
    """The options that say which assets, and where."""
    return gallery_option(directory_option(command))


class Plan(NamedTuple):
    """The outputs folder, the assets that can be made, and what is wrong with the others, by name."""

    outputs: Path
    assets: list[Asset]
    broken: dict[str, str]
    recipes: frozenset[str] | None = None
    """Those that can be read, where others can't."""
    root: Path = Path()
    """The project's folder."""

    def chosen(self, patterns: tuple[str, ...]) -> "Plan":
        """The assets that any pattern names, or all; raises UsageError for a pattern that names none."""
        names = [asset.name for asset in self.assets] + list(self.broken)
        expect(names, patterns)
        assets = [asset for asset in self.assets if is_named(asset.name, patterns)]
        return self._replace(assets=assets, broken={k: v for k, v in self.broken.items() if is_named(k, patterns)})

    def can_tell(self, name: str, entry: Entry) -> bool:
        """Whether it is known if an asset that was built is still asked for."""
        return name not in self.broken and (self.recipes is None or entry.recipe in self.recipes)

    def unclaimed(self, known: Manifest) -> list[str]:
        """Files that were built for assets, or as formats, that nobody asks for any more."""
        asked = {file for asset in self.assets for file in asset.files}
        needed = identities(self.outputs / file for file in asked)
        return sorted(
            file
            for name, entry in known.assets.items()
            if self.can_tell(name, entry)
            for file in entry.files
            if file not in asked and (self.outputs / file).is_file() and not is_one_of(self.outputs / file, needed)
        )


def expect(names: Collection[str], patterns: tuple[str, ...]) -> None:
    """Raise UsageError for a pattern that names none."""
    for pattern in patterns:
        if not any(is_named(name, (pattern,)) for name in names):
            raise UsageError(f"no asset {pattern[:60]}{nearest(pattern, names)}")


def is_named(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether any pattern names it, or there is no pattern."""
    return not patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def plan(house: Workspace, place: Path, *, gallery: bool, verb: str) -> Plan:
    """What there is to make from here. Raises UsageError if there is no project file."""
    return laid_out(house.registry, house.project, place, gallery=gallery, verb=verb)


def laid_out(known: Registry, found: file.Project | None, place: Path, *, gallery: bool, verb: str) -> Plan:
    """The same with any recipes. Raises UsageError."""
    recipes = frozenset(known.cards) if known.problems else None
    if gallery:
        return Plan(place / "outputs", gallery_assets(known), dict(known.problems), recipes, place)
    found = needed(found, place, verb)
    return Plan(found.outputs, *file.assets(found, known), recipes, found.root)


def needed(found: file.Project | None, place: Path, verb: str) -> file.Project:
    """The project, which there must be."""
    if found is None:
        what = f"vizpipe {verb} --gallery is for the built-in recipes"
        raise UsageError(f"{place}: no vizpipe.toml here or above; {what}")
    return found
