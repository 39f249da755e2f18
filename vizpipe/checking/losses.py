"""The loss of two trainings, from the records that manifests keep of their films: as the paths of one drawing."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vizpipe.film.drift import Record
from vizpipe.manifest.manifest import Entry

WIDTH, HEIGHT = 640, 220
_SCALAR = 2
"""Numbers that a record keeps of a field of one number: its size, and a weighted sum."""


class Losses(NamedTuple):
    """A field of both films, as SVG paths in a drawing of WIDTH by HEIGHT, and the highest value."""

    name: str
    committed: str
    now: str
    highest: float
    frames: int


def losses(old: Entry | None, new: Entry | None) -> Iterator[Losses]:
    """Every field that is called a loss and is one number a frame, of films that parted."""
    if old is None or new is None or old.digest == new.digest:
        return
    for before, after in zip(old.film, new.film, strict=False):
        for name in after.fields:
            pair = [_values(record, name) for record in (before, after)]
            if "loss" not in name.lower() or not all(pair):
                continue
            highest = max(value for row in pair for _, value in row) or 1.0
            last = max(frame for row in pair for frame, _ in row) or 1
            committed, now = (_path(row, highest, last) for row in pair)
            yield Losses(name, committed, now, highest, last + 1)


def _values(record: Record, name: str) -> list[tuple[int, float]]:
    """Its size at the recorded frames; nothing of a field that is not one number, or never changes."""
    rows = record.fields.get(name, [])
    if len(rows) <= len(record.frames) or any(len(row) != _SCALAR for row in rows):
        return []
    return [(frame, abs(row[0])) for frame, row in zip(record.frames, rows, strict=False)]


def _path(row: Sequence[tuple[int, float]], highest: float, last: int) -> str:
    points = [(WIDTH * frame / last, HEIGHT * (1.0 - value / highest)) for frame, value in row]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
