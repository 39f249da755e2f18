"""A window that moves with the data: what is drawn stands where its ticks say, in every frame and every renderer."""

import re
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.text import Text

from drifting import Step, made, scene, staged
from vizpipe.camera.recording import plots, recorded
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Picture, Trail, panel
from vizpipe.drawing.ticks import texts as labels_of
from vizpipe.encoding.stroke import Sheet
from vizpipe.encoding.tracks import tracks_of
from vizpipe.errors import RecipeError
from vizpipe.film.content import Sight
from vizpipe.film.film import Film

Window = tuple[float, float, float, float]


def of(step: Step) -> Window:
    """The last two steps, and a height that follows the loss down."""
    return max(step.step - 2.0, 0.0), max(float(step.step), 2.0), 0.0, 1.2 * step.loss


def across(step: Step) -> Window:
    """The last two steps at one height."""
    return *of(step)[:2], 0.0, 1.2


def drawn(limits: Any = of, **axes: Any) -> Scene[Step]:
    """The loss in that window, on stage."""

    def picture(film: Film[Step]) -> Picture[Step]:
        del film
        return Picture(panel(Trail("step", "loss"), title="Loss", x="step", y="loss", limits=limits, **axes))

    return scene(made(picture))


def _whole(artist: Artist) -> str:
    """What an artist is part of, if anything."""
    return str(getattr(artist, "whole", ""))


def hold_true(gained: list[Artist], window: Window, axes: str = "xy") -> None:
    """Raise AssertionError unless each tick's label and mark stand where the window has that value."""
    (plot,) = {each.axes for each in gained if _whole(each).startswith("tick")}
    assert plot is not None
    box = np.array(plot.bbox.extents).reshape(2, 2)
    for at, axis in enumerate(axes):
        texts = [
            each
            for each in gained
            if isinstance(each, Text) and str(getattr(each, "whole", "")).startswith(f"tick {axis}")
        ]
        assert len(texts) >= 2
        low, high = window["xy".index(axis) * 2 :][:2]
        for text in texts:
            place = text.get_transform().transform(text.get_position())[at if axes == "xy" else 0]
            share = (place - box[0, at]) / (box[1, at] - box[0, at])
            assert low + share * (high - low) == pytest.approx(float(text.get_text().replace("−", "-")), abs=1e-6)
            assert -1e-9 <= share <= 1.0 + 1e-9


def test_ticks_and_curve_are_those_of_each_frame_s_window() -> None:
    """In every frame ticks stand where the window has their values, and the newest point where it has that point's."""
    shown = drawn()
    film = made(lambda _: None).film()  # type: ignore[arg-type, return-value]
    seen = set()
    for number, gained in enumerate(shown.gained(range(4))):
        window = of(film[number])
        hold_true(gained, window)
        seen.add(tuple(each.get_text() for each in gained if isinstance(each, Text)))
        dot = next(each for each in gained if isinstance(each, Line2D) and each.get_marker() == "o")
        (place,) = dot.get_transform().transform(dot.get_xydata())
        box = np.array(dot.axes.bbox.extents).reshape(2, 2)  # type: ignore[union-attr]
        share = (place - box[0]) / (box[1] - box[0])
        wanted = (film[number].step - window[0]) / (window[1] - window[0]), 1.0 / 1.2
        np.testing.assert_allclose(share, wanted, atol=1e-9)
    assert len(seen) == 4


def test_ticks_of_another_window_are_found() -> None:
    """A label that is off by a hundredth, or the ticks of the frame before, would not pass for true."""
    film = made(lambda _: None).film()  # type: ignore[arg-type, return-value]
    for number, gained in enumerate(drawn().gained([2, 3])):
        left, right, bottom, top = of(film[number + 2])
        hold_true(gained, (left, right, bottom, top))
        for wrong in ((left + 0.01, right + 0.01, bottom, top), (left, right, bottom, 1.01 * top)):
            with pytest.raises(AssertionError):
                hold_true(gained, wrong)


def test_an_axis_that_stands_keeps_its_ticks_on_the_stage() -> None:
    """Where only one axis moves the other has its ticks once, and frames bring those of the one that moves."""
    shown = drawn(across)
    (axes,) = [each for each in shown.figure.axes if each.axison]
    assert len(axes.get_yticks()) > 2
    assert not len(axes.get_xticks())
    (gained,) = shown.gained([3])
    wholes = {str(each.whole)[:6] for each in gained if hasattr(each, "whole")}
    assert wholes == {"tick x"}


def test_a_window_that_never_moves_is_a_panel_s_limits() -> None:
    """A window that is the same in all frames draws as limits do, to the pixel."""
    still: Window = (0.0, 3.5, 0.0, 1.2)
    np.testing.assert_array_equal(drawn(lambda _: still).pictures([2])[0], drawn(still).pictures([2])[0])


