"""A network that finds its own features knows a 5 better than rules, or learned weights on features, made by hand."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import datasets, nn
from vizpipe.drawing import Box, marks, page, paper, plot, signed, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

WANTED = 5
TEST = 597
REGIONS = {
    "a bar on top": (slice(0, 2), slice(2, 6)),
    "a stem at the left": (slice(1, 4), slice(1, 3)),
    "ink at the right": (slice(1, 3), slice(5, 8)),
    "a belly at the right": (slice(4, 7), slice(5, 7)),
    "ink at the lower left": (slice(4, 6), slice(0, 3)),
}
"""What a person looks for in a 5: rows and columns of the 8 × 8 pixels."""
RULE = (
    (1, 0.45, True, "a stem at the left"),
    (2, 0.22, False, "no ink at the right"),
    (4, 0.25, False, "no ink at the lower left"),
)
"""The rule by hand: feature, threshold, whether it must be above it, in words."""


class Learned(NamedTuple):
    """Three ways to know a 5, after so many epochs; the first never learns."""

    epoch: int
    linear: Array
    """Weights of the hand-made features and a bias, shape (features + 1,)."""
    parameters: Array
    """Of the network, shape (parameter_count,)."""
    hidden: int
    scores: Array
    """Balanced accuracy on unseen digits of rule, features and network, shape (3,), 0.5 is chance."""
    example: Array
    """A 5, shape (8, 8)."""

    @property
    def weights(self) -> Array:
        """Of the network's hidden units as images, shape (hidden, 8, 8)."""
        network = nn.Network((64, self.hidden, 1), ("tanh", "sigmoid"))
        return next(network.layers(self.parameters)).weights.T.reshape(-1, 8, 8)


def measured(images: Array) -> Array:
    """Mean ink in each region, shape (n, features), for images (n, 64)."""
    square = images.reshape(-1, 8, 8)
    return np.stack([square[:, rows, columns].mean(axis=(1, 2)) for rows, columns in REGIONS.values()], axis=1)


def by_rule(images: Array) -> Labels:
    """1 where the hand-made rule sees a 5, for images (n, 64)."""
    ink = measured(images)
    seen = [ink[:, which] > limit if above else ink[:, which] < limit for which, limit, above, _ in RULE]
    return np.where(np.all(seen, axis=0), 1, 0)


def balanced(answers: Labels, true: Labels) -> float:
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
) -> Iterator[Learned]:
    """Tell 5s from other digits by a rule, by a neuron on hand-made features, by a network on the pixels."""
    rng = np.random.default_rng(seed)
    images, digits = datasets.digits()
    fives = np.where(digits == WANTED, 1, 0)
    data = datasets.split(rng, images, fives, TEST)
    linear, network = nn.Network((len(REGIONS), 1), ("sigmoid",)), nn.Network((64, hidden, 1), ("tanh", "sigmoid"))
    vectors = [np.zeros(linear.parameter_count), network.initial(rng, nn.initializers.normal(0.2))]
    inputs = [(measured(data.train_samples), measured(data.test_samples)), (data.train_samples, data.test_samples)]
    targets = data.train_labels[:, None].astype(float)
    runs = [
        nn.descend(
            each,
            vector,
            train,
            targets,
            loss=nn.binary_cross_entropy,
            optimizer=nn.Adam(learning_rate),
            batch_size=32,
            rng=rng,
            penalties=nn.Penalties(weight_decay=5e-4 if each is network else 0.0),
        )
        for each, vector, (train, _) in zip((linear, network), vectors, inputs, strict=True)
    ]
    rule = balanced(by_rule(data.test_samples), data.test_labels)
    example = images[(fives == 1) & (by_rule(images) == 1)][0].reshape(8, 8)
    share = float(fives.mean())
    for epoch in range(epochs + 1):
        scores = [rule]
        for each, vector, (_, test) in zip((linear, network), vectors, inputs, strict=True):
            answers = np.where(each.predict(vector, test)[:, 0] > share, 1, 0)
            scores.append(balanced(answers, data.test_labels))
        yield Learned(epoch, vectors[0], vectors[1], hidden, np.array(scores), example)
        vectors = [next(run)[0] for run in runs]


class Panels(NamedTuple):
    """The stage."""

    features: marks.Axes
    units: marks.Axes
    places: list[Box]
    bars: list[marks.Axes]
    words: marks.Mark
    limit: float
    largest: float
    canvas: Canvas


