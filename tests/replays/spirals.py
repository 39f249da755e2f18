"""A recipe that trains two networks of one size, deep and wide, on two spirals."""

import numpy as np

from replays import Call, Replay
from replays.draws import initial, spirals
from replays.networks import Shape, outputs
from replays.planes import judged, seeded, trained


def deep_or_wide(*, samples: int, turns: float, epochs: int, learning_rate: float, seed: int) -> Replay:
    """217 parameters in one hidden layer, or in three; 400 points of a seed's second draw are never learned from.

    The number of epochs told grows with the power 3/2 of the frame's.
    """
    rng = seeded(seed)
    points, labels = spirals(rng, samples, turns)
    unseen, truth = spirals(seeded(seed, 2), 400, turns)
    wide, deep = Shape((2, 54, 1), ("tanh", "sigmoid")), Shape((2, 9, 9, 9, 1), ("tanh", "tanh", "tanh", "sigmoid"))
    assert wide.numbers == deep.numbers == 217
    runs = [
        trained(shape, initial(shape, rng, "xavier"), points, labels, learning_rate, 100, seeded(seed, 1))
        for shape in (wide, deep)
    ]
    runs = [iter([next(run), *(next(run) for _ in range(epochs))]) for run in runs]
    told = {round(epochs * np.sqrt((frame / 59.0) ** 3)) for frame in range(60)}
    for epoch, now in enumerate(zip(*runs, strict=True)):
        vectors, losses, _ = zip(*now, strict=True)
        if epoch in told:
            missed, rights = zip(
                *(judged(shape, vector, unseen, truth) for shape, vector in zip((wide, deep), vectors, strict=True)),
                strict=True,
            )
            yield {
                "epoch": epoch, "parameters": np.stack(vectors), "losses": np.array(losses),
                "unseen_losses": np.array(missed), "samples": points, "labels": labels, "unseen": unseen,
                "truth": truth, "right": np.array(rights),
                "wrong": Call((1,), (outputs(deep, vectors[1], unseen)[:, 0] > 0.5) != truth),
            }  # fmt: skip
