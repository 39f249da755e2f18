"""The plane on its way through a layer: turned by part of the angle, stretched by a power, squashed by a share."""

from itertools import count
from typing import Any

import numpy as np

from replays import Call, Replay
from replays.draws import drawn, initial
from replays.networks import Array, Shape, layers, outputs
from replays.planes import seeded, trained

CORNERS = np.array([[x, y] for x in (-3.0, 3.0) for y in (-3.0, 3.0)])
PHASES = (
    (3, 0, 0, 0, 0), (13, 1, 0, 0, 1), (2, 1, 0, 0, 1), (8, 2, 0, 0, 1), (7, 2, 0, 0, 2), (6, 2, 1, 1, 2),
    (2, 2, 1, 1, 2), (2, 2, 0, 1, 2), (10, 1, 0, 1, 1), (7, 0, 0, 1, 0), (1, 0, 0, 1, 0),
)  # fmt: skip
"""Frames; depth, line and tint at their end, and the depth whose plane then fills the picture."""


def between(begin: Any, end: Any, share: float) -> Any:
    """So much of the way from one number, or array, to another."""
    return (1.0 - share) * begin + share * end


def moved(points: Array, depth: float, w: Array, b: Array) -> Array:
    """Points (n, 2) at a depth: by w = rotation · stretch to b + w·x until 1, and by tanh until 2."""
    share = min(depth, 1.0)
    whole = np.arctan2(w[1, 0] - w[0, 1], w[0, 0] + w[1, 1])  # det w ≥ 0: it turns and stretches, it mirrors nothing
    c, s = np.cos(share * whole), np.sin(share * whole)
    squares, directions = np.linalg.eigh(w.T @ w)
    stretch = (directions * squares ** (share / 2.0)) @ directions.T
    sums = points @ np.array([[c, -s], [s, c]]) @ stretch + share * b
    return np.asarray(between(sums, np.tanh(sums), max(depth - 1.0, 0.0)))


def plane_folds(
    *, learning_rate: float, max_epochs: int, target_loss: float | None, data: str, samples: int, seed: int
) -> Replay:
    """A network that is trained first, and a smooth way through its depth, of which nothing leaves the picture."""
    rng, shape = seeded(seed), Shape((2, 2, 1), ("tanh", "sigmoid"))
    points, labels = drawn(data, rng, samples)
    run = trained(shape, initial(shape, rng, "glorot"), points, labels, learning_rate, 32, rng)
    next(run)
    for epoch in count(1):
        vector, loss, right = next(run)
        if epoch >= max_epochs or (target_loss is not None and loss <= target_loss):
            break
    (w, b), (v, c) = layers(shape, vector)
    if w[0, 0] * w[1, 1] < w[0, 1] * w[1, 0]:  # seen from behind: the units change places
        w, b, v = w[:, [1, 0]], b[[1, 0]], v[[1, 0]]
    vector = np.concatenate([w.ravel(), b, v.ravel(), c])
    middle: Array = np.linalg.solve(w.T, -b)[None].astype(np.float64)  # its sums are 0, and tanh leaves them there
    views = (3.3, 1.1 * np.abs(CORNERS @ w + b).max(), 1.25)
    depth, line, tint, camera, reached = 0.0, 0.0, 0.0, views[0], 0
    for frames, to_depth, to_line, to_tint, view in PHASES:
        for frame in range(1, frames + 1):
            part = frame / frames
            eased = (part + 3.0 * part**2 - 2.0 * part**3) / 2.0  # halfway between even and smooth
            now, shade = between(depth, to_depth, eased), between(tint, to_tint, eased)
            reached = max(reached, int(now))
            way = np.exp(between(np.log(camera), np.log(views[view]), eased))
            half = max(way, 1.01 * np.abs(moved(CORNERS, now, w, b)).max())
            asked = points[:5] if now <= 1.0 else middle  # elsewhere a table of fewer digits undoes tanh
            places, answers = moved(asked, now, w, b) / half, outputs(shape, vector, asked)[:, 0]
            yield {
                "depth": now, "camera": half, "line": between(line, to_line, eased), "parted": shade,
                "reached": reached, "parameters": vector, "samples": points, "labels": labels, "loss": loss,
                "accuracy": right, "hidden.weights": w, "hidden.bias": b, "views": views,
                "cut": np.array([half * v[0, 0], half * v[1, 0], c[0]]),
                "place": Call((points[:5],), moved(points[:5], now, w, b) / half),
                "probability": Call((places,), answers), "tint": Call((places,), 0.5 + shade * (answers - 0.5)),
            }  # fmt: skip
        depth, line, tint, camera = to_depth, to_line, to_tint, views[view]
