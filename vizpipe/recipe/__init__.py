"""All that a recipe author learns: ``recipe``, its stage, draw, words and story, types of parameters and of arrays."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from vizpipe.datasets import ImageSet, Pairs, Samples
from vizpipe.drawing.canvas import Canvas, Words
from vizpipe.drawing.say import Say
from vizpipe.errors import UsageError
from vizpipe.film.film import Film
from vizpipe.film.story import Beat
from vizpipe.parameters.types import Count, Probability, Rate, Seed
from vizpipe.recipe.arguments import layers_of
from vizpipe.recipe.recipe import Recipe, Stage, recipe

Array = npt.NDArray[np.float64]
"""What fields of a frame are made of: numbers."""
Integers = npt.NDArray[np.int64]
"""Class numbers and counts."""
Flags = npt.NDArray[np.bool_]
"""True or False for each."""

__all__ = [
    "Array",
    "Beat",
    "Canvas",
    "Count",
    "Film",
    "Flags",
    "ImageSet",
    "Integers",
    "Pairs",
    "Path",
    "Probability",
    "Rate",
    "Recipe",
    "Samples",
    "Say",
    "Seed",
    "Stage",
    "UsageError",
    "Words",
    "layers_of",
    "recipe",
]
