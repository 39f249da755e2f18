"""Gradient descent: how far it gets depends on the rate."""

import numpy as np
import pytest
from matplotlib.text import Annotation

from films import Recipes, said, still
from vizpipe.drawing.picture import Balls, Mix, Moment, Path, Points, Room, Surface, Text, When
from vizpipe.drawing.picture.parts import panels_of

VALLEY = {"surface": "valley", "learning_rate": 0.95, "too_large": 1.02, "too_small": 0.05}
CURVATURE = {"bowl": (1.0, 1.0), "valley": (0.05, 1.0)}
RIM = {"bowl": 30.0, "valley": 7.0}


def test_gradient_descent_ends_where_the_textbooks_does(recipes: Recipes) -> None:
    """From (−3, 4) rates 0.1 and 1e−10 end at the source's points, 10 diverges; in the valley the path zigzags."""
    film = recipes["gradient-descent"].film()
    good, large, small = film[-1].places
    np.testing.assert_allclose(good, (-6.11110793e-10, 8.14814391e-10), rtol=1e-6)
    np.testing.assert_allclose(small, (-2.99999994, 3.99999992), rtol=1e-8)
    distances = np.array([frame.distances for frame in film])
    assert (np.diff(distances[:, 1]) > 0).all()
    assert distances[1, 1] > 90
    assert np.abs(large).max() > 1e6
    valley = recipes["gradient-descent"].film(**recipes["gradient-descent"].variants["valley"])
    across = valley.column("places")[:, 0, 1]
    assert (across[:-1] * across[1:] < 0).all()  # from side to side at every step
    np.testing.assert_allclose(10.0 ** valley.column("decades"), [frame.distances for frame in valley])
    assert valley[-1].distances[0] < 0.01
    assert valley[-1].distances[1] > 1


@pytest.mark.parametrize("rate", [0.0005, 2e-4, 3e-10, 1e6, 0.1])
def test_a_descents_rate_is_labelled_as_it_was_given(recipes: Recipes, rate: float) -> None:
    """No rate is rounded to a power of ten, in the caption or beside its curve."""
    recipe = recipes["gradient-descent"]
    text = {0.0005: "0.0005", 2e-4: "0.0002", 3e-10: "3·10⁻¹⁰", 1e6: "10⁶", 0.1: "0.1"}[rate]
    assert f"rate {text} " in said(recipe, too_small=rate, steps=3)
    drawn = [
        each.get_text().removesuffix(" ↑")
        for each in still(recipe, recipe.size, too_small=rate, steps=3).findobj(Annotation)
    ]
    assert f"rate {text}" in drawn


def test_only_paths_that_zigzag_are_said_to(recipes: Recipes) -> None:
    """In the valley a path that changes sides at every step is named, and no other."""
    recipe = recipes["gradient-descent"]
    assert said(recipe, **recipe.variants["valley"]).endswith("The path zigzags at rate 0.95 and 1.02.")
    assert "zigzag" not in said(recipe, surface="valley", learning_rate=0.1, too_large=0.4, too_small=0.01)


@pytest.mark.parametrize(
    ("given", "beats"),
    [
        ({}, ["start", "out", "there", "steady", "rest"]),
        (VALLEY, ["start", "zigzag", "on", "out", "there", "steady", "rest"]),
        ({"too_large": 0.9}, ["start", "there", "steady"]),
        ({"learning_rate": 1.1}, ["start", "out"]),
        ({"surface": "bowl", "learning_rate": 0.9, "steps": 4}, ["start", "out"]),
        ({"surface": "valley", "learning_rate": 0.95, "too_large": 1.5, "steps": 8}, ["start", "zigzag", "on", "out"]),
    ],
)
def test_what_a_descents_beats_say_is_so(
    recipes: Recipes, given: dict[str, str | float | int], beats: list[str]
) -> None:
    """A headline that a path leaves, zigzags, arrives or shrinks evenly is there if it does, and only then."""
    film = recipes["gradient-descent"].film(**given)
    cues = {cue.name: cue for cue in recipes["gradient-descent"].cues(film)}
    assert list(cues) == beats
    curvature, rim = np.array(CURVATURE[film[0].surface]), RIM[film[0].surface]
    start = np.hypot(*film[0].places[0])
    heights = [float((curvature * np.clip(frame.places[1], -1e9, 1e9) ** 2).sum()) for frame in film]
    out = [step for step, height in enumerate(heights) if height > rim]
    there = [step for step, frame in enumerate(film) if np.hypot(*frame.places[0]) < 0.01 * start]
    if "out" in cues:
        assert cues["out"].values["left"] == out[0]
        assert heights[cues["out"].frame] > rim
    if "there" in cues:
        assert cues["there"].values["n"] == cues["there"].frame == max(there[0], cues.get("out", cues["start"]).frame)
    if "zigzag" in cues:
        across = film.column("places")[:4, 0, 1]
        assert (across[:-1] * across[1:] < 0).all()
    if "steady" in cues:
        left = np.array([np.hypot(*frame.places[0]) for frame in film])
        taken = float(str(cues["steady"].values["taken"]))
        np.testing.assert_allclose(100.0 * (1.0 - left[10:] / left[:-10]), taken, atol=0.5)
    if "rest" in cues:
        assert cues["rest"].frame == len(film) - 1
        share = 100.0 * (1.0 - np.hypot(*film[-1].places[2]) / start)
        assert 0.0 <= share < 50.0
        assert cues["rest"].values["share"] == pytest.approx(share)
        assert ("hardly" in cues["rest"].say) == (share < 0.5)


