"""With as many parameters, a deep network learns two spirals sooner than a wide, shallow one."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Flags, Integers, Rate, Say, Seed, Words, recipe

NETWORKS = (
    nn.Network((2, 54, 1), ("tanh", "sigmoid")),
    nn.Network((2, 9, 9, 9, 1), ("tanh", "tanh", "tanh", "sigmoid")),
)
NAMES = ("Wide: one hidden layer of 54", "Deep: three hidden layers of 9")
FRAMES = 59
UNSEEN = 400
BEFORE = 6
"""So many frames before the end a loss is compared, to tell whether it still falls."""
GOOD, NEITHER = 0.97, 0.7
"""The shares of unseen points from which a network follows both spirals, and below which none."""


class Fit(NamedTuple):
    """A wide and a deep network after the same number of epochs."""

    epoch: int
    parameters: Array
    """Of the wide and the deep one, which have equally many, shape (2, parameter_count)."""
    losses: Array
    """Mean over the samples that they learn from, shape (2,)."""
    unseen_losses: Array
    """Mean over as many points as they never see, shape (2,)."""
    samples: Array
    """Shape (samples, 2)."""
    labels: Integers
    unseen: Array
    """Shape (400, 2)."""
    truth: Integers

    def wrong(self, which: int) -> Flags:
        """Which unseen points a network gets wrong, shape (400,)."""
        answers = NETWORKS[which].predict(self.parameters[which], self.unseen)[:, 0]
        wrong: Flags = (answers > 0.5) != self.truth
        return wrong

    @property
    def right(self) -> Array:
        """Share of unseen points that each gets right, shape (2,)."""
        return np.array([1.0 - self.wrong(which).mean() for which in range(len(NETWORKS))])


@recipe(
    title="Deep or wide",
    chapter="Training",
    ideas=("Deep or wide: as many parameters, deep against wide",),
)
def deep_or_wide(
    *,
    samples: Annotated[int, Meta(ge=2, le=5000), "Points to learn from, half of each class"] = 400,
    turns: Annotated[float, Meta(gt=0.0, le=3.0), "How often each spiral winds around the middle"] = 2.0,
    epochs: Annotated[Count, "How often every point is seen"] = 590,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    seed: Seed = 6,
) -> Iterator[Fit]:
    """Train two tanh networks of 217 parameters each, one with a hidden layer of 54, one with three of 9."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.spirals(rng, samples, turns)
    unseen, truth = datasets.spirals(np.random.default_rng([seed, 2]), UNSEEN, turns)
    targets, true = labels[:, None].astype(float), truth[:, None].astype(float)
    loss = nn.binary_cross_entropy
    vectors = [network.initial(rng, nn.initializers.xavier) for network in NETWORKS]
    train = partial(nn.descend, loss=loss, optimizer=nn.Adam(learning_rate), batch_size=100, watch=False)
    runs = [
        train(network, vector, points, targets, rng=np.random.default_rng([seed, 1]))
        for network, vector in zip(NETWORKS, vectors, strict=True)
    ]
    told = {round(epochs * (frame / FRAMES) ** 1.5) for frame in range(FRAMES + 1)}  # closer at first: all turns there
    for epoch in range(epochs + 1):
        if epoch in told:
            answers = [network.predict(vector, points) for network, vector in zip(NETWORKS, vectors, strict=True)]
            others = [network.predict(vector, unseen) for network, vector in zip(NETWORKS, vectors, strict=True)]
            losses = np.array([loss.value(each, targets) for each in answers])
            missed = np.array([loss.value(each, true) for each in others])
            yield Fit(epoch, np.stack(vectors), losses, missed, points, labels, unseen, truth)
        vectors = [next(run)[0] for run in runs]


@deep_or_wide.picture
def picture(film: Film[Fit]) -> vp.Picture[Fit]:
    """What each makes of the plane, and its loss on points that it never sees."""
    end = film[-1].epoch
    losses = vp.Trail[Fit]("epoch", "unseen_losses", ("wide", "deep"))
    loss = vp.panel(losses, vp.Rule(y=0.0), title="Loss on unseen points", x="epoch", weight=(0.8, 1.0))
    planes = [_plane(which, end) for which in range(len(NETWORKS))]
    counter = (vp.phrase("Epoch {n}", n=lambda frame: frame.epoch),)
    return vp.Picture(vp.stack(*planes, loss), counter=counter, thumb=vp.row(*planes))


def _plane(which: int, end: int) -> vp.Panel[Fit]:
    """One network over what it learns from, each unseen point that it gets wrong, in the end how many are right."""
    right = vp.phrase("{share:.0f}\u00a0% right", share=lambda frame: 100.0 * frame.right[which])
    marks = (
        vp.Decision[Fit](lambda _: NETWORKS[which], lambda frame: frame.parameters[which], 110),
        vp.Samples[Fit](size=8.0),
        vp.Crosses[Fit]("unseen", lambda frame: frame.wrong(which), 6.0, 1.6),
        vp.When[Fit](lambda frame: frame.epoch == end, (vp.Corner(right),)),
    )
    return vp.panel(*marks, title=NAMES[which], x="dots: learned from; ×: unseen, wrong", reach=1.25, bare=True)


@deep_or_wide.story
def story(film: Film[Fit]) -> list[Beat[Fit]]:
    """Who follows the spirals first, and where the other is in the end."""
    last = film[-1]
    reached: dict[str, object] = {"n": lambda frame: frame.epoch}
    shares = {"n": last.epoch, "deep": 100.0 * last.right[1], "wide": 100.0 * last.right[0]}
    is_deeper = bool(last.right[1] > last.right[0] + 0.01)
    start = "{n} parameters each: which learns two spirals, one wide layer or three narrow?"
    first = "After {n} epochs the deep network follows both spirals; the wide one cuts across"
    neither = "At first neither follows the spirals"
    ends = "After {n} epochs deep gets {deep:.0f}\u00a0% of unseen points right, wide {wide:.0f}\u00a0%"
    return [
        Beat("start", 0, start, 2.0, values={"n": NETWORKS[0].parameter_count}),
        Beat(
            "neither",
            lambda frame: 1 < frame.epoch < last.epoch and max(frame.right) < NEITHER,
            neither,
            1.0,
            glide=True,
        ),
        Beat("first", lambda frame: frame.right[1] >= GOOD > frame.right[0] + 0.05, first, 1.8, values=reached),
        Beat("end", lambda frame: is_deeper and frame.epoch == last.epoch, ends, 2.5, values=shares),
    ]


@deep_or_wide.words
def words(film: Film[Fit], say: Say) -> Words:
    """Who came closer."""
    last = film[-1]
    caption = say(
        "Both have {n} parameters and learn from the same points. After {epochs:|epoch|epochs} the wide network's loss "
        "on unseen points is {wide:.3f}, the deep one's {deep:.3f}.",
        n=NETWORKS[0].parameter_count,
        epochs=last.epoch,
        wide=last.unseen_losses[0],
        deep=last.unseen_losses[1],
    )
    if len(film) > BEFORE and last.unseen_losses[0] < film[-BEFORE].unseen_losses[0]:
        caption += " " + say("The wide one's is still falling.")
    shows = say(
        "Two spirals of two classes, the regions that a wide and a deep network learn for them, and two losses."
    )
    return Words(say("Deep or wide, with the same number of parameters"), caption, f"{shows} {caption}")
