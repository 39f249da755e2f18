"""Networks of several structures, on digits that are moved."""

from itertools import islice

import numpy as np

from replays import Replay
from replays.draws import Labels, Rng, digits, initial, shifted, split
from replays.networks import TINY, Array, Shape, Task, adam, outputs, share_right, softmax
from replays.planes import fit, seeded


def slid(filters: int, rate: float, rng: Rng, x: Array, t: Labels, epochs: int, unseen: Array) -> Array:  # noqa: PLR0913, PLR0917 - what a training is of
    """What patches of 5 × 5 with ReLU and a softmax behind them answer in the end: windows are cut out one by one."""
    patches = np.sqrt(2.0 / 25.0) * rng.standard_normal((25, filters))
    behind = np.sqrt(2.0 / (16.0 * filters)) * rng.standard_normal((16 * filters, 10))
    parts, step = [patches, np.zeros(filters), behind, np.zeros(10)], adam(rate)

    def looked(images: Array) -> Array:
        squares = images.reshape(-1, 8, 8)
        cut = [squares[:, y : y + 5, x : x + 5].reshape(-1, 25) for y in range(4) for x in range(4)]
        return np.stack(cut, axis=1)

    def passed(windows: Array) -> tuple[Array, Array]:
        sums = np.einsum("npk,kf->nfp", windows, parts[0]) + parts[1][:, None]
        found = np.maximum(sums, 0.0).reshape(len(windows), -1)
        return found, softmax(found @ parts[2] + parts[3])

    for _ in range(epochs):
        order = rng.permutation(len(x))
        for rows in np.split(order, range(50, len(order), 50)):
            windows = looked(x[rows])
            found, y = passed(windows)
            back = -np.eye(10)[t[rows]] / (y + TINY) / len(rows)
            back = y * back - y * (y * back).sum(axis=1, keepdims=True)
            below = ((back @ parts[2].T) * (found > 0.0)).reshape(len(rows), filters, 16)
            slopes = [
                np.einsum("npk,nfp->kf", windows, below),
                below.sum(axis=(0, 2)),
                found.T @ back,
                back.sum(axis=0),
            ]
            flat = step(np.concatenate([each.ravel() for each in parts]), np.concatenate([s.ravel() for s in slopes]))
            cuts = np.cumsum([each.size for each in parts])[:-1]
            parts = [new.reshape(old.shape) for new, old in zip(np.split(flat, cuts), parts, strict=True)]
    return passed(looked(unseen))[1]


def structure(*, epochs: int, learning_rate: float, seed: int) -> Replay:
    """Four widths, six more at random, three convolutions; each has an order and first weights of its own."""
    rng = seeded(seed)
    images, shown = digits()
    x, t, unseen, truth = split(rng, shifted(rng, images), shown, 597)
    widths = [10, 20, 40, 80, *(round(10.0 * 8.0**share) for share in rng.random(6).tolist())]
    numbers, right = [], []
    for number, width in enumerate(widths):
        own, shape = seeded(seed, number), Shape((64, width, 10), ("relu", "softmax"))
        run = fit(shape, initial(shape, own, "he"), Task(x, t, "classes", 50), learning_rate, own)
        numbers.append(75.0 * width + 10.0)
        right.append(share_right(outputs(shape, next(islice(run, epochs - 1, None)), unseen), truth))
    for number, filters in enumerate((4, 8, 16), 10):
        numbers.append(26.0 * filters + 160.0 * filters + 10.0)
        right.append(share_right(slid(filters, learning_rate, seeded(seed, number), x, t, epochs, unseen), truth))
    noughts = unseen[truth == 0].reshape(-1, 8, 8)
    for frame in range(2, 30):
        tried, place = (min(frame, 10), 0) if frame < 11 else (10 + max(frame - 26, 0), min(frame - 10, 16))
        row, column = divmod(max(place - 1, 0), 4)
        left, low, side = (column, 3 - row, 5) if place else (0, 0, 8)
        right_end, top = left + side, low + side
        yield {
            "tried": tried, "place": place, "numbers": np.array(numbers), "right": np.array(right),
            "image": min(noughts, key=lambda each: np.linalg.norm(each - noughts.mean(axis=0))),
            "box": np.array([(left, low), (right_end, low), (right_end, top), (left, top), (left, low)]),
        }  # fmt: skip
