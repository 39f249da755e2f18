"""What ``vizpipe run`` does when its options are read: the one asset, or those that ``auto`` asks for."""

from typing import Any

from vizpipe.cli import opening, report
from vizpipe.cli.workspace import Workspace
from vizpipe.errors import UsageError
from vizpipe.manifest.manifest import Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.parameter import Value
from vizpipe.parameters.settings import SETTINGS
from vizpipe.pipeline import remarks
from vizpipe.pipeline.build import open_build
from vizpipe.pipeline.make import make
from vizpipe.project import request
from vizpipe.project.request import Request
from vizpipe.registry.card import Card


def make_one(workspace: Workspace, card: Card, parameters: dict[str, Value], options: dict[str, Any]) -> int:
    """Make the one asset and say what came out."""
    asked = Request(
        card,
        parameters,
        {key: options[key] for key in SETTINGS if options[key] not in (None, ())},
        formats=None if options["format"] is None else [name.strip() for name in options["format"].split(",")],
        output=options["output"],
        name=options["name"],
        labels=labels(options),
    )
    folder, assets = request.assets(asked)
    workers = workspace.executor(options["cluster"], remote=options["cluster_remote"])
    with workers as executor, report.progress() as progress:
        guard = Guard(workspace.cache, overwrite=options["overwrite"])
        build = open_build(executor, workspace.cache, folder, Manifest(), progress, guard=guard)
        made = [make(asset, build, workspace.source(card.path)) for asset in assets]
        progress.close()
        report.table(made, build.entries, folder, kept=False)
        remarks.glances([*zip(assets, made, strict=True)], build, workspace.source)
    if options["opens"]:
        opening.show([path for each in made for path in each.files])
    return 0


def labels(options: dict[str, Any]) -> dict[str, str]:
    """What is drawn instead of other words. Raises UsageError."""
    return dict(map(_label, options["label"]))


def _label(text: str) -> tuple[str, str]:
    """The words before and after the equals sign. Raises UsageError if there is none."""
    old, equals, new = text.partition("=")
    if not equals:
        raise UsageError(f"--label {text[:60]!r} must be OLD=NEW, such as 'Loss=Fehler'")
    return old, new
