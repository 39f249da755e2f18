"""With about as many parameters, a convolution reads more digits than a fully connected network, tried or searched."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, ImageSet, Integers, Rate, Say, Seed, Words, recipe

TEST, SIDE, PATCH = 597, 8, 5
TRIED = (10, 20, 40, 80)
"""Hidden units of the fully connected networks that a person tries."""
SEARCHED = 6
"""How many more a program tries, of widths between the least and the largest of these, drawn at random."""
FILTERS = (4, 8, 16)
"""Patches of the convolutions, which have about as many parameters as the first three networks."""
FOUND = len(TRIED) + SEARCHED
MIDDLES = np.array([[x, SIDE - y] for y in np.arange(PATCH / 2, SIDE - 2) for x in np.arange(PATCH / 2, SIDE - 2)])
"""Where the patch looks, row by row from the top: its middles, in pixels, shape (16, 2)."""
PLACES = len(MIDDLES)
WAYS = {"trial": (0, len(TRIED)), "search": (len(TRIED), FOUND), "design": (FOUND, FOUND + len(FILTERS))}
"""Which of the networks come of each way, in the order in which it is told."""


class Tried(NamedTuple):
    """How many networks have been tried, and what came of them."""

    tried: int
    place: int
    """How many places the patch has looked at; 0 while networks are fully connected."""
    numbers: Array
    """What each network has to learn: weights and biases, shape (13,)."""
    right: Array
    """Share of unseen images that each reads right, shape (13,)."""
    image: Array
    """An unseen image, shape (8, 8)."""

    def results(self, first: int, last: int) -> Array:
        """Numbers and per cent right of some networks, those not tried yet masked, shape (n, 2)."""
        points = np.ma.masked_array(np.stack([self.numbers, 100.0 * self.right], axis=1))
        points[self.tried :] = np.ma.masked
        return points[first:last]

    @property
    def nearest(self) -> int:
        """Which of the fully connected networks that were tried first has about as many parameters as the last one."""
        return int(np.abs(self.numbers[: len(TRIED)] - self.numbers[-1]).argmin())

    @property
    def box(self) -> Array:
        """What one hidden unit looks at: the whole image, or what lies below the patch; closed, shape (5, 2)."""
        middle, side = (MIDDLES[self.place - 1], PATCH) if self.place else (np.full(2, SIDE / 2), SIDE)
        return np.asarray(middle + side * np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]]))


@recipe(
    title="Structure: by trial, by search, by design",
    size=(1600, 900),
    chapter="Training",
    ideas=("A network's structure is set by trial, can be searched for, and can be designed: a convolution",),
)
def structure(
    *,
    epochs: Annotated[Count, "How often every digit is seen"] = 30,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.005,
    data: Annotated[ImageSet, Meta(le=SIDE), "Images to learn from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Tried]:
    """Train fully connected networks and convolutions on handwritten digits, each moved by up to a pixel."""
    rng = np.random.default_rng(seed)
    known, count = data.parts(rng, TEST, lambda images: datasets.shifted(rng, images, SIDE)), len(data.classes)
    low, high = np.log(TRIED[0]), np.log(TRIED[-1])
    widths = *TRIED, *np.exp(rng.uniform(low, high, SEARCHED)).round().astype(int).tolist()
    dense = [nn.Network((SIDE**2, width, count), ("relu", "softmax")) for width in widths]
    networks: list[nn.Network | nn.Convolution] = [
        *dense,
        *(nn.Convolution(SIDE, PATCH, each, count) for each in FILTERS),
    ]
    right, loss, adam = [], nn.sparse_categorical_cross_entropy, nn.Adam(learning_rate)
    for number, network in enumerate(networks):
        own = np.random.default_rng([seed, number])
        given = network, network.initial(own, nn.initializers.he), known.train_samples, known.train_labels
        run = nn.descend(*given, loss=loss, optimizer=adam, batch_size=50, rng=own, watch=False)
        vector, _ = next(islice(run, epochs - 1, None))
        right.append(nn.accuracy(network.predict(vector, known.test_samples), known.test_labels))
    numbers = np.array([network.parameter_count for network in networks], dtype=float)
    image = _typical(known.test_samples.reshape(-1, SIDE, SIDE), known.test_labels)
    frame = Tried(0, 0, numbers, np.array(right), image)
    yield from (frame._replace(tried=tried) for tried in range(2, FOUND + 1))
    yield from (frame._replace(tried=FOUND, place=place) for place in range(1, PLACES + 1))
    yield from (frame._replace(tried=FOUND + each, place=PLACES) for each in range(1, len(FILTERS) + 1))


def _typical(images: Array, labels: Integers) -> Array:
    """Of the first class the image that is most like the mean of all of that class, shape (8, 8)."""
    first = images[labels == labels.min()]
    return np.asarray(first[np.square(first - first.mean(axis=0)).sum(axis=(1, 2)).argmin()])


@structure.picture
def picture(film: Film[Tried]) -> vp.Picture[Tried]:
    """What one unit sees, and how many digits each network reads with how many numbers."""
    whole, patch = (vp.Edge[Tried](lambda frame: [frame.box], 4.0, paint=paint) for paint in ("ink", "accent"))
    wide = vp.When[Tried](lambda frame: not frame.place, (whole, vp.Corner(f"fully connected: {SIDE**2}")))
    narrow = vp.When[Tried]("place", (patch, vp.Corner(f"convolution: {PATCH**2}", "accent")))
    marks, title = (vp.Pixels[Tried]("image"), wide, narrow), "What one unit sees"
    seen = vp.panel(*marks, title=title, limits=(-0.2, SIDE + 0.2) * 2, equal=True, bare=True)
    low, high = film.span(lambda frame: 100.0 * frame.right)
    found = film[-1].results(0, len(film[-1].numbers))
    names = *(f"{units} units" for units in TRIED), *[""] * SEARCHED, *(f"{filters} filters" for filters in FILTERS)
    title, ends = "Unseen digits read right, in per cent", (420.0, 9500.0)
    ticks: tuple[Sequence[float] | None, Sequence[float] | None] = (1000, 3000, 9000), None
    if film.about.origin:
        title, ends = "Unseen images read right, in per cent", (0.5 * found[:, 0].min(), 1.6 * found[:, 0].max())
        step = max(round((high - low) / 15.0) * 5, 5)
        ticks = None, range(0, 101, step)
    labels = [_named(number, found[number], name) for number, name in enumerate(names) if name]
    lines = zip(WAYS, ("ink", "quiet", "accent"), strict=True)
    best = [_reached(way, paint, (0.947 * ends[1], low - 5.0), (high - low + 10.0) / 11.0) for way, paint in lines]
    chart = vp.panel(
        vp.Dots[Tried](lambda frame: frame.results(len(TRIED), FOUND), "background", 13.0, "quiet"),
        *_curve(0, len(TRIED), "ink"),
        *_curve(FOUND, len(found), "accent"),
        *labels,
        *best,
        title=title,
        x="parameters, logarithmic",
        limits=(*ends, low - 5.0, high + 5.0),
        ticks=ticks,
        log="x",
        weight=(1.2, 1.6),
        rank=0,
    )
    small = replace(chart, marks=chart.marks[: -len(labels) - len(best)])
    return vp.Picture(vp.stack(seen, chart), thumb=vp.row(seen, small))


def _curve(first: int, last: int, paint: vp.Paint) -> tuple[vp.Mark[Tried], ...]:
    """Some of the networks as dots that are joined."""

    def points(frame: Tried) -> Array:
        return frame.results(first, last)

    joined = vp.Line[Tried](lambda frame: points(frame)[:, 0], lambda frame: points(frame)[:, 1], paint)
    return joined, vp.Dots[Tried](points, paint, 16.0)


def _named(number: int, place: Array, name: str) -> vp.When[Tried]:
    """What a network is called, once it was tried: below it, or above a convolution, where no curve is."""
    label = vp.Label[Tried](place, name, shift=(8.0, -30.0))
    if number >= FOUND:
        label = vp.Label[Tried](place, name, "accent", shift=(-6.0, 26.0), align="right")
    return vp.When(lambda frame: frame.tried > number, (label,))


def _reached(way: str, paint: vp.Paint, corner: tuple[float, float], step: float) -> vp.When[Tried]:
    """The most that one of the three ways has reached so far, in a free corner, with the dot that it has above."""
    first, end = WAYS[way]

    def best(frame: Tried) -> int:
        return first + int(frame.right[first : max(min(frame.tried, end), first + 1)].argmax())

    def count(frame: Tried) -> int:
        number = best(frame)
        if first == FOUND:
            return FILTERS[number - FOUND]
        return round(float(np.interp(frame.numbers[number], frame.numbers[: len(TRIED)], TRIED)))

    template = (
        "{way}: {right:.0f}\u00a0% with {n} filters" if first == FOUND else "{way}: {right:.0f}\u00a0% with {n} units"
    )
    text = vp.phrase(template, way=way, right=lambda frame: 100.0 * frame.right[best(frame)], n=count)
    place = np.array([corner[0], corner[1] + step * (2.7 - [*WAYS].index(way))])
    label = vp.Label[Tried](place, text, paint, shift=(-16.0, 0.0), align="right")
    looks = ("background", 13.0, "quiet") if way == "search" else (paint, 16.0)
    return vp.When(lambda frame: frame.tried > first, (vp.Dots(place[None], *looks), label))


@structure.story
def story(film: Film[Tried]) -> list[Beat[Tried]]:
    """Trial, search, design."""
    last, start = film[-1], "Trial, search or design: what finds a network that reads digits well?"
    if film.about.origin:
        start = "Trial, search or design: what finds a network that tells images apart?"
    best, near = int(last.right[: len(TRIED)].argmax()), last.nearest
    values = {
        "a": 100.0 * last.right[-1],
        "n": last.numbers[-1],
        "b": 100.0 * last.right[best],
        "m": last.numbers[best],
    }
    end = "Design (a convolution): {a:.0f}\u00a0% with {n:,.0f} parameters; trial at best {b:.0f}\u00a0% with {m:,.0f}"
    return [
        Beat("start", 0, start, 1.5),
        Beat("trial", 1, "Trial: somebody tries 10, 20, 40 and 80 units; more units read more", 0.6, each=True),
        Beat("search", len(TRIED) - 1, "Search: a program tries other numbers of units, at random", 0.3, each=True),
        Beat("design", FOUND - 1, "Design: a convolution looks with the same 25 weights at 16 places", 0.0),
        Beat("end", -1, end if last.right[-1] > last.right[near] else "", 3.0, values=values),
    ]


@structure.words
def words(film: Film[Tried], say: Say) -> Words:
    """What came of each way."""
    last, near = film[-1], film[-1].nearest
    told = (
        "A convolution with {n:,} parameters reads {a:.0f}\u00a0% of {unseen} unseen digits; fully connected networks "
        "read {b:.0f}\u00a0% with {m:,} and {c:.0f}\u00a0% with {k:,}. Each digit is moved by up to one pixel."
    )
    shows = (
        "A handwritten digit with what one unit looks at, and a chart of networks: parameters learned, and digits read."
    )
    numbers = {
        "n": int(last.numbers[-1]),
        "a": 100.0 * last.right[-1],
        "b": 100.0 * last.right[near],
        "m": int(last.numbers[near]),
        "c": 100.0 * last.right[near + 1],
        "k": int(last.numbers[near + 1]),
    }
    if film.about.origin:
        told = (
            "A convolution with {n:,} parameters reads {a:.0f}\u00a0% of unseen images; fully connected networks "
            "read {b:.0f}\u00a0% with {m:,} and {c:.0f}\u00a0% with {k:,}. Each image is moved by up to one pixel."
        )
        shows = "An image with what one unit looks at, and a chart of networks: parameters learned, and images read."
    caption = say(told, **numbers, **({} if film.about.origin else {"unseen": TEST}))
    return Words(say("Structure: by trial, by search, by design"), caption, f"{say(shows)} {caption}")
