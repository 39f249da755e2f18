"""The second step: film → pictures, from the manifest, from the cache, or drawn in workers, chunk by chunk."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import NamedTuple, TypeVar

import msgspec

from vizpipe.film import spread
from vizpipe.manifest import keys
from vizpipe.parameters.parameter import Value
from vizpipe.pipeline.encodings import encodings
from vizpipe.pipeline.films import drawn_from, steady
from vizpipe.pipeline.job import Film, Job, Pictures
from vizpipe.pipeline.showing import moves, shown
from vizpipe.project.asset import Asset
from vizpipe.workers import answers, tasks

T = TypeVar("T")

CHUNK = 4
"""Frames that one camera films; chunk borders must not depend on the number of workers."""
SAMPLES = 3
"""Frames that the palette is chosen from; what others lack is measured, and mended."""
AHEAD = 8
"""Chunks under way at once, so that memory stays flat."""


class _Facts(msgspec.Struct, frozen=True):
    """What the cache keeps beside the pictures."""

    digest: str
    chunks: tuple[str, ...]
    palette: str
    count: int
    alternative: str
    off: int
    share: float

    def pictures(self, key: keys.Key) -> Pictures:
        """What is known of them while a job goes on."""
        return Pictures(**msgspec.structs.asdict(self), key=key)


class _Chunk(NamedTuple):
    """A chunk that was drawn, and its name in the cache."""

    name: str
    digest: str
    off: int
    share: float
    lacking: bytes


def find_pictures(job: Job, film: Film) -> Pictures:
    """What there is to know of the asset's pictures; drawn now if they never were."""
    key = pictures_key(job.asset, film)
    old = job.old
    if not job.shop.force:
        alternative = told(job)
        if old is not None and old.keys.pictures == key.hash and alternative is not None:
            return Pictures(old.drawn, (), "", 0, alternative, key)
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
    if any(cache.read("pictures", f"{key.hash}.{part}") is None for part in ("still", facts.palette, *facts.chunks)):
        return None
    return facts.pictures(key)


def _draw(job: Job, film: Film, key: keys.Key) -> Pictures:
    """Draw a few frames for the palette and the words, then all of them, and once more those that lack colours."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    asset, shop = job.asset, job.shop
    about = drawn_from(job, film)
    frames = shown(job, film)
    job.tell("drawing", 0, len(frames))
    sampled = [frames[position] for position in spread.spread(len(frames), SAMPLES)]
    described = shop.executor.submit(tasks.describe, *about, sampled).result()
    for label in described.unused:
        job.tell("warning", text=f"{asset.name}: labels: nothing seen so far is called {label[:60]!r}")
    shop.keep("pictures", f"{key.hash}.still", described.still)
    shop.keep("pictures", f"{key.hash}.palette", described.palette)
    starts = range(0, len(frames), CHUNK) if moves(job.asset) else ()
    chunks = {str(start // CHUNK): frames[start : start + CHUNK] for start in starts}

    def drawing(palette: bytes) -> Callable[[list[int]], Future[answers.Drawn]]:
        return lambda chunk: shop.executor.submit(tasks.draw, *about, chunk, palette)

    palette = "palette"
    sinks = encodings(job, film, ready.palette_of(described.palette), described.alternative) if chunks else []
    drawn = _film(job, key, chunks, drawing(described.palette), sinks)
    lacking = [chunk.lacking for chunk in drawn if chunk.lacking]
    if lacking:
        job.give_up()  # what was encoded so far is encoded again, from the cache
        wide = shop.executor.submit(tasks.widen, asset.look, described.palette, described.seen, lacking).result()
        palette = "palette-wide"
        shop.keep("pictures", f"{key.hash}.{palette}", wide.palette)
        again = {at: f"{chunk.name}-wide" for at, chunk in enumerate(drawn) if chunk.lacking or not wide.extends}
        redrawn = _film(job, key, {name: chunks[drawn[at].name] for at, name in again.items()}, drawing(wide.palette))
        for at, chunk in zip(again, redrawn, strict=True):
            drawn[at] = chunk
    job.drawn += len(frames)
    lasts = steady(job)
    facts = _Facts(
        digest=hashlib.sha256(described.still + "".join(chunk.digest for chunk in drawn).encode()).hexdigest(),
        chunks=tuple(chunk.name for chunk in drawn),
        palette=palette,
        count=len(frames),
        alternative=described.alternative,
        off=max((chunk.off for chunk in drawn), default=0),
        share=max((chunk.share for chunk in drawn), default=0.0),
    )
    if lasts:
        shop.keep("pictures", f"{key.hash}.json", msgspec.json.encode(facts))
    pictures = facts.pictures(key)
    if pictures.share:
        job.tell("warning", text=f"{asset.name}: {far_off(pictures)}")
    return pictures


def _film(
    job: Job,
    key: keys.Key,
    chunks: dict[str, list[int]],
    submit: Callable[[list[int]], Future[answers.Drawn]],
    sinks: Sequence[Callable[[bytes], None]] = (),
) -> list[_Chunk]:
    """Draw chunks into the cache under these names; encode them meanwhile, until one lacks colours."""
    found: list[_Chunk] = []
    done, total = 0, sum(map(len, chunks.values()))
    for (name, frames), part in zip(chunks.items(), _ahead(submit, list(chunks.values())), strict=True):
        job.shop.keep("pictures", f"{key.hash}.{name}", part.pictures)
        found.append(_Chunk(name, part.digest, part.off, part.share, part.lacking))
        sinks = () if part.lacking else sinks
        for sink in sinks:
            sink(part.pictures)
        done += len(frames)
        job.tell("drawing", done, total)
    return found


def far_off(pictures: Pictures) -> str:
    """What is to be said of pictures that a palette can't serve."""
    from vizpipe.encoding.palette import BOUND  # noqa: PLC0415 - numpy, which a build with nothing to do can spare

    return (
        f"it needs more than 255 colours: in one frame {pictures.share:.2%} of the pixels are off "
        f"by more than {BOUND} of 255, the worst by {pictures.off}"
    )


def _ahead(submit: Callable[[list[int]], Future[T]], chunks: list[list[int]]) -> Iterator[T]:
    """Results in order, with a few chunks under way."""
    waiting: list[Future[T]] = []
    for chunk in chunks:
        if len(waiting) >= AHEAD:
            yield waiting.pop(0).result()
        waiting.append(submit(chunk))
    while waiting:
        yield waiting.pop(0).result()
