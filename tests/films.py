"""Films of the built-in recipes, as tests look at them."""

from typing import Any

import numpy as np

from vizpipe.film.film import Film
from vizpipe.recipe import Recipe

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
    limits = {parameter.name: parameter.minimum or 0 for parameter in recipe.parameters}
    shorter = {name: value for name, value in SMALL.items() if value >= limits.get(name, np.inf)}
    return recipe.film(**shorter | given)
