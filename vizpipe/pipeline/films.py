"""The first step: parameters → film, from the manifest, from the cache, or by training in a worker."""

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from vizpipe.film.drift import Record, agree, thinned
from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.manifest.manifest import Entry
from vizpipe.parameters.parameter import Value
from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.steady import moved, noted
from vizpipe.pipeline.step import Last, Step, step
from vizpipe.project.asset import Asset
from vizpipe.project.looks import Look
from vizpipe.registry.source import Source
from vizpipe.store import foreign
from vizpipe.store.cache import Cache
from vizpipe.workers import tasks

MOST_RECORDED = 16
LEAST_RECORDED = 3
"""Frames that the manifest remembers of an asset's films together, and of each."""


class _Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the cache keeps beside a film."""

    digest: str
    frames: int
    record: Record
    processor: str = ""


def film_step(job: Job) -> Step[Film]:
    """How the asset comes by its film, or its films side by side; those that train do so at the same time."""
    asset, old = job.asset, job.old
    key = film_key(asset)
    last = Last(old.keys.film, last_film(old, key)) if old is not None else None
    if not asset.multiples:
        part = _part(job, key, asset.parameters, next(iter(asset.films), ""))
        return replace(part, last=last, make=lambda: _told(job, part.make()))
    parts = [_part(job, _key(asset, *each), *each) for each in _each(asset)]

    def cached() -> Film | None:
        films = [film for part in parts if (film := part.cached()) is not None]
        return _side_by_side(films, key) if len(films) == len(parts) else None

    def make() -> Film:
        with ThreadPoolExecutor(len(parts), thread_name_prefix="film") as threads:
            films = list(threads.map(lambda part: step(job, part).made(), parts))
        return _told(job, _side_by_side(films, key))

    return Step("film", key, make, cached, last)


def film_key(asset: Asset) -> Key:
    """What the asset's film, or its films side by side, are made from."""
    if not asset.multiples:
        return _key(asset, asset.parameters, next(iter(asset.films), ""))
    parts = _keys(asset)
    labels = zip(asset.look.labels, (key.hash for key in parts), strict=True)
    return keys.key(parts[0].ingredients | {f"film of {label}": digest for label, digest in labels})


def lend(assets: Iterable[Asset], lender: Cache, borrower: Cache) -> int:
    """Give one cache the films of these assets that another one holds under the same key; how many there are."""
    count = 0
    for key in {key.hash for asset in assets for key in _keys(asset)}:
        facts, stored = lender.read("films", f"{key}.json"), lender.read("films", key)
        if facts is not None and stored is not None and borrower.read("films", key) is None:
            borrower.write("films", key, stored)
            borrower.write("films", f"{key}.json", facts)
            count += 1
    return count


def _keys(asset: Asset) -> list[Key]:
    """The keys of each film by itself."""
    return [_key(asset, *each) for each in (_each(asset) or [(asset.parameters, next(iter(asset.films), ""))])]


def _each(asset: Asset) -> list[tuple[dict[str, Value], str]]:
    """The parameters and the file of each film side by side; no file for those that are trained."""
    return list(zip(asset.multiples, asset.films or [""] * len(asset.multiples), strict=True))


def _key(asset: Asset, values: dict[str, Value], film: str) -> Key:
    if film:
        return keys.taken(asset.card, film, values, asset.root)
    return keys.film(asset.card, values, asset.root)


def last_film(old: Entry, key: Key) -> Film:
    """The film of the last build, as far as the manifest remembers it."""
    return Film(old.digest, old.frames, old.film, key, processor=old.processor or "")


def settled(job: Job, film: Film, drawn: str = "") -> Film:
    """The film as the manifest remembers it, if it agrees with that: rounding changes nothing.

    Where more than the environment changed, that little may be meant: then the film counts as the old one only if
    what was ``drawn`` from it (the pictures' digest) is the same too, and a chaotic one never.
    """
    old, chaotic = job.old, job.asset.card.chaotic
    if old is None or old.frames != film.frames:
        return film
    if old.digest == film.digest:
        return replace(film, processor=old.processor or "")
    same_work = keys.same_work(old.keys.ingredients.get("film", {}), film.key.ingredients)
    if not same_work and (chaotic or drawn != old.drawn):
        return film
    if not agree(old.film, film.records, chaotic=chaotic, closely=not same_work):
        return film
    return replace(film, digest=old.digest, records=old.film, processor=old.processor or "")


