"""What it costs to record a training with PyTorch: a frame an epoch, and the film at the end.

python benchmarks/recording.py        needs torch
"""

import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from vizpipe.film.stored import load
from vizpipe.recording.record import record

EPOCHS = 30
TURNS = 2
IMAGE = 784


class Case(NamedTuple):
    """A network, and what it learns from."""

    name: str
    sizes: tuple[int, ...]
    rows: int
    batch: int
    epochs: int = EPOCHS


CASES = (
    Case("2-8-1, 1,000 rows in batches of 16", (2, 8, 1), 1_000, 16),
    Case("30-16-1, 500 rows in batches of 16", (30, 16, 1), 500, 16),
    Case("64-48-24-10, 1,800 rows in batches of 32", (64, 48, 24, 10), 1_800, 32),
    Case("784-128-10, 6,000 rows in batches of 64", (784, 128, 10), 6_000, 64, 100),
    Case("2-8-1, 400 rows at once", (2, 8, 1), 400, 400, 1_000),
)


def train(case: Case, path: Path | None) -> tuple[float, float]:
    """CPU seconds of a training, all of it and what its tape took of that."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    outputs = case.sizes[-1]
    centres = rng.normal(size=(max(outputs, 2), case.sizes[0])).astype(np.float32)
    y = rng.integers(0, max(outputs, 2), case.rows)
    points = centres[y] + 0.7 * rng.normal(size=(case.rows, case.sizes[0]))
    if case.sizes[0] == IMAGE:  # in each image of a digit most pixels are empty, and many in all
        points *= (np.abs(centres[y]) > 1.0) & (np.arange(IMAGE) % 3 > 0)
    x = torch.from_numpy(points.astype(np.float32))
    labels: Any = torch.from_numpy(y)
    layers: list[Any] = []
    for fan_in, fan_out in pairwise(case.sizes):
        layers += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss_of: Any = torch.nn.CrossEntropyLoss() if outputs > 1 else torch.nn.BCEWithLogitsLoss()
    wanted = labels if outputs > 1 else labels.float()[:, None]
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    taken, start = 0.0, time.process_time()
    tape = record(model, x, labels, path) if path else None
    taken += time.process_time() - start
    for _ in range(case.epochs):
        order: Any = torch.randperm(case.rows)
        for batch in order.split(case.batch):
            optimizer.zero_grad()
            loss_of(model(x[batch]), wanted[batch]).backward()
            optimizer.step()
        now = time.process_time()
        if tape:
            tape.epoch()
        taken += time.process_time() - now
    now = time.process_time()
    if tape:
        tape.close()
    end = time.process_time()
    return end - start, taken + end - now


def main() -> None:
    """Measure each case, the quickest of three turns."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.film"
        for case in CASES:
            whole, taken = min((train(case, path) for _ in range(TURNS)), key=lambda each: each[1])
            share = 100.0 * taken / (whole - taken)
            frames = load(path).length
            print(
                f"{case.name:44} {case.epochs:5} epochs {whole - taken:6.2f} s, recording {share:5.2f} %, "
                f"{frames} frames, {path.stat().st_size / 1e6:.2f} MB"
            )


if __name__ == "__main__":
    main()
