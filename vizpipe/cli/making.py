"""What ``vizpipe run`` does when its options are read: the one asset, or those that ``auto`` asks for."""

from pathlib import Path
from typing import Any

from vizpipe.cli import report
from vizpipe.cli.workspace import Workspace
from vizpipe.errors import UsageError
from vizpipe.manifest.manifest import Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.parameter import Value, complete
from vizpipe.parameters.settings import SETTINGS
from vizpipe.pipeline.build import open_build
from vizpipe.pipeline.make import make
from vizpipe.project import destination
from vizpipe.project.asset import new_asset, twins
from vizpipe.project.destination import Destination
from vizpipe.project.names import default_name, is_file_name
from vizpipe.registry.card import Card


def make_one(workspace: Workspace, card: Card, parameters: dict[str, Value], options: dict[str, Any]) -> int:
    """Make the one asset and say what came out."""
    values = complete(card.parameters, parameters, f"{card.name}: ")
    formats = None if options["format"] is None else [name.strip() for name in options["format"].split(",")]
    given = {key: options[key] for key in SETTINGS if options[key] not in (None, ())}
    settings = {key: SETTINGS[key].joined(value) if isinstance(value, tuple) else value for key, value in given.items()}
    where = destination.find(options["output"], formats)
    assets = [
        new_asset(
            name,
            card,
            values,
            formats=[where.format] if where.file else formats,
            labels=dict(map(_label, options["label"])),
            root=str(Path.cwd()),
            **each,
        )._replace(file=where.file)
        for name, each in _names(card, values, settings, options, where)
    ]
    workers = workspace.executor(options["cluster"], remote=options["cluster_remote"])
    with workers as executor, report.progress() as progress:
        guard = Guard(workspace.cache, overwrite=options["overwrite"])
        build = open_build(executor, workspace.cache, where.folder, Manifest(), progress, guard=guard)
        made = [make(asset, build, workspace.source(card.path)) for asset in assets]
    report.table(made, build.entries, where.folder, kept=False)
    return 0


def _names(
    card: Card, values: dict[str, Value], settings: dict[str, Any], options: dict[str, Any], where: Destination
) -> list[tuple[str, dict[str, Any]]]:
    """What is made is called, with its settings. Raises UsageError where two would have one name."""
    assets = twins(settings)
    if where.file:
        if options["name"] is not None:
            raise UsageError(f"-o {where.file} names the file already; leave --name out, or name a folder with -o")
        if len(assets) > 1:
            raise UsageError(f"-o {where.file} names one file, but auto asks for {len(assets)}; name a folder with -o")
        return [(where.stem, each) for _, each in assets]
    name = options["name"] if options["name"] is not None else default_name(card, values, settings, options["label"])
    if not is_file_name(name):
        raise UsageError(f"--name {name[:60]!r} can't name a file here; use letters, digits, . _ and -")
    return [(name + ending, each) for ending, each in assets]


def _label(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not equals or not old or not new.isprintable():
        raise UsageError(f"--label {text[:60]!r} must be OLD=NEW, such as 'Loss=Fehler'")
    return old, new
