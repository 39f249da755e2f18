"""Pictures of one cut, drawn in workers chunk by chunk into the cache, and encoded meanwhile."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vizpipe.film.schedule import Tick
from vizpipe.pipeline.encodings import add, encodings
from vizpipe.pipeline.films import drawn_from
from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.shots import Cut, Shots
from vizpipe.workers import answers, tasks

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Animation

T = TypeVar("T")

CHUNK = 4
"""Frames that one camera films; chunk borders must not depend on the number of workers."""
_TURNS = 3
"""How often colours are shared out anew: to serve what lacks some may leave others, in frames that lacked none."""
_FEW = 0.01
"""The share of a frame's pixels that may lack a colour after the first turn: where more do, no turn will help."""
AHEAD = 8
"""Chunks under way at once, so that memory stays flat."""


class Filmed(NamedTuple):
    """What came out."""

    shots: Shots
    digest: str
    animations: "Mapping[str, Animation]"
    """Files that were encoded meanwhile."""
    off: int = 0
    """By how much of 255 the worst pixel of any frame is off in any channel, at most."""
    share: float = 0.0
    """Of the pixels of the worst frame, those that are off by more than is allowed."""


class _Chunk(NamedTuple):
    """A chunk that was drawn, and its name in the cache."""

    name: str
    digest: str
    off: int
    share: float
    lacking: bytes


def coloured(job: Job, film: Film, cut: Cut, place: str, ticks: list[Tick], alternative: str) -> Filmed:
    """Draw the pictures of a cut in all their colours."""
    animations = encodings(job, film, cut, None, alternative)
    drawn = _film(job, place, _chunks(ticks), _drawing(job, film, b""), animations)
    digest = hashlib.sha256("".join(chunk.digest for chunk in drawn).encode()).hexdigest()
    return Filmed(Shots(place, tuple(chunk.name for chunk in drawn), ""), digest, animations)


def indexed(job: Job, film: Film, place: str, ticks: list[Tick], described: answers.Described) -> Filmed:
    """Draw the pictures of the plain cut in the colours of a palette, and once more those that lack any."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    build, chunks = job.build, _chunks(ticks)
    palette = "palette"
    animations: Mapping[str, Animation] = {}
    if chunks:
        animations = encodings(job, film, "plain", ready.palette_of(described.palette), described.alternative)
    drawn = _film(job, place, chunks, _drawing(job, film, described.palette), animations)
    colours, lacking = described.palette, list[bytes]()
    for turn in range(1, _TURNS + 1):
        missed = [chunk.lacking for chunk in drawn if chunk.lacking]
        if not missed or (lacking and max(chunk.share for chunk in drawn) > _FEW):
            break
        for animation in animations.values():  # what was encoded so far is encoded again, from the cache
            animation.close()
        animations, lacking = {}, lacking + missed
        wide = build.executor.submit(tasks.widen, job.asset.look, colours, described.seen, lacking).result()
        colours, palette = wide.palette, f"palette-wide-{turn}"
        build.keep("pictures", f"{place}.{palette}", colours)
        again = {at: f"{at}-wide-{turn}" for at, chunk in enumerate(drawn) if chunk.lacking or not wide.extends}
        redrawn = _film(job, place, {name: chunks[str(at)] for at, name in again.items()}, _drawing(job, film, colours))
        for at, chunk in zip(again, redrawn, strict=True):
            drawn[at] = chunk
    return Filmed(
        Shots(place, tuple(chunk.name for chunk in drawn), palette),
        hashlib.sha256(described.still + "".join(chunk.digest for chunk in drawn).encode()).hexdigest(),
        animations,
        max((chunk.off for chunk in drawn), default=0),
        max((chunk.share for chunk in drawn), default=0.0),
    )


def _chunks(ticks: list[Tick]) -> dict[str, list[Tick]]:
    return {str(start // CHUNK): ticks[start : start + CHUNK] for start in range(0, len(ticks), CHUNK)}


def _drawing(job: Job, film: Film, palette: bytes) -> Callable[[list[Tick]], Future[answers.Drawn]]:
    about = drawn_from(job, film)
    return lambda chunk: job.build.executor.submit(tasks.draw, *about, chunk, palette)


def _film(
    job: Job,
    place: str,
    chunks: Mapping[str, list[Tick]],
    submit: Callable[[list[Tick]], Future[answers.Drawn]],
    animations: "Mapping[str, Animation] | None" = None,
) -> list[_Chunk]:
    """Draw chunks into the cache under these names; encode them meanwhile, until one lacks colours."""
    drawn: list[_Chunk] = []
    done, total = 0, sum(map(len, chunks.values()))
    for (name, frames), part in zip(chunks.items(), _ahead(submit, list(chunks.values())), strict=True):
        job.build.keep("pictures", f"{place}.{name}", part.pictures)
        drawn.append(_Chunk(name, part.digest, part.off, part.share, part.lacking))
        animations = None if part.lacking else animations
        if animations:
            add(animations, part.pictures)
        done += len(frames)
        job.tell("drawing", done, total)
    return drawn


def _ahead(submit: Callable[[list[Tick]], Future[T]], chunks: list[list[Tick]]) -> Iterator[T]:
    """Results in order, with a few chunks under way."""
    waiting: list[Future[T]] = []
    for chunk in chunks:
        if len(waiting) >= AHEAD:
            yield waiting.pop(0).result()
        waiting.append(submit(chunk))
    while waiting:
        yield waiting.pop(0).result()
