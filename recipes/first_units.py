"""In a network that learns to read digits, weights of neighbouring pixels come to agree: noise becomes strokes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from math import isqrt
from typing import Annotated

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.nn import Snapshot
from vizpipe.recipe import Array, Beat, Count, Film, ImageSet, Rate, Say, Seed, Words, recipe

MOST, NOISE, AGREED = 24, 0.1, 0.3
"""Units that have room; how well neighbours go together in noise at most, and where images are seen at least."""


class Signs(vp.Mark[Snapshot]):
    """What the two colours mean, in two small cells beside their words."""

    def need(self, moment: vp.Moment[Snapshot]) -> vp.Need:
        """Two lines of words."""
        del moment
        return vp.Need(9.0, 2.6, grows=False)

    def shapes(self, moment: vp.Moment[Snapshot], room: vp.Room) -> Iterator[vp.Image | vp.Text]:
        """Plus above minus."""
        em = room.em
        extent = (0.0, 1.3 * em, 0.0, 2.6 * em)
        yield vp.Image(np.array([[1.0], [-1.0]]), extent, "sign", is_smooth=False, unit="paper")
        for line, told in enumerate((moment.say("weight below 0"), moment.say("weight above 0"))):
            yield vp.Text((1.8 * em, (0.65 + 1.3 * line) * em), told, unit="paper")


@recipe(
    title="What the first layer looks for",
    size=(1600, 900),
    chapter="Training",
    ideas=("First-layer weights as images, also of one's own network that learns from images",),
)
def first_units(
    *,
    units: Annotated[int, Meta(ge=1, le=64), "Units in the hidden layer"] = 7,
    epochs: Annotated[Count, "How often every digit is seen"] = 30,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.001,
    weight_decay: Annotated[float, Meta(ge=0.0), "Shrinks weights that nothing needs; 0 leaves noise"] = 0.003,
    data: Annotated[ImageSet, "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Snapshot]:
    """Train 64-units-10 on 1,500 digits, each moved by up to a pixel: a frame for each epoch."""
    rng = np.random.default_rng(seed)
    x, labels, *_ = data.parts(rng, 297, lambda images: datasets.shifted(rng, images, data.side))
    network = nn.Network((data.side**2, units, len(data.classes)), ("tanh", "softmax"))
    adam, penalties = nn.Adam(learning_rate), nn.Penalties(weight_decay=weight_decay)
    start, cost = network.initial(rng, nn.initializers.normal(0.05)), nn.sparse_categorical_cross_entropy
    run = nn.train(network, start, x, labels, loss=cost, optimizer=adam, batch_size=50, rng=rng, penalties=penalties)
    yield from islice(run, epochs + 1)


def side(film: Film[Snapshot]) -> list[int]:
    """Height and width of the images that the network gets; noughts if they are none."""
    inputs = int(film[0].sizes[0])
    square = [isqrt(inputs)] * 2 if inputs >= 9 and isqrt(inputs) ** 2 == inputs else [0, 0]
    return list(film.about.image) or square


def images(film: Film[Snapshot], frame: Snapshot) -> Array:
    """The weights of the units that are drawn, shape (units, height, width)."""
    return np.asarray(frame.weights[0].T[nn.evenly(int(frame.sizes[1]), MOST)].reshape(-1, *side(film)))


def agreement(film: Film[Snapshot], frame: Snapshot) -> float:
    """The correlation of weights of neighbouring pixels, from −1 to 1."""
    seen = images(film, frame)
    left, right = (each - each.mean() for each in (seen[:, :, :-1], seen[:, :, 1:]))
    whole = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / whole if whole else 0.0


@first_units.fits
def fits(film: Film[Snapshot]) -> str:
    """Networks whose inputs are images of one channel."""
    inputs = int(film[0].sizes[0])
    return "" if min(side(film)) > 1 else f"it draws networks that get images, and {inputs:,} inputs are no square"


@first_units.picture
def picture(film: Film[Snapshot]) -> vp.Picture[Snapshot]:
    """An input, and each unit as an image: the colour of plus where it looks for ink, of minus where for none."""
    (rows, columns), count = side(film), len(images(film, film[0]))
    most = max(film.span(lambda frame: np.asarray(np.quantile(np.abs(images(film, frame)), 0.97)))[1], 1e-9)

    limits, seen = (0, columns, 0, rows), film[0].samples

    def panel(name: vp.Phrase, *marks: vp.Mark[Snapshot]) -> vp.Panel[Snapshot]:
        return vp.panel(*marks, title=name, limits=limits, equal=rows == columns, bare=True)

    def unit(number: int) -> vp.Panel[Snapshot]:
        if number < 0:
            shown = (seen[0] - seen.min()).reshape(rows, columns) / max(np.ptp(seen), 1e-9)
            name = vp.phrase("Input, {rows} × {columns}", rows=rows, columns=columns)
            return panel(name, vp.Pixels(shown))
        image = vp.Pixels[Snapshot](lambda frame: images(film, frame)[number] / most, is_signed=True)
        return panel(vp.phrase("Unit {n}", n=number + 1), image)

    counter = (vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch),)
    thumb = vp.each(range(min(count, 8)), lambda number: replace(unit(number), title=""))
    body = vp.each(range(-1 if seen.size else 0, count), unit)
    return vp.Picture(body, (vp.paper(Signs()),), counter=counter, thumb=thumb)


@first_units.story
def story(film: Film[Snapshot]) -> list[Beat[Snapshot]]:
    """Noise, and what comes out of it."""
    is_noise, agreed = agreement(film, film[0]) < NOISE, agreement(film, film[-1])
    noise, shown = "Before it learns, the weights of each unit are noise", "The weights of each unit, as an image"
    end = "They still look like noise" if is_noise and agreed < NOISE else ""
    alike = "As it learns, weights of neighbouring pixels become alike"
    patches = "Noise has become patches: neighbouring weights are now similar"
    return [
        Beat("start", 0, noise if is_noise else shown, 1.5),
        Beat("agrees", lambda frame: is_noise and agreement(film, frame) > AGREED, alike, 1.0),
        Beat("end", -1, patches if is_noise and agreed > AGREED else end, 2.5),
    ]


@first_units.words
def words(film: Film[Snapshot], say: Say) -> Words:
    """How well neighbours agree."""
    (first, last), count = (film[0], film[-1]), int(film[0].sizes[1])
    told = (
        "A unit adds up pixels times weights: those below 0 lower the sum. "
        "Weights of neighbouring pixels correlate by {a:.2f} at first, by {b:.2f} in epoch {n:,}."
    )
    caption = say(told, a=agreement(film, first), b=agreement(film, last), n=last.epoch)
    if "weight_decay" in film.parameters:  # trained here
        caption += " " + say("Images are moved by up to one pixel.")
    if count > MOST:
        caption += " " + say("Of {n:,} units {k} are drawn, evenly.", n=count, k=MOST)
    shows = say("The weights of units in the first layer as images, in one colour above 0 and another below.")
    return Words(say("What the first layer looks for"), caption, f"{shows} {caption}")
