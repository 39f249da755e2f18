"""A hidden layer of two units bends the plane, for most seeds until one straight line separates most samples."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Annotated, Literal

import numpy as np
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import given, limits_of, line_across, moved, zero_lines
from vizpipe.nn import Snapshot
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Samples, Say, Seed, UsageError, Words, layers_of, recipe

NAMES = {"tanh": "tanh", "relu": "ReLU"}
MAPS = vp.through(0), vp.through(1, is_before=True), vp.through(1)
Lines = Callable[[Snapshot], list[Array]]
EPOCH = vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch)
TARGET, PARTED, FAINT, SHORT = 0.263, 0.8, 0.4, 20
"""The three clouds' goal; the accuracy from which a line separates classes, as none in the input plane does; how strong
the tint is where no point of the plane comes to lie; of how many epochs, if fewer, each is a step of its own."""
DEAD = (
    "One of the two hidden units is dead: it answers 0 to every sample, and so gets no gradient.",
    "Both hidden units are dead: they answer 0 to every sample, and so get no gradient.",
)
FOLDED = "ReLU folds all that is below zero onto the axes, and after that one straight line separates most samples."


@recipe(
    title="A hidden layer bends the plane",
    chapter="A hidden layer bends the plane",
    ideas=("A 2-2-1 network epoch by epoch: the input plane, after the affine map, after the activation",),
    variants={
        f"{activation}-{speed}": {"activation": activation, "learning_rate": rate, **more}
        for activation, most in (("tanh", 16), ("relu", 10))
        for speed, rate, more in (("fast", 0.1, {"max_epochs": most}), ("medium", 0.01, {}), ("slow", 0.001, {}))
    },
)
def hidden_mapping(  # noqa: PLR0913 - what can be asked for
    *,
    activation: Annotated[Literal["tanh", "relu"], "What the hidden units do with their weighted sums"] = "tanh",
    layers: Annotated[str, "Units of each hidden layer, such as 8,8,3"] = "2",
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.01,
    max_epochs: Annotated[Count, "Stop after so many epochs"] = 200,
    target_loss: Annotated[Rate | None, "Loss to stop at; the default is for three-clouds alone"] = TARGET,
    data: Annotated[Samples, Meta(le=10), "What to learn from"] = datasets.SETS["three-clouds"],
    samples: Annotated[int, Meta(ge=2), "Points to learn from, of a set; a file gives all of its rows"] = 400,
    seed: Seed = 50,
    as_published: Annotated[bool, "Draw it as the article did: the plane as 200 × 200 dots in three panels"] = False,
) -> Iterator[Snapshot]:
    """Train a 2-2-1 network on three clouds with Adam and binary cross-entropy: a frame for each epoch.

    Data of more classes take a softmax, and any hidden layers can stand between.
    """
    del as_published  # a matter of the picture
    hidden, count = layers_of(layers), len(data.classes)
    rng = np.random.default_rng(seed)
    points, labels = data.draw(rng, samples)
    ending = (1, "sigmoid") if count == 2 else (count, "softmax")
    network = nn.mlp((2, *hidden, ending[0]), activation, ending[1])
    start = network.initial(rng, nn.initializers.glorot_uniform)
    loss = nn.binary_cross_entropy if ending[0] == 1 else nn.sparse_categorical_cross_entropy
    adam = nn.Adam(learning_rate)
    run = nn.train(network, start, points, labels, loss=loss, optimizer=adam, batch_size=32, rng=rng)
    is_another = target_loss == TARGET and data.name != "three-clouds"
    yield from nn.until(run, max_epochs, None if is_another else target_loss)


@hidden_mapping.fits
def fits(film: Film[Snapshot]) -> str:
    """Networks of two inputs and a hidden layer that tell classes apart."""
    inputs, *hidden, outputs = film[0].sizes.tolist()
    is_fit = inputs == 2 and hidden and outputs <= 10 and film[0].activations[-1] in {"sigmoid", "softmax"}
    return "" if is_fit else "it draws networks of two inputs and a hidden layer that tell up to ten classes apart"


@hidden_mapping.picture
def picture(film: Film[Snapshot]) -> vp.Picture[Snapshot]:
    """The plane, the plane after the affine map, and after the activation; beside them the network and its loss."""
    is_small = tuple(film[0].sizes) == (2, 2, 1)
    if film.parameters["as_published"] and not is_small:
        raise UsageError("as-published draws two classes and one hidden layer of two units")
    if not is_small or film.parameters["as_published"]:
        return _published(film) if is_small else _deep(film)
    kind, inputs, edges = str(film[0].activations[0]), _inputs(film), _edges(film)
    name = vp.phrase("After the activation: {name}", name=NAMES.get(kind, kind))
    planes = (
        _plane(film, edges, "Input", inputs, MAPS[0]),
        _plane(film, edges, "Before the activation: W·x + b", ("z₁", "z₂"), MAPS[1]),
        _plane(film, edges, name, ("a₁", "a₂"), MAPS[2]),
    )
    names = ("x₁", "x₂"), ("a₁", "a₂"), ("y",)
    diagram = vp.paper(vp.Network[Snapshot]("weights", names, dead="dead" if kind == "relu" else frozenset()))
    aside, thumb = (diagram, _curve(film)), vp.row(planes[0], planes[2])
    return vp.Picture(vp.stack(*planes, *_key(film)), aside, (EPOCH,), thumb=thumb)


def _edges(film: Film[Snapshot]) -> Lines:
    score = vp.output(is_score=True)
    return vp.once(lambda frame: zero_lines(lambda x: score(frame, x), film.square))


def _key(film: Film[Snapshot]) -> list[vp.Panel[Snapshot]]:
    return [vp.paper(vp.Classes[Snapshot](film.about.classes), rank=1)] if film.about.classes else []


def _inputs(film: Film[Snapshot]) -> Sequence[str | vp.Phrase]:
    return [vp.phrase("{name}", name=name) for name in film.about.features] or ["x₁", "x₂"]  # braces are letters there


def _right(film: Film[Snapshot]) -> vp.When[Snapshot]:
    share = vp.phrase("{share:.0f}\u00a0% right", share=lambda frame: 100.0 * frame.accuracy)
    return vp.When(lambda frame: frame.epoch == film[-1].epoch, (vp.Corner(share),))


def _curve(film: Film[Snapshot]) -> vp.Panel[Snapshot]:
    epochs, losses = max(film.span("epoch")[1], 1.0) * 1.04, film.span("loss")[1] * 1.12
    curve = vp.Corner[Snapshot]("loss", is_inside=True), vp.Trail[Snapshot]("epoch", "loss")
    return vp.panel(*curve, limits=(0.0, epochs, 0.0, losses), ticks=((), ()))


def _views(film: Film[Snapshot]) -> dict[int, vp.Projection]:
    """The hidden layers that are seen: all of them, or the first, the one in the middle and the last."""
    last = len(film[0].sizes) - 2
    return {layer: vp.projected(film, layer) for layer in sorted({1, (last + 1) // 2, last})}


def _deep(film: Film[Snapshot]) -> vp.Picture[Snapshot]:
    """The plane, and hidden layers of any size through two axes each; which class wins in the plane."""
    square, count, sizes, answer = film.square, int(film[0].sizes[-1]), film[0].sizes, vp.output()
    field: tuple[vp.Mark[Snapshot], ...] = (
        (vp.Field(answer, cells=160), vp.Edge(_edges(film))) if count == 1 else (vp.Regions(answer),)
    )
    samples = vp.Samples[Snapshot](size=8.0, classes=max(count, 2))
    x, y = _inputs(film)
    later = vp.When[Snapshot](lambda frame: frame.epoch or len(film) == 1, field)
    first = vp.panel(later, samples, _right(film), title="Input", x=x, y=y, limits=square, equal=True)
    hidden = [_layer(film, int(sizes[layer]), seen, max(count, 2)) for layer, seen in _views(film).items()]
    parts = vp.stack(first, *hidden, *_key(film))
    return vp.Picture(parts, (_curve(film),), (EPOCH,), thumb=vp.row(first, hidden[-1]))


def _layer(film: Film[Snapshot], units: int, seen: vp.Projection, classes: int) -> vp.Panel[Snapshot]:
    """Where a hidden layer puts the samples and the mesh of the plane."""
    limits = limits_of(film, lambda frame: seen(frame, vp.rim(film.square)))
    samples = vp.Samples[Snapshot](seen.of("samples"), size=8.0, classes=classes)
    mesh = vp.Mesh[Snapshot](seen, film.square, 9, 60)
    title = vp.phrase("Hidden layer {n}: {units:|unit|units}", n=seen.place.layer, units=units)
    return vp.panel(mesh, samples, title=title, limits=limits, bare=True, equal=True)


def _plane(
    film: Film[Snapshot], edges: Lines, title: str | vp.Phrase, axes: Sequence[str | vp.Phrase], place: vp.through
) -> vp.Panel[Snapshot]:
    """The plane as one map leaves it: its field, its mesh, the samples, and what parts them: at last a line."""
    square, rim, is_first, is_last = film.square, vp.rim(film.square), place == MAPS[0], place == MAPS[-1]
    limits = square if is_first else limits_of(film, lambda frame: place(frame, rim))
    seen = None if is_first else (lambda frame: place(frame, rim))
    answer = vp.output(place.layer, is_before=place.is_before)
    bent = vp.Edge[Snapshot](lambda frame: [place(frame, line) for line in edges(frame)])
    straight = vp.Edge[Snapshot](lambda frame: [line_across(frame.parameters[-3:], limits)])
    whole = vp.Field[Snapshot](answer, strength=FAINT)
    field, mesh = vp.Field[Snapshot](answer, seen, 160), vp.Mesh[Snapshot](place, square, 3, 60 if is_last else 2)
    later = vp.When[Snapshot](lambda frame: frame.epoch or len(film) == 1, (field, mesh, bent))
    samples = vp.Samples[Snapshot](place.of("samples"), size=5.0 if place.is_before else 8.0)
    others = (whole, field, mesh, samples, straight, _right(film)) if is_last else (field, mesh, samples, bent)
    marks = (later, samples) if is_first else others
    return vp.panel(*marks, title=title, x=axes[0], y=axes[1], limits=limits, equal=True)


def _published(film: Film[Snapshot]) -> vp.Picture[Snapshot]:
    """The article's own: samples over a grid of dots in its colours, the same before the activation and after it."""
    hues, rim = (220.0, 20.0), vp.rim(film.square)

    def plane(title: str, place: vp.through) -> vp.Panel[Snapshot]:
        dots = vp.Grid[Snapshot](place, vp.output(0), film.square, hues=hues)
        samples = vp.Samples[Snapshot](lambda frame: place(frame, frame.samples), hues=hues)
        limits = limits_of(film, lambda frame: place(frame, rim))
        return vp.panel(dots, samples, title=title, limits=limits, equal=True)

    planes = map(plane, ("Input layer", "Hidden layer", "Activation"), MAPS)
    said = vp.phrase("Accuracy {a:.2f} – Loss {b:.3f}", a=lambda frame: frame.accuracy, b=lambda frame: frame.loss)
    return vp.Picture(vp.stack(*planes), counter=(EPOCH, said), has_words=False)


