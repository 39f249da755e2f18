"""The largest boxes that some parts can have in a rectangle, and the best way for them to stand."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vizpipe.drawing.arrange import LEAST, UNIT, Grid, Scale, is_plane, place, rounded, span, stretches
from vizpipe.drawing.needs import Box, Part, Stack
from vizpipe.drawing.stands import arrangements, enlarged

NOTICED = 1.04
"""How many times larger a later arrangement has to be: the eye sees no less, but it sees holes and more rows."""
WIDER, TALLER = 4.0, 2.0
"""A box that stretches gets so many times wider or taller in ratio than its least box: nothing is read off a ribbon."""
_MAIN = 2
"""A main part gets at most so many times wider than in proportion to the others."""
_HIGHEST = 1 << 20
"""A thousand times a least box."""


class Laid(NamedTuple):
    """One way to stand."""

    boxes: dict[str, Box]
    """Plot boxes from the lower left corner of the rectangle; of named stacks the line above."""
    size: float
    """How large the plot boxes are together: the sum of the sides of squares as large as they are."""
    parts: tuple[Part, ...]
    """As they are drawn, some without tick labels."""

    width: int
    """Of the rectangle."""

    @property
    def spare(self) -> int:
        """Pixels that are left below all of it."""
        return min(self.boxes[part.name].bottom - part.margins.bottom for part in self.parts)

    @property
    def aside(self) -> int:
        """Pixels that are left at its right."""
        ends = [box.left + box.width for box in self.boxes.values()]
        for part in self.parts:
            box = self.boxes[part.name]
            ends.append(box.left + max(box.width + part.margins.right, part.title))
        return max(self.width - max(ends), 0)


def best(node: Part | Stack, width: int, height: int) -> Laid | None:
    """The arrangement with the largest plot boxes, the first of equals; None if none meets all least sizes."""
    found: Laid | None = None
    for tree in arrangements(node):
        laid = largest(tree, width, height)
        if laid is not None and (found is None or laid.size > NOTICED * found.size):
            found = laid
    return found


def fits(tree: Part | Grid, width: int, height: int, scale: Scale = LEAST) -> bool:
    """Whether an arrangement at a scale has room."""
    return span(tree, scale, across=True).whole <= width and span(tree, scale, across=False).whole <= height


def largest(tree: Part | Grid, width: int, height: int) -> Laid | None:
    """One arrangement with its boxes as large as they can be; None if its least ones don't fit.

    All grow in proportion until one direction is full. Then those that stretch give way to those of a fixed aspect by a
    fifth, since they alone can use what is left.
    """
    if not fits(tree, width, height):
        return None
    scale = _raised(tree, width, height, LEAST, ("both", "across", "down"))
    if stretches(tree):
        less = max(scale.both * 4 // 5, UNIT)
        scale = _raised(tree, width, height, Scale(scale.both, less, less), ("both",))
        scale = _raised(tree, width, height, scale, ("across",))
        scale = _raised(tree, width, height, scale, ("down",))
    return laid(_with_main(tree, width, height, scale), width, height, scale)


def _with_main(tree: Part | Grid, width: int, height: int, scale: Scale) -> Part | Grid:
    """The tree with its main part in the room that is left: the one plane whose least box is larger than any other."""
    planes = list(filter(is_plane, _parts(tree)))
    widest = max((part.width for part in planes), default=0)
    main = [part.name for part in planes if part.width == widest]
    if len(main) != 1 or len(planes) == 1:
        return tree
    (name,) = main
    units = _most(UNIT, _MAIN * UNIT, lambda units: fits(_replaced(tree, name, units), width, height, scale))
    return _replaced(tree, name, units)


def _replaced(tree: Part | Grid, name: str, units: int) -> Part | Grid:
    """The tree with one part enlarged."""
    if isinstance(tree, Grid):
        return tree._replace(cells=tuple(_replaced(cell, name, units) for cell in tree.cells))
    return enlarged(tree, units) if tree.name == name else tree


def _raised(tree: Part | Grid, width: int, height: int, scale: Scale, numbers: Sequence[str]) -> Scale:
    """The largest scale that has room, from one that has, by raising some of its numbers, which are equal."""

    def raised(number: int) -> Scale:
        return scale._replace(**dict.fromkeys(numbers, number))

    start = int(getattr(scale, numbers[0]))
    too_large = min([_HIGHEST, *(limit for part in _parts(tree) for limit in _limits(part, width, height, numbers))])
    return raised(_most(start, too_large, lambda number: fits(tree, width, height, raised(number))))


def _limits(part: Part, width: int, height: int, numbers: Sequence[str]) -> Iterator[int]:
    """Scales at which a part alone is wider or taller than the rectangle: none that large needs to be tried."""
    sides = {"across": (part.width, width), "down": (part.height, height)}
    sides = {"both": (part.width, width)} if part.aspect is not None else sides
    for number, (least, room) in sides.items():
        if part.grows and least and number in numbers:
            yield -(-(room + 1) * UNIT // least)


def _most(enough: int, too_large: int, has_room: Callable[[int], bool]) -> int:
    """The largest number that has room, from one that has, below one that is too large."""
    while too_large - enough > 1:
        middle = (enough + too_large) // 2
        if has_room(middle):
            enough = middle
        else:
            too_large = middle
    return enough


def laid(tree: Part | Grid, width: int, height: int, scale: Scale) -> Laid:
    """Where everything stands at a scale."""
    left, top = span(tree, scale, across=True), span(tree, scale, across=False)
    across = place(tree, left.before, width - left.before - left.after, scale, across=True)
    down = place(tree, top.before, height - top.before - top.after, scale, across=False)
    parts = tuple(_parts(tree))
    sizes = {part.name: _largest_in(part, across[part.name][1], down[part.name][1]) for part in parts}
    sizes |= _families(parts, sizes)
    boxes = {}
    for name, (start, room) in across.items():
        wide, tall = sizes.get(name, (room, down[name][1]))
        boxes[name] = Box(start, height - down[name][0] - tall, wide, tall)
    size = 0.0
    for part in parts:
        size += counted(part, *sizes[part.name])
    return Laid(boxes, size, parts, width)


def counted(part: Part, width: int, height: int) -> float:
    """How large a plot box counts: the side of a square with the area of what of it is no longer than the least box."""
    if not part.grows:
        return 0.0
    wide, tall = _within(part, width, height, 1.0, 1.0) if part.aspect is None else (width, height)
    return math.sqrt(wide * tall)


def _largest_in(part: Part, width: int, height: int) -> tuple[int, int]:
    """The plot box of a part in a cell."""
    if not part.grows:
        return part.width, part.height
    if part.aspect is None:
        return _within(part, width, height, WIDER, TALLER)
    wide = min(width, int((height + 0.5) * part.aspect))
    if rounded(wide / part.aspect) > height:
        wide -= 1
    return wide, rounded(wide / part.aspect)


def _within(part: Part, width: int, height: int, wider: float, taller: float) -> tuple[int, int]:
    """What of a box is at most so many times wider, or taller, in ratio than the part's least box."""
    wide = min(width, int(wider * height * part.width / part.height))
    tall = min(height, int(taller * width * part.height / part.width))
    return wide, tall


def _families(parts: tuple[Part, ...], sizes: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The size of every part that has a family: the smallest of its members."""
    smallest: dict[str, tuple[int, int]] = {}
    for part in parts:
        if part.family:
            width, height = smallest.get(part.family, sizes[part.name])
            smallest[part.family] = min(width, sizes[part.name][0]), min(height, sizes[part.name][1])
    return {part.name: smallest[part.family] for part in parts if part.family}


def _parts(tree: Part | Grid) -> list[Part]:
    if isinstance(tree, Part):
        return [tree]
    return [part for cell in tree.cells for part in _parts(cell)]
