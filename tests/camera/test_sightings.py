"""How some pictures of the gallery look on a slide and on a phone; ``make looks`` looks at all."""

from dataclasses import replace

import pytest

from films import Recipes, small
from vizpipe.camera import inspection, sight, sightings
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.project import looks

RECIPES = (
    "activations",
    "forward-pass",
    "gates",
    "gradient-descent",
    "hidden-mapping",
    "losses",
    "optimizers",
    "softmax-shift",
    "weights-and-bias",
    "xor-duel",
)
_HARD = {"aspect", "cut", "outside", "overlap"}
SIZES = {"slide": (1920, 1080, 1.15), "column": (*looks.COLUMN, 1.0)}


EACH = [(name, preset) for name in RECIPES for preset in SIZES]


@pytest.mark.parametrize(
    ("name", "preset"),
    [pytest.param(*each, marks=[pytest.mark.soak] * (number % 4 in {1, 2})) for number, each in enumerate(EACH)],
)
def test_nothing_is_cut_or_out_of_shape(name: str, preset: str, recipes: Recipes) -> None:
    """The last picture of a recipe, on a slide or a phone (soak: both), has nothing cut, covered or out of shape."""
    recipe = recipes[name]
    film = small(recipe)
    wide, tall, larger = SIZES[preset]
    scene = Scene(recipe, film, replace(Style(LIGHT, wide, tall), larger=larger))
    with scene.applied():
        remarks = sightings.still(sight.look(scene.still(len(film) - 1), wide, tall), preset)
    assert {remark.measure for remark in remarks}.isdisjoint(_HARD)


def test_whoever_reads_texts_changes_no_axis(recipes: Recipes) -> None:
    """Texts of a tall page are read without an axis getting other ticks, which would be a change of the stage."""
    recipe = recipes["learning-rates"]
    film = recipe.film(epochs=3)
    scene = Scene(recipe, film, Style(LIGHT, 760, 1800))
    assert [len(words) > 0 for words in inspection.texts(scene, range(len(film)))] == [True] * len(film)