@hidden_mapping.story
def story(film: Film[Snapshot]) -> list[Beat[Snapshot]]:
    """The data alone, the turn at which a line will do, and where it comes to rest; the article's own says nothing."""
    if film.parameters["as_published"]:
        return [Beat("rest", -1, "", 2.0)]
    first, last, parted = film[0].loss, film[-1].loss, film[-1].accuracy >= PARTED

    def has_fallen(share: float, frame: Snapshot) -> bool:
        """Whether so much of the loss is gone: what the eye sees comes later than what the accuracy says."""
        return first - frame.loss > share * (first - last) and (share < 0.5 or (parted and frame.accuracy >= PARTED))

    stand, is_short = (7.0 / len(film), True) if len(film) < SHORT else (1.8, False)
    start, moving, done, rest, not_yet = _headlines(film)
    return [
        Beat("start", 0, start, 1.8),
        Beat("bending", partial(has_fallen, 0.15), moving, 0.6),
        Beat("parted", partial(has_fallen, 0.8), done, stand, each=is_short),
        Beat("rest", -1, rest if parted else not_yet, 2.0),
    ]


def _headlines(film: Film[Snapshot]) -> tuple[str, str, str, str, str]:
    """What the beats say; of data that somebody chose nothing that only the three clouds are known for."""
    is_deep, is_usual = len(film[0].sizes) > 3, film.parameters.get("data") == "three-clouds"
    is_one = film[0].sizes[-1] == 1
    lines, curves = ("that straight line is", "a curve") if is_one else ("those straight lines are", "curves")
    return (
        "No straight line separates these two classes" if is_usual else "The network has learned nothing yet",
        "Layer after layer moves the points …" if is_deep else "So the hidden layer moves the points …",
        f"… until {'one straight line' if is_one else 'straight lines'} will do",
        f"Back in the input plane, {lines} {curves}",
        f"In this run the {'line does' if is_one else 'lines do'} not separate them yet",
    )


