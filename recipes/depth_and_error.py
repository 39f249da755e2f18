"""From 2012 to 2015 the best image networks became ever deeper, and each made fewer mistakes than the one before."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.drawing import marks, name_panel, page, panel
from vizpipe.recipe import Canvas, Film, Say, Words, recipe

Array = npt.NDArray[np.float64]

SOURCES = (
    ("AlexNet", 2012, 8, 16.4, "Krizhevsky et al., 2012"),
    ("VGG", 2014, 19, 7.3, "Simonyan and Zisserman, 2014"),
    ("GoogLeNet", 2014, 22, 6.7, "Szegedy et al., 2014"),
    ("ResNet", 2015, 152, 3.57, "He et al., 2015"),
)


class Networks(NamedTuple):
    """Winners and runners-up of the ImageNet challenge, as their papers report them."""

    names: npt.NDArray[np.str_]
    years: npt.NDArray[np.int64]
    layers: npt.NDArray[np.int64]
    """Layers with weights."""
    errors: Array
    """Top-5 error in per cent."""


@recipe(
    title="Depth and error",
    size=(1600, 900),
    chapter="Training",
    ideas=("Depth and error: AlexNet, VGG, GoogLeNet and ResNet in the ImageNet challenge",),
)
def depth_and_error() -> Networks:
    """Give the papers' numbers."""
    names, years, layers, errors, _ = zip(*SOURCES, strict=True)
    return Networks(np.array(names), np.array(years), np.array(layers), np.array(errors, dtype=np.float64))


@depth_and_error.stage
def stage(canvas: Canvas, film: Film[Networks]) -> None:
    """Layers across on a logarithmic axis, mistakes upwards; a column of dots for the layers."""
    style, say, frame = canvas.style, canvas.say, film[0]
    theme = style.theme
    laid = page(canvas, headline=False)
    axes = panel(canvas, laid.body)
    axes.set_xscale("log")
    axes.set_xlim(5.5, 330.0)
    axes.set_ylim(0.0, 19.5)
    name_panel(canvas, axes, say("Pictures not recognised with five guesses"), say("layers"))
    ticks = [layer for layer in frame.layers if not (style.tall and layer == 19)]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}\u00a0%")
    axes.grid(axis="y", color=theme.line, alpha=0.35, linewidth=style.pt(1.0))
    marks.stroke(axes, style, frame.layers.astype(float), frame.errors, colour=theme.mix(theme.quiet, 0.6), width=2.5)
    points = np.stack([frame.layers.astype(float), frame.errors], axis=1)
    stems = [np.array([[x, 0.0], [x, y]]) for x, y in points]
    marks.lines(axes, style, stems, [theme.line], width=1.2)
    marks.dots(axes, style, points, theme.ink, size=24.0)
    for number, (name, _, layers, error, paper) in enumerate(SOURCES):
        left = number == 1 or (style.tall and number == len(SOURCES) - 1)
        shift = (-16.0, -10.0 if number == 1 else 44.0) if left else (16.0, 44.0)
        align, at = "right" if left else "left", (layers, error)
        text = f"{name}  {error:g}\u00a0%"
        marks.label(axes, style, at, text, size=22.0, shift=shift, weight="bold", align=align)
        if not style.tall:
            lower = (shift[0], shift[1] - 25.0)
            marks.label(axes, style, at, paper, size=16.0, shift=lower, colour=theme.quiet, align=align)


@depth_and_error.words
def words(film: Film[Networks], say: Say) -> Words:
    """The two ends."""
    frame = film[0]
    caption = say(
        "Top-5 error in the ImageNet challenge, as the papers report it: {first:g}\u00a0% with {few} layers, "
        "{last:g}\u00a0% with {many}. Depth was not the only thing that changed: ResNet's shortcuts are what "
        "made such depth trainable.",
        first=frame.errors[0],
        few=frame.layers[0],
        last=frame.errors[-1],
        many=frame.layers[-1],
    )
    shows = say("Four dots that fall from the upper left to the lower right, each with a network's name.")
    return Words(say("Deeper networks, fewer mistakes"), caption, f"{shows} {caption}")
