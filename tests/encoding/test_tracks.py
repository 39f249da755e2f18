"""Strokes → tracks and columns: what stays one thing, how exactly places come back, what two sheets share."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from vizpipe.encoding.stroke import PAGE, Array, Plot, Sheet, Stroke
from vizpipe.encoding.take import Taking
from vizpipe.encoding.thinning import thinned
from vizpipe.encoding.tracks import GRAIN, Track, cells_of, places_of, shares, tracks_of

PLOT = Plot((100.0, 50.0, 900.0, 450.0), (0.0, 1.0, 0.0, 1.0))
RED = np.array([[255, 0, 0, 255]], dtype=np.uint8)


def line(points: Any, **more: Any) -> Stroke:
    """A line in a panel."""
    places = np.asarray(points, dtype=float)
    look = (), "butt", "round"
    return Stroke("lines", "0", look, places, (len(places),), np.array([2.0]), edges=RED, **more)


def text(words: str, at: float = 200.0) -> Stroke:
    """Letters on the page."""
    place = np.array([[at, 100.0]])
    return Stroke("text", PAGE, (("Sans",), "normal"), place, (), np.array([16.0]), RED, text=words)


def sheet(*moments: list[Stroke], plot: Plot = PLOT) -> Sheet:
    """A page of a thousand by five hundred pixels."""
    plots = {PAGE: Plot((0.0, 0.0, 1000.0, 500.0)), "0": plot}
    tints = np.zeros((2, 3), dtype=np.uint8)
    return Sheet(1000, 500, plots, moments, moments, (tints, tints), (tints[:1], tints[:1]))


def test_what_is_drawn_at_every_moment_is_one_track() -> None:
    """Two lines of one look are two tracks, in the order in which they are drawn, and a text that changes is one."""
    one, two = line([[100.0, 50.0], [900.0, 50.0]]), line([[100.0, 60.0], [900.0, 60.0]])
    tracks, order = tracks_of(sheet([one, text("Epoch 1"), two], [one, text("Epoch 2"), two]))
    assert order == [[0, 1, 2], [0, 1, 2]]
    assert [stroke.text for stroke in tracks[1].strokes] == ["Epoch 1", "Epoch 2"]


def test_what_comes_later_knows_when_it_is_there() -> None:
    """A track that is there at some ticks says at which."""
    taking = Taking(lambda _text, _look: [])
    taking.add(sheet([text("a")], [text("a"), line([[100.0, 50.0], [900.0, 50.0]])], [text("a")]))
    (described,) = taking.sheets
    assert [track[3] for track in described["tracks"]] == [[0, 3], [1, 2]]
    assert described["order"] == [[0], [0, 1], [0]]


@given(some.lists(some.tuples(some.floats(-50, 1050), some.floats(-50, 550)), min_size=1, max_size=20))
def test_a_place_comes_back_within_a_sixteenth_of_a_pixel(places: list[tuple[float, float]]) -> None:
    """In a panel 800 pixels wide a part of its box is a tenth of a pixel, and rounding costs half of that."""
    parts = shares(np.array(places), PLOT)
    back = np.array([100.0, 50.0]) + parts / GRAIN * np.array([800.0, 400.0])
    assert np.abs(back - np.array(places)).max() <= 0.0626


@given(some.lists(some.tuples(some.floats(0, 500), some.floats(0, 500)), min_size=2, max_size=60))
def test_a_thinned_line_passes_by_every_point_that_was_left_out(points: list[tuple[float, float]]) -> None:
    """No point lies further from the thinned line than an eighth of a pixel; its ends stay."""
    whole = np.array(points)
    (kept,) = thinned([whole])
    assert np.array_equal(kept[[0, -1]], whole[[0, -1]])
    assert max(away(point, kept) for point in whole) <= 0.125


def away(point: Array, along: Array) -> float:
    """How far a point is from a line, its ends included."""
    begin, step = along[:-1], np.diff(along, axis=0)
    length = np.maximum((step**2).sum(axis=1), 1e-300)
    share = (((point - begin) * step).sum(axis=1) / length).clip(0.0, 1.0)
    return float(np.hypot(*(begin + share[:, None] * step - point).T).min())


def test_a_line_that_grows_keeps_its_points_where_they_were() -> None:
    """Each row begins as the one before it did: so a page can move the end alone."""
    x = np.linspace(100.0, 900.0, 40)
    whole = np.stack([x, 250.0 + 100.0 * np.sin(x / 60.0)], axis=1)
    strokes = [line(whole[:count]) for count in range(2, 41)]
    across, up, counts = places_of(Track(strokes[0], list(range(39)), strokes, strokes), PLOT)
    assert counts[-1][0] > counts[0][0]
    for before, after in zip(range(38), range(1, 39), strict=True):
        same = len(across[before]) - 1
        assert np.array_equal(across[before][:same], across[after][:same])
        assert np.array_equal(up[before][:same], up[after][:same])


def test_two_sheets_share_what_lies_at_the_same_share() -> None:
    """What lies at the same place in its panel is told once, however large the panel is; what doesn't is told twice."""
    taking = Taking(lambda _text, _look: [])
    part = np.array([[0.1, 0.2], [0.5, 0.9], [0.7, 0.3]])
    for box, more in ((PLOT.box, 0.0), ((0.0, 0.0, 400.0, 100.0), 0.0), (PLOT.box, 0.01)):
        left, bottom, right, top = box
        places = np.array([left, bottom]) + (part + more) * np.array([right - left, top - bottom])
        taking.add(sheet([line(places)], plot=PLOT._replace(box=box)))
    first, second, third = ((told["x"], told["y"]) for told in (each["tracks"][0][4] for each in taking.sheets))
    assert first == second
    assert first[0] != third[0]
    assert first[1] != third[1]


