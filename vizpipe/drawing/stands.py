"""Which grids a stack of parts can be: rows and columns, a last row that is larger, tick labels that are shared."""

import itertools
from collections.abc import Iterator

from vizpipe.drawing.arrange import UNIT, Grid, is_plane
from vizpipe.drawing.needs import Kind, Part, Stack

MOST = 32
"""So many ways of the stacks inside a stack to stand together are tried."""


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
            for grid in (Grid(columns, cells, node), *_emphatic(columns, cells, node)):
                yield shared(grid) if node.shared else grid


def _emphatic(columns: int, cells: tuple[Part | Grid, ...], stack: Stack) -> Iterator[Grid]:
    """The same with a last row that isn't full in boxes so large that it is; one part also beside a column of others.

    Only planes can be larger than what they stand beside, and what is the same picture of several things stays equal.
    """
    lacking = -len(cells) % columns
    if stack.kind != "free" or stack.each or not lacking:
        return
    full, rest = cells[: lacking - columns], cells[lacking - columns :]
    if not all(map(is_plane, rest)):
        return
    inner = stack._replace(name="", head=0, title=0)
    larger = tuple(enlarged(cell, UNIT * columns // len(rest)) for cell in rest)
    rows = Grid(columns, full, inner), larger[0] if len(larger) == 1 else Grid(len(larger), larger, inner)
    yield Grid(1, rows, stack)
    if len(larger) == 1 and len(full) == columns:
        yield Grid(2, (Grid(1, full, inner), larger[0]), stack)


def enlarged(node: Part | Grid, units: int) -> Part | Grid:
    """A part, or all in a grid, with least boxes so many times as large, in units of a scale."""
    if isinstance(node, Grid):
        return node._replace(cells=tuple(enlarged(cell, units) for cell in node.cells))
    return node._replace(width=node.width * units // UNIT, height=node.height * units // UNIT)


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
