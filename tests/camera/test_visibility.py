"""What can be seen of marks: what was planted under others is found, and nothing that lies there for a reason."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.transforms import IdentityTransform

from sighted import drawn
from vizpipe.camera import visibility
from vizpipe.camera.traces import cell

Draw = Callable[[Any], object]
T = np.linspace(-1.9, 1.9, 200)
RNG = np.random.default_rng(0)
CLOUD = RNG.normal(0.0, 0.5, (400, 2)).clip(-1.8, 1.8)
DISCS = {"s": 150.0, "edgecolor": "white"}


def found(draw: Draw) -> list[str]:
    """The measures that remark something."""
    return [remark.measure for remark in visibility.measured(drawn(draw))]


def crowd(colours: list[str]) -> Draw:
    """Many dots in one cloud, in this order of colours."""
    return lambda axes: axes.scatter(*CLOUD.T, c=colours, **DISCS)


def rings(faces: list[str]) -> Draw:
    """The same, white ones with a wide blue rim, others with one of their own colour."""
    edges = ["blue" if face == "white" else face for face in faces]
    return lambda axes: axes.scatter(*CLOUD.T, c=faces, edgecolors=edges, s=60.0, linewidths=3.0)


FEW = (["red"] + ["blue"] * 9) * 40
"""One red dot and nine blue ones, by turns."""


def few(size: float) -> Draw:
    """Few in a cloud of many, dots of so many square points."""
    return lambda axes: axes.scatter(*CLOUD.T, c=FEW, s=size)


def apart() -> Draw:
    """White rings, and after them red triangles, on white paper, of which none touch."""
    places = np.stack(np.meshgrid(T[::20], T[::20]), axis=-1).reshape(-1, 2) + 0.1 * CLOUD[:100]
    disc, triangle = (MarkerStyle(each).get_path().transformed(MarkerStyle(each).get_transform()) for each in "o^")
    look = {"facecolors": np.repeat(["white", "red"], 50), "edgecolors": np.repeat(["blue", "red"], 50)}

    def draw(axes: Any) -> None:
        dots = PathCollection([disc] * 50 + [triangle] * 50, [200.0], offsets=places, **look)
        dots.set_offset_transform(axes.transData)
        dots.set_transform(IdentityTransform())
        axes.add_collection(dots)

    return draw


def curve(line: Any, colour: str = "red", **look: Any) -> Draw:
    """A curve above the diagonal."""
    return lambda axes: axes.plot(T, line(T), color=colour, linewidth=3.0, **look)


def both(*draws: Draw) -> Draw:
    """One after the other."""
    return lambda axes: [draw(axes) for draw in draws]


HALF = curve(lambda t: np.maximum(t, 0.0) + 1.0, "blue")


def rim(width: float) -> Draw:
    """The same curve in another colour."""
    return lambda axes: axes.plot(T, np.maximum(T, 0.0) + 1.0, color="red", linewidth=width)


def dots(*told: tuple[str, float]) -> Draw:
    """Dots in one place, each of a colour and a size."""
    look = {"marker": "o", "linestyle": "none", "markeredgecolor": "white"}
    return lambda axes: [axes.plot(0.0, 1.0, color=colour, markersize=size, **look) for colour, size in told]


def slab(left: float, alpha: float = 1.0) -> Draw:
    """A shape over all that is above the middle, from somewhere on."""
    return lambda axes: axes.fill([left, 0, 0, left], [0.5, 0.5, 3, 3], color="red", alpha=alpha, zorder=3)


def nodes(order: int) -> Draw:
    """Two columns of nodes, every two of them joined by an edge, in this order of drawing."""
    y = np.linspace(-1.8, 1.8, 6)
    heights, places = np.stack(np.meshgrid(y, y), axis=-1).reshape(-1, 2), np.meshgrid([-0.2, 0.2], y)
    return lambda axes: (
        axes.plot([-0.2, 0.2], heights.T, "red", zorder=order),
        axes.scatter(*places, s=300.0, c="white", edgecolor="black", zorder=2),
    )


@pytest.mark.parametrize(
    ("draw", "measures"),
    [
        (both(curve(lambda t: 0.0 * t + 1.0 + 0.4 * (t > 0.0)), HALF), ["hidden"]),  # its left half under another curve
        (both(HALF, curve(lambda t: 0.5 * t**2 - 1.5)), []),  # they cross
        (both(curve(lambda t: 0.0 * t + 1.0), HALF), []),  # a level line, such as one at 0
        (both(curve(lambda t: t + 1.0, "blue"), curve(lambda t: t + 1.0, "blue")), []),  # one colour: nothing is lost
        (both(HALF, lambda axes: axes.scatter(T[::20], np.maximum(T[::20], 0.0) + 1.0, color="red")), []),  # dots on it
        (both(rim(9.0), HALF), []),  # a wider line below is its rim
        (both(rim(3.0), HALF), ["hidden"]),  # one as wide is lost
        (both(HALF, slab(-2.0)), ["hidden"]),
        (both(HALF, slab(-2.0, alpha=0.2)), []),  # a veil
        (both(HALF, slab(-0.3)), []),  # a short stretch of it
        (dots(("blue", 9.0), ("red", 25.0)), ["hidden"]),
        (dots(("red", 25.0), ("blue", 9.0)), []),  # a ring around it
        (dots(("blue", 9.0), ("red", 9.0)), []),  # they begin together
        (crowd(["red"] * 200 + ["blue"] * 200), ["hidden"]),  # one class over the other
        (crowd(["red", "blue"] * 200), []),  # in turns
        (crowd(["red"] * 400), []),
        (rings(["white"] * 200 + ["red"] * 200), ["hidden"]),  # dots over all rings
        (rings(["red"] * 200 + ["white"] * 200), ["hidden"]),  # and under them, where rims hide them, too
        (rings(["red", "white"] * 200), []),
        (few(60.0), []),  # under the many, but by turns
        (few(900.0), ["hidden"]),  # smaller dots would show them
        (apart(), []),  # paper beside a triangle is no ring on it
        (nodes(3), ["hidden"]),  # edges over the nodes
        (nodes(1), []),  # under them
        (lambda axes: [axes.text(x, y, "7") for x, y in 0.2 * CLOUD[:80]], ["hidden"]),  # a blot of numerals
        (lambda axes: [axes.text(x, y, "7", size=6) for x in T[::20] for y in T[::20]], []),
    ],
)  # fmt: skip
def test_what_lies_under_other_marks_is_found(draw: Draw, measures: list[str]) -> None:
    """Lines and dots under others, a class under another, heaped letters are found; crossings and veils are not."""
    assert found(draw) == measures


def image(cells: int, values: Any) -> Draw:
    """An image of so many squares each way over the panel."""
    x, y = np.meshgrid(*[np.linspace(-2.0, 2.0, cells)] * 2)
    look = {"cmap": "gray", "interpolation": "nearest", "extent": (-2, 2, -2, 2), "aspect": "auto"}
    return lambda axes: axes.imshow(values(x, y), **look)


@pytest.mark.parametrize(
    ("draw", "measures"),
    [
        (image(60, lambda x, y: x + 0.7 * y > 0.0), ["stairs"]),  # a slanted border in squares of 8 pixels
        (image(480, lambda x, y: x + 0.7 * y > 0.0), []),  # in pixels
        (image(60, lambda x, y: x > 0.0 * y), []),  # an upright border
        (image(60, lambda x, y: np.sin(99.0 * x * y)), []),  # every square another: a matrix
        (image(60, lambda x, y: 0.3 * x + 0.1 * y), []),  # shades that hardly differ
        (image(8, lambda x, y: x + y > 0.0), []),  # a digit's few pixels
    ],
)
def test_edges_in_steps_are_found(draw: Draw, measures: list[str]) -> None:
    """A slanted border in squares of several pixels is found; fine, upright, shaded and pixelled ones are not."""
    assert found(draw) == measures


def test_a_wall_of_small_images_is_no_staircase() -> None:
    """Images of a few pixels each, of which most are pale, are meant so; one border across as many squares is not."""
    rng = np.random.default_rng(0)
    small = (rng.random((10, 9, 44, 9)) < 0.5) & (rng.random((10, 1, 44, 1)) < 0.2)
    small[:, 8] = small[..., 8] = False
    slanted = np.add.outer(np.arange(90), np.arange(396)) < 240
    for squares, side in ((small.reshape(90, 396), 0.0), (slanted, 5.0)):
        picture = np.uint8(255) * np.repeat(np.repeat(squares, 5, axis=0), 5, axis=1)
        assert cell(picture[..., None].repeat(3, axis=2)) == side


def test_steps_of_one_pixel_are_as_fine_as_can_be() -> None:
    """An edge in steps of a picture's own pixels is no staircase, however small the picture is."""
    sight = drawn(lambda _: None)
    steps = sight.marks[0]._replace(kind="image")
    for side, count in ((1.0, 0), (8.0, 1)):
        small = sight._replace(width=320, height=180, marks=(steps._replace(cell=side),))
        assert len([*visibility.stairs(small)]) == count


