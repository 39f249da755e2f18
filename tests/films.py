"""Films, as tests make them short and look at them."""

import io
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from PIL import Image

from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.film import Film
from vizpipe.recipe import Recipe, Say, Words
from vizpipe.registry import registry
from vizpipe.registry.loading import load

Recipes = dict[str, Recipe[..., Any]]
SMALL = {
    "max_epochs": 2,
    "epochs": 2,
    "iterations": 4,
    "ticks": 3,
    "steps": 3,
    "frames_each": 3,
    "neurons": 4,
    "functions": 9,
    "draws": 30,
    "layers": 2,
    "samples": 40,
}
"""What makes a recipe small, for those that have it and allow it."""


def small(recipe: Recipe[..., Any], **given: Any) -> Film[Any]:
    """A short film."""
    counted = (parameter for parameter in recipe.parameters if parameter.kind == "integer")
    limits = {parameter.name: parameter.minimum or 0 for parameter in counted}
    shorter = {name: value for name, value in SMALL.items() if value >= limits.get(name, np.inf)}
    return recipe.film(**shorter | given)


Array = npt.NDArray[np.uint8]


def played(data: bytes, kind: str) -> list[tuple[Array, int]]:
    """Every millisecond's tenth of what Pillow shows: frames with their durations."""
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append((np.asarray(image.convert("RGB")), round(image.info["duration"])))
    return found


def texts(scene: Scene[Any]) -> list[str]:
    """All words on a figure, as they stand now."""
    figure = scene.figure
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [text.get_text() for text in figure.texts]


def said(recipe: Recipe[..., Any], **parameters: Any) -> str:
    """The caption at some parameters."""
    return recipe.say_words(recipe.film(**parameters), Say()).caption


def module_of(name: str) -> Any:
    """A built-in recipe's file as a module of its own: what is changed in it is changed for nobody else."""
    (source,) = (each for each in registry.built_in() if Path(each.path).stem == name.replace("-", "_"))
    (made,) = load(source)
    return sys.modules[made.function.__module__]


def still(recipe: Recipe[..., Any], size: tuple[int, int], **parameters: Any) -> Figure:
    """The last frame as a figure."""
    film = recipe.film(**parameters)
    return Scene(recipe, film, Style(LIGHT, *size)).still(len(film) - 1)


def drawn(recipe: Recipe[..., Any], film: Film[Any], *indices: int) -> Iterator[list[str]]:
    """All texts of each frame, in the order in which they were added, minus signs as Python reads them."""
    for figure in Scene(recipe, film, Style(LIGHT, *recipe.size)).stills(indices):
        yield [text.get_text().replace("−", "-") for axes in figure.axes for text in axes.texts]


def told(recipe: Recipe[..., Any], **given: Any) -> Words:
    """What is said about a film."""
    return recipe.say_words(recipe.film(**given), Say())


def numbers(text: str) -> list[Decimal]:
    """The numbers in a text."""
    return [Decimal(each.replace(",", "")) for each in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)]
