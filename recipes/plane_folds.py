"""A hidden layer bends the plane until one straight line separates the classes; unfolded, that line is a curve."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import zero_lines
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Samples, Say, Seed, Words, recipe

NETWORK = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
REACH, TARGET = 3.0, 0.25
"""How far the square of the input plane goes at least, either way; the loss at which the three clouds are parted."""
Input = tuple[tuple[float, float, float, float], list[Array]]
"""Of the input plane: the square, and what parts the classes in it."""
BOX = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
STEPS = "Input", "After W·x + b", "After tanh"
PHASES = (
    (3, 0.0, 0.0, 0.0, 0), (13, 1.0, 0.0, 0.0, 1), (2, 1.0, 0.0, 0.0, 1), (8, 2.0, 0.0, 0.0, 1), (7, 2.0, 0.0, 0.0, 2),
    (6, 2.0, 1.0, 1.0, 2), (2, 2.0, 1.0, 1.0, 2), (2, 2.0, 0.0, 1.0, 2), (10, 1.0, 0.0, 1.0, 1), (7, 0.0, 0.0, 1.0, 0),
    (1, 0.0, 0.0, 1.0, 0),
)  # fmt: skip
"""Frames of each phase; what it ends with: depth, line and tint as in a frame, and the depth whose plane is held."""


class Fold(NamedTuple):
    """A trained network, seen at one depth."""

    depth: float
    """0 is the input plane, 1 the plane after W·x + b, 2 after the activation; between them it is on its way."""
    camera: float
    """Half the picture's width, in units of the plane as it is."""
    line: float
    """How much of the straight line is drawn, 0 to 1."""
    parted: float
    """How strong the tint of the two regions is, 0 to 1."""
    reached: int
    """The largest depth so far, whole steps only."""
    parameters: Array
    """Shape (9,), as ``Network.places`` lays them out."""
    samples: Array
    labels: Integers
    loss: float
    accuracy: float

    @property
    def hidden(self) -> nn.Layer:
        """The layer that bends the plane."""
        return next(NETWORK.layers(self.parameters))

    @property
    def reach(self) -> float:
        """How far the square of the input plane goes, either way: it holds all samples."""
        return max(REACH, 1.02 * float(np.abs(self.samples).max()))

    @property
    def square(self) -> tuple[float, float, float, float]:
        """Its left, right, bottom and top."""
        return -self.reach, self.reach, -self.reach, self.reach

    @property
    def views(self) -> tuple[float, float, float]:
        """Half the picture's width that holds the plane at depths 0, 1 and 2."""
        return self.reach * 1.1, float(np.abs(self.hidden.affine(self.reach * BOX)).max()) * 1.1, 1.25

    @property
    def answers(self) -> Array:
        """From the left: the probability of class 1 of each sample, side by side in a strip, shape (n, 2)."""
        heights = 0.7 * (0.618 * np.arange(len(self.samples)) % 1.0) - 0.35
        return np.stack([1.9 * NETWORK.predict(self.parameters, self.samples)[:, 0] - 0.95, heights], axis=1)

    @property
    def cut(self) -> Array:
        """The straight line in the picture: w₁, w₂ and b of the output unit, in units of half its width."""
        return self.parameters[-3:] * [self.camera, self.camera, 1.0]

    def place(self, x: Array) -> Array:
        """Points (n, 2) of the input plane → where they stand in the picture, whose sides are at ±1."""
        return nn.Passage(self.hidden, self.depth).forward(x) / self.camera

    def probability(self, places: Array) -> Array:
        """The probability of class 1 at places (n, 2) of the picture, shape (n,)."""
        sums = nn.Passage(self.hidden, self.depth).sums(places * self.camera, self.views[1])
        *_, output = NETWORK.layers(self.parameters)
        return output(np.tanh(sums))[:, 0]

    def tint(self, places: Array) -> Array:
        """The same, as strong as it is shown."""
        return 0.5 + self.parted * (self.probability(places) - 0.5) if self.parted else np.full(len(places), 0.5)


