"""Four remedies, each in its own way, end with a lower validation loss than the network that is left to itself."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import equal, marks, name_panel, page, panel, split
from vizpipe.recipe import Canvas, Count, Film, Probability, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

HIDDEN = 32
NETWORK = nn.Network((2, HIDDEN, 1), ("tanh", "sigmoid"))
WAYS = 5
REACH = 2.9
CELLS = 60
FRAMES = 59
VALIDATION = 400


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

    def hidden(self, way: int) -> Array:
        """The weight vectors into the hidden units, shape (hidden, 2)."""
        return next(NETWORK.layers(self.parameters[way])).weights.T


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
    judge, truth = datasets.moons(rng, VALIDATION)
    start = NETWORK.initial(rng, nn.initializers.xavier)
    clamped = nn.Penalties(max_norm=max_norm).clamp(NETWORK, start.copy())
    starts = [start, start, start, start, clamped]
    plans = (
        nn.Penalties(),
        nn.Penalties(),
        nn.Penalties(dropout=dropout),
        nn.Penalties(weight_decay=weight_decay),
        nn.Penalties(max_norm=max_norm),
    )
    runs = [
        nn.descend(
            NETWORK,
            first,
            points,
            labels[:, None].astype(float),
            loss=nn.binary_cross_entropy,
            optimizer=nn.Adam(learning_rate),
            batch_size=min(20, samples),
            rng=np.random.default_rng([seed, 1]),
            penalties=plan,
        )
        for plan, first in zip(plans, starts, strict=True)
    ]
    drawn_epochs = set(np.unique(np.linspace(0, epochs, FRAMES + 1).astype(int)).tolist())
    stopping, vectors, restored = nn.EarlyStopping(patience), starts, -1
    watch = stopping.start(start)
    dark = np.random.default_rng([seed, 2])
    silent = np.zeros(HIDDEN, dtype=bool)
    for epoch in range(epochs + 1):
        loss = _loss(vectors[1], judge, truth)
        if restored < 0:
            watch = stopping.update(watch, epoch, loss, vectors[1])
            if stopping.stops(watch):
                restored, vectors[1] = watch.epoch, watch.parameters
        if epoch in drawn_epochs:
            yield Ways(
                epoch,
                np.stack(vectors),
                np.array([_loss(vector, points, labels) for vector in vectors]),
                np.array([_loss(vector, judge, truth) for vector in vectors]),
                restored,
                silent,
                max_norm,
                points,
                labels,
            )
        masks = plans[2].masks(dark, NETWORK, 1)  # a mask as training draws them: one row, one sample
        silent = silent if masks is None else masks[0][0] == 0.0
        vectors = [
            vector if way == 1 and restored >= 0 else next(run)[0]
            for way, (run, vector) in enumerate(zip(runs, vectors, strict=True))
        ]


def _loss(vector: Array, points: Array, labels: Labels) -> float:
    return nn.binary_cross_entropy.value(NETWORK.predict(vector, points), labels[:, None].astype(float))


class Panels(NamedTuple):
    """The stage."""

    planes: list[marks.Mark]
    dots: list[marks.Mark]
    vectors: list[marks.Axes]
    curves: list[tuple[marks.Mark, marks.Mark]]
    losses: list[marks.Axes]
    epochs: list[int]
    highest: float
    words: marks.Mark
    canvas: Canvas


@overfitting.stage
def stage(canvas: Canvas, film: Film[Ways]) -> Panels:
    """A column for each way: the plane, the weight vectors, the losses."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    names = (say("Left to itself"), say("Early stopping"), say("Dropout"), say("Weight decay"), say("Maximum norm"))
    if style.tall:
        cells = split(laid.body, rows=(1.0,) * WAYS, columns=(1.0, 0.8, 1.0), gap=style.px(6.0))
        grid = [cells[row * 3 : row * 3 + 3] for row in range(WAYS)]
    else:
        cells = split(laid.body, rows=(1.15, 0.95, 0.95), columns=(1.0,) * WAYS, gap=style.px(10.0))
        grid = [[cells[row * WAYS + way] for row in range(3)] for way in range(WAYS)]
    weights = say("weights") if style.tall else say("weights into each hidden unit")
    sentence = say("losses") if style.tall else say("loss: grey training, green validation")
    longest = film.span(_longest)[1]
    epochs = film.column("epoch").astype(float)
    train, validation = film.column("train"), film.column("validation")
    highest = 1.15 * min(max(film.span("validation")[1], film.span("train")[1]), 1.6)
    planes, limits, vectors, losses, curves = [], [], [], [], []
    for way, (name, column) in enumerate(zip(names, grid, strict=True)):
        plane, vector, loss = (panel(canvas, cell, left=36.0, bottom=30.0) for cell in column)
        limits.append(equal(plane, (0.0, 0.0), REACH))
        name_panel(canvas, plane, name)
        plane.set_axis_off()
        equal(vector, (0.0, 0.0), 1.1 * longest)
        name_panel(canvas, vector, weights if not way else "")
        vector.set_xticks([])
        vector.set_yticks([])
        vector.spines[["left", "bottom"]].set_visible(False)
        marks.guide(vector, style, x=0.0, y=0.0)
        if way == WAYS - 1:
            angles = np.linspace(0.0, 2.0 * np.pi, 121)
            ring = first.max_norm * np.stack([np.cos(angles), np.sin(angles)], axis=1)
            marks.lines(vector, style, [ring], [theme.ink], width=2.0)
        loss.set_xlim(0.0, max(film.span("epoch")[1], 1.0) * 1.02)
        loss.set_ylim(0.0, highest)
        name_panel(canvas, loss, sentence if not way else "")
        planes.append(plane)
        vectors.append(vector)
        losses.append(loss)
        curves.append(
            (
                marks.curve(loss, style, epochs, train[:, way], colour=theme.quiet, width=2.0),
                marks.curve(
                    loss, style, epochs, np.minimum(validation[:, way], highest), colour=theme.correct, width=3.0
                ),
            )
        )
    return Panels(
        [marks.decision(plane, style, limit, CELLS) for plane, limit in zip(planes, limits, strict=True)],
        [marks.samples(axes, style, first.samples, first.labels, size=9.0) for axes in planes],
        vectors,
        curves,
        losses,
        [int(epoch) for epoch in epochs],
        highest,
        marks.readout(laid.header, style, [say("Epoch {n}", n=int(epochs[-1]))]),
        canvas,
    )


