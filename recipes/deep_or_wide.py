"""With as many parameters, a deep network learns two spirals sooner than a wide, shallow one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, Flags, Integers, Rate, Samples, Say, Seed, Words, layers_of, recipe

WIDE, DEEP = (54,), (9, 9, 9)
"""Units of each hidden layer: 217 parameters either way."""
COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
FRAMES = 59
UNSEEN = 400
BEFORE = 6
"""So many frames before the end a loss is compared, to tell whether it still falls."""
GOOD, NEITHER, AHEAD = 0.97, 0.7, 0.1
"""The shares of unseen points from which a network follows both spirals, and below which none; by which one leads."""


class Fit(NamedTuple):
    """A wide and a deep network after the same number of epochs."""

    epoch: int
    parameters: Array
    """Of the wide and the deep one, shape (2, parameter_count of the larger); the smaller one's end with zeros."""
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
    wide: Integers
    """Units of each hidden layer of the wide one."""
    deep: Integers

    @property
    def networks(self) -> tuple[nn.Network, nn.Network]:
        """The shapes of both."""
        return _network(self.wide.tolist()), _network(self.deep.tolist())

    def wrong(self, which: int) -> Flags:
        """Which unseen points a network gets wrong, shape (400,)."""
        answers = self.networks[which].predict(self.parameters[which], self.unseen)[:, 0]
        wrong: Flags = (answers > 0.5) != self.truth
        return wrong

    @property
    def right(self) -> Array:
        """Share of unseen points that each gets right, shape (2,)."""
        return np.array([1.0 - self.wrong(which).mean() for which in range(2)])


def _network(hidden: Sequence[int]) -> nn.Network:
    return nn.mlp((2, *hidden, 1), "tanh", "sigmoid")


@recipe(
    title="Deep or wide",
    chapter="Training",
    ideas=("Deep or wide: as many parameters, deep against wide",),
)
def deep_or_wide(  # noqa: PLR0913 - two networks and what they learn from
    *,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["spirals"],
    samples: Annotated[int, Meta(ge=2, le=5000), "Points to learn from, of a set, half of each class"] = 400,
    turns: Annotated[float, Meta(gt=0.0, le=3.0), "How often each of two spirals winds around the middle"] = 2.0,
    wide: Annotated[str, "Units of each hidden layer of the wide network"] = "54",
    deep: Annotated[str, "Units of each hidden layer of the deep network, such as 9,9,9"] = "9,9,9",
    epochs: Annotated[Count, "How often every point is seen"] = 590,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    seed: Seed = 6,
) -> Iterator[Fit]:
    """Train two tanh networks of 217 parameters each, one with a hidden layer of 54, one with three of 9."""
    rng, shapes = np.random.default_rng(seed), (layers_of(wide), layers_of(deep))
    chosen = replace(data, draw=partial(datasets.spirals, turns=turns)) if data.name == "spirals" else data
    points, labels, unseen, truth = chosen.parts(rng, samples, UNSEEN, np.random.default_rng([seed, 2]))
    networks = [_network(hidden) for hidden in shapes]
    most, units = max(network.parameter_count for network in networks), [np.array(hidden) for hidden in shapes]
    targets, true = labels[:, None].astype(float), truth[:, None].astype(float)
    loss = nn.binary_cross_entropy
    vectors = [network.initial(rng, nn.initializers.xavier) for network in networks]
    train = partial(nn.descend, loss=loss, optimizer=nn.Adam(learning_rate), batch_size=100, watch=False)
    runs = [
        train(network, vector, points, targets, rng=np.random.default_rng([seed, 1]))
        for network, vector in zip(networks, vectors, strict=True)
    ]
    told = {round(epochs * (frame / FRAMES) ** 1.5) for frame in range(FRAMES + 1)}  # closer at first: all turns there
    for epoch in range(epochs + 1):
        if epoch in told:
            answers = [network.predict(vector, points) for network, vector in zip(networks, vectors, strict=True)]
            others = [network.predict(vector, unseen) for network, vector in zip(networks, vectors, strict=True)]
            losses = np.array([loss.value(each, targets) for each in answers])
            missed = np.array([loss.value(each, true) for each in others])
            both = np.stack([np.pad(vector, (0, most - len(vector))) for vector in vectors])
            yield Fit(epoch, both, losses, missed, points, labels, unseen, truth, *units)
        vectors = [next(run)[0] for run in runs]


@deep_or_wide.picture
def picture(film: Film[Fit]) -> vp.Picture[Fit]:
    """What each makes of the plane, and its loss on points that it never sees."""
    end, reach = film[-1].epoch, max(1.25, 1.05 * max(map(abs, (*film.span("samples"), *film.span("unseen")))))
    losses = vp.Trail[Fit]("epoch", "unseen_losses", ("wide", "deep"), ["ink", "accent"])
    loss = vp.panel(losses, vp.Rule(y=0.0), title="Loss on unseen points", x="epoch", weight=(0.8, 1.0))
    names = _title("Wide", film[0].wide.tolist()), _title("Deep", film[0].deep.tolist())
    planes = [_plane(which, name, end, reach) for which, name in enumerate(names)]
    counter = (vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch),)
    return vp.Picture(vp.stack(*planes, loss), counter=counter, thumb=vp.row(planes[1], loss))


