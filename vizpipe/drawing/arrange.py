"""Parts on a grid: which grids a stack can be, and where everything stands in one of them.

Width and height are worked out one after the other by the same code, which speaks of one axis: ``before`` a plot box
(at its left, above it), its ``size``, and ``after`` it (at its right, below it).
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from vizpipe.drawing.needs import Kind, Part, Stack

UNIT = 1024
"""Scales are whole numbers, so that every language rounds them alike; this one is a part's least box."""
SPREAD = 2
"""A gap grows by at most one part in so many of the largest column, if nothing else can use the room."""

MOST = 32
"""So many ways of the stacks inside a stack to stand together are tried."""


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


def shapes(count: int, kind: Kind) -> list[int]:
    """The numbers of columns that so many parts can stand in: those that leave no hole first, then by fewest rows.

    Rows are filled evenly: of those with as many rows, the fewest columns.
    """
    if kind == "row":
        return [count]
    if kind == "column":
        return [1]
    columns = sorted({-(-count // rows) for rows in range(1, count + 1)}, reverse=True)
    return [each for each in columns if count % each == 0] + [each for each in columns if count % each]


def arrangements(node: Part | Stack) -> Iterator[Part | Grid]:
    """Every way in which a stack and the stacks in it can stand, as ``shapes`` has them, the outer stack first."""
    if isinstance(node, Part):
        yield node
        return
    inner = [list(arrangements(part)) for part in node.parts]
    together = list(zip(*inner, strict=True)) if node.each else list(itertools.islice(itertools.product(*inner), MOST))
    for columns in shapes(len(node.parts), node.kind):
        for cells in together:
            grid = Grid(columns, cells, node)
            yield shared(grid) if node.shared else grid


def shared(grid: Grid) -> Grid:
    """The grid with tick labels only in the first column, and in rows that have not all their cells below them.

    A column keeps its own if one of its cells has another axis than its neighbour, and so does a row.
    """
    count, cells = grid.columns, grid.cells
    left = [index % count > 0 and _are_alike(cell, cells[index - 1], 1) for index, cell in enumerate(cells)]
    below = [
        index + count < len(cells) and _are_alike(cell, cells[index + count], 0) for index, cell in enumerate(cells)
    ]
    shares_left = [all(left[column::count]) for column in range(count)]
    shares_below = [
        (row + 2) * count <= len(cells) and all(below[row * count : (row + 1) * count]) for row in range(grid.rows)
    ]
    bare = [
        _bare(cell, left=shares_left[index % count], bottom=shares_below[index // count])
        for index, cell in enumerate(cells)
    ]
    return grid._replace(cells=tuple(bare))


def _are_alike(one: Part | Grid, other: Part | Grid, axis: int) -> bool:
    """Whether two cells have the same axis: of y, if all their parts stand in one column, so that none is between."""
    return (axis == 0 or _is_column(one)) and _axes(one, axis) == _axes(other, axis)


def _is_column(node: Part | Grid) -> bool:
    return isinstance(node, Part) or (node.columns == 1 and all(map(_is_column, node.cells)))


def _axes(node: Part | Grid, axis: int) -> list[str]:
    return [node.axes[axis]] if isinstance(node, Part) else [each for cell in node.cells for each in _axes(cell, axis)]


def _bare(node: Part | Grid, *, left: bool, bottom: bool) -> Part | Grid:
    if isinstance(node, Grid):
        return node._replace(cells=tuple(_bare(cell, left=left, bottom=bottom) for cell in node.cells))
    if node.bare is None:
        return node
    margins = node.margins
    if left:
        margins = margins._replace(left=node.bare.left)
    if bottom:
        margins = margins._replace(bottom=node.bare.bottom)
    return node._replace(margins=margins)


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
    cells = [(span(cell, scale, across=across), across and is_free(cell)) for cell in grid.cells]
    tracks = []
    for track in range(grid.columns if across else grid.rows):
        own = cells[track :: grid.columns] if across else cells[track * grid.columns : (track + 1) * grid.columns]
        before, size, _, title = (max(numbers) for numbers in zip(*(each for each, _ in own), strict=True))
        whole = max(title, *(each.size + each.after if free else size + each.after for each, free in own), size)
        tracks.append(Span(before, size, whole - size, 0))
    return tracks


def is_free(node: Part | Grid) -> bool:
    """Whether a cell may end where its column's margins end, not where plot boxes do: it shares no axis with others."""
    return isinstance(node, Grid) or (node.grows and node.aspect is not None)


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
    elastic = [False] * len(tracks)
    for index, cell in enumerate(node.cells):
        if stretches(cell):
            elastic[index % node.columns if across else index // node.columns] = True
    total = sum(track.size for track, grows in zip(tracks, elastic, strict=True) if grows)
    sizes = [
        track.size + (extra * track.size // total if grows else 0) for track, grows in zip(tracks, elastic, strict=True)
    ]
    gap = node.stack.gap
    if len(tracks) > 1 and not total:  # what stands together in a stack of its own stays together
        gap += min(extra // (len(tracks) - 1), gap if is_inner and across else max(sizes) // SPREAD)
    starts = [start]
    for index in range(1, len(tracks)):
        starts.append(starts[-1] + sizes[index - 1] + tracks[index - 1].after + gap + tracks[index].before)
    places: Places = {}
    if node.stack.head:
        head = start - own.before
        places[node.stack.name] = (start, room) if across else (head, node.stack.head)
    lacking = -len(node.cells) % node.columns
    middle = 0
    if lacking and across:
        ends = [starts[index] + sizes[index] for index in (-1, -1 - lacking)]
        reach = ends[0] + tracks[-1].after - tracks[-1 - lacking].after
        middle = max(min((ends[0] - ends[1]) // 2, reach - ends[1]), 0)
    for index, cell in enumerate(node.cells):
        track = index % node.columns if across else index // node.columns
        room = sizes[track]
        if across and is_free(cell):
            room += tracks[track].after - span(cell, scale, across=True).after
        aside = middle if index >= len(node.cells) - node.columns + lacking else 0
        places |= place(cell, starts[track] + aside, room, scale, across=across, is_inner=True)
    return places
