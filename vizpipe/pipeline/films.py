"""The first step: parameters → film, from the manifest, from the cache, or by training in a worker."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from vizpipe import keys, tasks
from vizpipe.manifest import Entry
from vizpipe.parameters import Value
from vizpipe.pipeline.job import Film, Job


class _Facts(msgspec.Struct, frozen=True):
    """What the cache keeps beside a film."""

    digest: str
    frames: int
    record: dict[str, list[list[float]]]


def find_film(job: Job) -> Film:
    """What there is to know of the asset's film; trained now if it never was."""
    asset = job.asset
    if not asset.multiples:
        return _find(job, asset.parameters, job.old)
    wanted = [keys.film(asset.card, values, asset.root) for values in asset.multiples]
    labels = dict(zip(asset.look.labels, (key.hash for key in wanted), strict=True))
    together = keys.key(wanted[0].ingredients | {f"film of {label}": digest for label, digest in labels.items()})
    old = job.old
    if old is not None and old.keys.film == together.hash and not job.shop.force:
        return Film(old.digest, old.frames, old.film, together)
    return _side_by_side(job, together)


def _side_by_side(job: Job, key: keys.Key) -> Film:
    """Find or train every film; those that train do so at the same time."""
    with ThreadPoolExecutor(len(job.asset.multiples), thread_name_prefix="film") as threads:
        parts = tuple(threads.map(lambda values: _find(job, values, None), job.asset.multiples))
    digest = hashlib.sha256(" ".join(part.digest for part in parts).encode()).hexdigest()
    return Film(digest, max(part.frames for part in parts), parts[0].record, key, parts)


def _find(job: Job, values: dict[str, Value], old: Entry | None) -> Film:
    """One film: as the manifest remembers it, from the cache, or trained now."""
    key = keys.film(job.asset.card, values, job.asset.root)
    if job.shop.force:
        job.blame(["asked for by --force"])
        return _train(job, key, values)
    if old is not None and old.keys.film == key.hash:
        return Film(old.digest, old.frames, old.film, key)
    job.blame(keys.changed(job.remembered("film"), key.ingredients) if job.old else ["never built here"])
    with job.shop.turn(key.hash):  # assets that share a film train it once
        facts = _cached(job, key)
        if facts is None:
            job.must()
            return _train(job, key, values)
    return Film(facts.digest, facts.frames, facts.record, key)


def film_paths(job: Job, film: Film) -> tuple[Path, ...]:
    """Where the film lies, or the films side by side; what only the manifest remembers is trained again."""
    if job.asset.multiples:
        parts = film.parts or _side_by_side(job, film.key).parts
        return tuple(_path(job, part, values) for part, values in zip(parts, job.asset.multiples, strict=True))
    return (_path(job, film, job.asset.parameters),)


def _path(job: Job, film: Film, values: dict[str, Value]) -> Path:
    if job.shop.cache.read("films", film.key.hash) is None:
        _train(job, film.key, values)
    return job.shop.cache.path("films", film.key.hash)


def _train(job: Job, key: keys.Key, values: dict[str, Value]) -> Film:
    job.must()
    job.tell("training")
    asset = job.asset
    task = job.shop.executor.submit(tasks.train, job.source, asset.card.name, values, asset.root)
    trained = task.result()
    facts = _Facts(trained.digest, trained.frames, trained.record)
    job.shop.keep("films", key.hash, trained.film)
    job.shop.keep("films", f"{key.hash}.json", msgspec.json.encode(facts))
    job.trained += 1
    return Film(facts.digest, facts.frames, facts.record, key)


def _cached(job: Job, key: keys.Key) -> _Facts | None:
    stored = job.shop.cache.read("films", f"{key.hash}.json")
    if stored is None or job.shop.cache.read("films", key.hash) is None:
        return None
    try:
        return msgspec.json.decode(stored, type=_Facts)
    except msgspec.DecodeError:
        return None