def _title(name: str, hidden: list[int]) -> vp.Phrase:
    """What a network is called."""
    count, layers = COUNTS[len(hidden) - 1], "layer" if len(hidden) == 1 else "layers"
    if len(set(hidden)) == 1:
        return vp.phrase(f"{name}: {count} hidden {layers} of {{n}}", n=hidden[0])
    return vp.phrase(f"{name}: hidden layers of {{units}}", units=", ".join(map(str, hidden)))


def _plane(which: int, name: vp.Phrase, end: int, reach: float) -> vp.Panel[Fit]:
    """One network over what it learns from, each unseen point that it gets wrong, in the end how many are right."""
    right = vp.phrase("{share:.0f}\u00a0% right", share=lambda frame: 100.0 * frame.right[which])
    marks = (
        vp.Decision[Fit](lambda frame: frame.networks[which], lambda frame: frame.parameters[which], 110),
        vp.Samples[Fit](size=8.0),
        vp.Crosses[Fit]("unseen", lambda frame: frame.wrong(which), 6.0, 1.6),
        vp.When[Fit](lambda frame: frame.epoch == end, (vp.Corner(right),)),
    )
    return vp.panel(*marks, title=name, x="dots: learned from; ×: unseen, wrong", reach=reach, bare=True)


@deep_or_wide.story
def story(film: Film[Fit]) -> list[Beat[Fit]]:
    """Who follows the spirals first, and where the other is in the end."""
    last = film[-1]
    shares = {"n": last.epoch, "deep": 100.0 * last.right[1], "wide": 100.0 * last.right[0]}
    is_deeper = bool(last.right[1] > last.right[0] + 0.01)
    counts, is_known = _counts(last), film.parameters["data"] == "spirals"
    is_usual = is_known and (tuple(last.wide), tuple(last.deep)) == (WIDE, DEEP)
    start = "{n} parameters each: which learns two spirals, one wide layer or three narrow?"
    if not is_usual:
        start = "Wide with {n} parameters, deep with {m}: which learns these points sooner?"
        if counts["n"] == counts["m"]:
            start = "{n} parameters each: which learns these points sooner, wide or deep?"
    first = "The deep network follows both spirals; the wide one still cuts across"
    neither, ahead = "At first neither follows the spirals", "Now the deep network is ahead"
    if not is_known:
        first = "The deep network has nearly all unseen points right, the wide one fewer"
        neither = "At first neither does well"
    ends = "After {n:|epoch|epochs} deep gets {deep:.0f}\u00a0% of unseen points right, wide {wide:.0f}\u00a0%"
    return [
        Beat("start", 0, start, 1.8, values=counts),
        Beat(
            "neither",
            lambda frame: 1 < frame.epoch < last.epoch and max(frame.right) < NEITHER,
            neither,
            1.0,
            glide=True,
        ),
        Beat("ahead", lambda frame: GOOD > frame.right[1] > frame.right[0] + AHEAD, ahead, 0.8),
        Beat("first", lambda frame: frame.right[1] >= GOOD > frame.right[0] + 0.05, first, 1.5),
        Beat("end", lambda frame: (is_deeper or not is_usual) and frame.epoch == last.epoch, ends, 2.2, values=shares),
    ]


@deep_or_wide.words
def words(film: Film[Fit], say: Say) -> Words:
    """Who came closer."""
    last = film[-1]
    counts = _counts(last)
    is_fair = counts["n"] == counts["m"]
    have = "Both have {n} parameters and learn from the same points."
    if not is_fair:
        have = "The wide network has {n} parameters, the deep one {m}; both learn from the same points."
    losses = say(
        "After {epochs:|epoch|epochs} the wide network's loss on unseen points is {wide:.3f}, the deep one's "
        "{deep:.3f}.",
        epochs=last.epoch,
        wide=last.unseen_losses[0],
        deep=last.unseen_losses[1],
    )
    caption = f"{say(have, **counts)} {losses}"
    if len(film) > BEFORE and last.unseen_losses[0] < film[-BEFORE].unseen_losses[0]:
        caption += " " + say("The wide one's is still falling.")
    shows = "Two spirals of two classes, the regions that a wide and a deep network learn for them, and two losses."
    if film.parameters["data"] != "spirals":
        shows = "Points of two classes, the regions that a wide and a deep network learn for them, and two losses."
    title = "Deep or wide, with the same number of parameters" if is_fair else "Deep or wide: {m} or {n} parameters"
    return Words(say(title, **counts), caption, f"{say(shows)} {caption}")


def _counts(frame: Fit) -> dict[str, int]:
    """Of the wide and the deep one, how many parameters each has."""
    return dict(zip("nm", (network.parameter_count for network in frame.networks), strict=True))
