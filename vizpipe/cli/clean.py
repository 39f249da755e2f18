"""``vizpipe clean``: what is no longer named, and the cache."""

from pathlib import Path

import click

from vizpipe import manifest, project, store
from vizpipe.cli.house import opened
from vizpipe.errors import UsageError


@click.command()
@click.option("--gallery", is_flag=True, help="In outputs/, files of recipes that are gone.")
@click.option(
    "-C", "--directory", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Work in this folder."
)
@click.option("--cache", "empty_cache", is_flag=True, help="Empty the cache; all it costs is time.")
def clean(gallery: bool, directory: Path | None, empty_cache: bool) -> None:  # noqa: FBT001 - click gives them by name
    """Delete files of assets that are no longer named, unless they were changed after they were built."""
    if empty_cache:
        cache = store.Cache()
        click.echo(f"emptied {cache.folder}: {cache.clear() / 1e6:.1f} MB")
        return
    place = (directory or Path.cwd()).resolve()
    with opened(place, 1, own=not gallery) as house:
        if gallery:
            outputs, names = place / "outputs", {asset.name for asset in project.gallery(house.registry)}
        elif house.project is None:
            raise UsageError(f"{place}: no vizpipe.toml here or above; vizpipe clean --gallery cleans outputs/")
        else:
            wanted, broken = project.assets(house.project, house.registry)
            outputs, names = house.project.outputs, {asset.name for asset in wanted} | set(broken)
    _sweep(outputs, names)


def _sweep(outputs: Path, names: set[str]) -> None:
    """Delete what the manifest knows and nobody names, file by file."""
    known = manifest.read(outputs)
    kept = {name: entry for name, entry in known.assets.items() if name in names}
    held = {file for entry in kept.values() for file in entry.files}
    for name, entry in sorted(known.assets.items()):
        for file, facts in entry.files.items() if name not in names else ():
            if file in held:
                continue
            path = outputs / file
            try:
                if store.sha256(path) != facts.sha256:
                    click.echo(f"kept {path}: it was changed after it was built")
                    continue
                path.unlink()
                click.echo(f"deleted {path}")
            except FileNotFoundError:
                continue
            except OSError as error:
                raise store.explain(error, str(path)) from error
    if kept.keys() != known.assets.keys():
        manifest.save(outputs, manifest.Manifest(assets=kept))
