"""Every built-in recipe trained twice, once with its initial weights one unit in the last place elsewhere."""

from typing import Any

import numpy as np
import numpy.typing as npt

from sweeps import Count
from vizpipe import nn
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.drift import TOLERANCE
from vizpipe.film.film import Film
from vizpipe.film.record import record
from vizpipe.film.reel import Reel
from vizpipe.recipe import Recipe
from vizpipe.registry import registry
from vizpipe.registry.loading import load

SHOWN = 3
"""Frames that are drawn of each film."""
SIZE = (960, 540)
ROUNDING = 4
"""Of 255: by as much the edge of a line may differ that lies 1e-15 elsewhere. Nobody can see it."""


def recipes(most: int | None = None) -> Count:
    """A recipe is marked chaotic if, and only if, its data or pictures differ then."""
    loaded = [recipe for source in registry.built_in() for recipe in load(source)]
    chosen = loaded if most is None else [each for each in loaded if each.chaotic][:most] + loaded[:most]
    failures = []
    for recipe in chosen:
        told = differs(recipe)
        if recipe.chaotic != bool(told):
            mark = "is marked chaotic, but nothing differs" if recipe.chaotic else "is not marked chaotic, but"
            failures.append(f"{recipe.name} {mark} {told}".strip())
    return Count(len(chosen), failures)


def differs(recipe: Recipe[..., Any]) -> str:
    """What tells the two films apart; nothing if neither data nor pictures do."""
    one, other = recipe.film(), _moved(recipe)
    if len(one) != len(other):
        return f"{len(one)} frames become {len(other)}"
    before, after = record(one).fields, record(other).fields
    for name, rows in before.items():
        for row, changed in zip(rows, after[name], strict=False):
            if max(abs(a - b) for a, b in zip(row, changed, strict=True)) > TOLERANCE * max(row[0], changed[0]):
                return f"{name} differs"
    pictures = [_pictures(recipe, film).astype(np.int16) for film in (one, other)]
    return "the pictures differ" if np.abs(pictures[0] - pictures[1]).max() > ROUNDING else ""


def _moved(recipe: Recipe[..., Any]) -> Film[Any]:
    """The film of a training that begins one unit in the last place elsewhere; zeros are meant and stay."""
    real = nn.Network.initial

    def moved(self: nn.Network, *given: Any, **named: Any) -> npt.NDArray[np.float64]:
        vector = real(self, *given, **named)
        return np.where(vector == 0.0, 0.0, np.nextafter(vector, np.inf))

    nn.Network.initial = moved  # type: ignore[method-assign]
    try:
        return recipe.film()
    finally:
        nn.Network.initial = real  # type: ignore[method-assign]


def _pictures(recipe: Recipe[..., Any], film: Film[Any]) -> npt.NDArray[np.uint8]:
    frames = [round(k * (len(film) - 1) / (SHOWN - 1)) for k in range(SHOWN)]
    return np.stack(Scene(recipe, Reel([film]), Style(LIGHT, *SIZE)).pictures(frames))
