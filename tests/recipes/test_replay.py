"""Frame data of all recipes, proved by a second program, and what every training promises."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from films import Recipes, small
from replays.table import ROWS, TABLE, replayed
from vizpipe import nn
from vizpipe.nn import training

Array = npt.NDArray[np.float64]


def test_every_recipe_has_a_replay(recipes: Recipes) -> None:
    """For every built-in recipe another program computes its frames: with two seeds, and every parameter changed."""
    assert set(TABLE) == set(recipes)
    for name, (_, settings) in TABLE.items():
        for parameter in recipes[name].parameters:
            values = {given.get(parameter.name, parameter.default) for given in settings}
            is_free = parameter.name in ROWS or len(parameter.choices) == 1  # beside one name there are files alone
            assert len(values) > 1 or is_free, f"{parameter.name} of {name} is always {values}"


@pytest.mark.parametrize("name", TABLE)
def test_every_frame_is_what_another_program_computes(recipes: Recipes, name: str) -> None:
    """From the seed on, every field of every frame is, to seven digits, what a program without vizpipe computes.

    Data, initial weights, mini-batches, updates, losses, accuracies; where nothing is trained, the source's formulas.
    """
    replayed(recipes[name])


class Training(NamedTuple):
    """A training as it was watched: from which data and weights it began, and the mini-batches of each epoch."""

    x: Array
    start: Array
    batch_size: int
    epochs: list[list[Array]]


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[Training]:
    """All trainings by epochs from now on."""
    found: list[Training] = []
    seen: list[Array] = []
    descend, backpropagate = training.descend, nn.Network.backpropagate

    def watched(network: nn.Network, vector: Array, x: Array, targets: Any, **named: Any) -> Iterator[Any]:
        mine = Training(x, vector, named["batch_size"], [])
        found.append(mine)
        run = descend(network, vector, x, targets, **named)
        while True:
            seen.clear()
            trained = next(run)
            mine.epochs.append(seen.copy())
            yield trained

    def noted(self: nn.Network, vector: Array, x: Array, *rest: Any) -> Any:
        seen.append(x[:, :-1].copy())
        return backpropagate(self, vector, x, *rest)

    monkeypatch.setattr(nn, "descend", watched)
    monkeypatch.setattr(training, "descend", watched)
    monkeypatch.setattr(nn.Network, "backpropagate", noted)
    return found


BY_EPOCHS = (
    "batch-loss", "classifier", "deep-or-wide", "digits-in-the-plane", "features", "first-units", "hidden-mapping",
    "hyperparameters", "initial-weights", "layers-in-the-plane", "learning-curves", "learning-rates", "linear-stack",
    "logged-images", "loss-curves", "nine-seeds", "outputs", "overfitting", "plane-folds", "rates-and-activations",
    "structure", "weights-by-layer",
)  # fmt: skip
SEEDED = {
    "generalization": ("parameters", "train", "test"),
    "it-is-a-two": ("parameters", "image"),
    "neuron": ("x", "samples"),
    "optimizers": ("losses",),
    "sigmoid-to-step": ("samples",),
    "three-steps": ("functions", "x", "t"),
    "training-loop": ("x", "t", "order"),
    "xor-duel": ("neuron", "parameters"),
}
"""What the seed decides in the first frame of recipes that train step by step, or not at all."""


@pytest.mark.parametrize("name", BY_EPOCHS)
def test_an_epoch_is_every_sample_once_in_an_order_of_its_own(
    recipes: Recipes, trainings: list[Training], name: str
) -> None:
    """In every epoch of every training the mini-batches hold each sample once; no two epochs have the same order.

    With another seed every training has other samples, other first weights, and another order of samples.
    """
    runs = []
    for seed in (1, 2):
        trainings.clear()
        small(recipes[name], seed=seed)
        runs.append(trainings.copy())
    assert len(runs[0]) == len(runs[1]) > 0
    for mine, other in zip(*runs, strict=True):
        told = [batches for batches in mine.epochs if batches]
        assert len(told) > 1
        for batches in told:
            assert {len(batch) for batch in batches[:-1]} <= {mine.batch_size}
            np.testing.assert_array_equal(_sorted(np.concatenate(batches)), _sorted(mine.x))
        for one, two in pairwise(told):
            assert not np.array_equal(np.concatenate(one), np.concatenate(two))
        assert name == "batch-loss" or not np.array_equal(mine.x, other.x)  # which learns from all digits
        assert not mine.start.any() or not np.array_equal(mine.start, other.start)
        assert _order(mine) != _order(other)


@pytest.mark.parametrize("name", SEEDED)
def test_a_seed_decides_on_what_is_drawn(recipes: Recipes, name: str) -> None:
    """With another seed everything that is drawn at random is another in the first frame."""
    one, two = (small(recipes[name], seed=seed)[0] for seed in (1, 2))
    for field in SEEDED[name]:
        assert not np.array_equal(getattr(one, field), getattr(two, field)), field


def test_no_recipe_with_a_seed_is_left_out(recipes: Recipes) -> None:
    """Every recipe that has a seed is among those whose seed is tried."""
    assert {name for name in recipes if "seed" in _parameters(recipes, name)} == {*BY_EPOCHS, *SEEDED}


def _parameters(recipes: Recipes, name: str) -> set[str]:
    return {parameter.name for parameter in recipes[name].parameters}


def _sorted(rows: Array) -> Array:
    return rows[np.lexsort(rows.T)]


def _order(each: Training) -> list[int]:
    """The numbers of the samples in the first epoch; alike ones have the first's."""
    places: dict[bytes, int] = {}
    for number, row in enumerate(each.x):
        places.setdefault(row.tobytes(), number)
    return [places[row.tobytes()] for batch in each.epochs[0] for row in batch]
