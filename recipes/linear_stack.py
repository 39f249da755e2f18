"""However many linear layers are stacked, they equal one; a trained tanh layer bends the plane for one line to cut."""

from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Film, Integers, Samples, Say, Seed, Words, recipe

NETWORK = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
EACH, BENDING = 10, 20
"""Frames of a linear layer, and of the bend."""
REACH = 2.6
"""How far the square of the input plane goes at least, either way."""
EPOCHS, GOOD_LOSS = 200, 0.42
GOOD = 0.8
"""The share of samples from which the classes are parted; a straight line in the input plane does not get there."""


class Deeper(NamedTuple):
    """Linear layers seen at one depth; after them one trained layer with tanh, bent so far."""

    depth: float
    """How many linear layers have acted; the last of them perhaps in part."""
    bend: float
    """How far the trained layer has acted, 0 to 1."""
    matrices: Array
    """Shape (layers, 2, 2)."""
    biases: Array
    """Shape (layers, 2)."""
    parameters: Array
    """Of the trained network, shape (9,)."""
    samples: Array
    """Shape (samples, 2)."""
    labels: Integers

    @property
    def reach(self) -> float:
        """How far the square of the input plane goes, either way: it holds all samples."""
        return max(REACH, 1.02 * float(np.abs(self.samples).max()))

    @property
    def square(self) -> tuple[float, float, float, float]:
        """Its left, right, bottom and top."""
        return -self.reach, self.reach, -self.reach, self.reach

    def linear(self, x: Array) -> Array:
        """Points (n, 2) after as many linear layers."""
        for number, (matrix, bias) in enumerate(zip(self.matrices, self.biases, strict=True)):
            share = min(max(self.depth - number, 0.0), 1.0)
            x = (1.0 - share) * x + share * (x @ matrix + bias)
        return x

    def bent(self, x: Array) -> Array:
        """Points (n, 2) on their way through the trained layer; what lies within the square is drawn within ±1."""
        return (1.0 - self.bend) * x / self.reach + self.bend * NETWORK.forward(self.parameters, x)[0][1]

    @property
    def one(self) -> tuple[Array, Array]:
        """The one linear layer that equals all: its matrix (2, 2) and bias (2,)."""
        matrix, bias = np.eye(2), np.zeros(2)
        for each, offset in zip(self.matrices, self.biases, strict=True):
            matrix, bias = matrix @ each, bias @ each + offset
        return matrix, bias

    @property
    def best(self) -> tuple[Array, float]:
        """The line w₁, w₂, b of 60 directions that parts most samples after the linear layers, and their share."""
        x, angles = self.linear(self.samples), np.linspace(0.0, 2.0 * np.pi, 60, endpoint=False)
        ways = np.stack([np.cos(angles), np.sin(angles)])
        right = np.mean(((x @ ways)[:, None] > x @ ways) == self.labels[:, None, None], axis=0)
        at, way = np.unravel_index(right.argmax(), right.shape)
        return np.append(ways[:, way], -x[at] @ ways[:, way]), float(right.max())

    @property
    def network(self) -> nn.Network:
        """The trained network's shape."""
        return NETWORK

    @property
    def accuracy(self) -> float:
        """Share of samples that the trained network gets right."""
        return nn.accuracy(NETWORK.predict(self.parameters, self.samples), self.labels)


