"""Film, pictures, files: each only if it is stale."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from vizpipe.camera import remark
from vizpipe.errors import GoneError
from vizpipe.manifest import keys, manifest
from vizpipe.pipeline.files import publish, stay_inside
from vizpipe.pipeline.films import drawn_from, find_film
from vizpipe.pipeline.job import Job, Made, Shop, Stale, Status
from vizpipe.pipeline.pictures import far_off, find_pictures
from vizpipe.pipeline.reasons import reasons
from vizpipe.project.asset import Asset
from vizpipe.registry.source import Source
from vizpipe.store.signs import sign
from vizpipe.workers import tasks

T = TypeVar("T")


_TRIES = 5
"""How often an asset is begun anew because somebody empties the cache meanwhile."""


def make(asset: Asset, shop: Shop, source: Source) -> Made:
    """Bring one asset up to date; raises VizpipeError, and then its old files stand as they were."""
    return _again(lambda: _make(asset, shop, source))


def _make(asset: Asset, shop: Shop, source: Source) -> Made:
    begun = time.perf_counter()
    job = Job(asset, shop, source, shop.known.assets.get(asset.name))
    named = [
        path
        for values in (asset.parameters, *asset.multiples)
        for path in keys.data_files(asset.card, values, asset.root)
    ]
    job.data = {str(path): sign(path) for path in named}
    stay_inside(job)
    files: list[Path] = []
    try:
        film = find_film(job)
        pictures = find_pictures(job, film)
        files = publish(job, film, pictures)
        changed = job.old is None or not manifest.same(job.old, shop.entries[asset.name], asset.files)
        status: Status = "made" if job.trained or job.drawn or job.written or changed else "fresh"
    except Stale:
        status = "stale"
    finally:
        job.give_up()
    if shop.dry and status != "fresh":
        status, job.why = "stale", reasons(job)
    return job.finished(status, time.perf_counter() - begun, files if status != "stale" else [])


def _again(work: Callable[[], T]) -> T:
    """Do it, and do it again if meanwhile something went from the cache that was there. Raises VizpipeError."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(GoneError):
            return work()
    return work()


def inspect(asset: Asset, shop: Shop, source: Source) -> list[remark.Remark]:
    """What is to be remarked about how an asset looks: its last frame, the first and middle if shown, its motion."""
    made = make(asset, shop, source)
    job = Job(asset, shop, source, None)
    film = find_film(job)
    pictures = find_pictures(job, film)
    last_only = all(form.takes in ("rgb", "figure", "film") for form in asset.outputs.values())
    frames = [film.frames - 1] if last_only else sorted({0, film.frames // 2, film.frames - 1})
    found = shop.executor.submit(tasks.inspect, *drawn_from(job, film), frames).result()
    found += [remark.Remark("palette", far_off(pictures))] if pictures.share else []
    for path in made.files:
        if path.suffix == ".gif":
            found += shop.executor.submit(tasks.watch, path).result()
    return found


def words(asset: Asset, shop: Shop, source: Source) -> tuple[str, str, str]:
    """The title, the caption and the alternative text of an asset; its film is trained if it never was."""

    def said() -> tuple[str, str, str]:
        job = Job(asset, shop, source, None)
        return shop.executor.submit(tasks.words, *drawn_from(job, find_film(job))).result()

    return _again(said)
