"""Rows that somebody brings, in every recipe that takes them: named, in view, and trained to the end."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from films import Recipes, small, texts, told
from staged import staged
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture.parts import panels_of
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import UsageError
from vizpipe.parameters.brought import has_curve, has_images

TAKERS = (
    "deep-or-wide", "hidden-mapping", "hyperparameters", "learning-rates", "linear-stack", "nine-seeds", "overfitting",
    "plane-folds", "rates-and-activations",
)  # fmt: skip
BENT = ("hidden-mapping", "linear-stack", "plane-folds")
"""Those that show what becomes of the plane."""
FAR = np.array([(60.0, 500.0), (64.0, 500.0)])


def birds(folder: Path) -> str:
    """A file of two classes far from 0, whose columns differ in scale."""
    rng = np.random.default_rng(5)
    lines = [f"{a:.3f},{b:.3f},{('finch', 'wren')[n % 2]}" for n in range(60) for a, b in [rng.normal(FAR[n % 2], 0.5)]]
    (folder / "birds.csv").write_text("\n".join(["height,width,kind", *lines]))
    return str(folder / "birds.csv")


def drawn(recipe: Any, film: Any) -> list[str]:
    """All texts of a film's last picture."""
    width, height = recipe.size
    scene = Scene(recipe, film, Style(LIGHT, width, height))
    scene.still(len(film) - 1)
    return texts(scene)


def test_every_recipe_of_samples_is_tried(recipes: Recipes) -> None:
    """The recipes above are those that take samples of classes."""
    data = {name: [each for each in recipes[name].parameters if each.kind == "samples"] for name in recipes}
    takers = {name for name, found in data.items() if found and not has_curve(found[0]) and not has_images(found[0])}
    assert takers == {*TAKERS}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.soak] if place % 3 else []) for place, name in enumerate(TAKERS)]
)
def test_classes_are_named_once(recipes: Recipes, tmp_path: Path, name: str) -> None:
    """What the classes of a file are called stands in the picture once each; of a set by name nobody named them."""
    words = drawn(recipes[name], small(recipes[name], data=birds(tmp_path)))
    assert words.count("finch") == words.count("wren") == 1
    usual = small(recipes[name])
    assert staged(recipes[name], usual).picture.aside == recipes[name].pictured(usual).aside


@pytest.mark.parametrize("name", [name for name in TAKERS if name not in BENT])
def test_what_is_left_as_it_is_lies_in_view(recipes: Recipes, tmp_path: Path, name: str) -> None:
    """Columns that aren't standardised are far from 0: each plane of the input reaches around all of their samples."""
    film = small(recipes[name], data=birds(tmp_path), raw=True)
    stage = staged(recipes[name], film)
    lowest, highest = film.span("samples")
    planes = [each.room.limits for each in stage.placed if each.panel.is_equal and each.room.limits[1] > 300.0]
    assert planes
    for left, right, bottom, top in planes:
        assert left < lowest < highest < right
        assert bottom < lowest < highest < top


@pytest.mark.parametrize("name", ["linear-stack", "plane-folds"])
def test_the_square_that_is_bent_holds_all_samples(recipes: Recipes, tmp_path: Path, name: str) -> None:
    """Where the plane is bent, the square that is drawn reaches as far as samples of any scale, and never less far."""
    frame = small(recipes[name], data=birds(tmp_path), raw=True)[0]
    assert frame.reach > np.abs(frame.samples).max() > 400.0
    usual = small(recipes[name])[0]
    assert usual.reach == {"linear-stack": 2.6, "plane-folds": 3.0}[name]


def test_a_goal_that_was_set_for_the_three_clouds_ends_no_other_training(recipes: Recipes) -> None:
    """Other points are learned for all epochs, unless somebody asks for a loss to stop at."""
    recipe = recipes["hidden-mapping"]
    assert recipe.film(data="circles", layers="8,2", max_epochs=60)[-1].epoch == 60
    assert recipe.film(data="circles", layers="8,2", max_epochs=60, target_loss=0.3)[-1].epoch < 60
    assert recipe.film()[-1].loss <= 0.263
    folds = recipes["plane-folds"]
    assert folds.film(data="gaussians")[-1].loss < folds.film(data="gaussians", target_loss=0.24)[-1].loss


