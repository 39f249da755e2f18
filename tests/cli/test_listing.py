"""What there is: list and info, for people and machines, and what a shell completes."""

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from vizpipe import cli
from vizpipe.cli import verbs
from vizpipe.registry.index import CHAPTERS

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


@pytest.mark.parametrize("name", verbs.VERBS)
def test_the_list_of_verbs_says_what_each_says_of_itself(name: str) -> None:
    """What ``--help`` lists of a verb without importing it is how the verb's own help begins."""
    verb = cli.vizpipe.get_command(click.Context(cli.vizpipe), name)
    assert verb is not None
    assert " ".join((verb.help or "").partition("\n\n")[0].split()) == verbs.VERBS[name].help


OFFERED = {
    "vizpipe ru": "run",
    "vizpipe run ga": "gates",
    "vizpipe run hidden-mapping --le": "--learning-rate",
    "vizpipe run hidden-mapping --activation r": "relu",
    "vizpipe info lo": "loss-curves",
    "vizpipe run gates --theme d": "dark",
    "vizpipe run gates --size sl": "slide",
    "vizpipe run gates -f p": "pdf",
    "vizpipe run gates -f gif,p": "gif,png",
    "vizpipe run hidden-mapping --compare activation,l": "activation,layers",
    "vizpipe deck ga": "gates",
    "vizpipe build --gallery hidden-mapping-r": "hidden-mapping-relu-fast",
}


@pytest.mark.parametrize(("words", "offered"), OFFERED.items())
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


@pytest.mark.parametrize("verb", ["build", "check", "embed", "gallery", "deck"])
def test_assets_of_the_project_are_completed(vizpipe: "Vizpipe", project: "Project", verb: str) -> None:
    """Where a verb takes assets, a shell completes those of the project file."""
    project.write("vizpipe.toml", '[assets.spring]\nrecipe = "gates"\n[assets.summer]\nrecipe = "gates"\n')
    env = {"_VIZPIPE_COMPLETE": "bash_complete", "COMP_WORDS": f"vizpipe {verb} s", "COMP_CWORD": "2"}
    assert {"plain,spring", "plain,summer"} <= set(vizpipe(env=env).out.split())


@pytest.fixture
def shown(shared_cache: Path) -> Callable[..., str]:
    """Run a command whose standard output is a terminal of 60 columns, and give what it shows."""

    def run(*words: str, **env: str) -> str:
        mine, its = pty.openpty()
        with os.fdopen(mine, "rb", 0) as screen:
            surroundings = os.environ | {"COLUMNS": "60", "TERM": "xterm", "VIZPIPE_CACHE": str(shared_cache)} | env
            command = [sys.executable, "-m", "vizpipe", *words]
            with subprocess.Popen(command, stdout=its, stderr=its, stdin=subprocess.DEVNULL, env=surroundings) as done:
                os.close(its)
                parts: list[bytes] = []
                with contextlib.suppress(OSError):  # the other end is closed
                    while part := screen.read(4096):
                        parts.append(part)
            assert done.returncode in (0, 2)
        return b"".join(parts).decode().replace("\r\n", "\n")

    return run


def test_a_terminal_shows_recipes_by_chapter_and_wraps_by_word(shown: Callable[..., str], vizpipe: "Vizpipe") -> None:
    """On a terminal recipes stand under the headings of their chapters, and claims are wrapped between words."""
    lines = shown("list", NO_COLOR="1").splitlines()
    assert [line for line in lines if line in CHAPTERS] == [name for name in CHAPTERS if name in lines]
    below = lines[lines.index("Perceptron and gates") :]
    assert any(line.startswith("  gates ") for line in below[: below.index("")])
    assert max(map(len, lines[:-1])) <= 60
    told = " ".join(" ".join(lines).split())
    claims = [line.split("  ")[-1].strip() for line in vizpipe("list").out.splitlines()]
    assert all(claim in told for claim in claims)


def test_words_choose_among_the_recipes(vizpipe: "Vizpipe") -> None:
    """``list WORD`` lists recipes that are about all of the words; if there is none, it says so and ends with 2."""
    found = [line.split()[0] for line in vizpipe("list", "XOR", "line").out.splitlines()]
    assert "gates" in found
    assert "classifier" not in found
    assert [card["name"] for card in vizpipe("list", "XOR", "line", "--json").json] == found
    assert vizpipe("list", "qwertz").code == 2


def test_own_recipes_are_told_from_those_that_come_along(vizpipe: "Vizpipe", project: "Project") -> None:
    """A recipe of the project's folder is marked as one's own."""
    assert (project.root / "figures").is_dir()
    own = [line.split()[0] for line in vizpipe("list").out.splitlines() if line.endswith("(your own)")]
    assert own == ["counter"]


def test_only_a_terminal_gets_colour_unless_somebody_asks(shown: Callable[..., str], vizpipe: "Vizpipe") -> None:
    """Words are coloured on a terminal; NO_COLOR takes that away, FORCE_COLOR gives it to a pipe."""
    assert "\x1b[" in shown("--help")
    assert "\x1b[" in shown("buidl")
    assert "\x1b[" not in shown("--help", NO_COLOR="1") + shown("buidl", NO_COLOR="1") + shown("--help", TERM="dumb")
    assert "\x1b[" not in vizpipe("--help").out + vizpipe("buidl").err
    assert "\x1b[" in vizpipe("--help", env={"FORCE_COLOR": "1"}).out
    assert "\x1b[" in vizpipe("buidl", env={"FORCE_COLOR": "1"}).err


def test_the_list_of_verbs_fits_80_columns(vizpipe: "Vizpipe") -> None:
    """No line of the help of all verbs is cut or longer than 80 columns, and every verb is in it."""
    told = vizpipe("--help", env={"COLUMNS": "80"}).out
    assert max(map(len, told.splitlines())) <= 80
    assert "..." not in told.partition("Options:")[2]
    assert all(f"{verb.help}\n" in told for verb in verbs.VERBS.values())


def test_progress_has_a_bar_and_the_result_names_both_times(shown: Callable[..., str], tmp_path: Path) -> None:
    """While it draws, a terminal shows how far it is, as a bar too; the result names both times."""
    told = shown(
        "run", "softmax-shift", "--size", "320x240", "-j", "1", "-o", str(tmp_path), NO_COLOR="1", COLUMNS="90"
    )
    assert re.search(r"drawing frame \d+ of \d+, \d+ s left  ━+·+", told)
    assert re.search(r"frames, [\d.]+ s  made in [\d.]+ s$", told, re.MULTILINE)


def test_what_a_recipe_prints_stands_on_lines_of_its_own(
    shown: Callable[..., str], project: "Project", monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal a printed line takes the place of the line of progress, and begins where lines begin."""
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("        yield Step", "        print('step', index)\n        yield Step"))
    monkeypatch.chdir(project.root)
    lines = shown("run", "counter", "-j", "1").split("\n")
    wiped = [line[line.rindex("\r") :] for line in lines if "step " in line]
    assert wiped == [f"\r\x1b[Kstep {index}" for index in range(3)]
