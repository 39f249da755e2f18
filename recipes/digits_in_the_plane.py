"""A hidden layer of two units gives handwritten digits a place in the plane, where digits of a kind come together."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing.picture import Mark, Mix, Moment, Paint, Path, Room, Text
from vizpipe.drawing.picture.channels import Channel, channel
from vizpipe.drawing.picture.class_bars import are_words, class_bars, class_names
from vizpipe.drawing.picture.shapes import Shape
from vizpipe.recipe import Array, Beat, Count, Film, Flags, ImageSet, Integers, Rate, Say, Seed, Words, recipe

TEST, SHOWN, FRAMES = 297, 100, 15
"""Digits kept apart, images that are shown, frames."""
GATHERED, BEGUN, MOST = 0.5, 0.4, 0.8
"""How widely gathered kinds scatter at most, of their width at first; the shares read right as they begin, and then."""
REACH, EDGE, THIN = 1.2, 1.19, 0.12
"""How far the plane and its regions reach, and how thin a region is that has no numeral."""
SIZE, INK, NAME = 0.09, 0.4, vp.Legible("series 0")
"""How large a digit is in the plane, from how much ink on a pixel is drawn, and how regions are named."""
SQUARE = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


class Epoch(NamedTuple):
    """A network with a waist of two units after so many epochs."""

    epoch: int
    parameters: Array
    """Shape (parameter_count,)."""
    accuracy: float
    """Share of unseen images that are read right."""
    images: Array
    """Images that it has never seen, shape (images, side²), 0 paper to 1 ink."""
    labels: Integers
    """Of which class each is, shape (images,)."""

    @property
    def network(self) -> nn.Network:
        """What the parameters belong to: a layer of ``n`` classes has 3 n of them."""
        pixels = self.images.shape[1]
        return waist(pixels, (len(self.parameters) - waist(pixels, 1).parameter_count) // 3 + 1)

    @property
    def places(self) -> Array:
        """Where the two hidden units put each image, shape (images, 2)."""
        return np.asarray(self.network.forward(self.parameters, self.images)[1][1])

    @property
    def view(self) -> tuple[Array, float]:
        """The middle of all images, and how far off the farthest is in either direction."""
        places = self.places
        low, high = places.min(axis=0), places.max(axis=0)
        return (low + high) / 2.0, max(float((high - low).max()) / 2.0, 1e-12)

    @property
    def scores(self) -> Array:
        """For each answer w₁, w₂ and b in the plane as it is seen: the highest w·x + b wins, shape (classes, 3)."""
        (middle, scale), layer = self.view, list(self.network.layers(self.parameters))[2]
        return np.column_stack([scale * layer.weights.T, middle @ layer.weights + layer.bias])

    @property
    def is_right(self) -> Flags:
        """Which images are read right, shape (images,)."""
        return np.asarray(self.network.predict(self.parameters, self.images).argmax(axis=1) == self.labels)

    @property
    def shares(self) -> Array:
        """Of each class how many are read right, shape (classes,)."""
        right = self.is_right
        return np.array([right[self.labels == each].mean() for each in range(self.network.sizes[-1])])

    @property
    def spread(self) -> float:
        """How wide images of a class scatter, as a share of how wide all do."""
        places, kinds = self.places, np.unique(self.labels)
        within = np.concatenate([places[self.labels == d] - places[self.labels == d].mean(axis=0) for d in kinds])
        return float(within.std() / max(float((places - places.mean(axis=0)).std()), 1e-12))

    def some(self, *, right: bool) -> tuple[Array, Array]:
        """Of the images that are shown those that are read right or wrong: places as they are seen, and images."""
        (middle, scale), chosen = self.view, np.flatnonzero(self.is_right[:SHOWN] == right)
        return (self.places[chosen] - middle) / scale, self.images[chosen]


def waist(pixels: int, classes: int) -> nn.Network:
    """A network whose second hidden layer has two units."""
    return nn.Network((pixels, 32, 2, classes), ("tanh", "identity", "softmax"))


@recipe(
    title="Digits find their places",
    size=(1600, 900),
    chapter="Training",
    ideas=("The hidden layer as new features of real digits: two numbers a digit, and kinds come together",),
)
def digits_in_the_plane(
    *,
    epochs: Annotated[Count, "How often every digit is seen"] = 59,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.005,
    data: Annotated[ImageSet, "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 1,
) -> Iterator[Epoch]:
    """Train 64-32-2-10 on digits; look at the waist of two units."""
    rng = np.random.default_rng(seed)
    known, network = data.parts(rng, TEST), waist(data.side**2, len(data.classes))
    vector, loss = network.initial(rng, nn.initializers.xavier), nn.sparse_categorical_cross_entropy
    given, adam = (network, vector, known.train_samples, known.train_labels), nn.Adam(learning_rate)
    run = nn.descend(*given, loss=loss, optimizer=adam, batch_size=50, rng=rng, watch=False)
    told = {round(epochs * (frame / FRAMES) ** 1.5) for frame in range(FRAMES + 1)}  # closer at first: kinds part there
    for epoch in range(epochs + 1):
        share = nn.accuracy(network.predict(vector, known.test_samples), known.test_labels)
        if epoch in told:
            yield Epoch(epoch, vector, share, known.test_samples, known.test_labels)
        vector, _ = next(run)


@dataclass(frozen=True)
class Written(Mark[Epoch]):
    """Digits as they were written, each at its place."""

    digits: Channel[Epoch] = channel()
    """Places (n, 2) and images (n, side²)."""
    paint: Paint = "ink"

    def shapes(self, moment: Moment[Epoch], room: Room) -> Iterable[Shape]:
        """All inked pixels."""
        del room
        places, images = self.read(moment, "digits")
        side = math.isqrt(images.shape[1])
        digit, pixel = np.nonzero(images > INK)
        corner = np.stack([pixel % side, side - 1 - pixel // side], axis=1) - side / 2
        pixels = places[digit][:, None] + SIZE / side * (corner[:, None] + SQUARE)
        yield Path(list(pixels), None, fill=self.paint, order=2.0)


@dataclass(frozen=True)
class Regions(Mark[Epoch]):
    """Where the output layer answers which class, with its name near the plane's edge or in its middle."""

    scores: Channel[Epoch] = channel()
    names: Sequence[str] = ()

    def shapes(self, moment: Moment[Epoch], room: Room) -> Iterable[Shape]:
        """For each class what is left of the plane where no other scores higher: its edge, and its name in it."""
        del room
        scores, size = self.read(moment, "scores"), 20.0 if are_words(self.names) else 30.0
        for digit, own in enumerate(scores):
            region = EDGE * (2.0 * SQUARE - 1.0)
            for other in np.delete(scores, digit, axis=0):
                region = _kept(region, own - other)
            region = region[np.abs(region - np.roll(region, 1, 0)).max(axis=1, initial=0.0) > 1e-9]  # each corner once
            rim = region[np.abs(region).max(axis=1, initial=0.0) > EDGE - 1e-9]
            middle = region.sum(axis=0) / max(len(region), 1)
            wide = np.linalg.svd(region - middle)[1].min() if len(region) else 0.0
            if wide > 1e-9:
                yield Path([np.concatenate([region, region[:1]])], "line", 1.5, order=1.0)
            if wide > THIN:  # near the rim, but inside, for a region is convex
                at = tuple(0.7 * rim.mean(axis=0) + 0.3 * middle if len(rim) else middle)
                yield Text(at, self.names[digit], size, NAME, is_bold=True, align="center", has_ground=True, order=2.5)


