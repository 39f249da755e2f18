"""What differs becomes the new state: its files are published, its findings dropped."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from vizpipe.checking.announce import Verdict
from vizpipe.manifest import entering, manifest
from vizpipe.manifest.manifest import Entry
from vizpipe.manifest.ownership import Guard
from vizpipe.project.plan import Plan
from vizpipe.store import atomic, folders, temporary
from vizpipe.store.folders import keep_inside

Kind = Literal["drawing", "training"]


def accept(
    verdict: Verdict, plan: Plan, made: Mapping[str, Entry], folder: Path, kind: Kind, guard: Guard
) -> Iterator[str]:
    """Publish what differs by drawing alone, or by training too, from ``folder``; each asset's name when it is done.

    Raises UsageError for a file that is somebody else's.
    """
    elsewhere = kind == "training" and any(finding.kind == "environment" for finding in verdict.findings)
    for asset in plan.assets:
        kinds = {finding.kind for finding in verdict.of(asset.name)}
        if asset.name not in made or not (kinds or elsewhere) or (kind == "drawing" and "training" in kinds):
            continue
        _publish(asset.name, made[asset.name], plan, folder, guard)
        yield asset.name


def without(verdict: Verdict, accepted: Collection[str], made: Collection[str]) -> Verdict:
    """What is left to say; where all that was made is accepted, its environment is too."""
    everything = not verdict.failed and set(accepted) >= set(made)
    findings = [each for each in verdict.findings if each.asset not in accepted]
    return verdict._replace(
        findings=tuple(each for each in findings if not (everything and each.kind == "environment"))
    )


def _publish(name: str, new: Entry, plan: Plan, folder: Path, guard: Guard) -> None:
    """Put an asset's files in their places, then its line into the manifest."""
    outputs = plan.outputs
    temporary.ready(outputs)
    folders.make_folder(outputs)
    entries = manifest.read(outputs).assets
    published = {file for entry in entries.values() for file in entry.files}
    for file, facts in new.files.items():
        keep_inside(outputs / file, outputs, plan.root)
        if file not in published:
            guard.claim(outputs / file)
            guard.admit(outputs / file, facts.sha256)
    for file in new.files:
        atomic.write(outputs / file, (folder / file).read_bytes())
    old = entries[name].files if name in entries else {}
    dropped = {file: facts for file, facts in old.items() if (outputs / file).exists()}
    entering.enter(outputs, {name: msgspec.structs.replace(new, files=dropped | new.files)}, root=plan.root)
