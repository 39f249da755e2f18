"""All that a recipe author learns: ``recipe``, its stage, draw, words and story, and the types of its parameters."""

from pathlib import Path

from vizpipe.drawing.canvas import Canvas, Words
from vizpipe.drawing.say import Say
from vizpipe.errors import UsageError
from vizpipe.film.film import Film
from vizpipe.film.story import Beat
from vizpipe.parameters.types import Count, Probability, Rate, Seed
from vizpipe.recipe.recipe import Recipe, Stage, recipe

__all__ = [
    "Beat",
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
