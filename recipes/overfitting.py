"""Four remedies, each in its own way, end with a lower validation loss than the network that is left to itself."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import given
from vizpipe.drawing.picture import (
    Bars,
    Crosses,
    Decision,
    Label,
    Mix,
    Note,
    Panel,
    Picture,
    Rule,
    Samples,
    Trail,
    When,
    column,
    each,
    panel,
    phrase,
    stack,
)
from vizpipe.recipe import Beat, Count, Film, Probability, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

HIDDEN, UNSEEN, FRAMES = 32, 400, 59
NETWORK = nn.Network((2, HIDDEN, 1), ("tanh", "sigmoid"))
NAMES = ("Left to itself", "Early stopping", "Dropout", "Weight decay", "Maximum norm")
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
    dropped: npt.NDArray[np.bool_]
    """Hidden units that are silent for one sample in one step of this epoch, shape (hidden,); none before the first."""
    max_norm: float
    samples: Array
    """Shape (samples, 2)."""
    labels: Labels
    unseen: Array
    """Shape (400, 2)."""
    truth: Labels

    def hidden(self, way: int) -> Array:
        """The weight vectors into the hidden units, shape (hidden, 2)."""
        return next(NETWORK.layers(self.parameters[way])).weights.T

    def mistaken(self, way: int) -> npt.NDArray[np.bool_]:
        """Which unseen points the network is sure of, and wrong, shape (400,)."""
        answers = NETWORK.predict(self.parameters[way], self.unseen)[:, 0]
        return np.abs(self.truth - answers) >= SURE


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
    samples: Annotated[int, Meta(ge=4, le=2000), "Points to learn from"] = 60,
    epochs: Annotated[Count, "How often every point is seen"] = 354,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    dropout: Annotated[Probability, "Probability by which a hidden unit is silent in a step"] = 0.5,
    weight_decay: Annotated[Rate, "λ of the penalty λ/2 ‖w‖²"] = 0.01,
    max_norm: Annotated[Rate, "The longest that weights into a unit may be"] = 1.0,
    patience: Annotated[Count, "Epochs that early stopping waits for a better validation loss"] = 40,
    seed: Seed = 3,
) -> Iterator[Ways]:
    """Train 2-32-1 on few noisy samples of two half moons, five times from the same weights."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.moons(rng, samples)
    unseen, truth = datasets.moons(rng, UNSEEN)
    start = NETWORK.initial(rng, nn.initializers.xavier)
    some = nn.Penalties(dropout), nn.Penalties(weight_decay=weight_decay), nn.Penalties(max_norm=max_norm)
    plans = (nn.Penalties(), nn.Penalties(), *some)
    vectors = [plan.clamp(NETWORK, start.copy()) for plan in plans]
    learn = partial(nn.descend, NETWORK, x=points, targets=labels[:, None].astype(float), loss=nn.binary_cross_entropy)
    adam, batch = nn.Adam(learning_rate), min(20, samples)
    runs = [
        learn(vector=vector, optimizer=adam, batch_size=batch, rng=np.random.default_rng([seed, 1]), penalties=plan)
        for plan, vector in zip(plans, vectors, strict=True)
    ]
    told = {round(epochs * (frame / FRAMES) ** 1.5) for frame in range(FRAMES + 1)}  # closer at first: all turns there
    stopping, restored = nn.EarlyStopping(patience), -1
    watch = stopping.start(start)
    dark, silent = np.random.default_rng([seed, 2]), np.zeros(HIDDEN, dtype=bool)
    for epoch in range(epochs + 1):
        if restored < 0:
            watch = stopping.update(watch, epoch, _loss(vectors[1], unseen, truth), vectors[1])
            if stopping.stops(watch):
                restored, vectors[1] = watch.epoch, watch.parameters
        if epoch in told:
            train = np.array([_loss(vector, points, labels) for vector in vectors])
            validation = np.array([_loss(vector, unseen, truth) for vector in vectors])
            data = points, labels, unseen, truth
            yield Ways(epoch, np.stack(vectors), train, validation, restored, silent, max_norm, *data)
        masks = plans[2].masks(dark, NETWORK, 1)  # a mask as training draws them: one row, one sample
        silent = silent if masks is None else masks[0][0] == 0.0
        vectors = [
            vector if way == 1 and restored >= 0 else next(run)[0]
            for way, (run, vector) in enumerate(zip(runs, vectors, strict=True))
        ]


def _loss(vector: Array, points: Array, labels: Labels) -> float:
    return nn.binary_cross_entropy.value(NETWORK.predict(vector, points), labels[:, None].astype(float))


@overfitting.picture
def picture(film: Film[Ways]) -> Picture[Ways]:
    """The network left to itself with what it never sees, all losses, and what becomes of it with each remedy."""
    order = np.argsort(-np.linalg.norm(film[-1].hidden(0), axis=1), kind="stable")
    reach = 1.05 * max(map(abs, (*film.span("samples"), *film.span("unseen"))))
    losses: Panel[Ways] = panel(
        Trail(
            "epoch",
            lambda frame: np.array([frame.train[0], frame.validation[0], *frame.validation[2:]]),
            ("learned from", "unseen", *(f"with {name.lower()}" for name in NAMES[2:])),
            ["quiet", "ink", *3 * ["series 2"]],
        ),
        Note(
            lambda frame: (frame.restored if frame.restored >= 0 else np.nan, frame.validation[1]),
            phrase("early stopping: back to epoch {n}", n=lambda frame: frame.restored),
            "series 2",
            (18.0, -110.0),
        ),
        title="Loss",
        x="epoch",
        weight=(2.2, 1.8),
    )
    remedies = each(range(1, 5), lambda way: stack(_plane(way, reach), _lengths(way, order)))
    page = column(stack(_plane(0, reach), losses), remedies)
    return Picture(page, counter=(phrase("Epoch {n}", n=lambda frame: frame.epoch),))


