"""Four remedies, each in its own way, end with a lower validation loss than the network that is left to itself."""

import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import given
from vizpipe.recipe import (
    Array,
    Beat,
    Count,
    Film,
    Flags,
    Integers,
    Probability,
    Rate,
    Samples,
    Say,
    Seed,
    Words,
    layers_of,
    recipe,
)

UNSEEN, FRAMES = 400, 59
LOSS = nn.binary_cross_entropy
NAMES = ("left to itself", "early stopping", "dropout", "weight decay", "maximum norm")
DECAYED = 3  # the way that is drawn beside the network left to itself
SURE = 0.9  # the probability from which a network is sure of a class


class Ways(NamedTuple):
    """Five networks after the same number of epochs: left alone, and each with a remedy."""

    epoch: int
    parameters: Array
    """Shape (5, parameter_count): alone, early stopping, dropout, weight decay, maximum norm."""
    train: Array
    """Loss on the training samples, shape (5,)."""
    validation: Array
    """Loss on samples kept apart, shape (5,)."""
    restored: int
    """The epoch to which early stopping has gone back, −1 while it still trains."""
    dropped: Flags
    """Hidden units silent for one sample in one step, shape (units,); others every fourth frame, none at first."""
    max_norm: float
    hidden: Integers
    """Units of each hidden layer."""
    samples: Array
    labels: Integers
    unseen: Array
    """Shape (400, 2)."""
    truth: Integers

    @property
    def network(self) -> nn.Network:
        """The shape that all five share."""
        return _network(self.hidden.tolist())

    @property
    def alone(self) -> Array:
        """The losses of the network left to itself: on what it learns from, and on unseen points."""
        return np.array([self.train[0], self.validation[0]])

    def mistaken(self, way: int) -> Flags:
        """Which unseen points the network is sure of, and wrong, shape (400,)."""
        answers = self.network.predict(self.parameters[way], self.unseen)[:, 0]
        return np.abs(self.truth - answers) >= SURE


def _network(hidden: Sequence[int]) -> nn.Network:
    return nn.mlp((2, *hidden, 1), "tanh", "sigmoid")


@recipe(
    title="Overfitting and its remedies",
    size=(1920, 1080),
    chapter="Training",
    ideas=(
        "Overfitting: train against validation, without and with each remedy",
        "Early stopping, dropout, weight decay and weight constraint: what each one does",
    ),
)
def overfitting(  # noqa: PLR0913 - one for each remedy
    *,
    data: Annotated[Samples, "What to learn from"] = datasets.SETS["moons"],
    samples: Annotated[int, Meta(ge=4, le=2000), "Points to learn from, of a set"] = 60,
    layers: Annotated[str, "Units of each hidden layer, such as 16,16"] = "32",
    epochs: Annotated[Count, "How often every point is seen"] = 354,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    dropout: Annotated[Probability, "Probability by which a hidden unit is silent in a step"] = 0.5,
    weight_decay: Annotated[Rate, "λ of the penalty λ/2 ‖w‖²"] = 0.01,
    max_norm: Annotated[Rate, "The longest that weights into a unit may be"] = 1.0,
    patience: Annotated[Count, "Epochs that early stopping waits for a better validation loss"] = 40,
    seed: Seed = 3,
) -> Iterator[Ways]:
    """Train 2-32-1 on few noisy samples of two half moons, five times from the same weights; or layers of any size."""
    rng = np.random.default_rng(seed)
    points, labels, unseen, truth = data.parts(rng, samples, UNSEEN)
    hidden = layers_of(layers)
    network = _network(hidden)
    start = network.initial(rng, nn.initializers.xavier)
    drop, decay, clamp = nn.Penalties(dropout), nn.Penalties(weight_decay=weight_decay), nn.Penalties(max_norm=max_norm)
    targets, adam, batch = labels[:, None].astype(float), nn.Adam(learning_rate), min(20, samples)
    learn = partial(nn.descend, network, x=points, targets=targets, loss=LOSS, optimizer=adam, batch_size=batch)
    runs = []
    for plan in (nn.Penalties(), nn.Penalties(), drop, decay, clamp):
        vector = plan.clamp(network, start.copy())
        run = learn(vector=vector, rng=np.random.default_rng([seed, 1]), penalties=plan)
        runs.append(itertools.chain([vector], (after for after, _ in run)))
    alone, watched, *helped = runs
    stopped = nn.EarlyStopping(patience).follow(watched, lambda vector: _loss(network, vector, unseen, truth))
    told = {round(epochs * (frame / FRAMES) ** 2) for frame in range(FRAMES + 1)}  # closer at first: all turns there
    renewed = set(sorted(told)[::4])  # more often would be a flicker
    shared = np.array(hidden), points, labels, unseen, truth
    dark, silent = np.random.default_rng([seed, 2]), np.zeros(sum(hidden), dtype=bool)
    for epoch in range(epochs + 1):
        kept, restored = next(stopped)
        vectors = [next(alone), kept, *map(next, helped)]
        if epoch in told:
            train = np.array([_loss(network, vector, points, labels) for vector in vectors])
            validation = np.array([_loss(network, vector, unseen, truth) for vector in vectors])
            yield Ways(epoch, np.stack(vectors), train, validation, restored, silent, max_norm, *shared)
        masks = drop.masks(dark, network, 1)  # a mask as training draws them: one row, one sample
        if masks is not None and epoch in renewed:
            silent = np.concatenate(masks, axis=1)[0] == 0.0


def _loss(network: nn.Network, vector: Array, points: Array, labels: Integers) -> float:
    return LOSS.value(network.predict(vector, points), labels[:, None].astype(float))


