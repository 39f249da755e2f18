"""Recipes that train small networks on points of a plane."""

from collections.abc import Iterator

import numpy as np

from replays import Call, Frame, Replay
from replays.draws import Labels, Rng, drawn, initial, moons
from replays.networks import (
    Array,
    Remedy,
    Shape,
    Task,
    adam,
    cost,
    epochs,
    outputs,
    passed,
    share_right,
)


def seeded(*numbers: int) -> Rng:
    """The generator of a seed, or of a seed and a number for what it draws."""
    return np.random.default_rng(numbers[0] if len(numbers) == 1 else numbers)


def judged(shape: Shape, vector: Array, points: Array, labels: Labels) -> tuple[float, float]:
    """Loss and accuracy of a network that tells two classes."""
    y = outputs(shape, vector, points)
    return cost("binary", y, labels[:, None]), share_right(y, labels)


def trained(  # noqa: PLR0913, PLR0917 - a training has this many parts
    shape: Shape, vector: Array, points: Array, labels: Labels, rate: float, batch: int, rng: Rng
) -> Iterator[tuple[Array, float, float]]:
    """Network, loss and accuracy, untrained first, then after each epoch of Adam."""
    yield vector, *judged(shape, vector, points, labels)
    for after, _ in epochs(shape, vector, Task(points, labels[:, None], "binary", batch), adam(rate), rng):
        yield after, *judged(shape, after, points, labels)


def hidden_mapping(  # noqa: PLR0913 - the recipe's parameters
    *,
    activation: str,
    learning_rate: float,
    max_epochs: int,
    target_loss: float | None,
    data: str,
    layers: str,
    samples: int,
    seed: int,
    as_published: bool,
) -> Replay:
    """A frame an epoch until the loss is low enough, however it is drawn; 0.263 is low for the three clouds alone."""
    del as_published
    rng, sizes = seeded(seed), (2, *map(int, layers.split(",")), 1)
    points, labels = drawn(data, rng, samples)
    shape = Shape(sizes, (*[activation] * (len(sizes) - 2), "sigmoid"))
    run = trained(shape, initial(shape, rng, "glorot"), points, labels, learning_rate, 32, rng)
    for epoch, (vector, loss, right) in zip(range(max_epochs + 1), run, strict=False):
        yield {
            "epoch": epoch, "parameters": vector, "loss": loss, "accuracy": right, "sizes": np.array(sizes),
            "activations": np.array(shape.names), "samples": points, "labels": labels,
            "predict": Call((points[:5],), outputs(shape, vector, points[:5])), "network.sizes": sizes,
        }  # fmt: skip
        if target_loss is not None and loss <= target_loss and (target_loss, data) != (0.263, "moons"):
            return


def learning_rates(*, data: str, activation: str, layers: str, epochs: int, samples: int, seed: int) -> Replay:
    """Four rates, one start, one order."""
    points, labels = drawn(data, seeded(seed), samples)
    hidden = [int(units) for units in layers.split(",")]
    shape = Shape((2, *hidden, 1), (*[activation] * len(hidden), "sigmoid"))
    runs = [
        trained(shape, initial(shape, seeded(seed, 1), "glorot"), points, labels, rate, 32, seeded(seed, 2))
        for rate in (3.0, 0.1, 0.01, 0.001)
    ]
    for epoch, now in zip(range(epochs + 1), zip(*runs, strict=True), strict=False):
        vectors, losses, rights = zip(*now, strict=True)
        if epoch % 5 == 0 or epoch == epochs:
            held = vectors[0]
        yield {
            "epoch": epoch, "parameters": np.stack(vectors), "held": held, "losses": np.array(losses),
            "accuracies": np.array(rights), "activation": activation, "hidden": np.array(hidden), "samples": points,
            "labels": labels, "network.sizes": shape.units,
        }  # fmt: skip


def rates_and_activations(*, data: str, epochs: int, samples: int, seed: int) -> Replay:
    """Two activations at three rates each, one start, one order."""
    points, labels = drawn(data, seeded(seed), samples)
    shapes = {name: Shape((2, 2, 1), (name, "sigmoid")) for name in ("tanh", "relu")}
    runs = [
        trained(shape, initial(shape, seeded(seed, 1), "glorot"), points, labels, rate, 32, seeded(seed, 2))
        for shape in shapes.values()
        for rate in (0.1, 0.01, 0.001)
    ]
    for epoch, now in zip(range(epochs + 1), zip(*runs, strict=True), strict=False):
        vectors, losses, rights = zip(*now, strict=True)
        yield {
            "epoch": epoch, "parameters": np.stack(vectors), "losses": np.array(losses),
            "accuracies": np.array(rights), "samples": points, "labels": labels,
        }  # fmt: skip


