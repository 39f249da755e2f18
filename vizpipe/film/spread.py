"""Which frames stand for all."""

import bisect
import itertools
from collections.abc import Sequence


def spread(count: int, most: int | None) -> list[int]:
    """At most ``most`` of ``count`` positions, evenly, the first and the last among them."""
    if most is None or count <= most:
        return list(range(count))
    if most == 1:
        return [count - 1]
    return [round(step * (count - 1) / (most - 1)) for step in range(most)]


def spread_by(change: Sequence[float], most: int | None) -> list[int]:
    """At most ``most`` positions between which the data move equally far, the first and the last among them.

    ``change`` says how far they have moved at each position.
    """
    count, whole = len(change), change[-1] if change else 0.0
    if most is None or count <= most or most == 1 or not whole > 0.0:
        return spread(count, most)
    found = [min(bisect.bisect_left(change, whole * step / (most - 1)), count - 1) for step in range(most)]
    found[0], found[-1] = 0, count - 1
    kept = sorted(set(found))
    # where the data leap, several fall on one position: the widest gaps take the rest
    while len(kept) < most:
        wide, at = max((after - before, before) for before, after in itertools.pairwise(kept))
        kept = sorted({*kept, at + wide // 2})
    return kept