@recipe(
    title="The plane folds",
    size=(1600, 900),
    chapter="Five to share",
    ideas=("What a hidden layer does to the plane, step by step through its depth, until one straight line is enough",),
)
def plane_folds(
    *,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.03,
    max_epochs: Annotated[Count, "Stop training after so many epochs"] = 300,
    target_loss: Annotated[Rate | None, "Loss to stop at; the default is for three-clouds alone"] = TARGET,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["three-clouds"],
    samples: Annotated[int, Meta(ge=2), "Points to learn from, of a set; a file gives all of its rows"] = 400,
    seed: Seed = 50,
) -> Iterator[Fold]:
    """Train a 2-2-1 network on three clouds, then hold it still and go through its depth and back."""
    rng = np.random.default_rng(seed)
    points, labels = data.draw(rng, samples)
    start = NETWORK.initial(rng, nn.initializers.glorot_uniform)
    loss, adam = nn.binary_cross_entropy, nn.Adam(learning_rate)
    run = nn.train(NETWORK, start, points, labels, loss=loss, optimizer=adam, batch_size=32, rng=rng)
    next(run)
    is_another = target_loss == TARGET and data.name != "three-clouds"
    *_, last = nn.until(run, max_epochs, None if is_another else target_loss)
    is_mirrored = np.linalg.det(last.weights[0]) < 0.0  # then the plane would be seen from behind
    vector = nn.reordered(NETWORK, last.parameters, 1, (1, 0)) if is_mirrored else last.parameters
    yield from _through(Fold(0.0, 1.0, 0.0, 0.0, 0, vector, points, labels, last.loss, last.accuracy))


def _through(flat: Fold) -> Iterator[Fold]:
    """A network held still: through its depth, until the plane is cut, and back."""
    frame = flat._replace(camera=flat.views[0])
    for frames, *goal, view in PHASES:
        start, camera = frame, flat.views[view]
        before = np.array([start.depth, start.line, start.parted])
        for number in range(1, frames + 1):
            turn = number / frames
            share = 0.5 * turn + turn**2 * (1.5 - turn)  # slower at both ends
            depth, line, parted = (before + share * (np.array(goal) - before)).tolist()
            moved = start.camera * (camera / start.camera) ** share
            reached = max(start.reached, int(depth))
            frame = start._replace(depth=depth, camera=moved, line=line, parted=parted, reached=reached)
            farthest = float(np.abs(frame.place(frame.reach * BOX)).max())  # a corner may turn beyond the way
            frame = frame._replace(camera=moved * max(1.0, 1.01 * farthest))
            yield frame


@dataclass(frozen=True)
class Ground(vp.Mark[Fold]):
    """What lies below a plane, so that it is seen where a line ends, and how small a plane has become."""

    def shapes(self, moment: vp.Moment[Fold], room: vp.Room) -> Iterable[vp.Path]:
        """A tinted square."""
        del moment, room
        yield vp.Path([BOX], None, fill=vp.Mix("line", 0.16), order=0.1)


@plane_folds.picture
def picture(film: Film[Fold]) -> vp.Picture[Fold]:
    """The plane at its depth; beside it, small, what it has been before and after each step."""
    square = film[0].square
    seen = square, zero_lines(lambda x: NETWORK.scores(film[0].parameters, x).ravel(), np.array(square))
    box = vp.Edge[Fold](lambda frame: [BOX / frame.camera], 1.6, is_dashed=True)
    name = vp.Label[Fold](lambda frame: BOX[1] / frame.camera, "tanh's range, −1 to 1", "quiet", shift=(0.0, 22.0))
    boxed = vp.When[Fold](lambda frame: frame.depth > 0.0, (box,))
    named = vp.When[Fold](lambda frame: frame.depth >= 1.0, (name,))
    marks = Ground(), *_plane(seen, 160, 10.0), boxed, named, *_stage()
    plane = vp.panel(*marks, title="The plane as it moves", reach=1.0, bare=True, weight=(2.15, 2.15))
    small = [_small(seen, *step) for step in enumerate(STEPS)]
    return vp.Picture(vp.stack(plane, vp.stack(*small, _answers())), thumb=vp.row(small[0], small[2]))


def _stage() -> Iterator[vp.When[Fold]]:
    """What the plane is now, or is on the way to, in words above it."""

    def is_at(frame: Fold, number: int, cut: int) -> bool:
        return np.floor(frame.depth) + np.ceil(frame.depth) == number and bool(frame.parted) == bool(cut)

    for cut, ways in enumerate((("W·x + b", "tanh"), ("the input", "W·x + b"))):
        between = [f"On the way {'back ' * cut}to {way}" for way in ways]
        for number, name in enumerate((STEPS[0], between[0], STEPS[1], between[1], STEPS[2])):
            yield vp.When(partial(is_at, number=number, cut=cut), (vp.Corner[Fold](name),))


