"""All that a recipe author learns: ``recipe``, its stage, draw and words, and the types that its parameters take."""

from pathlib import Path

from vizpipe.drawing.canvas import Canvas, Words
from vizpipe.drawing.say import Say
from vizpipe.errors import UsageError
from vizpipe.film.film import Film
from vizpipe.parameters.types import Count, Probability, Rate, Seed
from vizpipe.recipe.recipe import Recipe, Stage, recipe

__all__ = [
    "Canvas",
    "Count",
    "Film",
    "Path",
    "Probability",
    "Rate",
    "Recipe",
    "Say",
    "Seed",
    "Stage",
    "UsageError",
    "Words",
    "recipe",
]
