"""What pictures show, in a few words and numbers, and how two such accounts differ: what is drawn, not how.

A note is what one picture holds: marks with their colour and where they lie, as shares of their panel, and texts. All
notes of a film together make its content, of which the manifest keeps a few kilobytes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
    """Weighted means of where their points lie, as shares of the panel; of a field, two of its values."""
    reach: tuple[float, float, float, float] | None = None
    """Left, right, bottom and top of what lies in pixels: one of many that moves moves their mean too little."""


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


class Reach(msgspec.Struct, frozen=True, array_like=True):
    """How far marks that lie in pixels reach throughout a film, in thousandths of their panel."""

    mark: int
    """Which, of those that are kept."""
    left: int
    right: int
    bottom: int
    top: int


class Before(NamedTuple):
    """What a film's pictures show, in lines of before: y of a field is its x, and nothing is said of reaches."""

    panels: list[Panel]
    looked: int
    read: int
    marks: list[Mark]
    texts: list[Text]
    more: int = 0


class Content(msgspec.Struct, frozen=True):
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
    reaches: list[Reach] = []


_Key = tuple[int, str, str]
"""Panel, kind, colour."""


class _Seen(NamedTuple):
    """Marks of one picture."""

    position: int
    """Of its note among those that tell of marks."""
    frame: int
    noted: Noted


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
    found = _found(looked)
    marks, texts = [_mark(key, row) for key, row in found.items()], _texts(ordered)
    more = max(len(marks) - MOST_MARKS, 0) + max(len(texts) - MOST_TEXTS, 0)
    reaches = _reaches([*found.values()][:MOST_MARKS])
    return Content(panels, len(looked), len(ordered), marks[:MOST_MARKS], texts[:MOST_TEXTS], more, list(reaches))


def _found(notes: Sequence[Note]) -> dict[_Key, list[_Seen]]:
    """Where marks of one panel, kind and colour are seen, in the order of these."""
    found: dict[_Key, list[_Seen]] = {}
    for position, note in enumerate(notes):
        for each in note.marks or ():
            found.setdefault((each.panel, each.kind, each.colour), []).append(_Seen(position, note.frame, each))
    return dict(sorted(found.items()))


def _mark(key: _Key, row: Sequence[_Seen]) -> Mark:
    total = sum(weight(each.position) for each in row)
    x = _rounded(sum(weight(each.position) * each.noted.x for each in row) / total)
    y = _rounded(sum(weight(each.position) * each.noted.y for each in row) / total)
    return Mark(*key, row[0].frame, row[-1].frame, len(row), sum(each.noted.points for each in row), x, y)


def _reaches(rows: Sequence[Sequence[_Seen]]) -> Iterator[Reach]:
    for number, row in enumerate(rows):
        told = [each.noted.reach for each in row if each.noted.reach is not None]
        if told:
            left, right, bottom, top = zip(*told, strict=True)
            ends = (min(left), max(right), min(bottom), max(top))
            yield Reach(number, *(round(1000.0 * end) for end in ends))


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
