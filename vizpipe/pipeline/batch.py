"""Many assets at once: while one trains, another is drawn, so that no worker waits."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from vizpipe.errors import MachineError, VizpipeError
from vizpipe.manifest import manifest
from vizpipe.pipeline.job import Event, Made, Shop
from vizpipe.pipeline.make import make
from vizpipe.project.asset import Asset
from vizpipe.registry.source import Source

AT_ONCE = 3
"""Assets under way at once: two cores are busy with one that is drawn, one that trains, one that is written."""
SAVE_EVERY = 2.0
"""Seconds between two writes of the manifest while a build goes on."""


def make_all(assets: Sequence[Asset], shop: Shop, source_of: Callable[[str], Source]) -> list[Made]:
    """Make every asset; one that fails leaves the others. The manifest holds all that is done, also after an interrupt.

    Raises MachineError if the machine refuses something, which would fail the other assets too.
    """
    shop.report(Event("", "planned", total=len(assets)))
    made: list[Made] = []
    threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asset")
    saved = time.monotonic()
    saving = False
    try:
        waiting = {threads.submit(_make, asset, shop, source_of) for asset in assets}
        while waiting:
            done, waiting = wait(waiting, timeout=1.0, return_when=FIRST_COMPLETED)
            made += [_result(future, shop) for future in done]
            if time.monotonic() - saved > SAVE_EVERY:
                saving = True
                save(shop)
                saving, saved = False, time.monotonic()
    except BaseException:
        shop.executor.stop()
        threads.shutdown(wait=True, cancel_futures=True)
        raise
    finally:
        if not saving:  # what failed a moment ago would fail again
            save(shop)
    threads.shutdown()
    return made


def save(shop: Shop) -> None:
    """Write the manifest: the new lines over the old."""
    if not shop.dry and shop.entries:
        with shop.lock:
            entries = dict(shop.entries)
        manifest.enter(shop.outputs, entries, shop.known.assets, root=shop.root)


def failed(name: str, error: VizpipeError) -> Made:
    """An asset that could not be made."""
    return Made(name, "failed", [str(error)], 0.0, [], exit_code=error.exit_code, details=error.details)


def _make(asset: Asset, shop: Shop, source_of: Callable[[str], Source]) -> Made:
    try:
        return make(asset, shop, source_of(asset.card.path))
    except MachineError as error:
        if error.everywhere:
            raise
        return failed(asset.name, error)
    except VizpipeError as error:
        return failed(asset.name, error)


def _result(future: "Future[Made]", shop: Shop) -> Made:
    made = future.result()
    text = f"{made.status} {made.name} in {made.seconds:.1f} s" if made.status == "made" else ""
    shop.report(Event(made.name, "done", text=text))
    return made
