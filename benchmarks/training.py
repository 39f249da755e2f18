"""How long an epoch takes: vizpipe.nn beside PyTorch and scikit-learn, on the same data, one thread each."""

import os
import time
from collections.abc import Callable

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np

from vizpipe import datasets, nn

BATCH = 32


def best(action: Callable[[], object], rounds: int = 7) -> float:
    """The fastest of several rounds, in seconds: noise only ever adds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times)


def small_vizpipe(epochs: int = 20) -> float:
    """2-2-1 with Adam on 400 samples in batches of 32: seconds an epoch."""
    rng = np.random.default_rng(0)
    points, labels = datasets.three_clouds(rng, 400)
    network = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
    start = network.initial(rng, nn.initializers.glorot_uniform)
    targets = labels[:, None].astype(float)
    run = nn.descend(
        network, start, points, targets, loss=nn.binary_cross_entropy, optimizer=nn.Adam(0.01), batch_size=BATCH,
        rng=rng, watch=False,
    )  # fmt: skip
    return best(lambda: [next(run) for _ in range(epochs)]) / epochs


def small_torch(epochs: int = 4) -> float:
    """The same in PyTorch, written as its tutorials do, without a DataLoader (which costs more)."""
    import torch

    torch.set_num_threads(1)
    points, labels = datasets.three_clouds(np.random.default_rng(0), 400)
    x = torch.tensor(points)
    t = torch.tensor(labels[:, None].astype(float))
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1), torch.nn.Sigmoid()
    ).double()
    optimizer, loss = torch.optim.Adam(model.parameters(), lr=0.01), torch.nn.BCELoss()

    def run() -> None:
        for _ in range(epochs):
            epoch()

    def epoch() -> None:
        order = torch.randperm(len(x))
        for start in range(0, len(x), BATCH):
            batch = order[start : start + BATCH]
            optimizer.zero_grad()
            loss(model(x[batch]), t[batch]).backward()
            optimizer.step()

    return best(run) / epochs


def small_sklearn(epochs: int = 4) -> float:
    """The same in scikit-learn: one partial_fit is one epoch."""
    from sklearn.neural_network import MLPClassifier

    points, labels = datasets.three_clouds(np.random.default_rng(0), 400)
    model = MLPClassifier((2,), activation="tanh", solver="adam", batch_size=BATCH, learning_rate_init=0.01)
    model.partial_fit(points, labels, classes=[0, 1])
    return best(lambda: [model.partial_fit(points, labels) for _ in range(epochs)]) / epochs


def digits_vizpipe(epochs: int = 10) -> float:
    """64-50-10 with SGD on the digits, batches of 100: seconds an epoch."""
    rng = np.random.default_rng(0)
    images, labels = datasets.digits()
    network = nn.Network((64, 50, 10), ("sigmoid", "softmax"))
    start = network.initial(rng, nn.initializers.normal(0.01))
    run = nn.descend(
        network, start, images, labels, loss=nn.sparse_categorical_cross_entropy, optimizer=nn.SGD(0.1),
        batch_size=100, rng=rng, watch=False,
    )  # fmt: skip
    return best(lambda: [next(run) for _ in range(epochs)]) / epochs


def digits_sklearn(epochs: int = 4) -> float:
    """The same in scikit-learn."""
    from sklearn.neural_network import MLPClassifier

    images, labels = datasets.digits()
    model = MLPClassifier(
        (50,), activation="logistic", solver="sgd", batch_size=100, learning_rate_init=0.1, momentum=0.0, alpha=0.0
    )
    model.partial_fit(images, labels, classes=list(range(10)))
    return best(lambda: [model.partial_fit(images, labels) for _ in range(epochs)]) / epochs


if __name__ == "__main__":
    small, digits = small_vizpipe(), digits_vizpipe()
    print(f"2-2-1: {1e3 * small:.2f} ms an epoch, PyTorch {small_torch() / small:.1f}×", end=", ")
    print(f"scikit-learn {small_sklearn() / small:.1f}×")
    print(f"64-50-10: {1e3 * digits:.2f} ms an epoch, scikit-learn {digits_sklearn() / digits:.1f}×")
