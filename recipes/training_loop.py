"""Each update takes a mini-batch and moves line and (w, b) against its gradient; an epoch uses each sample once."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import nn
from vizpipe.drawing import short
from vizpipe.recipe import Array, Beat, Count, Film, Integers, Rate, Say, Seed, UsageError, Words, recipe

REACH = 3.0
NETWORK = nn.Network((1, 1), ("identity",))
GRADIENT, UPDATE, REPEAT = 1, 2, 3
"""The steps after a mini-batch is taken."""
LEARNED = vp.Mix("series 2", 0.6)


class Step(NamedTuple):
    """One of the four steps of an iteration."""

    epoch: int
    """The epoch under way, from 1."""
    iteration: int
    """Updates begun so far, from 1."""
    beat: int
    """0 the mini-batch is taken, 1 its gradient found, 2 the parameters updated, 3 on to the next."""
    parameters: Array
    """Slope and intercept of the line before the update, shape (2,)."""
    gradient: Array
    """Of the mini-batch's loss, shape (2,)."""
    updated: Array
    """The parameters after the update, shape (2,)."""
    batch: Integers
    """Which samples are in the mini-batch; the last of an epoch may repeat its last sample to be as long."""
    order: Integers
    """The order of all samples in this epoch."""
    x: Array
    """Shape (samples, 1)."""
    t: Array
    """Shape (samples, 1)."""

    @property
    def points(self) -> Array:
        """The samples in the plane, shape (samples, 2)."""
        return np.concatenate([self.x, self.t], axis=1)

    @property
    def taken(self) -> Integers:
        """Which samples are at work now: those of the mini-batch, until the next is due."""
        return np.unique(self.batch) if self.beat < REPEAT else self.batch[:0]

    @property
    def used(self) -> int:
        """How many of the epoch's order are done with."""
        places = np.flatnonzero(np.isin(self.order, self.batch))
        return int(places[-1] + 1 if self.beat == REPEAT else places[0])

    @property
    def now(self) -> Array:
        """Slope and intercept of the line, shape (2,)."""
        return self.updated if self.beat >= UPDATE else self.parameters

    def total(self, parameters: Array) -> float:
        """The loss over all samples."""
        return nn.sum_of_squared_errors.value(NETWORK.predict(parameters, self.x), self.t)


@recipe(
    title="The training loop",
    size=(1600, 900),
    chapter="Loss and gradient",
    ideas=(
        "Epoch, iteration and mini-batch, as a picture",
        "The loop: mini-batch → gradient → update → repeat, as four beats over a real run",
    ),
)
def training_loop(
    *,
    samples: Annotated[int, Meta(ge=6, le=60), "Points to learn from"] = 30,
    batch_size: Annotated[int, Meta(ge=1, le=60), "Points in a mini-batch, at most all of them"] = 6,
    epochs: Annotated[Count, "How often every point is seen"] = 3,
    learning_rate: Annotated[Rate, "Step size of gradient descent"] = 0.12,
    seed: Seed = 1,
) -> Iterator[Step]:
    """Fit a line to noisy points by mini-batch gradient descent."""
    if batch_size > samples:
        raise UsageError(f"batch_size is {batch_size}, but there are only {samples} samples")
    rng = np.random.default_rng(seed)
    x = rng.uniform(-REACH, REACH, (samples, 1)) * 0.9
    t = 0.7 * x + 0.5 + rng.normal(0.0, 0.45, x.shape)
    rule, vector, iteration = nn.SGD(learning_rate), np.array([-0.8, -1.2]), 0
    for epoch in range(1, epochs + 1):
        order = rng.permutation(samples)
        for start in range(0, samples, batch_size):
            iteration += 1
            batch = order[start : start + batch_size]
            _, gradient = NETWORK.gradient(vector, x[batch], t[batch], nn.sum_of_squared_errors)
            updated, _ = rule.update(vector, gradient, None)
            padded = np.concatenate([batch, np.repeat(batch[-1:], batch_size - len(batch))])
            for beat in range(4):
                yield Step(epoch, iteration, beat, vector, gradient, updated, padded, order, x, t)
            vector = updated


@training_loop.picture
def picture(film: Film[Step]) -> vp.Picture[Step]:
    """The samples and the line, the loss over slope and intercept, and all samples in this epoch's order below."""
    first = film[0]
    lowest = np.polyfit(first.x[:, 0], first.t[:, 0], 1)
    path = np.concatenate([film.column("parameters"), film.column("updated"), lowest[None]])
    reach, middle = 0.6 * float(np.ptp(path, axis=0).max()), (path.max(axis=0) + path.min(axis=0)) / 2.0
    (left, low), (right, high) = middle - reach, middle + reach
    ends = np.array([-REACH, REACH])
    before = vp.Line[Step](ends, lambda f: f.parameters[0] * ends + f.parameters[1], "quiet", dashes=(4.0, 2.0))
    plane: vp.Panel[Step] = vp.panel(
        vp.Dots(lambda frame: frame.points, LEARNED, 12.0),
        vp.Edge(_misses, 2.0, paint="quiet"),
        vp.When(lambda frame: frame.beat == UPDATE, (before,)),
        vp.Line(ends, lambda frame: frame.now[0] * ends + frame.now[1], width=4.0),
        vp.Dots(lambda frame: frame.points[frame.taken], "ink", 19.0),
        title="The samples, the mini-batch in dark",
        x="x",
        y="y",
        limits=(-REACH, REACH, -REACH - 0.4, REACH + 0.4),
    )
    valley: vp.Panel[Step] = vp.panel(
        vp.Edge(_rings(first, lowest), 1.2, paint="line"),
        vp.Dots(lowest[None], "background", 14.0, edge="ink"),
        vp.Label(lowest, "lowest", shift=(-14.0, 0.0), align="right", has_ground=True),
        vp.Trail(lambda frame: frame.now[0], lambda frame: frame.now[1], paint="quiet", dot="ink"),
        vp.Edge(partial(_arrow, head=0.1 * reach), 4.0, paint="gradient"),
        title=vp.phrase("Loss of all {n}: slope w, intercept b", n=len(first.x)),
        x="w",
        y="b",
        limits=(left, right, low, high),
        equal=True,
    )
    now = vp.phrase("Epoch {n:,}, iteration {k:,}", n=lambda frame: frame.epoch, k=lambda frame: frame.iteration)
    return vp.Picture(vp.column(vp.stack(plane, valley), _strip(first)), counter=(now,), thumb=vp.row(plane, valley))


