"""Deep or wide: deep beats wide on spirals."""

from films import Recipes, module_of


def test_deep_beats_wide_on_spirals(recipes: Recipes) -> None:
    """With exactly as many parameters, the deep network's final loss is lower for each of four seeds."""
    wide, deep = module_of("deep-or-wide").NETWORKS
    assert wide.parameter_count == deep.parameter_count == 217
    for seed in range(4):
        last = recipes["deep-or-wide"].film(seed=seed)[-1]
        assert last.losses[1] < 0.5 * last.losses[0], seed
