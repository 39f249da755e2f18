"""Generalization: what is learned by heart does not hold for unseen points."""

import pytest

from films import Recipes, module_of, said


def test_what_is_learned_by_heart_does_not_generalize(recipes: Recipes) -> None:
    """For most of five seeds, and the default, the test loss is lowest early, the training loss at the end."""
    worse = 0
    for seed in range(5):
        film = recipes["generalization"].film(seed=seed)
        train, test = film.column("train_loss"), film.column("test_loss")
        assert train[-1] < 0.2 * train[0]
        worse += test[-1] > 1.3 * test.min()
    assert worse >= 4
    film = recipes["generalization"].film()
    assert film.column("test_loss")[-1] > 2 * film.column("test_loss").min()
    assert not {tuple(row) for row in film[0].train} & {tuple(row) for row in film[0].test}


def test_the_best_step_is_the_best_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lowest loss on unseen points is looked for in every step, not only in those that are shown."""
    module = module_of("generalization")
    recipe = module.generalization
    shown = recipe.film(iterations=150)
    monkeypatch.setattr(module, "FRAMES", 5000)
    whole = recipe.film(iterations=150)
    losses = whole.column("test_loss")
    assert len(whole) == 151
    assert len(shown) < 60
    assert shown[-1].best_step == int(losses.argmin())
    assert shown[-1].best_loss == losses.min()
    assert shown[-1].best_loss < shown.column("test_loss").min()


@pytest.mark.parametrize("given", [{"iterations": 2}, {"samples": 500, "iterations": 150}])
def test_noise_is_learned_only_where_it_is(recipes: Recipes, given: dict[str, int]) -> None:
    """A short training, or one on many points, has not learned the noise, and its caption doesn't say it has."""
    recipe = recipes["generalization"]
    assert "noise" not in said(recipe, **given)
