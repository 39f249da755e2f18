"""Five update rules go down one valley by five paths; on a network, SGD at its rate falls far behind the others."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.recipe import Array, Beat, Count, Film, ImageSet, Say, Seed, Words, layers_of, recipe

START = np.array([-7.0, 2.0])
CURVATURE = np.array([0.05, 1.0])
"""f = x₀²/20 + x₁², the textbook's valley."""
NAMES = ("SGD", "Momentum", "AdaGrad", "RMSProp", "Adam")
BROWN, BLUE, SAND = vp.Mix("series 5", 0.6, "ink"), vp.Mix("series 0", 0.8), vp.Mix("series 5", 0.6)
PAINTS: list[vp.Paint] = ["ink", BROWN, BLUE, "quiet", SAND]
"""Of each rule, at both tasks: five that all eyes, and print, tell apart."""
ON_VALLEY: tuple[nn.Optimizer[Any], ...] = (
    nn.SGD(0.95),
    nn.Momentum(0.1),
    nn.AdaGrad(1.5),
    nn.RMSProp(0.1),
    nn.Adam(0.3),
)
ON_NETWORK: tuple[nn.Optimizer[Any], ...] = (
    nn.SGD(0.01),
    nn.Momentum(0.01),
    nn.AdaGrad(0.01),
    nn.RMSProp(0.001),
    nn.Adam(0.001),
)


class Step(NamedTuple):
    """All five after the same number of steps."""

    step: int
    places: Array
    """In the valley, shape (5, 2)."""
    losses: Array
    """Of the network, mean over the mini-batches of the step, at step 0 over all images, shape (5,)."""


@recipe(
    title="Optimizers",
    size=(1600, 900),
    chapter="Training",
    ideas=("Optimizers: SGD, momentum, AdaGrad, RMSProp and Adam on one valley and on one network",),
)
def optimizers(
    *,
    steps: Annotated[Count, "Steps of each rule"] = 60,
    mini_batches: Annotated[Count, "Mini-batches of the network between two frames"] = 10,
    layers: Annotated[str, "Units of each hidden layer of the network, such as 32,16"] = "50,50",
    data: Annotated[ImageSet, "Images that the network learns from"] = datasets.IMAGE_SETS["digits"],
    seed: Seed = 0,
) -> Iterator[Step]:
    """Descend the textbook's valley with the textbook's rates; train 64-50-50-10 on digits with common ones."""
    rng = np.random.default_rng(seed)
    images, labels = data.draw()
    hidden = layers_of(layers)
    network = nn.mlp((data.side**2, *hidden, len(data.classes)), "relu", "softmax")
    start = network.initial(rng, nn.initializers.he)
    places, states = [START] * len(NAMES), [rule.start(START) for rule in ON_VALLEY]
    vectors, memories = [start] * len(NAMES), [rule.start(start) for rule in ON_NETWORK]
    loss = nn.sparse_categorical_cross_entropy
    smooth = np.full(len(NAMES), loss.value(network.predict(start, images), labels))
    for step in range(steps + 1):
        yield Step(step, np.stack(places), smooth)
        moved = [
            rule.update(place, 2.0 * CURVATURE * place, state)
            for rule, place, state in zip(ON_VALLEY, places, states, strict=True)
        ]
        places, states = [place for place, _ in moved], [state for _, state in moved]
        sums = np.zeros(len(NAMES))
        for _ in range(mini_batches):
            batch = rng.choice(len(images), min(100, len(images)), replace=False)
            for number, rule in enumerate(ON_NETWORK):
                value, gradient = network.gradient(vectors[number], images[batch], labels[batch], loss)
                vectors[number], memories[number] = rule.update(vectors[number], gradient, memories[number])
                sums[number] += value / mini_batches
        smooth = sums


@optimizers.picture
def picture(film: Film[Step]) -> vp.Picture[Step]:
    """First task: down a valley, one for each rule; second task, in a place of its own: the losses of five networks."""
    (low, high), last = film.span("losses"), max(film.span("step")[1], 1.0)
    pairs = zip(NAMES, rates(ON_NETWORK), strict=True)
    names = [vp.phrase("{name}, rate {rate:g}", name=name, rate=rate) for name, rate in pairs]
    losses = vp.Trail[Step]("step", "losses", names, PAINTS, dot=None)
    x = vp.phrase("step ({n:|mini-batch|mini-batches})", n=film.parameters["mini_batches"])
    limits, title = (0.0, last, 0.7 * low, 1.4 * high), "Second task, a network learns digits: loss, logarithmic"
    title = "Second task, a network learns images: loss, logarithmic" if film.about.origin else title
    loss = vp.panel(losses, title=title, x=x, limits=limits, log="y", weight=(0.55, 1.4))
    counter = (vp.phrase("Step {n:,}", n=lambda frame: frame.step),)
    first = "First task, from the ring down a valley: the darker, the lower"
    body = vp.stack(vp.named(first, vp.each(range(5), valley)), loss)
    return vp.Picture(body, counter=counter, thumb=valley(4))


