"""What two films' pictures show, compared: marks, colours, limits and words that are others, in sentences."""

import difflib
import math
from collections import Counter
from collections.abc import Iterator, Sequence

from vizpipe.film.content import Before, Content, Mark, Panel, Reach, Text

_EXACT, _ROUGH = 2e-4, 0.03
"""By how much of a panel marks may lie elsewhere: where data say it, and where type does."""
_LIMITS = 1e-5
_SHOWN = 60
_FEW = 3
_KINDS = ("areas", "dots", "lines", "squares")
"""Kinds that are many; the others are one."""
_FIELDS = ("field", "squares")
_Key = tuple[int, str, str]


Shown = Content | Before


def differences(old: Shown, new: Shown, *, is_exact: bool = True) -> list[str]:
    """How what is shown differs, a sentence each; nothing if only rendering does.

    ``is_exact`` says that the numbers of both films are the same, so that their places can be compared. What lines of
    before do not tell is not compared.
    """
    found = list(_panels(old.panels, new.panels))
    moved = {number for number, pair in enumerate(zip(old.panels, new.panels, strict=False)) if _limits(*pair)}
    found += _texts(old, new)
    found += _marks(old, new, moved, is_exact=is_exact)
    if old.more != new.more:
        found.append(f"{old.more} more marks and texts → {new.more}")
    return found


def in_short(sentences: Sequence[str]) -> str:
    """The first few in one line."""
    more = f" and {len(sentences) - _FEW} more" if len(sentences) > _FEW else ""
    return "; ".join(sentences[:_FEW]) + more


def _panels(old: Sequence[Panel], new: Sequence[Panel]) -> Iterator[str]:
    if len(old) != len(new):
        yield f"{len(old)} panels → {len(new)}"
    for before, after in zip(old, new, strict=False):
        yield from (f"{after.name}: {each}" for each in _limits(before, after))


def _limits(before: Panel, after: Panel) -> list[str]:
    """The limits that moved."""
    if before.limits is None or after.limits is None:
        return [] if before.limits == after.limits else ["it has axes" if after.limits else "its axes are gone"]
    pairs = [(axis, before.limits[at : at + 2], after.limits[at : at + 2]) for axis, at in (("x", 0), ("y", 2))]
    return [
        f"{axis} from {_span(*one)} → {_span(*other)}"
        for axis, one, other in pairs
        if max(abs(a - b) for a, b in zip(one, other, strict=True)) > _LIMITS * max(abs(one[1] - one[0]), 1e-300)
    ]


def _span(low: float, high: float) -> str:
    return f"{low:.6g}…{high:.6g}"


def _texts(old: Shown, new: Shown) -> Iterator[str]:
    before, after = ({(each.panel, each.text): each for each in content.texts} for content in (old, new))
    gone = [before[key] for key in sorted(before.keys() - after.keys())]
    come = [after[key] for key in sorted(after.keys() - before.keys())]
    if Counter(_words(gone)) == Counter(_words(come)):  # broken into other lines
        gone, come = [], []
    for text in gone:
        match = max((each for each in come if _near(text, each)), key=lambda each: _like(text, each), default=None)
        if match is None:
            yield f"the text {_quoted(text.text)} is gone"
            continue
        come.remove(match)
        yield "a word changed: {} → {}".format(*_around(text.text, match.text))
    yield from (f"the text {_quoted(text.text)} is new" for text in come)
    for key in sorted(before.keys() & after.keys()):
        one, other = before[key], after[key]
        if one.colour != other.colour:
            yield f"the text {_quoted(one.text)} is {other.colour}, was {one.colour}"
        elif old.read == new.read and (one.first, one.last, one.seen) != (other.first, other.last, other.seen):
            yield f"the text {_quoted(one.text)} {_when(one, other)}"
        elif not math.isclose(one.number, other.number, rel_tol=0.01, abs_tol=0.01) and old.read == new.read:
            yield f"the text {_quoted(one.text)} has other numbers"


def _words(texts: Sequence[Text]) -> list[str]:
    return [word for text in texts for word in text.text.split()]


def _near(text: Text, other: Text) -> bool:
    return text.panel == other.panel and _like(text, other) > 0.5  # noqa: PLR2004 - half of the letters


def _like(text: Text, other: Text) -> float:
    return difflib.SequenceMatcher(None, text.text, other.text).ratio()