def test_balls_lie_on_their_surface_until_they_leave_it(recipes: Recipes) -> None:
    """After one step two balls lie where the view puts their places; the third is gone, its name where it left."""
    film = recipes["gradient-descent"].film(steps=3)
    picture = recipes["gradient-descent"].pictured(film)
    (surface, start, later), limits = next((part.marks, part.limits) for _, part in panels_of(picture.body))
    assert isinstance(start, When)
    assert isinstance(later, When)
    (nameless,), (balls,) = start.marks, later.marks
    assert isinstance(nameless, Balls)
    assert not any(nameless.names)
    assert isinstance(surface, Surface)
    assert isinstance(balls, Balls)
    assert limits is not None
    for step, seen in ((0, start), (1, later)):
        moment, room = Moment(film, step, film[step]), Room(600.0, 400.0, limits)
        assert [bool(list(each.shapes(moment, room))) for each in (start, later)] == [start is seen, later is seen]
    shapes = list(balls.shapes(Moment(film, 1, film[1]), Room(600.0, 400.0, limits)))
    drawn = [shape.places[0] for shape in shapes if isinstance(shape, Points) and shape.size == 20.0]
    good, _, small = film[1].places
    for place, (x, y) in zip(drawn, (small, good), strict=True):
        np.testing.assert_allclose(place, (x, 0.6 * y + 0.13 * (x * x + y * y)))
    names = {shape.text: shape.place for shape in shapes if isinstance(shape, Text)}
    x, y = names["rate 10 ↑"]
    assert limits[0] < x < limits[1]
    assert limits[2] < y < limits[3]
    begin, end = film[0].places[1], film[1].places[1]
    along = (x - begin[0]) / (end[0] - begin[0])
    across, deep = begin + along * (end - begin)
    assert (x, y) == pytest.approx((across, 0.6 * deep + 0.13 * (across**2 + deep**2)))


def test_the_way_of_a_ball_stays_to_be_seen(recipes: Recipes) -> None:
    """After thirty steps all are drawn, the older the fainter, none so faint that it is lost."""
    film = recipes["gradient-descent"].film(steps=30)
    (*_, balls), limits = next(
        (part.marks, part.limits) for _, part in panels_of(recipes["gradient-descent"].pictured(film).body)
    )
    assert limits is not None
    shapes = balls.shapes(Moment(film, 30, film[30]), Room(600.0, 400.0, limits))
    *_, ways = (shape for shape in shapes if isinstance(shape, Path))  # the good rate's, the last
    assert isinstance(ways.stroke, list)
    shares = [shade.share for shade in ways.stroke if isinstance(shade, Mix)]
    assert len(ways.lines) == len(shares) == 31
    assert shares == sorted(shares)
    assert 0.15 < shares[0] < 0.4 < shares[-1] == 1.0


def test_one_axis_has_one_notation(recipes: Recipes) -> None:
    """Where one power of ten beside the distances is written as such, all of them are; else none is."""
    for given, is_power in (({}, True), (VALLEY, False)):
        figure = still(recipes["gradient-descent"], (1280, 720), **given)
        (axes,) = (each for each in figure.axes if each.get_yscale() == "log")
        texts = [label.get_text() for label in axes.get_yticklabels()]
        assert len(texts) > 2
        assert {any(digit in text for digit in "⁰¹²³⁴⁵⁶⁷⁸⁹") for text in texts} == {is_power}
