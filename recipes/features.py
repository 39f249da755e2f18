"""A network that learns its own features knows a 5 better than rules or learned weights on hand-made features."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Say, Seed, Words, recipe

WANTED, TEST, EACH = 5, 597, 50
"""The digit that is looked for; how many are kept apart; of how many 5s, and of as many others, judging is seen."""
REGIONS = {
    "a bar on top": (slice(0, 2), slice(2, 6)),
    "a stem at the left": (slice(1, 4), slice(1, 3)),
    "ink at the right": (slice(1, 3), slice(5, 8)),
    "a belly at the right": (slice(4, 7), slice(5, 7)),
    "ink at the lower left": (slice(4, 6), slice(0, 3)),
}
"""What a person looks for in a 5: rows and columns of the 8 × 8 pixels."""
RULE = ((1, 0.45, True), (2, 0.22, False), (4, 0.25, False))
"""The rule by hand: feature, threshold, whether its ink must be above it."""
WAYS = "By rule: ink in solid, not in dashed", "By weights: dashed boxes count against", "Learned: every pixel counts"
SLOW, EVERY, THEN = 4, 6, 7
"""So many digits are seen falling, in so many frames each; of the others one of so many is seen, when it is judged."""
RIM = np.array([(0.03, 0.03), (0.97, 0.03), (0.97, 0.97), (0.03, 0.97)])
"""A cell's corners, a little inside it."""


class Judged(NamedTuple):
    """Three ways to know a 5, all trained, and how many digits have been judged."""

    progress: float
    """The digit that is judged, and how far it has fallen: half-way it is judged."""
    linear: Array
    """Weights of the hand-made features and a bias, shape (features + 1,)."""
    parameters: Array
    """Of the network, shape (parameter_count,)."""
    hidden: int
    scores: Array
    """Balanced accuracy on all unseen digits of rule, features and network, shape (3,), 0.5 is chance."""
    images: Array
    """Unseen digits, by turns a 5 and another, shape (n, 64)."""
    fives: Integers
    """Which of them are 5s, shape (n,)."""
    answers: Integers
    """Which of them each way takes for a 5, shape (3, n)."""

    def wrong(self, way: int, digits: tuple[int, ...] = (0, 1)) -> Integers:
        """The numbers of the digits, 5s (1) or others (0), that a way has got wrong and that have fallen."""
        return np.flatnonzero(((self.answers[way] != self.fives) & np.isin(self.fives, digits))[: int(self.progress)])


def measured(images: Array) -> Array:
    """Mean ink in each region, shape (n, features), for images (n, 64)."""
    square = images.reshape(-1, 8, 8)
    return np.stack([square[:, rows, columns].mean(axis=(1, 2)) for rows, columns in REGIONS.values()], axis=1)


def by_rule(images: Array) -> Integers:
    """1 where the hand-made rule sees a 5, for images (n, 64)."""
    ink = measured(images)
    seen = [ink[:, which] > limit if above else ink[:, which] < limit for which, limit, above in RULE]
    return np.where(np.all(seen, axis=0), 1, 0)


def balanced(answers: Integers, true: Integers) -> float:
    """Mean of the shares of 5s and of others that are told right."""
    return float(np.mean([np.mean(answers[true == each] == each) for each in (0, 1)]))


