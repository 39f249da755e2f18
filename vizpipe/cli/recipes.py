"""The recipes that can be seen from here, for verbs that only look."""

from pathlib import Path
from typing import TYPE_CHECKING

from vizpipe.project import file
from vizpipe.registry import registry
from vizpipe.registry.index import Kept
from vizpipe.registry.registry import Registry
from vizpipe.store.entries import Entries

if TYPE_CHECKING:
    from vizpipe.registry.card import Card


def seen(form: type[Kept]) -> "Registry[Kept] | Registry[Card]":
    """As much of every card as ``form`` holds, or more; a worker reads the recipe files whose cards are missing."""
    found = registry.summaries(file.sources(file.find(Path.cwd())), Entries(), form)
    if found is not None:
        return found
    from vizpipe.cli.workspace import opened  # noqa: PLC0415 - workers, where the cache does not tell all

    with opened(jobs=1) as workspace:
        return workspace.registry
