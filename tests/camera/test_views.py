"""What is in view at a beat: one part stands out, the others step back."""

import numpy as np
import pytest

from drifting import Step, both, made, scene, staged
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Picture, Samples, Trail, named, panel, row, stack
from vizpipe.drawing.picture.parts import Stack
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.recipe import Beat


def story(view: str | None) -> list[Beat[Step]]:
    """All are in view at first, then one."""
    return [Beat("start", 0, "Both", 1.0), Beat("half", 2, "One", 1.0, view=view)]


def told(view: str | None) -> Scene[Step]:
    """Samples and the loss, told so."""
    return scene(made(both, lambda _: story(view)))


def strengths(of: Scene[Step], frame: int) -> list[float]:
    """How far the strongest of each panel's pixels is from the background, left and right."""
    (picture,) = of.pictures([frame])
    found = []
    for placed in staged(of).placed:
        axes = placed.artists.axes
        x0, y0, x1, y1 = (round(each) for each in axes.get_window_extent().extents)
        inside = picture[picture.shape[0] - y1 + 6 : picture.shape[0] - y0 - 6, x0 + 6 : x1 - 6, :3]
        found.append(float(np.abs(inside.astype(int) - 255).max()))
    return found


def test_what_is_not_in_view_steps_back() -> None:
    """From its beat on the part that is in view is as it was, the other is laid under seven tenths of background."""
    plain, viewed = told(None), told("Loss")
    assert strengths(viewed, 1) == strengths(plain, 1)
    before, after = strengths(plain, 2), strengths(viewed, 2)
    assert after[1] == before[1]
    assert 0.2 * before[0] < after[0] < 0.35 * before[0]
    (fast,) = viewed.pictures([2])
    assert (fast == viewed.redrawn(2)).all()


def test_a_part_of_several_panels_can_be_in_view() -> None:
    """The title of a stack brings all its panels into view."""

    def three(film: Film[Step]) -> Picture[Step]:
        del film
        pair: Stack[Step] = named(
            "Pair", row(*(panel(Trail("step", "loss"), title=name, x=name) for name in ("A", "B")))
        )
        return Picture(stack(panel(Samples(), title="Samples", x="x"), pair))

    plain, viewed = (scene(made(three, lambda _, view=view: story(view))) for view in (None, "Pair"))  # type: ignore[misc]
    before, after = strengths(plain, 3), strengths(viewed, 3)
    assert after[0] < 0.35 * before[0]
    assert after[1:] == before[1:]


def test_a_view_of_nothing_is_refused() -> None:
    """A view that no title names is refused with recipe, beat and the title that is nearest."""
    says = r"^drifting: beat 'half': view 'Los' is no title of the picture — did you mean Loss\?$"
    with pytest.raises(RecipeError, match=says):
        told("Los")
    with pytest.raises(RecipeError, match=r"its titles are 'Samples', 'Loss'$"):
        told("entirely else")
