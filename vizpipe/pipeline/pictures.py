"""The second step: film → pictures, from the manifest, from the cache, or drawn in workers, chunk by chunk."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from vizpipe.film import spread
from vizpipe.film.schedule import Tick
from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.manifest.manifest import Entry
from vizpipe.parameters.parameter import Value
from vizpipe.pipeline.encodings import add, encodings
from vizpipe.pipeline.films import drawn_from, in_cache
from vizpipe.pipeline.job import Film, Job, Pictures, Result
from vizpipe.pipeline.showing import drawn_ticks, moves, showable
from vizpipe.pipeline.steady import moved, noted
from vizpipe.pipeline.step import Last, Step
from vizpipe.project.asset import Asset
from vizpipe.workers import answers, tasks

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Animation, Parts

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

    def pictures(self, key: Key) -> Pictures:
        """What is known of them while a job goes on."""
        return Pictures(**msgspec.structs.asdict(self), key=key)


class _Chunk(NamedTuple):
    """A chunk that was drawn, and its name in the cache."""

    name: str
    digest: str
    off: int
    share: float
    lacking: bytes


def pictures_step(job: Job, film: Film) -> Step[Result]:
    """How the asset comes by the pictures of its film."""
    key, old = pictures_key(job.asset, film), job.old
    last = None
    if old is not None and alternative_of(job.asset, old) is not None:
        last = Last(old.keys.pictures, Result(film, last_pictures(job.asset, old, key)))

    def cached() -> Result | None:
        pictures = _cached(job, key)
        return Result(film, pictures) if pictures is not None else None

    return Step("pictures", key, partial(_draw, job, film, key), cached, last)


def pictures_key(asset: Asset, film: Film) -> Key:
    """What the asset's pictures are made from."""
    look = asset.look.said() | _order(asset)
    frames = asset.frames if moves(asset) else 1
    return keys.pictures(asset.card, film.digest, asset.parameters, look, frames, asset.root)


def last_pictures(asset: Asset, old: Entry, key: Key) -> Pictures:
    """The pictures of the last build, as far as the manifest remembers them."""
    return Pictures(old.drawn, (), "", 0, alternative_of(asset, old) or "", key)


def alternative_of(asset: Asset, old: Entry) -> str | None:
    """The alternative text of the last build, from a file that is still asked for; None if there is no such."""
    return next((old.files[name].alt for name in asset.files if name in old.files), None)


def stored(job: Job, result: Result) -> Result:
    """The same pictures, in the cache for sure; those that only the manifest remembers are drawn again."""
    before = result.pictures
    if before.count:
        return result
    pictures = _cached(job, before.key)
    if pictures is None:
        drawn = _draw(job, result.film, before.key)
        result, pictures = replace(result, film=drawn.film, animations=drawn.animations), drawn.pictures
    chunks, palette, count = pictures.chunks, pictures.palette, pictures.count
    drawn_now = before.drawn + pictures.drawn
    return replace(result, pictures=replace(before, chunks=chunks, palette=palette, count=count, drawn=drawn_now))


