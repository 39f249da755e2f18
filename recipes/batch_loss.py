"""The loss of a mini-batch scatters around the total loss, half as widely for every fourfold batch."""

import math
from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Film, ImageSet, Say, Seed, Words, recipe

SIZES = (1, 4, 16, 64, 256)
SHOWN = (1, 10, 60, 300)
"""How many of the mini-batches of one size are drawn in its frames, at most."""


class Draws(NamedTuple):
    """The losses of many mini-batches of one size."""

    size: int
    losses: Array
    """Shape (draws,): the mean loss of each mini-batch, drawn with replacement."""
    total: float
    """The loss over all samples."""
    deviation: float
    """Standard deviation of the loss of a single sample."""
    shown: int
    """How many of the mini-batches are seen."""
    batch: Array
    """The images of the first, in a corner of 16 rows and columns; the others are paper. Shape (16, 16, side, side)."""

    @property
    def spread(self) -> float:
        """Standard deviation of the mini-batches' losses."""
        return float(self.losses.std())


@recipe(
    title="The loss of a mini-batch",
    chapter="Loss and gradient",
    ideas=("A mini-batch's loss approximates the total loss; its spread falls as one over the root of the batch size",),
)
def batch_loss(
    *,
    draws: Annotated[int, Meta(ge=10, le=20000), "Mini-batches of each size"] = 2000,
    data: Annotated[ImageSet, "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Draws]:
    """Train a small network on digits for a moment, then measure its loss on mini-batches of growing size."""
    rng = np.random.default_rng(seed)
    (images, labels), wide = data.draw(), data.side
    network = nn.Network((wide**2, 20, len(data.classes)), ("sigmoid", "softmax"))
    loss = nn.sparse_categorical_cross_entropy
    given = network, network.initial(rng, nn.initializers.normal(0.1)), images, labels
    run = nn.descend(*given, loss=loss, optimizer=nn.SGD(0.5), batch_size=100, rng=rng)
    vector = next(vector for epoch, (vector, _) in enumerate(run) if epoch == 9)
    outputs = network.predict(vector, images)
    single = -np.log(outputs[np.arange(len(labels)), labels] + nn.EPSILON)
    for size in SIZES:
        chosen, batch = rng.integers(0, len(single), (draws, size)), np.zeros((16, 16, wide, wide))
        side = math.isqrt(size)
        batch[:side, :side] = images[chosen[0]].reshape(side, side, wide, wide)
        losses = single[chosen].mean(axis=1)
        for shown in sorted({min(most, draws) for most in SHOWN}):
            yield Draws(size, losses, float(single.mean()), float(single.std()), shown, batch)


@batch_loss.picture
def picture(film: Film[Draws]) -> vp.Picture[Draws]:
    """A mini-batch, and on one axis the losses of many of each size."""
    side = film[0].batch.shape[-1]
    wall = vp.Wall[Draws](lambda frame: frame.batch.reshape(-1, side, side), np.repeat(np.arange(16), 16), np.ones(256))
    told, whole, ends = "{n:|digit|digits} in a mini-batch", "loss of all digits: {loss:.2f}", ("256 digits", "1 digit")
    if film.about.origin:
        told, whole, ends = (
            "{n:|image|images} in a mini-batch",
            "loss of all images: {loss:.2f}",
            ("256 images", "1 image"),
        )
    taken, total = vp.phrase(told, n=lambda frame: frame.size), vp.phrase(whole, loss=film[0].total)
    rows = [mark for number in range(len(SIZES)) for mark in _row(film, number)]
    losses: vp.Panel[Draws] = vp.panel(
        vp.Rule(x=film[0].total, paint="ink"),
        vp.Label(np.array([film[0].total, 4.7]), total, is_bold=True),
        *rows,
        title="Its mean loss: a large dot; other mini-batches: small",
        x="loss of a half-trained network",
        limits=(0.0, 1.05 * film.span(lambda frame: frame.losses[: frame.shown].max())[1], -0.5, 5.0),
        ticks=(None, [ends[0], "64", "16", "4", ends[1]]),
        weight=(1.0, 1.4),
    )
    one = vp.paper(wall, title="One mini-batch", weight=(0.5, 0.5), rank=1)
    return vp.Picture(vp.stack(one, losses), counter=(taken,), thumb=vp.row(one, losses))


def _row(film: Film[Draws], number: int) -> Iterator[vp.Mark[Draws]]:
    """Mini-batches of one size as dots at their losses, and a line as long as their spread to either side."""
    size, y = SIZES[number], len(SIZES) - 1.0 - number
    losses = next(frame.losses for frame in film if frame.size == size)[: max(SHOWN)]
    places = np.stack([losses, y + 0.05 + 0.36 * (np.arange(len(losses)) * 0.618 % 1.0)], axis=1)

    def seen(frame: Draws) -> Array:
        shown = len(losses) if frame.size > size else frame.shown if frame.size == size else 0
        numbers = np.arange(len(losses))[:, None]
        return np.where((numbers < shown) & ((numbers > 0) | (frame.size > size)), places, np.nan)

    spread, under = float(next(frame.spread for frame in film if frame.size == size)), y - 0.18
    ends = film[0].total + np.array([-spread, spread])
    wide = vp.phrase("spread ± {spread:.2g}", spread=spread)
    yield vp.Dots(seen, vp.Mix("quiet", 0.6), 8.0)
    yield vp.When(lambda frame: frame.size == size, (vp.Dots(places[:1], "ink", 20.0),))
    bar = vp.Edge[Draws](np.stack([ends, [under] * 2], axis=1)[None], 7.0)
    told = bar, vp.Label[Draws](np.array([film[0].total + 2.0 * film[0].deviation, under]), wide, is_bold=True)
    yield vp.When(lambda frame: frame.size > size or (frame.size == size and frame.shown == len(losses)), told)


@batch_loss.story
def story(film: Film[Draws]) -> list[Beat[Draws]]:
    """One sample, then four times as many at a time: each time the estimates lie half as far apart."""
    most, spreads = film[-1].shown, {frame.size: frame.spread for frame in film}
    kept = [size for size in SIZES[1:] if abs(spreads[size] / spreads[size // 4] - 0.5) > 0.08]  # by chance

    def is_there(size: int) -> Callable[[Draws], bool]:
        return lambda frame: frame.size == size and frame.shown == most and all(each > size for each in kept)

    beats = [
        Beat[Draws]("start", 0, "How well does the loss of one sample estimate the loss of all?", 2.0),
        Beat[Draws]("one", lambda frame: frame.shown == most, "Estimates from single samples lie far apart", 2.0),
        Beat[Draws]("four", lambda frame: frame.size == 4, "A mini-batch of four: its mean loss is the estimate", 1.5),
        Beat[Draws]("half", is_there(4), "From four samples: half the spread", 1.5),
        Beat[Draws]("quarter", is_there(16), "Four times as many again: half the spread again", 1.0),
        Beat[Draws]("many", lambda frame: frame.size == 256, "", 0.7),
    ]
    end = "Each time, four times as many samples halve the spread"
    return [*beats, Beat("end", is_there(256), end, 3.0)]


@batch_loss.words
def words(film: Film[Draws], say: Say) -> Words:
    """The two ends."""
    first, last = film[0], film[-1]
    caption = say(
        "Each mini-batch, drawn with replacement, estimates the total loss of {total:.3f}. The standard deviation is "
        "{wide:.2f} with {small:|sample|samples} and {narrow:.3f} with {large}: {ratio:.1f} times less, and the square "
        "root of {large} is {root:g}.",
        total=first.total,
        small=first.size,
        large=last.size,
        wide=first.spread,
        narrow=last.spread,
        ratio=first.spread / last.spread,
        root=float(np.sqrt(last.size)),
    )
    shows = "A mini-batch of digits, and five rows of dots around one line, each row half as wide as the one above it."
    if film.about.origin:
        shows = "A mini-batch of images, and five rows of dots around one line, each row half as wide as the one above."
    return Words(say("A mini-batch estimates the total loss"), caption, f"{say(shows)} {caption}")
