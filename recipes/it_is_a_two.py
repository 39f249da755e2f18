"""While it learns to read, a network's hidden units turn from noise into images, and the confidence in the 2 wins."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, marks, name_panel, page, panel, paper, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

SIDE = 16
TEST = 297
FRAMES = 60


class Reading(NamedTuple):
    """A network that reads one digit, after so many iterations."""

    iteration: int
    parameters: Array
    """Shape (parameter_count,)."""
    accuracy: float
    """Share of the 297 test digits that it reads right."""
    hidden: int
    """Units of the hidden layer."""
    image: npt.NDArray[np.int64]
    """The digit, shape (16, 16): ink 1, no ink 0."""
    label: int

    @property
    def network(self) -> nn.Network:
        """256 pixels, the hidden layer, ten digits."""
        return nn.Network((SIDE * SIDE, self.hidden, 10), ("sigmoid", "softmax"))

    @property
    def confidences(self) -> Array:
        """Of the ten digits, shape (10,); they add up to 1."""
        return self.network.predict(self.parameters, self.image.reshape(1, -1).astype(float)).ravel()

    @property
    def answers(self) -> Array:
        """Of the hidden units to this digit, shape (hidden,), 0 to 1."""
        return self.network.forward(self.parameters, self.image.reshape(1, -1).astype(float))[0][1].ravel()

    @property
    def weights(self) -> Array:
        """Of each hidden unit as an image, shape (hidden, 16, 16)."""
        return next(self.network.layers(self.parameters)).weights.T.reshape(-1, SIDE, SIDE)


@recipe(
    title="It is a 2",
    size=(1600, 900),
    chapter="Five to share",
    ideas=(
        "A digit of 16 × 16 = 256 inputs and ten confidences as bars, over training: “it is a 2”",
        "What hidden units look for: their weights as images",
    ),
)
def it_is_a_two(
    *,
    hidden: Annotated[int, Meta(ge=1, le=24), "Sigmoid units in the hidden layer"] = 12,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    iterations: Annotated[Count, "Mini-batches of 100 digits"] = 600,
    weight_decay: Annotated[float, Meta(ge=0.0), "Shrinks weights that nothing needs; 0 leaves noise"] = 0.002,
    digit: Annotated[int, Meta(ge=0, le=9), "Which digit is read"] = 2,
    seed: Seed = 0,
) -> Iterator[Reading]:
    """Train 256-hidden-10 on digits enlarged to 16 × 16 and thresholded; look at one that is hard to read."""
    rng = np.random.default_rng(seed)
    images, labels = datasets.digits()
    inked = enlarged(images)
    data = datasets.split(rng, inked.reshape(len(inked), -1).astype(float), labels, TEST)
    network = nn.Network((SIDE * SIDE, hidden, 10), ("sigmoid", "softmax"))
    vector = network.initial(rng, nn.initializers.normal(0.1))
    optimizer = nn.Adam(learning_rate)
    state = optimizer.start(vector)
    loss = nn.sparse_categorical_cross_entropy
    seen, trained = [], []
    wanted = set(np.unique(np.rint(np.geomspace(1, iterations + 1, FRAMES) - 1).astype(int)).tolist())
    for iteration in range(iterations + 1):
        if iteration in wanted:
            seen.append(iteration)
            trained.append(vector)
        batch = rng.choice(len(data.train_samples), 100, replace=False)
        _, gradient = network.gradient(vector, data.train_samples[batch], data.train_labels[batch], loss)
        gradient = nn.Penalties(weight_decay=weight_decay).decay(network, vector, gradient)
        vector, state = optimizer.update(vector, gradient, state)
    mine = data.test_samples[data.test_labels == digit]
    image = mine[_contested(network, trained, mine, digit)].reshape(SIDE, SIDE).astype(np.int64)
    for iteration, parameters in zip(seen, trained, strict=True):
        share = nn.accuracy(network.predict(parameters, data.test_samples), data.test_labels)
        yield Reading(iteration, parameters, share, hidden, image, digit)


def enlarged(images: Array) -> npt.NDArray[np.int64]:
    """Images (n, 64) of 8 × 8 greys → (n, 16, 16) of ink: linearly between the greys, then 1 above one half."""
    small = images.reshape(-1, 8, 8)
    at = (np.arange(SIDE) + 0.5) / 2.0 - 0.5
    low = np.clip(np.floor(at).astype(int), 0, 6)
    share = np.clip(at - low, 0.0, 1.0)
    tall = small[:, low] * (1.0 - share)[:, None] + small[:, low + 1] * share[:, None]
    large = tall[:, :, low] * (1.0 - share) + tall[:, :, low + 1] * share
    return np.where(large > 0.5, 1, 0)


def _contested(network: nn.Network, trained: list[Array], images: Array, digit: int) -> int:
    """Of the images that are surely read right in the end, the one over which two others fought hardest."""
    shares = np.stack([network.predict(parameters, images) for parameters in trained])
    own = shares[-1, :, digit]
    others = np.sort(np.delete(shares, digit, axis=2).max(axis=0), axis=1)[:, -2:].prod(axis=1)
    return int(np.argmax(np.where(own > 0.9, others, own - 1.0)))


class Panels(NamedTuple):
    """The marks of the stage."""

    units: marks.Axes
    places: list[Box]
    limit: float
    bars: marks.Axes
    words: marks.Mark
    canvas: Canvas


@it_is_a_two.stage
def stage(canvas: Canvas, film: Film[Reading]) -> Panels:
    """The digit, the hidden units' weights, the confidences."""
    style, say, first = canvas.style, canvas.say, film[0]
    laid = page(canvas)
    if style.tall:
        left, middle, right = split(laid.body, rows=(0.8, 1.1, 1.1), gap=style.px(10.0))
    else:
        left, middle, right = split(laid.body, columns=(0.8, 1.15, 1.0), gap=style.px(36.0))
    blank = paper(canvas, left)
    side = min(left.width, left.height - style.px(50.0))
    top = left.height - style.px(44.0)
    marks.heading(blank, style, (0.0, left.height - style.px(27.0)), say("The input: 16 × 16 = 256 numbers"))
    marks.image(blank, style, first.image.astype(float), (0.0, top - side, side, side))
    units = paper(canvas, middle)
    marks.heading(units, style, (0.0, middle.height - style.px(27.0)), say("What each hidden unit looks for"))
    across = 3 if first.hidden <= 12 else 4
    rows = -(-first.hidden // across)
    room = Box(0.0, 0.0, middle.width, middle.height - style.px(44.0))
    places = split(room, rows=(1.0,) * rows, columns=(1.0,) * across, gap=style.px(14.0))[: first.hidden]
    bars = panel(canvas, right, left=40.0)
    name_panel(canvas, bars, say("It says:"))
    marks.confidences(bars, style, [str(number) for number in range(10)])
    limit = max(film.span(lambda frame: np.quantile(np.abs(frame.weights), 0.99))[1], 1e-9)
    widest = [say("Iteration {n}", n=film[-1].iteration), say("It is a {digit}", digit=8)]
    return Panels(units, places, limit, bars, marks.readout(laid.header, style, widest), canvas)


@stage.draw
def draw(frame: Reading, panels: Panels) -> None:
    """Weights as images, each with its answer to this digit as a bar; the confidences."""
    style, say = panels.canvas.style, panels.canvas.say
    bar = style.px(9.0)
    for place, weights, answer in zip(panels.places, frame.weights, frame.answers, strict=True):
        side = min(place.width - 2.0 * bar, place.height)
        marks.image(
            panels.units, style, weights, (place.left, place.bottom, side, side), limit=panels.limit, signed=True
        )
        left, right = place.left + side + 0.4 * bar, place.left + side + 1.4 * bar
        for height, colour in ((side, style.theme.mix(style.theme.line, 0.3)), (side * answer, style.theme.ink)):
            panels.units.fill(
                [left, right, right, left], [place.bottom] * 2 + [place.bottom + height] * 2, color=colour
            )
    confidences = frame.confidences
    marks.confidence_bars(panels.bars, style, confidences)
    panels.words(say("Iteration {n}", n=frame.iteration), say("It is a {digit}", digit=int(confidences.argmax())))


@it_is_a_two.words
def words(film: Film[Reading], say: Say) -> Words:
    """How the answer came about."""
    last = film[-1]
    answers = [int(frame.confidences.argmax()) for frame in film]
    others = sorted({answer for answer in answers if answer not in {last.label, answers[-1]}})
    caption = say(
        "Real digits, enlarged and thresholded. Green weights want ink, violet ones paper; the bar beside a unit is "
        "its answer. After {n:,|iteration|iterations} the network is {sure:.0f}\u00a0% sure of the {digit}, and reads "
        "{share:.0f}\u00a0% of 297 digits that it has never seen.",
        n=last.iteration,
        sure=100.0 * float(last.confidences[last.label]),
        digit=last.label,
        share=100.0 * last.accuracy,
    )
    if others:
        caption += " " + say("On the way it said: {others}.", others=", ".join(map(str, others)))
    shows = say("A handwritten digit, the weights of the hidden units as small images, and ten bars of confidence.")
    return Words(say("Which digit is it?"), caption, f"{shows} {caption}")
