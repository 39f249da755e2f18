"""Training repeats four beats: take a mini-batch, find its gradient, update, go on; an epoch has seen every sample."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import Box, limits_of, marks, name_panel, page, panel, paper, short, split
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, UsageError, Words, recipe

Array = npt.NDArray[np.float64]

REACH = 3.0
NETWORK = nn.Network((1, 1), ("identity",))


class Beat(NamedTuple):
    """One of the four beats of an iteration."""

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
    batch: npt.NDArray[np.int64]
    """Which samples are in the mini-batch; the last of an epoch may repeat its last sample to be as long."""
    order: npt.NDArray[np.int64]
    """The order of all samples in this epoch."""
    x: Array
    """Shape (samples, 1)."""
    t: Array
    """Shape (samples, 1)."""

    def total(self, parameters: Array) -> float:
        """The loss over all samples."""
        return nn.sum_of_squared_errors.value(NETWORK.predict(parameters, self.x), self.t)


@recipe(
    title="The training loop",
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
) -> Iterator[Beat]:
    """Fit a line to noisy points by mini-batch gradient descent."""
    if batch_size > samples:
        raise UsageError(f"batch_size is {batch_size}, but there are only {samples} samples")
    rng = np.random.default_rng(seed)
    x = rng.uniform(-REACH, REACH, (samples, 1)) * 0.9
    t = 0.7 * x + 0.5 + rng.normal(0.0, 0.45, x.shape)
    rule, vector, iteration = nn.SGD(learning_rate), np.array([-0.8, -1.2]), 0
    size = batch_size
    for epoch in range(1, epochs + 1):
        order = rng.permutation(samples)
        for start in range(0, samples, size):
            iteration += 1
            batch = order[start : start + size]
            _, gradient = NETWORK.gradient(vector, x[batch], t[batch], nn.sum_of_squared_errors)
            updated, _ = rule.update(vector, gradient, None)
            padded = np.concatenate([batch, np.repeat(batch[-1:], size - len(batch))])
            for beat in range(4):
                yield Beat(epoch, iteration, beat, vector, gradient, updated, padded, order, x, t)
            vector = updated


class Panels(NamedTuple):
    """The stage."""

    plane: marks.Axes
    valley: marks.Axes
    strip: marks.Axes
    path: Array
    beats: marks.Mark
    words: marks.Mark
    canvas: Canvas


@training_loop.stage
def stage(canvas: Canvas, film: Film[Beat]) -> Panels:
    """The points and the line, the loss over slope and intercept, and all samples in this epoch's order below."""
    style, say, first = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas)
    upper, lower = split(laid.body, rows=(1.0, 0.2), gap=style.px(6.0))
    if style.tall:
        left, middle, right = split(upper, rows=(1.0, 1.0, 0.6))
    else:
        left, middle, right = split(upper, columns=(1.2, 1.0, 0.62), gap=style.px(30.0))
    plane, valley = panel(canvas, left), panel(canvas, middle)
    plane.set_xlim(-REACH, REACH)
    plane.set_ylim(-REACH - 0.4, REACH + 0.4)
    name_panel(canvas, plane, say("The samples, the mini-batch in colour, the line"), "x", "y", away=40.0)
    path = np.concatenate([film.column("parameters")[:1], film.column("updated")[::4]])
    left_end, right_end, low, high = limits_of(
        film, lambda frame: np.stack([frame.parameters, frame.updated]), 0.35, 0.2
    )
    valley.set_xlim(left_end, right_end)
    valley.set_ylim(low, high)
    name_panel(canvas, valley, say("The total loss over slope w and intercept b"), "w", "b")
    across, up = np.linspace(left_end, right_end, 80), np.linspace(low, high, 80)
    heights = np.array([[first.total(np.array([a, b])) for a in across] for b in up])
    levels = np.quantile(heights, np.linspace(0.02, 0.98, 14))
    valley.contour(across, up, heights, levels=np.unique(levels), colors=[theme.line], linewidths=style.pt(1.1))
    blank = paper(canvas, right)
    texts = (say("Take a mini-batch"), say("Find its gradient"), say("Update"), say("Repeat"))
    step = min(style.px(64.0), right.height / 5.5)

    def beats(current: int) -> None:
        for number, text in enumerate(texts):
            now = number == current
            at = (0.0, right.height - style.px(60.0) - number * step)
            colour = theme.ink if now else theme.quiet
            marks.label(
                blank,
                style,
                at,
                f"{number + 1}   {text}",
                size=24.0,
                shift=(0.0, 0.0),
                weight="bold" if now else "normal",
                colour=colour,
            )

    strip = paper(canvas, lower)
    widest = [
        say("Epoch {n}", n=film[-1].epoch),
        say("iteration {n}", n=film[-1].iteration),
        say("total loss {loss:.3f}", loss=0.0),
    ]
    return Panels(plane, valley, strip, path, beats, marks.readout(laid.header, style, widest), canvas)