def _kept(corners: Array, line: Array) -> Array:
    """The part of a convex region where w·x + b is not negative."""
    sides = corners @ line[:2] + line[2]
    kept = []
    for a, b, here, there in zip(corners, np.roll(corners, -1, 0), sides, np.roll(sides, -1), strict=True):
        kept += [a] if here >= 0.0 else []
        kept += [a + (b - a) * here / (here - there)] if (here >= 0.0) != (there >= 0.0) else []
    return np.array(kept).reshape(-1, 2)


@digits_in_the_plane.picture
def picture(film: Film[Epoch]) -> vp.Picture[Epoch]:
    """Images at their places, over the regions that the output layer parts; how many are read right."""
    right, wrong = Written(lambda f: f.some(right=True), Mix("quiet", 0.55)), Written(lambda f: f.some(right=False))
    test, names = len(film[0].labels), class_names(film, film[0].network.sizes[-1])
    told, x = "{n} unseen digits, black if read wrong", "digit"
    if film.about.origin:
        told, x = "{n} unseen images, black if read wrong", "class"
    title, regions = vp.phrase(told, n=min(SHOWN, test)), Regions("scores", names)
    plane = vp.panel(regions, right, wrong, title=title, x="unit 1", y="unit 2", reach=REACH, bare=True)
    title = vp.phrase("Share of {n} read right", n=test)
    share: vp.Panel[Epoch] = class_bars(names, "shares", "quiet", 0.4, title=title, x=x, rank=1, weight=(0.5, 0.5))
    epoch = (vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch),)
    return vp.Picture(vp.stack(plane, share), counter=epoch, thumb=vp.row(plane, share))


