"""All that differs between what is committed and what is asked for, however each asset was looked at."""

from collections.abc import Callable, Mapping

from vizpipe import checking
from vizpipe.checking import Finding, compare, disk
from vizpipe.checking.baseline import Baseline
from vizpipe.manifest.manifest import Entry
from vizpipe.project.asset import Asset
from vizpipe.project.plan import Plan
from vizpipe.store import ours

Compare = Callable[[Asset, Entry], list[Finding]]
"""What differs between an asset and its committed line."""


def of_run(plan: Plan, base: Baseline, made: Mapping[str, Entry], *, everything: bool) -> list[Finding]:
    """All that differs, where ``made`` are the lines of what has just been made anew."""

    def compared(asset: Asset, old: Entry) -> list[Finding]:
        new, card = made.get(asset.name), asset.card
        return compare.compare(asset.name, old, new, card.lines, chaotic=card.chaotic) if new is not None else []

    old, new = (
        {name: entry.keys.ingredients for name, entry in entries.items()} for entries in (base.manifest.assets, made)
    )
    around = compare.environment(old, new) + compare.processors(base.manifest.assets, made)
    return around + differences(plan, base, compared, made, everything=everything)


def differences(
    plan: Plan, base: Baseline, compared: Compare, made: Mapping[str, Entry], *, everything: bool
) -> list[Finding]:
    """Assets that are new or gone, what ``compared`` gives of the others, and what is wrong with kept files."""
    if base.problem is not None:
        is_new = plan.lack and not (plan.outputs / ours.NAME).exists()  # nothing is asked for, and nothing was built
        return [] if is_new else [base.problem]
    old = base.manifest.assets
    findings: list[Finding] = []
    for asset in plan.assets:
        if asset.name in old:
            findings += compared(asset, old[asset.name])
        else:
            findings.append(Finding("training", asset.name, "it is not among the committed assets"))
    asked = {asset.name: asset.files for asset in plan.assets}
    names = asked.keys() | plan.broken.keys()
    if everything:
        gone = [name for name in sorted(old.keys() - names) if plan.can_tell(name, old[name].recipe)]
        findings += [Finding("training", name, checking.GONE) for name in gone]
    kept = {name: entry for name, entry in old.items() if name in names}
    findings += disk.kept_files(plan.outputs, kept, made, asked=asked, root=plan.root)
    findings += disk.pointed_at(plan.outputs, kept)
    if base.revision:
        findings += disk.committed_files(plan.outputs, base.revision, kept, asked=asked)
    return findings
