"""What a film's network answers beside what somebody's does; loss and accuracy where nobody gives them."""

import numpy as np
import numpy.typing as npt

from vizpipe.nn.losses import binary_cross_entropy, sparse_categorical_cross_entropy
from vizpipe.nn.training import accuracy
from vizpipe.recording.model import Array

AGREES = 1e-6
"""By how much of the largest answer, at least of 1, the film's may be off the network's without a word."""
STRANGE = 1e-2
"""From how much on it is another network."""


def probabilities(answers: Array, last: str) -> Array:
    """Outputs of a network as a classifier's: logits squashed, logarithms raised; (rows, outputs)."""
    with np.errstate(over="ignore"):
        if last == "log-softmax":
            return np.asarray(np.exp(answers))
        if last != "identity":
            return answers
        if answers.shape[1] == 1:
            return np.asarray(1.0 / (1.0 + np.exp(-np.clip(answers, -700.0, 700.0))))
        raised = np.exp(answers - answers.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def classed(outputs: Array, labels: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Mean cross-entropy and accuracy of probabilities (rows, outputs)."""
    with np.errstate(all="ignore"):
        if outputs.shape[1] == 1:
            loss = binary_cross_entropy.value(outputs, labels[:, None].astype(float))
        else:
            loss = sparse_categorical_cross_entropy.value(outputs, labels)
    return loss, accuracy(outputs, labels)


def regressed(outputs: Array, targets: Array) -> tuple[float, float]:
    """Mean square and R² of outputs (rows, outputs); R² is nan where all targets are alike."""
    with np.errstate(all="ignore"):
        squares = ((outputs - targets) ** 2).mean()
        spread = ((targets - targets.mean(axis=0)) ** 2).mean()
        return float(squares), float(1.0 - squares / spread) if spread else float("nan")


def apart(ours: Array, theirs: Array) -> float:
    """The largest difference of two tables of outputs, as a share of the largest output, of 1 if that is less."""
    if ours.shape != theirs.shape:
        return float("inf")
    return float(np.abs(ours - theirs).max(initial=0.0) / max(1.0, np.abs(theirs).max(initial=0.0)))
