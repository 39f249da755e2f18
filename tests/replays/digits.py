"""Recipes that train on handwritten digits."""

from itertools import islice

import numpy as np

from replays import Call, Replay
from replays.draws import Labels, digits, initial, split
from replays.networks import (
    Array,
    Remedy,
    Shape,
    Step,
    Task,
    adagrad,
    adam,
    cost,
    costs,
    gradient,
    layers,
    momentum,
    only_weights,
    outputs,
    passed,
    rmsprop,
    sgd,
    share_right,
)
from replays.networks import (
    epochs as train,
)
from replays.planes import fit, seeded


def batch_loss(*, draws: int, seed: int) -> Replay:
    """Ten epochs of plain descent; then losses of mini-batches drawn with replacement."""
    rng, shape = seeded(seed), Shape((64, 20, 10), ("sigmoid", "softmax"))
    x, t = digits()
    run = train(shape, initial(shape, rng, 0.1), Task(x, t, "classes", 100), sgd(0.5), rng)
    vector, _ = next(islice(run, 9, None))
    single = costs("classes", outputs(shape, vector, x), t)
    for exponent in range(5):
        size, batch = 4**exponent, np.zeros((16, 16, 8, 8))
        chosen = rng.integers(1797, size=(draws, size))
        for number, row in enumerate(chosen[0]):
            batch[divmod(number, 2**exponent)] = x[row].reshape(8, 8)
        losses = np.array([single[rows].sum() / size for rows in chosen])
        for shown in {10: (1, 10), 12: (1, 10, 12)}[draws]:
            yield {
                "size": size, "losses": losses, "total": single.mean(), "deviation": single.std(),
                "spread": losses.std(), "shown": shown, "batch": batch,
            }  # fmt: skip


def loss_curves(*, learning_rate: float, hidden: int, batch_size: int, epochs: int, seed: int) -> Replay:
    """64-hidden-10 from N(0, 0.01²) by plain descent; 297 digits are kept apart."""
    rng, shape = seeded(seed), Shape((64, hidden, 10), ("sigmoid", "softmax"))
    x, t, unseen, truth = split(rng, *digits(), 297)
    vector = initial(shape, rng, 0.01)
    run = train(shape, vector, Task(x, t, "classes", batch_size), sgd(learning_rate), rng)
    iterations = int(np.ceil(1500 / batch_size))
    losses = [cost("classes", outputs(shape, vector, x), t)] * iterations
    for epoch in range(epochs + 1):
        if epoch:
            vector, losses = next(run)
        answers = outputs(shape, vector, unseen)
        yield {
            "epoch": epoch, "losses": np.array(losses), "train_accuracy": share_right(outputs(shape, vector, x), t),
            "test_accuracy": share_right(answers, truth), "unseen": np.stack([row.reshape(8, 8) for row in unseen]),
            "truth": truth, "certainty": np.array([row[digit] for row, digit in zip(answers, truth, strict=True)]),
        }  # fmt: skip


def digits_in_the_plane(*, epochs: int, learning_rate: float, seed: int) -> Replay:
    """64-32-2-10 with a linear waist, at sixteen epochs, closer at first."""
    rng, shape = seeded(seed), Shape((64, 32, 2, 10), ("tanh", "identity", "softmax"))
    x, t, unseen, truth = split(rng, *digits(), 297)
    vector = initial(shape, rng, "xavier")
    run = fit(shape, vector, Task(x, t, "classes", 50), learning_rate, rng)
    shown = {round(epochs * (number / 15.0) ** 1.5) for number in range(16)}
    for epoch in range(epochs + 1):
        if epoch not in shown:
            vector = next(run)
            continue
        places, y = passed(shape, vector, unseen)[1][2:]
        means = {digit: places[truth == digit].mean(axis=0) for digit in range(10)}
        within = np.stack([place - means[digit] for place, digit in zip(places, truth, strict=True)])
        yield {
            "epoch": epoch, "parameters": vector, "accuracy": share_right(y, truth), "images": unseen,
            "labels": truth, "places": places, "is_right": y.argmax(axis=1) == truth,
            "spread": np.sqrt((within**2).mean() / ((places - places.mean(axis=0)) ** 2).mean()),
        }  # fmt: skip
        vector = next(run)


REGIONS = ((0, 2, 2, 6), (1, 4, 1, 3), (1, 3, 5, 8), (4, 7, 5, 7), (4, 6, 0, 3))
"""Rows from, to, columns from, to."""


