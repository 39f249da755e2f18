"""Outputs: each task is solved with its own."""

import numpy as np

from films import Recipes, module_of
from vizpipe import nn


def test_each_task_is_solved_with_its_output(recipes: Recipes) -> None:
    """Losses fall; one sigmoid and three softmax nodes sort at least 90 %; the curve gets closer than the noise."""
    film = recipes["outputs"].film()
    first, last = film[0], film[-1]
    losses = {name: nn.LOSSES[name] for name in ("binary-cross-entropy", "sparse-categorical-cross-entropy")}
    module = module_of("outputs")
    several, binary, curve = module.SEVERAL, module.BINARY, module.REGRESSION
    assert [network.activations[-1] for network in (curve, binary, several)] == ["identity", "sigmoid", "softmax"]
    assert (curve.sizes[-1], binary.sizes[-1], several.sizes[-1]) == (last.t.shape[1], 1, 3)
    assert nn.accuracy(several.predict(last.several, last.points), last.labels) > 0.9
    assert nn.accuracy(binary.predict(last.binary, last.points), (last.labels == 2).astype(int)) > 0.9
    np.testing.assert_allclose(several.predict(last.several, last.points).sum(axis=1), 1.0)
    two = (last.labels == 2)[:, None].astype(float)
    for frame, low in ((first, False), (last, True)):
        one = losses["binary-cross-entropy"].value(binary.predict(frame.binary, frame.points), two)
        many = losses["sparse-categorical-cross-entropy"].value(
            several.predict(frame.several, frame.points), frame.labels
        )
        assert (one < 0.25, many < 0.35) == (low, low)
    errors = [np.sqrt(np.mean((curve.predict(frame.regression, frame.x) - frame.t) ** 2)) for frame in (first, last)]
    assert errors[1] < 0.3 < errors[0]
