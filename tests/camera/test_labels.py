"""Labels and lines, measured: what a label hides or seems to name is found where it was planted, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from sighted import drawn
from vizpipe.camera import labels

Draw = Callable[[Any], object]
GREY = "#98a4b0"
PADDED = {"fontsize": 12, "va": "center", "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 2.0}}


def found(draw: Draw) -> list[str]:
    """The measures that remark something."""
    return [remark.measure for remark in labels.measured(drawn(draw))]


def label(x: float, words: str = "test", y: float = 1.0, until: float = 2.0, **look: Any) -> Draw:
    """A grey line at one, and words on a ground of their own."""
    return lambda axes: (
        axes.plot([-2.0, until], [1.0, 1.0], color=GREY),
        axes.text(x, y, words, **PADDED | {"color": "green"} | look),
    )


@pytest.mark.parametrize(
    ("draw", "measures"),
    [
        (label(-1.0), ["crossed"]),
        (label(-1.0, color=GREY), []),  # in the line's colour: it names it
        (label(-0.2), []),  # in the middle: it names it
        (label(-1.0, until=0.5), []),  # a line that joins two things
        (label(1.4, until=1.3), []),  # at its end
        (label(-1.0, y=1.1), []),  # above it
        (label(-1.0, y=-2.0), ["crossed"]),  # on the axis
    ],
)
def test_a_label_that_hides_a_level_line_it_does_not_name_is_found(draw: Draw, measures: list[str]) -> None:
    """A word whose ground parts a rule or an axis in two is found; one in its colour, in its middle is not."""
    assert found(draw) == measures


def edges(*heights: float) -> Draw:
    """Two edges that fall to the right, and numbers at such heights: of the upper edge, and of the lower."""

    def draw(axes: Any) -> None:
        axes.lines[0].remove()
        for number, height in enumerate(heights):
            axes.plot([-1.5, 1.5], [1.3 - 0.45 * number, 1.1 - 0.45 * number], color="black")
            axes.text(0.0, height, f"0.{number}57", fontsize=12, ha="center", va="center")

    return draw


@pytest.mark.parametrize(
    ("heights", "measures"),
    [
        ((1.05, 0.9), ["near"]),  # both between the edges, close together
        ((1.05, 0.6), []),  # each at its own
        ((1.35, 0.9), []),  # each above its own
    ],
)
def test_a_number_nearer_to_another_edges_than_to_its_own_is_found(
    heights: tuple[float, float], measures: list[str]
) -> None:
    """Numbers of two edges that stand nearer to each other than to what they belong to are found."""
    assert found(edges(*heights)) == measures


def boxed(gap: float, *, is_closed: bool = True) -> Draw:
    """A box, and a word so many pixels under it; or only its lower side."""
    corners = [(-1.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, 0.0)]

    def draw(axes: Any) -> None:
        axes.lines[0].remove()
        axes.plot(*zip(*corners[: None if is_closed else 2], strict=True), color="black")
        axes.annotate(
            "3",
            (0.0, 0.0),
            (0.0, -gap),
            textcoords="offset pixels",
            fontsize=12,
            ha="center",
            va="top",
            annotation_clip=False,
        )

    return draw


@pytest.mark.parametrize(("is_cut", "measures"), [(True, []), (False, ["near"])])
@pytest.mark.parametrize("draw", [edges(1.05, 0.9), boxed(4.0)])
def test_lines_beyond_their_panel_are_no_neighbours(draw: Draw, is_cut: bool, measures: list[str]) -> None:  # noqa: FBT001 - a parameter
    """A text outside a panel is near no line or box that the panel's rim cuts away, but near one that it lets out."""

    def beyond(axes: Any) -> None:
        draw(axes)
        axes.set_ylim(-2.6, -0.6)  # as many pixels a unit as elsewhere
        for artist in (*axes.lines, *axes.texts):
            artist.set_clip_on(is_cut and artist in axes.lines)

    told = labels.measured(drawn(beyond, (0.1, 0.1, 0.8, 0.4)))
    assert [remark.measure for remark in told] == measures


@pytest.mark.parametrize(
    ("draw", "measures"),
    [
        (boxed(4.0), ["near"]),
        (boxed(12.0), []),
        (boxed(-40.0), []),  # within it
        (boxed(4.0, is_closed=False), []),  # a line
    ],
)
def test_a_text_that_nearly_touches_a_box_is_found(draw: Draw, measures: list[str]) -> None:
    """A word three pixels under a box is found; one farther from it, in it, or under a line is not."""
    assert found(draw) == measures