def test_headlines_say_nothing_of_other_points_that_holds_for_the_three_clouds_alone(
    recipes: Recipes, tmp_path: Path
) -> None:
    """Linear layers: where one straight line is enough to begin with, the story says so from the start."""
    recipe = recipes["linear-stack"]
    says = [cue.say for cue in recipe.cues(recipe.film(data=birds(tmp_path)))]
    assert says[0].startswith("One straight line separates these classes.")
    assert "No straight line" not in " ".join(says)
    assert recipe.cues(recipe.film())[0].say.startswith("No straight line separates these classes.")


def test_overfitting_is_not_told_of_points_that_nobody_overfits(recipes: Recipes, tmp_path: Path) -> None:
    """On two clouds far apart the film ends with that; the caption counts the rows that it kept apart."""
    recipe = recipes["overfitting"]
    film = recipe.film(data=birds(tmp_path), epochs=60)
    assert [cue.name for cue in recipe.cues(film)][-1] == "even"
    assert film[-1].validation[0] <= 1.2 * film.column("validation")[:, 0].min()
    assert len(film[-1].unseen) == 18
    assert "the loss on 18 unseen points is" in told(recipe, data=birds(tmp_path), epochs=3).caption
    assert "even" not in [cue.name for cue in recipe.cues(recipe.film(epochs=60))]


@pytest.mark.parametrize(("name", "count"), [("learning-rates", 4), ("overfitting", 5)])
def test_layers_of_any_size_are_trained(recipes: Recipes, name: str, count: int) -> None:
    """4,3 are two hidden layers, and 2·4 + 4 + 4·3 + 3 + 3 + 1 numbers of each network; what is no shape is refused."""
    film = small(recipes[name], layers="4,3")
    assert film[0].network.sizes == (2, 4, 3, 1)
    assert film[0].parameters.shape == (count, 31)
    with pytest.raises(UsageError, match="layers is 4,x, but must be the units of each hidden layer"):
        small(recipes[name], layers="4,x")


def test_optimizers_train_layers_of_any_size(recipes: Recipes) -> None:
    """The caption says the shape; another shape has another loss from the start on."""
    recipe = recipes["optimizers"]
    assert "a 64-50-50-10 network" in told(recipe, steps=2).caption
    assert "a 64-12-10 network" in told(recipe, steps=2, layers="12").caption
    assert recipe.film(steps=1, layers="12")[0].losses[0] != recipe.film(steps=1)[0].losses[0]


def test_deep_and_wide_can_have_any_shape(recipes: Recipes) -> None:
    """Titles, headline and caption say both shapes and both numbers of parameters; the smaller vector ends with 0."""
    recipe = recipes["deep-or-wide"]
    film = recipe.film(wide="20", deep="8,4", data="moons", epochs=3)
    assert [network.parameter_count for network in film[0].networks] == [81, 65]
    assert not film[-1].parameters[1, 65:].any()
    assert film[-1].parameters[1, :65].all()
    words = drawn(recipe, film)
    assert {"Wide: one hidden layer of 20", "Deep: hidden layers of 8, 4"} <= {*words}
    assert {cue.say for cue in recipe.cues(film)} >= {
        "Wide with {n} parameters, deep with {m}: which learns these points sooner?"
    }
    said = told(recipe, wide="20", deep="8,4", data="moons", epochs=3)
    assert said.title == "Deep or wide: 65 or 81 parameters"
    assert said.caption.startswith(
        "The wide network has 81 parameters, the deep one 65; both learn from the same points."
    )
    fair = recipe.film(wide="54", deep="9,9,9", data="moons", epochs=1)
    assert recipe.cues(fair)[0].say == "{n} parameters each: which learns these points sooner, wide or deep?"
    assert len(list(panels_of(recipe.pictured(film).body))) == 3