def _longest(frame: Ways) -> float:
    """How far the weights into hidden units go."""
    return float(np.abs(np.stack([frame.hidden(way) for way in range(WAYS)])).max())


@stage.draw
def draw(frame: Ways, panels: Panels) -> None:
    """All five after this epoch."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    count = panels.epochs.index(frame.epoch) + 1
    for way, vector in enumerate(frame.parameters):
        panels.planes[way](NETWORK, vector)
        panels.dots[way](frame.samples)
        dark = frame.dropped if way == 2 else np.zeros(HIDDEN, dtype=bool)
        tips = frame.hidden(way)
        shades = [theme.mix(theme.line, 0.5) if each else theme.ink for each in dark]
        marks.lines(panels.vectors[way], style, np.stack([np.zeros_like(tips), tips], axis=1), shades, width=1.2)
        marks.dots(panels.vectors[way], style, tips, shades, size=9.0)
        for curve in panels.curves[way]:
            curve(count)
    if frame.restored >= 0:
        axes = panels.losses[1]
        marks.lines(
            axes,
            style,
            [np.array([[frame.restored, 0.0], [frame.restored, panels.highest]])],
            [theme.ink],
            width=2.0,
            dashed=True,
        )
        text = say("back to epoch {n}", n=frame.restored)
        share = frame.restored / max(axes.get_xlim()[1], 1.0)
        room = max(1.0 - share, 0.2) * axes.bbox.width - style.px(8.0)
        marks.label(axes, style, (frame.restored, 0.93 * panels.highest), text, shift=(8.0, 0.0), room=room)
    panels.words(say("Epoch {n}", n=frame.epoch))


@overfitting.words
def words(film: Film[Ways], say: Say) -> Words:
    """Where each ended."""
    last = film[-1]
    alone, early, dropped, decayed, clamped = last.validation
    story = say("early stopping goes back to epoch {n}: {loss:.2f}", n=last.restored, loss=early)
    if last.restored < 0:
        story = say("early stopping has not stopped yet: {loss:.2f}", loss=early)
    silent = say("dropout silences units at random, pale here (one sample's draw): {loss:.2f}", loss=dropped)
    if not film.parameters["dropout"]:
        silent = say("dropout of 0 silences no unit: {loss:.2f}", loss=dropped)
    caption = say(
        "Validation loss in the end: left to itself {alone:.2f}; {story}; {silent}; weight decay pulls weights towards "
        "0: {decayed:.2f}; a norm keeps them in a circle: {clamped:.2f}.",
        alone=alone,
        story=story,
        silent=silent,
        decayed=decayed,
        clamped=clamped,
    )
    shows = say("Five networks, each with its regions, the weight vectors of its hidden units, and two loss curves.")
    return Words(say("Overfitting, and four remedies"), caption, f"{shows} {caption}")
