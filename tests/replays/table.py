"""Which replay belongs to which recipe, and the settings at which they are compared.

Settings are short, and odd enough to tell things apart: last mini-batches are smaller, classes of unequal size, every
parameter is another one at least once, and there are two seeds.
"""

from collections.abc import Callable
from typing import Any

from replays import Replay, compare, curves, digits, folds, formulas, networks_seen, planes, spirals, structures
from vizpipe.parameters import brought
from vizpipe.recipe import Recipe

Settings = tuple[dict[str, Any], ...]
TABLE: dict[str, tuple[Callable[..., Replay], Settings]] = {
    "activations": (formulas.activations, ({}, {"reach": 1.3})),
    "backpropagation": (
        formulas.backpropagation,
        ({}, {"x1": -0.7, "w1": 1.1, "x2": 0.4, "w2": -2.0, "b": -0.3, "t": 0.2}),
    ),
    "batch-loss": (digits.batch_loss, ({"draws": 12}, {"draws": 10, "seed": 4})),
    "classifier": (
        curves.classifier,
        (
            {"samples": 417, "epochs": 3},
            {"samples": 350, "batch_size": 150, "epochs": 2, "learning_rate": 0.5, "seed": 3},
        ),
    ),
    "deep-or-wide": (
        spirals.deep_or_wide,
        (
            {"samples": 250, "epochs": 6},
            {"samples": 121, "epochs": 3, "turns": 1.0, "learning_rate": 0.03, "seed": 2},
            {"samples": 20, "epochs": 70},
            {"samples": 30, "epochs": 3, "data": "moons", "wide": "7", "deep": "4,3"},
        ),
    ),
    "depth-and-error": (formulas.depth_and_error, ({},)),
    "digits-in-the-plane": (
        digits.digits_in_the_plane,
        ({"epochs": 2}, {"epochs": 25, "learning_rate": 0.002, "seed": 4}),
    ),
    "features": (
        digits.features,
        ({"epochs": 3}, {"epochs": 2, "hidden": 3, "learning_rate": 0.02, "seed": 5}),
    ),
    "first-units": (
        networks_seen.first_units,
        ({"epochs": 2}, {"units": 5, "epochs": 3, "learning_rate": 0.01, "weight_decay": 0.1, "seed": 2}),
    ),
    "forward-pass": (formulas.forward_pass, tuple({"network": name} for name in formulas.PRINTED)),
    "gates": (formulas.gates, ({},)),
    "generalization": (
        curves.generalization,
        (
            {"iterations": 300, "hidden": 5},
            {"samples": 9, "tests": 5, "hidden": 4, "iterations": 59, "learning_rate": 0.05, "seed": 2},
        ),
    ),
    "gradient-descent": (
        formulas.gradient_descent,
        (
            {"steps": 130},
            {"surface": "valley", "learning_rate": 0.95, "too_large": 1.02, "too_small": 0.05, "steps": 40},
        ),
    ),
    "hidden-mapping": (
        planes.hidden_mapping,
        (
            {"samples": 101, "max_epochs": 4},
            {
                "activation": "relu",
                "learning_rate": 0.1,
                "samples": 75,
                "target_loss": 0.6,
                "max_epochs": 30,
                "seed": 3,
            },
            {"samples": 20, "max_epochs": 2, "target_loss": None, "as_published": True},
            {"samples": 30, "max_epochs": 3, "layers": "4,3", "data": "moons"},
        ),
    ),
    "hyperparameters": (
        planes.hyperparameters,
        ({"epochs": 3, "samples": 90}, {"epochs": 1, "samples": 45, "data": "moons", "seed": 8}),
    ),
    "initial-weights": (
        digits.initial_weights,
        ({"epochs": 1, "batch_size": 750}, {"epochs": 2, "learning_rate": 0.02, "batch_size": 1500, "seed": 3}),
    ),
    "it-is-a-two": (
        digits.it_is_a_two,
        (
            {"iterations": 60, "learning_rate": 0.05, "digit": 3, "seed": 0},
            {
                "iterations": 12,
                "hidden": 5,
                "learning_rate": 0.03,
                "weight_decay": 0.1,
                "digit": 2,
                "seed": 2,
            },
        ),
    ),
    "layers-in-the-plane": (
        networks_seen.layers_in_the_plane,
        ({"epochs": 2}, {"layers": "9,2", "samples": 31, "epochs": 3, "learning_rate": 0.01, "seed": 4}),
    ),
    "learning-curves": (
        planes.learning_curves,
        ({"epochs": 5}, {"samples": 33, "epochs": 4, "learning_rate": 0.1, "seed": 7}),
    ),
    "learning-rates": (
        planes.learning_rates,
        (
            {"epochs": 4, "samples": 101},
            {"epochs": 2, "samples": 70, "activation": "relu", "layers": "5,3", "data": "moons", "seed": 3},
        ),
    ),
    "linear-stack": (planes.linear_stack, ({}, {"layers": 3, "samples": 30, "data": "moons", "seed": 1})),
    "logged-images": (
        networks_seen.logged_images,
        ({"epochs": 3}, {"code": 3, "epochs": 60, "learning_rate": 0.01, "seed": 3}),
    ),
    "loss-curves": (
        digits.loss_curves,
        ({"epochs": 3}, {"epochs": 2, "learning_rate": 0.7, "hidden": 7, "batch_size": 400, "seed": 2}),
    ),
    "losses": (formulas.losses, ({},)),
    "matrices": (formulas.matrices, ({},)),
    "neuron": (curves.neuron, ({"steps": 70}, {"steps": 9, "samples": 5, "learning_rate": 0.3, "seed": 2})),
    "neurons-draw": (curves.neurons_draw, ({"neurons": 4}, {"neurons": 9})),
    "nine-seeds": (
        planes.nine_seeds,
        (
            {"epochs": 6, "samples": 51, "learning_rate": 0.5},
            {"epochs": 1, "samples": 50, "activation": "tanh", "learning_rate": 0.1, "data": "moons", "seed": 5},
        ),
    ),
    "optimizers": (
        digits.optimizers,
        ({"steps": 4, "mini_batches": 3}, {"steps": 9, "mini_batches": 1, "layers": "6", "seed": 2}),
    ),
    "outputs": (
        curves.outputs_for_tasks,
        ({"epochs": 3}, {"epochs": 2, "samples": 50, "learning_rate": 0.1, "seed": 7}),
    ),
    "overfitting": (
        planes.overfitting,
        (
            {"epochs": 12, "patience": 2, "learning_rate": 0.2},
            {
                "samples": 25,
                "epochs": 5,
                "dropout": 0.2,
                "weight_decay": 0.1,
                "max_norm": 0.5,
                "patience": 9,
                "seed": 6,
            },
            {"samples": 12, "epochs": 2, "dropout": 0.0, "data": "three-clouds"},
            {"samples": 30, "epochs": 9, "layers": "6,5"},
            {"samples": 5, "epochs": 100},
        ),
    ),
    "partial-derivatives": (
        formulas.partial_derivatives,
        ({}, {"h": 1e-3, "steps": 9, "x0": -1.234, "x1": 0.5}),
    ),
    "perceptron-rule": (curves.perceptron_rule, ({}, {"ticks": 19, "learning_rate": 0.1})),
    "plane-folds": (
        folds.plane_folds,
        (
            {"samples": 101, "max_epochs": 3},
            {"samples": 75, "max_epochs": 30, "target_loss": 0.6, "learning_rate": 0.1, "seed": 2},
            {"samples": 40, "max_epochs": 1, "target_loss": None, "data": "moons", "seed": 4},
        ),
    ),
    "rates-and-activations": (
        planes.rates_and_activations,
        ({"epochs": 3, "samples": 101}, {"epochs": 2, "samples": 50, "data": "moons", "seed": 4}),
    ),
    "sigmoid-to-step": (
        formulas.sigmoid_to_step,
        ({}, {"steepest": 0.6, "samples": 500, "steps": 7, "seed": 4}),
    ),
    "softmax-shift": (formulas.softmax_shift, ({}, {"largest": 706.0, "steps": 8}, {"scores": "far", "steps": 6})),
    "structure": (structures.structure, ({"epochs": 1}, {"epochs": 2, "learning_rate": 0.02, "seed": 3})),
    "three-steps": (
        curves.three_steps,
        ({"functions": 30}, {"functions": 7, "samples": 9, "learning_rate": 0.1, "seed": 2}),
    ),
    "training-loop": (
        curves.training_loop,
        (
            {},
            {"samples": 20, "batch_size": 8, "epochs": 2, "learning_rate": 0.3, "seed": 4},
            {"samples": 7, "batch_size": 7},
        ),
    ),
    "weights-and-bias": (formulas.weights_and_bias, ({}, {"frames_each": 7})),
    "weights-by-layer": (
        networks_seen.weights_by_layer,
        ({"epochs": 2}, {"layers": "9,7,5", "epochs": 3, "learning_rate": 0.01, "seed": 3}),
    ),
    "xor-duel": (curves.xor_duel, ({}, {"ticks": 25, "learning_rate": 0.3, "neuron_rate": 0.7, "seed": 2})),
}
LOOSE = {"gradient-descent": 1e-6, "sigmoid-to-step": 1e-6}
"""Relative tolerance where a difference quotient stands on either side."""


ROWS = {parameter.name for parameter in brought.ROWS}
"""What says which rows of a file are meant: no recipe computes with it, and tests/tables/ proves what comes of it.
So are images, which are digits here."""


def replayed(recipe: Recipe[..., Any]) -> None:
    """Raise AssertionError where a recipe's frames are not its replay's, at any of the settings."""
    replay, settings = TABLE[recipe.name]
    for given in settings:
        film = recipe.film(**given)
        values = {name: value for name, value in film.parameters.items() if name not in ROWS}
        values = {name: value for name, value in values.items() if (name, value) != ("data", "digits")}
        compare(film, replay(**values), LOOSE.get(recipe.name, 1e-7))