def inked(images: Array) -> Array:
    """Mean ink in each region, (n, 5)."""
    return np.stack(
        [
            sum(images[:, 8 * row + column] for row in range(top, low) for column in range(left, right))
            / ((low - top) * (right - left))
            for top, low, left, right in REGIONS
        ],
        axis=1,
    )


def ruled(images: Array) -> Labels:
    """A stem at the left, nothing at the right of it nor at the lower left."""
    ink = inked(images)
    return np.asarray((ink[:, 1] > 0.45) & (ink[:, 2] < 0.22) & (ink[:, 4] < 0.25), dtype=int)


def features(*, hidden: int, epochs: int, learning_rate: float, seed: int) -> Replay:
    """A rule, a neuron on five features from zero, a network with a penalty of 0.0005: on 597 unseen digits.

    Fifty 5s (or all, if fewer) and as many others fall by turns: four of them in six frames each, of the others
    every seventh in one.
    """
    rng, shape = seeded(seed), Shape((64, hidden, 1), ("tanh", "sigmoid"))
    one = Shape((5, 1), ("sigmoid",))
    images, shown = digits()
    fives = (shown == 5).astype(int)
    x, t, unseen, truth = split(rng, images, fives, 597)
    vectors = [np.zeros(6), initial(shape, rng, 0.2)]
    runs = [
        fit(one, vectors[0], Task(inked(x), t[:, None], "binary", 32), learning_rate, rng),
        fit(shape, vectors[1], Task(x, t[:, None], "binary", 32), learning_rate, rng, Remedy(decay=5e-4)),
    ]
    for _ in range(epochs):
        vectors = [next(run) for run in runs]
    sure = outputs(one, vectors[0], inked(unseen)), outputs(shape, vectors[1], unseen)
    answers = np.array([ruled(unseen), *((y[:, 0] > fives.sum() / 1797).astype(int) for y in sure)])
    pairs = min(50, int((truth == 1).sum()))
    kinds = (np.where(truth == each)[0][:pairs] for each in (1, 0))
    order, count = [which for pair in zip(*kinds, strict=True) for which in pair], 2 * pairs
    later = [*(number + 0.5 for number in range(4, count, 7)), float(count)]
    for progress in [*(step / 6.0 for step in range(24)), *later]:
        gone = [number for number in range(count) if number + 1 <= progress]
        yield {
            "progress": progress, "linear": vectors[0], "parameters": vectors[1], "hidden": hidden,
            "scores": np.array([each[truth == 1].mean() + 1.0 - each[truth == 0].mean() for each in answers]) / 2.0,
            "images": unseen[order], "fives": truth[order], "answers": answers[:, order],
            "wrong": Call((2,), [number for number in gone if answers[2][order[number]] != truth[order[number]]]),
        }  # fmt: skip


def enlarged(images: Array) -> Array:
    """8 × 8 greys as 16 × 16 of 0 and 1: between the middles of pixels linearly, 1 above one half; (n, 256)."""
    middles, wanted = np.arange(8) + 0.5, (np.arange(16) + 0.5) / 2.0
    mix = np.stack([np.interp(wanted, middles, row) for row in np.eye(8)], axis=1)
    greys = np.einsum("ri,nij,cj->nrc", mix, images.reshape(-1, 8, 8), mix)
    return np.where(greys > 0.5, 1.0, 0.0).reshape(-1, 256)


def it_is_a_two(
    *, hidden: int, learning_rate: float, iterations: int, weight_decay: float, digit: int, seed: int
) -> Replay:
    """256-hidden-10 by mini-batches of a hundred without one twice; 297 digits are kept apart, one of them shown."""
    rng, shape = seeded(seed), Shape((256, hidden, 10), ("sigmoid", "softmax"))
    images, labels = digits()
    x, t, unseen, truth = split(rng, enlarged(images), labels, 297)
    vector, step, vectors = initial(shape, rng, 0.1), adam(learning_rate), []
    for _ in range(iterations + 1):
        vectors.append(vector)
        rows = rng.choice(1500, 100, replace=False)
        slope = gradient(shape, vector, x[rows], t[rows], "classes") + weight_decay * only_weights(shape, vector)
        vector = step(vector, slope)
    shown = sorted({round((iterations + 1.0) ** (number / 59.0)) - 1 for number in range(60)})
    mine = unseen[truth == digit]
    shares = np.stack([outputs(shape, vectors[number], mine) for number in shown])
    sure = [number for number, share in enumerate(shares[-1, :, digit]) if share > 0.9]
    highest = np.sort(np.delete(shares.max(axis=0), digit, axis=1), axis=1)
    if sure:  # the one over which two others fought hardest; else the one that is most nearly read right
        chosen = max(sure, key=lambda number: highest[number, -1] * highest[number, -2])
    else:
        chosen = int(np.argmax(shares[-1, :, digit]))
    image = mine[chosen]
    for number in shown:
        y = outputs(shape, vectors[number], image[None])
        yield {
            "iteration": number, "parameters": vectors[number], "image": image.reshape(16, 16),
            "accuracy": share_right(outputs(shape, vectors[number], unseen), truth), "label": digit,
            "confidences": y[0],
            "weights": layers(shape, vectors[number])[0][0].T.reshape(hidden, 16, 16),
        }  # fmt: skip


