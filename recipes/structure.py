"""With about as many parameters, a convolution reads more digits than a fully connected network, tried or searched."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Annotated, NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Say, Seed, Words, recipe

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


class Tried(NamedTuple):
    """How many networks have been tried, and what came of them."""

    tried: int
    place: int
    """How many places the patch has looked at; 0 while networks are fully connected."""
    numbers: Array
    """What each network has to learn: weights and biases, shape (13,)."""
    right: Array
    """Share of unseen digits that each reads right, shape (13,)."""
    image: Array
    """An unseen digit, shape (8, 8)."""

    def results(self, first: int, last: int) -> Array:
        """Numbers and per cent right of some networks, those not tried yet masked, shape (n, 2)."""
        points = np.ma.masked_array(np.stack([self.numbers, 100.0 * self.right], axis=1))
        points[self.tried :] = np.ma.masked
        return points[first:last]

    @property
    def box(self) -> Array:
        """What one hidden unit looks at: the whole image, or what lies below the patch; closed, shape (5, 2)."""
        middle, side = (MIDDLES[self.place - 1], PATCH) if self.place else (np.full(2, SIDE / 2), SIDE)
        return np.asarray(middle + side * np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]]))


def moved(rng: np.random.Generator, images: Array) -> Array:
    """Images (n, 64), each moved by at most one pixel to each side, at random."""
    padded = np.pad(images.reshape(-1, SIDE, SIDE), ((0, 0), (1, 1), (1, 1)))
    corners = rng.integers(0, 3, (len(images), 2))
    seen = [image[y : y + SIDE, x : x + SIDE] for image, (y, x) in zip(padded, corners, strict=True)]
    return np.stack(seen).reshape(-1, SIDE**2)


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
    seed: Seed = 0,
) -> Iterator[Tried]:
    """Train fully connected networks and convolutions on handwritten digits, each moved by up to a pixel."""
    rng = np.random.default_rng(seed)
    images, digits = datasets.digits()
    data = datasets.split(rng, moved(rng, images), digits, TEST)
    low, high = np.log(TRIED[0]), np.log(TRIED[-1])
    widths = *TRIED, *np.exp(rng.uniform(low, high, SEARCHED)).round().astype(int).tolist()
    dense = [nn.Network((SIDE**2, width, 10), ("relu", "softmax")) for width in widths]
    networks: list[nn.Network | nn.Convolution] = [*dense, *(nn.Convolution(SIDE, PATCH, each, 10) for each in FILTERS)]
    right, loss, adam = [], nn.sparse_categorical_cross_entropy, nn.Adam(learning_rate)
    for number, network in enumerate(networks):
        own = np.random.default_rng([seed, number])
        given = network, network.initial(own, nn.initializers.he), data.train_samples, data.train_labels
        run = nn.descend(*given, loss=loss, optimizer=adam, batch_size=50, rng=own, watch=False)
        vector, _ = next(islice(run, epochs - 1, None))
        right.append(nn.accuracy(network.predict(vector, data.test_samples), data.test_labels))
    numbers = np.array([network.parameter_count for network in networks], dtype=float)
    image = max(data.test_samples.reshape(-1, SIDE, SIDE), key=lambda each: each[1:-1, 1:-1].sum() / each.sum())
    frame = Tried(0, 0, numbers, np.array(right), image)
    yield from (frame._replace(tried=tried) for tried in range(2, FOUND + 1))
    yield from (frame._replace(tried=FOUND, place=place) for place in range(1, PLACES + 1))
    yield from (frame._replace(tried=FOUND + each, place=PLACES) for each in range(1, len(FILTERS) + 1))


@structure.picture
def picture(film: Film[Tried]) -> vp.Picture[Tried]:
    """What one unit sees, and how many digits each network reads with how many numbers."""
    box = vp.Edge[Tried](lambda frame: [frame.box], 4.0, paint="accent")
    looked = vp.Dots[Tried](lambda frame: MIDDLES[: frame.place], "accent", 12.0)
    wide = vp.When[Tried](lambda frame: not frame.place, (vp.Corner(f"{SIDE**2} weights"),))
    narrow = vp.When[Tried]("place", (vp.Corner(f"{PATCH**2} weights"),))
    marks, title = (vp.Pixels[Tried]("image"), looked, box, wide, narrow), "What one hidden unit sees"
    seen = vp.panel(*marks, title=title, limits=(-0.2, SIDE + 0.2) * 2, equal=True, bare=True)
    low, high = film.span(lambda frame: 100.0 * frame.right)
    found = film[-1].results(0, len(film[-1].numbers))
    names = [f"{TRIED[0]} units", *map(str, TRIED[1:])]
    free = np.array([9000.0, low - 2.5])
    grey = vp.Label[Tried](free, "grey: random", "quiet", shift=(0.0, 0.0), align="right")
    chart = vp.panel(
        vp.Dots[Tried](lambda frame: frame.results(len(TRIED), FOUND), "quiet", 12.0),
        *_curve(0, len(TRIED), "ink"),
        *_curve(FOUND, len(found), "accent"),
        _named(len(found) - 1, found[-1], "convolution"),
        vp.When(lambda frame: frame.tried > len(TRIED), (grey,)),
        *(_named(number, found[number], name) for number, name in enumerate(names)),
        title="Unseen digits read right, in per cent",
        x="parameters, logarithmic",
        limits=(600.0, 9500.0, low - 5.0, high + 7.0),
        ticks=((1000, 3000, 9000), None),
        log="x",
        weight=(1.2, 1.6),
        rank=0,
    )
    small = replace(chart, marks=chart.marks[: -len(names)])
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


@structure.story
def story(film: Film[Tried]) -> list[Beat[Tried]]:
    """Trial, search, design."""
    last = film[-1]
    values = {"n": round(last.numbers[-1], -3), "a": 100.0 * last.right[-1], "b": 100.0 * last.right[2]}
    end = "With about {n:,.0f} parameters each: convolution {a:.0f}\u00a0%, fully connected {b:.0f}\u00a0%"
    return [
        Beat("start", 0, "How should a network be built that reads handwritten digits?", 1.5),
        Beat("trial", 1, "By trial: more fully connected units read more, with more parameters", 0.6, each=True),
        Beat("search", len(TRIED) - 1, "By search: a program tries other numbers of units, at random", 0.3, each=True),
        Beat("design", FOUND - 1, "By design: the same 25 weights look at 16 places of the image", 0.0),
        Beat("end", -1, end if last.right[-1] > last.right[2] else "", 3.0, values=values),
    ]


@structure.words
def words(film: Film[Tried], say: Say) -> Words:
    """What came of each way."""
    last = film[-1]
    caption = say(
        "A convolution with {n:,} parameters reads {a:.0f}\u00a0% of {unseen} unseen digits; fully connected networks "
        "read {b:.0f}\u00a0% with {m:,} and {c:.0f}\u00a0% with {k:,}. Each digit is moved by up to one pixel.",
        n=int(last.numbers[-1]),
        a=100.0 * last.right[-1],
        unseen=TEST,
        b=100.0 * last.right[2],
        m=int(last.numbers[2]),
        c=100.0 * last.right[3],
        k=int(last.numbers[3]),
    )
    shows = say(
        "A handwritten digit with what one unit looks at, and a chart of networks: parameters learned, and digits read."
    )
    return Words(say("Structure: by trial, by search, by design"), caption, f"{shows} {caption}")
