"""Gradients: exact against numerical, for every layer, activation and loss."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeness import close
from vizpipe import nn

Array = npt.NDArray[np.float64]


def test_numerical_gradient_of_a_bowl() -> None:
    """F = x₀² + x₁² has gradients (6, 8), (0, 4) and (6, 0) at the three points of the source notes."""
    for point, expected in (((3.0, 4.0), (6.0, 8.0)), ((0.0, 2.0), (0.0, 4.0)), ((3.0, 0.0), (6.0, 0.0))):
        close(nn.numerical_gradient(lambda x: float((x * x).sum()), np.array(point)), expected, 1e-9)


def test_a_check_finds_a_wrong_gradient_and_prints_both_numbers() -> None:
    """A gradient that is off by 1e−5 is caught, and the verdict shows both norms."""
    point = np.array([3.0, 4.0])
    bowl = lambda x: float((x * x).sum())  # noqa: E731 - a formula
    assert nn.check_gradient(bowl, 2.0 * point, point).agree
    verdict = nn.check_gradient(bowl, 2.0 * point + 1e-5, point)
    assert not verdict.agree
    assert "exact 10" in str(verdict)
    assert "numerical 10" in str(verdict)


def targets_of(loss: nn.Loss, rng: np.random.Generator, batch: int, units: int) -> Array | npt.NDArray[np.int64]:
    """Targets of the kind that a loss takes."""
    classes = rng.integers(0, units, batch)
    if loss.name.startswith("sparse"):
        return classes
    if loss.name == "categorical-cross-entropy":
        return np.eye(units)[classes]
    return rng.uniform(0.1, 0.9, (batch, units))


HIDDEN = ("sigmoid", "tanh", "relu", "identity", "softmax")
OUTPUT_OF = {
    "sum-of-squared-errors": HIDDEN,
    "binary-cross-entropy": ("sigmoid", "softmax"),
    "categorical-cross-entropy": ("sigmoid", "softmax"),
    "sparse-categorical-cross-entropy": ("sigmoid", "softmax"),
}
CASES = [(hidden, out, loss) for loss, outs in OUTPUT_OF.items() for hidden, out in itertools.product(HIDDEN, outs)]


@pytest.mark.parametrize(("hidden", "out", "loss"), CASES)
@settings(max_examples=8)
@given(seed=st.integers(0, 2**32 - 1), batch=st.integers(1, 5), units=st.integers(2, 4))
def test_exact_and_numerical_gradient_agree(
    hidden: str, out: str, loss: str, seed: int, batch: int, units: int
) -> None:
    """‖exact − numerical‖ ≤ 1e−7·max(1, ‖exact‖) holds for every layer, activation and loss, away from kinks."""
    rng = np.random.default_rng(seed)
    network = nn.Network((3, 4, units), (hidden, out))
    vector = rng.uniform(-0.8, 0.8, network.parameter_count)
    x = rng.uniform(-1.0, 1.0, (batch, 3))
    sums = [z for z, _ in network.forward(vector, x)]
    names = (hidden, out)
    if any(name == "relu" and np.abs(z).min() < 1e-3 for name, z in zip(names, sums, strict=True)):
        return  # a kink within reach of the numerical gradient
    chosen = nn.LOSSES[loss]
    targets = targets_of(chosen, rng, batch, units)
    _, exact = network.gradient(vector, x, targets, chosen)
    verdict = nn.check_gradient(lambda v: chosen.value(network.predict(v, x), targets), exact, vector)
    assert verdict.agree, str(verdict)


def test_nothing_flows_through_a_step() -> None:
    """Behind a step every gradient, exact or numerical, is exactly zero."""
    rng = np.random.default_rng(2)
    network = nn.Network((2, 3, 1), ("step", "sigmoid"))
    vector, x, t = network.initial(rng, nn.initializers.he), rng.normal(size=(6, 2)), np.ones((6, 1))
    _, gradient = network.gradient(vector, x, t, nn.binary_cross_entropy)
    first = network.places[0]
    assert not gradient[first.weights].any()
    assert not gradient[first.bias].any()
    assert (nn.step.derivative(np.array([-1.0, 2.0])) == 0.0).all()
