"""A network that passes every digit on as eight numbers redraws all alike at first, and in the end each as it is."""

import math
from collections.abc import Iterator
from typing import Annotated

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.nn import Images
from vizpipe.recipe import Array, Beat, Count, Film, ImageSet, Rate, Say, Seed, Words, recipe

SIDE, FRAMES, LETTERS, ALIKE, APART = 8, 46, 20, 0.1, 0.4
"""Pixels of a side; frames, letters of a name at most; up to where all are alike, from where on they differ."""


@recipe(
    title="A digit in eight numbers",
    chapter="Training",
    ideas=("Images that get better while a network learns, also those of one's own TensorBoard log",),
)
def logged_images(
    *,
    code: Annotated[int, Meta(ge=1, le=64), "Units of the layer through which every digit has to go"] = 8,
    epochs: Annotated[Count, "How often every digit is seen"] = 300,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.005,
    data: Annotated[ImageSet, "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Images]:
    """Train 64-code-64 to redraw 1,500 digits: each image is an unseen digit and, beside it, redrawn.

    Frames are the first epochs, and ever fewer of those after them.
    """
    rng = np.random.default_rng(seed)
    (x, _, unseen, labels), side = data.parts(rng, 297), data.side
    mean = 0.0 if data.is_drawn else x.mean(axis=0)  # what all images of a file share would hold every unit at an end
    chosen = np.unique(labels, return_index=True)[1]
    network, adam = nn.Network((side**2, code, side**2), ("tanh", "sigmoid")), nn.Adam(learning_rate)
    vector, cost = network.initial(rng, nn.initializers.normal(0.05)), nn.sum_of_squared_errors
    run = nn.descend(network, vector, x - mean, x, loss=cost, optimizer=adam, batch_size=50, rng=rng, watch=False)
    kept = set(np.rint(np.geomspace(1, epochs + 1, FRAMES) - 1).astype(int).tolist())
    sizes, names = np.tile([side, 2 * side + 1], (len(chosen), 1)), np.array([data.classes[n] for n in labels[chosen]])
    ink = np.zeros((len(chosen), side, 2 * side + 1, 3))
    ink[:, :, :side] = unseen[chosen].reshape(-1, side, side, 1)
    for epoch in range(epochs + 1):
        vector = next(run)[0] if epoch else vector
        if epoch in kept:
            ink[:, :, -side:] = network.predict(vector, unseen[chosen] - mean).reshape(-1, side, side, 1)
            yield Images(epoch, np.rint(255.0 * (1.0 - ink)).astype(np.uint8), sizes, names)


def are_pairs(film: Film[Images]) -> bool:
    """Whether its images are pairs of an image and what is redrawn of it, not those of a log."""
    high, wide = film[0].images.shape[1:3]
    return (not film.about.origin or film.about.image == (high, high)) and wide == 2 * high + 1


def compared(frame: Images) -> tuple[float, float]:
    """How far redrawn pixels are off on average; how much they differ among images, as a share of what images do."""
    side = frame.images.shape[1]
    given, redrawn = (frame.images[:, :, at, 0] / 255.0 for at in (slice(side), slice(-side, None)))
    wide, own = (float(each.std(axis=0).mean()) for each in (given, redrawn))
    return float(np.abs(redrawn - given).mean()), own / max(wide, 1e-9)


def changes(film: Film[Images]) -> Array:
    """How far the pixels of each image are from what they were at first in the end, on average, shape (images,)."""
    parts = zip(film[0].images / 255.0, film[-1].images / 255.0, film[0].sizes, strict=True)
    return np.array([np.abs(end - start)[:high, :wide].mean() for start, end, (high, wide) in parts])


@logged_images.picture
def picture(film: Film[Images]) -> vp.Picture[Images]:
    """A panel for each image, digits in ink above what is redrawn of them, a log's in their own colours."""
    numbers, (tall, wide) = range(len(film[0].names)), film[0].images.shape[1:3]
    counter = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)

    def image(number: int) -> vp.Panel[Images]:
        rows, columns = film[0].sizes[number]
        seen = vp.Pixels[Images](lambda f: f.images[number, :rows, :columns] / 255.0, is_square=True, ratio=wide / tall)
        return vp.panel(seen, title=named(film, number), limits=(0, 1, 0, 1), bare=True)

    if not are_pairs(film):
        some = vp.each(numbers[:4], image)
        return vp.Picture(vp.each(numbers, image), counter=(counter,), thumb=some)

    def pair(number: int) -> vp.Panel[Images]:
        def seen(frame: Images) -> Array:
            ink = 1.0 - frame.images[number, :, :, 0] / 255.0
            return np.concatenate([ink[:, :tall], np.full((1, tall), np.nan), ink[:, -tall:]])

        pixels = vp.Pixels[Images](seen, is_square=True, ratio=tall / (2 * tall + 1))
        return vp.panel(pixels, title=named(film, number), limits=(0, 1, 0, 1), bare=True)

    off = vp.Trail[Images](lambda frame: frame.epoch + 1, lambda frame: compared(frame)[0])
    top = 1.1 * max(compared(frame)[0] for frame in film)
    limits, title = (1.0, film[-1].epoch + 1.0, 0.0, top), "How far off a redrawn pixel is, on average"
    x, weight, given = "epochs + 1 (logarithmic)", (2.0, 1.0), 1.0 - film[0].images[:, :, :tall, 0] / 255.0
    alike = float(np.abs(given - given.mean(axis=0)).mean())
    mean = vp.Line[Images](np.array(limits[:2]), np.full(2, alike), "quiet", 1.0)
    ends = np.array([limits[1], alike])
    name = vp.Label[Images](ends, "if all were redrawn as their mean", "quiet", shift=(-4.0, 14.0), align="right")
    curve = vp.panel(mean, name, off, title=title, x=x, limits=limits, log="x", weight=weight, rank=1)
    told = f"above: unseen {'images' if film.about.origin else 'digits'}; below: redrawn"
    pairs, some = vp.each(numbers, pair), vp.each(numbers[:4], pair)
    return vp.Picture(vp.column(pairs, curve), counter=(counter, told), thumb=some)


def named(film: Film[Images], number: int) -> vp.Phrase:
    """The name of an image, its end if it is long."""
    name = str(film[0].names[number])
    return vp.phrase("{name}", name=name if len(name) <= LETTERS else f"…{name[1 - LETTERS :]}")


@logged_images.story
def story(film: Film[Images]) -> list[Beat[Images]]:
    """All alike, apart, and what comes of it; of a log what changed most."""
    if not are_pairs(film):
        change, names = changes(film), film[0].names
        most = "{name} has changed most" if len(names) > 1 and change.max() > 0.0 else "What it shows in the end"
        name: dict[str, object] = {"name": str(names[change.argmax()])}
        return [Beat("start", 0, "The images of the log, step by step", 1.5), Beat("end", -1, most, 2.5, values=name)]
    (off, apart), (now, then), kind = compared(film[0]), compared(film[-1]), "image" if film.about.origin else "digit"
    alike = f"Each {kind} passes through {{n:,|number|numbers}}: at first all come back alike"
    values: dict[str, object] = {"n": film.parameters.get("code", SIDE)}
    end = (
        f"Each {kind} now comes back out of {{n:,|number|numbers}}, blurred" if then > APART and now < off / 2.0 else ""
    )
    if film.about.origin and then < ALIKE:
        end = "All images still come back alike"
    start, told = f"Unseen {kind}s, and what is redrawn of them", f"What comes back now differs from {kind} to {kind}"
    return [
        Beat("start", 0, alike if apart < ALIKE else start, 1.5, values=values if apart < ALIKE else {}),
        Beat("apart", lambda frame: apart < ALIKE and compared(frame)[1] > APART, told, 1.0),
        Beat("end", -1, end, 2.5, values=values),
    ]


@logged_images.words
def words(film: Film[Images], say: Say) -> Words:
    """How far off redrawn digits are; of a log how much its images change."""
    first, last, code = film[0], film[-1], film.parameters.get("code", SIDE)
    if not are_pairs(film):
        told = "From epoch {a:,} to epoch {b:,} pixels change by {c:.0f}\u00a0% of the way from black to white."
        caption = say(told, a=first.epoch, b=last.epoch, c=100.0 * float(changes(film).mean()))
        shows = say("{n:,|image|images} of a log while a network is trained.", n=len(first.names))
        return Words(say("Images while a network is trained"), caption, f"{shows} {caption}")
    told = "The network makes {n:,|number|numbers} of 64 pixels, and 64 pixels of these. On average they are off "
    title = "A digit in {n:,|number|numbers}"
    shows = "Pairs of an unseen digit and of what a network redraws of it, over training."
    if film.about.origin:
        told = (
            "The network makes {n:,|number|numbers} of {p} pixels less their mean, and {p} pixels of these. On average "
        )
        told += "they are off "
        title = "An image in {n:,|number|numbers}"
        shows = "Pairs of an unseen image and of what a network redraws of it, over training."
    told += "by {a:.2f} at first and by {b:.2f} after {e:,|epoch|epochs}, where ink is 1 and paper 0."
    pixels = {"p": math.prod(film.about.image)} if film.about.origin else {}
    caption = say(told, n=code, a=compared(first)[0], b=compared(last)[0], e=last.epoch, **pixels)
    return Words(say(title, n=code), caption, f"{say(shows)} {caption}")
