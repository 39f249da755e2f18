"""A whole shared out by weights, no part too small or too large."""

from collections.abc import Sequence


def shared(whole: int, weights: Sequence[int], least: int, most: int) -> list[int]:
    """Share ``whole`` out in whole numbers: as the weights are, each part from ``least`` to ``most``.

    The parts add up to the whole. As CSS resolves flexible lengths: who would get too little or too much gets the
    limit, and the others share what is left. Raises ValueError if no such parts exist.
    """
    if not least * len(weights) <= whole <= most * len(weights):
        message = f"{whole} can't be {len(weights)} parts from {least} to {most}"
        raise ValueError(message)
    fixed: dict[int, int] = {}
    while True:
        free = [at for at in range(len(weights)) if at not in fixed]
        rest = whole - sum(fixed.values())
        total = sum(weights[at] for at in free)
        weight = {at: weights[at] if total else 1 for at in free}
        total = total or len(free)
        short = [at for at in free if rest * weight[at] < least * total]
        long = [at for at in free if rest * weight[at] > most * total]
        if not short and not long:
            break
        excess = sum(least * total - rest * weight[at] for at in short)
        excess -= sum(rest * weight[at] - most * total for at in long)
        fixed |= dict.fromkeys(short, least) if excess >= 0 else dict.fromkeys(long, most)
    parts, reached, given = dict(fixed), 0, 0
    for at in free:
        reached += weight[at]
        end = (2 * rest * reached + total) // (2 * total)
        parts[at], given = end - given, end
    return [parts[at] for at in range(len(weights))]
