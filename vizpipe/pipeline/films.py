"""The first step: parameters → film, from the manifest, from the cache, or by training in a worker."""

from pathlib import Path

import msgspec

from vizpipe import keys, tasks
from vizpipe.pipeline.job import Film, Job


class _Facts(msgspec.Struct, frozen=True):
    """What the cache keeps beside a film."""

    digest: str
    frames: int
    record: dict[str, list[list[float]]]


def find_film(job: Job) -> Film:
    """What there is to know of the asset's film; trained now if it never was."""
    key = keys.film(job.asset.card, job.asset.parameters, job.asset.root)
    old = job.old
    if job.shop.force:
        job.blame(["asked for by --force"])
        return _train(job, key)
    if old is not None and old.keys.film == key.hash:
        return Film(old.digest, old.frames, old.film, key)
    job.blame(keys.changed(job.remembered("film"), key.ingredients) if old else ["never built here"])
    with job.shop.turn(key.hash):  # assets that share a film train it once
        facts = _cached(job, key)
        if facts is None:
            job.must()
            return _train(job, key)
    return Film(facts.digest, facts.frames, facts.record, key)


def film_path(job: Job, film: Film) -> Path:
    """Where the film lies; one that only the manifest remembers is trained again."""
    if job.shop.cache.read("films", film.key.hash) is None:
        _train(job, film.key)
    return job.shop.cache.path("films", film.key.hash)


def _train(job: Job, key: keys.Key) -> Film:
    job.must()
    job.tell("training")
    asset = job.asset
    task = job.shop.executor.submit(tasks.train, job.source, asset.card.name, asset.parameters, asset.root)
    trained = task.result()
    facts = _Facts(trained.digest, trained.frames, trained.record)
    job.shop.keep("films", key.hash, trained.film)
    job.shop.keep("films", f"{key.hash}.json", msgspec.json.encode(facts))
    job.trained = 1
    return Film(facts.digest, facts.frames, facts.record, key)


def _cached(job: Job, key: keys.Key) -> _Facts | None:
    stored = job.shop.cache.read("films", f"{key.hash}.json")
    if stored is None or job.shop.cache.read("films", key.hash) is None:
        return None
    try:
        return msgspec.json.decode(stored, type=_Facts)
    except msgspec.DecodeError:
        return None
