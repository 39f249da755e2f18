"""A wide network goes on learning its training points by heart while, for most seeds, it gets worse on unseen ones."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Pairs, Rate, Say, Seed, Words, recipe

NAMES = ("learned from", "unseen", "the network", "the truth")
REACH, FRAMES = 3.0, 60
"""The network's inputs are divided by how far the usual points reach from 0."""
MANY = 60
"""From so many points on dots are smaller, so that all together cover no more."""
Limits = tuple[float, float, float, float]
LOSS = nn.sum_of_squared_errors
OVERSHOT = 20
"""Up to this step a rise of the loss is called an overshoot: Adam's first steps are all of full length."""
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


def _known(film: Film[Fit]) -> Pairs | None:
    """What is learned from, if the curve behind it is known."""
    return datasets.CURVES.get(str(film.parameters.get("data")))


@recipe(
    title="Train and test",
    chapter="Training",
    ideas=("Train and test: why data are split, and what generalization is",),
    chaotic=True,
)
def generalization(  # noqa: PLR0913 - data, a network and its training
    *,
    data: Annotated[Pairs, "What to learn from"] = datasets.CURVES["noisy-wave"],
    samples: Annotated[int, Meta(ge=2, le=500), "Points to learn from, around a known curve"] = 14,
    tests: Annotated[int, Meta(ge=2, le=500), "Points kept apart, around a known curve"] = 14,
    hidden: Annotated[int, Meta(ge=1, le=64), "Units in each of two hidden layers"] = 24,
    iterations: Annotated[Count, "Steps of training on all points"] = 3000,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    seed: Seed = 7,
) -> Iterator[Fit]:
    """Fit noisy points of a curve with far more parameters than points; watch points kept apart."""
    rng = np.random.default_rng(seed)
    train, test = data.parts(rng, samples, tests)
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
    """The points, the truth if it is known and the network, each unseen point tied to it; beside them both losses."""
    data, points = _known(film), np.concatenate([film[0].train, film[0].test])
    ends = (-REACH, REACH) if data else (float(points[:, 0].min()), float(points[:, 0].max()))
    line, size = np.linspace(*ends, 300), min(1.0, np.sqrt(MANY / len(points)))
    seen = film.span(lambda frame: np.concatenate([frame.train, frame.test])[:, 1])
    heights = (*seen, *film.span(lambda frame: frame.curve(line)))
    limits, free = _open(*heights) if data else _banded(*ends, min(heights), max(heights))
    strokes = free[:, None] + np.array([[-0.16, 0.0], [0.06, 0.0]]) * (ends[1] - ends[0]) / (2.0 * REACH)
    known = (
        (vp.Line[Fit](line, data.truth(line), "line", 6.0), vp.Edge[Fit](strokes[3:], 6.0, paint="line"))
        if data and data.truth
        else ()
    )
    marks = (
        *known,
        vp.Edge[Fit](lambda frame: frame.threads, 2.0 * size),
        vp.Line[Fit](line, lambda frame: frame.curve(line), "accent", 4.0),
        vp.Edge[Fit](strokes[2:3], 4.0, paint="accent"),
        vp.Dots[Fit](lambda frame: np.concatenate([frame.test, free[1:2]]), "background", 14.0 * size, "ink"),
        vp.Dots[Fit](lambda frame: np.concatenate([frame.train, free[:1]]), "series 2", 14.0 * size),
        *(vp.Label[Fit](place, name, shift=(22.0, 0.0)) for place, name in zip(free, NAMES, strict=False)),
    )
    title = "Black lines: how far off on unseen points"
    x, y = (vp.phrase("{name}", name=name) for name in film.about.features or ("x", "y"))
    plane = vp.panel(*marks, title=title, x=x, y=y, limits=limits, weight=(1.4, 1.4))
    counter = vp.phrase("Step {n:,}", n=lambda frame: frame.step)
    return vp.Picture(vp.stack(plane, _losses(film)), counter=(counter,), thumb=plane)


def _open(low: float, high: float, lowest: float, highest: float) -> tuple[Limits, Array]:
    """Limits around the known curve, and where names stand that it leaves free, shape (4, 2)."""
    top = max(1.15 * max(-low, high), 1.2 * max(-lowest, highest))
    across, down = (-REACH, 0.6 * REACH, 0.5, 0.5), np.array([0.93, 0.93, -0.77, -0.93])
    return (-1.05 * REACH, 1.05 * REACH, -top, top), np.stack([across, down * top], axis=1)


