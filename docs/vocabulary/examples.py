"""What docs/vocabulary.md shows: a film, and for every word of the vocabulary a few lines that draw it.

A function has the name of its word, in lower case. Its docstring says what its picture shows, its body is printed.
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from vizpipe import datasets, nn
from vizpipe.drawing.picture import (
    Area,
    Balls,
    Band,
    Bars,
    Cells,
    Classes,
    Corner,
    Crosses,
    Decision,
    Dots,
    Edge,
    Field,
    Graph,
    Grid,
    Histogram,
    Key,
    Label,
    Line,
    Mesh,
    Network,
    Neuron,
    Node,
    Note,
    Panel,
    Picture,
    Pixels,
    Regions,
    Rule,
    Samples,
    Seaborn,
    Stack,
    Straight,
    Surface,
    Trail,
    Truth,
    View,
    Wall,
    Waterfall,
    When,
    column,
    each,
    named,
    once,
    output,
    panel,
    paper,
    phrase,
    projected,
    rim,
    row,
    sides,
    stack,
    through,
)
from vizpipe.recipe import Beat, Film

Array = npt.NDArray[np.float64]


class Step(NamedTuple):
    """A small network after some training: the frame of all examples."""

    epoch: int
    losses: Array
    """On points it learns from and on unseen ones, shape (2,)."""
    samples: Array
    """Shape (60, 2)."""
    labels: npt.NDArray[np.int64]
    """0 or 1, shape (60,)."""
    parameters: Array

    @property
    def network(self) -> nn.Network:
        """Two inputs, three hidden units, one output."""
        return nn.Network((2, 3, 1), ("tanh", "sigmoid"))

    @property
    def weights(self) -> list[Array]:
        """One (fan_in, fan_out) array a layer."""
        return [layer.weights for layer in self.network.layers(self.parameters)]

    @property
    def wrong(self) -> npt.NDArray[np.bool_]:
        """Which samples it gets wrong, shape (60,)."""
        answers = self.network.predict(self.parameters, self.samples)[:, 0]
        wrong: npt.NDArray[np.bool_] = np.round(answers) != self.labels
        return wrong


def steps() -> Iterator[Step]:
    """Train on two half moons, a frame for every fifth epoch."""
    rng = np.random.default_rng(2)
    (points, labels), (unseen, truth) = datasets.moons(rng, 60), datasets.moons(rng, 60)
    network = nn.Network((2, 3, 1), ("tanh", "sigmoid"))
    start, loss = network.initial(rng, nn.initializers.xavier), nn.binary_cross_entropy
    run = nn.train(network, start, points, labels, loss=loss, optimizer=nn.Adam(0.05), batch_size=20, rng=rng)
    for snapshot in itertools.islice(run, 0, 61, 5):
        missed = loss.value(network.predict(snapshot.parameters, unseen), truth[:, None].astype(float))
        yield Step(snapshot.epoch, np.array([snapshot.loss, missed]), points, labels, snapshot.parameters)


SQUARE = (-2.5, 2.5, -2.5, 2.5)
LOW, FEW = 0.3, 0.1


def picture_() -> Picture[Step]:
    """A plane with samples beside a curve, and a counter above them."""
    plane: Panel[Step] = panel(Decision(), Samples(), reach=2.5, bare=True)
    loss: Panel[Step] = panel(Trail("epoch", "losses", ("seen", "unseen")), title="Loss", x="epoch")
    return Picture(stack(plane, loss), counter=(phrase("Epoch {n}", n=lambda frame: frame.epoch),))


def panel_() -> Panel[Step]:
    """Axes from −2.5 to 2.5, of one scale, with a title and names."""
    return panel(Samples(), title="Two half moons", x="x₁", y="x₂", reach=2.5, ticks=((-2, 0, 2), (-2, 0, 2)))


def paper_() -> Panel[Step]:
    """A diagram without axes, below its title."""
    return paper(Network("weights"), title="Two inputs, three units, one output")


def row_() -> Stack[Step]:
    """Two panels side by side, the left one wider."""
    loss: Panel[Step] = panel(Trail("epoch", "losses"), title="Loss", x="epoch", weight=(2.0, 1.0))
    return row(loss, panel(Samples(), title="Input", reach=2.5, bare=True))


def column_() -> Stack[Step]:
    """Two panels, one below the other."""
    seen: Panel[Step] = panel(Trail("epoch", lambda frame: frame.losses[0]), title="Loss, seen")
    unseen: Panel[Step] = panel(Trail("epoch", lambda frame: frame.losses[1]), title="Loss, unseen")
    return column(seen, unseen)


def stack_() -> Stack[Step]:
    """A diagram and a plane, which stand in a row on this page."""
    return stack(paper(Network("weights"), title="Network"), panel(Decision(), Samples(), reach=2.5, bare=True))


def each_() -> Stack[Step]:
    """A plane for each of three hidden units, all of one size."""

    def unit(number: int) -> Panel[Step]:
        def field(frame: Step, points: Array) -> Array:
            return 0.5 + 0.5 * through(1)(frame, points)[:, number]

        return panel(Field(field), Samples(size=7.0), title=f"unit {number + 1}", reach=2.5, bare=True)

    return each(range(3), unit)


def named_() -> Stack[Step]:
    """Two panels below one title."""
    loss: Panel[Step] = panel(Trail("epoch", "losses"), title="Loss", x="epoch")
    return named("A network and its loss", row(paper(Network("weights")), loss))


def phrase_() -> Panel[Step]:
    """A plane, above it how many samples are wrong."""
    wrong = phrase("{n:|mistake|mistakes}", n=lambda frame: int(frame.wrong.sum()))
    return panel(Decision(), Samples(), Corner(wrong), reach=2.5, bare=True)


def once_() -> Panel[Step]:
    """Hidden values of the samples, with a cross on each that is wrong."""

    @once
    def hidden(frame: Step) -> Array:
        return through(1)(frame, frame.samples)[:, :2]

    return panel(Samples(hidden), Crosses(hidden, "wrong"), x="a₁", y="a₂", reach=1.1)


def through_() -> Panel[Step]:
    """The samples where two of three hidden units put them."""
    return panel(Samples(lambda frame: through(1)(frame, frame.samples)[:, :2]), x="a₁", y="a₂", reach=1.1)


def output_() -> Panel[Step]:
    """The probability of class 1 all over the input plane."""
    return panel(Field(output()), Samples(), reach=2.5, bare=True)


def projected_() -> Panel[Step]:
    """The samples where three hidden units put them, along two axes that stand still."""
    return panel(Samples(projected(Film.shoot("examples", Step, steps(), {}), 1).of("samples")), reach=2.2)


def rim_() -> Panel[Step]:
    """A field that is seen within a square only."""
    return panel(Field(output(), rim((-2.0, 2.0, -1.5, 1.5))), Samples(), reach=2.5, bare=True)


def sides_() -> Panel[Step]:
    """A straight line with a tint on either side, which fades away from it."""
    neuron = np.array([1.0, 0.8, -0.2])
    return panel(Field(sides(neuron, reach=0.8)), Straight(neuron), Samples(), reach=2.5, bare=True)


def trail_() -> Panel[Step]:
    """Two curves that end at dots with names."""
    return panel(Trail("epoch", "losses", ("seen", "unseen"), ["ink", "series 1"]), title="Loss", x="epoch")


def line_() -> Panel[Step]:
    """A sine wave, dashed."""
    x = np.linspace(0.0, 6.0, 100)
    return panel(Line(x, np.sin(x), "series 0", dashes=(4.0, 2.0)), x="x", y="sin x")


def area_() -> Panel[Step]:
    """A bell curve, filled down to 0."""
    x = np.linspace(-3.0, 3.0, 100)
    return panel(Area(x, np.exp(-(x**2)), "series 2"), x="x")


def rule_() -> Panel[Step]:
    """A curve, and a thin line at 0.2."""
    return panel(Trail("epoch", lambda frame: frame.losses[0]), Rule(y=0.2), title="Loss", x="epoch")


def samples_() -> Panel[Step]:
    """Two half moons in two colours."""
    return panel(Samples("samples", "labels"), reach=2.5)


def seaborn_() -> Panel[Step]:
    """How high the samples of either class lie, as seaborn's violins."""

    def table(frame: Step) -> pd.DataFrame:
        names = np.where(frame.labels, "one", "nought")
        return pd.DataFrame({"x₂": frame.samples[:, 1], "class": names})

    violins = Seaborn[Step]("violinplot", table, x="class", y="x₂", hue="class", look={"inner": "quart"})
    return panel(violins, y="x₂", ticks=(("nought", "one"), None))


