"""Learning in three steps: a set of functions, a measure of how good each is, and a descent that picks a better one."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import short
from vizpipe.recipe import Beat, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

NETWORK = nn.Network((1, 5, 1), ("tanh", "identity"))
REACH = 3.0
BEATS = (12, 10, 31)
"""Frames of the three steps."""
EVERY = 4
"""Steps of Adam between two frames."""
HIGH = 3.2
"""How far up and down functions are drawn."""
BEST, OTHERS = vp.Mix("accent", 0.9), vp.Mix("accent", 0.22)
"""Of the best tenth, and of the others."""


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
    """The functions in the plane, the best tenth strong; their losses, and that of descent."""
    first, line = film[0], np.linspace(-REACH, REACH, 120)
    losses = first.losses
    order, places = losses.argsort(), np.stack([np.arange(len(losses)) * 0.618 % 1.0, losses], axis=1)
    ghosts = np.stack([np.stack([line, each], axis=1) for each in _curves(first.functions, line)])
    descent = {frame.updates: np.stack([line, *_curves(frame.parameters[None], line)], axis=1) for frame in film}
    ways = [vp.Edge[Step](lambda frame: ghosts[frame.measured : frame.shown], 1.4, paint=vp.Mix("quiet", 0.3))]
    few = -(-len(order) // 10)
    dots: list[vp.Mark[Step]] = []
    for paint, members in ((OTHERS, order[few:]), (BEST, order[:few])):
        ways.append(vp.Edge(partial(_known, things=ghosts, members=members), 1.4, paint=paint))
        dots.append(vp.Dots(partial(_known, things=places, members=members), paint, 9.0))
    before = vp.Edge[Step](lambda frame: [descent[n] for n in (0, 4, 12, 28) if n < frame.updates], 1.4, paint="quiet")
    now = vp.Edge[Step](lambda frame: [descent[frame.updates]], 5.0)
    fall = vp.Edge[Step](lambda frame: np.array([[[0.5, losses.min()], [0.5, frame.loss(frame.parameters)]]]), 2.0)
    ball = vp.Dots[Step](lambda frame: np.array([[0.5, frame.loss(frame.parameters)]]), "ink", 20.0)
    name = vp.Label[Step](lambda frame: (0.5, frame.loss(frame.parameters)), "descent", shift=(18.0, 0.0))
    plane: vp.Panel[Step] = vp.panel(
        *ways,
        vp.When(lambda frame: frame.step > 2, (before, now)),
        vp.Dots(np.concatenate([first.x, first.t], axis=1), "series 2", 13.0),
        title="Functions of one network, and the samples",
        x="x",
        y="y",
        limits=(-HIGH, HIGH, -HIGH, HIGH),
        equal=True,
    )
    lowest = min(losses.min(), *(frame.loss(frame.parameters) for frame in film))
    marks: vp.Panel[Step] = vp.panel(
        *dots,
        vp.When(lambda frame: frame.measured == 0, (vp.Label(np.array([0.0, 1.0]), "not measured yet", "quiet"),)),
        vp.When(lambda frame: frame.step > 2, (fall, ball, name)),
        title="Loss, logarithmic",
        limits=(-0.1, 1.1, 0.6 * lowest, 1.6 * losses.max()),
        ticks=((), None),
        log="y",
        weight=(0.45, 1.0),
    )
    return vp.Picture(vp.stack(plane, marks), thumb=vp.row(plane, marks))


def _curves(functions: Array, line: Array) -> list[Array]:
    """What functions answer along a line, each (points,), as far as it is drawn."""
    answers = [NETWORK.predict(each, line[:, None])[:, 0] for each in functions]
    return [np.where(np.abs(each) < HIGH, each, np.nan) for each in answers]


def _known(frame: Step, things: Array, members: npt.NDArray[np.int64]) -> Array:
    """Of what there is of each function, that of those whose loss is known."""
    return np.asarray(things[members[members < frame.measured]])


@three_steps.story
def story(film: Film[Step]) -> list[Beat[Step]]:
    """A set, a measure, a descent through functions that were not tried."""
    many, lowest = len(film[0].functions), film[0].losses.min()
    numbers = {"n": many, "best": short(lowest), "end": short(film[-1].loss(film[-1].parameters))}

    def is_better(frame: Step) -> bool:
        return frame.updates > 0 and frame.loss(frame.parameters) < 0.8 * lowest

    def ends(frame: Step) -> bool:
        return frame.updates == film[-1].updates and is_better(frame)

    return [
        Beat("start", 0, "Step 1: a network is a set of functions, one for each choice of weights", 2.0),
        Beat(
            "set",
            lambda frame: frame.shown == many,
            "Step 1: a network is a set of functions; here {n} of them are tried",
            1.5,
            values=numbers,
        ),
        Beat("measure", lambda frame: frame.step > 1, "Step 2: how far is each from the samples? Its loss says", 1.0),
        Beat(
            "measured",
            lambda frame: frame.measured == many,
            "Step 2: the lowest tenth of losses, and their lines, stand out",
            1.5,
        ),
        Beat("pick", lambda frame: frame.step > 2, "Step 3: take a good one, and change its weights a little", 1.5),
        Beat("better", is_better, "Step 3: gradient descent goes on, through functions that nobody had tried", 1.0),
        Beat(
            "end", ends, "Descent ends with a loss of {end}, the best of the {n} tries with {best}", 2.5, values=numbers
        ),
    ]


@three_steps.words
def words(film: Film[Step], say: Say) -> Words:
    """How good the set was, and what descent made of it."""
    first, last = film[0], film[-1]
    losses = first.losses
    caption = say(
        "{n:,|function|functions} that differ only in their weights: their losses go from {best} to {worst}. Gradient "
        "descent starts from the best of them and brings its loss to {end}.",
        n=len(losses),
        best=short(float(losses.min())),
        worst=short(float(losses.max())),
        end=short(last.loss(last.parameters)),
    )
    shows = say(
        "{n:,|curve|curves} as ghosts, coloured by how well they meet the samples, and the best of them, which descent "
        "improves.",
        n=len(losses),
    )
    return Words(say("Learning in three steps"), caption, f"{shows} {caption}")
