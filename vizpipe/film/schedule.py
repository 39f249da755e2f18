"""What is shown when: the stops of a film and the ways between them, as pictures and milliseconds.

Pure, and without a library, so that a browser can follow it.
"""

import bisect
import math
from collections.abc import Sequence

import msgspec

from vizpipe.errors import UsageError
from vizpipe.film.pacing import ABREAST, paced
from vizpipe.film.spread import spread
from vizpipe.film.stops import Pace, Stop, filled, leads, stops, whole_change
from vizpipe.film.story import Cue

_SHARES = 10_000
"""Between two states there are so many places."""


class Medium(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a format counts time."""

    rate: int = 50
    """Units a second, of which all times are whole multiples."""
    tweens: bool = False
    """Whether every way is drawn between the states too, not only one that glides."""


class Tick(msgspec.Struct, frozen=True, array_like=True):
    """A picture and how long it is shown."""

    index: int
    """The frame."""
    share: float = 0.0
    """How far on the way to the next."""
    ms: int = 0
    beat: str = ""
    """The beat that is told, nothing before the first."""


class Schedule(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a film is told."""

    ticks: tuple[Tick, ...]
    stays: tuple[int, ...]
    """The places of ticks that no budget takes away."""
    remark: str = ""
    """What is to be said of it, if anything."""


def schedule(
    changes: Sequence[Sequence[float]],
    cues: Sequence[Cue] = (),
    pace: Pace | None = None,
    medium: Medium | None = None,
    frames: Sequence[int] | None = None,
) -> Schedule:
    """The pictures of a film, or of films side by side, in order.

    ``changes`` says of each film how far its data have moved at each frame, from 0 on; ``frames`` are those that are
    told, ascending (see ``stops.chosen``). Raises UsageError if the frames asked for are fewer than the stops.
    """
    pace, medium = pace or Pace(), medium or Medium()
    change = whole_change(changes)
    told = range(len(change)) if frames is None else frames
    step = max(math.ceil(medium.rate / pace.fps), 1) if pace.fps else 1
    least = max(math.ceil(medium.rate / ABREAST), step) if len(changes) > 1 and pace.is_free else step
    timed = paced(_musts(changes, cues, pace, told), change, pace, (medium.rate, least), told)
    shown: list[tuple[int, float, str]] = []
    ends: list[int] = []
    stays: list[int] = []
    reached = 0
    for at, (stop, stand, units) in enumerate(zip(timed.path, timed.stands, timed.ways, strict=True)):
        if stop.stays:
            stays.append(len(shown))
        following = timed.path[at + 1] if at + 1 < len(timed.path) else stop
        tweens = leads(stop, following) and (medium.tweens or following.glide)
        count = max(units // step, 1) if tweens else 1
        for part in range(count):
            place = _between(change, stop, following, part, count) if part else (stop.frame, 0.0)
            shown.append((*place, stop.beat))
            ends.append(reached + stand + (2 * units * (part + 1) + count) // (2 * count))
        reached += stand + units
    if pace.result_first and len(shown) > 1:
        shown, stays = [shown[-1], *shown], [0, *(at + 1 for at in stays)]
        ends = [1, *(end + 1 for end in ends)]
    return Schedule(_ticks(shown, ends, medium.rate), tuple(stays), timed.remark)


def thinned(whole: Schedule, most: int) -> Schedule:
    """The same with at most ``most`` ticks, but all that stay; what goes passes its time on to the one before."""
    others = [at for at in range(len(whole.ticks)) if at not in set(whole.stays)]
    room = min(max(most - len(whole.stays), 0), len(others))
    kept = sorted({*whole.stays, *(others[at] for at in (spread(len(others), room) if room else ()))})
    spans = [whole.ticks[at:end] for at, end in zip(kept, [*kept[1:], len(whole.ticks)], strict=True)]
    ticks = tuple(msgspec.structs.replace(span[0], ms=sum(tick.ms for tick in span)) for span in spans)
    return Schedule(ticks, tuple(kept.index(at) for at in whole.stays), whole.remark)


def stills(
    changes: Sequence[Sequence[float]],
    cues: Sequence[Cue],
    most: int,
    pace: Pace | None = None,
    frames: Sequence[int] | None = None,
) -> tuple[Tick, ...]:
    """At most so many pictures that say most, without time: the stops first, then by change. Raises UsageError."""
    change = whole_change(changes)
    told = range(len(change)) if frames is None else frames
    path = stops(changes, cues, pace or Pace(), told)
    path = [path[at] for at in spread(len(path), most)]
    return tuple(Tick(stop.frame, 0.0, 0, stop.beat) for stop in filled(path, change, told, most - len(path)))


def _musts(changes: Sequence[Sequence[float]], cues: Sequence[Cue], pace: Pace, frames: Sequence[int]) -> list[Stop]:
    """The stops, if there may be so many; where nothing is said the last one alone, if one is all."""
    path = stops(changes, cues, pace, frames)
    if pace.frames is None or pace.frames >= len(path):
        return path
    if pace.frames == 1 and not pace.pauses and not any(cue.name for cue in cues):
        return path[-1:]
    if pace.may_skip and not pace.pauses:
        return [path[at] for at in spread(len(path), pace.frames)]
    firsts = [at for at, stop in enumerate(path) if at in {0, len(path) - 1} or stop.beat != path[at - 1].beat]
    if not pace.pauses and pace.frames >= len(firsts):  # of a beat that stands at each of its frames some may go
        others = [at for at in range(len(path)) if at not in firsts]
        room = pace.frames - len(firsts)
        kept = {*firsts, *(others[at] for at in (spread(len(others), room) if room else ()))}
        return [path[at] for at in sorted(kept)]
    raise UsageError(f"frames is {pace.frames}, but the film stops at {len(path)}: that is the least")


def _between(change: Sequence[int], stop: Stop, following: Stop, part: int, parts: int) -> tuple[int, float]:
    """The frame and the share at a part of the way between two stops: as far along as the data move evenly."""
    begin, end = stop.frame, following.frame
    low, high = min(begin, end), max(begin, end)
    if change[low] == change[high]:
        place = begin + (end - begin) * part / parts
        at, share = math.floor(place), place - math.floor(place)
    else:
        reached = change[begin] + (change[end] - change[begin]) * part / parts
        at = bisect.bisect_right(change, reached, low, high) - 1
        share = (reached - change[at]) / (change[at + 1] - change[at])
    rounded = math.floor(share * _SHARES + 0.5)
    return (at, rounded / _SHARES) if rounded < _SHARES else (at + 1, 0.0)


def _ticks(shown: Sequence[tuple[int, float, str]], ends: Sequence[int], rate: int) -> tuple[Tick, ...]:
    """Pictures with their time in milliseconds: each end is rounded, not each length."""
    moments = [0, *((2000 * end + rate) // (2 * rate) for end in ends)]
    return tuple(
        Tick(index, share, moments[at + 1] - moments[at], beat) for at, (index, share, beat) in enumerate(shown)
    )
