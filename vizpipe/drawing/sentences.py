"""Parts of sentences that numbers decide: what is said agrees with the numbers as they are printed beside it."""

from collections.abc import Sequence

from vizpipe.drawing.language import fixed
from vizpipe.drawing.numbers import short
from vizpipe.drawing.say import Say


def moved(say: Say, before: float, after: float, places: int = 2) -> str:
    """What a number did, for a sentence that begins with its name: falls from 0.74 to 0.26, or stays at 0.74.

    Two numbers that print alike are alike.
    """
    was, now = (fixed(value, f".{places}f") for value in (before, after))
    if float(was) == float(now):
        return say("stays at {after:.{places}f}", after=after, places=places)
    if after < before:
        return say("falls from {before:.{places}f} to {after:.{places}f}", before=before, after=after, places=places)
    return say("rises from {before:.{places}f} to {after:.{places}f}", before=before, after=after, places=places)


def became(say: Say, before: float, after: float) -> str:
    """What a number of any size did, said by where it is now: falls to 9.00·10⁻⁹, grows to 4,560, or stays at 5.00.

    Two numbers that print alike are alike.
    """
    now = short(after)
    if now == short(before):
        return say("stays at {now}", now=now)
    return say("falls to {now}", now=now) if after < before else say("grows to {now}", now=now)


def listed(say: Say, parts: Sequence[str]) -> str:
    """One, two or more parts as a sentence lists them: AND, OR and XOR."""
    *rest, last = parts
    return say("{rest} and {last}", rest=", ".join(rest), last=last) if rest else last
