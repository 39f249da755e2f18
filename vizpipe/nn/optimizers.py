"""Update rules: how a gradient becomes a step.

A rule is a value with its hyperparameters. ``start(vector)`` gives its first state; ``update(vector, gradient,
state)`` gives the new parameters and the new state, and changes neither of what it was given. All arrays have the
shape of the parameter vector, (n,).

AdaGrad, RMSProp and Adam add an ε to the root that they divide by, outside of it; it differs by default: 10⁻⁷ for
AdaGrad and RMSProp, 10⁻⁸ for Adam, as its paper has it. Keras takes 10⁻⁷ for all three, PyTorch 10⁻¹⁰, 10⁻⁸ and 10⁻⁸.
"""

from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
S = TypeVar("S")


class Optimizer(Protocol[S]):
    """What every update rule offers."""

    def start(self, vector: Array) -> S:
        """Give the state before the first step."""

    def update(self, vector: Array, gradient: Array, state: S) -> tuple[Array, S]:
        """Take one step: the new parameters and the new state."""


@dataclass(frozen=True)
class SGD:
    """Stochastic gradient descent: w ← w − η∇L (Robbins and Monro, 1951)."""

    learning_rate: float

    def start(self, vector: Array) -> None:
        """Nothing is remembered between steps."""

    def update(self, vector: Array, gradient: Array, state: None) -> tuple[Array, None]:
        """Step straight down the gradient."""
        return vector - self.learning_rate * gradient, state


@dataclass(frozen=True)
class Momentum:
    """A ball that rolls: v ← αv − η∇L, w ← w + v (Polyak, 1964)."""

    learning_rate: float
    momentum: float = 0.9

    def start(self, vector: Array) -> Array:
        """Start at rest."""
        return np.zeros_like(vector)

    def update(self, vector: Array, gradient: Array, state: Array) -> tuple[Array, Array]:
        """Add the slope to the velocity, then move by it."""
        velocity = self.momentum * state - self.learning_rate * gradient
        return vector + velocity, velocity


@dataclass(frozen=True)
class AdaGrad:
    """Steps shrink where gradients were large: h ← h + ∇L², w ← w − η∇L/(√h + ε) (Duchi, Hazan and Singer, 2011).

    h starts at 0, as in PyTorch; in Keras it starts at 0.1.
    """

    learning_rate: float
    epsilon: float = 1e-7

    def start(self, vector: Array) -> Array:
        """No squares summed yet."""
        return np.zeros_like(vector)

    def update(self, vector: Array, gradient: Array, state: Array) -> tuple[Array, Array]:
        """Divide the step by the root of all squares so far."""
        squares = state + gradient * gradient
        return vector - self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon), squares


@dataclass(frozen=True)
class RMSProp:
    """AdaGrad that forgets: h ← ρh + (1 − ρ)∇L², w ← w − η∇L/(√h + ε) (Tieleman and Hinton, 2012, lecture 6.5).

    ρ is 0.99 by default, as in PyTorch; the lecture and Keras take 0.9.
    """

    learning_rate: float
    decay: float = 0.99
    epsilon: float = 1e-7

    def start(self, vector: Array) -> Array:
        """No squares averaged yet."""
        return np.zeros_like(vector)

    def update(self, vector: Array, gradient: Array, state: Array) -> tuple[Array, Array]:
        """Divide the step by the root of the moving mean of squares."""
        squares = self.decay * state + (1.0 - self.decay) * gradient * gradient
        return vector - self.learning_rate * gradient / (np.sqrt(squares) + self.epsilon), squares


@dataclass(frozen=True)
class Adam:
    """Momentum and RMSProp with their early bias corrected (Kingma and Ba, 2015, algorithm 1)."""

    learning_rate: float
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def start(self, vector: Array) -> tuple[int, Array, Array]:
        """No steps, and both means at zero."""
        return 0, np.zeros_like(vector), np.zeros_like(vector)

    def update(
        self, vector: Array, gradient: Array, state: tuple[int, Array, Array]
    ) -> tuple[Array, tuple[int, Array, Array]]:
        """Step by the corrected mean over the root of the corrected square."""
        steps, mean, square = state
        steps += 1
        mean = self.beta1 * mean + (1.0 - self.beta1) * gradient
        square = self.beta2 * square + (1.0 - self.beta2) * (gradient * gradient)
        # the paper's own rearrangement (end of its section 2): both corrections as one factor of the rate
        correction = (1.0 - self.beta2**steps) ** 0.5
        root = np.sqrt(square)
        root += self.epsilon * correction
        step = mean / root
        step *= self.learning_rate * correction / (1.0 - self.beta1**steps)
        return vector - step, (steps, mean, square)
