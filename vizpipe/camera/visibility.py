"""What of the marks can be seen, measured: what lies under others, and edges that are stairs."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from vizpipe.camera.reading import MANY
from vizpipe.camera.recorder import Mark
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight
from vizpipe.camera.traces import POINTS, STEP, along, is_rule

_LINE = 0.25
"""The share of a line that may lie under others in one stretch: the eye goes on over what is shorter."""
_LONG = 0.03
"""As long, in lengths of the picture's longer side, such a stretch is missed."""
_BESIDE = 4.0
"""Pixels within which a line runs along another."""
_FEW = 3
"""Dots that are something each; more are a crowd, in which many lie on each other."""
_DOT = 0.5
"""The share of such a dot that may lie under others."""
_RIMMED = 1.25
"""How far a dot reaches with its rim, in lengths of its radius."""
_CROWD = 8
_UNFAIR = 0.15
"""How much more of one colour of a crowd may lie under other colours than of another, as a share of its dots."""
_CROWDED = 0.5
"""The same where colours are drawn by turns: what is few lies under what is many in any order."""
_WHOLE, _RUN_OVER = 0.95, 0.15
"""The share of dots that is in sight when they have been drawn if they lie apart, and that which may be lost later."""
_CROSS = 6.0
"""How long a line is, in radii of a dot, that is no cross on it."""
_PILED = 0.5
"""The share of a letter under another, and of all letters that are so, from which they are a heap."""
_STAIR = 3.5
"""Pixels, of a picture as wide as a screen, from which steps of an edge are seen: thicker than most lines.

Steps of one of the picture's own pixels are as fine as can be.
"""
_SCREEN = 1920.0


def hidden(sight: Sight, *, is_last: bool = True) -> Iterator[Remark]:
    """Lines and dots under other marks, one class of dots under another, letters in a heap.

    Before the last picture of a film curves may run along each other: they part, or that is what is to be seen.
    """
    crowds: dict[int, list[Mark]] = {}
    for number, mark in enumerate(sight.marks):
        place = sight.within(mark.panel)
        if mark.kind == "line" and mark.seen and not is_rule(mark.points):  # others may well lie on a rule
            before, gap = mark.seen[0].before, mark.seen[0].gap
            is_long = gap > _LINE * before and STEP * gap > _LONG * max(sight.width, sight.height)
            if is_long and not _is_rim(sight, number) and (is_last or _along_others(sight, number) < gap):
                yield Remark("hidden", f"{place}{gap / before:.0%} of a line lie under other marks, in one stretch")
        elif mark.kind == "dots" and len(mark.points) <= _FEW:
            before, after = (sum(each[part] for each in mark.seen) for part in (0, 1))
            if after < _DOT * before and not any(_is_same(mark, other) for other in sight.marks[number + 1 :]):
                yield Remark("hidden", f"{place}a dot lies under other marks")
        elif mark.kind == "dots" and len(mark.points) >= _CROWD:
            crowds.setdefault(mark.panel, []).append(mark)
            if sum(_is_edge(each, mark) for each in sight.marks) > len(mark.points):
                yield from _run_over(place, mark)
    for panel, marks in crowds.items():
        yield from _covered(sight.within(panel), marks)
    yield from _heaps(sight)


def _along_others(sight: Sight, number: int) -> int:
    """At how many points of a line others that are drawn later run along it."""
    line = along(sight.marks[number].points)
    near = np.zeros(len(line), dtype=bool)
    for other in _later_lines(sight, number):
        points = along(other.points)
        if len(points):
            near |= np.hypot(*(line[:, None] - points[None]).transpose(2, 0, 1)).min(axis=1) < _BESIDE
    return int(near.sum())


def _later_lines(sight: Sight, number: int) -> list[Mark]:
    """The lines of the same panel that are drawn after a mark."""
    panel = sight.marks[number].panel
    return [each for each in sight.marks[number + 1 :] if each.kind == "line" and each.panel == panel]


def _is_rim(sight: Sight, number: int) -> bool:
    """Whether a thinner line follows a line point by point: together they are one, with a rim."""
    line = sight.marks[number]
    later = _later_lines(sight, number)
    return any(each.reach < line.reach and np.array_equal(each.points, line.points) for each in later)


def _is_same(one: Mark, other: Mark) -> bool:
    """Whether dots of one size lie nearly in one place, as where curves begin together or meet: one says it for all."""
    is_alike = one.panel == other.panel and other.kind == "dots" and abs(one.reach - other.reach) < 1.0
    return (
        is_alike
        and one.points.shape == other.points.shape
        and bool(np.allclose(one.points, other.points, rtol=0.0, atol=_RIMMED * one.reach))
    )


def _covered(place: str, crowd: list[Mark]) -> Iterator[Remark]:
    """A colour whose dots lie under those of others more than those lie under them, apart from dots laid on a line."""
    for mark in crowd:
        taken = [share.taken / share.loose for share in mark.seen if share.loose >= POINTS * _CROWD]
        if len(taken) > 1 and max(taken) - min(taken) > (_CROWDED if mark.is_in_turn else _UNFAIR):
            told = f"others lie on {max(taken):.0%} of one colour's dots, and on {min(taken):.0%} of another's"
            yield Remark("hidden", f"{place}{told}")


def _run_over(place: str, mark: Mark) -> Iterator[Remark]:
    """Dots that lie apart over which something is drawn later, where lines are more than dots: edges over nodes."""
    before, after, asked = (sum(share[part] for share in mark.seen) for part in range(3))
    if before >= _WHOLE * asked > 0 and after < (1.0 - _RUN_OVER) * before:
        yield Remark("hidden", f"{place}others are drawn over {1.0 - after / before:.0%} of dots that lie apart")


def _is_edge(line: Mark, dots: Mark) -> bool:
    """Whether it is a line of the same panel that leads from somewhere to somewhere else, not a cross on a dot."""
    is_there = line.kind == "line" and line.panel == dots.panel and len(line.points) > 1
    return is_there and float(np.ptp(line.points, axis=0).max()) > _CROSS * dots.reach


def _heaps(sight: Sight) -> Iterator[Remark]:
    """Many letters, each on its own, most of which lie on others."""
    lone = [text.box for text in sight.texts if len(text.words.strip()) == 1]
    if len(lone) < MANY:
        return
    piled = set()
    for one, other in combinations(range(len(lone)), 2):
        (x0, y0, x1, y1), (u0, v0, u1, v1) = lone[one].extents, lone[other].extents
        across, up = min(x1, u1) - max(x0, u0), min(y1, v1) - max(y0, v0)
        if across > 0.0 and up > 0.0 and across * up > _PILED * min((x1 - x0) * (y1 - y0), (u1 - u0) * (v1 - v0)):
            piled |= {one, other}
    if len(piled) > _PILED * len(lone):
        yield Remark("hidden", f"{len(piled)} of {len(lone)} letters lie on each other")


def stairs(sight: Sight) -> Iterator[Remark]:
    """Images whose slanted edges are steps that can be seen."""
    for mark in sight.marks:
        step = mark.cell * _SCREEN / max(sight.width, sight.height)
        if mark.kind == "image" and step >= _STAIR and mark.cell > 1.0:
            yield Remark("stairs", f"{sight.within(mark.panel)}edges are stairs of {mark.cell:.0f} px")


def measured(sight: Sight, *, is_last: bool = True) -> Iterator[Remark]:
    """All that is to be remarked about what can be seen."""
    yield from hidden(sight, is_last=is_last)
    yield from stairs(sight)