def _misses(frame: Step) -> list[Array]:
    """From each sample of the mini-batch to the line, while its gradient is found."""
    w, b = frame.parameters
    taken = frame.points[frame.taken] if frame.beat == GRADIENT else np.empty((0, 2))
    return [np.array([[x, y], [x, w * x + b]]) for x, y in taken]


def _arrow(frame: Step, head: float) -> list[Array]:
    """Against the gradient, as far as the update goes."""
    if frame.beat not in (GRADIENT, UPDATE):
        return []
    start, end = frame.parameters, frame.updated
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
    aside = np.array([-along[1], along[0]])
    return [np.stack([start, end]), end - head * np.stack([along - 0.6 * aside, 0.0 * along, along + 0.6 * aside])]


def _rings(first: Step, lowest: Array) -> Array:
    """Ellipses of equal loss around the lowest, since it is quadratic in w and b; each as far from the next."""
    design = np.column_stack([first.x, np.ones(len(first.x))])
    turns = np.linspace(0.0, 2.0 * np.pi, 120)
    unit = np.stack([np.cos(turns), np.sin(turns)], axis=1) @ np.linalg.inv(np.linalg.cholesky(design.T @ design))
    return np.asarray(lowest + np.sqrt(len(design)) * np.arange(0.25, 4.0, 0.5)[:, None, None] * unit)


def _strip(first: Step) -> vp.Panel[Step]:
    """All samples in this epoch's order: used, at work, still to come."""
    count, size = len(first.order), len(first.batch)
    across = np.arange(count) + 0.8 * (np.arange(count) // size)
    places = np.stack([across, np.zeros(count)], axis=1)
    groups = [[[across[at], -1.0], [across[min(at + size, count) - 1], -1.0]] for at in range(0, count, size)]
    title = vp.phrase("An epoch: all {n} samples in random order, {size} a mini-batch", n=count, size=size)
    return vp.panel(
        vp.Dots(places, LEARNED, 12.0),
        vp.Dots(lambda frame: places[: frame.used], "quiet", 12.0),
        vp.Dots(lambda frame: places[np.isin(frame.order, frame.taken)], "ink", 19.0),
        vp.Edge(np.array(groups), 2.0, paint="line"),
        title=title,
        limits=(-1.0, across[-1] + 1.0, -1.6, 1.0),
        bare=True,
        weight=(1.0, 0.22),
        rank=1,
    )


@training_loop.story
def story(film: Film[Step]) -> list[Beat[Step]]:
    """One loop step by step, the next faster, then as many as there are."""
    first, last = film[0], film[-1]
    of = {"n": len(first.order), "size": len(first.taken), "each": -(-len(first.order) // len(first.batch))}
    epoch = "All {n} samples have been used once: that is an epoch, here {each:|iteration|iterations}"
    gradient = "Find the gradient of its loss: the arrow points the other way, downhill"
    fits = "{n:|iteration|iterations}, {k:|epoch|epochs}: a mini-batch at a time, the line has come close"

    def is_over(frame: Step) -> bool:
        return frame.used == len(frame.order)

    def fitted(frame: Step) -> bool:
        ends = frame.beat == REPEAT and (frame.epoch, frame.iteration) == (last.epoch, last.iteration)
        return ends and frame.total(frame.now) < 0.2 * first.total(first.parameters)

    return [
        Beat("take", 0, "Take a mini-batch: {size} of the {n} samples", 1.3, values=of),
        Beat("gradient", 1, gradient, 1.8, values=of),
        Beat("update", 2, "Update: slope and intercept move along the arrow, and with them the line", 1.4),
        Beat("repeat", 3, "Repeat with the next mini-batch", 0.5, each=True),
        Beat("faster", lambda frame: frame.iteration > 2, "", 0.0),
        Beat("epoch", is_over, epoch, 1.5, values=of),
        Beat("again", lambda frame: frame.epoch > 1, "The next epoch takes them in another order", 1.0),
        Beat("fits", fitted, fits, 2.0, values={"n": last.iteration, "k": last.epoch}),
    ]


@training_loop.words
def words(film: Film[Step], say: Say) -> Words:
    """What a run is made of."""
    first, last = film[0], film[-1]
    samples, size = len(first.x), len(first.batch)
    batches = say("{size} in a mini-batch", size=size)
    if samples % size:
        batches = say("{size} in a mini-batch, in the last of an epoch {rest}", size=size, rest=samples % size)
    caption = say(
        "{iterations:,|update brings|updates bring} the total loss from {first} to {last}. Each goes against the "
        "gradient of its own mini-batch alone. {samples:|sample|samples}, {batches}: {each:|iteration|iterations} per "
        "epoch.",
        samples=samples,
        batches=batches,
        each=-(-samples // size),
        iterations=last.iteration,
        first=short(first.total(first.parameters)),
        last=short(last.total(last.updated)),
    )
    shows = say("Points with a line that moves, a path on the loss from above, and a strip of samples used in groups.")
    return Words(say("The training loop, step by step"), caption, f"{shows} {caption}")