def in_cache(job: Job, film: Film) -> Film:
    """The same film, in the cache for sure; what only the manifest remembers is trained again."""
    if film.places and all(place.exists() for place in film.places):
        return film
    again = step(job, replace(film_step(job), last=None)).made()
    trained, unsteady = film.trained + again.trained, film.unsteady or again.unsteady
    return replace(film, places=again.places, trained=trained, unsteady=unsteady)


def drawn_from(job: Job, film: Film, *, is_clear: bool = False) -> tuple[Source, str, tuple[Path, ...], Look]:
    """What a worker needs to draw a film that is in the cache: the recipe, the film's places, the look.

    What ``is_clear`` is to be seen through, if the look can be.
    """
    look = job.asset.look
    return job.source, job.asset.card.name, film.places, look.opened if is_clear else look


def _part(job: Job, key: Key, values: dict[str, Value], film: str) -> Step[Film]:
    """How one film is come by; assets that share it train it once."""
    make = partial(_train, job, key, values, film)
    return Step("film", key, make, partial(_cached, job, key), turn=job.build.turn(key.hash))


def _side_by_side(films: Sequence[Film], key: Key) -> Film:
    most = max(MOST_RECORDED // len(films), LEAST_RECORDED)
    return Film(
        digest=hashlib.sha256(" ".join(film.digest for film in films).encode()).hexdigest(),
        frames=max(film.frames for film in films),
        records=[thinned(record, most) for film in films for record in film.records],
        key=key,
        places=tuple(place for film in films for place in film.places),
        trained=sum(film.trained for film in films),
        unsteady=next((film.unsteady for film in films if film.unsteady), ""),
        processor="; ".join(dict.fromkeys(film.processor for film in films if film.processor)),
    )


def _told(job: Job, film: Film) -> Film:
    """Films that train side by side say together what moved meanwhile."""
    return noted(job, replace(film, unsteady=""), film.unsteady)


def _is_lost(asset: Asset, values: dict[str, Value]) -> bool:
    """Whether a file is missing that is to be trained with: then nothing trains, and the worker says why."""
    given = ((each, values[each.name]) for each in asset.card.parameters)
    return any(each.kind == "samples" and each.is_file(value) and not _exists(asset, value) for each, value in given)


def _exists(asset: Asset, value: Value) -> bool:
    try:
        return Path(asset.root, str(value)).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _train(job: Job, key: Key, values: dict[str, Value], film: str) -> Film:
    asset, build = job.asset, job.build
    if film:
        pictured = {name: value for name, value in values.items() if name in asset.card.pictured}
        stored = foreign.read(Path(asset.root, film))
        trained = build.executor.submit(tasks.take, job.source, asset.card.name, stored, film, pictured).result()
    else:
        if not _is_lost(asset, values):
            job.tell("training")
        trained = build.executor.submit(tasks.train, job.source, asset.card.name, values, asset.root).result()
    unsteady = moved(job)
    build.keep("films", key.hash, trained.film)
    if not unsteady:
        facts = _Facts(trained.digest, trained.frames, trained.record, trained.processor)
        build.keep("films", f"{key.hash}.json", msgspec.json.encode(facts))
    places = (build.cache.path("films", key.hash),)
    count, processor = 0 if film else 1, trained.processor
    return Film(trained.digest, trained.frames, [trained.record], key, places, count, unsteady, processor=processor)


def _cached(job: Job, key: Key) -> Film | None:
    """The film in the cache; without its facts it is what some job made while its data changed."""
    cache = job.build.cache
    stored = cache.read("films", f"{key.hash}.json")
    if stored is None or cache.read("films", key.hash) is None:
        return None
    try:
        facts = msgspec.json.decode(stored, type=_Facts)
    except (msgspec.DecodeError, RecursionError):
        return None
    places = (cache.path("films", key.hash),)
    return Film(facts.digest, facts.frames, [facts.record], key, places, processor=facts.processor)
