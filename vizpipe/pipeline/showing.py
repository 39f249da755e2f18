"""Which frames are drawn, and when each is shown."""

from dataclasses import replace
from typing import NamedTuple

from vizpipe.encoding.formats import Moment
from vizpipe.encoding.timing import Timing
from vizpipe.film import spread
from vizpipe.film.schedule import Schedule, Tick, schedule, stills
from vizpipe.film.stops import Pace
from vizpipe.pipeline.films import drawn_from, in_cache
from vizpipe.pipeline.job import Film, Job
from vizpipe.project.asset import Asset
from vizpipe.workers import tasks
from vizpipe.workers.answers import Clock

KEY_FRAMES = 6
"""Frames on a strip."""


class Showing(NamedTuple):
    """The frames of a film that an animation shows, in this order: how long each, and when that is."""

    ticks: list[Tick]
    durations: list[int]
    moments: list[Moment]
    """None where no file tells them."""
    stays: tuple[int, ...] = ()
    """The places of those that no budget takes away."""


def showable(job: Job, film: Film) -> Film:
    """The film, with its clock if which frames are shown, or for how long, is read off that."""
    return timed(job, film) if _goes_by_clock(job.asset) else film


def timed(job: Job, film: Film) -> Film:
    """The film in the cache, with its clock."""
    film = in_cache(job, film)
    if film.clock is not None:
        return film
    return replace(film, clock=job.build.executor.submit(tasks.clock, *drawn_from(job, film)).result())


def drawn_ticks(asset: Asset, film: Film) -> list[Tick]:
    """The frames of a showable film that are drawn, in the order in which they are shown."""
    timing, most = asset.timing, asset.frames
    if not moves(asset):
        return [Tick(film.frames - 1)]
    if asset.card.is_told:
        return list(told(asset, _clock(film)).ticks)
    if timing.by_change and most is not None and most < film.frames:
        frames = spread.spread_by(_clock(film).change, most)
    else:
        frames = spread.spread(film.frames, most)
    first = [film.frames - 1] if timing.result_first and film.frames > 1 else []
    return [Tick(frame) for frame in (*first, *frames)]


def told(asset: Asset, clock: Clock) -> Schedule:
    """How a film that has a story is told. Raises UsageError for fewer frames than its stops."""
    timing = asset.timing
    pace = Pace(
        frames=asset.frames,
        fps=None if timing.fps == Timing().fps else timing.fps,
        hold=None if asset.settings["hold"] is None else timing.hold,
        loops=asset.card.loops,
        result_first=timing.result_first,
    )
    return schedule(clock.changes, clock.cues, pace)


def showing(asset: Asset, film: Film) -> Showing:
    """When each of the drawn frames of a showable film is shown."""
    ticks = drawn_ticks(asset, film)
    if not _goes_by_clock(asset):
        return Showing(ticks, asset.timing.durations(len(ticks)), [])
    clock = _clock(film)
    moments = [Moment(clock.words[tick.index], clock.moments[tick.index]) for tick in ticks]
    if asset.card.is_told:
        return Showing(ticks, [tick.ms for tick in ticks], moments, told(asset, clock).stays)
    change = [clock.change[tick.index] for tick in ticks]
    return Showing(ticks, asset.timing.durations(len(ticks), change), moments)


def key_frames(film: Film) -> list[int]:
    """The frames of a timed film that say most: its beats, then those between which the data move equally far."""
    clock = _clock(film)
    if clock.cues:
        return sorted({tick.index for tick in stills(clock.changes, clock.cues, KEY_FRAMES)})
    return spread.spread_by(_clock(film).change, KEY_FRAMES)


def moves(asset: Asset) -> bool:
    """Whether any file needs more than the last frame."""
    return any(form.moves for form in asset.outputs.values())


def _goes_by_clock(asset: Asset) -> bool:
    is_told = any(form.tells_time for form in asset.outputs.values())
    return moves(asset) and (asset.timing.by_change or is_told or asset.card.is_told)


def _clock(film: Film) -> Clock:
    """The clock of a film that was ``timed``; raises ValueError for another."""
    if film.clock is None:
        raise ValueError("nobody asked for the film's clock")
    return film.clock
