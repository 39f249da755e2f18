"""Six activations: of their derivatives, the step's alone is zero everywhere."""

import warnings

import numpy as np
import pytest

from films import Recipes, still
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture.shapes import Path, Text
from vizpipe.errors import UsageError


def test_the_steps_derivative_alone_is_zero_everywhere(recipes: Recipes) -> None:
    """Of six derivatives, only the step's never differs from 0."""
    frame = recipes["activations"].film()[0]
    assert [not row.any() for row in frame.derivatives] == [True, False, False, False, False, False]


def test_activations_cover_the_source_notes_range(recipes: Recipes) -> None:
    """From −5 to 4.9 in steps of 0.1 derivatives agree with differences; at 0 the known values stand."""
    frame = recipes["activations"].film()[0]
    assert len(frame.x) == 100
    assert (frame.x[0], frame.x[50], frame.x[-1]) == (-5.0, 0.0, 4.9)
    by_name = dict(zip(("step", "sigmoid", "relu", "tanh", "identity", "softmax"), frame.values, strict=True))
    assert (by_name["sigmoid"][50], by_name["step"][50], by_name["relu"][50]) == (0.5, 0.0, 0.0)
    for row in (1, 3, 4, 5):
        inner = (frame.values[row][2:] - frame.values[row][:-2]) / 0.2
        np.testing.assert_allclose(frame.derivatives[row][1:-1], inner, atol=4e-3)
    softmax = nn.softmax.forward(np.array([[frame.x[70], 1.0, 0.0]]))
    assert by_name["softmax"][70] == softmax[0, 0]


@pytest.mark.parametrize("reach", [0.5, 0.56, 100.0])
def test_activations_are_drawn_at_both_ends_of_their_reach(recipes: Recipes, reach: float) -> None:
    """The shortest and the longest reach of the activations give a picture without a warning."""
    recipe = recipes["activations"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        still(recipe, recipe.size, reach=reach)


@pytest.mark.parametrize("reach", [0.04, 0.1, 0.49, 1e9])
def test_a_reach_that_can_not_be_drawn_is_refused(recipes: Recipes, reach: float) -> None:
    """A reach that can't be drawn is refused in one line that gives the limits."""
    with pytest.raises(UsageError, match=r"from 0\.5 to 100") as told:
        recipes["activations"].film(reach=reach)
    assert "\n" not in str(told.value)


def test_what_is_flat_is_marked_and_told(recipes: Recipes) -> None:
    """Where a derivative is below 0.05 the curve is marked, and it is told where that is: of the identity, nowhere."""
    recipe = recipes["activations"]
    ends = "flat at both ends"
    for reach, says in (
        (5.0, ["flat everywhere", ends, "flat on the left", ends, "nowhere flat", ends]),
        (
            2.0,
            ["flat everywhere", "nowhere flat", "flat on the left", "nowhere flat", "nowhere flat", "flat on the left"],
        ),
    ):
        film = recipe.film(reach=reach)
        stage = staged(recipe, film)
        for number, (row, said) in enumerate(zip(film[0].derivatives, says, strict=True)):
            (told,) = shapes_of(stage, 0, f"{number}/1", Text, "Corner")
            assert told.text == said
            marked = [path for path in shapes_of(stage, 0, f"{number}/0", Path, "Line") if path.stroke == "accent"]
            seen = [float(x) for path in marked for line in path.lines for x, y in line if np.isfinite(y)]
            flat = {round(float(x), 1) for x in film[0].x[row < 0.05]}
            found = {round(x, 1) for x in seen}
            assert flat <= found
            assert found - flat <= ({0.1} if number == 0 else set())  # where the step breaks off
