"""What of a mark stands still is drawn once."""

from films import Recipes, small
from staged import staged
from vizpipe.drawing.picture.networks import Network


def test_what_stands_still_is_the_same_at_every_moment(recipes: Recipes) -> None:
    """Of each mark of each told recipe, still and moving shapes together are all of its shapes, at first and last."""
    counts = {}
    for name, recipe in recipes.items():
        if not recipe.is_pictured:
            continue
        stage = staged(recipe, small(recipe))
        moments = [stage.moment(index, stage.film[index]) for index in (0, len(stage.film) - 1)]
        for placed in stage.placed:
            for mark in placed.moving:
                first, last = (
                    [[*map(repr, part(moment.through(placed.panel.of), placed.room))]
                     for part in (mark.still, mark.moving, mark.shapes)]
                    for moment in moments
                )  # fmt: skip
                assert first[0] == last[0], (name, type(mark).__name__)
                assert all(sorted(still + moving) == sorted(whole) for still, moving, whole in (first, last))
                if isinstance(mark, Network):
                    counts[name] = len(first[0])
    assert counts["hidden-mapping"] == 6, "the nodes at once, and five names"
