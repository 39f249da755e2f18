"""Files that nobody asks for any more: which they are, and their deletion."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from vizpipe.errors import UsageError, explain
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.project.plan import Plan
from vizpipe.store import atomic, folders, hashes
from vizpipe.store.identity import identities, is_one_of
from vizpipe.store.locks import alone


class Swept(NamedTuple):
    """A file that is no longer asked for, and why it was kept; nothing if it was deleted."""

    path: Path
    kept: str


def unclaimed(plan: Plan, built: Manifest) -> list[str]:
    """Files that were built for assets, or as formats, that nobody asks for any more."""
    asked = {file for asset in plan.assets for file in asset.files}
    needed = identities(plan.outputs / file for file in asked)
    return sorted(
        file
        for name, entry in built.assets.items()
        if plan.can_tell(name, entry.recipe)
        for file in entry.files
        if file not in asked and (plan.outputs / file).is_file() and not is_one_of(plan.outputs / file, needed)
    )


def sweep(plan: Plan) -> Iterator[Swept]:
    """Delete what the manifest names and nobody asks for, file by file; what can't be told now is left alone.

    What is no longer there needs no word. Raises UsageError after a merge, MachineError.
    """
    outputs = plan.outputs
    if not outputs.exists():
        return
    asked = {asset.name: set(asset.files) for asset in plan.assets}
    with alone(outputs):
        built, problem, is_merge = manifest.look(outputs)
        if is_merge:
            raise UsageError(problem)
        left: dict[str, Entry] = {}
        for name, entry in built.assets.items():
            needed = asked.get(name, set()) if plan.can_tell(name, entry.recipe) else set(entry.files)
            files = {file: facts for file, facts in entry.files.items() if file in needed}
            if files:
                left[name] = msgspec.structs.replace(entry, files=files)
        held = {file for entry in left.values() for file in entry.files}
        held |= {file for files in asked.values() for file in files}
        needed_files = identities(outputs / file for file in held)
        for entry in built.assets.values():
            for file, facts in entry.files.items():
                if file not in held and (swept := _delete(plan, file, facts.sha256, needed_files)) is not None:
                    yield swept
        if left != built.assets:
            manifest.save(outputs, Manifest(assets=left), plan.root)


def _delete(plan: Plan, file: str, sha256: str, needed: Collection[tuple[int, int]]) -> Swept | None:
    """Delete a file of the folder that is still as it was built, and none of those that are ``needed``.

    Of a link that leads about in the project only the link goes.
    """
    outputs = plan.outputs
    path = outputs / file
    if is_one_of(path, needed):
        return Swept(path, "it is another name of a file that is asked for")
    if folders.leads_out(path.parent, outputs) or folders.leads_out(path, outputs, plan.root):
        return Swept(path, f"a link leads out of {outputs.name}")
    if path.is_dir():
        return Swept(path, "it is a folder")
    try:
        if not hashes.is_still(path, sha256):
            return Swept(path, "it was changed after it was built")
        atomic.delete(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain(error, str(path)) from error
    return Swept(path, "")
