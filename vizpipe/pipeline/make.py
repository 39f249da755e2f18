"""Film, pictures, files: each only if it is stale."""

import contextlib
import time
from collections.abc import Callable
from typing import TypeVar

from vizpipe.camera import remark
from vizpipe.errors import GoneError
from vizpipe.film import spread
from vizpipe.manifest import entering
from vizpipe.pipeline.build import Build
from vizpipe.pipeline.files import claim_places, entry_of, publish
from vizpipe.pipeline.films import drawn_from, film_step, in_cache, settled
from vizpipe.pipeline.job import Job, Made, Result, begin
from vizpipe.pipeline.pictures import pictures_step
from vizpipe.pipeline.reasons import explain
from vizpipe.pipeline.showing import cuts, moment, moves, showable, showing, told
from vizpipe.pipeline.state import Outcome, State
from vizpipe.pipeline.step import step
from vizpipe.project.asset import Asset
from vizpipe.registry.source import Source
from vizpipe.workers import tasks
from vizpipe.workers.answers import Preview, Text

T = TypeVar("T")


_LOOKED_AT = 5
"""Frames of a film whose pictures are looked at: the first, the last, and evenly between."""
_PLAIN = ("cut", "overlap", "small", "contrast", remark.LEFT_OUT)
"""The measures that tell what nobody wants to show."""
_TRIES = 5
"""How often an asset is begun anew because somebody empties the cache meanwhile."""


def make(asset: Asset, build: Build, source: Source) -> Made:
    """Bring one asset up to date; raises VizpipeError, and then its old files stand as they were."""
    return _again(lambda: _make(asset, build, source))


def _make(asset: Asset, build: Build, source: Source) -> Made:
    begun = time.perf_counter()
    with begin(asset, build, source, build.last.assets.get(asset.name)) as job:
        claim_places(job)
        outcome = _drawn(job).then(lambda result: publish(job, result))
    return _made(job, outcome, time.perf_counter() - begun)


def _drawn(job: Job) -> Outcome[Result]:
    """The first two steps: the film, and pictures of it."""
    return step(job, film_step(job)).then(lambda film: step(job, pictures_step(job, settled(job, film))))


def _made(job: Job, outcome: Outcome[Result], seconds: float) -> Made:
    """What became of an asset: fresh if nothing was done and its line stays the same; a dry run says why not."""
    asset, old, result = job.asset, job.old, outcome.value
    trained = drawn = written = 0
    is_same = False
    if result is not None:
        entry = entry_of(job, result)
        job.build.enter(asset.name, entry)
        trained, drawn, written = result.film.trained, result.pictures.drawn, result.written
        is_same = old is not None and entering.same(old, entry, asset.files)
    if is_same and not (trained or drawn or written):
        state, why = State.FRESH, []
    elif job.build.dry:
        state, why = State.STALE, (explain(job, old) if old is not None else []) or outcome.reasons
    else:
        state, why = State.MADE, outcome.reasons
    files = [job.build.outputs / name for name in asset.files] if state is not State.STALE else []
    remark = _remark(job, result) if state is State.MADE and result is not None else ""
    if remark:
        job.tell("warning", text=f"{asset.name}: {remark}")
    if asset.idle:
        *others, last = asset.idle
        vain = f"{', '.join(others)} and {last} have" if others else f"{last} has"
        job.tell("warning", text=f"{asset.name} is a still, so {vain} no effect")
    return Made(asset.name, state, why, seconds, files, trained, drawn, written, remark=remark)


def _remark(job: Job, result: Result) -> str:
    """What is to be said of how a film is told, if that was worked out; files by other clocks differ by a moment."""
    asset, clock = job.asset, result.film.clock
    moving = [cut for cut in cuts(asset) if moves(asset, cut)]
    return told(asset, clock, moving[0]).remark if moving and asset.is_told and clock is not None else ""


def _again(work: Callable[[], T]) -> T:
    """Do it, and do it again if meanwhile something went from the cache that was there. Raises VizpipeError."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(GoneError):
            return work()
    return work()


def glance(asset: Asset, build: Build, source: Source) -> list[remark.Remark]:
    """What is to be remarked about the last frame of an asset that was made: no motion is looked at."""
    with begin(asset, build, source, None) as job:
        film = showable(job, in_cache(job, _drawn(job).made().film))
        ticks = showing(asset, film).ticks[-1:]
        remarks: list[remark.Remark] = build.executor.submit(tasks.look_at, *drawn_from(job, film), ticks, "").result()
    return [each for each in remarks if each.measure in _PLAIN and (each.counts or each.measure == remark.LEFT_OUT)]


def inspect(asset: Asset, build: Build, source: Source, preset: str = "") -> list[remark.Remark]:
    """What is to be remarked about how an asset looks: its last frame, four before it if they are shown, its motion."""
    made = make(asset, build, source)
    with begin(asset, build, source, None) as job:
        result = _drawn(job).made()
        film = showable(job, in_cache(job, result.film))
        drawn, shown = drawn_from(job, film), showing(asset, film)
        last_only = all(form.takes in ("rgb", "figure", "film") for form in asset.outputs.values())
        ticks = (
            shown.ticks[-1:] if last_only else [shown.ticks[at] for at in spread.spread(len(shown.ticks), _LOOKED_AT)]
        )
        remarks = build.executor.submit(tasks.inspect, *drawn, ticks, preset).result()
        if moves(asset):
            remarks += build.executor.submit(tasks.follow, *drawn, shown.ticks, shown.durations).result()
    remarks += [remark.Remark("palette", result.pictures.far_off)] if result.pictures.share else []
    for path in made.files:
        if path.suffix == ".gif":
            remarks += build.executor.submit(tasks.watch, path, asset.card.loops, asset.timing.loop).result()
    return remarks


def preview(asset: Asset, build: Build, source: Source, frame: int | None = None) -> tuple[Preview, int]:
    """One frame of an asset, the last unless another is named, and how many there are; no file is written.

    The film is trained if it never was. Raises UsageError for a frame that is not there.
    """

    def drawn() -> tuple[Preview, int]:
        with begin(asset, build, source, None) as job:
            film = showable(job, in_cache(job, step(job, film_step(job)).made()))
            tick = moment(asset, film, frame)
            return build.executor.submit(tasks.preview, *drawn_from(job, film), tick).result(), film.frames

    return _again(drawn)


def words(asset: Asset, build: Build, source: Source) -> tuple[str, str, str]:
    """The title, the caption and the alternative text of an asset; its film is trained if it never was."""

    def said() -> tuple[str, str, str]:
        with begin(asset, build, source, None) as job:
            film = in_cache(job, step(job, film_step(job)).made())
            return build.executor.submit(tasks.words, *drawn_from(job, film)).result()

    return _again(said)


def texts(asset: Asset, build: Build, source: Source) -> list[Text]:
    """Every text of an asset that is drawn or said; its film is trained if it never was."""

    def listed() -> list[Text]:
        with begin(asset, build, source, None) as job:
            film = in_cache(job, step(job, film_step(job)).made())
            return build.executor.submit(tasks.texts, *drawn_from(job, film)).result()

    return _again(listed)