@digits_in_the_plane.story
def story(film: Film[Epoch]) -> list[Beat[Epoch]]:
    """Mixed at first; then kinds have gathered for good; and how many are read right."""
    first, share = film[0].spread, {"share": 100.0 * film[-1].accuracy}
    mixed = [frame.spread >= GATHERED * first or frame.accuracy < MOST for frame in film]
    gathered = len(film) - mixed[::-1].index(True)  # at first they are
    begun = next((at for at, each in enumerate(film) if each.accuracy >= BEGUN and each.spread < first), gathered)
    start, draws, together, end = OF_IMAGES if film.about.origin else OF_DIGITS
    return [
        Beat("start", 0, start, 2.0),
        *([Beat[Epoch]("begun", begun, draws, 1.0)] if 0 < begun < gathered else []),
        *([Beat[Epoch]("gathered", gathered, together, 1.5)] if gathered < len(film) - 1 else []),
        Beat("end", -1, end, 2.5, values=share),
    ]


OF_DIGITS = (
    "Two numbers for each digit: at first all classes are mixed",
    "Training draws digits of the same class together",
    "Digits of the same class lie together, most in a region of their own",
    "In the end {share:.0f}\u00a0% of unseen digits lie in the right region",
)
OF_IMAGES = (
    "Two numbers for each image: at first all classes are mixed",
    "Training draws images of the same class together",
    "Images of the same class lie together, most in a region of their own",
    "In the end {share:.0f}\u00a0% of unseen images lie in the right region",
)
"""What is said at first, as kinds begin to gather, once they have, and in the end."""


@digits_in_the_plane.words
def words(film: Film[Epoch], say: Say) -> Words:
    """How far the kinds came apart."""
    first, last = film[0], film[-1]
    title = "Digits find their places in a hidden layer"
    shows = "Handwritten digits in a plane, each at the place that two hidden units give it."
    gather = "Handwritten digits in a plane: mixed at first, they gather by class."
    told = (
        "The network turns 64 pixels into two numbers, and from these alone reads {share:.0f}\u00a0% of digits that it "
        "has never seen. Digits of the same class scatter {before:.2f} times as widely as all digits at first, "
        "{after:.2f} times in the end."
    )
    numbers = {"before": first.spread, "after": last.spread, "share": 100.0 * last.accuracy}
    if film.about.origin:
        title, numbers["pixels"] = "Images find their places in a hidden layer", first.images.shape[1]
        shows = "Images in a plane, each at the place that two hidden units give it."
        gather = "Images in a plane: mixed at first, they gather by class."
        told = (
            "The network turns {pixels} pixels into two numbers, and from these alone reads {share:.0f}\u00a0% of "
            "images that it has never seen. Images of the same class scatter {before:.2f} times as widely as all "
            "images at first, {after:.2f} times in the end."
        )
    caption, gathers = say(told, **numbers), last.spread < GATHERED * first.spread
    return Words(say(title), caption, f"{say(gather if gathers else shows)} {caption}")
