"""Which frames are drawn, and when each is shown."""

from dataclasses import replace
from typing import NamedTuple

from vizpipe.encoding.formats import Moment
from vizpipe.film import spread
from vizpipe.pipeline.films import drawn_from, in_cache
from vizpipe.pipeline.job import Film, Job
from vizpipe.project.asset import Asset
from vizpipe.workers import tasks
from vizpipe.workers.answers import Clock

KEY_FRAMES = 6
"""Frames on a strip."""


class Showing(NamedTuple):
    """The frames of a film that an animation shows, in this order: how long each, and when that is."""

    frames: list[int]
    durations: list[int]
    moments: list[Moment]
    """None where no file tells them."""


def showable(job: Job, film: Film) -> Film:
    """The film, with its clock if which frames are shown, or for how long, is read off that."""
    return timed(job, film) if _goes_by_clock(job.asset) else film


def timed(job: Job, film: Film) -> Film:
    """The film in the cache, with its clock."""
    film = in_cache(job, film)
    if film.clock is not None:
        return film
    return replace(film, clock=job.build.executor.submit(tasks.clock, *drawn_from(job, film)).result())


def drawn_frames(asset: Asset, film: Film) -> list[int]:
    """The frames of a showable film that are drawn, in the order in which they are shown."""
    timing, most = asset.timing, asset.frames
    if not moves(asset):
        return [film.frames - 1]
    if timing.by_change and most is not None and most < film.frames:
        frames = spread.spread_by(_clock(film).change, most)
    else:
        frames = spread.spread(film.frames, most)
    return [film.frames - 1, *frames] if timing.result_first and film.frames > 1 else frames


def showing(asset: Asset, film: Film) -> Showing:
    """When each of the drawn frames of a showable film is shown."""
    frames = drawn_frames(asset, film)
    if not _goes_by_clock(asset):
        return Showing(frames, asset.timing.durations(len(frames)), [])
    clock = _clock(film)
    change = [clock.change[frame] for frame in frames]
    moments = [Moment(clock.words[frame], clock.moments[frame]) for frame in frames]
    return Showing(frames, asset.timing.durations(len(frames), change), moments)


def key_frames(film: Film) -> list[int]:
    """The frames of a timed film that say most: those between which the data move equally far."""
    return spread.spread_by(_clock(film).change, KEY_FRAMES)


def moves(asset: Asset) -> bool:
    """Whether any file needs more than the last frame."""
    return any(form.moves for form in asset.outputs.values())


def _goes_by_clock(asset: Asset) -> bool:
    is_told = any(form.tells_time for form in asset.outputs.values())
    return moves(asset) and (asset.timing.by_change or is_told)


def _clock(film: Film) -> Clock:
    """The clock of a film that was ``timed``; raises ValueError for another."""
    if film.clock is None:
        raise ValueError("nobody asked for the film's clock")
    return film.clock