def test_a_window_is_drawn_as_it_would_be_redrawn() -> None:
    """With a window that moves a picture equals a full redraw, and the stage passes for unchanged, log axes too."""
    for shown in (drawn(), drawn(lambda step: (*of(step)[:2], 0.1 * step.loss, 2.0 * step.loss), log="y")):
        for picture, number in zip(shown.pictures([0, 1, 3]), (0, 1, 3), strict=True):
            np.testing.assert_array_equal(picture, shown.redrawn(number))


def test_what_is_shown_is_noted_by_its_window() -> None:
    """Notes of content hold the curve as a share of the window, and its ticks as texts, so that another is found."""
    notes = []
    for limits in (of, of, lambda step: (*of(step)[:3], 1.5 * step.loss)):
        shown = drawn(limits)
        shown.pictures([3])
        sight = msgspec.json.decode(shown.contents.taken(), type=Sight)
        notes.append(sight.notes[-1])
    assert notes[0] == notes[1] != notes[2]
    assert any(mark.kind == "curve" for mark in notes[0].marks or [])
    assert {"1", "2", "3"} <= {text.removesuffix(".0") for _, text, _ in notes[0].texts}


def test_a_player_draws_the_same_ticks_and_no_tick_becomes_another() -> None:
    """A player's strokes hold the ticks of each frame; each is a track of its own, and the pointer reads no limits."""
    shown = drawn()
    moments = list(recorded(shown, [0, 3]))
    (name,) = [each for each in plots(shown) if each not in ("page", "headline", "caption")]
    assert plots(shown)[name].limits is None
    colours = (np.zeros((1, 3), np.uint8),) * 2
    tracks, _ = tracks_of(Sheet(960, 540, plots(shown), moments, moments, colours, colours))
    ticked = [track for track in tracks if track.first.whole]
    assert all(len({stroke.whole for stroke in track.strokes}) == 1 for track in ticked)
    written = [track for track in ticked if track.first.kind == "text"]
    assert all(len({float(stroke.text) for stroke in track.strokes}) == 1 for track in written)
    assert {track.ticks == [0, 1] for track in written} == {True, False}


def test_shapes_tell_the_window_in_units_of_the_data() -> None:
    """A stage's shapes are the data as they are, with the ticks of the window beside them."""
    built = staged(drawn())
    film = built.film
    (curve, *ticks) = built.shapes(built.moment(3, film[3]))["/"]
    np.testing.assert_allclose(np.asarray(curve.shapes[0].lines[0])[-1], np.array([3.0, 0.25]))  # type: ignore[union-attr]
    names = [re.sub(r"\.0$", "", str(each.name)) for each in ticks]  # type: ignore[union-attr]
    assert {"tick x 1", "tick x 2", "tick x 3"} <= set(names)


@pytest.mark.parametrize(
    ("limits", "axes", "says"),
    [
        (lambda step: (0.0, float(step.step)), {}, "shape"),
        (lambda step: (0.0, float(step.step), 0.0, 1.0), {}, "a window without extent"),
        (lambda step: (0.0, 1.0, 0.0, float("nan") if step.step else 1.0), {}, "not finite"),
        (lambda step: (0.0, 1.0, float(step.step), 9.0), {"log": "y"}, "at or below 0 on a logarithmic axis"),
        (lambda step: step.nothing, {}, "AttributeError"),
    ],
)
def test_what_is_no_window_is_refused(limits: Any, axes: dict[str, str], says: str) -> None:
    """Limits of a frame that are no window are refused in one line that says where in the recipe, and what they are."""
    with pytest.raises(RecipeError, match=rf"line \d+: panel: limits.*{says}"):
        drawn(limits, **axes)


def test_the_document_s_example_is_a_window_that_moves() -> None:
    """The panel that CONTRIBUTING.md shows moves with the steps, and its ticks are true."""
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text()
    (block,) = re.findall(r"```python\n(def last_two.*?)```", text, flags=re.DOTALL)
    names = {"Film": Film, "Picture": Picture, "Step": Step, "Trail": Trail, "panel": panel}
    exec(block, names)  # noqa: S102 - a document of ours
    shown = scene(made(names["picture"]))  # type: ignore[arg-type]
    for gained in shown.gained([3]):
        hold_true(gained, (1.0, 3.0, 0.0, 1.1), "x")


def test_labels_that_stand_alone_say_all() -> None:
    """Where no axis' end says what labels have in common, each says the whole of its value."""
    assert labels_of([1_000_000.0, 1_000_001.0], is_log=False, is_alone=True) == ["1000000", "1000001"]
