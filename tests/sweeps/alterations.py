"""Alterations of pictures, which are values: a mark lost, a colour swapped, data or limits moved, a word changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from sweeps.altered import STEP, Altered, Of, is_text, lost, moved, opposed, recoloured, shorter
from vizpipe.drawing.picture.channels import Phrase, Words
from vizpipe.drawing.picture.mark import Mark, Room
from vizpipe.drawing.picture.parts import Panel, Part, Picture, Stack
from vizpipe.drawing.picture.shapes import Group, Image, Path, Points, Shape
from vizpipe.drawing.picture.staging import Placed, Staged

_LETTERS = 4


class Plant(NamedTuple):
    """An altered picture, and in words what was altered."""

    what: str
    picture: Picture[Any]


def plants(picture: Picture[Any], staged: Staged, views: frozenset[str]) -> Iterator[Plant]:
    """Each kind of alteration of the first and of the last mark, panel and text that have room for it."""
    shown = [(each, mark) for each in staged.placed for mark in each.panel.marks]
    for what, mark, alter, since in _alterations(staged, shown):
        yield Plant(f"{_name(mark)} {what}", with_mark(picture, mark, alter, since))
    for placed in _ends([each for each in staged.placed if not each.panel.is_paper]):
        further = {"limits": _further(placed.room), "reach": None}
        yield Plant("a limit moved", _with(picture, lambda part, at=placed: _like(part, at), further))  # type: ignore[misc]
    named = [(part, which) for part in parts_of(picture) for which in ("x", "y", "title") if _has_name(part, which)]
    seen = {id(each.panel.marks) for each in staged.placed}
    for part, which in _ends([each for each in named if id(each[0].marks) in seen]):
        words = getattr(part, which)
        if which == "title" and _template(words) in views:
            continue
        renamed = _with(picture, lambda each, at=part: each is at, {which: _renamed(words)})  # type: ignore[misc]
        yield Plant(f"the {which} {_template(words)!r} changed", renamed)
    if picture.counter:
        yield Plant("the counter changed", replace(picture, counter=tuple(map(_renamed, picture.counter))))


def _alterations(staged: Staged, shown: list[tuple[Placed, Mark[Any]]]) -> Iterator[tuple[str, Mark[Any], Of, int]]:
    """What is altered of which mark, how, and from which frame on."""

    def having(is_it: Callable[[Shape], bool]) -> list[Mark[Any]]:
        return _ends([mark for placed, mark in shown if any(map(is_it, _last(staged, placed, mark)))])

    half = len(staged.film) // 2
    for mark in having(_shows):
        yield from ((alter.__name__, mark, alter, 0) for alter in (lost, recoloured, moved))
        if half:
            yield f"lost from frame {half} on", mark, lost, half
    yield from (("turned into its opposite", mark, opposed, 0) for mark in having(_is_field))
    yield from (("with a letter less", mark, shorter, 0) for mark in having(is_text))


def with_mark(picture: Picture[Any], mark: Mark[Any], alter: Of, since: int = 0) -> Picture[Any]:
    """A picture with one mark altered, wherever it stands."""
    altered = Altered(mark, alter, since)

    def marks(panel: Panel[Any]) -> tuple[Mark[Any], ...]:
        return tuple(altered if each is mark else each for each in panel.marks)

    return _walked(picture, lambda panel: replace(panel, marks=marks(panel)))


def parts_of(picture: Picture[Any]) -> list[Panel[Any]]:
    """Every panel of a picture."""
    found: list[Panel[Any]] = []
    _walked(picture, lambda panel: (found.append(panel), panel)[1])  # type: ignore[func-returns-value]
    return found


def _with(picture: Picture[Any], is_it: Callable[[Panel[Any]], bool], changes: dict[str, Any]) -> Picture[Any]:
    return _walked(picture, lambda panel: replace(panel, **changes) if is_it(panel) else panel)


def _walked(picture: Picture[Any], change: Callable[[Panel[Any]], Panel[Any]]) -> Picture[Any]:
    def walk(part: Part[Any]) -> Any:
        return replace(part, parts=tuple(map(walk, part.parts))) if isinstance(part, Stack) else change(part)

    return replace(picture, body=walk(picture.body), aside=tuple(map(walk, picture.aside)))


def _like(panel: Panel[Any], placed: Placed) -> bool:
    return any(one is other for one in panel.marks for other in placed.panel.marks)


def _last(staged: Staged, placed: Placed, mark: Mark[Any]) -> Iterator[Shape]:
    """What a mark shows at the end."""
    film = staged.film
    moment = staged.moment(len(film) - 1, film[-1]).through(placed.panel.of)
    return _flat(mark.shapes(moment, placed.room))


def _flat(shapes: Iterable[Shape]) -> Iterator[Shape]:
    for shape in shapes:
        yield from _flat(shape.shapes) if isinstance(shape, Group) else [shape]


def _shows(shape: Shape) -> bool:
    match shape:
        case Path():
            return shape.alpha > 0.0 and any(np.isfinite(np.asarray(each)).all(axis=-1).any() for each in shape.lines)
        case Points():
            return bool(np.isfinite(np.asarray(shape.places)).all(axis=-1).any())
    return isinstance(shape, Image)


def _is_field(shape: Shape) -> bool:
    """Whether it is of values that are shown as colours."""
    return isinstance(shape, Image) or (isinstance(shape, Points) and shape.values is not None)


def _further(room: Room) -> tuple[float, float, float, float]:
    left, right, bottom, top = room.limits
    return left, right * (right / left) ** STEP if room.is_log[0] else right + STEP * (right - left), bottom, top


def _has_name(part: Panel[Any], which: str) -> bool:
    return sum(map(str.isalpha, _template(getattr(part, which)))) >= _LETTERS


def _template(words: Words) -> str:
    return words.template if isinstance(words, Phrase) else words


def _renamed(words: Words) -> Words:
    """With a sign more."""
    return words._replace(template=f"{words.template}s") if isinstance(words, Phrase) else f"{words}s"


def _name(mark: Mark[Any]) -> str:
    return type(mark).__name__


def _ends(row: list[Any]) -> list[Any]:
    return row[:1] + row[1:][-1:]
