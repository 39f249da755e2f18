"""Pictures of one cut, drawn in workers chunk by chunk into the cache, and encoded meanwhile."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vizpipe.film.schedule import Tick
from vizpipe.pipeline.encodings import add, encodings
from vizpipe.pipeline.films import drawn_from
from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.shots import CLEAR, SMOOTH, Cut, Shots
from vizpipe.workers import answers, tasks

if TYPE_CHECKING:
    from vizpipe.encoding.palette import Palette
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
    sights: tuple[bytes, ...] = ()
    """What they show."""
    pages: Mapping[str, bytes] = {}
    """Pages that were drawn with the still."""


class _Chunk(NamedTuple):
    """A chunk that was drawn, and its name in the cache."""

    name: str
    digest: str
    off: int
    share: float
    gaps: bytes
    sight: bytes


def coloured(job: Job, film: Film, cut: Cut, place: str, ticks: list[Tick], alternative: str) -> Filmed:
    """Draw the pictures of a cut in all their colours."""
    animations = encodings(job, film, cut, None, alternative)
    drawn = _film(job, place, _chunks(ticks), _drawing(job, film, b"", cut), animations)
    digest = hashlib.sha256("".join(chunk.digest for chunk in drawn).encode()).hexdigest()
    sights = tuple(chunk.sight for chunk in drawn)
    return Filmed(Shots(place, tuple(chunk.name for chunk in drawn), ""), digest, animations, sights=sights)


def still(place: str, described: answers.Described) -> Filmed:
    """Of a cut that no file shows, the last picture."""
    return Filmed(Shots(place, (), ""), hashlib.sha256(described.still).hexdigest(), {}, sights=(described.sight,))


def indexed(job: Job, film: Film, place: str, ticks: list[Tick], described: answers.Described) -> Filmed:
    """Draw the pictures of the plain cut in a palette that grows with them; all once more if it can't grow enough."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    build, chosen = job.build, described.palette
    lacking = list[bytes]()
    for turn in range(_TURNS + 1):
        palette, suffix = ready.palette_of(chosen), f"-{turn}" if turn else ""
        animations = encodings(job, film, "plain", palette, described.alternative)
        drawn = _film(job, place, _chunks(ticks, suffix), _drawing(job, film, chosen), animations, palette)
        share = max((chunk.share for chunk in drawn), default=0.0)
        if not share or turn == _TURNS or (turn and share > _FEW):
            break
        for animation in animations.values():
            animation.close()
        lacking += [chunk.gaps for chunk in drawn if chunk.gaps]
        chosen = build.executor.submit(tasks.recolour, job.asset.look, described.seen, lacking).result()
    build.keep("pictures", f"{place}.palette{suffix}", ready.packed(palette))
    return Filmed(
        Shots(place, tuple(chunk.name for chunk in drawn), f"palette{suffix}"),
        hashlib.sha256(described.still + "".join(chunk.digest for chunk in drawn).encode()).hexdigest(),
        animations if not share else {},
        max((chunk.off for chunk in drawn), default=0),
        share,
        (*(chunk.sight for chunk in drawn), described.sight),
    )


def _chunks(ticks: list[Tick], suffix: str = "") -> dict[str, list[Tick]]:
    starts = range(0, len(ticks), CHUNK)
    return {f"{start // CHUNK}{suffix}": ticks[start : start + CHUNK] for start in starts}


def _drawing(job: Job, film: Film, palette: bytes, cut: Cut = "plain") -> Callable[[list[Tick]], Future[answers.Drawn]]:
    smooth, clear = cut in SMOOTH, cut in CLEAR
    about = drawn_from(job, film, is_clear=clear)
    return lambda chunk: job.build.executor.submit(tasks.draw, *about, chunk, palette, smooth=smooth, clear=clear)


def _film(
    job: Job,
    place: str,
    chunks: Mapping[str, list[Tick]],
    submit: Callable[[list[Tick]], Future[answers.Drawn]],
    animations: "Mapping[str, Animation]",
    palette: "Palette | None" = None,
) -> list[_Chunk]:
    """Draw chunks into the cache under these names, and encode them meanwhile; the palette grows by what they lack."""
    from vizpipe.encoding import fitting  # noqa: PLC0415 - numpy, which a build with nothing to do can spare

    drawn: list[_Chunk] = []
    done, total = 0, sum(map(len, chunks.values()))
    for (name, frames), part in zip(chunks.items(), _ahead(submit, list(chunks.values())), strict=True):
        filled = fitting.Filled(part.pictures, part.digest, part.off)
        if palette is not None and part.gaps:
            filled = fitting.filled(palette, filled, part.gaps)
        job.build.keep("pictures", f"{place}.{name}", filled.pictures)
        drawn.append(_Chunk(name, filled.digest, filled.off, filled.share, part.gaps, part.sight))
        if not any(chunk.share for chunk in drawn):
            add(animations, filled.pictures)
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
