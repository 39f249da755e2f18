"""``vizpipe check --pictures``: how pictures look, measured."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from vizpipe.cli import colours
from vizpipe.cli.workspace import Workspace
from vizpipe.parameters.settings import SIZES
from vizpipe.project.asset import Asset
from vizpipe.project.themes import text_of

if TYPE_CHECKING:
    from vizpipe.pipeline.remarks import Remarks

THEMES = ("light", "dark", "print")
"""In which the built-in recipes are looked at."""
ALL = "all"


def look_at(
    workspace: Workspace, wanted: Sequence[Asset], themes: Sequence[str], root: str, options: dict[str, Any]
) -> int:
    """Draw every asset in every theme, say what is to be remarked, and give the exit code."""
    from vizpipe.pipeline import remarks  # noqa: PLC0415 - only to make something

    presets = (*SIZES, "column") if ALL in options["presets"] else options["presets"]
    others = {name: options[name] for name in ("seeds", "compare") if options[name] is not None}
    views = remarks.views(wanted, presets, others)
    views = remarks.in_themes(views, [(theme, text_of(theme, root)) for theme in themes]) or views
    with workspace.scratch_build(options, quiet=options["as_json"]) as work:
        measured = remarks.remarks(views, work, workspace.source)
    if options["as_json"]:
        findings = [
            {"theme": each.theme, "asset": each.asset, "preset": each.preset, **remark._asdict()}
            for each in measured
            for remark in each.remarks
        ]
        failed = {_name(each): each.problem for each in measured if each.problem}
        click.echo(json.dumps({"findings": findings, "failed": failed}, ensure_ascii=False, indent=1))
    else:
        _tell(measured)
    for each in measured:
        if each.problem:
            colours.error(f"{_name(each)}: {each.problem}")
    if any(each.problem for each in measured):
        return 1
    return 4 if any(remark.counts for each in measured for remark in each.remarks) else 0


def _name(each: "Remarks") -> str:
    """An asset, and where it is seen."""
    return f"{each.asset} at {each.preset}" if each.preset else each.asset


def _tell(measured: "Sequence[Remarks]") -> None:
    """For people: each theme with its number of findings, then what they are."""
    for theme in dict.fromkeys(each.theme for each in measured):
        assets = [each for each in measured if each.theme == theme]
        shared = set.intersection(*(set(each.remarks) for each in assets)) if len(assets) > 1 else set()
        lines = [("every picture", remark) for remark in assets[0].remarks if remark in shared]
        lines += [(_name(each), remark) for each in assets for remark in each.remarks if remark not in shared]
        count = sum(remark.counts for _, remark in lines)
        plural = "" if count == 1 else "s"
        names = dict.fromkeys(each.asset for each in assets)
        click.echo(f"{theme}: {len(names)} asset{'' if len(names) == 1 else 's'}, {count} finding{plural}")
        for name, remark in lines:
            click.echo(f"  {name}: {remark.measure}: {remark.text}{'' if remark.counts else ' (only told)'}")
