"""Names in marks are held against the frame when a recipe is loaded."""

import pytest

from vizpipe.errors import RecipeError
from vizpipe.registry.loading import load
from vizpipe.registry.source import Source

RECIPE = '''"""A claim."""
from collections.abc import Iterator
from typing import NamedTuple
from vizpipe.drawing.picture import Picture, Trail, panel
from vizpipe.recipe import Film, recipe

class Step(NamedTuple):
    step: int
    loss: float

@recipe()
def falling() -> Iterator[Step]:
    yield Step(0, 1.0)

@falling.picture
def picture(film: Film[Step]) -> Picture[Step]:
    return Picture(panel({mark}))
'''


@pytest.mark.parametrize(
    "mark", ['Trail("step", "loss")', 'Trail("step", y="loss")', 'Trail("step", lambda f: f.loss)']
)
def test_fields_that_exist_are_fine(mark: str) -> None:
    """A mark of fields of the frame, by place or by keyword, loads."""
    assert load(Source("falling.py", RECIPE.format(mark=mark)))


@pytest.mark.parametrize("mark", ['Trail("step", "los")', 'Trail(x="step", y="los")'])
def test_a_name_that_is_no_field_is_refused_with_mark_channel_and_line(mark: str) -> None:
    """A channel that names nothing is refused before anything is trained: file, line, mark, channel, nearest name."""
    with pytest.raises(RecipeError, match=r"falling\.py: line 17: Trail: y: Step has no 'los'.*loss"):
        load(Source("falling.py", RECIPE.format(mark=mark)))


@pytest.mark.parametrize("given", ["import vizpipe.drawing.picture as vp", "from vizpipe.drawing import picture as vp"])
def test_marks_are_known_by_their_modules_name_too(given: str) -> None:
    """Where the vocabulary goes by one name, a mark's channels are held against the frame all the same."""
    short = RECIPE.replace("from vizpipe.drawing.picture import Picture, Trail, panel", given)
    short = short.replace("Picture[", "vp.Picture[").replace("Picture(panel(", "vp.Picture(vp.panel(")
    assert load(Source("falling.py", short.format(mark='vp.Trail("step", "loss")')))
    assert load(Source("falling.py", short.format(mark='vp.Trail("step", "los"), of=lambda step: step')))
    with pytest.raises(RecipeError, match=r"falling\.py: line 17: Trail: y: Step has no 'los'.*loss"):
        load(Source("falling.py", short.format(mark='vp.Trail("step", "los")')))


def test_under_a_lens_names_are_not_the_frames() -> None:
    """What stands under a lens sees something else than the frame, and is left to the drawing."""
    assert load(Source("falling.py", RECIPE.format(mark='Trail("step", "los"), of=lambda step: step')))


def test_a_picture_stands_in_place_of_a_stage() -> None:
    """A recipe with a picture and a stage is refused."""
    both = RECIPE.format(mark='Trail("step", "loss")') + "\n@falling.stage\ndef stage(canvas, film):\n    return None\n"
    with pytest.raises(RecipeError, match="already has a stage"):
        load(Source("falling.py", both))
