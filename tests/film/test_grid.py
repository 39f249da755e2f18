"""The grid of predictions: what a film's networks answer all over the plane of their samples."""

import io
import itertools
from typing import Any

import numpy as np
import pytest

from films import Recipes, small
from vizpipe import datasets, nn
from vizpipe.encoding import data
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.film.packing import pack
from vizpipe.film.plane import Grid
from vizpipe.film.reel import Reel
from vizpipe.nn import Snapshot


def trained(units: int = 1, seed: int = 4) -> Film[Snapshot]:
    """Four epochs of a network of two inputs."""
    rng = np.random.default_rng(seed)
    points, labels = datasets.three_clouds(rng, 40)
    loss = nn.binary_cross_entropy if units == 1 else nn.categorical_cross_entropy
    network = nn.Network((2, 3, units), ("tanh", "sigmoid" if units == 1 else "softmax"))
    start = network.initial(rng, nn.initializers.xavier)
    run = nn.train(network, start, points, labels, loss=loss, optimizer=nn.Adam(0.1), batch_size=8, rng=rng)
    return Film.shoot("test", Snapshot, itertools.islice(run, 4), {})


def agrees(grid: Grid, film: Film[Snapshot], cells: int) -> None:
    """Raise AssertionError where a grid is not what the network says at points that are worked out one by one."""
    low, high = float(film[0].samples.min()) - 0.35, float(film[0].samples.max()) + 0.35
    for index, row, column in ((0, 0, 0), (1, 0, cells - 1), (2, cells - 1, 0), (3, 2, 5), (3, 5, 2)):
        point = [low + (high - low) * column / (cells - 1), low + (high - low) * row / (cells - 1)]
        np.testing.assert_allclose(grid.points[row * cells + column], point, rtol=0.0, atol=1e-12)
        answer = film[index].predict(np.array([point]))[0]
        np.testing.assert_allclose(np.atleast_1d(grid.outputs[index, row * cells + column]), answer, rtol=1e-12)


@pytest.mark.parametrize("units", [1, 2])
def test_a_grid_holds_what_each_frames_network_predicts(units: int) -> None:
    """A film's grid has, row by row from the bottom, each frame's predictions over the samples' span and a margin."""
    film = trained(units)
    grid = film.grid(9)
    assert grid.points.shape == (81, 2)
    assert grid.outputs.shape == ((4, 81) if units == 1 else (4, 81, 2))
    agrees(grid, film, 9)


def test_a_grid_with_rows_swapped_is_noticed() -> None:
    """A grid whose rows run from the top, or whose x and y are exchanged, is not taken for the right one."""
    film = trained()
    grid = film.grid(9)
    swapped = [
        grid._replace(outputs=grid.outputs.reshape(4, 9, 9)[:, ::-1].reshape(4, 81)),
        grid._replace(outputs=grid.outputs.reshape(4, 9, 9).transpose(0, 2, 1).reshape(4, 81)),
        grid._replace(points=grid.points[:, ::-1]),
        grid._replace(outputs=grid.outputs[::-1]),
    ]
    for wrong in swapped:
        with pytest.raises(AssertionError):
            agrees(wrong, film, 9)


def test_films_on_one_sheet_have_one_square() -> None:
    """Beside others a film's grid lies over the square that holds the samples of all."""
    one, other = trained(seed=1), trained(seed=2)
    first, second = (each.grid(3).points for each in Reel([one, other]).films)
    np.testing.assert_array_equal(first, second)
    assert first.min() == min(one.square.min(), other.square.min()) < max(one.square.min(), other.square.min())


@pytest.mark.parametrize(
    ("name", "lacking"),
    [("gates", "samples"), ("xor-duel", "samples"), ("learning-rates", "parameters"), ("neuron", "network")],
)
def test_a_film_of_anything_else_has_no_grid(recipes: Recipes, name: str, lacking: str) -> None:
    """Frames without samples, without a network or with several in one have no grid, and the error says which."""
    film = small(recipes[name])
    with pytest.raises(RecipeError, match=rf"^{name}: a grid needs .*; \w+ lacks .*{lacking}"):
        film.grid(5)


def stored(written: bytes) -> dict[str, Any]:
    """The arrays of an NPZ file, as numpy alone reads them."""
    with np.load(io.BytesIO(written), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def test_an_npz_file_holds_the_grid(recipes: Recipes) -> None:
    """Frame data as NPZ hold a grid of 50 × 50 cells where there is one, under names that no field can have."""
    film = recipes["hidden-mapping"].film(max_epochs=3, samples=40)
    arrays = stored(data.encode(film, "npz"))
    grid = Grid(arrays["grid.points"], arrays["grid.outputs"])
    assert grid.points.shape == (2500, 2)
    agrees(grid, film, 50)
    more = set(arrays) - set(stored(film.save()))
    assert more == {"grid.points", "grid.outputs"}
    assert not any(name.isidentifier() for name in more)
    assert not any(name.startswith("grid") for name in stored(data.encode(small(recipes["neuron"]), "npz")))


def test_a_film_is_read_without_its_grid() -> None:
    """A film with a grid is read as the film itself, and nothing but a grid is passed over."""
    film = trained()
    again = Film.load(film.save(5), Snapshot)
    assert again.digest == film.digest
    assert again.save() == film.save() != film.save(5)
    with pytest.raises(ValueError, match="not a film"):
        Film.load(pack({**stored(film.save()), "other.points": np.zeros(2)}), Snapshot)
