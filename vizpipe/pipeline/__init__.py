"""``make``: parameters → frames → film → pictures → files, each step done only if what it depends on has changed."""

import time

from vizpipe import tasks
from vizpipe.assets import Asset
from vizpipe.code import Source
from vizpipe.pipeline.batch import failed, make_all
from vizpipe.pipeline.films import film_paths, find_film
from vizpipe.pipeline.job import Event, Job, Made, Shop, Stale, Status, open_shop
from vizpipe.pipeline.pictures import find_pictures
from vizpipe.pipeline.publication import publish, stay_inside

__all__ = ["Event", "Made", "Shop", "failed", "make", "make_all", "open_shop", "words"]


def make(asset: Asset, shop: Shop, source: Source) -> Made:
    """Bring one asset up to date; raises VizpipeError, and then its old files stand as they were."""
    begun = time.perf_counter()
    job = Job(asset, shop, source, shop.known.assets.get(asset.name))
    stay_inside(job)
    try:
        film = find_film(job)
        pictures = find_pictures(job, film)
        files = publish(job, film, pictures)
    except Stale:
        return job.finished("stale", time.perf_counter() - begun, [])
    status: Status = "made" if job.trained or job.drawn or job.written else "fresh"
    return job.finished(status, time.perf_counter() - begun, files)


def words(asset: Asset, shop: Shop, source: Source) -> tuple[str, str, str]:
    """The title, the caption and the alternative text of an asset; its film is trained if it never was."""
    job = Job(asset, shop, source, None)
    about = source, asset.card.name, film_paths(job, find_film(job)), asset.look
    return shop.executor.submit(tasks.words, *about).result()