@recipe(
    title="Who finds the features",
    size=(1600, 900),
    chapter="Forward pass",
    ideas=("Who finds the features: rules by hand, features by hand with learning, a network that learns them too",),
)
def features(
    *,
    hidden: Annotated[int, Meta(ge=1, le=12), "Hidden units of the network"] = 9,
    epochs: Annotated[Count, "How often every digit is seen"] = 59,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.005,
    seed: Seed = 0,
) -> Iterator[Judged]:
    """Tell 5s from other digits by a rule, by a neuron on hand-made features, by a network on the pixels."""
    rng = np.random.default_rng(seed)
    images, digits = datasets.digits()
    fives = np.where(digits == WANTED, 1, 0)
    data = datasets.split(rng, images, fives, TEST)
    targets = data.train_labels[:, None].astype(float)
    linear, network = nn.Network((len(REGIONS), 1), ("sigmoid",)), nn.Network((64, hidden, 1), ("tanh", "sigmoid"))
    starts = np.zeros(linear.parameter_count), network.initial(rng, nn.initializers.normal(0.2))
    inputs, decays = (measured(data.train_samples), data.train_samples), (0.0, 5e-4)
    loss, adam = nn.binary_cross_entropy, nn.Adam(learning_rate)
    train = partial(nn.descend, loss=loss, optimizer=adam, batch_size=32, rng=rng)
    runs = [
        train(each, start, seen, targets, penalties=nn.Penalties(weight_decay=decay))
        for each, start, seen, decay in zip((linear, network), starts, inputs, decays, strict=True)
    ]
    (hand, _), (learned, _) = next(islice(zip(*runs, strict=False), epochs - 1, None))
    unseen, truth = data.test_samples, data.test_labels
    sure = linear.predict(hand, measured(unseen))[:, 0], network.predict(learned, unseen)[:, 0]
    answers = np.stack([by_rule(unseen), *(np.where(each > fives.mean(), 1, 0) for each in sure)])
    scores = np.array([balanced(each, truth) for each in answers])
    turns = np.stack([np.flatnonzero(truth == each)[: min(EACH, truth.sum())] for each in (1, 0)], axis=1).ravel()
    frame = Judged(0.0, hand, learned, hidden, scores, unseen[turns], truth[turns], answers[:, turns])
    steps = np.arange(SLOW * EVERY) / EVERY, np.arange(SLOW, len(turns), THEN) + 0.5, [float(len(turns))]
    yield from (frame._replace(progress=float(progress)) for progress in np.concatenate(steps))