@recipe(
    title="Why not linear",
    size=(1920, 960),
    chapter="Activations and outputs",
    ideas=("Why activations: a stack of linear layers is one linear layer",),
)
def linear_stack(
    *,
    layers: Annotated[int, Meta(ge=1, le=12), "Linear layers in the stack"] = 5,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["three-clouds"],
    samples: Annotated[int, Meta(ge=2, le=2000), "Points to carry along and learn from, of a set"] = 240,
    seed: Seed = 6,
) -> Iterator[Deeper]:
    """Carry a grid and two classes through random linear layers, then through a layer of a trained network."""
    rng = np.random.default_rng(seed)
    points, labels = data.draw(rng, samples)
    matrices = []
    for _ in range(layers):
        angle, stretch = rng.uniform(0.4, 1.1), rng.uniform(1.05, 1.35)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrices.append(turn @ np.diag([stretch, 1.0 / stretch]))
    biases = rng.normal(0.0, 0.25, (layers, 2))
    start, loss = NETWORK.initial(rng, nn.initializers.glorot_uniform), nn.binary_cross_entropy
    run = nn.train(NETWORK, start, points, labels, loss=loss, optimizer=nn.Adam(0.03), batch_size=32, rng=rng)
    *_, last = nn.until(run, EPOCHS, GOOD_LOSS if data.name == "three-clouds" else None)
    is_mirrored = np.linalg.det(last.weights[0]) < 0.0  # then the plane would pass through a line on its way
    vector = nn.reordered(NETWORK, last.parameters, 1, (1, 0)) if is_mirrored else last.parameters
    shared = np.stack(matrices), biases, vector, points, labels
    for frame in range(layers * EACH + 1):
        yield Deeper(frame // EACH + _eased(frame % EACH / EACH), 0.0, *shared)
    for frame in range(1, BENDING + 1):
        yield Deeper(float(layers), _eased(frame / BENDING), *shared)


def _eased(share: float) -> float:
    """Slow at both ends."""
    return share * share * (3.0 - 2.0 * share)


@linear_stack.picture
def picture(film: Film[Deeper]) -> vp.Picture[Deeper]:
    """The plane after so many linear layers, beside that of one; the plane that a trained layer bends."""
    square, (matrix, bias), layers = film[0].square, film[0].one, len(film[0].matrices)
    seen = np.concatenate([frame.linear(vp.rim(square)) for frame in film])
    low, high = seen.min(axis=0), seen.max(axis=0)
    reach = (low + high) / 2.0 + 0.52 * (high - low).max() * np.array([[-1.0], [1.0]])
    best = (vp.Straight[Deeper](film[-1].best[0]),)

    def plane(title: vp.Phrase, place: Callable[[Deeper, Array], Array]) -> vp.Panel[Deeper]:
        marks = (
            vp.Mesh[Deeper](place, square, 9, 2),
            vp.Samples[Deeper](lambda frame: place(frame, frame.samples), size=7.0),
            vp.When[Deeper](lambda frame: frame.depth == layers, best),
        )
        return vp.panel(*marks, title=title, limits=reach.T.ravel(), ticks=((), ()), equal=True)

    stack = plane(vp.phrase("{n:|linear layer|linear layers}", n=layers), Deeper.linear)
    one = plane(vp.phrase("1 linear layer, their product"), lambda _, x: x @ matrix + bias)
    line = vp.Straight[Deeper](lambda frame: frame.parameters[-3:])
    cut = vp.Field[Deeper](vp.output(1)), line
    bent = (
        vp.Mesh[Deeper](Deeper.bent, square, 17, 60),
        vp.Samples[Deeper](lambda frame: frame.bent(frame.samples), size=7.0),
        vp.When[Deeper](lambda frame: frame.bend == 1.0, cut),
    )
    right = vp.panel(*bent, title="1 layer with tanh", reach=1.1, ticks=((), ()), weight=(1.1, 1.1))
    return vp.Picture(
        vp.column(vp.stack(vp.row(stack, one, weight=(2.0, 1.0)), right), _shares(film, layers)),
        thumb=vp.row(stack, right),
    )


def _shares(film: Film[Deeper], layers: int) -> vp.Panel[Deeper]:
    """How many samples one straight line gets right after each linear layer, and once the plane is bent."""
    linear, depths = [film[depth * EACH].best[1] for depth in range(layers + 1)], np.arange(layers + 1)

    def shares(frame: Deeper) -> Array:
        return 100.0 * np.append((frame.depth >= depths) * linear, (frame.bend == 1.0) * frame.accuracy)

    at, names = np.arange(layers + 2.0), [*map(str, depths), "tanh"]
    bars = vp.Bars[Deeper](at, shares, ["quiet"] * (layers + 1) + ["ink"], 0.6)
    told = [
        vp.Label[Deeper](np.array([at, share]), vp.phrase("{n:.0f}\u00a0%", n=share), align="center", shift=(0.0, 14.0))
        for at, share in enumerate(100.0 * np.array([*linear, film[-1].accuracy]))
    ]
    flat = vp.When[Deeper](lambda frame: frame.depth == layers, (told[layers],))
    bent = vp.When[Deeper](lambda frame: frame.bend == 1.0, (told[-1],))
    ticks, limits = (names, ()), (-0.6, layers + 1.6, 0.0, 105.0)
    title = "Right with one straight line"
    return vp.panel(
        bars, flat, bent, title=title, x="linear layers", limits=limits, ticks=ticks, weight=(1.0, 0.42), rank=1
    )


@linear_stack.story
def story(film: Film[Deeper]) -> list[Beat[Deeper]]:
    """Layer by layer to where one layer leads; then the bend, and whether one line is enough."""
    layers, is_good, is_enough = len(film[0].matrices), film[-1].accuracy >= GOOD, film[-1].best[1] >= GOOD
    start = "No straight line separates these classes. Do more linear layers help?"
    start = "One straight line separates these classes. Do linear layers change that?" if is_enough else start
    layer = "Linear layer {n} turns, stretches, shifts: straight lines stay straight"
    one = "Both pictures are alike: {n:|linear layer does|linear layers do} what one does"
    bends = "A layer with tanh, trained on the same points, bends the plane"
    ends = "More linear layers don't help; bend the plane, and one line does better"
    ends = "Here one straight line was enough before the plane was bent" if is_enough else ends
    lost = "This training has not found a bend after which one straight line is enough"
    return [
        Beat("start", 0, start, 1.8),
        *(Beat[Deeper](f"layer {n}", (n - 1) * EACH + 1, layer, 0.0, values={"n": n}) for n in range(1, layers + 1)),
        Beat("one", layers * EACH, one, 2.0, values={"n": layers}),
        Beat("bend", layers * EACH + 1, bends, 0.0, glide=True),
        Beat("end", -1, ends if is_good else lost, 2.5),
    ]


@linear_stack.words
def words(film: Film[Deeper], say: Say) -> Words:
    """The one layer that equals all."""
    caption = say(
        "{n:|linear layer equals|linear layers equal} one, after which the best line gets {share:.0f}\u00a0% of the "
        "samples right. Depth helps only with an activation between the layers.",
        n=len(film[0].matrices),
        share=100.0 * film[-1].best[1],
    )
    shows = say(
        "A grid goes through linear layers to where one puts it; another, bent by a tanh layer, is cut by a line."
    )
    return Words(say("Linear layers, however many, are one"), caption, f"{shows} {caption}")
