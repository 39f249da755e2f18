"""Films laid out for comparison: rows and columns by parameters."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from films import Recipes
from vizpipe.parameters.parameter import complete
from vizpipe.project.asset import new_asset
from vizpipe.registry import registry
from vizpipe.registry.loading import make_cards, read_cards

if TYPE_CHECKING:
    from conftest import Vizpipe


def test_films_are_laid_out_for_comparison(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Films are laid out in rows and columns by two parameters: of the variants, all choices, or values given."""
    done = vizpipe(
        *("run", "hidden-mapping", "--max-epochs", "2", "--size", "960x500"),
        *("--compare", "activation,learning-rate=0.01:0.1:1", "--name", "a", "-f", "png"),
    )
    assert done.code == 0, done
    assert "--compare activation=tanh:relu,learning_rate=0.01:0.1:1.0" in vizpipe("info", "a.png").out
    (tmp_path / "vizpipe.toml").write_text(
        '[assets.b]\nrecipe = "hidden-mapping"\nsize = "640x300"\ncompare = ["activation"]\nformats = ["png"]\n'
        'parameters = { max_epochs = 2 }\n[assets.b.matrix]\nactivation = ["tanh", "relu"]\nseed = [1, 2]\n'
    )
    made = vizpipe("build", "--json").json
    assert [each["name"] for each in made["assets"]] == ["b-1", "b-2"]
    assert made["trained"] == 4


@pytest.mark.parametrize(
    ("compare", "says"),
    [
        ("activatoin", "did you mean activation?"),
        ("seed", "say which values of seed"),
        ("", "must name one or two"),
        ("activation,seed=1:2,samples=1:2", "must name one or two"),
        ("activation,activation", "twice"),
        ("seed=1:x", "seed is x"),
        ("seed=" + ":".join(map(str, range(40))), "2 to 36"),
    ],
)
def test_comparisons_that_make_no_sense_are_refused(vizpipe: "Vizpipe", compare: str, says: str) -> None:
    """A comparison that makes no sense ends with 2 and one line."""
    done = vizpipe("run", "hidden-mapping", f"--compare={compare}")
    assert done.code == 2
    assert says in done.line


def test_the_second_parameter_goes_across(recipes: Recipes, shared_cache: Path) -> None:
    """Films stand in the order of reading, the first parameter down, the second across."""
    del recipes, shared_cache
    (card,) = (
        card
        for source in registry.built_in()
        if source.path.endswith("hidden_mapping.py")
        for card in read_cards(make_cards(source))
    )
    made = new_asset("a", card, complete(card.parameters, {}, ""), compare="activation,seed=1:2:3")
    assert made.look.columns == 3
    assert [each["seed"] for each in made.multiples] == [1, 2, 3, 1, 2, 3]
    assert made.look.labels[0] == "tanh, seed 1"