def _around(before: str, after: str) -> tuple[str, str]:
    """Two texts, of long ones the part that differs."""
    if max(len(before), len(after)) <= _SHOWN:
        return before, after
    shorter = min(len(before), len(after))
    start = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), shorter)
    start = max(start - _SHOWN // 3, 0)
    parts = (f"{'…' if start else ''}{text[start : start + _SHOWN]}" for text in (before, after))
    one, other = (f"{part}…" if len(part) >= _SHOWN else part for part in parts)
    return one, other


def _quoted(text: str) -> str:
    return f"'{text if len(text) <= _SHOWN else f'{text[:_SHOWN]}…'}'"


def _marks(old: Shown, new: Shown, moved: set[int], *, is_exact: bool) -> Iterator[str]:
    before, after = ({(each.panel, each.kind, each.colour): each for each in content.marks} for content in (old, new))
    gone = [before[key] for key in sorted(before.keys() - after.keys())]
    come = [after[key] for key in sorted(after.keys() - before.keys())]
    for mark in gone:
        like = [each for each in come if (each.panel, each.kind) == (mark.panel, mark.kind)]
        match = next((each for each in like if each.points == mark.points), None)
        if match is None:
            yield f"{_named(mark, old)} {_are(mark)} gone from {_panel(mark, old)}"
            continue
        come.remove(match)
        yield f"{_named(mark, old)} {_are(mark)} {_colour(match.colour)} in {_panel(mark, old)}"
    yield from (f"{_named(mark, new)} {_are(mark)} new in {_panel(mark, new)}" for mark in come)
    is_old = isinstance(old, Before) != isinstance(new, Before)
    reaches = [_reaches(content) for content in (old, new)]
    for key in sorted(before.keys() & after.keys()):
        one, other = before[key], after[key]
        same_frames = old.looked == new.looked
        if same_frames and (one.first, one.last, one.seen) != (other.first, other.last, other.seen):
            yield f"{_named(one, old)} {_when(one, other)} {_panel(one, old)}"
        elif same_frames and one.points != other.points:
            yield f"{_named(one, old)} of {_panel(one, old)}: {one.points} points → {other.points}"
        elif same_frames and is_exact and key[0] not in moved and _apart(one, other, is_old=is_old):
            yield f"{_named(one, old)} of {_panel(one, old)} {'lies' if _are(one) == 'is' else 'lie'} elsewhere"
        elif (
            same_frames
            and is_exact
            and all(key in each for each in reaches)
            and _farther(*(each[key] for each in reaches))
        ):
            yield f"{_named(one, old)} of {_panel(one, old)} {'reaches' if _are(one) == 'is' else 'reach'} elsewhere"


def _apart(one: Mark, other: Mark, *, is_old: bool) -> bool:
    """Whether means lie apart; of a field's two, one of the lines is of before and has but the first."""
    is_field = one.kind.removeprefix("~") in _FIELDS  # it has values, wherever it stands
    bound = _EXACT if is_field else _bound(one)
    return abs(one.x - other.x) > bound or (not (is_field and is_old) and abs(one.y - other.y) > bound)


def _bound(mark: Mark) -> float:
    return _ROUGH if mark.kind.startswith("~") else _EXACT


def _reaches(content: Shown) -> dict[_Key, Reach]:
    """How far marks reach, where that is told."""
    told = [] if isinstance(content, Before) else content.reaches
    marks = [(content.marks[each.mark], each) for each in told if each.mark < len(content.marks)]
    return {(mark.panel, mark.kind, mark.colour): each for mark, each in marks}


def _farther(one: Reach, other: Reach) -> bool:
    sides = [(each.left, each.right, each.bottom, each.top) for each in (one, other)]
    return any(abs(a - b) > 1000.0 * _ROUGH for a, b in zip(*sides, strict=True))


def _when(one: Mark | Text, other: Mark | Text) -> str:
    """From which frame on something is gone, or shown."""
    verb, place = (_are(one), True) if isinstance(one, Mark) else ("is", False)
    if other.last < one.last and other.first == one.first:
        return f"{verb} gone after frame {other.last}" + " from" * place
    shown = f"{verb} shown from frame {other.first} to {other.last}, was from {one.first} to {one.last}"
    if (one.first, one.last) == (other.first, other.last):
        shown = f"{verb} shown in {other.seen} of the frames that were looked at, was in {one.seen}"
    return shown + ", in" * place


def _named(mark: Mark, content: Shown) -> str:
    """A mark by the words of its colour in its panel, if there are some; otherwise by its colour."""
    kind = mark.kind.removeprefix("~")
    words = [each.text for each in content.texts if (each.panel, each.colour) == (mark.panel, mark.colour)]
    if len(words) == 1:
        return f"the {kind} {_quoted(words[0])}"
    return f"the {kind}{f' in {mark.colour}' if mark.colour else ''}"


def _are(mark: Mark) -> str:
    return "are" if mark.kind.removeprefix("~") in _KINDS else "is"


def _colour(colour: str) -> str:
    return f"{colour} now" if colour else "without a colour now"


def _panel(mark: Mark, content: Shown) -> str:
    return content.panels[mark.panel].name if mark.panel < len(content.panels) else "the page"
