"""Which frames are drawn, and when each is shown."""

import math
from dataclasses import replace
from typing import NamedTuple

from vizpipe.encoding.formats import Format, Moment
from vizpipe.encoding.timing import Timing
from vizpipe.errors import UsageError
from vizpipe.film import spread
from vizpipe.film.schedule import Medium, Schedule, Tick, schedule, stills
from vizpipe.film.stops import Pace
from vizpipe.film.story import Cue
from vizpipe.parameters.settings import SETTINGS
from vizpipe.pipeline.films import drawn_from, in_cache
from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.shots import CLEAR, SMOOTH, Cut
from vizpipe.project.asset import Asset
from vizpipe.workers import tasks
from vizpipe.workers.answers import Clock

KEY_FRAMES = 6
"""Frames on a strip."""
_SMOOTH_FPS = 30


class Showing(NamedTuple):
    """The frames of a film that an animation shows, in this order: how long each, and when that is."""

    ticks: list[Tick]
    durations: list[int]
    moments: list[Moment]
    """None where no file tells them."""
    stays: tuple[int, ...] = ()
    """The places of those that no budget takes away."""
    rate: float = 0.0
    """Pictures a second, of which every duration is a multiple; 0 if nobody says."""
    remark: str = ""
    """What is to be said of it, if anything."""


def cut_of(asset: Asset, form: Format) -> Cut:
    """Which pictures a file shows."""
    if form.tweens and asset.card.is_told:
        return "clear smooth" if is_clear(asset, form) else "smooth"
    return "clear" if is_clear(asset, form) and form.moves else "plain"


def is_clear(asset: Asset, form: Format) -> bool:
    """Whether a file can be seen through where nothing is drawn; of those that can't, a background lies below all."""
    return asset.look.is_clear and (form.alpha or not form.moves)


def cuts(asset: Asset) -> tuple[Cut, ...]:
    """The series of pictures that an asset's files need; the plain one is the home of the still and the words."""
    asked = {cut_of(asset, form) for form in asset.outputs.values()}
    return ("plain", *(cut for cut in (*SMOOTH, *CLEAR[:1]) if cut in asked))


def moves(asset: Asset, cut: Cut | None = None) -> bool:
    """Whether any file, or any of a cut, needs more than the last frame."""
    return any(form.moves and cut in (None, cut_of(asset, form)) for form in asset.outputs.values())


def is_filmed(asset: Asset, cut: Cut) -> bool:
    """Whether a file needs pictures of all frames."""
    return any(form.takes == "indexed" and cut_of(asset, form) == cut for form in asset.outputs.values())


def showable(job: Job, film: Film) -> Film:
    """The film, with its clock if which frames are shown, or for how long, is read off that."""
    return timed(job, film) if goes_by_clock(job.asset) else film


def timed(job: Job, film: Film) -> Film:
    """The film in the cache, with its clock."""
    film = in_cache(job, film)
    if film.clock is not None:
        return film
    return replace(film, clock=job.build.executor.submit(tasks.clock, *drawn_from(job, film)).result())


def drawn_ticks(asset: Asset, film: Film, cut: Cut = "plain") -> list[Tick]:
    """The frames of a showable film that are drawn for a cut, in the order in which they are shown."""
    timing, most = asset.timing, asset.frames
    if not moves(asset, cut):
        return [ending(asset, film)]
    if asset.is_told:
        return list(told(asset, _clock(film), cut).ticks)
    frames = asset.look.told(film.frames)
    if timing.by_change and most is not None and most < len(frames):
        change = _clock(film).change
        shown = spread.spread_by([change[frame] for frame in frames], most)
    else:
        shown = spread.spread(len(frames), most)
    first = [film.frames - 1] if timing.result_first and film.frames > 1 else []
    return [Tick(frame) for frame in (*first, *(frames[at] for at in shown))]


def ending(asset: Asset, film: Film) -> Tick:
    """What a still of a showable film shows: where its story ends, so that it is what a moving file ends with."""
    if not asset.is_told:
        return Tick(film.frames - 1)
    return told(asset, _clock(film), is_still=True).ticks[-1]


def moment(asset: Asset, film: Film, frame: int | None) -> Tick:
    """What is shown at a frame of a showable film, or where it ends if that is None. Raises UsageError."""
    if frame is None:
        return ending(asset, film)
    if not 0 <= frame < film.frames:
        raise UsageError(f"frame is {frame}, but there are {film.frames} frames, 0 to {film.frames - 1}")
    ticks = told(asset, _clock(film), is_still=True).ticks if asset.is_told else ()
    beats = [tick.beat for tick in ticks if tick.index <= frame]
    return Tick(frame, beat=beats[-1] if beats else "")


