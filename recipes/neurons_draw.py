"""The more ReLU neurons in one hidden layer, the closer its line of straight pieces follows an elephant's back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.recipe import Array, Beat, Film, Say, Words, recipe

POINTS, CANDIDATES = 600, 240
"""Places where the curve is measured, and where a hinge may stand."""
BACK = np.array((
    (0, 34), (2, 46), (5, 58), (8, 67), (11, 75), (16, 83), (24, 89), (34, 92), (46, 93), (58, 90), (68, 88), (76, 89),
    (83, 93), (90, 98), (97, 100), (104, 98), (110, 94), (115, 87), (119, 77), (123, 63), (126, 48), (129, 33),
    (132, 23), (135, 18), (139, 17), (142, 20), (144, 27), (146, 35), (148, 36), (150, 34),
)) / 100.0  # fmt: skip
"""Corners of an elephant's upper edge from tail to trunk, in units of its height."""
BELLY = np.array((
    (150, 27), (148, 17), (145, 9), (140, 4), (133, 3), (127, 8), (122, 18), (118, 32), (114, 45), (111, 52), (105, 54),
    (101, 50), (98, 40), (98, 10), (100, 0), (84, 0), (83, 20), (80, 36), (77, 25), (77, 0), (65, 0), (65, 35),
    (60, 38), (50, 36), (42, 37), (38, 30), (38, 18), (40, 0), (25, 0), (24, 15), (22, 27), (20, 20), (20, 0), (10, 0),
    (10, 35), (8, 57), (5, 48), (3, 40), (3, 30), (1, 26),
)) / 100.0  # fmt: skip
"""The rest of it, back to the tail."""
LENGTH, GROUND, STEEP = BACK[-1, 0], -0.23, 0.2
"""How long it is; how low what a neuron adds is drawn, and how high or low that is seen to go from there."""
LIMITS = (-0.05, LENGTH + 0.05, GROUND - 1.1 * STEEP, 1.04)
CLOSE = 0.02
"""The error from which the curve is close."""


class Traced(NamedTuple):
    """A network with so many neurons in its hidden layer, fitted as well as it can be."""

    neurons: int
    hinges: Array
    """Where each neuron begins to answer, shape (most,); those not added yet are −1."""
    weights: Array
    """Output weights of the neurons, shape (most,), 0 for those not added yet."""
    bias: float
    error: float
    """Root of the mean squared error, in units of the elephant's height."""
    x: Array
    """Shape (points,), from tail to trunk."""
    target: Array
    """The elephant's upper edge, shape (points,)."""

    @property
    def answers(self) -> Array:
        """What each neuron adds, wₖ · max(0, x − hₖ), shape (most, points)."""
        return self.weights[:, None] * nn.relu.forward(self.x - self.hinges[:, None])

    @property
    def curve(self) -> Array:
        """What the network answers, shape (points,)."""
        return np.asarray(self.bias + self.answers.sum(axis=0))


@recipe(
    title="Neurons draw a curve",
    size=(1600, 900),
    chapter="Five to share",
    ideas=("Universality: a single hidden layer traces any continuous curve as neurons are added one by one",),
)
def neurons_draw(*, neurons: Annotated[int, Meta(ge=1, le=120), "Hidden units in the end"] = 20) -> Iterator[Traced]:
    """Add ReLU neurons one by one, each where it helps most, and fit all output weights anew by least squares."""
    x = np.linspace(0.0, LENGTH, POINTS)
    target = np.interp(x, *BACK.T)
    places = np.linspace(0.0, LENGTH, CANDIDATES, endpoint=False)
    columns = nn.relu.forward(x[:, None] - places)
    chosen: list[int] = []
    for count in range(neurons + 1):
        design = np.column_stack([np.ones(POINTS), columns[:, chosen]])
        solution = np.linalg.lstsq(design, target, rcond=None)[0]
        residual = target - design @ solution
        hinges, weights = np.full(neurons, -1.0), np.zeros(neurons)
        hinges[:count], weights[:count] = places[chosen], solution[1:]
        yield Traced(count, hinges, weights, float(solution[0]), float(np.sqrt(np.mean(residual**2))), x, target)
        # orthogonal matching pursuit: next comes what takes most off the error once all weights are fitted anew
        basis = np.linalg.qr(design)[0]
        rest = columns - basis @ (basis.T @ columns)
        lengths = np.sqrt((rest**2).sum(axis=0))
        gain = np.abs(rest.T @ residual) / np.where(lengths > 1e-9, lengths, np.inf)
        chosen.append(int(np.argmax(gain)))


@dataclass(frozen=True)
class Elephant(vp.Mark[Traced]):
    """The animal whose upper edge is traced."""

    def need(self, moment: vp.Moment[Traced]) -> vp.Need:
        """A box in which its length and its height are true to each other."""
        del moment
        return vp.Need(9.0, 9.0 * (LIMITS[3] - LIMITS[2]) / (LIMITS[1] - LIMITS[0]), is_rigid=True)

    def shapes(self, moment: vp.Moment[Traced], room: vp.Room) -> Iterable[vp.Path]:
        """Its silhouette."""
        del moment, room
        yield vp.Path([np.concatenate([BACK, BELLY])], None, fill=vp.Mix("line", 0.5), order=0.4)


