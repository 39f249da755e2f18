"""What a figure shows, in a few numbers: two values of a field tell it from its opposite and its mirror images."""

from typing import Any

import msgspec
import numpy as np
import pytest
from matplotlib.figure import Figure

from films import Recipes
from vizpipe.camera.contents import Contents
from vizpipe.camera.scene import Scene
from vizpipe.drawing.canvas import Words
from vizpipe.drawing.marks.tint import Tint
from vizpipe.drawing.say import Say
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.content import Noted, Sight
from vizpipe.workers.kept import StagedFilm

ACROSS, UP = np.meshgrid(np.linspace(-1.0, 1.0, 40), np.linspace(-1.0, 1.0, 40))
FIELDS = {"slope": UP, "saddle": ACROSS * UP, "turned saddle": ACROSS**2 - UP**2}


def noted(values: np.ndarray, *, is_tint: bool = True) -> Noted:
    """What is noted of a field: of a tint from 0 to 1, or of an image from -1 to 1."""
    figure = Figure()
    axes = figure.add_subplot()
    if is_tint:
        axes.add_artist(Tint((1.0 + values) / 2.0, (0.0, 1.0, 0.0, 1.0), np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])))
    else:
        axes.imshow(values)
    contents = Contents(figure)
    contents.noted([], [])
    sight = msgspec.json.decode(contents.taken(), type=Sight)
    (field,) = (each for each in sight.notes[0].marks or [] if each.kind == "field")
    return field


@pytest.mark.parametrize("is_tint", [True, False])
@pytest.mark.parametrize("name", FIELDS)
def test_a_field_whose_mean_stays_is_told_from_its_opposite(name: str, *, is_tint: bool) -> None:
    """The opposite of a slope and of a saddle has their mean, and lies far from it by the other value."""
    values = FIELDS[name]
    one, other = (noted(each, is_tint=is_tint) for each in (values, -values))
    assert one.x == pytest.approx(other.x, abs=0.02)
    assert abs(one.y - other.y) > 0.02


def test_an_even_field_is_its_value_twice() -> None:
    """Both values are means: of a field that is the same everywhere they agree."""
    even = noted(np.full((7, 9), 0.5))
    assert [even.x, even.y] == pytest.approx([0.75, 0.75])


def test_only_what_lies_in_pixels_tells_how_far_it_reaches() -> None:
    """A line in the units of data has its place alone, one in shares of the panel also its ends."""
    figure = Figure()
    axes = figure.add_subplot()
    axes.set(xlim=(0.0, 4.0), ylim=(0.0, 4.0))
    axes.plot([1.0, 3.0], [1.0, 1.0], color="C0")
    axes.plot([0.25, 0.75], [0.5, -0.25], color="C1", transform=axes.transAxes)
    contents = Contents(figure)
    contents.noted([], [])
    sight = msgspec.json.decode(contents.taken(), type=Sight)
    reaches = {each.kind: each.reach for each in sight.notes[0].marks or []}
    assert reaches["curve"] is None
    assert reaches["~curve"] == pytest.approx((0.25, 0.75, -0.25, 0.5))


def test_a_page_s_last_picture_leaves_no_note_in_a_film_s_pictures(recipes: Recipes) -> None:
    """On a stage that tasks share, pictures that are compared have the notes that they have on one of their own."""
    recipe = recipes["xor-duel"]
    film = recipe.film(ticks=3)

    def stage() -> Scene[Any]:
        return Scene(recipe, film, Style(LIGHT, *recipe.size))

    shared, own = stage(), stage()
    StagedFilm(shared, Words("", "", ""), Say(), {}).smooth(3)
    for scene in (shared, own):
        scene.pictures([1, 2])
    notes = own.contents.taken()
    assert [note.frame for note in msgspec.json.decode(notes, type=Sight).notes] == [-1, 1, 2]
    assert shared.contents.taken() == notes
