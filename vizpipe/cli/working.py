"""The options of verbs that make something: who does the work, and what is told if it fails."""

import os
from typing import Any

import click

from vizpipe.workers import PATIENCE


def jobs_default() -> int:
    """One worker for each core that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 256), default=None, help="Worker processes. [default: one for each core]"
)
timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(0.1, 1e6),
    default=PATIENCE,
    help="Seconds that training, or drawing a few frames, may take. [default: 600]",
)
cluster_option = click.option(
    "--cluster", metavar="tcp://HOST:PORT", help="Train and draw on an existing Dask scheduler. It can run code here."
)
cluster_remote_option = click.option(
    "--cluster-remote", is_flag=True, help="Allow a scheduler beyond this machine, over a network you trust."
)
traceback_option = click.option("--traceback", is_flag=True, help="Show the traceback of a recipe that fails.")


overwrite_option = click.option("--overwrite", is_flag=True, help="Replace files that vizpipe did not write.")


def working_options(command: Any) -> Any:  # noqa: ANN401 - click decorates functions of any kind
    """The options of every verb that makes something: who does the work, and what is told if it fails."""
    for option in (traceback_option, cluster_remote_option, cluster_option, timeout_option, jobs_option):
        command = option(command)
    return command
