"""Matrices: a batch is its rows, block by block, and no multiplication of a product waits for another."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from films import Recipes, module_of, told
from staged import shapes_of, staged
from vizpipe.drawing.picture import Mix, Path, Text
from vizpipe.drawing.picture.staging import Staged

SHAPES = ((2, 3), (3, 2), (2, 2))
"""Of the weights."""


def test_a_batch_is_its_rows_one_by_one(recipes: Recipes) -> None:
    """Each row of each block is what that row alone gives, to 1e−15; shapes fit; the first row is the textbook's."""
    frame = recipes["matrices"].film()[-1]
    blocks = frame.blocks
    assert [block.shape for block in blocks] == [(4, 2), (4, 3), (4, 2), (4, 2)]
    for row in range(4):
        for whole, alone in zip(blocks, frame._replace(batch=frame.batch[[row]]).blocks, strict=True):
            np.testing.assert_allclose(whole[row], alone[0], rtol=0, atol=1e-15)
    np.testing.assert_allclose(blocks[-1][0], (0.31682708, 0.69627909), atol=5e-9)
    assert len(np.unique(blocks[-1].round(2), axis=0)) == 4  # no two rows get the same answer


@pytest.mark.parametrize("seed", range(3))
def test_the_multiplications_of_a_product_do_not_wait_for_each_other(recipes: Recipes, seed: int) -> None:
    """Done in any order, each on its own, all products of numbers add up to the block; they are as many as is said.

    A layer takes rows × inputs × units of them, and all layers together 64.
    """
    film = recipes["matrices"].film()
    module, rng, done = module_of("matrices"), np.random.default_rng(seed), 0
    for layer, (before, after) in enumerate(pairwise(film[0].blocks)):
        weights, sums = np.array(module.WEIGHTS[layer]), np.zeros_like(after)
        places = rng.permutation(list(np.ndindex(len(before), *weights.shape)))
        for row, come, unit in places:
            sums[row, unit] += before[row, come] * weights[come, unit]
        sums += module.BIASES[layer]
        np.testing.assert_allclose(after, 1.0 / (1.0 + np.exp(-sums)) if layer < 2 else sums, rtol=0, atol=1e-15)
        done += len(places)
        frame = next(each for each in film if each.progress == layer + 1 and each.part == "batch")
        assert frame.multiplications == done
    assert done == film[-1].multiplications == 64
    assert "All 64 multiplications of a batch take three products" in told(recipes["matrices"]).caption
    cues = {cue.name: cue for cue in recipes["matrices"].cues(film)}
    (a, b), (w, v), c = film[0].batch[0], np.array(module.WEIGHTS[0])[:, 0], module.BIASES[0][0]
    total, answer = a * w + b * v + c, film[0].blocks[1][0, 0]
    told_sum = f"{a:.1f} · {w:g} + {b:g} · {v:g}, plus {c:g}, is {total:g}; σ({total:g}) = {answer:.3f}"
    assert cues["number"].say == f"Along the lines: {told_sum}"
    assert cues["first"].values == cues["row"].values == {"rows": 4}


def rows_of(stage: Staged, index: int, panel: int) -> Iterator[list[tuple[float, str]]]:
    """The numbers in a panel as rows from the top, each with the places of its numbers across."""
    texts = [text for text in shapes_of(stage, index, str(panel), Text) if text.text[-1].isdigit()]
    cells = [text for text in texts if not set(text.text) & set("×₁₂₃")]
    for height in sorted({text.place[1] for text in cells}, reverse=True):
        yield sorted((text.place[0], text.text.replace("−", "-")) for text in cells if text.place[1] == height)


def test_each_block_of_a_batch_follows_from_the_digits_of_the_one_before(recipes: Recipes) -> None:
    """Each drawn block is σ(A·W + b), at the end A·W + b, of the rounded blocks that are drawn left of it and above."""
    film = recipes["matrices"].film()
    stage = staged(recipes["matrices"], film)
    last: npt.NDArray[np.float64] = film[0].batch
    for panel, (inputs, units) in enumerate(SHAPES):
        rows = [np.array([float(text) for _, text in row]) for row in rows_of(stage, len(film) - 1, panel)]
        weights, bias, below = np.array(rows[:inputs]), rows[inputs], np.array(rows[inputs + 1 :])
        come, out = below[:, :inputs], below[:, inputs:]
        np.testing.assert_array_equal(come, last)
        assert out.shape == (4, units)
        sums = come @ weights + bias
        np.testing.assert_allclose((1 / (1 + np.exp(-sums)) if panel < 2 else sums).round(3), out, atol=1e-9)
        last = out


def busy(stage: Staged, index: int, panel: int) -> set[tuple[int, int]]:
    """Cells of a panel that stand out, by their lower left corners from the first of the batch."""
    cells = [path for path in shapes_of(stage, index, str(panel), Path) if path.fill == Mix("ink", 0.3)]
    return {(int(path.lines[0][0, 0]), int(path.lines[0][0, 1])) for path in cells}


def test_all_rows_are_worked_out_at_once(recipes: Recipes) -> None:
    """One number needs its row and its column; a product is there with all its rows, or not at all; then one row."""
    film = recipes["matrices"].film()
    stage = staged(recipes["matrices"], film)
    assert len(busy(stage, 1, 0)) == 2 + 2 + 1 + 1  # a row, a column, its bias, what they give
    for index, frame in enumerate(film):
        for panel, (inputs, units) in enumerate(SHAPES):
            known = [len(row) for row in rows_of(stage, index, panel)][inputs + 1 :]
            if frame.part == "number":
                assert known == ([3, 2, 2, 2] if panel == 0 else [])
            elif frame.progress < panel:
                assert known == []
            else:
                assert known == [inputs + (units if frame.progress >= panel + 1 else 0)] * 4
            if frame.part == "batch":
                at_work = inputs * units + units + 4 * inputs if panel < frame.progress <= panel + 1 else 0
                assert len(busy(stage, index, panel)) == at_work + (4 * units if frame.progress == panel + 1 else 0)
            if frame.part == "row":
                assert len(busy(stage, index, panel)) == inputs * units + units + inputs + units


def test_columns_dock_at_rows(recipes: Recipes) -> None:
    """A strand leads from each column of what comes in to its own row of weights, and none crosses another."""
    stage = staged(recipes["matrices"], recipes["matrices"].film())
    for panel, (inputs, _) in enumerate(SHAPES):
        (strands,) = (path.lines for path in shapes_of(stage, 0, str(panel), Path) if path.stroke == "quiet")
        ends: list[Any] = sorted((line[0, 0], line[-1, 1]) for line in strands)
        np.testing.assert_allclose([x for x, _ in ends], np.arange(inputs) + 0.5)
        np.testing.assert_allclose(np.diff([y for _, y in ends]), -1.0)
        for one, two in pairwise(sorted(strands, key=lambda line: float(line[0, 0]))):
            assert (two[1:, 1] <= one[1:, 1]).all()
