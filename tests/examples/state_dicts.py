"""Gradient descent on a logistic regression lowers its loss with every step."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.picture import Field, Panel, Picture, Samples, Trail, panel, phrase, stack
from vizpipe.recipe import Count, Film, Rate, Seed, recipe

Array = npt.NDArray[np.float64]


class Model:
    """A logistic regression with the manners of a framework."""

    def __init__(self, state: dict[str, Array]) -> None:
        self.state = state

    def forward(self, x: Array) -> Array:
        """The probability of class 1."""
        return np.asarray(1.0 / (1.0 + np.exp(-(x @ self.state["weight"] + self.state["bias"]))))

    def fit(self, x: Array, y: Array, rate: float) -> float:
        """One step of gradient descent; gives the loss before it."""
        p = self.forward(x)
        slopes = {"weight": (p - y) @ x / len(y), "bias": np.asarray((p - y).mean())}
        self.state = {name: np.asarray(value - rate * slopes[name]) for name, value in self.state.items()}
        return float(-np.log(np.abs(1.0 - y - p)).mean())


class Step(NamedTuple):
    """A frame: what a state dict holds, as fields."""

    step: int
    loss: float
    weight: Array
    bias: Array
    samples: Array
    labels: npt.NDArray[np.int64]


@recipe()
def state_dicts(*, steps: Count = 20, rate: Rate = 0.5, seed: Seed = 1) -> Iterator[Step]:
    """Train on two clouds."""
    rng, labels = np.random.default_rng(seed), np.arange(100) % 2
    samples = rng.normal(size=(100, 2)) + 1.5 * labels[:, None]
    model = Model({"weight": np.zeros(2), "bias": np.zeros(())})
    for step in range(steps):
        state = model.state
        yield Step(step, model.fit(samples, labels.astype(float), rate), samples=samples, labels=labels, **state)


@state_dicts.picture
def picture(film: Film[Step]) -> Picture[Step]:
    """The plane and the loss; the network of a frame is made of its state again."""
    field = Field[Step](lambda frame, points: Model(frame._asdict()).forward(points))
    plane: Panel[Step] = panel(field, Samples(), reach=1.1 * max(map(abs, film.span("samples"))), bare=True)
    loss: Panel[Step] = panel(Trail("step", "loss"), title="Loss", x="step")
    return Picture(stack(plane, loss), counter=(phrase("Step {n}", n=lambda frame: frame.step),))