def test_the_length_of_an_images_cells_is_told_in_pixels() -> None:
    """Steps of 5 × 4 pixels are steps of 5."""
    border = np.uint8(255) * (np.add.outer(np.arange(60), np.arange(60)) < 60)
    picture = np.repeat(np.repeat(border, 4, axis=0), 5, axis=1)[..., None].repeat(3, axis=2)
    assert cell(picture) == 5.0


def test_curves_may_run_along_each_other_until_they_part() -> None:
    """A curve under another is found in a film's last picture alone; one under a shape is found in each."""
    under = both(curve(lambda t: 0.0 * t + 1.0 + 0.4 * (t > 0.0)), HALF)
    for draw, before in ((under, 0), (both(HALF, slab(-2.0)), 1)):
        sight = drawn(draw)
        assert len([*visibility.hidden(sight, is_last=False)]) == before
        assert len([*visibility.hidden(sight)]) == 1


def test_crosses_on_dots_are_no_edges_over_nodes() -> None:
    """Dots that are struck out one by one are not run over, however many crosses there are."""
    y = np.linspace(-1.8, 1.8, 12)

    def draw(axes: Any) -> None:
        axes.scatter(0.0 * y, y, s=300.0, c="white", edgecolor="black", zorder=2)
        for height in y:
            for way in (-0.05, 0.05):
                axes.plot([-0.05, 0.05], [height - way, height + way], "red", zorder=3)

    assert found(draw) == []


def flattened(colours: list[str], off: float, scale: float = 1.0) -> Draw:
    """A cloud, made smaller, that two ReLUs fold onto their axes and into one corner, or nearly so."""
    places = np.maximum(scale * (CLOUD - 0.2), off * np.random.default_rng(1).random((400, 2)))
    return lambda axes: axes.scatter(*places.T, c=colours, **DISCS)


def test_dots_that_data_lay_on_a_line_are_not_hidden_by_their_order() -> None:
    """What no order of drawing would show is no finding; one that is only nearly so, or drawn colour by colour, is."""
    one_by_one = ["red"] * 200 + ["blue"] * 200
    assert found(flattened(FEW, 0.0, 0.2)) == []
    assert found(flattened(FEW, 1e-3, 0.2)) == ["hidden"]
    assert found(flattened(one_by_one, 0.0)) == ["hidden"]
