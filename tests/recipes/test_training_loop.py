"""The training loop: an epoch sees every sample once."""

import numpy as np

from films import Recipes, told
from vizpipe import nn


def test_an_epoch_sees_every_sample_once(recipes: Recipes) -> None:
    """An iteration has four beats; an epoch's mini-batches are all samples; each update is SGD on its own batch."""
    film = recipes["training-loop"].film(samples=20, batch_size=8, epochs=2)
    assert film.column("beat").tolist() == [0, 1, 2, 3] * 6
    for epoch in (1, 2):
        seen = np.concatenate([np.unique(frame.batch) for frame in film if frame.epoch == epoch and frame.beat == 0])
        assert sorted(seen.tolist()) == list(range(20))
    network = nn.Network((1, 1), ("identity",))
    for frame in film:
        batch = np.unique(frame.batch)
        _, gradient = network.gradient(frame.parameters, frame.x[batch], frame.t[batch], nn.sum_of_squared_errors)
        np.testing.assert_allclose(frame.gradient, gradient, atol=1e-12)
        np.testing.assert_allclose(frame.updated, frame.parameters - 0.12 * gradient, atol=1e-12)
    whole = recipes["training-loop"].film()
    assert whole[-1].total(whole[-1].updated) < 0.1 * whole[0].total(whole[0].parameters)


def test_the_last_mini_batch_of_an_epoch_may_be_smaller(recipes: Recipes) -> None:
    """20 samples by eights are mini-batches of 8, 8 and 4: three iterations an epoch."""
    caption = told(recipes["training-loop"], samples=20, batch_size=8, epochs=1).caption
    assert caption.startswith("20 samples, 8 in a mini-batch, in the last of an epoch 4: 3 iterations an epoch.")
    whole = told(recipes["training-loop"], samples=20, batch_size=20, epochs=1).caption
    assert whole.startswith("20 samples, 20 in a mini-batch: 1 iteration an epoch.")
    assert "1 update brings" in whole
