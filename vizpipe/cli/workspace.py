"""What several verbs need: the recipes that can be seen from here, workers, and the way to report."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vizpipe.cli import report
from vizpipe.cli.working import jobs_default
from vizpipe.errors import VizpipeError
from vizpipe.manifest.manifest import Manifest
from vizpipe.project import file
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.registry import Registry
from vizpipe.registry.source import Source
from vizpipe.store import temporary
from vizpipe.store.cache import Cache
from vizpipe.workers import PATIENCE, tasks
from vizpipe.workers.pool import Executor, Workers

if TYPE_CHECKING:
    from vizpipe.pipeline.build import Build

_FEW = 3
"""So many recipe files are read in no time."""
_WORKSPACE = "vizpipe.workspace"
"""Its name among what the contexts of a command line share."""


class Workspace:
    """The project around here, if there is one, its recipes and the built-in ones, and the workers."""

    def __init__(self, workers: Workers, cache: Cache, place: Path, *, own: bool = True, only: str = "") -> None:
        """Look for a project file at ``place`` and above, unless only the built-in recipes are wanted.

        Of all recipes' files ``only`` one is read, if that is given.
        """
        self.workers, self.cache = workers, cache
        self.project = file.find(place) if own else None
        self.sources = file.sources(self.project) if own else registry.built_in()
        if only:
            self.sources = [source for source in self.sources if source.path == only]
        self.registry: Registry[Card] = registry.survey(self.sources, cache, Card, self._refresh)

    def source(self, path: str) -> Source:
        """The source that a card was made from, with all its files as they were then."""
        source = next(source for source in self.sources if source.path == path)
        return source._replace(files=self.registry.files.get(path, ()))

    @contextmanager
    def executor(self, cluster: str | None, *, remote: bool) -> Iterator[Executor]:
        """What does the work: the local workers, or a cluster's."""
        if cluster is None:
            yield self.workers
            return
        from vizpipe.workers.cluster import Cluster  # noqa: PLC0415 - an extra that few need

        far = Cluster(cluster, remote=remote)
        try:
            yield far
        finally:
            far.stop()

    @contextmanager
    def scratch_build(self, options: dict[str, Any], *, quiet: bool = False) -> "Iterator[Build]":
        """A build into a folder that is gone when the block ends, told as it goes on."""
        from vizpipe.pipeline.build import open_build  # noqa: PLC0415 - only to make something

        workers = self.executor(options["cluster"], remote=options["cluster_remote"])
        with workers as executor, temporary.scratch_folder() as folder, report.progress(quiet=quiet) as progress:
            yield open_build(executor, self.cache, folder, Manifest(), progress, fleeting=True)

    def _refresh(self, sources: Sequence[Source]) -> list[bytes | str]:
        """Have a worker read the recipe files whose cards are missing."""
        if len(sources) > _FEW:
            click.echo("reading recipes (the first time takes a few seconds) …", err=True)
        waiting = [self.workers.submit(tasks.cards, source) for source in sources]
        return [_result(future) for future in waiting]


def _result(future: Any) -> bytes | str:  # noqa: ANN401 - a future of bytes
    try:
        cards: bytes = future.result()
    except VizpipeError as error:
        return str(error)
    return cards


@contextmanager
def opened(
    place: Path | None = None, jobs: int | None = None, *, own: bool = True, timeout: float = PATIENCE
) -> Iterator[Workspace]:
    """A workspace with its workers, which are gone when the block ends."""
    with Workers(jobs or jobs_default(), timeout) as workers:
        cache = Cache()
        yield Workspace(workers, cache, place or Path.cwd(), own=own)
    if cache.written:
        cache.trim()


def opened_once(context: click.Context) -> Workspace:
    """The workspace of a command line that needs one before its options are read; gone when the command ends."""
    root = context.find_root()
    if _WORKSPACE not in root.meta:
        if context.resilient_parsing:  # a shell that completes asks when the command has ended
            with opened(jobs=1) as closed:
                root.meta[_WORKSPACE] = closed
        else:
            root.meta[_WORKSPACE] = root.with_resource(opened())
    workspace: Workspace = root.meta[_WORKSPACE]
    return workspace
