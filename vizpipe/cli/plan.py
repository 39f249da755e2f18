"""The options that say what build, check and clean are about, and the plan that they make."""

from pathlib import Path
from typing import Any

import click

from vizpipe.cli.workspace import Workspace
from vizpipe.project import plan as plans
from vizpipe.project.plan import Plan

gallery_option = click.option(
    "--gallery",
    is_flag=True,
    help="Every built-in recipe with its variants, whatever the project file says.",
)
directory_option = click.option(
    "-C", "--directory", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Work in this folder."
)


def place_options(command: Any) -> Any:  # noqa: ANN401 - click decorates functions of any kind
    """The options that say which assets, and where."""
    return gallery_option(directory_option(command))


def plan(workspace: Workspace, place: Path, *, gallery: bool, verb: str) -> Plan:
    """What there is to make from here. Raises UsageError if there is no project file."""
    return plans.plan(workspace.registry, workspace.project, place, gallery=gallery, verb=verb)
