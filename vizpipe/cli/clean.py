"""``vizpipe clean``: what is no longer named, and the cache."""

from collections.abc import Collection
from pathlib import Path

import click
import msgspec

from vizpipe.cli.plan import Plan, place_options, plan
from vizpipe.cli.workspace import opened
from vizpipe.errors import explain
from vizpipe.manifest import manifest
from vizpipe.store import folders, hashes
from vizpipe.store.cache import Cache
from vizpipe.store.identity import identities, is_one_of
from vizpipe.store.locks import alone


@click.command()
@place_options
@click.option("--cache", "empty_cache", is_flag=True, help="Empty the cache; all it costs is time.")
def clean(gallery: bool, directory: Path | None, empty_cache: bool) -> None:  # noqa: FBT001 - click gives them by name
    """Delete files of assets that are no longer named, unless they were changed after they were built."""
    if empty_cache:
        cache = Cache()
        click.echo(f"emptied {cache.folder}: {cache.clear() / 1e6:.1f} MB")
        return
    place = (directory or Path.cwd()).resolve()
    with opened(place, 1, own=not gallery) as house:
        wanted = plan(house, place, gallery=gallery, verb="clean")
    _sweep(wanted)


def _sweep(wanted: Plan) -> None:
    """Delete what the manifest knows and nobody asks for, file by file; what can't be told now is left alone."""
    outputs = wanted.outputs
    if not outputs.exists():
        return
    asked = {asset.name: set(asset.files) for asset in wanted.assets}
    with alone(outputs):
        known = manifest.read(outputs)
        kept: dict[str, manifest.Entry] = {}
        for name, entry in known.assets.items():
            needed = asked.get(name, set()) if wanted.can_tell(name, entry) else set(entry.files)
            files = {file: facts for file, facts in entry.files.items() if file in needed}
            if files:
                kept[name] = msgspec.structs.replace(entry, files=files)
        held = {file for entry in kept.values() for file in entry.files}
        held |= {file for files in asked.values() for file in files}
        keep = identities(outputs / file for file in held)
        for entry in known.assets.values():
            for file, facts in entry.files.items():
                if file not in held:
                    _delete(outputs, file, facts.sha256, keep)
        if kept != known.assets:
            manifest.save(outputs, manifest.Manifest(assets=kept), wanted.root)


def _delete(outputs: Path, file: str, sha256: str, needed: Collection[tuple[int, int]]) -> None:
    """Delete a file of the folder that is still as it was built, and none of those that are ``needed``."""
    path = outputs / file
    if is_one_of(path, needed):
        click.echo(f"kept {path}: it is another name of a file that is asked for")
        return
    if folders.leads_out(path, outputs):
        click.echo(f"kept {path}: a link leads out of {outputs.name}")
        return
    try:
        if not hashes.is_still(path, sha256):
            click.echo(f"kept {path}: it was changed after it was built")
            return
        path.unlink()
        click.echo(f"deleted {path}")
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, str(path)) from error