@stage.draw
def draw(frame: Beat, panels: Panels) -> None:
    """One beat."""
    style, say, theme = panels.canvas.style, panels.canvas.say, panels.canvas.style.theme
    batch = np.unique(frame.batch)
    points = np.concatenate([frame.x, frame.t], axis=1)
    colour = theme.ink
    quiet = theme.mix(theme.quiet, 0.45)
    marks.dots(panels.plane, style, points, quiet, size=12.0)
    marks.dots(panels.plane, style, points[batch], colour, size=18.0, order=2.6)
    ends = np.array([-REACH, REACH])
    now = frame.updated if frame.beat >= 2 else frame.parameters
    if frame.beat == 2:
        before = frame.parameters[0] * ends + frame.parameters[1]
        marks.lines(panels.plane, style, [np.stack([ends, before], axis=1)], [quiet], width=3.0, dashed=True)
    marks.lines(
        panels.plane, style, [np.stack([ends, now[0] * ends + now[1]], axis=1)], [theme.ink], width=4.5, order=2.2
    )
    if frame.beat == 1:
        answers = frame.parameters[0] * points[batch, 0] + frame.parameters[1]
        stems = [np.array([[x, y], [x, answer]]) for (x, y), answer in zip(points[batch], answers, strict=True)]
        marks.lines(panels.plane, style, stems, [theme.gradient], width=2.5, order=2.1)
    done = frame.iteration + (1 if frame.beat >= 2 else 0)
    path = panels.path[:done]
    marks.lines(panels.valley, style, [path] if len(path) > 1 else [], [theme.quiet], width=2.5)
    marks.dots(panels.valley, style, path, theme.quiet, size=8.0)
    marks.dots(panels.valley, style, now[None], theme.ink, size=18.0, order=2.8)
    if frame.beat == 1:
        marks.arrow(panels.valley, style, frame.parameters, frame.updated, colour=theme.gradient, width=4.0)
    _strip(frame, panels, batch)
    panels.beats(frame.beat)
    panels.words(
        say("Epoch {n}", n=frame.epoch),
        say("iteration {n}", n=frame.iteration),
        say("total loss {loss:.3f}", loss=frame.total(now)),
    )


def _strip(frame: Beat, panels: Panels, batch: npt.NDArray[np.int64]) -> None:
    """All samples in this epoch's order: done, at work, still to come."""
    style, theme = panels.canvas.style, panels.canvas.style.theme
    count, size = len(frame.order), len(frame.batch)
    position = int(np.flatnonzero(np.isin(frame.order, batch))[0])
    width = panels.strip.get_xlim()[1]
    gaps = -(-count // size) - 1
    gap = min(style.px(16.0), width / (4.0 * count))
    cell = min((width - gaps * gap) / count, style.px(60.0))
    tall = style.px(30.0)
    for place in range(count):
        left = place * cell + place // size * gap
        working = position <= place < position + size
        shade = (
            theme.classes[1]
            if working
            else theme.mix(theme.quiet, 0.6)
            if place < position
            else theme.mix(theme.line, 0.25)
        )
        box = Box(left, style.px(44.0), cell, tall)
        marks.cells(panels.strip, style, np.zeros((1, 1)), box, colours=shade, places=None)
    text = panels.canvas.say(
        "Epoch {n}: all {count} samples in a new order, {size} at a time; each group is one mini-batch, one iteration",
        n=frame.epoch,
        count=count,
        size=size,
    )
    marks.label(
        panels.strip, style, (0.0, style.px(20.0)), text, size=16.0, shift=(0.0, 0.0), colour=theme.quiet, room=width
    )


@training_loop.words
def words(film: Film[Beat], say: Say) -> Words:
    """What a run is made of."""
    first, last = film[0], film[-1]
    samples, size = len(first.x), len(first.batch)
    batches = say("{size} in a mini-batch", size=size)
    if samples % size:
        batches = say("{size} in a mini-batch, in the last of an epoch {rest}", size=size, rest=samples % size)
    caption = say(
        "{samples:|sample|samples}, {batches}: {each:|iteration|iterations} an epoch. An update goes against the "
        "gradient of its own mini-batch alone; {iterations:,|update brings|updates bring} the total loss from {first} "
        "to {last}.",
        samples=samples,
        batches=batches,
        each=-(-samples // size),
        iterations=last.iteration,
        first=short(first.total(first.parameters)),
        last=short(last.total(last.updated)),
    )
    shows = say("Points with a line that moves, a path on the loss from above, and a strip of samples used in groups.")
    return Words(say("The training loop, beat by beat"), caption, f"{shows} {caption}")
