"""Turned, stretched and squashed by a hidden layer, the plane comes to lie so that one straight line parts it."""

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import zero_lines
from vizpipe.drawing.picture import (
    Edge,
    Field,
    Label,
    Mark,
    Mesh,
    Panel,
    Picture,
    Samples,
    Straight,
    When,
    panel,
    rim,
    stack,
)
from vizpipe.recipe import Beat, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

SIZES = (2, 2, 1)
REACH = 3.0
"""How far the square of the input plane goes, either way."""
LINES = 19
POINTS = 120
SQUASHED = 1.25
"""Half the picture's width in units of the activation."""
MARGIN = 1.1
DEEPEST = 2
PHASES = (
    (3, 0.0, 0.0, 0.0, 0), (13, 1.0, 0.0, 0.0, 1), (2, 1.0, 0.0, 0.0, 1), (8, 2.0, 0.0, 0.0, 1), (7, 2.0, 0.0, 0.0, 2),
    (6, 2.0, 1.0, 1.0, 2), (2, 2.0, 1.0, 1.0, 2), (2, 2.0, 0.0, 1.0, 2), (10, 1.0, 0.0, 1.0, 1), (6, 0.0, 0.0, 1.0, 0),
    (1, 0.0, 0.0, 1.0, 0),
)  # fmt: skip
"""Frames of each phase; what it ends with: depth, line and tint as in a frame, and the depth whose plane is held."""
PARTED = 0.8
"""The accuracy from which the line can be said to part the classes."""
CUT = {
    True: "Now one straight line does: {share:.0f}\u00a0% are on the right side of it",
    False: "Even here one straight line gets no more than {share:.0f}\u00a0% right",
}
SQUARE = (-REACH, REACH, -REACH, REACH)
BOX = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
RIM = rim(SQUARE)
BARE: dict[str, Any] = {"limits": (-1.0, 1.0, -1.0, 1.0), "bare": True, "equal": True}


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
    """Shape (samples, 2)."""
    labels: npt.NDArray[np.int64]
    loss: float
    accuracy: float

    @property
    def affine(self) -> tuple[Array, Array]:
        """The hidden layer's matrix (2, 2) and bias (2,)."""
        layer = next(NETWORK.layers(self.parameters))
        return layer.weights, layer.bias

    @property
    def straight(self) -> tuple[Array, float]:
        """The output unit's weights (2,) and bias: w·a + b = 0 is the straight line."""
        layer = list(NETWORK.layers(self.parameters))[1]
        return layer.weights[:, 0], float(layer.bias[0])

    @property
    def cut(self) -> Array:
        """The straight line in the picture: w₁, w₂ and b in units of half its width."""
        weights, bias = self.straight
        return np.append(weights * self.camera, bias)

    @property
    def views(self) -> tuple[float, float, float]:
        """Half the picture's width that holds the plane at depths 0, 1 and 2."""
        matrix, bias = self.affine
        farthest = float(np.abs(REACH * BOX @ matrix + bias).max())
        return REACH * MARGIN, farthest * MARGIN, SQUASHED

    def place(self, x: Array) -> Array:
        """Points (n, 2) of the input plane → where they stand in the picture, whose sides are at ±1."""
        matrix, bias, shift = self._bent()
        y = x @ matrix + shift * bias
        return self._squash(y) / self.camera

    def probability(self, places: Array) -> Array:
        """The probability of class 1 at places (n, 2) of the picture, shape (n,)."""
        matrix, bias, shift = self._bent()
        y = places * self.camera
        if self.depth <= 1.0:
            return NETWORK.predict(self.parameters, (y - shift * bias) @ np.linalg.inv(matrix))[:, 0]
        sums = np.linspace(-self.views[1], self.views[1], 4001)
        a = np.tanh(np.interp(y, self._squash(sums), sums))
        weights, offset = self.straight
        return nn.sigmoid.forward(a @ weights + offset)

    def tint(self, places: Array) -> Array:
        """The same, as strong as it is shown."""
        if not self.parted:
            return np.full(len(places), 0.5)
        return 0.5 + self.parted * (self.probability(places) - 0.5)

    def _squash(self, y: Array) -> Array:
        """Weighted sums when tanh has acted on them as far as it has at this depth; never falls."""
        share = max(self.depth - 1.0, 0.0)
        return (1.0 - share) * y + share * np.tanh(y)

    def _bent(self) -> tuple[Array, Array, float]:
        """The matrix at this depth, turned and stretched part of the way, the bias, and the share of it."""
        matrix, bias = self.affine
        share = min(self.depth, 1.0)
        left, lengths, right = np.linalg.svd(matrix)
        turn, stretch = left @ right, right.T @ np.diag(lengths**share) @ right
        angle = share * np.arctan2(turn[1, 0], turn[0, 0])
        turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        return turned @ stretch, bias, share