WAYS: tuple[tuple[str | float, str], ...] = (
    ("zero", "tanh"),
    (0.01, "tanh"),
    (1.0, "tanh"),
    ("xavier", "tanh"),
    ("xavier", "relu"),
    ("he", "relu"),
)
"""First weights, activation."""


def initial_weights(*, epochs: int, learning_rate: float, batch_size: int, seed: int) -> Replay:
    """Five hidden layers of fifty on digits less their mean: one draw, one order for all."""
    images, labels, *_ = split(seeded(seed), *digits(), 297)
    x = images - images.mean(axis=0)
    shapes = [Shape((64, 50, 50, 50, 50, 50, 10), (name,) * 5 + ("softmax",)) for _, name in WAYS]
    vectors = [initial(shape, seeded(seed, 1), how) for shape, (how, _) in zip(shapes, WAYS, strict=True)]
    task = Task(x, labels, "classes", batch_size)
    runs = [
        train(shape, vector, task, sgd(learning_rate), seeded(seed, 2))
        for shape, vector in zip(shapes, vectors, strict=True)
    ]
    first = [passed(shape, vector, x[:300])[1][1:6] for shape, vector in zip(shapes, vectors, strict=True)]
    edges = (np.arange(73) - 20.5) / 20.0
    for frame in range(epochs + 5):
        outcomes = [outputs(shape, vector, x) for shape, vector in zip(shapes, vectors, strict=True)]
        yield {
            "epoch": max(frame - 4, 0), "layer": min(frame + 1, 5),
            "losses": np.array([cost("classes", each, labels) for each in outcomes]),
            "spreads": np.array([[np.sqrt((a**2).mean() - a.mean() ** 2) for a in way] for way in first]),
            "histograms": np.array([[np.histogram(a, edges)[0] / (300 * 50) for a in way] for way in first]),
        }  # fmt: skip
        if frame < 4:
            continue
        vectors = [next(run)[0] for run in runs]


def optimizers(*, steps: int, mini_batches: int, layers: str, seed: int) -> Replay:
    """Five rules on x²/20 + y² from (−7, 2) and on 64-50-50-10, which all see the same mini-batches of a hundred."""
    hidden = [int(units) for units in layers.split(",")]
    rng, shape = seeded(seed), Shape((64, *hidden, 10), (*["relu"] * len(hidden), "softmax"))
    x, t = digits()
    valley: list[Step] = [sgd(0.95), momentum(0.1), adagrad(1.5), rmsprop(0.1), adam(0.3)]
    network: list[Step] = [sgd(0.01), momentum(0.01), adagrad(0.01), rmsprop(0.001), adam(0.001)]
    vectors = [initial(shape, rng, "he")] * 5
    places = [np.array([-7.0, 2.0])] * 5
    losses = [[cost("classes", outputs(shape, vectors[0], x), t)] for _ in range(5)]
    for step in range(steps + 1):
        yield {
            "step": step, "places": np.stack(places), "losses": np.array([np.mean(each) for each in losses]),
        }  # fmt: skip
        places = [rule(at, np.array([at[0] / 10.0, 2.0 * at[1]])) for rule, at in zip(valley, places, strict=True)]
        losses = [[] for _ in range(5)]
        for _ in range(mini_batches):
            rows = rng.choice(1797, 100, replace=False)
            for number, rule in enumerate(network):
                losses[number].append(cost("classes", outputs(shape, vectors[number], x[rows]), t[rows]))
                vectors[number] = rule(vectors[number], gradient(shape, vectors[number], x[rows], t[rows], "classes"))