@overfitting.picture
def picture(film: Film[Ways]) -> vp.Picture[Ways]:
    """What the network makes of the plane, left to itself and with one remedy; its losses, and those with each."""
    reach = 1.05 * max(map(abs, film.span("samples") + film.span("unseen")))
    top = 1.05 * max(film.span("train")[1], film.span("validation")[1])
    limits = (1.0, 1.1 * (film[-1].epoch + 1.0), 0.0, top)
    two, x = ("learned from", "unseen"), "epochs + 1 (logarithmic)"
    curves = vp.Trail[Ways](lambda frame: frame.epoch + 1, "alone", two, ["series 2", "ink"])
    losses = vp.panel(curves, title="Loss by epoch, left to itself", x=x, limits=limits, log="x")
    paints: list[vp.Paint] = [*(["quiet"] * 4), "ink"]
    ways = vp.Bars[Ways](np.arange(5.0), lambda frame: frame.validation[::-1], paints, 0.28, is_upright=False)
    names = [vp.Label[Ways](np.array([0.0, 0.42 + row]), name) for row, name in enumerate(NAMES[::-1])]
    title, rows = "Loss on unseen points, with remedies", (0.0, top, -0.4, 4.9)
    compared = vp.panel(ways, *names, title=title, limits=rows, ticks=(None, ()), weight=(1.0, 2.0))
    plane, helped = _plane(reach, 0, "Left to itself"), _plane(reach, DECAYED, "With weight decay")
    page = vp.stack(vp.stack(plane, helped), vp.column(losses, compared))
    epoch = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)
    return vp.Picture(page, counter=(epoch,), thumb=vp.row(plane, losses))


def _plane(reach: float, way: int, title: str) -> vp.Panel[Ways]:
    """What one of the networks makes of the plane, what it learns from, and where it is sure of others and wrong."""
    regions = vp.Decision[Ways](parameters=lambda frame: frame.parameters[way])
    wrong = vp.Crosses[Ways]("unseen", lambda frame: frame.mistaken(way), 7.5, 2.0)
    marks = regions, vp.Samples[Ways](size=9.0), wrong
    return vp.panel(*marks, title=title, x="×: sure, but wrong", reach=reach, bare=True)


@overfitting.story
def story(film: Film[Ways]) -> list[Beat[Ways]]:
    """Both losses fall, one turns, early stopping goes back, mistakes get sure, each remedy helps."""
    first, last = film[0], film[-1]
    best = film[int(np.argmin(film.column("validation")[:, 0]))]
    is_worse, many = bool(last.validation[0] > 1.2 * best.validation[0]), 2 * best.mistaken(0).sum()
    is_helped = bool((last.validation[1:] < last.validation[0]).all())

    def has_turned(frame: Ways) -> bool:
        return is_worse and frame.epoch > best.epoch and bool(frame.validation[0] > 1.05 * best.validation[0])

    learns = "A network learns from these {n} points and is tested on others that it never sees"
    once = "Once through the points, and both losses are lower"
    falls = "At first it gets better on the unseen points, too"
    turns = "Since epoch {n} it has got worse on unseen points: it learns the noise"
    back = "Early stopping goes back to epoch {n}, the best on unseen points"
    errs = "Left to itself it grows sure and wrong: each × is such an unseen point"
    helps = "Each of four remedies ends with a lower loss on unseen points"
    is_even = film.parameters["data"] != "moons" and not is_worse
    even = "On these points the network left to itself does not overfit"
    return [
        Beat("start", 0, learns, 1.3, values={"n": len(last.samples)}),
        Beat("once", lambda frame: frame.epoch == 1 and bool((frame.alone < first.alone).all()), once, 1.0),
        Beat("fall", lambda frame: frame.epoch > 1 and bool((frame.alone < 0.8 * first.alone).all()), falls, 1.0),
        Beat("turn", has_turned, turns, 1.5, values={"n": best.epoch}),
        Beat("back", lambda frame: frame.restored >= 0, back, 1.5, values={"n": lambda frame: frame.restored}),
        Beat("wrong", lambda frame: bool(frame.mistaken(0).sum() > many), errs, 1.3),
        Beat("even", lambda frame: is_even and frame.epoch == last.epoch, even, 1.9),
        Beat("end", lambda frame: not is_even and is_helped and frame.epoch == last.epoch, helps, 1.9),
    ]


@overfitting.words
def words(film: Film[Ways], say: Say) -> Words:
    """Where each ended."""
    last = film[-1]
    back = "early stopping goes back to epoch {n}" if last.restored >= 0 else "early stopping has not stopped yet"
    silent = "dropout silences units at random" if film.parameters["dropout"] else "a dropout of 0 silences no unit"
    ended = (
        "After {epochs:|epoch|epochs} the loss on {unseen:|unseen point|unseen points} is {alone:.2f} for the network "
        "left to itself and at most {most:.2f} with a remedy."
    )
    does = (
        "Each works in its own way: {back}, {silent}, weight decay pulls weights towards 0, and a maximum norm keeps "
        "those into a unit within {norm}."
    )
    alone, *remedied = last.validation
    caption = say(ended, epochs=last.epoch, unseen=len(last.unseen), alone=alone, most=max(remedied)) + " "
    caption += say(does, back=say(back, n=last.restored), silent=say(silent), norm=given(last.max_norm))
    shows = say(
        "The regions of the network left to itself, a × where it is sure of an unseen point and wrong, and its losses; "
        "a bar for the loss on unseen points without and with each of four remedies."
    )
    return Words(say("Overfitting, and four remedies"), caption, f"{shows} {caption}")