def dots_() -> Panel[Step]:
    """Ten dots that get darker along a line."""
    places = np.stack([np.arange(10.0), np.arange(10.0) ** 2], axis=1)
    return panel(Dots(places, "series 1", 14.0), x="n", y="n²")


def field_() -> Panel[Step]:
    """A tint that changes from left to right."""
    return panel(Field(lambda _, points: 1.0 / (1.0 + np.exp(-2.0 * points[:, 0]))), reach=2.5)


def regions_() -> Panel[Step]:
    """Three areas that meet in a point, and dots in the colours of two of them."""
    centres = np.array([(-1.0, 0.8), (1.0, 0.8), (0.0, -1.2)])
    near = Regions[Step](lambda _, points: np.exp(-(((points[:, None] - centres) ** 2).sum(axis=2))))
    return panel(near, Samples(classes=3), reach=2.5)


def edge_() -> Panel[Step]:
    """Samples, and a dashed circle around some of them."""
    turns = np.linspace(0.0, 2.0 * np.pi, 100)
    circle = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return panel(Edge(circle[None], is_dashed=True), Samples(), reach=2.5)


def decision_() -> Panel[Step]:
    """Regions of two classes, the line between them, samples."""
    return panel(Decision("network", "parameters"), Samples(), reach=2.5, bare=True)


