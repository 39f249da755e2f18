"""On XOR one neuron's line turns for ever; of networks with two hidden units about half get all four right in time."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Meta

from vizpipe import nn
from vizpipe.drawing import marks, name_panel, page, panels
from vizpipe.recipe import Canvas, Count, Film, Rate, Say, Seed, Words, recipe

Array = npt.NDArray[np.float64]

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])
NETWORK = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
REACH = 0.7
"""How far the panels reach beyond the cases."""
CELLS = 150
SQUARE = (-REACH, 1.0 + REACH, -REACH, 1.0 + REACH)


class Tick(NamedTuple):
    """Both after so many ticks of one clock."""

    tick: int
    """0 is the start; in a tick each of the two makes one update."""
    neuron: Array
    """w₁, w₂ and b of the neuron, shape (3,)."""
    parameters: Array
    """Of the network, shape (9,)."""

    def neuron_answers(self, points: Array) -> npt.NDArray[np.int64]:
        """1 where b + w·x > 0, for points (n, 2)."""
        return nn.step.forward(points @ self.neuron[:2] + self.neuron[2]).astype(np.int64)

    def probability(self, points: Array) -> Array:
        """The network's probability of a 1 at points (n, 2), shape (n,)."""
        return NETWORK.predict(self.parameters, points)[:, 0]

    def hidden(self, points: Array) -> Array:
        """Where the network's two hidden units put points (n, 2)."""
        return np.asarray(NETWORK.forward(self.parameters, points)[0][1])

    @property
    def right(self) -> tuple[int, int]:
        """How many of the four cases the neuron and the network get right."""
        network = self.probability(CASES) > 0.5
        return int((self.neuron_answers(CASES) == XOR).sum()), int((network == XOR).sum())


@recipe(
    title="XOR, a duel",
    chapter="Five to share",
    ideas=(
        "Learning a gate: the perceptron rule on XOR never comes to rest; a 2-2-1 network learns it",
        "What a hidden layer is for",
    ),
)
def xor_duel(
    *,
    ticks: Annotated[Count, "Updates that each of the two makes"] = 118,
    learning_rate: Annotated[Rate, Meta(le=1e6), "Step size of the network's Adam"] = 0.1,
    neuron_rate: Annotated[Rate, Meta(le=1e6), "Step size of the perceptron rule"] = 0.1,
    seed: Seed = 11,
) -> Iterator[Tick]:
    """One neuron learns by Rosenblatt's rule, a case a tick in random order; the network by Adam on all four cases."""
    rng = np.random.default_rng(seed)
    neuron = rng.normal(0.0, 0.3, 3)
    vector = NETWORK.initial(rng, nn.initializers.glorot_uniform)
    optimizer = nn.Adam(learning_rate)
    state = optimizer.start(vector)
    yield Tick(0, neuron, vector)
    order = np.zeros(0, dtype=np.int64)
    for tick in range(1, ticks + 1):
        if not len(order):
            order = rng.permutation(len(CASES))
        case, order = order[0], order[1:]
        inputs = np.append(CASES[case], 1.0)
        error = XOR[case] - float(inputs @ neuron > 0.0)
        neuron = neuron + neuron_rate * error * inputs
        _, gradient = NETWORK.gradient(vector, CASES, XOR[:, None].astype(float), nn.binary_cross_entropy)
        vector, state = optimizer.update(vector, gradient, state)
        yield Tick(tick, neuron, vector)


class Panels(NamedTuple):
    """The marks of the stage."""

    axes: list[marks.Axes]
    field: marks.Mark
    line: marks.Mark
    plane: marks.Mark
    dots: list[marks.Mark]
    mesh: marks.Mark
    inside: marks.Mark
    cut: marks.Mark
    ring: marks.Mark
    words: marks.Mark
    curves: list[marks.Mark]
    ticks: list[int]
    say: Say