@features.stage
def stage(canvas: Canvas, film: Film[Learned]) -> Panels:
    """Three columns: what each way looks at, and how good it is."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    across = (1.0,) * (1 if style.tall else 3)
    columns = split(laid.body, rows=(1.0,) * (3 if style.tall else 1), columns=across, gap=style.px(44.0))
    names = (say("Rules by hand"), say("Features by hand, weights learned"), say("Features learned too"))
    papers, bars = [], []
    for column, name in zip(columns, names, strict=True):
        above, below = split(column, rows=(1.0, 0.25))
        blank = paper(canvas, above)
        marks.heading(blank, style, (0.0, above.height - style.px(27.0)), name)
        papers.append(blank)
        axes = plot(canvas, below.within(bottom=style.px(30.0), right=style.px(20.0), top=style.px(20.0)))
        axes.set_xlim(0.5, 1.0)
        axes.set_ylim(-0.5, 0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xticks([0.5, 0.75, 1.0], [say("chance"), "75\u00a0%", "100\u00a0%"])
        bars.append(axes)
    top = columns[0].height * 0.8 - style.px(46.0)
    side = min(columns[0].width * 0.62, top)
    box = Box(0.0, top - side, side, side)
    marks.image(papers[0], style, first.example, box)
    regions = list(REGIONS.items())
    for which, _, inked, words in RULE:
        rows, cells = regions[which][1]
        cell = side / 8.0
        left, right = cells.start * cell, cells.stop * cell
        high, low = top - rows.start * cell, top - rows.stop * cell
        rim = np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])
        marks.lines(papers[0], style, [rim], [theme.accent], width=5.0, dashed=not inked)
        at = (side, (high + low) / 2.0 + (style.px(30.0) if inked else -style.px(18.0)))
        marks.label(papers[0], style, at, say(words), size=16.0, shift=(14.0, 0.0), room=columns[0].width - side)
    units, rest = papers[2], -(-first.hidden // 3)
    room = Box(0.0, top - side, side, side)
    places = split(room, rows=(1.0,) * rest, columns=(1.0,) * 3, gap=style.px(10.0))[: first.hidden]
    limit = max(film.span(lambda frame: np.quantile(np.abs(frame.weights), 0.98))[1], 1e-9)
    widest = [say("Epoch {n}", n=film[-1].epoch), say("Is it a 5?")]
    largest = max(film.span(lambda frame: np.abs(frame.linear[:-1]).max())[1], 1e-9)
    return Panels(papers[1], units, places, bars, marks.readout(laid.header, style, widest), limit, largest, canvas)


@stage.draw
def draw(frame: Learned, panels: Panels) -> None:
    """The learned weights of features, the learned features, and all three scores."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    width, height = panels.features.get_xlim()[1], panels.features.get_ylim()[1]
    step = (height - style.px(60.0)) / len(REGIONS)
    largest = panels.largest
    middle = 0.42 * width
    for number, (name, weight) in enumerate(zip(REGIONS, frame.linear, strict=False)):
        y = height - style.px(60.0) - (number + 0.5) * step
        tip = middle + float(np.clip(weight / largest, -1.0, 1.0)) * 0.4 * width
        colour = theme.positive if weight > 0.0 else theme.negative
        tall = style.px(20.0)
        panels.features.fill([middle, tip, tip, middle], [y - tall, y - tall, y, y], color=colour)
        marks.label(panels.features, style, (0.0, y + style.px(16.0)), say(name), size=16.0, shift=(0.0, 0.0))
        text = signed(float(weight), 1)
        marks.label(panels.features, style, (width, y - tall / 2.0), text, size=16.0, shift=(-4.0, 0.0), align="right")
    for place, weights in zip(panels.places, frame.weights, strict=True):
        side = min(place.width, place.height)
        marks.image(
            panels.units, style, weights, (place.left, place.bottom, side, side), limit=panels.limit, signed=True
        )
    for axes, score in zip(panels.bars, frame.scores, strict=True):
        bar = theme.ink if score >= frame.scores.max() else theme.mix(theme.quiet, 0.45)
        marks.bars(axes, np.zeros(1), np.array([max(score - 0.5, 0.002)]), [bar], base=0.5, upright=False)
        text = f"{100.0 * score:.0f}\u00a0%"
        inside = score > 0.75
        shade = theme.background if inside and score >= frame.scores.max() else theme.ink
        marks.label(
            axes,
            style,
            (float(score), 0.0),
            text,
            size=22.0,
            shift=(-8.0 if inside else 8.0, 0.0),
            align="right" if inside else "left",
            weight="bold",
            colour=shade,
        )
    panels.words(say("Epoch {n}", n=frame.epoch), say("Is it a 5?"))


@features.words
def words(film: Film[Learned], say: Say) -> Words:
    """Who does how well."""
    last = film[-1]
    caption = say(
        "Balanced accuracy on {n} digits never seen: {rule:.0f}\u00a0% by three rules, {hand:.0f}\u00a0% by a neuron "
        "on five hand-made features, {net:.0f}\u00a0% by a network that sees only pixels.",
        n=TEST,
        rule=100.0 * last.scores[0],
        hand=100.0 * last.scores[1],
        net=100.0 * last.scores[2],
    )
    shows = say(
        "Three ways, each with a bar of how often it is right: a digit with marked regions, weights of such regions, "
        "and images of learned weights."
    )
    return Words(say("Who finds the features of a 5?"), caption, f"{shows} {caption}")