def parts_of(job: Job, pictures: Pictures) -> "Parts":
    """Stored pictures, to be read from the cache."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    return ready.Parts(job.build.cache, pictures.key.hash, pictures.chunks, pictures.palette)


def _order(asset: Asset) -> dict[str, Value]:
    """What beside their number says which frames are drawn, if that is not as usual."""
    timing = asset.timing
    order = {"by change": timing.by_change, "result first": timing.result_first}
    pace: dict[str, Value] = {"fps": timing.fps, "hold": timing.hold} if asset.card.is_told and moves(asset) else {}
    return pace | {name: True for name, holds in order.items() if holds and moves(asset)}


def _cached(job: Job, key: Key) -> Pictures | None:
    cache = job.build.cache
    try:
        facts = msgspec.json.decode(cache.read("pictures", f"{key.hash}.json") or b"", type=_Facts)
    except msgspec.DecodeError:
        return None
    if any(cache.read("pictures", f"{key.hash}.{part}") is None for part in ("still", facts.palette, *facts.chunks)):
        return None
    return facts.pictures(key)


def _draw(job: Job, film: Film, key: Key) -> Result:
    """Draw a few frames for the palette and the words, then all of them, and once more those that lack colours."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    asset, build = job.asset, job.build
    film = in_cache(job, showable(job, film))
    about = drawn_from(job, film)
    frames = drawn_ticks(asset, film)
    job.tell("drawing", 0, len(frames))
    sampled = [frames[position] for position in spread.spread(len(frames), SAMPLES)]
    described = build.executor.submit(tasks.describe, *about, sampled).result()
    for label in described.unused:
        job.tell("warning", text=f"{asset.name}: labels: nothing seen so far is called {label[:60]!r}")
    build.keep("pictures", f"{key.hash}.still", described.still)
    build.keep("pictures", f"{key.hash}.palette", described.palette)
    starts = range(0, len(frames), CHUNK) if moves(asset) else ()
    chunks = {str(start // CHUNK): frames[start : start + CHUNK] for start in starts}

    def drawing(palette: bytes) -> Callable[[list[Tick]], Future[answers.Drawn]]:
        return lambda chunk: build.executor.submit(tasks.draw, *about, chunk, palette)

    palette = "palette"
    animations: Mapping[str, Animation] = {}
    if chunks:
        animations = encodings(job, film, ready.palette_of(described.palette), described.alternative)
    drawn = _film(job, key, chunks, drawing(described.palette), animations)
    lacking = [chunk.lacking for chunk in drawn if chunk.lacking]
    if lacking:
        for animation in animations.values():  # what was encoded so far is encoded again, from the cache
            animation.close()
        animations = {}
        wide = build.executor.submit(tasks.widen, asset.look, described.palette, described.seen, lacking).result()
        palette = "palette-wide"
        build.keep("pictures", f"{key.hash}.{palette}", wide.palette)
        again = {at: f"{chunk.name}-wide" for at, chunk in enumerate(drawn) if chunk.lacking or not wide.extends}
        redrawn = _film(job, key, {name: chunks[drawn[at].name] for at, name in again.items()}, drawing(wide.palette))
        for at, chunk in zip(again, redrawn, strict=True):
            drawn[at] = chunk
    unsteady = moved(job)
    facts = _Facts(
        digest=_digest(asset, described.still, drawn, frames),
        chunks=tuple(chunk.name for chunk in drawn),
        palette=palette,
        count=len(frames),
        alternative=described.alternative,
        off=max((chunk.off for chunk in drawn), default=0),
        share=max((chunk.share for chunk in drawn), default=0.0),
    )
    film = noted(job, film, unsteady)
    if not unsteady:
        build.keep("pictures", f"{key.hash}.json", msgspec.json.encode(facts))
    pictures = replace(facts.pictures(key), drawn=len(frames))
    if pictures.share:
        job.tell("warning", text=f"{asset.name}: {far_off(pictures)}")
    return Result(film, pictures, animations)


def _digest(asset: Asset, still: bytes, drawn: list[_Chunk], ticks: list[Tick]) -> str:
    """What tells these pictures from others; how a story is told, too, for that decides how long each is shown."""
    told = msgspec.json.encode(ticks) if asset.card.is_told and moves(asset) else b""
    return hashlib.sha256(still + "".join(chunk.digest for chunk in drawn).encode() + told).hexdigest()


def _film(
    job: Job,
    key: Key,
    chunks: Mapping[str, list[Tick]],
    submit: Callable[[list[Tick]], Future[answers.Drawn]],
    animations: "Mapping[str, Animation] | None" = None,
) -> list[_Chunk]:
    """Draw chunks into the cache under these names; encode them meanwhile, until one lacks colours."""
    drawn: list[_Chunk] = []
    done, total = 0, sum(map(len, chunks.values()))
    for (name, frames), part in zip(chunks.items(), _ahead(submit, list(chunks.values())), strict=True):
        job.build.keep("pictures", f"{key.hash}.{name}", part.pictures)
        drawn.append(_Chunk(name, part.digest, part.off, part.share, part.lacking))
        animations = None if part.lacking else animations
        if animations:
            add(animations, part.pictures)
        done += len(frames)
        job.tell("drawing", done, total)
    return drawn


def far_off(pictures: Pictures) -> str:
    """What is to be said of pictures that a palette can't serve."""
    from vizpipe.encoding.palette import BOUND  # noqa: PLC0415 - numpy, which a build with nothing to do can spare

    return (
        f"it needs more than 255 colours: in one frame {pictures.share:.2%} of the pixels are off "
        f"by more than {BOUND} of 255, the worst by {pictures.off}"
    )


def _ahead(submit: Callable[[list[Tick]], Future[T]], chunks: list[list[Tick]]) -> Iterator[T]:
    """Results in order, with a few chunks under way."""
    waiting: list[Future[T]] = []
    for chunk in chunks:
        if len(waiting) >= AHEAD:
            yield waiting.pop(0).result()
        waiting.append(submit(chunk))
    while waiting:
        yield waiting.pop(0).result()