def rates(rules: tuple[nn.Optimizer[Any], ...]) -> list[float]:
    """The learning rate of each rule."""
    return [rule.learning_rate for rule in rules]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Map(vp.Surface[Step]):
    """A surface from above, without arrows: it is seen in less room."""

    def need(self, moment: vp.Moment[Step]) -> vp.Need:
        """Room for two side by side on a phone."""
        need = super().need(moment)
        return need._replace(width=0.75 * need.width, height=0.75 * need.height)


def valley(rule: int) -> vp.Panel[Step]:
    """The way of one rule from the ring on, over areas that are the darker the lower they lie."""
    limits, view = (-7.8, 2.6, -2.6, 2.6), vp.View(nn.Quadratic((0.05, 1.0)), tilt=1.0, lift=0.0)
    areas = Map(view, limits, [7.0 * share**2 for share in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)], limits, (0, 0))
    way = vp.Trail[Step](lambda f: f.places[rule, 0], lambda f: f.places[rule, 1], (), PAINTS[rule], 3.0)
    turns = np.linspace(0.0, 2.0 * np.pi, 61)
    ring = vp.Edge[Step]((START + 0.25 * np.stack([np.cos(turns), np.sin(turns)], axis=1))[None], 2.0)
    title = vp.phrase("{name}, rate {rate:g}", name=NAMES[rule], rate=rates(ON_VALLEY)[rule])
    return vp.panel(areas, ring, way, title=title, limits=limits, bare=True)


@optimizers.story
def story(film: Film[Step]) -> list[Beat[Step]]:
    """Who zigzags, who rolls past, who does neither; in the end who is slowest at both tasks."""
    last, across = film[-1], film.column("places")[:, :, 1].T
    is_calm = bool((across[[2, 3]] >= 0.0).all())
    arrived = bool((np.hypot(*last.places.T) < 0.3).all() and (last.losses[1:] < 0.5 * last.losses[0]).all())
    zigzag = "SGD zigzags: the valley is steep across and nearly flat along"
    turning = [Beat[Step]("zigzag", 1, zigzag, 0.5, each=True), Beat("on", 7, "", 0.0)]
    calm = "AdaGrad and RMSProp give each direction a step size of its own: no zigzag"
    past = "Momentum and Adam keep their speed: they roll past the bottom, then turn"
    start = "Five update rules, two tasks: who goes straight down, who learns fast?"
    ends = "At these rates, SGD takes the longest way down and learns digits most slowly"
    if film.about.origin:
        ends = "At these rates, SGD takes the longest way down and learns images most slowly"
    long = np.linalg.norm(np.diff(film.column("places"), axis=0), axis=2).sum(axis=0)
    return [
        Beat("start", 0, start, 2.2),
        *(turning if nn.zigzags(across[0]) and len(film) > 7 else ()),
        Beat("calm", lambda frame: is_calm and frame.step >= 12, calm, 1.5),
        Beat("past", lambda frame: bool((frame.places[[1, 4], 0] > 0.0).all()), past, 1.5),
        Beat("end", lambda frame: arrived and long.argmax() == 0 and frame.step == last.step, ends, 2.5),
    ]


@optimizers.words
def words(film: Film[Step], say: Say) -> Words:
    """What is compared, and what isn't."""
    told = (
        "{n:|step|steps} of five rules down f = x₀²/20 + x₁² from (−7, 2), and on a {shape} network. Each has a "
        "rate of its own, for either task: with other rates, or on another task, another rule may be ahead."
    )
    pixels, classes = math.prod(film.about.image) if film.about.image else 64, len(film.about.classes) or 10
    shape = "-".join(map(str, (pixels, *layers_of(str(film.parameters["layers"])), classes)))
    caption = say(told, n=film[-1].step, shape=shape)
    shows = say("The paths of five rules over the contour lines of a long valley, and the losses of five networks.")
    return Words(say("Five ways down: optimizers"), caption, f"{shows} {caption}")