@dataclass(frozen=True)
class Sieve(vp.Mark[Judged]):
    """A digit on its way down, judged at the line; what is got wrong falls onto piles: missed 5s and false ones."""

    way: int
    most: int
    """How many a pile has to hold."""

    def need(self, moment: vp.Moment[Judged]) -> vp.Need:
        """A digit, and a few below it."""
        del moment
        return vp.Need(11.5, 12.0)

    def shapes(self, moment: vp.Moment[Judged], room: vp.Room) -> Iterator[vp.Image | vp.Path | vp.Text]:
        """The piles, the sieve, the digit with the regions that are looked at, what it is taken for, and whether so."""
        frame, way, pixels = moment.frame, self.way, np.array([room.width, room.height])
        large, half = min(0.4 * room.height, 0.52 * room.width), room.width / 2.0
        below = room.height - 1.15 * large - 2.4 * room.em
        heaps = ((-(-self.most // rows), below / rows) for rows in range(1, self.most + 1))
        small, columns = max((min(high, 0.96 * half / across), across) for across, high in heaps)
        rows = -(-self.most // columns)
        room_for, sieve = rows * columns, small * rows + 1.9 * room.em
        slots = [small * np.array([slot % columns, slot // columns]) for slot in range(room_for + 1)]
        piles = [np.array([left, 1.5 * room.em]) + slots for left in (half, 0.0)]
        for digit, told in enumerate(("{n:|false 5|false 5s}", "{n:|missed 5|missed 5s}")):
            places, pile = piles[digit], frame.wrong(way, (digit,))
            empty = [(place + small * RIM) / pixels for place in places[len(pile) : room_for]]
            yield vp.Path(empty, None, fill=vp.Mix("line", 0.25), order=0.9)
            for place, which in zip(places, pile, strict=False):
                yield _digit(frame.images[which], place, small, pixels)
            yield vp.Text((0.5 - 0.5 * digit, 0.7 * room.em / room.height), moment.say(told, n=len(pile)), is_bold=True)
        yield vp.Path([np.array([[0.0, sieve], [room.width, sieve]]) / pixels], "quiet", 3.0, dashes=(3.0, 2.0))
        at = min(int(frame.progress), len(frame.fives) - 1)
        share, answer, digit = frame.progress - at, int(frame.answers[way, at]), int(frame.fives[at])
        if share == 1.0 and answer != digit:
            return
        fall = max(2.0 * share - 1.0, 0.0) * (answer != digit)
        start = np.array([(room.width - 1.85 * large) / 2.0, (room.height + sieve - large) / 2.0])
        way_down = piles[digit][len(frame.wrong(way, (digit,)))] - start
        place, side = start + fall * way_down, large + fall * (small - large)
        yield _digit(frame.images[at], place, side, pixels)
        boxes = {which: above for which, _, above in RULE}, dict(enumerate(frame.linear[:-1] > 0.0)), dict[int, bool]()
        for number, is_for in boxes[way].items() if not fall else ():
            (top, low), (left, right) = ((each.start, each.stop) for each in list(REGIONS.values())[number])
            ends = np.array([[left, 8 - low], [right, 8 - low], [right, 8 - top], [left, 8 - top], [left, 8 - low]])
            corners, dashes = (place + side * (0.03 + 0.94 / 8.0 * ends)) / pixels, () if is_for else (4.0, 2.5)
            yield vp.Path([corners], "accent", 2.5, dashes=dashes)
        if share >= 0.5:
            strokes = [(0, 0.4), (0.3, 0.1), (0.8, 0.9)], [(0, 0), (0.8, 0.8)], [(0, 0.8), (0.8, 0)]
            where, sign = start + large * np.array([1.3, 0.1]), strokes[:1] if answer == digit else strokes[1:]
            yield vp.Path([(where + 0.5 * large * np.array(each)) / pixels for each in sign], "ink", 5.0)
            x, y = (where + large * np.array([0.2, 0.75])) / pixels
            yield vp.Text((x, y), moment.say("5" if answer else "not 5"), "name", is_bold=True, align="center")


def _digit(image: Array, place: Array, side: float, pixels: Array) -> vp.Image:
    """An image at a place in pixels, with a little room around it."""
    (left, low), (right, high) = ((place + corner * side) / pixels for corner in RIM[::2])
    return vp.Image(image.reshape(8, 8), (left, right, low, high), "ink", is_smooth=False)


@features.picture
def picture(film: Film[Judged]) -> vp.Picture[Judged]:
    """A sieve for each way."""
    kinds = [(way, (digit,)) for way in range(3) for digit in (0, 1)]
    most = max(1, int(film.span(lambda frame: np.array([len(frame.wrong(*kind)) for kind in kinds]))[1]))

    def way(number: int) -> vp.Panel[Judged]:
        return vp.panel(Sieve(number, most), title=WAYS[number], limits=(0.0, 1.0, 0.0, 1.0), bare=True)

    counter = vp.phrase("{n} of {all} judged", n=lambda frame: int(np.ceil(frame.progress)), all=film[0].fives.size)
    return vp.Picture(vp.each(range(3), way), counter=(counter,), thumb=vp.row(way(0), way(2)))


@features.story
def story(film: Film[Judged]) -> list[Beat[Judged]]:
    """What falls through, which way lets less through, and how they end."""
    a, b, c = (len(film[-1].wrong(way)) for way in range(3))
    boxes = "Ink in a solid box speaks for a 5, in a dashed one against it"
    falls = "Mistakes pile up: missed 5s left, false 5s right"
    often = "Hand-made boxes misjudge more, even with learned weights"
    end = "Learned from the pixels: {c} of {n} wrong; by hand: {a} and {b}" if c < min(a, b) else ""
    return [
        Beat("start", 0, "Is it a 5? Three methods judge the same unseen digits", 1.5),
        Beat("boxes", 1, boxes, 1.2),
        Beat("wrong", lambda frame: any(frame.wrong(way).size for way in range(3)), falls, 1.0),
        Beat(
            "least", lambda frame: len(frame.wrong(2)) + 4 <= min(len(frame.wrong(way)) for way in (0, 1)), often, 1.0
        ),
        Beat("end", -1, end, 3.0, values={"a": a, "b": b, "c": c, "n": film[0].fives.size}),
    ]


@features.words
def words(film: Film[Judged], say: Say) -> Words:
    """Who does how well."""
    caption = say(
        "Balanced accuracy on all {n} unseen digits: {rule:.0f}\u00a0% by three rules, {hand:.0f}\u00a0% by a neuron "
        "on five hand-made features, {net:.0f}\u00a0% by a network that sees only pixels.",
        n=TEST,
        **dict(zip(("rule", "hand", "net"), 100.0 * film[-1].scores, strict=True)),
    )
    shows = say("Digits fall through three sieves, each with a pile of missed 5s and one of false 5s.")
    return Words(say("Who finds the features of a 5?"), caption, f"{shows} {caption}")
