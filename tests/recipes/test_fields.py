"""Every recipe that shows samples or a field: dots are those of a fresh scatterplot, fields what networks answer."""

import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import seaborn as sns

import by_hand
from expected import Plane
from fields import TABLE
from films import Recipes, small
from planes import FIGURE, FILM, Field, Panel, agree, filmed
from scatter import Look
from vizpipe.camera.scene import Scene
from vizpipe.drawing.marks import plane
from vizpipe.drawing.marks.tint import Tint
from vizpipe.drawing.picture import mapping
from vizpipe.drawing.picture import planes as planes_of_pictures
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import DARK, LIGHT, Theme
from vizpipe.film.film import Film
from vizpipe.recipe import Recipe
from vizpipe.registry import registry

Plant = Callable[[pytest.MonkeyPatch], None]
NAMES = sorted(Path(source.path).stem.replace("_", "-") for source in registry.built_in())
STILL = {"gates", "neuron"}
"""Recipes whose fields and samples are the same in all frames."""
LONGER = {"hyperparameters": {"epochs": 12}}
"""What has the middle of a film move, where a film begins with planes that stand still."""


def no_planes(_frame: object, _theme: Theme) -> list[Plane]:
    """What most recipes show."""
    return []


def marks_of(name: str) -> list[pytest.MarkDecorator]:
    """Of the recipes that have planes a third is tried each time; of the others, that they have none."""
    is_rare = name in TABLE and list(TABLE).index(name) % 3
    return [pytest.mark.soak] if is_rare else []


def some(length: int) -> list[int]:
    """The first frame, some between, and the last."""
    return sorted({0, length // 2, 3 * length // 5, length - 1})


def told_apart(panels: list[Panel], planes: list[Plane], style: Style) -> bool:
    """Whether panels show something else than these planes."""
    try:
        agree(panels, planes, style)
    except AssertionError:
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(each, marks=marks_of(each)) for each in NAMES])
def test_each_frame_shows_the_samples_and_the_fields_of_its_own_data(recipes: Recipes, name: str) -> None:
    """What celluloid collected for a frame is a fresh scatterplot of its samples, over its network's answers.

    A recipe that has no line in the table of planes shows neither. Where they move, the frames before and after ask
    for something else.
    """
    recipe = recipes[name]
    film, planes = small(recipe, **LONGER.get(name, {})), TABLE.get(name, no_planes)
    style = Style(DARK if NAMES.index(name) % 2 else LIGHT, *recipe.size)
    shown = dict(zip(some(len(film)), filmed(recipe, film, style, some(len(film))), strict=True))
    for frame, panels in shown.items():
        agree(panels, planes(film[frame], style.theme), style, FILM if len(film) > 1 else FIGURE)
    middle = len(film) // 2
    others = [planes(film[each], style.theme) for each in (middle - 1, middle + 1) if 0 <= each < len(film)]
    is_moving = name in TABLE and name not in STILL
    assert any(told_apart(shown[middle], each, style) for each in others) == is_moving


def test_the_table_of_planes_names_recipes_alone(recipes: Recipes) -> None:
    """Every line of the table is a recipe's, and every recipe is tried."""
    assert set(NAMES) == set(recipes)
    assert set(TABLE) <= set(NAMES)


def other_samples(film: Film[Any], recipe: Recipe[..., Any]) -> Film[Any]:
    """The film as it would be with the samples of another seed."""
    samples = small(recipe, seed=1)[0].samples
    return Film.shoot(film.recipe, film.frame_type, (each._replace(samples=samples) for each in film), film.parameters)


def colours_swapped(patch: pytest.MonkeyPatch) -> None:
    """Have the drawing room give seaborn the classes' colours the other way round."""
    real = sns.scatterplot

    def scatterplot(*, palette: list[str], **rest: Any) -> Any:
        is_asked_by_us = sys._getframe(1).f_globals["__name__"].startswith("vizpipe.")
        return real(palette=palette[::-1] if is_asked_by_us else palette, **rest)

    patch.setattr(sns, "scatterplot", scatterplot)
    patch.setattr(mapping, "_scattered", mapping._scattered.__wrapped__)  # which remembers what it gave


