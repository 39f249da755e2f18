"""Matrices: a batch is its rows, block by block."""

import re

import numpy as np

from films import Recipes, drawn, module_of


def test_a_batch_is_its_rows_one_by_one(recipes: Recipes) -> None:
    """Each row of each block is what that row alone gives, to 1e−15; shapes fit; the first row is the textbook's."""
    frame = recipes["matrices"].film()[-1]
    blocks = frame.blocks
    assert [block.shape for block in blocks] == [(4, 2), (4, 3), (4, 2), (4, 2)]
    for row in range(4):
        for whole, alone in zip(blocks, frame._replace(batch=frame.batch[[row]]).blocks, strict=True):
            np.testing.assert_allclose(whole[row], alone[0], rtol=0, atol=1e-15)
    np.testing.assert_allclose(blocks[-1][0], (0.31682708, 0.69627909), atol=5e-9)


def test_each_block_of_a_batch_follows_from_the_digits_of_the_one_before(recipes: Recipes) -> None:
    """Each drawn block is σ(A·W + b), at the end A·W + b, of the rounded block that is drawn before it."""
    recipe = recipes["matrices"]
    film = recipe.film()
    (texts,) = drawn(recipe, film, len(film) - 1)
    answers = np.array([float(text) for text in texts if re.fullmatch(r"-?\d\.\d{3}", text)])
    shapes = ((4, 3), (4, 2), (4, 2))
    assert len(answers) == sum(rows * columns for rows, columns in shapes)
    module = module_of("matrices")
    block, at = film[0].batch, 0
    for number, shape in enumerate(shapes):
        sums = block @ np.array(module.WEIGHTS[number]) + np.array(module.BIASES[number])
        block = answers[at : at + shape[0] * shape[1]].reshape(shape)
        at += block.size
        np.testing.assert_allclose((1 / (1 + np.exp(-sums)) if number < 2 else sums).round(3), block, atol=1e-9)