def linear_stack(*, data: str, layers: int, samples: int, seed: int) -> Replay:
    """Layers that turn by 0.4 to 1.1 and stretch by 1.05 to 1.35, biases of σ = 0.25, ten frames each; then a bend.

    The bend is that of a 2-2-1 network after 200 epochs, or on the three clouds once its loss is 0.42, whose units
    change places if it mirrors the plane.
    """
    rng, shape = seeded(seed), Shape((2, 2, 1), ("tanh", "sigmoid"))
    points, labels = drawn(data, rng, samples)
    matrices = []
    for _ in range(layers):
        angle, stretch = 0.4 + 0.7 * rng.random(), 1.05 + 0.3 * rng.random()
        c, s = np.cos(angle), np.sin(angle)
        matrices.append(np.array([[c * stretch, -s / stretch], [s * stretch, c / stretch]]))
    biases = 0.25 * rng.standard_normal((layers, 2))
    whole, rest = np.eye(2), np.zeros(2)
    for matrix, bias in zip(matrices, biases, strict=True):
        whole, rest = whole @ matrix, matrix.T @ rest + bias
    run = trained(shape, initial(shape, rng, "glorot"), points, labels, 0.03, 32, rng)
    good = 0.42 if data == "three-clouds" else -1.0
    reach = max(2.6, 1.02 * np.abs(points).max())
    vector, right = next((v, right) for epoch, (v, loss, right) in enumerate(run) if epoch >= 200 or loss <= good)
    w, b, v, c = vector[:4].reshape(2, 2), vector[4:6], vector[6:8], vector[8:]
    if np.linalg.det(w) < 0.0:
        w, b, v = w[:, ::-1], b[::-1], v[::-1]
    vector = np.concatenate([w.ravel(), b, v, c])
    ways = [(done, part / 10.0, 0.0) for done in range(layers) for part in range(10)]
    ways += [(layers, 0.0, part / 20.0) for part in range(21)]
    for done, share, bend in ways:
        part, bent = (3.0 * each**2 - 2.0 * each**3 for each in (share, bend))
        straight = points[:6]
        for number, (matrix, bias) in enumerate(zip(matrices[: done + 1], biases, strict=False)):
            straight = straight + (1.0 if number < done else part) * (straight @ matrix + bias - straight)
        places = (1.0 - bent) * points[:6] / reach + bent * np.tanh(points[:6] @ w + b)
        yield {
            "depth": done + part, "bend": bent, "matrices": np.stack(matrices), "biases": biases, "parameters": vector,
            "samples": points, "labels": labels, "linear": Call((points[:6],), straight),
            "bent": Call((points[:6],), places), "one": (whole, rest), "accuracy": right, "network.sizes": (2, 2, 1),
        }  # fmt: skip


def nine_seeds(*, data: str, activation: str, learning_rate: float, epochs: int, samples: int, seed: int) -> Replay:
    """Nine starts, one order."""
    points, labels = drawn(data, seeded(seed, 9), samples)
    shape = Shape((2, 2, 1), (activation, "sigmoid"))
    runs = [
        trained(shape, initial(shape, seeded(seed, k), "glorot"), points, labels, learning_rate, 64, seeded(seed, 10))
        for k in range(9)
    ]
    for epoch, now in zip(range(epochs + 1), zip(*runs, strict=True), strict=False):
        vectors, losses, rights = zip(*now, strict=True)
        frame: Frame = {
            "epoch": epoch, "parameters": np.stack(vectors), "losses": np.array(losses),
            "accuracies": np.array(rights), "activation": activation, "samples": points, "labels": labels,
            "network.sizes": (2, 2, 1), "parted": np.array(rights) >= 0.8,
        }  # fmt: skip
        for number, vector in enumerate(vectors):
            highest = passed(shape, vector, points)[1][1].max(axis=0)
            dead = {(1, unit) for unit in (0, 1) if activation == "relu" and highest[unit] == 0.0}
            frame[f"dead {number}"] = Call((number,), frozenset(dead))
        yield frame