@hidden_mapping.words
def words(film: Film[Snapshot], say: Say) -> Words:
    """What happened to this network."""
    first, last = film[0], film[-1]
    name, rate = str(last.activations[0]), film.parameters.get("learning_rate")
    name = NAMES.get(name, name)
    units = " + ".join(map(str, last.sizes[1:-1])) if len(last.sizes) > 3 or last.sizes[1] != 2 else "two"
    title = say("A hidden layer bends the plane: {n} {name} units", n=units, name=name)
    if isinstance(rate, float):
        title = say("{title}, learning rate {rate}", title=title, rate=given(rate))
    told = "Loss {moved} in {epochs:|epoch|epochs}; {share:.0f}\u00a0% of the samples end on the right side."
    loss, share = moved(say, first.loss, last.loss), 100.0 * last.accuracy
    shows = "Three panels: the samples of two classes in the plane, after the layer's affine map, and after {name}."
    if tuple(last.sizes) == (2, 2, 1):
        fate = say(_fate(last))
    else:
        shows = "Panels: the samples of all classes in the plane, and where the hidden layers of {name} units put them."
        held = ", ".join(f"{100.0 * seen.share:.0f}\u00a0%" for seen in _views(film).values() if seen.axes is not None)
        fate = say("Wide layers are seen along the two axes of most variance, which hold {held}.", held=held or "all")
    caption = f"{say(told, moved=loss, epochs=last.epoch, share=share)} {fate}"
    return Words(title, caption, f"{say(shows, name=name)} {caption}")


def _fate(last: Snapshot) -> str:
    if last.dead:
        return DEAD[len(last.dead) - 1]
    if last.accuracy < PARTED:
        return "The straight line does not separate the classes yet, not even after the activation."
    return FOLDED if last.activations[0] == "relu" else "After the activation one straight line separates most samples."
