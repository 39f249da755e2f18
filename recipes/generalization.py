"""A wide network goes on learning its training points by heart while, for most seeds, it gets worse on unseen ones."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Say, Seed, Words, recipe

NAMES = ("learned from", "unseen", "the network", "the truth")
REACH, FRAMES, NOISE = 3.0, 60, 0.35
"""The noise is the standard deviation of the points around the truth."""
LOSS = nn.sum_of_squared_errors
NOISE_LOSS = NOISE**2 / 2.0
"""What the truth itself costs on average."""
PARTED, WORSE = 1.5, 2.0
"""How many times its lowest the loss on unseen points must be to say that it rises, and that noise was learned."""


class Fit(NamedTuple):
    """A network after so many steps."""

    step: int
    parameters: Array
    """Shape (parameter_count,)."""
    losses: Array
    """Half the mean squared error on the points that it learns from, and on points kept apart, shape (2,)."""
    best_step: int
    """Of all steps of the training, shown or not, the one with the lowest loss on points kept apart."""
    best_loss: float
    """That loss."""
    hidden: int
    train: Array
    """x and y of the points to learn from, shape (samples, 2)."""
    test: Array
    """x and y of the points kept apart, shape (tests, 2)."""

    def curve(self, x: Array) -> Array:
        """What the network answers to inputs (n,), shape (n,)."""
        return _network(self.hidden).predict(self.parameters, x[:, None] / REACH).ravel()

    @property
    def threads(self) -> Array:
        """From each point kept apart straight up or down to the curve, shape (tests, 2, 2)."""
        x = self.test[:, 0]
        return np.stack([self.test, np.stack([x, self.curve(x)], axis=1)], axis=1)


def _network(hidden: int) -> nn.Network:
    return nn.Network((1, hidden, hidden, 1), ("tanh", "tanh", "identity"))


def truth(x: Array) -> Array:
    """The curve that the points scatter around."""
    return np.asarray(np.sin(1.4 * x) + 0.2 * x)


@recipe(
    title="Train and test",
    chapter="Training",
    ideas=("Train and test: why data are split, and what generalization is",),
    chaotic=True,
)
def generalization(
    *,
    samples: Annotated[int, Meta(ge=2, le=500), "Points to learn from"] = 14,
    tests: Annotated[int, Meta(ge=2, le=500), "Points kept apart"] = 14,
    hidden: Annotated[int, Meta(ge=1, le=64), "Units in each of two hidden layers"] = 24,
    iterations: Annotated[Count, "Steps of training on all points"] = 3000,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    seed: Seed = 7,
) -> Iterator[Fit]:
    """Fit noisy points of a curve with far more parameters than points; watch points kept apart."""
    rng = np.random.default_rng(seed)
    points = np.hstack(datasets.noisy_curve(rng, samples + tests, truth, reach=REACH, noise=NOISE))
    train, test = points[:samples], points[samples:]
    network, rule = _network(hidden), nn.Adam(learning_rate)
    vector = network.initial(rng, nn.initializers.xavier)
    state = rule.start(vector)
    shown = {max(1, round(iterations * (number / FRAMES) ** 2)) for number in range(FRAMES + 1)}
    frames: dict[int, Fit] = {}
    best, lowest = 0, np.inf
    for step in range(1, iterations + 1):
        _, gradient = network.gradient(vector, train[:, :1] / REACH, train[:, 1:], LOSS)
        vector, state = rule.update(vector, gradient, state)
        fits = [network.predict(vector, part[:, :1] / REACH) for part in (train, test)]
        losses = [LOSS.value(fit, part[:, 1:]) for fit, part in zip(fits, (train, test), strict=True)]
        if is_better := losses[1] < lowest:
            frames.pop(best if best not in shown else 0, None)
            best, lowest = step, losses[1]
        if is_better or step in shown:
            frames[step] = Fit(step, vector, np.array(losses), 0, 0.0, hidden, train, test)
    yield from (frame._replace(best_step=best, best_loss=lowest) for frame in frames.values())


@generalization.picture
def picture(film: Film[Fit]) -> vp.Picture[Fit]:
    """The points, the truth and the network, each unseen point tied to it; beside them both losses."""
    line = np.linspace(-REACH, REACH, 300)
    points = film.span(lambda frame: np.concatenate([frame.train, frame.test])[:, 1])
    high = max(1.15 * max(map(abs, points)), 1.2 * max(map(abs, film.span(lambda frame: frame.curve(line)))))
    free = np.array([[-REACH, 0.93 * high], [0.6 * REACH, 0.93 * high], [0.5, -0.77 * high], [0.5, -0.93 * high]])
    strokes = free[:, None] + np.array([[-0.16, 0.0], [0.06, 0.0]])
    marks = (
        vp.Line[Fit](line, truth(line), "line", 6.0),
        vp.Edge[Fit](strokes[3:], 6.0, paint="line"),
        vp.Edge[Fit](lambda frame: frame.threads, 2.0),
        vp.Line[Fit](line, lambda frame: frame.curve(line), "accent", 4.0),
        vp.Edge[Fit](strokes[2:3], 4.0, paint="accent"),
        vp.Dots[Fit](lambda frame: np.concatenate([frame.test, free[1:2]]), "background", 14.0, "ink"),
        vp.Dots[Fit](lambda frame: np.concatenate([frame.train, free[:1]]), "series 2", 14.0),
        *(vp.Label[Fit](place, name, shift=(22.0, 0.0)) for place, name in zip(free, NAMES, strict=True)),
    )
    limits, title = (-1.05 * REACH, 1.05 * REACH, -high, high), "Black lines: how far off on unseen points"
    plane = vp.panel(*marks, title=title, x="x", y="y", limits=limits, weight=(1.4, 1.4))
    counter = vp.phrase("Step {n}", n=lambda frame: frame.step)
    return vp.Picture(vp.stack(plane, _losses(film)), counter=(counter,), thumb=plane)


def _losses(film: Film[Fit]) -> vp.Panel[Fit]:
    """Both losses, and from then on the step at which the one on unseen points was lowest."""
    end, top = max(film[-1].step, 2), 1.12 * film.span("losses")[1]
    step = vp.phrase("lowest: step {n}", n=lambda frame: frame.best_step)
    lowest = vp.Rule[Fit](x="best_step", paint="ink"), vp.Label[Fit](lambda frame: (frame.best_step, 0.95 * top), step)
    curves = vp.Trail[Fit]("step", "losses", NAMES[:2], ["series 2", "ink"], is_inside=True)
    marks = vp.When[Fit](lambda frame: frame.step >= frame.best_step, lowest), curves
    return vp.panel(*marks, title="Loss", x="step, logarithmic", limits=(1.0, end, 0.0, top), log="x")


@generalization.story
def story(film: Film[Fit]) -> list[Beat[Fit]]:
    """Where it should have stopped, and what it learned by going on."""
    last = film[-1]
    best = film[film.column("step").tolist().index(last.best_step)]

    def parts(frame: Fit) -> bool:
        return bool(frame.losses[0] < best.losses[0] and frame.losses[1] > PARTED * last.best_loss)

    start = "{p:,} parameters, {n:|point|points} to learn from: what does the network learn?"
    there = "On unseen points the loss is lowest at step {n}"
    end = "It has learned the noise: the unseen loss is about {x:.0f} times its lowest"
    rise = {"x": last.losses[1] / last.best_loss}
    return [
        Beat("start", 0, start, 1.5, values={"p": last.parameters.size, "n": len(last.train)}),
        Beat("best", lambda frame: frame.step == best.step < last.step, there, 2.0, values={"n": best.step}),
        Beat("parts", parts, "Training goes on: closer to its own points, further from unseen ones", 1.0),
        Beat("noise", lambda frame: frame.step == last.step and learns_noise(last), end, 3.0, values=rise),
    ]


def learns_noise(last: Fit) -> bool:
    """Whether a network meets its points more closely than the truth does, and has paid for it on others."""
    train, test = last.losses
    return bool(train < NOISE_LOSS < test and test > WORSE * last.best_loss)


@generalization.words
def words(film: Film[Fit], say: Say) -> Words:
    """When it was best, and what came after."""
    last = film[-1]
    caption = say(
        "{parameters:,} parameters and {n:|point|points}. The loss on unseen points is lowest after "
        "{step:,|step|steps}: {best:.3f}.",
        parameters=last.parameters.size,
        n=len(last.train),
        step=last.best_step,
        best=last.best_loss,
    )
    shows = say("A curve among noisy points, and its losses on points that it learns from and on points kept apart.")
    if learns_noise(last):
        caption += " " + say(
            "Then it learns the noise: by step {step:,} the training loss is below {noise:.2f}, which noise alone "
            "costs, and the test loss has risen to about {test:.1g} (further digits differ between processors). Only "
            "data kept apart reveal it.",
            step=last.step,
            noise=NOISE_LOSS,
            test=last.losses[1],
        )
        shows = say("A curve that first follows the truth and then bends to meet points, and two losses that diverge.")
    return Words(say("Why data are split: train and test"), caption, f"{shows} {caption}")