def test_texts_that_stand_next_to_each_other_stay_two() -> None:
    """Only places may be rounded: the number of a text is exact, whatever else is one apart."""
    taking = Taking(lambda words, _look: [words])
    taking.add(sheet([text("one", 200.0), text("two", 600.0)]))
    tracks = taking.sheets[0]["tracks"]
    assert tracks[0][4]["text"] != tracks[1][4]["text"]
    assert [told[0] for told in taking.done()["texts"]] == ["one", "two"]


def cells(values: Any) -> Stroke:
    """Cells of a panel."""
    box = np.array([[100.0, 50.0], [900.0, 450.0]])
    return Stroke("cells", "0", (False,), box, values=np.asarray(values, dtype=np.uint8))


def test_colours_of_cells_are_told_once() -> None:
    """Cells are numbers of colours, and each pair of a light and a dark colour stands in the table once."""
    light = [[[255, 0, 0, 255], [0, 255, 0, 255]], [[255, 0, 0, 255], [0, 0, 0, 0]]]
    dark = [[[9, 9, 9, 255], [8, 8, 8, 255]], [[9, 9, 9, 255], [0, 0, 0, 0]]]
    track = Track(cells(light), [0], [cells(light)], [cells(dark)])
    (numbers,), one, other = cells_of(track)
    assert len(one) == len(other) == 4 * 3
    assert np.array_equal(one.reshape(-1, 4)[numbers].reshape(2, 2, 4), light)
    assert np.array_equal(other.reshape(-1, 4)[numbers].reshape(2, 2, 4), dark)


def test_many_colours_of_cells_become_fewer() -> None:
    """More than 256 colours are rounded until there are no more, each by half a step."""
    run = np.linspace((112.0, 0.0, 163.0, 255.0), (10.0, 163.0, 133.0, 255.0), 1600)
    values = np.rint(np.concatenate([run, run[::-1] * 0.5 + 127.0])).clip(0, 255).reshape(40, 80, 4)
    (numbers,), one, other = cells_of(Track(cells(values), [0], [cells(values)], [cells(values)]))
    assert len(np.unique(values.reshape(-1, 4), axis=0)) > 256 >= len(one) // 4
    assert np.array_equal(one, other)
    assert np.abs(one.reshape(-1, 4)[numbers].reshape(40, 80, 4) - values).max() <= 4


def test_lines_that_are_alike_may_come_and_go() -> None:
    """A boundary of one line and of two is one track: its rows say how many there are."""
    one = line([[100.0, 50.0], [900.0, 50.0]])
    two = one._replace(places=np.repeat(one.places, 2, axis=0), counts=(2, 2))
    tracks, order = tracks_of(sheet([one], [two], [one]))
    assert order == [[0], [0], [0]]
    assert len(tracks) == 1
