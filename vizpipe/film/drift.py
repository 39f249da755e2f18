"""A film in a few numbers, and whether two such records agree: on another processor, with other libraries.

For at most 16 frames, the first and the last among them, and for each field: its scale (the root of its mean square)
and sums of up to eight blocks of its values, each value with a weight of its own, so that every single one counts; and
the same of all frames together, so that what happens between those frames counts too.
``record`` makes them; comparing them needs no numpy.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

TOLERANCE = 1e-9
"""Numbers agree that differ by less than this share of their field's scale. Moving the initial weights by one unit in
the last place moves no built-in film by more than 1e-12, the chaotic one apart."""
CHAOTIC = 0.5
"""The same for the later frames of a film that amplifies every rounding; its first frame has to agree like any
other."""
BETWEEN = 1 << 40
"""Where two films part that agree at all recorded frames."""
_FILM, _OF_FRAME, _LEAST = 1e-12, 1e-4, 1e-14
"""What may be lost against the film's largest value: this share of it, but at most that share of what the frame holds;
in any case a few dozen units in its last place."""
_UNIT = 2.3e-16
"""One unit in the last place, which is all that may be lost where it is looked at closely."""
_ZERO = 1e-14
"""Numbers below this are rounding around zero."""


class Record(msgspec.Struct, frozen=True):
    """What is kept of one film."""

    frames: list[int]
    """Which frames these are."""
    fields: dict[str, list[list[float]]]
    """Field → for each of the frames its scale and its sums, then of all frames; one entry for a field that never
    changes."""


class Drift(NamedTuple):
    """Where two films part."""

    field: str
    frame: int
    """The first of the recorded frames that differs, or BETWEEN."""
    amount: float
    """By what share of the field's scale; infinite if they can't be compared."""

    def __str__(self) -> str:
        """For a person."""
        if not math.isfinite(self.amount):
            return f"{self.field} has another shape"
        if self.frame == BETWEEN:
            return f"{self.field} differs between the recorded frames"
        return f"{self.field} differs from frame {self.frame} on, by {self.amount:.1e} of its size"


def drift(old: Record, new: Record, *, chaotic: bool = False, closely: bool = False) -> Drift | None:
    """Where two records of a film first part; None if they agree.

    ``closely`` allows no more loss against the film's largest value than a unit in its last place.
    """
    if old.frames != new.frames or old.fields.keys() != new.fields.keys():
        changed = sorted(old.fields.keys() ^ new.fields.keys())
        return Drift(changed[0] if changed else "the film", 0, math.inf)
    found = [each for name in new.fields for each in _field(name, old, new, chaotic=chaotic, closely=closely)]
    return min(found, key=lambda each: (each.frame, -each.amount), default=None)


def thinned(record: Record, most: int) -> Record:
    """A record with at most ``most`` of its frames."""
    count = len(record.frames)
    kept = sorted({round(step * (count - 1) / max(most - 1, 1)) for step in range(min(most, count))} | {count - 1})
    fields = {
        name: [*(rows[k] for k in kept), rows[-1]] if len(rows) > 1 else rows for name, rows in record.fields.items()
    }
    return Record([record.frames[k] for k in kept], fields)


def _field(name: str, old: Record, new: Record, *, chaotic: bool, closely: bool) -> Iterator[Drift]:
    before, after = old.fields[name], new.fields[name]
    if len(before) != len(after) and 1 in {len(before), len(after)}:  # a field that never changed begins to, or ends
        count = max(len(before), len(after)) - 1
        before, after = (rows * count if len(rows) == 1 else rows[:-1] for rows in (before, after))
        if not chaotic and before == after:
            yield Drift(name, BETWEEN, 1.0)
    shapes = [[len(row) for row in rows] for rows in (before, after)]
    if shapes[0] != shapes[1] or not all(before) or len(before) not in (1, len(new.frames), len(new.frames) + 1):
        yield Drift(name, 0, math.inf)
        return
    film = max(abs(row[0]) for row in (*before, *after))
    for position, (one, other) in enumerate(zip(before, after, strict=True)):
        scale = max(abs(one[0]), abs(other[0]))
        share = CHAOTIC if chaotic and position else TOLERANCE
        lost = _UNIT * film if closely else min(_FILM * film, _OF_FRAME * scale) + _LEAST * film
        # not ``>``: what is no number differs from everything
        if not _distance(one, other) <= share * scale + lost + _ZERO:
            frame = new.frames[position] if position < len(new.frames) else BETWEEN
            yield Drift(name, frame, _share(one, other, scale))


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _share(one: Sequence[float], other: Sequence[float], scale: float) -> float:
    share = _distance(one, other) / scale if scale else math.inf
    return share if math.isfinite(share) else math.inf


def agree(old: Sequence[Record], new: Sequence[Record], *, chaotic: bool = False, closely: bool = False) -> bool:
    """Whether all films of an asset agree with their records."""
    return len(old) == len(new) and not any(
        drift(one, other, chaotic=chaotic, closely=closely) for one, other in zip(old, new, strict=True)
    )
