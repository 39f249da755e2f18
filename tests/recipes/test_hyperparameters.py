"""Hyperparameters: training moves every parameter and none of them."""

import numpy as np

from films import Recipes, module_of
from vizpipe import nn


def test_training_moves_parameters_and_no_hyperparameter(recipes: Recipes) -> None:
    """Every parameter of every network moves; how many there are follows from the choice; one unit is too few."""
    film = recipes["hyperparameters"].film()
    first, last = film[0], film[-1]
    assert [len(vector) for vector in last.parameters] == [5, 13, 13, 33]
    for before, after in zip(first.parameters, last.parameters, strict=True):
        assert (before != after).all()
    one, three, slow, many = last.accuracies
    same = module_of("hyperparameters")
    choice = same.CHOICES[3]
    assert (choice.hidden, choice.batch) == (8, 8)
    rng = np.random.default_rng([3, 1])
    network = same.network_of(choice)
    run = nn.train(
        network,
        network.initial(rng, nn.initializers.xavier),
        last.samples,
        last.labels,
        loss=nn.binary_cross_entropy,
        optimizer=nn.Adam(choice.learning_rate),
        batch_size=8,
        rng=rng,
    )
    again = [next(run) for _ in range(60)][-1]
    np.testing.assert_array_equal(again.parameters, last.fourth)  # its choices are what it was trained with
    assert three > one + 0.1
    assert three > slow + 0.1
    assert many > one + 0.1
