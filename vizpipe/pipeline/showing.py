"""Which frames are drawn, and when each is shown."""

from typing import NamedTuple

from vizpipe.encoding.formats import Moment
from vizpipe.film import spread
from vizpipe.pipeline.films import drawn_from
from vizpipe.pipeline.job import Film, Job
from vizpipe.project.asset import Asset
from vizpipe.workers import answers, tasks

KEY_FRAMES = 6
"""Frames on a strip."""


class Showing(NamedTuple):
    """The frames of a film that an animation shows, in this order: how long each, and when that is."""

    frames: list[int]
    durations: list[int]
    moments: list[Moment]
    """None where no file tells them."""


def shown(job: Job, film: Film) -> list[int]:
    """The frames that are drawn, in the order in which they are shown."""
    timing = job.asset.timing
    if not moves(job.asset):
        return [film.frames - 1]
    most = job.asset.frames
    if timing.by_change and most is not None and most < film.frames:
        found = spread.spread_by(_clock(job, film).change, most)
    else:
        found = spread.spread(film.frames, most)
    return [film.frames - 1, *found] if timing.result_first and film.frames > 1 else found


def showing(job: Job, film: Film) -> Showing:
    """When each of the drawn frames is shown."""
    frames = shown(job, film)
    timing, told = job.asset.timing, any(form.tells_time for form in job.asset.outputs.values())
    if not timing.by_change and not told:
        return Showing(frames, timing.durations(len(frames)), [])
    clock = _clock(job, film)
    change = [clock.change[frame] for frame in frames]
    return Showing(
        frames,
        timing.durations(len(frames), change),
        [Moment(clock.words[frame], clock.moments[frame]) for frame in frames],
    )


def key_frames(job: Job, film: Film) -> list[int]:
    """The frames that say most: those between which the data move equally far."""
    return spread.spread_by(_clock(job, film).change, KEY_FRAMES)


def moves(asset: Asset) -> bool:
    """Whether any file needs more than the last frame."""
    return any(form.moves for form in asset.outputs.values())


def _clock(job: Job, film: Film) -> answers.Clock:
    if job.clock is None:
        job.clock = job.shop.executor.submit(tasks.clock, *drawn_from(job, film)).result()
    return job.clock
