"""Small multiples: several seeds of one recipe on one sheet, one clock, with shared limits."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.text import Text

import by_hand
from films import Recipes, small
from projects import edit
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import RecipeError
from vizpipe.film.reel import Reel
from vizpipe.recipe import Recipe

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def reel(recipe: Recipe[..., Any], seeds: range, **given: Any) -> Reel[Any]:
    """Films of these seeds."""
    return Reel([recipe.film(seed=seed, **given) for seed in seeds], [f"Seed {seed}" for seed in seeds])


def test_films_share_their_spans_and_a_clock(recipes: Recipes) -> None:
    """Each of several films has the widest span of all, and one that has ended holds its last frame."""
    films = [recipes["hidden-mapping"].film(seed=seed, max_epochs=last) for seed, last in ((1, 3), (2, 6))]
    both = Reel(films, ["Seed 1", "Seed 2"])
    lows, highs = np.array([film.span("loss") for film in films]).T
    assert [film.span("loss") for film in both.films] == [(lows.min(), highs.max())] * 2
    assert len(both) == 7
    assert [frame.epoch for frame in both.frames(2)] == [2, 2]
    assert [frame.epoch for frame in both.frames(5)] == [3, 5]
    assert [frame.epoch for frame in both.frames(-1)] == [3, 6]


@pytest.mark.parametrize("name", ["hidden-mapping", "loss-curves", "deep-or-wide", "generalization", "optimizers"])
def test_limits_are_shared(recipes: Recipes, name: str) -> None:
    """The n-th axes of every place on a sheet of seeds have the same limits."""
    short = {"max_epochs": 4} if name == "hidden-mapping" else {}
    films = [small(recipes[name], seed=seed, **short) for seed in range(3)]
    scene = Scene(recipes[name], Reel(films, ["a", "b", "c"]), Style(LIGHT, 1200, 700))
    axes = [each for each in scene.figure.axes if each.axison]
    assert len(axes) % 3 == 0
    count = len(axes) // 3
    for number in range(count):
        same = [axes[place * count + number] for place in range(3)]
        limits = np.array([(*each.get_xlim(), *each.get_ylim()) for each in same])
        np.testing.assert_allclose(limits, limits[[0, 0, 0]], rtol=1e-12, atol=1e-12, err_msg=f"{name} {number}")


def test_panels_of_a_sheet_are_named_where_there_is_room(recipes: Recipes) -> None:
    """Of each seed it is said which plane is which; on a sheet that is too small for names nothing else is lost."""
    recipe = recipes["rates-and-activations"]
    films = Reel([small(recipe, seed=seed) for seed in range(4)], [f"Seed {seed}" for seed in range(4)])
    for size, count in (((1600, 900), 4), ((480, 300), 0)):
        figure = Scene(recipe, films, Style(LIGHT, *size)).still(1)
        texts = [text.get_text() for text in figure.findobj(Text)]
        assert [texts.count(name) for name in ("tanh", "ReLU")] == [count, count]
        assert sum(len(axes.collections) > 0 for axes in figure.axes) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.soak) for turn in range(1, 15))])
def test_every_recipe_with_a_seed_can_be_multiplied(recipes: Recipes, turn: int) -> None:
    """Four seeds of every 15th recipe (soak: all) are drawn as by a full redraw, all four with label and content."""
    seeded = [each for each in recipes.values() if any(parameter.name == "seed" for parameter in each.parameters)]
    for recipe in seeded[turn::15]:
        films = [small(recipe, seed=seed) for seed in range(4)]
        scene = Scene(recipe, Reel(films, [f"Seed {seed}" for seed in range(4)]), Style(LIGHT, 960, 600))
        (picture,) = scene.pictures([1])
        assert (picture == scene.redrawn(1)).all(), recipe.name
        for rows in (slice(60, 320), slice(330, 590)):
            for columns in (slice(10, 470), slice(490, 950)):
                assert len(np.unique(picture[rows, columns].reshape(-1, 4), axis=0)) > 5, recipe.name
        texts = [text.get_text() for text in scene.still(1).findobj(Text)]
        for seed in range(4):
            assert any(f"Seed {seed}" in text for text in texts), (recipe.name, seed)


def test_a_stage_that_ignores_its_place_is_refused() -> None:
    """A stage that adds axes to the figure itself is refused: it would draw over its neighbours."""
    recipe = by_hand.by_hand
    films = [recipe.film(epochs=epochs) for epochs in range(2)]
    stages = recipe._stages
    original = stages[0]
    try:
        stages[0] = type(original)(lambda canvas, _: canvas.figure.add_axes((0.1, 0.1, 0.8, 0.8)))
        with pytest.raises(RecipeError, match="laid out with page"):
            Scene(recipe, Reel(films, ["a", "b"]), Style(LIGHT, 400, 300))
    finally:
        stages[0] = original


@pytest.mark.usefixtures("paged")
def test_run_draws_so_many_seeds(vizpipe: "Vizpipe", tmp_path: Path, own_cache: dict[str, str]) -> None:
    """Several seeds are one file named after the count, the same with one worker and two, of single runs' films."""
    words = ["run", "counter", "--seeds", "3", "--steps", "4", "--size", "480x300"]
    assert vizpipe(*words, "-j", "1", env=own_cache).code == 0
    first = (tmp_path / "counter-steps-4-3-seeds-480x300.gif").read_bytes()
    assert vizpipe(*words, "-j", "2").code == 0
    assert (tmp_path / "counter-steps-4-3-seeds-480x300.gif").read_bytes() == first
    trained = vizpipe("run", "counter", "--steps", "4", "--seed", "2", "--size", "480x270", env=own_cache)
    assert trained.code == 0
    assert "training" not in trained.err


def test_a_project_can_ask_for_seeds(vizpipe: "Vizpipe", paged: "Project", own_cache: dict[str, str]) -> None:
    """``seeds = 4`` in the project file leaves nothing to do the second time; another count is stale."""
    edit(paged.root / "vizpipe.toml", '"640x360"', '"640x480"\nseeds = 4')
    assert vizpipe("build", "--json", env=own_cache).json["trained"] == 4
    again = vizpipe("build", "--json", env=own_cache).json
    assert (again["assets"][0]["status"], again["trained"]) == ("fresh", 0)
    edit(paged.root / "vizpipe.toml", "seeds = 4", "seeds = 5")
    assert vizpipe("build", "--json", env=own_cache).json["trained"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["gates", "--seeds", "3"], "gates takes no seed"),
        (["xor-duel", "--seeds", "0"], "seeds is 0"),
        (["xor-duel", "--seeds", "1000"], "from 1 to 36"),
        (["xor-duel", "--seeds", "2", "-f", "csv"], "csv holds the data of one film"),
    ],
)
def test_seeds_that_make_no_sense_are_refused(vizpipe: "Vizpipe", words: list[str], says: str) -> None:
    """Seeds that make no sense end with 2 and one line."""
    done = vizpipe("run", *words)
    assert done.code == 2
    assert says in done.line
