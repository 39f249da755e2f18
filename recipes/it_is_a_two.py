"""While a network learns to read, 2, 3 and 7 compete for one handwritten digit until it is sure of the 2."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing.picture.class_bars import class_bars, class_names
from vizpipe.recipe import Array, Beat, Count, Film, ImageSet, Integers, Rate, Say, Seed, Words, recipe

SIDE, TEST, FRAMES, HALF = 16, 297, 60, 0.5
"""Pixels of a side at most, digits kept apart, frames; above which confidence one answer has more than all others."""
PAINTS = ["series 1", "series 0", "ink"]


class Reading(NamedTuple):
    """A network that reads one digit, after so many iterations."""

    iteration: int
    parameters: Array
    """Shape (parameter_count,)."""
    accuracy: float
    """Share of the test images that it reads right."""
    image: Integers | Array
    """The image, shape (side, side): ink 1, no ink 0; of a digit, which is thresholded, nothing between."""
    label: int
    confidences: Array
    """Of the classes, shape (classes,); they add up to 1."""
    weights: Array
    """Of each hidden unit as an image, shape (hidden, side, side)."""


@recipe(
    title="It is a 2",
    size=(1600, 900),
    chapter="Five to share",
    ideas=(
        "A digit of 16 × 16 = 256 inputs and ten confidences as bars, over training: “it is a 2”",
        "What hidden units look for: their weights as images",
    ),
)
def it_is_a_two(  # noqa: PLR0913 - what can be asked of a training
    *,
    hidden: Annotated[int, Meta(ge=1, le=24), "Sigmoid units in the hidden layer"] = 12,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    iterations: Annotated[Count, "Mini-batches of 100 digits"] = 600,
    weight_decay: Annotated[float, Meta(ge=0.0), "Shrinks weights that nothing needs; 0 leaves noise"] = 0.002,
    digit: Annotated[int, Meta(ge=0, le=9), "Which digit is read; of a file, which class, or its last"] = 2,
    data: Annotated[ImageSet, Meta(le=SIDE), "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 44,
) -> Iterator[Reading]:
    """Train 256-hidden-10 on digits enlarged to 16 × 16 and thresholded; look at one that is hard to read.

    Images of a file stay as they are.

    Seed 44 is the first from 0 with which, after the first quarter of the frames, each of 2, 3 and 7 is the answer at
    some time, no other digit is, and a wrong answer gets more than 0.3. With most seeds the fight is shorter.
    """
    rng = np.random.default_rng(seed)
    side, count, digit = (SIDE if data.is_drawn else data.side), len(data.classes), min(digit, len(data.classes) - 1)
    known = data.parts(rng, TEST, inked if data.is_drawn else None)
    network, loss = (
        nn.Network((side * side, hidden, count), ("sigmoid", "softmax")),
        nn.sparse_categorical_cross_entropy,
    )
    vector = network.initial(rng, nn.initializers.normal(0.1))
    adam, penalties, trained = nn.Adam(learning_rate), nn.Penalties(weight_decay=weight_decay), []
    state = adam.start(vector)
    for _ in range(iterations + 1):
        trained.append(vector)
        batch = rng.choice(len(known.train_samples), min(100, len(known.train_samples)), replace=False)
        _, gradient = network.gradient(vector, known.train_samples[batch], known.train_labels[batch], loss)
        vector, state = adam.update(vector, penalties.decay(network, vector, gradient), state)
    seen = np.unique(np.rint(np.geomspace(1, iterations + 1, FRAMES) - 1).astype(int)).tolist()
    mine = known.test_samples[known.test_labels == digit]
    shares = np.stack([network.predict(trained[iteration], mine) for iteration in seen])
    one = _contested(shares, digit)
    image = mine[one].reshape(side, side).astype(np.int64 if data.is_drawn else float)
    for iteration, confidences in zip(seen, shares[:, one], strict=True):
        right = nn.accuracy(network.predict(trained[iteration], known.test_samples), known.test_labels)
        weights = next(network.layers(trained[iteration])).weights.T.reshape(-1, side, side)
        yield Reading(iteration, trained[iteration], right, image, digit, confidences, weights)


def inked(images: Array) -> Array:
    """Images (n, 64) → (n, 256), enlarged."""
    return enlarged(images).reshape(len(images), -1).astype(float)


def enlarged(images: Array) -> Integers:
    """Images (n, 64) of 8 × 8 greys → (n, 16, 16) of ink: linearly between the greys, then 1 above one half."""
    at = np.clip((np.arange(SIDE) + 0.5) / 2.0 - 0.5, 0.0, 7.0)
    between = np.maximum(1.0 - np.abs(at[:, None] - np.arange(8.0)), 0.0)
    return np.where(between @ images.reshape(-1, 8, 8) @ between.T > 0.5, 1, 0)


def _contested(shares: Array, digit: int) -> int:
    """Of the images that are surely read right in the end, the one over which two others fought hardest."""
    own = shares[-1, :, digit]
    others = np.sort(np.delete(shares, digit, axis=2).max(axis=0), axis=1)[:, -2:].prod(axis=1)
    return int(np.argmax(np.where(own > 0.9, others, own - 1.0)))


@it_is_a_two.picture
def picture(film: Film[Reading]) -> vp.Picture[Reading]:
    """The digit, the weights of the hidden units, all ten confidences now and those of three digits over time."""
    most, side = max(film.span(lambda frame: np.quantile(np.abs(frame.weights), 0.99))[1], 1e-9), len(film[0].image)

    def unit(number: int) -> vp.Panel[Reading]:
        wanted = vp.Pixels[Reading](lambda frame: 0.5 + 0.5 * frame.weights[number] / most)
        return vp.panel(wanted, limits=(0, side, 0, side), equal=True, bare=True, rank=1, weight=(0.3, 0.3))

    digit = vp.Pixels[Reading](lambda frame: np.pad(frame.image, 1))
    title = vp.phrase("The input: {n} pixels", n=side**2) if film.about.origin else "The input: 256 pixels"
    image = vp.panel(digit, title=title, limits=(0, side + 2, 0, side + 2), equal=True, bare=True)
    units = vp.named("What hidden units look for", vp.each(range(len(film[0].weights)), unit))
    now, then = _confidences(film)
    seen = vp.phrase("{n:,|mini-batch|mini-batches}", n=lambda frame: frame.iteration)
    body = vp.stack(vp.column(image, units), vp.column(now, then))
    return vp.Picture(body, counter=(seen,), thumb=vp.row(image, vp.column(now, then)))


def _confidences(film: Film[Reading]) -> tuple[vp.Panel[Reading], vp.Panel[Reading]]:
    """All ten as bars; over training those of the digit and of the two that came nearest to being the answer."""
    peaks = np.max([frame.confidences for frame in film][len(film) // 4 :], axis=0)
    peaks[film[0].label] = np.inf
    best, count = np.argsort(peaks, kind="stable")[-3:].tolist(), len(peaks)
    colours, level = dict(zip(best, PAINTS[-len(best) :], strict=True)), (0.0, 0.5, 1.0)
    shown, names = sorted(colours, key=film[-1].confidences.__getitem__), class_names(film, count)
    paints = [colours.get(each, "quiet") for each in range(count)]
    title, weight, behind = "How sure of each", (2.0, 1.0), vp.Mix("quiet", 0.2)
    now: vp.Panel[Reading] = class_bars(names, "confidences", paints, 0.7, title=title, behind=behind, weight=weight)
    x, limits = "mini-batches + 10 (logarithmic)", (10.0, max(film[-1].iteration, 1) + 10.0, -0.08, 1.0)
    told = [vp.phrase("{name}", name=names[each]) if film.about.origin else names[each] for each in shown]
    title, weight = "How sure, over training", (2.0, 1.6)
    fight = vp.Trail[Reading](
        lambda f: f.iteration + 10, lambda f: f.confidences[shown], told, [colours[k] for k in shown], dot=None
    )
    return now, vp.panel(fight, title=title, x=x, limits=limits, ticks=(None, level), log="x", weight=weight)


@it_is_a_two.story
def story(film: Film[Reading]) -> list[Beat[Reading]]:
    """Each change of the leader after the first quarter of the frames, and what the network says in the end."""
    last, answers, early = film[-1], [int(frame.confidences.argmax()) for frame in film], len(film) // 4
    is_right = answers[-1] == last.label
    changes = [at for at in range(early, len(film)) if at == early or answers[at] != answers[at - 1]]
    leads = dict.fromkeys(changes, "Now it looks most like a {digit}")
    if is_right:
        leads[changes[-1]] = "The {digit} takes the lead and keeps it"
    most = "By now it is surer of the {digit} than of all other digits together"
    right, wrong = "It is a {digit}: the network is {sure:.0f}\u00a0% sure", "It says {digit}, but it is a {label}"
    start, names = (
        "An unseen digit, and a network that knows nothing yet: which is it?",
        class_names(film, len(last.confidences)),
    )
    if film.about.origin:
        start = "An unseen image, and a network that knows nothing yet: of which class is it?"
        leads = dict.fromkeys(changes, "Now it looks most like {digit}")
        leads |= {changes[-1]: "{digit} takes the lead and keeps it"} if is_right else {}
        most = "By now it is surer of {digit} than of all other classes together"
        right = "The answer is {digit}: the network is {sure:.0f}\u00a0% sure"
        wrong = "The answer is {digit}, but the image is of class {label}"
    sure = [at for at in range(changes[-1], len(film)) if film[at].confidences.max() > HALF]
    if is_right and sure and all(frame.confidences.max() > HALF for frame in list(film)[sure[0] :]):
        leads[sure[0]] = most
    said: list[object] = [names[each] if film.about.origin else each for each in answers]
    values = {
        "digit": said[-1],
        "sure": 100.0 * float(last.confidences.max()),
        "label": names[last.label] if film.about.origin else last.label,
    }
    return [
        Beat("start", 0, start, 1.5),
        *(Beat[Reading](f"lead {at}", at, say, 0.9, values={"digit": said[at]}) for at, say in leads.items()),
        Beat("end", -1, right if is_right else wrong, 2.5, values=values),
    ]


@it_is_a_two.words
def words(film: Film[Reading], say: Say) -> Words:
    """How the answer came about."""
    if film.about.origin:
        return _of_file(film, say)
    last = film[-1]
    caption = say(
        "After {n:,|mini-batch|mini-batches} the network is {sure:.0f}\u00a0% sure of the {digit}. It reads "
        "{share:.0f}\u00a0% of 297 digits that it has never seen. The digits are real, enlarged and thresholded. A "
        "unit is drawn as ink where it looks for ink, as paper where it looks for none.",
        n=last.iteration,
        sure=100.0 * float(last.confidences[last.label]),
        digit=last.label,
        share=100.0 * last.accuracy,
    )
    shows = say("A digit, hidden units' weights as images, ten bars of confidence, and three as curves over training.")
    return Words(say("Which handwritten digit is it?"), caption, f"{shows} {caption}")


def _of_file(film: Film[Reading], say: Say) -> Words:
    """The same of images that somebody brought."""
    last, count = film[-1], len(film[-1].confidences)
    caption = say(
        "After {n:,|mini-batch|mini-batches} the network is {sure:.0f}\u00a0% sure of {name}. It reads "
        "{share:.0f}\u00a0% of images that it has never seen. A unit is drawn as ink where it looks for ink, as paper "
        "where it looks for none.",
        n=last.iteration,
        sure=100.0 * float(last.confidences[last.label]),
        name=say.whole(film.about.classes[last.label]),
        share=100.0 * last.accuracy,
    )
    shows = say(
        "An image, hidden units' weights as images, {n} bars of confidence, and {k} as curves over training.",
        n=count,
        k=min(count, 3),
    )
    return Words(say("Which class is it?"), caption, f"{shows} {caption}")
