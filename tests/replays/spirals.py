"""A recipe that trains two networks of one size, deep and wide, on two spirals."""

from functools import partial

import numpy as np

from replays import Call, Replay
from replays.draws import drawn, initial, spirals
from replays.networks import Shape, outputs
from replays.planes import judged, seeded, trained


def deep_or_wide(  # noqa: PLR0913 - the recipe's parameters
    *, data: str, samples: int, turns: float, wide: str, deep: str, epochs: int, learning_rate: float, seed: int
) -> Replay:
    """217 parameters in one hidden layer, or in three; 400 points of a seed's second draw are never learned from.

    The number of epochs told grows with the power 3/2 of the frame's.
    """
    rng = seeded(seed)
    draw = partial(spirals, turns=turns) if data == "spirals" else partial(drawn, data)
    points, labels = draw(rng, samples=samples)
    unseen, truth = draw(seeded(seed, 2), samples=400)
    hidden = [[int(units) for units in each.split(",")] for each in (wide, deep)]
    shapes = [Shape((2, *each, 1), (*["tanh"] * len(each), "sigmoid")) for each in hidden]
    assert (wide, deep) != ("54", "9,9,9") or shapes[0].numbers == shapes[1].numbers == 217
    most = max(shape.numbers for shape in shapes)
    runs = [
        trained(shape, initial(shape, rng, "xavier"), points, labels, learning_rate, 100, seeded(seed, 1))
        for shape in shapes
    ]
    runs = [iter([next(run), *(next(run) for _ in range(epochs))]) for run in runs]
    told = {round(epochs * np.sqrt((frame / 59.0) ** 3)) for frame in range(60)}
    for epoch, now in enumerate(zip(*runs, strict=True)):
        vectors, losses, _ = zip(*now, strict=True)
        if epoch in told:
            missed, rights = zip(
                *(judged(shape, vector, unseen, truth) for shape, vector in zip(shapes, vectors, strict=True)),
                strict=True,
            )
            filled = [np.append(each, np.zeros(most - len(each))) for each in vectors]
            yield {
                "epoch": epoch, "parameters": np.stack(filled), "losses": np.array(losses),
                "unseen_losses": np.array(missed), "samples": points, "labels": labels, "unseen": unseen,
                "truth": truth, "right": np.array(rights), "wide": np.array(hidden[0]), "deep": np.array(hidden[1]),
                "wrong": Call((1,), (outputs(shapes[1], vectors[1], unseen)[:, 0] > 0.5) != truth),
            }  # fmt: skip
