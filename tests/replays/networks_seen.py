"""Recipes that show what is in a network while it learns to read digits."""

from collections.abc import Iterator

import numpy as np

from replays import Replay
from replays.draws import Labels, Rng, digits, initial, shifted, split
from replays.networks import Array, Remedy, Shape, Task, cost, layers, outputs, passed, share_right
from replays.planes import fit, seeded
from replays.planes import trained as judged_epochs


def trained(
    data: tuple[Array, Labels, Array, Labels], hidden: list[int], how: str | float, rate: float, epochs: int, rng: Rng
) -> Iterator[tuple[Shape, Array]]:
    """Tanh layers and a softmax on digits in mini-batches of 50: the network after each epoch."""
    x, t, _, _ = data
    shape = Shape((64, *hidden, int(t.max()) + 1), (*["tanh"] * len(hidden), "softmax"))
    vector = initial(shape, rng, how)
    run = fit(shape, vector, Task(x, t, "classes", 50), rate, rng)
    for epoch in range(epochs + 1):
        vector = next(run) if epoch else vector
        yield shape, vector


def first_units(*, units: int, epochs: int, learning_rate: float, weight_decay: float, seed: int) -> Replay:
    """64-units-10 from N(0, 0.05²), with weight decay."""
    rng = seeded(seed)
    images, shown = digits()
    x, t, _, _ = split(rng, shifted(rng, images), shown, 297)
    shape = Shape((64, units, int(t.max()) + 1), ("tanh", "softmax"))
    vector = initial(shape, rng, 0.05)
    run = fit(shape, vector, Task(x, t, "classes", 50), learning_rate, rng, Remedy(decay=weight_decay))
    for epoch in range(epochs + 1):
        vector = next(run) if epoch else vector
        y = outputs(shape, vector, x)
        yield {
            "epoch": epoch, "parameters": vector, "loss": cost("classes", y, t), "accuracy": share_right(y, t),
            "sizes": np.array(shape.units), "activations": np.array(["tanh", "softmax"]), "samples": x, "labels": t,
        }  # fmt: skip


def weights_by_layer(*, layers: str, epochs: int, learning_rate: float, seed: int) -> Replay:
    """How many weights lie in each of 61 bins that reach as far as any weight of the layer ever does."""
    hidden = [int(each) for each in layers.split(",")]
    rng = seeded(seed)
    data = split(rng, *digits(), 297)
    run = [weights_of(*each) for each in trained(data, hidden, "xavier", learning_rate, epochs, rng)]
    edges = [np.linspace(-1.0, 1.0, 62) * max(np.abs(each[n]).max() for each in run) for n in range(len(run[0]))]
    names = [f"layer {n + 1} ({len(each)} → {each.shape[1]})" for n, each in enumerate(run[0])]
    for epoch, matrices in enumerate(run):
        counts = [np.histogram(each, bins)[0] / each.size for each, bins in zip(matrices, edges, strict=True)]
        deviations = [np.sqrt(np.mean((each - each.mean()) ** 2)) for each in matrices]
        yield {
            "epoch": epoch, "shares": np.array(counts), "edges": np.array(edges),
            "deviations": np.array(deviations), "names": np.array(names),
        }  # fmt: skip


def logged_images(*, code: int, epochs: int, learning_rate: float, seed: int) -> Replay:
    """The first unseen digit of each kind, 0 to 9, and beside it what 64-code-64 answers; black is ink."""
    rng = seeded(seed)
    x, _, unseen, labels = split(rng, *digits(), 297)
    chosen = [labels.tolist().index(digit) for digit in range(10)]
    shape = Shape((64, code, 64), ("tanh", "sigmoid"))
    vector = initial(shape, rng, 0.05)
    run = fit(shape, vector, Task(x, x, "squares", 50), learning_rate, rng)
    kept = {round((epochs + 1) ** (at / 45) - 1) for at in range(46)}
    for epoch in range(epochs + 1):
        vector = next(run) if epoch else vector
        if epoch not in kept:
            continue
        pairs = np.zeros((len(chosen), 8, 17))
        for pair, digit, redrawn in zip(pairs, unseen[chosen], outputs(shape, vector, unseen[chosen]), strict=True):
            pair[:, :8], pair[:, 9:] = digit.reshape(8, 8), redrawn.reshape(8, 8)
        yield {
            "epoch": epoch, "images": np.stack([np.round(255 * (1 - pairs)).astype(np.uint8)] * 3, axis=3),
            "sizes": np.array([[8, 17]] * len(chosen)), "names": np.array([str(labels[n]) for n in chosen]),
        }  # fmt: skip


def weights_of(shape: Shape, vector: Array) -> list[Array]:
    """The weights of each layer, (inputs, outputs)."""
    return [matrix for matrix, _ in layers(shape, vector)]


def rings(rng: Rng, samples: int) -> tuple[Array, Labels]:
    """Points on a circle of radius 1, and as many on one of 0.45 in it; σ = 0.08."""
    labels = np.array([int(number >= samples // 2) for number in range(samples)])
    angles = 2.0 * np.pi * rng.random(samples)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.where(labels[:, None] == 0, 1.0, 0.45) * circle + 0.08 * rng.standard_normal((samples, 2)), labels


def layers_in_the_plane(*, layers: str, samples: int, epochs: int, learning_rate: float, seed: int) -> Replay:
    """Points, the first hidden layer, the middle one and the last along eigenvectors of their covariance in all frames.

    Those of two units are seen as they are, and so are points.
    """
    hidden = [int(each) for each in layers.split(",")]
    chosen = sorted({0, (len(hidden) + 1) // 2 - 1, len(hidden) - 1})
    answers, right = [], []
    rng, shape = seeded(seed), Shape((2, *hidden, 1), (*["tanh"] * len(hidden), "sigmoid"))
    x, truth = rings(rng, samples)
    run = judged_epochs(shape, initial(shape, rng, "xavier"), x, truth, learning_rate, samples, rng)
    for _, (vector, _, share) in zip(range(epochs + 1), run, strict=False):
        passes = passed(shape, vector, x)[1]
        answers.append([x, *(passes[1:][n] for n in chosen)])
        right.append(share)
    views = []
    for n in range(len(answers[0])):
        fitted = np.concatenate([each[n] for each in answers])
        values, vectors = np.linalg.eigh(np.cov(fitted.T, bias=True))
        axes = vectors[:, ::-1][:, :2] * [np.sign(v[np.abs(v).argmax()]) for v in vectors[:, ::-1][:, :2].T]
        seen = (np.eye(2), 1.0) if fitted.shape[1] == 2 else (axes, values[-2:].sum() / values.sum())
        views.append((fitted.mean(axis=0), *seen))
    for epoch, (layer, share) in enumerate(zip(answers, right, strict=True)):
        scatters = []
        for each in layer:
            own = np.stack([row - each[truth == kind].mean(axis=0) for row, kind in zip(each, truth, strict=True)])
            scatters.append(np.sqrt((own**2).sum() / ((each - each.mean(axis=0)) ** 2).sum()))
        yield {
            "epoch": epoch, "accuracy": share, "labels": truth, "scatters": np.array(scatters),
            "places": np.stack([(each - mean) @ axes for each, (mean, axes, _) in zip(layer, views, strict=True)]),
            "held": np.array([held for _, _, held in views]),
            "names": np.array(["input", *(f"layer {n + 1} ({hidden[n]} units)" for n in chosen)]),
        }  # fmt: skip
