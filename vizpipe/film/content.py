"""What pictures show, in a few words and numbers, and how two such accounts differ: what is drawn, not how.

A note is what one picture holds: marks with their colour and where they lie, as shares of their panel, and texts. All
notes of a film together make its content, of which the manifest keeps a few kilobytes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from vizpipe.film.weights import weight

MOST_MARKS, MOST_TEXTS = 60, 60
"""What is kept of a film by itself; of what goes beyond, how many there are."""
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
_LONGEST = 240
_DIGITS = 4


class Noted(msgspec.Struct, frozen=True, array_like=True):
    """Marks of one kind and colour in one panel of one picture."""

    panel: int
    kind: str
    colour: str
    points: int
    x: float
    y: float
    """Weighted means of where their points lie, as shares of the panel; of a field, y is one of its values."""


class Note(msgspec.Struct, frozen=True, array_like=True):
    """What one picture shows beside what stands in all of them, which is that of frame −1."""

    frame: int
    marks: list[Noted] | None
    """None where nobody looked."""
    texts: list[tuple[int, str, str]]
    """Panel, text, colour."""


class Panel(msgspec.Struct, frozen=True, array_like=True):
    """Axes on the page."""

    name: str
    limits: tuple[float, float, float, float] | None
    """Left, right, bottom, top; None of a sheet whose units are pixels."""


class Sight(msgspec.Struct, frozen=True, array_like=True):
    """The panels, and notes of some pictures."""

    panels: list[Panel]
    notes: list[Note]


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Marks of one kind and colour in one panel throughout a film."""

    panel: int
    kind: str
    colour: str
    first: int
    last: int
    seen: int
    """The first and the last frame that shows it, of those that were looked at, and how many do."""
    points: int
    x: float
    y: float


class Text(msgspec.Struct, frozen=True, array_like=True):
    """A text throughout a film; ``#`` stands for numbers that change."""

    panel: int
    text: str
    colour: str
    first: int
    last: int
    seen: int
    number: float
    """A weighted mean of its numbers, if they change."""


class Content(msgspec.Struct, frozen=True, array_like=True):
    """What a film's pictures show."""

    panels: list[Panel]
    looked: int
    """At so many pictures for marks."""
    read: int
    """So many for texts."""
    marks: list[Mark]
    texts: list[Text]
    more: int = 0
    """How many marks and texts go beyond what is kept."""


class _Run(NamedTuple):
    """Where something is seen: first, last, how often."""

    first: int
    last: int
    seen: int


def of_film(sights: Iterable[bytes]) -> Content:
    """The content of a film, from what workers answered."""
    return gathered(msgspec.json.decode(each, type=Sight) for each in sights if each)


def gathered(sights: Iterable[Sight]) -> Content:
    """The content of a film, from notes of its pictures; the first note of a frame counts."""
    panels: list[Panel] = []
    notes: dict[int, Note] = {}
    for sight in sights:
        panels = panels or sight.panels
        for note in sight.notes:
            known = notes.get(note.frame)
            if known is None or (known.marks is None and note.marks is not None):
                notes[note.frame] = note
    ordered = [notes[frame] for frame in sorted(notes)]
    looked = [note for note in ordered if note.marks is not None]
    marks, texts = _marks(looked), _texts(ordered)
    more = max(len(marks) - MOST_MARKS, 0) + max(len(texts) - MOST_TEXTS, 0)
    return Content(panels, len(looked), len(ordered), marks[:MOST_MARKS], texts[:MOST_TEXTS], more)


def _marks(notes: Sequence[Note]) -> list[Mark]:
    found: dict[tuple[int, str, str], list[tuple[int, int, Noted]]] = {}
    for position, note in enumerate(notes):
        for each in note.marks or ():
            found.setdefault((each.panel, each.kind, each.colour), []).append((position, note.frame, each))
    marks = []
    for key, row in sorted(found.items()):
        total = sum(weight(position) for position, _, _ in row)
        x = _rounded(sum(weight(position) * each.x for position, _, each in row) / total)
        y = _rounded(sum(weight(position) * each.y for position, _, each in row) / total)
        frames = [frame for _, frame, _ in row]
        marks.append(Mark(*key, frames[0], frames[-1], len(row), sum(each.points for _, _, each in row), x, y))
    return marks


def _texts(notes: Sequence[Note]) -> list[Text]:
    found: dict[tuple[int, str, str], list[tuple[int, int, str]]] = {}
    for position, note in enumerate(notes):
        for panel, text, colour in note.texts:
            plain = " ".join(text.split())
            found.setdefault((panel, _NUMBER.sub("#", plain), colour), []).append((position, note.frame, plain))
    texts = []
    for (panel, form, colour), row in sorted(found.items()):
        distinct = {text for _, _, text in row}
        frames = [frame for _, frame, _ in row]
        words = form if len(distinct) > 1 else next(iter(distinct))
        number = _rounded(sum(weight(at) * value(text) for at, _, text in row)) if len(distinct) > 1 else 0.0
        texts.append(Text(panel, words[:_LONGEST], colour, frames[0], frames[-1], len(set(frames)), number))
    return texts


def value(text: str) -> float:
    """The numbers of a text together."""
    return sum(float(each.replace("−", "-").replace(",", ".")) for each in _NUMBER.findall(text))


def _rounded(number: float) -> float:
    return round(number, _DIGITS) + 0.0