def tint_of(values: Callable[[list[Any]], Any]) -> Plant:
    """Draw other values of a field: ``values`` of all that were ever drawn so."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        real, drawn = Tint.__init__, defaultdict[tuple[float, ...], list[Any]](list)

        def make(self: Tint, given: Any, extent: Any, *rest: Any, **more: Any) -> None:
            drawn[tuple(extent)].append(given)
            real(self, values(drawn[tuple(extent)]), extent, *rest, **more)

        patch.setattr(Tint, "__init__", make)

    return plant


def frames_late(patch: pytest.MonkeyPatch) -> None:
    """Draw the frame before each."""
    real = Scene._draw
    patch.setattr(Scene, "_draw", lambda self, shot, **how: real(self, max(shot - 1, 0), **how))


def classes_apart(patch: pytest.MonkeyPatch) -> None:
    """Draw one class over the other."""
    for module in (planes_of_pictures, plane):
        patch.setattr(module, "interleaved", lambda labels: np.argsort(labels, kind="stable"))


PLANTS: dict[str, tuple[Plant, str]] = {
    "class colours swapped": (colours_swapped, "dots' faces"),
    "the field drawn before": (tint_of(lambda drawn: drawn[max(len(drawn) - 2, 0)]), "the field"),
    "the grid transposed": (tint_of(lambda drawn: drawn[-1].T), "the field"),
    "every frame late": (frames_late, "the field|dots' places"),
    "one class over the other": (classes_apart, "dots' places"),
}


@pytest.mark.parametrize("name", ["hidden-mapping", "by-hand"])
@pytest.mark.parametrize("error", PLANTS)
def test_a_planted_error_in_drawing_is_noticed(recipes: Recipes, name: str, error: str) -> None:
    """Swapped colours, a field that comes late or transposed, late frames, classes on top of each other are noticed.

    So they are in a picture that is a value and in one that draws for itself.
    """
    every, tables = recipes | {"by-hand": by_hand.by_hand}, TABLE | {"by-hand": by_hand.planes}
    recipe, (plant, where) = every[name], PLANTS[error]
    film, style = small(recipe), Style(LIGHT, *recipe.size)
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        *_, panels = filmed(recipe, film, style, [1, 2])
    with pytest.raises(AssertionError, match=where):
        agree(panels, tables[name](film[2], LIGHT), style)


TRIFLES: dict[str, Callable[[Look], Look]] = {
    "places": lambda dots: dots._replace(places=dots.places + 1e-6 * (np.arange(len(dots.places)) == 7)[:, None]),
    "faces": lambda dots: dots._replace(faces=dots.faces[[1, 0, *range(2, len(dots.faces))]]),
    "edges": lambda dots: dots._replace(edges=0.99 * dots.edges),
    "areas": lambda dots: dots._replace(areas=1.01 * dots.areas),
    "widths": lambda dots: dots._replace(widths=1.01 * dots.widths),
    "corners": lambda dots: dots._replace(corners=dots.corners + 1),
}


def test_a_trifle_in_dots_is_noticed(recipes: Recipes) -> None:
    """One dot a millionth away, two labels changed for each other, another rim or size, another shape, another seed."""
    recipe = recipes["hidden-mapping"]
    film, style = small(recipe), Style(LIGHT, *recipe.size)
    planes = TABLE[recipe.name](film[1], LIGHT)
    (panels,) = filmed(recipe, film, style, [1])
    agree(panels, planes, style)
    field, dots = panels[0].drawn
    assert isinstance(dots, Look)
    for name, change in TRIFLES.items():
        with pytest.raises(AssertionError, match=f"the dots' {name}"):
            agree([Panel([field, change(dots)]), *panels[1:]], planes, style)
    wrong: tuple[list[Field | Look], ...] = ([field], [dots], [dots, field], [field, dots, dots])
    for missing in wrong:
        with pytest.raises(AssertionError, match="field"):
            agree([Panel(missing), *panels[1:]], planes, style)
    with pytest.raises(AssertionError, match="the dots' places"):
        agree(panels, TABLE[recipe.name](other_samples(film, recipe)[1], LIGHT), style)
