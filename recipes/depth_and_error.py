"""From 2012 to 2015 entries to the ImageNet challenge came to use deeper networks and made fewer mistakes."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import vizpipe.drawing.picture as vp
from vizpipe.recipe import Array, Film, Integers, Say, Words, recipe

SOURCES = (  # the deepest network's layers, the ensemble's top-5 error in per cent, its size, the paper that says so
    ("AlexNet", 2012, 8, 16.4, 5, "Krizhevsky et al., 2012"),
    ("VGG", 2014, 19, 7.3, 7, "Simonyan and Zisserman, 2014"),
    ("GoogLeNet", 2014, 22, 6.7, 7, "Szegedy et al., 2014"),
    ("ResNet", 2015, 152, 3.57, 6, "He et al., 2015"),
)


class Networks(NamedTuple):
    """Entries to the ImageNet challenge, each an ensemble, as their papers report them."""

    names: npt.NDArray[np.str_]
    years: Integers
    layers: Integers
    """Layers with weights, of the deepest network of an entry; of ResNet's six only two have 152."""
    errors: Array
    """Top-5 error of the ensemble in per cent."""
    ensembles: Integers
    """How many networks each entry averages."""


@recipe(
    title="Depth and error",
    size=(1600, 900),
    chapter="Training",
    ideas=("Depth and error: AlexNet, VGG, GoogLeNet and ResNet in the ImageNet challenge",),
)
def depth_and_error() -> Networks:
    """Give the papers' numbers."""
    names, years, layers, errors, ensembles, _ = (np.array(each) for each in zip(*SOURCES, strict=True))
    return Networks(names, years, layers, errors, ensembles)


@depth_and_error.picture
def picture(film: Film[Networks]) -> vp.Picture[Networks]:
    """From the top in order of time: how deep the deepest network is, and how often all together are wrong."""
    shown = film[0]
    single = [f"{name} {year}" for name, year in zip(shown.names.tolist(), shown.years.tolist(), strict=True)]
    many = [f"of {n} {name}s" for n, name in zip(shown.ensembles.tolist(), shown.names.tolist(), strict=True)]
    depth = _bars(
        "layers", shown.layers.astype(float), single, "{value:g} layers", "Depth of the deepest network", 180.0
    )
    error = _bars("errors", shown.errors, many, "{value:g}\u00a0% wrong", "Top-5 error of the ensemble", 24.0)
    return vp.Picture(vp.stack(depth, error))


def _bars(field: str, values: Array, names: list[str], text: str, title: str, end: float) -> vp.Panel[Networks]:
    """A bar for each result from 0 on a linear axis, its value at its end; what it counts is said of the shortest."""
    rows = np.arange(float(len(names)))[::-1]
    said = [vp.phrase(text if each == values.min() else text.rsplit(" ", 1)[0], value=each) for each in values.tolist()]
    ends = zip(np.stack([values, rows], axis=1), said, strict=True)
    labels = (vp.Label[Networks](at, words, is_bold=True, shift=(10.0, -2.0), has_ground=True) for at, words in ends)
    bars, steps = vp.Bars[Networks](rows, field, "quiet", 0.8, is_upright=False), [0.0, end / 3.0, end / 1.5]
    marks = (*(vp.Rule[Networks](x=step) for step in steps), bars, *labels)
    return vp.panel(*marks, title=title, limits=(0.0, end, -0.5, rows[0] + 0.5), ticks=(steps, names[::-1]))


@depth_and_error.words
def words(film: Film[Networks], say: Say) -> Words:
    """What the numbers are of, and what they do not say."""
    shown = film[0]
    caption = say(
        "Each error is that of {few} to {many} networks whose answers are averaged; a photo counts as wrong if five "
        "guesses miss it (ImageNet challenge). More changed than the depth, so these numbers alone don't prove that "
        "depth is the reason.",
        few=shown.ensembles.min(),
        many=shown.ensembles.max(),
    )
    shows = say("Two rows of four bars, from AlexNet to ResNet: layers, which grow, and mistakes, which shrink.")
    title = say("Image networks became deeper from 2012 to 2015, and made fewer mistakes")
    return Words(title, caption, f"{shows} {caption}")
