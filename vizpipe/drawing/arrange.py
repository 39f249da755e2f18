"""Parts on a grid: where everything stands in it.

Width and height are worked out one after the other by the same code, which speaks of one axis: ``before`` a plot box
(at its left, above it), its ``size``, and ``after`` it (at its right, below it).
"""

import itertools
from typing import NamedTuple

from vizpipe.drawing.needs import Part, Stack

UNIT = 1024
"""Scales are whole numbers, so that every language rounds them alike; this one is a part's least box."""
APART, BELOW = 3, 4
"""A gap grows by at most one part in so many of the widest column, or the highest row, where nothing can use room."""


class Scale(NamedTuple):
    """How large parts are beside their least boxes, in units."""

    both: int
    """Those of a fixed aspect."""
    across: int
    """The widths of those that stretch."""
    down: int
    """Their heights."""


LEAST = Scale(UNIT, UNIT, UNIT)


class Grid(NamedTuple):
    """A stack whose rows and columns are decided; its cells stand row by row."""

    columns: int
    cells: tuple["Part | Grid", ...]
    stack: Stack

    @property
    def rows(self) -> int:
        """How many."""
        return -(-len(self.cells) // self.columns)

    def track(self, number: int, *, across: bool) -> "tuple[Part | Grid, ...]":
        """The cells of a column, or of a row."""
        first = number * self.columns
        return self.cells[number :: self.columns] if across else self.cells[first : first + self.columns]


class Span(NamedTuple):
    """What a part, a grid, or one of its columns or rows takes along an axis."""

    before: int
    size: int
    after: int
    title: int
    """How far a name reaches from where the plot box begins."""

    @property
    def whole(self) -> int:
        """All of it."""
        return self.before + max(self.size + self.after, self.title)


Places = dict[str, tuple[int, int]]
"""Where a cell begins and how large it is, by the name of its part."""


def scaled(part: Part, scale: Scale) -> tuple[int, int]:
    """The width and height of a part's plot box at a scale."""
    if not part.grows:
        return part.width, part.height
    if part.aspect is None:
        return part.width * scale.across // UNIT, part.height * scale.down // UNIT
    width = part.width * scale.both // UNIT
    return width, rounded(width / part.aspect)


def rounded(number: float) -> int:
    """The nearest whole number to a positive one, the larger of two."""
    return int(number + 0.5)


def span(node: Part | Grid, scale: Scale, *, across: bool) -> Span:
    """What a part or a grid takes along an axis."""
    if isinstance(node, Part):
        width, height = scaled(node, scale)
        margins = node.margins
        if across:
            return Span(margins.left, width, margins.right, node.title)
        return Span(margins.top, height, margins.bottom, 0)
    tracks = tracks_of(node, scale, across=across)
    size = tracks[0].size
    for left, right in itertools.pairwise(tracks):
        size += left.after + node.stack.gap + right.before + right.size
    before = tracks[0].before + (0 if across else node.stack.head)
    return Span(before, size, tracks[-1].after, node.stack.title if across else 0)


def tracks_of(grid: Grid, scale: Scale, *, across: bool) -> list[Span]:
    """The columns of a grid, or its rows: plot boxes in a column begin at one line, whatever their margins.

    Those that stretch, and may share an axis, end at one line too; others reach as far as the widest margin.
    """
    tracks = []
    for number in range(grid.columns if across else grid.rows):
        before = title = free_size = free_whole = after = 0
        size = -1
        for cell in grid.track(number, across=across):  # one pass: a page is tried at thousands of scales
            own = span(cell, scale, across=across)
            before, title = max(before, own.before), max(title, own.title)
            if across and is_free(cell):
                free_size, free_whole = max(free_size, own.size), max(free_whole, own.size + own.after)
            else:
                size, after = max(size, own.size), max(after, own.after)
        size = free_size if size < 0 else size
        tracks.append(Span(before, size, max(title, free_whole, size + after) - size, 0))
    return tracks


def is_free(node: Part | Grid) -> bool:
    """Whether a cell may end where its column's margins end, not where plot boxes do: it shares no axis with others."""
    return isinstance(node, Grid) or is_plane(node)


def is_plane(node: Part | Grid) -> bool:
    """Whether all parts of it are of a fixed aspect, and grow."""
    if isinstance(node, Grid):
        return all(map(is_plane, node.cells))
    return node.grows and node.aspect is not None


def stretches(node: Part | Grid) -> bool:
    """Whether some part of it can use more room along one axis alone."""
    if isinstance(node, Grid):
        return any(stretches(cell) for cell in node.cells)
    return node.grows and node.aspect is None


def place(node: Part | Grid, start: int, room: int, scale: Scale, *, across: bool, is_inner: bool = False) -> Places:
    """Where every cell stands along an axis: its first plot box begins at ``start``, its last ends ``room`` later.

    Room that is left goes to columns with parts that stretch, in proportion, else between the columns. A last row with
    fewer cells stands in the middle.
    """
    if isinstance(node, Part):
        return {node.name: (start, room)}
    tracks = tracks_of(node, scale, across=across)
    own = span(node, scale, across=across)
    extra = room - own.size
    elastic = [any(map(stretches, node.track(number, across=across))) for number in range(len(tracks))]
    total = sum(track.size for track, grows in zip(tracks, elastic, strict=True) if grows)
    sizes = [
        track.size + (extra * track.size // total if grows else 0) for track, grows in zip(tracks, elastic, strict=True)
    ]
    gap = node.stack.gap
    if len(tracks) > 1 and not total:  # what stands together in a stack of its own stays together
        most = max(sizes) // (APART if across else BELOW)
        gap += min(extra // (len(tracks) - 1), gap if is_inner and across else most)
    starts = [start]
    for index in range(1, len(tracks)):
        starts.append(starts[-1] + sizes[index - 1] + tracks[index - 1].after + gap + tracks[index].before)
    places: Places = {}
    if node.stack.head:
        head = start - own.before
        places[node.stack.name] = (start, room) if across else (head, node.stack.head)
    for index, cell in enumerate(node.cells):
        track = index % node.columns if across else index // node.columns
        begins, size = starts[track], sizes[track]
        if across and is_free(cell):
            size += tracks[track].after - span(cell, scale, across=True).after
        if across and is_plane(cell) and _is_above_rows(node):
            aside = (size - span(cell, scale, across=True).size) // 2
            begins, size = begins + aside, size - 2 * aside
        elif across and index >= node.columns * (node.rows - 1):
            begins += _middle(node, tracks, starts, sizes)
        places |= place(cell, begins, size, scale, across=across, is_inner=True)
    return places


def _middle(grid: Grid, tracks: list[Span], starts: list[int], sizes: list[int]) -> int:
    """How far a last row with fewer cells stands from where it would begin."""
    lacking = -len(grid.cells) % grid.columns
    if not lacking:
        return 0
    last, reached = (starts[index] + sizes[index] for index in (-1, -1 - lacking))
    reach = last + tracks[-1].after - tracks[-1 - lacking].after
    return max(min((last - reached) // 2, reach - reached), 0)


def _is_above_rows(grid: Grid) -> bool:
    """Whether all but one of its cells are rows of several: that one stands in their middle."""
    rows = sum(isinstance(cell, Grid) and cell.columns > 1 for cell in grid.cells)
    return grid.columns == 1 and rows == grid.rows - 1 > 0