NETWORK = nn.Network(SIZES, ("tanh", "sigmoid"))


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
    target_loss: Annotated[Rate | None, "Stop training when the loss has fallen to this"] = 0.25,
    samples: Annotated[int, Meta(ge=2), "Points to learn from, half of each class"] = 400,
    seed: Seed = 50,
) -> Iterator[Fold]:
    """Train a 2-2-1 network on three clouds, then hold it still and go through its depth and back."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.three_clouds(rng, samples)
    start = NETWORK.initial(rng, nn.initializers.glorot_uniform)
    optimizer = nn.Adam(learning_rate)
    run = nn.train(
        NETWORK, start, points, labels, loss=nn.binary_cross_entropy, optimizer=optimizer, batch_size=32, rng=rng
    )
    last = next(run)
    for last in run:
        if last.epoch >= max_epochs or (target_loss is not None and last.loss <= target_loss):
            break
    held = _unmirrored(last.parameters), points, labels, last.loss, last.accuracy
    yield from _through(Fold(0.0, 1.0, 0.0, 0.0, 0, *held))


def _through(flat: Fold) -> Iterator[Fold]:
    """A network held still: through its depth, until the plane is cut, and back."""
    frame = flat._replace(camera=flat.views[0])
    for frames, *goal, view in PHASES:
        start, camera = frame, flat.views[view]
        before = np.array([start.depth, start.line, start.parted])
        for number in range(1, frames + 1):
            share = (number / frames) ** 2 * (3.0 - 2.0 * number / frames)  # slow at both ends
            depth, line, parted = (float(value) for value in before + share * (np.array(goal) - before))
            moved = start.camera * (camera / start.camera) ** share
            reached = max(start.reached, int(depth))
            frame = start._replace(depth=depth, camera=moved, line=line, parted=parted, reached=reached)
            farthest = float(np.abs(frame.place(REACH * BOX)).max())  # a corner that turns may reach beyond the way
            frame = frame._replace(camera=moved * max(1.0, 1.01 * farthest))
            yield frame


def _unmirrored(parameters: Array) -> Array:
    """The same network with its two hidden units in the order in which the plane is not seen from behind."""
    hidden, output = NETWORK.layers(parameters)
    if np.linalg.det(hidden.weights) >= 0.0:
        return parameters
    parts = [hidden.weights[:, ::-1].ravel(), hidden.bias[::-1], output.weights[::-1].ravel(), output.bias]
    return np.concatenate(parts)


@plane_folds.picture
def picture(film: Film[Fold]) -> Picture[Fold]:
    """The plane at its depth; beside it, small, what it has been before and after each step."""
    boundary = zero_lines(lambda x: NETWORK.scores(film[0].parameters, x).ravel(), np.array(SQUARE))
    box = Edge[Fold](lambda frame: [BOX / frame.camera], 1.6, is_dashed=True, paint="quiet")
    name = Label[Fold](lambda frame: BOX[1] / frame.camera, "−1 to 1", "quiet", shift=(0.0, 14.0))
    boxed = When[Fold](lambda frame: frame.depth > 0.0, (box,))
    named = When[Fold](lambda frame: frame.depth >= 1.0, (name,))
    plane = panel(*_plane(boundary, 160, 10.0), boxed, named, weight=(2.4, 2.4), **BARE)
    names = ("Input", "After W·x + b", "After tanh")
    return Picture(stack(plane, stack(*(_small(boundary, *step) for step in enumerate(names)), rank=1)))


def _small(boundary: list[Array], depth: int, name: str) -> Panel[Fold]:
    """The plane at the end of a step, once that was reached; the line is drawn where it is straight."""

    def then(frame: Fold) -> Fold:
        is_cut = depth == DEEPEST and frame.parted > 0.0
        return frame._replace(depth=float(depth), camera=frame.views[depth], line=float(is_cut))

    seen = When[Fold](lambda frame: frame.reached >= depth, _plane(boundary, 80, 7.0))
    return panel(seen, title=name, of=then, **BARE)


def _plane(boundary: list[Array], cells: int, size: float) -> tuple[Mark[Fold], ...]:
    """The plane with its samples; once it was cut, with the regions and what lies between them."""
    return (
        Field(Fold.tint, lambda frame: frame.place(RIM), cells),
        Mesh(Fold.place, SQUARE, LINES, POINTS),
        Edge(lambda frame: [frame.place(line) for line in boundary] if frame.parted else [], 4.0),
        Straight(lambda frame: frame.cut, "line", 4.0),
        Samples(lambda frame: frame.place(frame.samples), size=size),
    )


@plane_folds.story
def story(film: Film[Fold]) -> list[Beat[Fold]]:
    """Through the depth, the cut, and back."""
    share = {"share": 100.0 * film[0].accuracy}
    parts = film[0].accuracy >= PARTED
    beats = [
        Beat[Fold]("start", 0, "Can one straight line part these two classes?", 1.5),
        Beat("turned", lambda frame: frame.depth > 0.0, "Times W, plus b: turned, stretched and moved", 0.0),
        Beat("squashed", lambda frame: frame.depth > 1.0, "tanh squashes all of it between −1 and 1", 0.0),
        Beat("cut", lambda frame: frame.line > 0.0, CUT[parts], 0.0, values=share),
        Beat("seen", lambda frame: frame.line == 1.0, "", 1.5),
    ]
    if parts:
        unfolded = "Unfold it, and the straight cut becomes a curve between the classes"
        beats.append(Beat("back", lambda frame: bool(frame.parted) and frame.depth < DEEPEST, unfolded, 0.0))
    return [*beats, Beat("end", -1, "", 2.0, end=True)]


@plane_folds.words
def words(film: Film[Fold], say: Say) -> Words:
    """What happens, and how well it does."""
    last = film[-1]
    caption = say(
        "A trained network held still; time runs through its depth. What was a curve in the plane is one straight line "
        "after the activation: {share:.0f}\u00a0% of the samples lie on the right side of it.",
        share=100.0 * last.accuracy,
    )
    shows = say(
        "A square grid with samples of two classes is turned and stretched, squashed by tanh, cut by a straight "
        "line, and unfolded again; beside it, small, the plane before and after each step."
    )
    return Words(say("The plane folds"), caption, f"{shows} {caption}")