@xor_duel.stage
def stage(canvas: Canvas, film: Film[Tick]) -> Panels:
    """The neuron at the left, the network in the middle, how many cases are right at the right."""
    style, say = canvas.style, canvas.say
    laid = page(canvas)
    left, middle, bent, right = panels(canvas, laid.body, 4)
    for axes, name in ((left, say("One neuron")), (middle, say("Two hidden units"))):
        axes.set_xlim(-REACH, 1.0 + REACH)
        axes.set_ylim(-REACH, 1.0 + REACH)
        name_panel(canvas, axes, name, "x₁", "x₂", away=30.0)
        axes.set_xticks([0, 1])
        axes.set_yticks([0, 1])
    bent.set_xlim(-1.12, 1.12)
    bent.set_ylim(-1.12, 1.12)
    name_panel(canvas, bent, say("After the two hidden units"), "a₁", "a₂", away=30.0)
    bent.set_xticks([-1, 1])
    bent.set_yticks([-1, 1])
    ticks = film.column("tick")
    counts = np.array([frame.right for frame in film], dtype=float)
    right.set_xlim(0.0, max(float(ticks[-1]), 1.0) * 1.28)
    right.set_ylim(0.0, 4.25)
    name_panel(canvas, right, say("Right, of 4"), say("update"), away=40.0)
    right.set_yticks(range(5))
    right.grid(axis="y", color=style.theme.line, alpha=0.35, linewidth=style.pt(1.0))

    def ring(axes: marks.Axes, wrong: npt.NDArray[np.bool_]) -> None:
        if wrong.any():
            axes.plot(
                *CASES[wrong].T,
                linestyle="none",
                marker="x",
                markersize=style.pt(50.0),
                markeredgewidth=style.pt(4.0),
                color=style.theme.ink,
                zorder=3.0,
            )

    return Panels(
        axes=[left, middle],
        field=marks.field(left, style, smooth=False),
        line=marks.boundary(left, style, 4.0),
        plane=marks.decision(middle, style, SQUARE, CELLS, 4.0),
        dots=[marks.samples(axes, style, CASES, XOR, size=38.0) for axes in (left, middle)],
        mesh=marks.mesh(bent, style),
        inside=marks.samples(bent, style, CASES, XOR, size=30.0),
        cut=marks.boundary(bent, style, 4.0),
        ring=ring,
        words=marks.readout(laid.header, style, [say("Update {n}", n=int(ticks[-1]))]),
        curves=[
            marks.curve(
                right,
                style,
                ticks.astype(float),
                counts[:, 0],
                colour=style.theme.mix(style.theme.quiet, 0.7),
                width=1.8,
                name=say("neuron"),
                lift=-9.0,
            ),
            marks.curve(right, style, ticks.astype(float), counts[:, 1], width=4.0, name=say("network"), lift=9.0),
        ],
        ticks=[int(tick) for tick in ticks],
        say=say,
    )


@stage.draw
def draw(frame: Tick, panels: Panels) -> None:
    """Both after this update."""
    answers = frame.neuron_answers(marks.grid(SQUARE, CELLS)).astype(float)
    panels.field(answers.reshape(CELLS, CELLS), SQUARE)
    panels.line(_line(frame.neuron))
    panels.plane(NETWORK, frame.parameters)
    wrong = (frame.neuron_answers(CASES) != XOR, (frame.probability(CASES) > 0.5) != XOR)
    for number, axes in enumerate(panels.axes):
        panels.dots[number](CASES)
        panels.ring(axes, wrong[number])
    lines = marks.mesh_lines(SQUARE, 11, 50)
    panels.mesh(frame.hidden(lines.reshape(-1, 2)).reshape(lines.shape))
    panels.inside(frame.hidden(CASES))
    output = list(NETWORK.layers(frame.parameters))[1]
    panels.cut(_line(np.append(output.weights[:, 0], output.bias)))
    for curve in panels.curves:
        curve(panels.ticks.index(frame.tick) + 1)
    panels.words(panels.say("Update {n}", n=frame.tick))


def _line(neuron: Array) -> list[Array]:
    """Where b + w·x = 0, long enough for the panel; nothing where both weights are 0."""
    normal, bias = neuron[:2], neuron[2]
    length = float(normal @ normal)
    if length < 1e-18:
        return []
    foot = -bias * normal / length
    along = 10.0 * np.array([-normal[1], normal[0]]) / np.sqrt(length)
    return [np.stack([foot - along, foot + along])]


@xor_duel.words
def words(film: Film[Tick], say: Say) -> Words:
    """Who won."""
    right = np.array([frame.right for frame in film])
    solved = np.flatnonzero((right[:, 1] == 4)[::-1].cumprod()[::-1])
    best = int(right[:, 0].max())
    story = say(
        "A cross marks a wrong answer. No straight line gets all 4 right; this neuron had at most {best}, and was "
        "changed {changes:|time|times} by update {ticks}.",
        best=best,
        changes=int((np.diff(film.column("neuron"), axis=0) != 0.0).any(axis=1).sum()),
        ticks=film[-1].tick,
    )
    if len(solved):
        tick = int(film.column("tick")[solved[0]])
        story += " " + say("The network has all 4 from update {tick} on.", tick=tick)
    else:
        story += " " + say("This network has not found it by update {n} either.", n=film[-1].tick)
    shows = say(
        "The four cases of XOR in three planes: with the line of one neuron, with the regions of a network, and where "
        "its two hidden units put them; and how many cases each has right."
    )
    return Words(say("XOR, a duel: one neuron against a hidden layer"), story, f"{shows} {story}")
