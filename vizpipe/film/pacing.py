"""How long a film stands at each stop, and how long it is on the way to the next.

Stands are fixed; the ways share the rest of the time as far as the data move on each. Time is counted in whole units
of a format's clock, so that it adds up.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vizpipe.film.sharing import shared
from vizpipe.film.stops import Pace, Stop, filled, leads, way

SHORTEST, LONGEST = 6, 14
"""Seconds of a film for which nobody said how long."""
_CALM = 7
"""Frames a second on the ways unless somebody says: data that go back and forth would flicker if there were more."""
ABREAST = 2
"""The same of films side by side: nobody follows nine counters that run faster."""
_LEAST_SHARE, _MOST_SHARE = (2, 5), 4
"""How long one way may take, as a share of the even one."""
_GLIDE = 1
"""Seconds that a glide takes at least, if there is room: what is tweened is to be seen."""


class Paced(NamedTuple):
    """The stops, those that fill up among them, with their time in units."""

    path: list[Stop]
    stands: list[int]
    ways: list[int]
    """From each stop to the next; 0 where no way leads. The last is the way from the end of a loop to its beginning."""
    remark: str


def paced(path: list[Stop], change: Sequence[int], pace: Pace, clock: tuple[int, int], frames: Sequence[int]) -> Paced:
    """Give every stop its time, and fill up between them with as many frames as there is room and time for.

    ``clock`` is how many units a second has, and how many a way takes at least.
    """
    rate, step = clock
    wraps = pace.loops and frames[0] < path[-1].frame == frames[-1]
    onward = [*itertools.starmap(leads, itertools.pairwise(path)), wraps]
    stands = [_units(stop.stand, rate) for stop in path]
    stands = [stand if goes_on else max(stand, step) for stand, goes_on in zip(stands, onward, strict=True)]
    fixed, ways = sum(stands), sum(onward)
    room = sum(len(way(*pair, frames)) for pair in itertools.pairwise(path))
    if pace.frames is not None:
        room = min(room, pace.frames - len(path))
    glides = sum(following.glide for _, following in itertools.compress(itertools.pairwise(path), onward))
    asked = _asked(pace, fixed + glides * _GLIDE * rate, ways + room if ways else 0, clock)
    whole = max(asked, fixed + ways * step)
    remark = "" if whole == asked else f"it takes {whole / rate:.1f} seconds, not {asked / rate:g}: it stops that long"
    if not ways:
        stands[-1] += whole - fixed
        return Paced(path, stands, [0] * len(path), remark)
    most = min((whole - fixed) // step, (whole - fixed) * _CALM // rate if pace.is_free else whole)
    full = filled(path, change, frames, max(min(room, most - ways), 0))
    given = iter(stands)
    stands = [next(given) if stop.stays else 0 for stop in full]
    parts = _ways(full, change, whole - fixed, (glides * _GLIDE * rate, step), wraps=wraps)
    return Paced(full, stands, parts, remark)


def _asked(pace: Pace, fixed: int, ways: int, clock: tuple[int, int]) -> int:
    """How long the film should be, in units."""
    rate, step = clock
    if pace.seconds is not None:
        return _units(pace.seconds, rate)
    natural = fixed + max(-(-ways * rate // _CALM), ways * step)
    return min(max(natural, SHORTEST * rate), LONGEST * rate) if ways else fixed


def _ways(path: Sequence[Stop], change: Sequence[int], rest: int, least: tuple[int, int], *, wraps: bool) -> list[int]:
    """Share the rest of the time out among the ways; ``least`` is for all glides if there is room, and for any way."""
    pairs = list(itertools.pairwise(path))
    onward = [*itertools.starmap(leads, pairs), wraps]
    far = [abs(change[following.frame] - change[stop.frame]) for stop, following in pairs]
    far.append(sum(far) // max(len(far), 1))  # nobody knows how far it is to the beginning: as far as others are
    going = list(itertools.compress(range(len(far)), onward))
    gliding = [at for at in going if at < len(pairs) and path[at + 1].glide]
    plain = [at for at in going if at not in gliding]
    slow, step = least
    parts = _parts(rest, {at: far[at] for at in going}, step)
    slow = max(min(slow, rest // 2, rest - step * len(plain)), step * len(gliding))
    if plain and sum(parts[at] for at in gliding) < slow:
        parts = _parts(slow, {at: far[at] for at in gliding}, step)
        parts |= _parts(rest - slow, {at: far[at] for at in plain}, step)
    return [parts.get(at, 0) for at in range(len(far))]


def _parts(whole: int, weights: Mapping[int, int], step: int) -> dict[int, int]:
    """Share some time out among some of the ways, none of which takes far less or more than the others."""
    least = max(-(-_LEAST_SHARE[0] * whole // (_LEAST_SHARE[1] * len(weights))), step)
    parts = shared(whole, list(weights.values()), least, _MOST_SHARE * whole // len(weights))
    return dict(zip(weights, parts, strict=True))


def _units(seconds: float, rate: int) -> int:
    return math.floor(seconds * rate + 0.5)
