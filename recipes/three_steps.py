"""A network is a set of functions, a loss measures each, and gradient descent finds a better one than random tries."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import short
from vizpipe.recipe import Array, Beat, Film, Integers, Rate, Say, Seed, Words, recipe

NETWORK = nn.Network((1, 5, 1), ("tanh", "identity"))
REACH = 3.0
BEATS = (12, 14, 21)
"""Frames of the three steps."""
EVERY = 6
"""Steps of Adam between two frames."""
HIGH = 3.2
"""How far up and down functions are drawn."""
OTHERS, BEST = vp.Mix("accent", 0.22), vp.Mix("accent", 0.9)


class Step(NamedTuple):
    """How far the story has come."""

    step: int
    """1 a set of functions, 2 how good each is, 3 the best one by descent."""
    shown: int
    """How many of the functions are drawn."""
    measured: int
    """Of how many of them the loss is known."""
    updates: int
    """How often descent has changed the parameters."""
    parameters: Array
    """Of the function that is picked and improved, shape (parameter_count,)."""
    functions: Array
    """Parameters of the whole set, shape (functions, parameter_count)."""
    x: Array
    """Shape (samples, 1)."""
    t: Array
    """Shape (samples, 1)."""

    def loss(self, parameters: Array) -> float:
        """Half the mean squared error of one function: the total loss over all samples."""
        return nn.sum_of_squared_errors.value(NETWORK.predict(parameters, self.x), self.t)

    @property
    def losses(self) -> Array:
        """Of the whole set, shape (functions,)."""
        return np.array([self.loss(each) for each in self.functions])

    @property
    def reached(self) -> float:
        """Of the function that is picked and improved."""
        return self.loss(self.parameters)


@recipe(
    title="Three steps of learning",
    chapter="Forward pass",
    ideas=("The three steps: define a set of functions, measure how good they are, pick the best one",),
)
def three_steps(
    *,
    functions: Annotated[int, Meta(ge=2, le=1000), "Functions in the set that is shown"] = 240,
    samples: Annotated[int, Meta(ge=2, le=1000), "Points that the function should meet"] = 24,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    seed: Seed = 5,
) -> Iterator[Step]:
    """Draw the parameters of one network at random, many times; descend from the best of them."""
    rng = np.random.default_rng(seed)
    x, t = datasets.noisy_curve(
        rng, samples, lambda x: np.sin(1.5 * x) * 0.9 + 0.35 * x, reach=REACH, noise=0.12, ordered=True
    )
    many = rng.normal(0.0, 1.0, (functions, NETWORK.parameter_count))
    bare = Step(1, 0, 0, 0, many[0], many, x, t)
    best = many[int(bare.losses.argmin())]
    for frame in range(1, BEATS[0] + 1):
        yield bare._replace(shown=max(1, round(functions * (frame / BEATS[0]) ** 2)), parameters=best)
    for frame in range(1, BEATS[1] + 1):
        yield Step(2, functions, round(functions * (frame / BEATS[1]) ** 2), 0, best, many, x, t)
    rule = nn.Adam(learning_rate)
    vector, state = best, rule.start(best)
    for frame in range(BEATS[2]):
        yield Step(3, functions, functions, EVERY * frame, vector, many, x, t)
        for _ in range(EVERY):
            _, gradient = NETWORK.gradient(vector, x, t, nn.sum_of_squared_errors)
            vector, state = rule.update(vector, gradient, state)


@three_steps.picture
def picture(film: Film[Step]) -> vp.Picture[Step]:
    """The functions in the plane, beside it a dot for each; the best are strong, and descent is ink."""
    order = film[0].losses.argsort()
    plane, losses = _plane(film, order), _losses(film, order)
    step = vp.phrase("Step {n} of 3", n=lambda frame: frame.step)
    few = _plane(film, order, every=48, high=1.9)  # more would be at rest early
    return vp.Picture(vp.stack(plane, losses), counter=(step,), thumb=few)


def _plane(film: Film[Step], order: Integers, every: int = 1, high: float = HIGH) -> vp.Panel[Step]:
    """Functions as curves, of the many one in so many, grey until their loss is known, and the samples."""
    ways = np.stack([_way(each, high) for each in film[0].functions])
    descent = {frame.updates: _way(frame.parameters, high) for frame in film}
    return vp.panel(
        vp.Edge(lambda frame: ways[frame.measured : frame.shown : every], 1.4, paint=vp.Mix("quiet", 0.3)),
        vp.Edge(lambda frame: ways[_known(frame, order)[0][::every]], 1.4, paint=OTHERS),
        vp.When(lambda frame: frame.step > 2, (vp.Edge[Step](lambda frame: [descent[frame.updates]], 5.0),)),
        vp.Edge(lambda frame: ways[_known(frame, order)[1]], 1.4, paint=BEST),
        vp.Dots(np.concatenate([film[0].x, film[0].t], axis=1), "series 2", 13.0),
        title="Functions of one network, and the samples",
        x="x",
        y="y",
        limits=(-REACH - 0.25, REACH + 0.25, -high, high),
    )


def _losses(film: Film[Step], order: Integers) -> vp.Panel[Step]:
    """A dot for each function, which waits on top until its loss is known; the best in the middle, where descent is."""
    losses, across = film[0].losses, np.empty(len(order))
    across[order], top = (0.5 + 0.618 * np.arange(len(order))) % 1.0, 2.0 * losses.max()
    places, waiting = (np.stack([across, each], axis=1) for each in (losses, np.full(len(order), top)))
    best, above, middle = places[order[0]], np.array([0.5, 2.0 * top]), (0.0, 0.0)
    fall = vp.Edge[Step](lambda frame: np.array([[best, [0.5, frame.reached]]]), 2.0)
    ball = vp.Dots[Step](lambda frame: np.array([[0.5, frame.reached]]), "ink", 20.0)
    tried = vp.Label[Step](best, "best try", vp.Legible("accent"), shift=(-16.0, 0.0), align="right", has_ground=True)
    name = vp.Label[Step](lambda frame: (0.5, frame.reached), "descent", shift=(18.0, 0.0), has_ground=True)
    wait = vp.Label[Step](above, "not measured yet", "quiet", shift=middle, align="center")
    return vp.panel(
        vp.Dots(lambda frame: waiting[frame.measured : frame.shown], vp.Mix("quiet", 0.6), 9.0),
        vp.Dots(lambda frame: places[_known(frame, order)[0]], vp.Mix("accent", 0.36), 9.0),
        vp.Dots(lambda frame: places[_known(frame, order)[1]], BEST, 9.0),
        vp.When(lambda frame: frame.measured < len(order), (wait,)),
        vp.When(lambda frame: frame.step > 2, (tried,)),
        vp.When(lambda frame: frame.updates > 0, (fall, ball, name)),
        title="The loss of each, logarithmic",
        x="side by side, in no order",
        limits=(-0.1, 1.1, 0.6 * min(frame.reached for frame in film), 3.2 * top),
        ticks=((), None),
        log="y",
        weight=(0.6, 1.0),
    )


def _way(parameters: Array, high: float) -> Array:
    """What a function answers, as far as it is drawn, shape (points, 2)."""
    line = np.linspace(-REACH, REACH, 120)
    answers = NETWORK.predict(parameters, line[:, None])[:, 0]
    return np.stack([line, np.where(np.abs(answers) < high, answers, np.nan)], axis=1)


def _known(frame: Step, order: Integers) -> list[Integers]:
    """The functions whose loss is known, the best apart: a tenth, and where descent begins one."""
    few = -(-len(order) // 10) if frame.step < 3 else 1
    return [part[part < frame.measured] for part in (order[few:], order[:few])]


@three_steps.story
def story(film: Film[Step]) -> list[Beat[Step]]:
    """A set, a measure, a descent through functions that were not tried."""
    first, last = film[0], film[-1]
    many, lowest = len(first.functions), first.losses.min()
    numbers = {"n": many, "best": short(lowest), "end": short(last.reached)}
    tried = "Here are {n} of them, each with other weights"
    descends = "Gradient descent goes on to functions that were never tried"
    end = "Gradient descent ends at a loss of {end}; the best of {n} tries had {best}"

    def is_better(frame: Step) -> bool:
        return frame.updates > 0 and frame.reached < 0.8 * lowest

    def ends(frame: Step) -> bool:
        return frame.updates == last.updates and is_better(frame)

    return [
        Beat("start", 0, "A network is a set of functions, one for each choice of weights", 2.0),
        Beat("set", lambda frame: frame.shown == many, tried, 1.5, values=numbers),
        Beat("measure", lambda frame: frame.step > 1, "How far is each from the samples? Its loss tells", 1.5),
        Beat("measured", lambda frame: frame.measured == many, "The best tenth stands out: its losses are lowest", 2.0),
        Beat("pick", lambda frame: frame.step > 2, "Take the best one, and change its weights a little", 1.5),
        Beat("better", is_better, descends, 0.5),
        Beat("end", ends, end, 2.0, values=numbers),
    ]


@three_steps.words
def words(film: Film[Step], say: Say) -> Words:
    """How good the set was, and what descent made of it."""
    last, losses = film[-1], film[0].losses
    caption = say(
        "{n:,|function|functions} that differ only in their weights: their losses range from {best} to {worst}. "
        "Gradient descent starts from the best of them and brings its loss to {end}.",
        n=len(losses),
        best=short(float(losses.min())),
        worst=short(float(losses.max())),
        end=short(last.reached),
    )
    shows = say("{n:,|curve|curves} around samples, dots for their losses, and descent from the best.", n=len(losses))
    return Words(say("Learning in three steps"), caption, f"{shows} {caption}")