def _banded(left: float, right: float, low: float, high: float) -> tuple[Limits, Array]:
    """Limits around points that may lie anywhere, and places of names in a band above them, shape (3, 2)."""
    width, height = right - left, high - low
    limits = (left - 0.05 * width, right + 0.05 * width, low - 0.05 * height, high + 0.3 * height)
    return limits, np.array([left, high]) + np.array([[0.0, 0.22], [0.6, 0.22], [0.0, 0.1]]) * (width, height)


def _losses(film: Film[Fit]) -> vp.Panel[Fit]:
    """Both losses, and from then on the step at which the one on unseen points was lowest."""
    end, top = max(film[-1].step, 2), 1.12 * film.span("losses")[1]
    step = vp.phrase("lowest: step {n}", n=lambda frame: frame.best_step)
    lowest = vp.Rule[Fit](x="best_step", paint="ink"), vp.Label[Fit](lambda frame: (frame.best_step, 0.95 * top), step)
    curves = vp.Trail[Fit]("step", "losses", NAMES[:2], ["series 2", "ink"], is_inside=_known(film) is not None)
    early = film.column("losses")[film.column("step") <= OVERSHOT, 1]
    peak = film[int(early.argmax())]
    far = vp.Label[Fit](np.array([peak.step, peak.losses[1]]), "overshoot", "quiet")
    over = (vp.When[Fit](lambda frame: frame.step > peak.step, (far,)),) if early.argmax() > 0 else ()
    marks = vp.When[Fit](lambda frame: frame.step >= frame.best_step, lowest), curves, *over
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
    rise, is_known = {"x": last.losses[1] / last.best_loss}, _known(film) is not None
    is_even = not is_known and not learns_noise(film)
    if not is_known:
        end = "Closer to its own points than then, but the unseen loss is {x:.1f} times its lowest"
    still = "In the end the loss on unseen points is {x:.2f} times its lowest"
    return [
        Beat("start", 0, start, 1.5, values={"p": last.parameters.size, "n": len(last.train)}),
        Beat("best", lambda frame: frame.step == best.step < last.step, there, 2.0, values={"n": best.step}),
        Beat("parts", parts, "Training goes on: closer to its own points, further from unseen ones", 1.0),
        Beat("noise", lambda frame: frame.step == last.step and learns_noise(film), end, 3.0, values=rise),
        Beat("still", lambda frame: frame.step == last.step and is_even, still, 3.0, values=rise),
    ]


def learns_noise(film: Film[Fit]) -> bool:
    """Whether a network meets its points more closely than the truth does, and has paid for it on others.

    Where nobody knows the truth: more closely than when it was best on others.
    """
    last, data = film[-1], _known(film)
    train, test = last.losses
    is_worse = test > WORSE * last.best_loss
    if data:
        return bool(train < data.noise_loss < test and is_worse)
    return bool(is_worse and train < film[film.column("step").tolist().index(last.best_step)].losses[0])


@generalization.words
def words(film: Film[Fit], say: Say) -> Words:
    """When it was best, and what came after."""
    last, data = film[-1], _known(film)
    caption = say(
        "{parameters:,} parameters and {n:|point|points}. The loss on unseen points is lowest after "
        "{step:,|step|steps}: {best:.3f}.",
        parameters=last.parameters.size,
        n=len(last.train),
        step=last.best_step,
        best=last.best_loss,
    )
    shows = say("A curve among noisy points, and its losses on points that it learns from and on points kept apart.")
    if data is None:
        shows = say("A curve among points, and its losses on points that it learns from and on points kept apart.")
    if learns_noise(film) and data is None:
        caption += " " + say(
            "Then it comes closer to its own points and further from others: by step {step:,} the training loss is "
            "{train:.2g}, and the test loss has risen to {test:.2g}. Only data kept apart reveal it.",
            step=last.step,
            train=last.losses[0],
            test=last.losses[1],
        )
    elif learns_noise(film) and data is not None:
        caption += " " + say(
            "Then it learns the noise: by step {step:,} the training loss is below {noise:.2f}, which noise alone "
            "costs, and the test loss has risen to about {test:.1g} (further digits differ between processors). Only "
            "data kept apart reveal it.",
            step=last.step,
            noise=data.noise_loss,
            test=last.losses[1],
        )
        shows = say("A curve that first follows the truth and then bends to meet points, and two losses that diverge.")
    elif data is None:
        caption += " " + say("After {step:,|step|steps} it is {test:.3f}.", step=last.step, test=last.losses[1])
    return Words(say("Why data are split: train and test"), caption, f"{shows} {caption}")
