"""What there is: list and info, for people and machines, and what a shell completes."""

import json
import re
from typing import TYPE_CHECKING

import click
import pytest

from vizpipe import cli

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_list_json_has_the_plans_shape(vizpipe: "Vizpipe") -> None:
    """``list --json`` is an array of cards with the planned keys; every parameter has type, default and help."""
    cards = vizpipe("list", "--json").json
    assert {"activations", "gates", "hidden-mapping", "loss-curves"} <= {card["name"] for card in cards}
    for card in cards:
        assert set(card) == {"name", "title", "claim", "kind", "parameters", "variants", "module", "origin"}
        assert card["kind"] in ("figure", "animation")
        for parameter in card["parameters"].values():
            assert {"type", "default", "help"} <= set(parameter)
    hidden = next(card for card in cards if card["name"] == "hidden-mapping")
    names = {"activation", "learning_rate", "max_epochs", "target_loss", "samples", "seed", "as_published"}
    names |= {"layers", "data", "label", "x", "raw"}
    assert set(hidden["parameters"]) == names
    assert hidden["parameters"]["activation"]["choices"] == ["tanh", "relu"]
    assert hidden["parameters"]["learning_rate"]["minimum"] == 0


def test_list_and_info_speak_to_people(vizpipe: "Vizpipe") -> None:
    """``list`` gives people a line a recipe, ``info`` all about one."""
    assert re.search(r"^gates +figure +One neuron", vizpipe("list").out, re.MULTILINE)
    about = vizpipe("info", "hidden-mapping").out
    for words in (
        "bends the plane",
        "--learning-rate 0.01",
        "greater than 0",
        "one of tanh, relu",
        "or none",
        "vizpipe run",
    ):
        assert words in about


@pytest.mark.parametrize("name", cli.VERBS)
def test_the_list_of_verbs_says_what_each_says_of_itself(name: str) -> None:
    """What ``--help`` lists of a verb without importing it is how the verb's own help begins."""
    verb = cli.vizpipe.get_command(click.Context(cli.vizpipe), name)
    assert verb is not None
    assert " ".join((verb.help or "").partition("\n\n")[0].split()) == cli.VERBS[name].help


@pytest.mark.parametrize(
    ("words", "offered"),
    [("vizpipe ru", "run"), ("vizpipe run ga", "gates"), ("vizpipe run hidden-mapping --le", "--learning-rate"),
     ("vizpipe run hidden-mapping --activation r", "relu"), ("vizpipe info lo", "loss-curves")],
)  # fmt: skip
def test_bash_completes_recipes_options_and_values(vizpipe: "Vizpipe", words: str, offered: str) -> None:
    """Bash is answered from cards when it asks which recipes, options and values complete a word."""
    env = {"_VIZPIPE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    assert offered in vizpipe(env=env).out.replace("\n", " ").replace("plain,", " ").split()


def test_what_a_recipe_prints_does_not_spoil_json(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """What a recipe prints goes to standard error and does not spoil JSON."""
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("class Step", "print('noise')\nclass Step"))
    listed = vizpipe("list", "--json", env=own_cache)
    assert json.loads(listed.out)
    built = vizpipe("build", "--json", env=own_cache)
    assert json.loads(built.out)["trained"] == 1