class Asked(NamedTuple):
    """What a schedule is made of."""

    changes: list[list[float]]
    cues: tuple[Cue, ...]
    pace: Pace
    medium: Medium
    frames: list[int]


def told(asset: Asset, clock: Clock, cut: Cut = "plain", *, is_still: bool = False) -> Schedule:
    """How a film stops and goes, in as many frames as the asset asks for unless but one is shown.

    Raises UsageError for fewer frames than its stops, or a pause where there is none.
    """
    return schedule(*asked(asset, clock, cut, is_still=is_still))


def asked(asset: Asset, clock: Clock, cut: Cut = "plain", *, is_still: bool = False) -> Asked:
    """What is asked of the telling of a film."""
    timing, seconds = asset.timing, asset.settings["seconds"]
    pace = Pace(
        seconds=float(seconds) if isinstance(seconds, int | float) else None,
        frames=None if is_still else asset.frames,
        fps=_most_fps(asset),
        is_calm=asset.settings["frames"] == SETTINGS["frames"].default,
        hold=None if asset.settings["hold"] is None else timing.hold,
        pauses=asset.settings.pauses,
        loops=asset.card.loops,
        may_skip=timing.by_change,
        result_first=timing.result_first,
    )
    return Asked(clock.changes, clock.cues, pace, _medium(asset, cut), clock.frames)


def _most_fps(asset: Asset) -> float | None:
    """How many pictures a second somebody asked for; None for as many as there are."""
    fps = asset.timing.fps
    return None if fps == Timing().fps else fps


def _medium(asset: Asset, cut: Cut) -> Medium:
    """The clock of a cut: a video's is a multiple of the rate that is asked for, near what is usual."""
    if cut not in SMOOTH:
        return Medium()
    asked = max(math.floor(_most_fps(asset) or _SMOOTH_FPS), 1)
    return Medium(asked * max(_SMOOTH_FPS // asked, 1), tweens=True)


def video_rate(asset: Asset, form: Format | None) -> float:
    """The clock of a video that shows the frames of others, but needn't count as a GIF does; 0 for all else."""
    return asset.timing.video_rate if form is not None and form.tweens and not asset.is_told else 0.0


def showing(asset: Asset, film: Film, cut: Cut = "plain", form: Format | None = None) -> Showing:
    """When each of the drawn frames of a showable film is shown, in a file of this form."""
    rate = video_rate(asset, form)
    if not goes_by_clock(asset):
        ticks = drawn_ticks(asset, film, cut)
        return Showing(ticks, asset.timing.durations(len(ticks), (), rate), [], rate=rate)
    clock = _clock(film)
    if asset.is_told:
        plan = told(asset, clock, cut)
        rate = _medium(asset, cut).rate if cut in SMOOTH else 0
        ticks = list(plan.ticks)
        moments = _moments(clock, ticks)
        return Showing(ticks, [tick.ms for tick in ticks], moments, plan.stays, rate, plan.remark)
    ticks = drawn_ticks(asset, film, cut)
    change = [clock.change[tick.index] for tick in ticks]
    return Showing(ticks, asset.timing.durations(len(ticks), change, rate), _moments(clock, ticks), rate=rate)


def _moments(clock: Clock, ticks: list[Tick]) -> list[Moment]:
    return [Moment(clock.words[tick.index], clock.moments[tick.index]) for tick in ticks]


def key_frames(film: Film) -> list[int]:
    """The frames of a timed film that say most: its beats, then those between which the data move equally far."""
    clock = _clock(film)
    if clock.cues:
        return sorted({tick.index for tick in stills(clock.changes, clock.cues, KEY_FRAMES, frames=clock.frames)})
    change = [clock.change[frame] for frame in clock.frames]
    return [clock.frames[at] for at in spread.spread_by(change, KEY_FRAMES)]


def goes_by_clock(asset: Asset) -> bool:
    """Whether which frames are shown, or for how long, is read off the film's clock."""
    tells_time = any(form.tells_time for form in asset.outputs.values())
    return asset.is_told or (moves(asset) and (asset.timing.by_change or tells_time))


def _clock(film: Film) -> Clock:
    """The clock of a film that was ``timed``; raises ValueError for another."""
    if film.clock is None:
        raise ValueError("nobody asked for the film's clock")
    return film.clock