def _plane(way: int, reach: float) -> Panel[Ways]:
    """What a network makes of the plane, what it learns from, and where it is sure and wrong."""
    count = phrase("{n} ×", n=lambda frame: int(frame.mistaken(way).sum()))
    label = Label[Ways](np.array([-reach, 0.87 * reach]), count, is_bold=True, has_ground=True)
    return panel(
        Decision(lambda _: NETWORK, lambda frame: frame.parameters[way]),
        *((Samples("unseen", "truth", 5.0),) if not way else ()),
        Samples(size=6.0 if way else 11.0),
        Crosses("unseen", lambda frame: frame.mistaken(way), 9.0, 2.0),
        When(lambda frame: frame.mistaken(way).any(), (label,)),
        title=NAMES[way],
        weight=(1.0, 1.0) if way else (1.6, 1.6),
        x="" if way else "× unseen point, sure and wrong",
        reach=reach,
        bare=True,
        rank=1 if way else None,
    )


def _lengths(way: int, order: Labels) -> Panel[Ways]:
    """How long the weights into each hidden unit are, before those of the network left to itself; none if silent."""
    units = np.arange(HIDDEN, dtype=float)

    def lengths(frame: Ways, way: int = way) -> Array:
        speaks = ~frame.dropped if way == NAMES.index("Dropout") else np.ones(HIDDEN, dtype=bool)
        return np.where(speaks, np.linalg.norm(frame.hidden(way), axis=1), 0.0)[order]

    alone = Bars[Ways](units, lambda frame: lengths(frame, 0), Mix("line", 0.6), 1.0)
    longest = (Rule[Ways](y="max_norm", paint="ink"),) if way == NAMES.index("Maximum norm") else ()
    bars = alone, Bars(units, lengths, "ink"), *longest
    return panel(*bars, x="weights of 32 units", ticks=((), ()), weight=(0.9, 0.8), rank=2)


@overfitting.story
def story(film: Film[Ways]) -> list[Beat[Ways]]:
    """Both losses fall, one turns, early stopping goes back, mistakes get sure, each remedy helps."""
    first, last = film[0], film[-1]
    best = film[int(np.argmin(film.column("validation")[:, 0]))]
    back = "Early stopping goes back to epoch {n}, the best on unseen points"
    points, epoch = {"n": len(last.samples)}, {"n": lambda frame: frame.restored}

    def falls(frame: Ways) -> bool:
        return bool(frame.train[0] < 0.8 * first.train[0] and frame.validation[0] < 0.8 * first.validation[0])

    def turns(frame: Ways) -> bool:
        return bool(frame.epoch == best.epoch and last.validation[0] > 1.2 * best.validation[0])

    def errs(frame: Ways) -> bool:
        return bool(frame.mistaken(0).sum() > 2 * best.mistaken(0).sum())

    def helps(frame: Ways) -> bool:
        return bool(frame.epoch == last.epoch and (last.validation[1:] < last.validation[0]).all())

    return [
        Beat("start", 0, "It learns from the {n} large points and never sees the small ones", 2.0, values=points),
        Beat("fall", falls, "At first it gets better on the unseen points, too", 1.5),
        Beat("turn", turns, "From here on it gets worse on unseen points: it learns the noise", 2.0),
        Beat("back", lambda frame: frame.restored >= 0, back, 2.0, values=epoch),
        Beat("wrong", errs, "It has grown sure of what is wrong: each × is such an unseen point", 2.0),
        Beat("end", helps, "Each of four remedies ends with a lower loss on unseen points", 3.0),
    ]


@overfitting.words
def words(film: Film[Ways], say: Say) -> Words:
    """Where each ended."""
    last = film[-1]
    back = "early stopping goes back to epoch {n}" if last.restored >= 0 else "early stopping has not stopped yet"
    silent = "dropout silences units at random" if film.parameters["dropout"] else "a dropout of 0 silences no unit"
    told = say(
        "After {epochs:|epoch|epochs} the loss on {unseen} unseen points is {alone:.2f} for the network left to itself "
        "and at most {most:.2f} with a remedy.",
        epochs=last.epoch,
        unseen=UNSEEN,
        alone=last.validation[0],
        most=max(last.validation[1:]),
    )
    does = say(
        "Each does its own: {back}, {silent}, weight decay pulls weights towards 0, and a maximum norm keeps those "
        "into a unit within {norm}; bars show how long these are, grey if left to itself.",
        back=say(back, n=last.restored),
        silent=say(silent),
        norm=given(last.max_norm),
    )
    shows = say(
        "The regions of the network left to itself, a × where it is sure of an unseen point and wrong, its losses; "
        "with each of four remedies the loss on unseen points, the regions, and the weights into each hidden unit."
    )
    return Words(say("Overfitting, and four remedies"), f"{told} {does}", f"{shows} {told} {does}")