@neurons_draw.picture
def picture(film: Film[Traced]) -> vp.Picture[Traced]:
    """The elephant with the curve along its back, below it what each neuron adds; beside it how the error falls."""
    hinge = vp.Label[Traced](_bends(film[1])[0], "hinge", shift=(20.0, 12.0))
    back = (
        Elephant(),
        vp.Edge[Traced](_ramps, 1.5, paint=vp.Mix("quiet", 0.55)),
        vp.Edge[Traced](lambda frame: _ramps(frame)[-1:], 5.0),
        vp.Edge[Traced](lambda frame: np.stack([_bends(frame)[-1:], _feet(frame)[-1:]], axis=1), 1.2),
        vp.Line[Traced]("x", "curve", "accent", 4.0),
        vp.Dots[Traced](lambda frame: np.concatenate([_bends(frame), _feet(frame)]), "ink", 8.0),
        vp.Dots[Traced](lambda frame: _bends(frame)[-1:], "ink", 15.0),
        vp.When[Traced](lambda frame: frame.neurons == 1, (hinge,)),
    )
    drawn = vp.panel(*back, title="The curve: below it, what each neuron adds", limits=LIMITS, bare=True)
    (low, high), end = film.span("error"), 1.02 * film[-1].neurons
    free, close = np.array([end, 60.0 * high]), vp.phrase("{n:g}\u00a0%", n=100.0 * CLOSE)
    falls = (
        vp.Rule[Traced](y=100.0 * CLOSE),
        vp.Label[Traced](np.array([0.0, 100.0 * CLOSE]), close, "quiet", shift=(8.0, -14.0)),
        vp.Label[Traced](free, "x → hidden ReLUs → height", "quiet", align="right", shift=(0.0, 0.0)),
        vp.Trail[Traced]("neurons", lambda frame: 100.0 * frame.error),
    )
    limits, title = (0.0, end, 80.0 * min(low, CLOSE), 120.0 * high), "Error in % of the height, logarithmic"
    error = vp.panel(*falls, title=title, x="neurons", limits=limits, log="y", rank=1)
    counter = vp.phrase("{n:|neuron|neurons}", n=lambda frame: frame.neurons)
    return vp.Picture(vp.stack(drawn, error), counter=(counter,))


def _ramps(frame: Traced) -> Array:
    """What each neuron adds, as lines as far as they are shown, the newest from 0 on, shape (neurons, points, 2)."""
    answers, is_new = frame.answers[: frame.neurons], np.arange(frame.neurons)[:, None] == frame.neurons - 1
    shown = np.where((np.abs(answers) < STEEP) & (is_new | (answers != 0.0)), GROUND + answers, np.nan)
    return np.stack(np.broadcast_arrays(frame.x, shown), axis=2)


def _bends(frame: Traced) -> Array:
    """The curve at each hinge, the newest last, shape (neurons, 2)."""
    hinges = frame.hinges[: frame.neurons]
    return np.stack([hinges, np.interp(hinges, frame.x, frame.curve)], axis=1)


def _feet(frame: Traced) -> Array:
    """Where each neuron's ramp begins, shape (neurons, 2)."""
    return _bends(frame) * (1.0, 0.0) + (0.0, GROUND)


@neurons_draw.story
def story(film: Film[Traced]) -> list[Beat[Traced]]:
    """The first neurons one by one, then as fast as the curve changes."""
    start = "How many neurons does it take to draw an elephant's back?"
    first = "One neuron bends the line once, at its hinge"
    more = "Each next one goes where it helps most; then all weights are fitted anew"
    close = "{n} neurons: on average the line is less than {close:g}\u00a0% of the height away"
    end = "The more neurons, the closer the straight pieces follow the elephant's back"
    values = {"n": lambda frame: frame.neurons, "close": 100.0 * CLOSE}
    return [
        Beat("start", 0, start, 1.5),
        Beat("first", 1, first, 1.5),
        Beat("more", lambda frame: frame.neurons == 2, more, 0.6, each=True),
        Beat("close", lambda frame: frame.error < CLOSE, close, 1.5, values=values),
        Beat("end", lambda frame: frame.neurons == film[-1].neurons > 1, end, 2.5),
    ]


@neurons_draw.words
def words(film: Film[Traced], say: Say) -> Words:
    """How close it came."""
    first, last = film[0], film[-1]
    caption = say(
        "Each hidden ReLU neuron adds one hinge where it helps most, then all output weights are fitted anew. The "
        "error falls from {first:.1f} to {last:.2f}\u00a0% of the height with {n:|neuron|neurons}.",
        first=100.0 * first.error,
        last=100.0 * last.error,
        n=last.neurons,
    )
    shows = say("A curve of straight pieces comes ever closer to an elephant's back as neurons are added one by one.")
    return Words(say("Neurons draw a curve"), caption, f"{shows} {caption}")
