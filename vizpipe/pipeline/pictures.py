"""The second step: film → pictures, from the manifest, from the cache, or drawn in workers, chunk by chunk."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TypeVar

import msgspec

from vizpipe import encoding, keys, tasks
from vizpipe.assets import Asset
from vizpipe.parameters import Value
from vizpipe.pipeline.clock import moves, shown
from vizpipe.pipeline.encodings import encodings
from vizpipe.pipeline.films import drawn_from, steady
from vizpipe.pipeline.job import Film, Job, Pictures

T = TypeVar("T")

CHUNK = 4
"""Frames that one camera films; chunk borders must not depend on the number of workers."""
SAMPLES = 3
"""Frames that the palette is made from."""
AHEAD = 8
"""Chunks under way at once, so that memory stays flat."""


class _Facts(msgspec.Struct, frozen=True):
    """What the cache keeps beside the pictures."""

    digest: str
    chunks: int
    count: int
    alternative: str


def find_pictures(job: Job, film: Film) -> Pictures:
    """What there is to know of the asset's pictures; drawn now if they never were."""
    key = pictures_key(job.asset, film)
    old = job.old
    if not job.shop.force:
        alternative = told(job)
        if old is not None and old.keys.pictures == key.hash and alternative is not None:
            return Pictures(old.drawn, 0, 0, alternative, key)
        if old is not None:
            job.compare("pictures", key)
        cached = _cached(job, key)
        if cached is not None:
            return cached
    job.must()
    return _draw(job, film, key)


def told(job: Job) -> str | None:
    """The alternative text of the last build, from a file that is still asked for; None if there is no such."""
    known = job.old.files if job.old is not None else {}
    return next((known[name].alt for name in job.asset.files if name in known), None)


def pictures_key(asset: Asset, film: Film) -> keys.Key:
    """What the asset's pictures are made from."""
    look = asset.look.said() | _order(asset)
    frames = asset.frames if moves(asset) else 1
    return keys.pictures(asset.card, film.digest, asset.parameters, look, frames, asset.root)


def stored_pictures(job: Job, film: Film, pictures: Pictures) -> Pictures:
    """The same pictures, in the cache for sure; those that only the manifest remembers are drawn again."""
    if pictures.count:
        return pictures
    return _cached(job, pictures.key) or _draw(job, film, pictures.key)


def _order(asset: Asset) -> dict[str, Value]:
    """What beside their number says which frames are drawn, if that is not as usual."""
    timing = asset.timing
    told = {"by change": timing.by_change, "result first": timing.result_first}
    return {name: True for name, yes in told.items() if yes and moves(asset)}


def _cached(job: Job, key: keys.Key) -> Pictures | None:
    cache = job.shop.cache
    try:
        facts = msgspec.json.decode(cache.read("pictures", f"{key.hash}.json") or b"", type=_Facts)
    except msgspec.DecodeError:
        return None
    parts = ["still", "palette", *(str(number) for number in range(facts.chunks))]
    if any(cache.read("pictures", f"{key.hash}.{part}") is None for part in parts):
        return None
    return Pictures(facts.digest, facts.chunks, facts.count, facts.alternative, key)


def _draw(job: Job, film: Film, key: keys.Key) -> Pictures:
    """Draw a few frames for the palette and the words, then all of them."""
    asset, shop = job.asset, job.shop
    about = drawn_from(job, film)
    frames = shown(job, film)
    job.tell("drawing", 0, len(frames))
    sampled = [frames[position] for position in encoding.spread(len(frames), SAMPLES)]
    described = shop.executor.submit(tasks.describe, *about, sampled).result()
    for label in described.unused:
        job.tell("warning", text=f"{asset.name}: labels: nothing seen so far is called {label[:60]!r}")
    shop.keep("pictures", f"{key.hash}.still", described.still)
    shop.keep("pictures", f"{key.hash}.palette", described.palette)
    chunks = [frames[start : start + CHUNK] for start in range(0, len(frames), CHUNK)] if moves(job.asset) else []
    digest = hashlib.sha256(described.still)
    done = 0
    drawn = _ahead(lambda chunk: shop.executor.submit(tasks.draw, *about, chunk, described.palette), chunks)
    sinks = encodings(job, film, described.palette, described.alternative) if chunks else []
    for number, part in enumerate(drawn):
        shop.keep("pictures", f"{key.hash}.{number}", part.pictures)
        digest.update(part.digest.encode())
        for sink in sinks:
            sink(part.pictures)
        done += len(chunks[number])
        job.tell("drawing", done, len(frames))
    job.drawn += len(frames)
    lasts = steady(job)
    facts = _Facts(digest.hexdigest(), len(chunks), len(frames), described.alternative)
    if lasts:
        shop.keep("pictures", f"{key.hash}.json", msgspec.json.encode(facts))
    return Pictures(facts.digest, facts.chunks, facts.count, facts.alternative, key)


def _ahead(submit: Callable[[list[int]], Future[T]], chunks: list[list[int]]) -> Iterator[T]:
    """Results in order, with a few chunks under way."""
    waiting: list[Future[T]] = []
    for chunk in chunks:
        if len(waiting) >= AHEAD:
            yield waiting.pop(0).result()
        waiting.append(submit(chunk))
    while waiting:
        yield waiting.pop(0).result()
