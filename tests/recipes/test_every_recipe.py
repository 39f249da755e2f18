"""What holds for every built-in recipe: whole frames, the same twice, drawn at any size, in sentences."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg

from films import SMALL, Recipes, small
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import DPI, Style
from vizpipe.drawing.theme import DARK, LIGHT, PRINT
from vizpipe.errors import UsageError
from vizpipe.recipe import Say


def test_every_frame_is_finite_and_keeps_its_shape(recipes: Recipes) -> None:
    """All fields of all frames of all recipes, variants too, are finite and keep their shape and type."""
    for recipe in recipes.values():
        for values in ({}, *recipe.variants.values()):
            film = small(recipe, **{k: v for k, v in values.items() if k not in SMALL})
            for name in film.frame_type._fields:
                column = film.column(name)
                assert len(column) == len(film)
                assert column.dtype.kind != "f" or np.isfinite(column).all(), (recipe.name, name)


def test_every_recipe_is_the_same_twice(recipes: Recipes) -> None:
    """The same parameters give the same film to the bit; another seed gives another."""
    for recipe in recipes.values():
        assert small(recipe).digest == small(recipe).digest
        if any(parameter.name == "seed" for parameter in recipe.parameters):
            assert small(recipe, seed=1).digest != small(recipe, seed=2).digest


SIZES = (((640, 360), LIGHT), ((300, 640), DARK), ((64, 64), PRINT))


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.soak) for turn in range(1, 12))])
def test_every_recipe_can_be_drawn_at_any_size(recipes: Recipes, turn: int) -> None:
    """Wide, tall and tiny, light, dark and print, a picture has its size, the theme's background and content.

    Every fourth recipe in one of the three; make soak tries all in all. A picture that is a value says how large the
    tiny one would have to be.
    """
    for number, recipe in enumerate(list(recipes.values())[turn % 4 :: 4]):
        size, theme = SIZES[(number + turn) % len(SIZES)]
        if size == (64, 64) and recipe.is_pictured:
            with pytest.raises(UsageError, match=f"{recipe.name} needs at least"):
                Scene(recipe, small(recipe), Style(theme, *size))
            continue
        scene = Scene(recipe, small(recipe), Style(theme, *size))
        (picture,) = scene.pictures([0])
        assert picture.shape == (size[1], size[0], 4)
        corner = "#" + "".join(f"{channel:02x}" for channel in picture[0, 0, :3])
        assert corner == theme.background
        assert len(np.unique(picture.reshape(-1, 4), axis=0)) > 10


def test_every_recipe_speaks_in_sentences(recipes: Recipes) -> None:
    """A recipe's words have no identifiers and no leftover braces; the alternative text says more than the title."""
    for recipe in recipes.values():
        words = recipe.say_words(small(recipe), Say())
        for text in words:
            assert "_" not in text
            assert "{" not in text
        assert len(words.alternative) > len(words.title)
        assert words.caption.endswith(".")


def test_every_recipe_has_its_place_in_the_gallery(recipes: Recipes) -> None:
    """Every recipe has a chapter, and at least one idea in words of its own, shared with no other recipe."""
    ideas = [idea for recipe in recipes.values() for idea in recipe.ideas]
    assert all(recipe.chapter and recipe.ideas for recipe in recipes.values())
    assert len(set(ideas)) == len(ideas)


class Reader(RendererAgg):
    """Keeps the place and the size of every text that is really drawn."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height, DPI)  # type: ignore[no-untyped-call]
        self.read: list[tuple[str, float, Any]] = []

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, *rest: Any, **more: Any) -> None:
        """Take a note, then draw it."""
        mtext = more.get("mtext")
        if s.strip() and mtext is not None:
            self.read.append((s, prop.get_size_in_points() * DPI / 72.0, mtext.get_window_extent(self)))
        super().draw_text(gc, x, y, s, prop, *rest, **more)  # type: ignore[no-untyped-call]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "every"),
    [(None, 3), pytest.param(None, 1, marks=pytest.mark.soak), pytest.param((1920, 1080), 1, marks=pytest.mark.soak)],
)
def test_no_text_is_too_small_cut_or_covered(recipes: Recipes, size: tuple[int, int] | None, every: int) -> None:
    """In the last frame of every third recipe (soak: all), 1920 wide, no text is under 14 px, cut, or on another."""
    for recipe in list(recipes.values())[::every]:
        film = small(recipe)
        width, height = size or recipe.size
        scene = Scene(recipe, film, Style(LIGHT, width, height))
        figure, renderer = scene.still(len(film) - 1), Reader(width, height)
        with scene.applied():
            figure.draw(renderer)
        assert renderer.read
        for text, pixels, box in renderer.read:
            assert pixels * 1920.0 / width > 13.99, (recipe.name, text, pixels)
            inside = box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1
            assert inside, (recipe.name, text, box)
        for (one, _, box), (other, _, second) in combinations(renderer.read, 2):
            across, up = (
                min(box.x1, second.x1) - max(box.x0, second.x0),
                min(box.y1, second.y1) - max(box.y0, second.y0),
            )
            data = len(one) == len(other) == 1  # samples drawn as characters lie where they lie
            assert data or one == other or across < 4.0 or up < 5.0, (recipe.name, one, other)
