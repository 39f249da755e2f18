"""Where the telling of a film stops: at its beats, at each step of those that go step by step, at pauses and both ends.

Frames between them are passed, some of them drawn. Pure, and in whole numbers where it counts, so that a browser can
follow it.
"""

import bisect
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from vizpipe.errors import UsageError
from vizpipe.film.spread import spread_by
from vizpipe.film.story import Cue

START, END, STEP = 1.0, 2.0, 0.5
"""Seconds for which the first frame stands and the last, if no beat says otherwise; and a step at least."""
_SETTLED = 0.98
"""The share of a film's change after which it has settled."""
_QUANTA = 1_000_000_000
"""The whole change of a film in whole numbers."""


class Pace(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked of the time in which a film is told."""

    seconds: float | None = None
    """How long; 6 to 14 by what there is to tell unless somebody says."""
    frames: int | None = None
    """How many frames are drawn at most."""
    fps: float | None = None
    """How many pictures a second at most."""
    is_calm: bool = True
    """Whether no more frames are drawn on the ways than can be followed, unless ``fps`` says how many."""
    hold: float | None = None
    """Seconds for which the last frame stands if no beat says; 2, or 0 for a loop, unless somebody says."""
    pauses: tuple[tuple[int, float], ...] = ()
    """Frames at which it stands for so many seconds."""
    loops: bool = False
    """Whether the last frame meets the first."""
    may_skip: bool = False
    """Whether stops that there are no frames for are left out, evenly, instead of refused."""
    result_first: bool = False
    """Whether the last picture comes first too, for readers that show no other."""

    @property
    def is_free(self) -> bool:
        """Whether nobody said how many pictures there are, so that there are as few as can be followed."""
        return self.is_calm and self.fps is None


class Stop(NamedTuple):
    """A frame of the telling that is drawn."""

    frame: int
    stand: float
    """Seconds, beside the time on the way to the next."""
    beat: str = ""
    """The one that is told, nothing before the first."""
    glide: bool = False
    """Whether the way here is tweened in every format."""
    stays: bool = True
    """Whether it is drawn whatever the budget."""


def chosen(count: int, every: int = 1, first: int = 0, last: int = -1) -> list[int]:
    """Every so many of the frames from one to another; the last of them in any case.

    Negative numbers count from the end. Raises UsageError for frames that are not there.
    """
    begin, end = (_number(name, at, count) for name, at in (("from", first), ("to", last)))
    if begin > end:
        raise UsageError(f"from is {first}, but to is {last}, which is before")
    return [*range(begin, end, every), end]


def _number(name: str, at: int, count: int) -> int:
    if not -count <= at < count:
        raise UsageError(f"{name} is {at}, but there are {count} frames, 0 to {count - 1}")
    return at % count


def whole_change(changes: Sequence[Sequence[float]]) -> list[int]:
    """How far the data of all films have moved at each frame, in billionths of the whole; a shorter film waits."""
    length = max(map(len, changes))
    moved = [0.0] * length
    for change in changes:
        for frame in range(length):
            moved[frame] += change[min(frame, len(change) - 1)]
    return [int(each / moved[-1] * _QUANTA + 0.5) if moved[-1] > 0.0 else 0 for each in moved]


def settled(changes: Sequence[Sequence[float]], frames: Sequence[int]) -> int:
    """The first frame from which no film has more than the last 2 % of its change before it.

    The last if nothing moves that can be measured.
    """
    found = -1
    for change in changes:
        moved = [change[min(frame, len(change) - 1)] - change[min(frames[0], len(change) - 1)] for frame in frames]
        if moved[-1] > 0.0:
            found = max(found, next(at for at, each in enumerate(moved) if each >= _SETTLED * moved[-1]))
    return frames[found]


def stops(changes: Sequence[Sequence[float]], cues: Sequence[Cue], pace: Pace, frames: Sequence[int]) -> list[Stop]:
    """The stops of a film, or of several films side by side, in order. Raises UsageError."""
    path = [] if cues and cues[0].frame == frames[0] else [Stop(frames[0], START)]
    for cue, following in itertools.zip_longest(cues, cues[1:]):
        path.append(Stop(cue.frame, max(cue.stand, STEP) if cue.each else cue.stand, cue.name, cue.glide))
        if cue.each and not cue.end:
            last = following.frame if following and following.frame >= cue.frame else frames[-1] + 1
            steps = frames[bisect.bisect_right(frames, cue.frame) : bisect.bisect_left(frames, last)]
            path += [Stop(frame, path[-1].stand, cue.name) for frame in steps]
    if not (cues and cues[-1].end):
        path = _ended(path, cues, changes, pace, frames)
    if cues and pace.hold is not None and path[-1].frame == cues[-1].frame:  # asked for, against the story's own
        path[-1] = path[-1]._replace(stand=pace.hold)
    for number, seconds in pace.pauses:
        path = _paused(path, _at(number, frames), seconds)
    return path


def together(stories: Sequence[Sequence[Cue]], frames: Sequence[int]) -> tuple[Cue, ...]:
    """Where films side by side stop: at the beats that all have at one frame, and where the last of them ends.

    Nothing is said there, since what is true of one film need not be true of the others: so no stop is longer than
    what nobody asked for.
    """
    if not all(stories):
        return ()
    last = max((story[-1] for story in stories), key=lambda cue: cue.frame)
    places = [{(cue.name, cue.frame) for cue in story} for story in stories]
    shared = [cue for cue in stories[0] if cue.frame < last.frame and all((cue.name, cue.frame) in at for at in places)]
    stops = [*((cue, START) for cue in shared), (last, END)]
    return tuple(
        Cue("", frames[bisect.bisect_left(frames, cue.frame)], stand=min(cue.stand, most), end=cue.end)
        for cue, most in stops
    )


def _ended(
    path: list[Stop], story: Sequence[Cue], changes: Sequence[Sequence[float]], pace: Pace, frames: Sequence[int]
) -> list[Stop]:
    """The stops to the end: where all has settled and all is told, or where a film that loops meets its beginning."""
    rest, usual = (frames[-1], 0.0) if pace.loops else (settled(changes, frames), END)
    stand = usual if pace.hold is None else pace.hold
    last = path[-1]
    end = max(rest, last.frame, *(_at(number, frames) for number, _ in pace.pauses))
    if end > last.frame:
        return [*path, Stop(end, stand, last.beat)]
    if story and last.frame == story[-1].frame:  # the last beat says how long it stands
        return path
    return [*path[:-1], last._replace(stand=max(last.stand, stand))]


def _at(number: int, frames: Sequence[int]) -> int:
    """The frame at which a pause is: the first from there on that is told."""
    if not frames[0] <= number <= frames[-1]:
        raise UsageError(f"pause is at frame {number}, but the film shows frames {frames[0]} to {frames[-1]}")
    return frames[bisect.bisect_left(frames, number)]


def _paused(path: list[Stop], frame: int, seconds: float) -> list[Stop]:
    """The stops with one more, without words, where the film first comes by."""
    for at, stop in enumerate(path):
        if stop.frame == frame:
            return [*path[:at], stop._replace(stand=max(stop.stand, seconds)), *path[at + 1 :]]
        if at + 1 < len(path) and frame in way(stop, path[at + 1], [frame]):
            return [*path[: at + 1], Stop(frame, seconds, stop.beat, path[at + 1].glide), *path[at + 1 :]]
    raise UsageError(f"pause is at frame {frame}, but the film ends at {path[-1].frame}")


def leads(stop: Stop, following: Stop) -> bool:
    """Whether there is a way between two stops: none to the same frame, and back only if it glides."""
    return following.frame > stop.frame or (following.frame < stop.frame and following.glide)


def way(stop: Stop, following: Stop, frames: Sequence[int]) -> list[int]:
    """The frames that lie on the way between two stops, in the order in which they are passed."""
    if not leads(stop, following):
        return []
    low, high = sorted((stop.frame, following.frame))
    passed = list(frames[bisect.bisect_right(frames, low) : bisect.bisect_left(frames, high)])
    return passed if following.frame > stop.frame else passed[::-1]


def filled(path: Sequence[Stop], change: Sequence[int], frames: Sequence[int], most: int) -> list[Stop]:
    """The stops, and of the frames between them at most so many, each as far from the next as can be."""
    pairs = list(itertools.pairwise(path))
    ways = [way(*pair, frames) for pair in pairs]
    counts = _counts([abs(change[b.frame] - change[a.frame]) for a, b in pairs], [len(each) for each in ways], most)
    found = [path[0]]
    for (stop, following), passed, count in zip(pairs, ways, counts, strict=True):
        run = [stop.frame, *passed, following.frame]
        moved = [abs(change[frame] - change[stop.frame]) for frame in run]
        kept = spread_by(moved, count + 2)[1:-1]
        found += [Stop(run[at], 0.0, stop.beat, following.glide, stays=False) for at in kept]
        found.append(following)
    return found


def _counts(far: Sequence[int], room: Sequence[int], most: int) -> list[int]:
    """How many frames each way gets: one after the other to where the steps are widest."""
    if most >= sum(room):
        return list(room)
    counts = [0] * len(far)
    for _ in range(most):
        open_ways = [at for at in range(len(far)) if counts[at] < room[at]]
        widest = max(open_ways, key=lambda at: (far[at] / (counts[at] + 1), room[at] / (counts[at] + 1), -at))
        counts[widest] += 1
    return counts