def straight_() -> Panel[Step]:
    """A straight line across samples, that of the first hidden unit."""

    def first(frame: Step) -> Array:
        layer = next(frame.network.layers(frame.parameters))
        return np.append(layer.weights[:, 0], layer.bias[0])

    return panel(Straight(first), Samples(), reach=2.5)


def mesh_() -> Panel[Step]:
    """A mesh of bent lines, as two hidden units bend the plane."""
    return panel(Mesh(lambda frame, points: through(1)(frame, points)[:, :2], SQUARE), x="a₁", y="a₂", reach=1.1)


def grid_() -> Panel[Step]:
    """The plane as dots in two tints, where two hidden units take it."""
    bent = Grid[Step](lambda frame, points: through(1)(frame, points)[:, :2], output(), SQUARE, cells=50)
    return panel(bent, x="a₁", y="a₂", reach=1.1)


def band_() -> Panel[Step]:
    """A panel whose parts below 0 are shaded."""
    return panel(
        Band(), Samples(lambda frame: np.maximum(frame.samples, 0.0)), limits=(-0.5, 2.5, -0.5, 2.5), positive=True
    )


def crosses_() -> Panel[Step]:
    """Samples, with a cross on each that is wrong."""
    return panel(Decision(), Samples(), Crosses("samples", "wrong"), reach=2.5, bare=True)


def bars_() -> Panel[Step]:
    """Five bars, one of them in another colour."""
    heights = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    return panel(Bars(np.arange(5.0), heights, ["quiet", "quiet", "quiet", "quiet", "series 0"]))


def histogram_() -> Panel[Step]:
    """How often each value comes among all weights."""
    edges = np.linspace(-4.0, 4.0, 17)
    return panel(Histogram(edges, lambda frame: np.histogram(frame.parameters, edges)[0]), x="parameter", y="how many")


def pixels_() -> Panel[Step]:
    """A handwritten digit, dark on light."""
    return panel(Pixels(datasets.digits()[0][0].reshape(8, 8)), limits=(0, 8, 0, 8), equal=True, bare=True)


def wall_() -> Panel[Step]:
    """Twelve tiles in three rows, each as clear as a number says."""
    stripes = np.indices((12, 5, 5)).sum(axis=0) % 3 == 0
    shares = np.linspace(0.3, 1.0, 12)
    return paper(Wall[Step](stripes.astype(float), np.repeat([0, 1, 2], [5, 4, 3]), shares))


def cells_() -> Panel[Step]:
    """A matrix of two rows and three columns with its numbers."""
    return paper(Cells(lambda frame: frame.weights[0]), title="Weights into the hidden layer")


def truth_() -> Panel[Step]:
    """The truth table of AND."""
    return paper(Truth(("x₁", "x₂", "AND"), np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 1]])))


def waterfall_() -> Panel[Step]:
    """Three bars, each beginning where the one above ended."""
    return panel(
        Waterfall(np.array([2.0, -0.8, 0.5]), ("w₁x₁", "w₂x₂", "b"), step=1.0), limits=(-1, 3, -3, 1), ticks=(None, ())
    )


