"""Optimizers: update rules against a second reference, and the textbook's numbers."""

import numpy as np
import numpy.typing as npt
import pytest

from closeness import close
from vizpipe import nn

Array = npt.NDArray[np.float64]


def reference(name: str, rate: float, gradients: Array, start: Array) -> list[Array]:
    """Update rules once more, number by number, as the papers print them."""
    path, w = [], [float(v) for v in start]
    memory = [[0.0] * len(w) for _ in range(2)]
    for step, gradient in enumerate(gradients, start=1):
        for i, g in enumerate(map(float, gradient)):
            if name == "SGD":
                w[i] -= rate * g
            elif name == "Momentum":
                memory[0][i] = 0.9 * memory[0][i] - rate * g
                w[i] += memory[0][i]
            elif name == "AdaGrad":
                memory[0][i] += g**2
                w[i] -= rate * g / (memory[0][i] ** 0.5 + 1e-7)
            elif name == "RMSProp":
                memory[0][i] = 0.99 * memory[0][i] + 0.01 * g**2
                w[i] -= rate * g / (memory[0][i] ** 0.5 + 1e-7)
            else:
                memory[0][i] = 0.9 * memory[0][i] + 0.1 * g
                memory[1][i] = 0.999 * memory[1][i] + 0.001 * g**2
                mean, square = memory[0][i] / (1 - 0.9**step), memory[1][i] / (1 - 0.999**step)
                w[i] -= rate * mean / (square**0.5 + 1e-8)
        path.append(np.array(w))
    return path


@pytest.mark.parametrize("rule", [nn.SGD, nn.Momentum, nn.AdaGrad, nn.RMSProp, nn.Adam])
def test_update_rules_agree_with_a_second_reference(rule: type[nn.Adam]) -> None:
    """Update rules agree with a second reference for 100 steps to 1e−12, and leave what they were given alone."""
    rng = np.random.default_rng(3)
    gradients, start = rng.normal(size=(100, 5)), rng.normal(size=5)
    optimizer = rule(0.05)
    vector, state, before = start, optimizer.start(start), start.copy()
    for gradient, expected in zip(gradients, reference(rule.__name__, 0.05, gradients, start), strict=True):
        vector, state = optimizer.update(vector, gradient, state)
        close(vector, expected, 1e-12)
    assert (start == before).all()


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(0.1, (-6.11110793e-10, 8.14814391e-10)), (1e-10, (-2.99999994, 3.99999992))],
)
def test_gradient_descent_has_the_textbook_values(rate: float, expected: tuple[float, float]) -> None:
    """From (−3, 4) on x₀² + x₁², 100 steps of gradient descent end where the source notes end."""
    vector, rule = np.array([-3.0, 4.0]), nn.SGD(rate)
    for _ in range(100):
        vector, _ = rule.update(vector, 2.0 * vector, None)
    np.testing.assert_allclose(vector, expected, rtol=1e-8)
