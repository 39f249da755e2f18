"""All that differs between what is committed and what is asked for, however each asset was looked at."""

from collections.abc import Callable, Mapping

from vizpipe import checking
from vizpipe.checking import Finding, disk
from vizpipe.checking.baseline import Baseline
from vizpipe.cli.plan import Plan
from vizpipe.manifest.manifest import Entry
from vizpipe.project.asset import Asset

Look = Callable[[Asset, Entry], list[Finding]]


def differences(
    wanted: Plan, base: Baseline, look: Look, made: Mapping[str, Entry], *, everything: bool
) -> list[Finding]:
    """Assets that are new or gone, what ``look`` finds in the others, and what is wrong with kept files.

    ``made`` are the lines of what has just been made anew.
    """
    if base.problem is not None:
        return [base.problem]
    old = base.manifest.assets
    found: list[Finding] = []
    for asset in wanted.assets:
        if asset.name in old:
            found += look(asset, old[asset.name])
        else:
            found.append(Finding("training", asset.name, "it is not among the committed assets"))
    asked = {asset.name: asset.files for asset in wanted.assets}
    known = asked.keys() | wanted.broken.keys()
    if everything:
        gone = [name for name in sorted(old.keys() - known) if wanted.can_tell(name, old[name])]
        found += [Finding("training", name, checking.GONE) for name in gone]
    mine = {name: entry for name, entry in old.items() if name in known}
    found += disk.kept_files(wanted.outputs, mine, made, asked=asked)
    return found + (disk.committed_files(wanted.outputs, base.revision, mine, asked=asked) if base.revision else [])