def network_() -> Panel[Step]:
    """A network of 2, 3 and 1 nodes, its edges as wide as its weights."""
    return paper(Network("weights", (("x₁", "x₂"), ("", "", ""), ("y",))))


def neuron_() -> Panel[Step]:
    """A nerve cell with two inputs, weights, a bias and an output."""
    return paper(Neuron(np.array([1.0, 0.5]), np.array([0.8, -1.2, 0.3]), 0.62))


def graph_() -> Panel[Step]:
    """Three cards: two numbers and their product, with gradients."""
    nodes = Node("a", "a", 0, 0), Node("b", "b", 0, 1), Node("y", "y = ab", 1, 0.5)
    values, gradients = {"a": "2", "b": "3", "y": "6"}, {"a": "3", "b": "2", "y": "1"}
    factors, flows = {("a", "y"): "b", ("b", "y"): "a"}, {"a": 1.0, "b": 0.67, "y": 0.33}
    known = (lambda _: values), (lambda _: gradients), (lambda _: factors), (lambda _: flows)
    return paper(Graph(nodes, (("a", "y"), ("b", "y")), *known, lit=lambda _: {"a", "b"}))


def surface_() -> Panel[Step]:
    """A bowl of glass, seen obliquely, with arrows that point down."""
    bowl = View(lambda points: (points**2).sum(axis=1), tilt=0.5, lift=0.2)
    limits = (-2.5, 2.5, -1.4, 2.2)
    return panel(Surface(bowl, (-2.0, 2.0, -2.0, 2.0), (0.5, 1.0, 2.0, 4.0), limits), limits=limits, bare=True)


def balls_() -> Panel[Step]:
    """A ball that rolls down a bowl, with its last steps."""
    bowl = View(lambda points: (points**2).sum(axis=1), tilt=0.5, lift=0.2)

    def places(frame: Step) -> Array:
        return 0.97**frame.epoch * np.array([[-1.4, -1.4]])

    limits = (-2.5, 2.5, -1.4, 2.2)
    glass = Surface[Step](bowl, (-2.0, 2.0, -2.0, 2.0), (0.5, 1.0, 2.0, 4.0), limits, arrows=(0, 0))
    return panel(glass, Balls(bowl, places, ("descent",), ("series 1",)), limits=limits, bare=True)


def label_() -> Panel[Step]:
    """A dot with its name."""
    here = np.array([1.0, 1.0])
    return panel(Dots(here[None]), Label(here, "here"), reach=2.0)


def corner_() -> Panel[Step]:
    """A plane with a percentage above its right end."""
    right = phrase("{share:.0f} % right", share=lambda frame: 100.0 * (1.0 - frame.wrong.mean()))
    return panel(Decision(), Samples(), Corner(right), title="Input", reach=2.5, bare=True)


def key_() -> Panel[Step]:
    """A network, and below it what its two colours mean."""
    return paper(Network("weights"), Key((("weight above 0", "positive"), ("below 0", "negative"))))


def classes_() -> Stack[Step]:
    """Samples, and the names of their classes beside them."""
    return row(panel(Samples(), reach=2.5), paper(Classes(("oak", "beech"))))


def note_() -> Panel[Step]:
    """Two curves, with the newest loss on unseen points said beside its point."""
    newest = phrase("unseen: {loss:.2f}", loss=lambda frame: frame.losses[1])
    note = Note[Step](lambda frame: (frame.epoch, frame.losses[1]), newest, shift=(18.0, -60.0))
    return panel(Trail("epoch", "losses"), note, x="epoch")


def when_() -> Panel[Step]:
    """A curve with a mark that appears once it is low."""
    is_low = When[Step](lambda frame: frame.losses[0] < LOW, (Rule(y=LOW, paint="accent"),))
    return panel(Trail("epoch", lambda frame: frame.losses[0]), is_low, title="Loss", x="epoch")


def beat_(film: Film[Step]) -> list[Beat[Step]]:
    """A story of three beats."""
    best = int(film.column("losses")[:, 1].argmin())
    return [
        Beat("start", 0, "Three units, sixty points. Can they part them?", 1.5),
        Beat("half", lambda frame: frame.wrong.mean() < FEW, "Nine of ten points are on the right side", 1.5),
        Beat(
            "best", best, "On unseen points it is never better than in epoch {n}", 2.0, values={"n": film[best].epoch}
        ),
    ]