def _small(ground: Input, depth: int, name: str) -> vp.Panel[Fold]:
    """The plane at the end of a step, once that was reached; cut, as the large one comes back there."""

    def then(frame: Fold) -> Fold:
        parted = frame.parted * max(min(depth + 1.0 - frame.depth, 1.0), 0.0)  # as the large one comes
        line = float(depth == 2 and parted > 0.0)
        return frame._replace(depth=float(depth), camera=frame.views[depth], line=line, parted=parted)

    seen = vp.When[Fold](lambda frame: frame.reached >= depth, _plane(ground, 80, 7.0))
    return vp.panel(Ground(), seen, title=name, of=then, reach=1.0, bare=True)


def _answers() -> vp.Panel[Fold]:
    """What is left of each sample in the end: one number, on one side of the line or on the other."""
    look: Any = {"shift": (0.0, 0.0), "has_ground": True, "align": "center"}
    marks = (
        vp.Field[Fold](lambda frame, points: np.clip(0.5 + frame.parted * points[:, 0] / 1.9, 0.0, 1.0), cells=80),
        vp.Straight[Fold](np.array([1.0, 0.0, 0.0])),
        vp.Samples[Fold]("answers", size=7.0),
        *(vp.Label[Fold](np.array([1.9 * number - 0.95, -0.6]), f"{number}", **look) for number in (0, 1)),
    )
    seen = vp.When[Fold](lambda frame: frame.parted > 0.0, marks)
    return vp.panel(Ground(), seen, title="Answer, from 0 to 1", reach=1.0, bare=True)


def _plane(ground: Input, cells: int, size: float) -> tuple[vp.Mark[Fold], ...]:
    """The plane with its samples; once it was cut, with the regions and what lies between them."""
    square, boundary = ground
    rim = vp.rim(square)
    return (
        vp.Field(Fold.tint, lambda frame: frame.place(rim), cells),
        vp.Mesh(Fold.place, square, 13, 120),
        vp.Edge(lambda frame: [frame.place(line) for line in boundary] if frame.parted else [], 4.0),
        vp.Straight("cut", "line", 4.0),
        vp.Samples(lambda frame: frame.place(frame.samples), size=size),
    )


@plane_folds.story
def story(film: Film[Fold]) -> list[Beat[Fold]]:
    """Through the depth, the cut, and back."""
    share, parts = {"share": 100.0 * film[0].accuracy}, film[0].accuracy >= 0.8
    cut = "Even here one straight line gets no more than {share:.0f}\u00a0% right"
    if parts:
        cut = "Now one straight line does: {share:.0f}\u00a0% are on the right side of it"
    unfolded = "Unfold it, and the straight cut becomes a curve between the classes"
    same = "One boundary: straight after tanh, a curve in the input plane" if parts else ""
    back = Beat[Fold]("back", lambda frame: bool(frame.parted) and frame.depth < 2.0, unfolded, 0.0)
    return [
        Beat("start", 0, "Can one straight line separate these two classes?", 1.5),
        Beat("turned", lambda frame: frame.depth > 0.0, "Times W, plus b: turned, stretched and moved", 0.0),
        Beat("squashed", lambda frame: frame.depth > 1.0, "tanh squashes it into the box from −1 to 1", 0.0),
        Beat("cut", lambda frame: frame.line > 0.0, cut, 0.0, values=share),
        Beat("seen", lambda frame: frame.line == 1.0, "", 1.5),
        *([back] if parts else []),
        Beat("end", -1, same, 2.0, end=True),
    ]


@plane_folds.words
def words(film: Film[Fold], say: Say) -> Words:
    """What happens, and how well it does."""
    told = (
        "A trained network held still; time runs through its depth. What was a curve in the plane is one straight line "
        "after the activation: {share:.0f}\u00a0% of the samples lie on the right side of it."
    )
    caption = say(told, share=100.0 * film[-1].accuracy)
    shows = say("A grid with two classes is turned, squashed by tanh, cut by a line, unfolded; beside it each step.")
    return Words(say("The plane folds"), caption, f"{shows} {caption}")