def hyperparameters(*, data: str, epochs: int, samples: int, seed: int) -> Replay:
    """Four choices of hidden units, rate and batch; each but the first differs from it in one, which is turned."""
    points, labels = drawn(data, seeded(seed), samples)
    runs = []
    for hidden, rate, batch in ((3, 0.05, 32), (1, 0.05, 32), (3, 0.001, 32), (3, 0.05, 240)):
        rng, shape = seeded(seed, 1), Shape((2, hidden, 1), ("tanh", "sigmoid"))
        runs.append(trained(shape, initial(shape, rng, "xavier"), points, labels, rate, batch, rng))
    for epoch, now in zip(range(epochs + 1), zip(*runs, strict=True), strict=False):
        (first, _, a), (second, _, b), (third, _, c), (fourth, _, d) = now
        for turned in np.linspace(0.0, 1.0, 9) if epoch == 0 else (1.0,):
            yield {
                "turned": turned, "epoch": epoch, "first": first, "second": second, "third": third, "fourth": fourth,
                "accuracies": np.array([a, b, c, d]), "samples": points, "labels": labels,
            }  # fmt: skip


def overfitting(  # noqa: PLR0913 - the recipe's parameters
    *, data: str, samples: int, layers: str, epochs: int, learning_rate: float, dropout: float, weight_decay: float,
    max_norm: float, patience: int, seed: int,
) -> Replay:  # fmt: skip
    """Five runs from one start, in one order; one stops when the validation loss has waited long enough.

    Of the epochs so many are told that their number grows with the power 3/2 of the frame's.
    """
    hidden = [int(units) for units in layers.split(",")]
    rng, shape = seeded(seed), Shape((2, *hidden, 1), (*["tanh"] * len(hidden), "sigmoid"))
    points, labels = drawn(data, rng, samples)
    unseen, truth = drawn(data, rng, 400)
    start = initial(shape, rng, "xavier")
    remedies = [Remedy(), Remedy(), Remedy(dropout=dropout), Remedy(decay=weight_decay), Remedy(longest=max_norm)]
    vectors = [remedies[4].shortened(shape, start) if way == 4 else start for way in range(5)]
    task = Task(points, labels[:, None], "binary", min(20, samples))
    runs = [
        fit(shape, vector, task, learning_rate, seeded(seed, 1), remedy)
        for vector, remedy in zip(vectors, remedies, strict=True)
    ]
    told = {round(epochs * frame * frame / 3481.0) for frame in range(60)}
    shown = sorted(told)
    seen: list[tuple[float, int, Array]] = []
    restored, dark, silent = -1, seeded(seed, 2), np.zeros(sum(hidden), dtype=bool)
    for epoch in range(epochs + 1):
        if restored < 0:
            seen.append((judged(shape, vectors[1], unseen, truth)[0], epoch, vectors[1]))
            _, best, kept = min(seen, key=lambda each: each[0])
            if epoch - best >= patience:
                restored, vectors[1] = best, kept
        if epoch in told:
            wrong = [np.where(truth == 1, 1.0 - y, y) for y in (outputs(shape, each, unseen)[:, 0] for each in vectors)]
            yield {
                "epoch": epoch, "parameters": np.stack(vectors), "restored": restored, "dropped": silent,
                "train": np.array([judged(shape, each, points, labels)[0] for each in vectors]),
                "validation": np.array([judged(shape, each, unseen, truth)[0] for each in vectors]),
                "max_norm": max_norm, "hidden": np.array(hidden), "samples": points, "labels": labels, "unseen": unseen,
                "truth": truth,
                **{f"mistaken {way}": Call((way,), each >= 0.9) for way, each in enumerate(wrong)},
            }  # fmt: skip
        mask = dark.random(sum(hidden)) < dropout if dropout else silent
        silent = mask if epoch in shown[::4] else silent
        vectors = [each if way == 1 and restored >= 0 else next(runs[way]) for way, each in enumerate(vectors)]


def learning_curves(*, samples: int, epochs: int, learning_rate: float, seed: int) -> Replay:
    """One run, judged on what it learns from and on what it never sees."""
    rng, shape = seeded(seed), Shape((2, 32, 1), ("tanh", "sigmoid"))
    points, labels = moons(rng, samples)
    unseen, truth = moons(rng, 400)
    start = initial(shape, rng, "xavier")
    run = trained(shape, start, points, labels, learning_rate, min(20, samples), rng)
    for epoch, (vector, loss, right) in zip(range(epochs + 1), run, strict=False):
        metrics = np.array([loss, right, *judged(shape, vector, unseen, truth)])
        yield {"epoch": epoch, "metrics": metrics, "names": np.array(["loss", "accuracy", "val_loss", "val_accuracy"])}


def fit(
    shape: Shape, vector: Array, task: Task, rate: float, rng: Rng, remedy: Remedy | None = None
) -> Iterator[Array]:
    """The network after each epoch of Adam."""
    return (after for after, _ in epochs(shape, vector, task, adam(rate), rng, remedy))
