"""While it learns to read, a network's hidden units turn from noise into images, and the confidence in the 2 wins."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Beat, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

SIDE = 16
TEST = 297
FRAMES = 60
PAINTS = ["series 1", "series 0", "ink"]


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
    seed: Seed = 44,
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


def _rivals(film: Film[Reading]) -> list[int]:
    """The two other digits that came nearest to being the answer, once the first quarter of the frames is over."""
    peaks = np.max([frame.confidences for frame in film][len(film) // 4 :], axis=0)
    peaks[film[0].label] = -1.0
    return [int(digit) for digit in np.argsort(peaks, kind="stable")[-2:]]


@it_is_a_two.picture
def picture(film: Film[Reading]) -> vp.Picture[Reading]:
    """The digit, the weights of the hidden units, all ten confidences now and those of three digits over time."""
    shown = [*_rivals(film), film[0].label]
    colours = dict(zip(shown, PAINTS, strict=True))
    limit = max(film.span(lambda frame: np.quantile(np.abs(frame.weights), 0.99))[1], 1e-9)

    def unit(number: int) -> vp.Panel[Reading]:
        pixels = vp.Pixels[Reading](lambda frame: frame.weights[number], limit, is_signed=True)
        return vp.panel(pixels, limits=(0, SIDE, 0, SIDE), equal=True, bare=True, rank=1, weight=(0.3, 0.3))

    digit = vp.Pixels[Reading](lambda frame: np.pad(frame.image, 1))
    bars = vp.Bars[Reading](np.arange(10.0), "confidences", [colours.get(each, "quiet") for each in range(10)], 0.7)
    fight = vp.Trail[Reading](
        lambda frame: frame.iteration + 1, lambda frame: frame.confidences[shown], [str(each) for each in shown], PAINTS
    )
    level, end = (0.0, 0.5, 1.0), film[-1].iteration + 1.0
    now = vp.panel(
        bars,
        title="How sure of each",
        limits=(-0.6, 9.6, 0.0, 1.0),
        ticks=([str(each) for each in range(10)], level),
        weight=(2.0, 1.0),
    )
    then = vp.panel(
        fight,
        title="How sure, over training",
        x="mini-batches + 1 (logarithmic)",
        limits=(1.0, max(end, 2.0), 0.0, 1.0),
        ticks=(None, level),
        log="x",
        weight=(2.0, 1.6),
    )
    image = vp.panel(digit, title="The input: 256 pixels", limits=(0, SIDE + 2, 0, SIDE + 2), equal=True, bare=True)
    units = vp.named("What hidden units look for", vp.each(range(film[0].hidden), unit))
    seen = vp.phrase("{n:,|mini-batch|mini-batches}", n=lambda frame: frame.iteration)
    return vp.Picture(
        vp.stack(vp.column(image, units), vp.column(now, then)), counter=(seen,), thumb=vp.row(image, then)
    )


@it_is_a_two.story
def story(film: Film[Reading]) -> list[Beat[Reading]]:
    """Each change of the leader after the first quarter of the frames, and what the network says in the end."""
    last, answers, early = film[-1], [int(frame.confidences.argmax()) for frame in film], len(film) // 4
    changes = [at for at in range(early, len(film)) if at == early or answers[at] != answers[at - 1]]
    leads = dict.fromkeys(changes, "Now it looks most like a {digit}")
    if answers[-1] == last.label:
        leads[changes[-1]] = "The {digit} takes the lead and keeps it"
    right, wrong = "It is a {digit}: the network is {sure:.0f}\u00a0% sure", "It says {digit}, but it is a {label}"
    values = {"digit": answers[-1], "sure": 100.0 * float(last.confidences.max()), "label": last.label}
    return [
        Beat("start", 0, "A network that knows nothing yet: which digit is this?", 1.5),
        *(Beat[Reading](f"lead {at}", at, say, 0.9, values={"digit": answers[at]}) for at, say in leads.items()),
        Beat("end", -1, right if answers[-1] == last.label else wrong, 2.5, values=values),
    ]


@it_is_a_two.words
def words(film: Film[Reading], say: Say) -> Words:
    """How the answer came about."""
    last = film[-1]
    caption = say(
        "Real digits, enlarged and thresholded. Green weights want ink, violet ones paper. "
        "After {n:,|mini-batch|mini-batches} the network is {sure:.0f}\u00a0% sure of the {digit}, and reads "
        "{share:.0f}\u00a0% of 297 digits that it has never seen.",
        n=last.iteration,
        sure=100.0 * float(last.confidences[last.label]),
        digit=last.label,
        share=100.0 * last.accuracy,
    )
    shows = say(
        "A handwritten digit, the weights of the hidden units as small images, ten bars of confidence, and "
        "that of three digits over training as curves."
    )
    return Words(say("Which digit is it?"), caption, f"{shows} {caption}")
