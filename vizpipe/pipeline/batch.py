"""Many assets at once: while one trains, another is drawn, so that no worker waits."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from vizpipe.errors import MachineError, VizpipeError
from vizpipe.manifest import entering
from vizpipe.pipeline.build import Build, Event
from vizpipe.pipeline.job import Made
from vizpipe.pipeline.make import make
from vizpipe.pipeline.state import State
from vizpipe.project.asset import Asset
from vizpipe.registry.source import Source

AT_ONCE = 3
"""Assets under way at once: two cores are busy with one that is drawn, one that trains, one that is written."""
SAVE_EVERY = 2.0
"""Seconds between two writes of the manifest while a build goes on."""


def make_all(assets: Sequence[Asset], build: Build, source_of: Callable[[str], Source]) -> list[Made]:
    """Make every asset; one that fails leaves the others. The manifest holds all that is done, also after an interrupt.

    Raises MachineError if the machine refuses something, which would fail the other assets too.
    """
    build.report(Event("", "planned", total=len(assets)))
    made: list[Made] = []
    threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asset")
    saved = time.monotonic()
    saving = False
    try:
        waiting = {threads.submit(_make, asset, build, source_of) for asset in assets}
        while waiting:
            done, waiting = wait(waiting, timeout=1.0, return_when=FIRST_COMPLETED)
            made += [_result(future, build) for future in done]
            if time.monotonic() - saved > SAVE_EVERY:
                saving = True
                save(build)
                saving, saved = False, time.monotonic()
    except BaseException:
        build.executor.stop()
        threads.shutdown(wait=True, cancel_futures=True)
        raise
    finally:
        if not saving:  # what failed a moment ago would fail again
            save(build)
    threads.shutdown()
    return made


def save(build: Build) -> None:
    """Write the manifest: the new lines over the old; of outputs that will be gone there is none."""
    if build.entries and not (build.dry or build.fleeting):
        with build.lock:
            entries = dict(build.entries)
        entering.enter(build.outputs, entries, build.last.assets, root=build.root)


def failed(name: str, error: VizpipeError) -> Made:
    """An asset that could not be made."""
    return Made(name, State.FAILED, [str(error)], 0.0, [], exit_code=error.exit_code, details=error.details)


def _make(asset: Asset, build: Build, source_of: Callable[[str], Source]) -> Made:
    try:
        return make(asset, build, source_of(asset.card.path))
    except MachineError as error:
        if error.everywhere:
            raise
        return failed(asset.name, error)
    except VizpipeError as error:
        return failed(asset.name, error)


def _result(future: "Future[Made]", build: Build) -> Made:
    made = future.result()
    text = f"{made.status} {made.name} in {made.seconds:.1f} s" if made.status is State.MADE else ""
    build.report(Event(made.name, "done", text=text))
    return made
