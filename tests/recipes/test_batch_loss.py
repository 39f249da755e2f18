"""The loss of a batch: its spread falls with the root of its size."""

from itertools import pairwise

import numpy as np
import pytest

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe.drawing.picture import Image, Path, Points, Text


def test_a_mini_batchs_spread_falls_with_the_root_of_its_size(recipes: Recipes) -> None:
    """Means are the total loss within five standard errors; spread × √size is the single sample's, within 8 %."""
    film = recipes["batch-loss"].film()
    for frame in film:
        error = frame.deviation / np.sqrt(frame.size * len(frame.losses))
        assert abs(frame.losses.mean() - frame.total) < 5 * error
        assert frame.spread * np.sqrt(frame.size) == pytest.approx(frame.deviation, rel=0.08)
    singles = np.unique(film[0].losses)
    assert len(singles) > 500  # losses of digits, each at least 0
    assert singles.min() >= 0
    assert sorted(set(film.column("size").tolist())) == [1, 4, 16, 64, 256]


def test_the_headlines_are_true(recipes: Recipes) -> None:
    """For four seeds, and with few draws, half the spread is said only where it is half, with all dots there."""
    met = set()
    for given in ({}, {"seed": 1}, {"seed": 2}, {"draws": 10}, {"draws": 10, "seed": 1}):
        film = recipes["batch-loss"].film(**given)
        spreads = {frame.size: frame.spread for frame in film}
        for cue in recipes["batch-loss"].cues(film):
            frame = film[cue.frame]
            met.add(cue.name)
            sizes = {"half": 4, "quarter": 16, "many": 256, "end": 256}
            if cue.name in sizes:
                assert frame.size == sizes[cue.name]
            if cue.name in sizes and cue.name != "many":
                for size in (each for each in (4, 16, 64, 256) if each <= frame.size):
                    assert 0.4 < spreads[size] / spreads[size // 4] < 0.6
            if cue.name not in {"start", "four", "many"}:
                assert frame.shown == film[-1].shown
    assert {"start", "one", "four", "half", "quarter", "end"} <= met
    names = [cue.name for cue in recipes["batch-loss"].cues(recipes["batch-loss"].film())]
    assert names == ["start", "one", "four", "half", "quarter", "many", "end"]


def test_the_picture_shows_each_mini_batch_at_its_loss(recipes: Recipes) -> None:
    """Each row's dots stand at the losses of its size; its line reaches one spread to either side of the total."""
    film = recipes["batch-loss"].film()
    stage = staged(recipes["batch-loss"], film)
    for index, frame in enumerate(film):
        dots = [shape for shape in shapes_of(stage, index, "1", Points, "Dots") if shape.size < 10.0]
        by_size = {each.size: each for each in film}
        seen = [size for size in by_size if size <= frame.size]
        for size, each in zip(by_size, dots, strict=True):
            there = each.places[~np.isnan(each.places).any(axis=1)]
            shown = slice(0, 0) if size > frame.size else slice(1, frame.shown) if size == frame.size else slice(0, 300)
            np.testing.assert_array_equal(there[:, 0], by_size[size].losses[shown])  # the first is the large one
        (large,) = shapes_of(stage, index, "1", Points, "When")
        assert large.places[0, 0] == frame.losses[0]
        lines = [path for path in shapes_of(stage, index, "1", Path, "When") if path.width == 7.0]
        full = [size for size in seen if size < frame.size or frame.shown == 300]
        assert len(lines) == len(full)
        for size, line in zip(full, lines, strict=True):
            ends = frame.total + np.array([-1.0, 1.0]) * by_size[size].losses.std()
            np.testing.assert_allclose(line.lines[0][:, 0], ends)
        numbers = [float(text.text.removeprefix("spread ± ")) for text in shapes_of(stage, index, "1", Text, "When")]
        np.testing.assert_allclose(numbers, [by_size[size].spread for size in full], rtol=0.05)


def test_the_wall_holds_the_mini_batch_whose_loss_stands_out(recipes: Recipes) -> None:
    """As many images as the mini-batch has digits, in a square, on the wall too; the others are paper."""
    film = recipes["batch-loss"].film(draws=12)
    stage = staged(recipes["batch-loss"], film)
    for index, frame in enumerate(film):
        inked = frame.batch.any(axis=(2, 3))
        side = round(np.sqrt(frame.size))
        assert inked[:side, :side].all()
        assert inked.sum() == frame.size
        (image,) = shapes_of(stage, index, "0", Image)
        np.testing.assert_array_equal(image.values[:8, :8], frame.batch[0, 0])
        place = 9 * (side - 1)
        np.testing.assert_array_equal(
            image.values[place : place + 8, place : place + 8], frame.batch[side - 1, side - 1]
        )
    for one, two in pairwise(film):
        assert (one.size == two.size) == np.array_equal(one.batch, two.batch)


def test_the_caption_says_how_mini_batches_are_drawn(recipes: Recipes) -> None:
    """They are drawn with replacement, which no epoch does."""
    assert "drawn with replacement" in told(recipes["batch-loss"]).caption
