"""The first step: parameters → film, from the manifest, from the cache, or by training in a worker."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from vizpipe.errors import RecipeError
from vizpipe.film.drift import Record, agree, thinned
from vizpipe.manifest import keys
from vizpipe.parameters.parameter import Value
from vizpipe.pipeline.job import Film, Job
from vizpipe.project.asset import Asset
from vizpipe.project.looks import Look
from vizpipe.registry.source import Source
from vizpipe.store.signs import sign
from vizpipe.workers import tasks

MOST_RECORDED = 16
LEAST_RECORDED = 3
"""Frames that the manifest remembers of an asset's films together, and of each."""


class _Facts(msgspec.Struct, frozen=True):
    """What the cache keeps beside a film."""

    digest: str
    frames: int
    record: Record


def find_film(job: Job) -> Film:
    """What there is to know of the asset's film; trained now if it never was."""
    asset, old = job.asset, job.old
    key = film_key(asset)
    if old is not None and old.keys.film == key.hash and not job.shop.force:
        return Film(old.digest, old.frames, old.film, key)
    job.blame(["asked for by --force"]) if job.shop.force else job.compare("film", key)
    return settled(job, _side_by_side(job, key) if asset.multiples else _find(job, key, asset.parameters))


def film_key(asset: Asset) -> keys.Key:
    """What the asset's film, or its films side by side, are made from."""
    if not asset.multiples:
        return keys.film(asset.card, asset.parameters, asset.root)
    wanted = [keys.film(asset.card, values, asset.root) for values in asset.multiples]
    labels = zip(asset.look.labels, (key.hash for key in wanted), strict=True)
    return keys.key(wanted[0].ingredients | {f"film of {label}": digest for label, digest in labels})


def _side_by_side(job: Job, key: keys.Key) -> Film:
    """Find or train every film; those that train do so at the same time."""

    def find(values: dict[str, Value]) -> Film:
        return _find(job, keys.film(job.asset.card, values, job.asset.root), values)

    with ThreadPoolExecutor(len(job.asset.multiples), thread_name_prefix="film") as threads:
        parts = tuple(threads.map(find, job.asset.multiples))
    digest = hashlib.sha256(" ".join(part.digest for part in parts).encode()).hexdigest()
    most = max(MOST_RECORDED // len(parts), LEAST_RECORDED)
    records = [thinned(record, most) for part in parts for record in part.records]
    return Film(digest, max(part.frames for part in parts), records, key, parts)


def _find(job: Job, key: keys.Key, values: dict[str, Value]) -> Film:
    """One film: from the cache, or trained now."""
    if job.shop.force:
        return _train(job, key, values)
    with job.shop.turn(key.hash):  # assets that share a film train it once
        facts = _cached(job, key)
        if facts is None:
            return _train(job, key, values)
    return Film(facts.digest, facts.frames, [facts.record], key)


def settled(job: Job, film: Film, drawn: str = "") -> Film:
    """The film as the manifest remembers it, if it agrees with that: rounding changes nothing.

    Where more than the environment changed, that little may be meant: then the film counts as the old one only if
    what was ``drawn`` from it (the pictures' digest) is the same too, and a chaotic one never.
    """
    old, chaotic = job.old, job.asset.card.chaotic
    if old is None or old.digest == film.digest or old.frames != film.frames:
        return film
    same_work = keys.same_work(old.keys.ingredients.get("film", {}), film.key.ingredients)
    if not same_work and (chaotic or drawn != old.drawn):
        return film
    if not agree(old.film, film.records, chaotic=chaotic, closely=not same_work):
        return film
    return msgspec.structs.replace(film, digest=old.digest, records=old.film)


def film_paths(job: Job, film: Film) -> tuple[Path, ...]:
    """Where the film lies, or the films side by side; what only the manifest remembers is trained again."""
    if job.asset.multiples:
        parts = film.parts or _side_by_side(job, film.key).parts
        return tuple(_path(job, part, values) for part, values in zip(parts, job.asset.multiples, strict=True))
    return (_path(job, film, job.asset.parameters),)


def drawn_from(job: Job, film: Film) -> tuple[Source, str, tuple[Path, ...], Look]:
    """What a worker needs to draw: the recipe, its films, the look."""
    return job.source, job.asset.card.name, film_paths(job, film), job.asset.look


def _path(job: Job, film: Film, values: dict[str, Value]) -> Path:
    known = job.shop.cache.read("films", film.key.hash) if job.unsteady else _cached(job, film.key)
    if known is None:  # without its facts it is what some other job made while its data changed
        _train(job, film.key, values)
    return job.shop.cache.path("films", film.key.hash)


def _train(job: Job, key: keys.Key, values: dict[str, Value]) -> Film:
    job.must()
    job.tell("training")
    asset = job.asset
    task = job.shop.executor.submit(tasks.train, job.source, asset.card.name, values, asset.root)
    trained = task.result()
    lasts = steady(job)
    facts = _Facts(trained.digest, trained.frames, trained.record)
    job.shop.keep("films", key.hash, trained.film)
    if lasts:
        job.shop.keep("films", f"{key.hash}.json", msgspec.json.encode(facts))
    job.trained += 1
    return Film(facts.digest, facts.frames, [facts.record], key)


def steady(job: Job) -> bool:
    """Whether all that keys were made from still is as it was. Raises RecipeError for helpers and parameters' files.

    The recipe's own file was read once, and its text is what runs. What a recipe names in its code it may write itself:
    then what was made is shown, but kept under no key.
    """
    moved = [known.path for known in job.source.files if known.path != job.source.path and known.moved]
    refused = [path for path, before in job.data.items() if sign(path) != before]
    refused += [path for path in moved if path.endswith(".py")]
    if refused:
        raise RecipeError(f"{refused[0]} was changed while it was in use; run the command again")
    if moved and not job.unsteady:
        job.unsteady = moved[0]
        job.tell("warning", text=f"{job.asset.name}: {moved[0]} was changed while it was in use; built again next time")
    return not moved


def _cached(job: Job, key: keys.Key) -> _Facts | None:
    stored = job.shop.cache.read("films", f"{key.hash}.json")
    if stored is None or job.shop.cache.read("films", key.hash) is None:
        return None
    try:
        return msgspec.json.decode(stored, type=_Facts)
    except msgspec.DecodeError:
        return None
