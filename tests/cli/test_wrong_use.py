"""Wrong use: one clear line, the right exit code, nothing created."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe import __version__

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "hiden-mapping"], "unknown recipe hiden-mapping — did you mean hidden-mapping?"),
        (["info", "gate"], "unknown recipe gate — did you mean gates?"),
        (["biuld"], "unknown verb biuld — did you mean build?"),
        (["slides"], "unknown verb slides — did you mean deck?"),
        (["hidden-mapping"], "did you mean vizpipe run hidden-mapping?"),
        (["hiden-maping"], "did you mean vizpipe run hidden-mapping?"),
        (["qwertz"], "there are list, run, info"),
        (["run", "hidden-mapping", "--lr", "1"], "there is no option --lr — did you mean --learning-rate?"),
        (["run", "hidden-mapping", "--epochs", "1"], "did you mean --max-epochs?"),
        (["run", "hidden-mapping", "--dpi", "1"], "did you mean --size?"),
        (["run", "hidden-mapping", "--duration", "1"], "did you mean --seconds?"),
        (["run", "gates", "--force"], "did you mean --overwrite?"),
        (["run", "hidden-mapping", "--learning-rte", "1"], "--learning-rate"),
        (["run", "hidden-mapping", "--learning-rate", "fast"], "learning-rate is fast, but must be a finite number"),
        (["run", "hidden-mapping", "--learning-rate", "-1"], "learning-rate is -1"),
        (["run", "hidden-mapping", "--learning-rate", "0"], "learning-rate is 0"),
        (["run", "hidden-mapping", "--learning-rate", "nan"], "learning-rate is nan"),
        (["run", "hidden-mapping", "--learning-rate", "inf"], "learning-rate is inf"),
        (["run", "hidden-mapping", "--learning-rate", "1e400"], "learning-rate is "),
        (["run", "hidden-mapping", "--samples", "1"], "samples is 1, but must be a whole number, 2 or more"),
        (["run", "hidden-mapping", "--samples", "1.5"], "samples is 1.5"),
        (["run", "hidden-mapping", "--max-epochs", "0"], "max-epochs is 0"),
        (["run", "hidden-mapping", "--activation", "rleu"], "did you mean relu?"),
        (["run", "loss-curves", "--batch-size", "1501"], "batch-size is 1501"),
        (
            ["run", "overfitting", "--dropout", "1"],
            "dropout is 1.0, but must be a finite number at least 0 and less than 1",
        ),
        (["run", "overfitting", "--dropout", "-0.1"], "dropout is -0.1"),
        (["run", "overfitting", "--weight-decay", "0"], "weight-decay is 0"),
        (["run", "overfitting", "--max-norm", "-1"], "max-norm is -1"),
        (["run", "overfitting", "--samples", "3"], "samples is 3, but must be a whole number from 4 to 2000"),
        (
            ["run", "training-loop", "--batch-size", "40"],
            "training-loop: batch_size is 40, but there are only 30 samples",
        ),
        (["run", "classifier", "--batch-size", "5000"], "classifier: batch_size is 5000, but only 1000 samples"),
        (["run", "outputs", "--samples", "2"], "samples is 2, but must be a whole number from 3 to 3000"),
        (["run", "it-is-a-two", "--hidden", "0"], "hidden is 0"),
        (["run", "it-is-a-two", "--hidden", "25"], "hidden is 25"),
        (["run", "it-is-a-two", "--digit", "10"], "digit is 10"),
        (["run", "generalization", "--hidden", "65"], "hidden is 65"),
        (["run", "linear-stack", "--layers", "13"], "layers is 13"),
        (["run", "neurons-draw", "--neurons", "0"], "neurons is 0"),
        (["run", "learning-rates", "--activation", "step"], "activation is step"),
        (["run", "backpropagation", "--x1", "6"], "x1 is 6"),
        (["run", "gradient-descent", "--too-large", "nan"], "too-large is nan"),
        (["run", "softmax-shift", "--steps", "1"], "steps is 1"),
        (["run", "deep-or-wide", "--turns", "0"], "turns is 0"),
        (["run", "forward-pass", "--network", "three"], "network is three"),
        (["run", "hidden-mapping", "--seed", "-1"], "seed is -1"),
        (["run", "gates", "-f", "jpg"], "unknown format jpg — did you mean png?"),
        (["run", "gates", "-f", ""], "the name of a format is empty"),
        (["run", "gates", "-f", "png,"], "the name of a format is empty"),
        (["run", "gates", "-o", ""], "-o is empty"),
        (["run", "gates", "--size"], "see vizpipe run gates --help"),
        (["run", "--size", "thumb", "gates"], "--size goes after the recipe: vizpipe run RECIPE --size …"),
        (["watch", "--theme", "dark", "gates"], "--theme goes after the recipe: vizpipe watch RECIPE --theme …"),
        (["run", "--learning-rate", "1", "hidden-mapping"], "--learning-rate goes after the recipe"),
        (["run", "--nosuch", "gates"], "there is no option --nosuch"),
        (["-C", "nowhere", "build"], "-C goes after the verb: vizpipe build -C …"),
        (["-j", "2", "check"], "-j goes after the verb: vizpipe check -j …"),
        (["info", "gates", "--texts", "--json"], "leave one out"),
        (["run", "hidden-mapping", "--compare", "data=moons"], "say which values of data, such as data="),
        (["run", "learning-rates", "--compare", "activation=tanh"], "such as activation=tanh:relu"),
        (["run", "hidden-mapping", "--data", "nosuch.csv"], "no file nosuch.csv"),
        (["run", "gates", "--size", "big"], "size is big"),
        (["run", "gates", "--size", "70000x100"], "each side may be at most 65,535 pixels"),
        (["run", "gates", "--size", "60000x60000"], "64 million"),
        (["run", "gates", "--size", "-5x100"], "size is"),
        (["run", "gates", "--fps", "0"], "fps is 0"),
        (["run", "gates", "--fps", "nan"], "fps is nan"),
        (["run", "gates", "--hold", "inf"], "hold is inf"),
        (["run", "gates", "--loop", "-1"], "loop is -1"),
        (["run", "gates", "--frames", "0"], "frames is 0"),
        (["run", "gates", "--frames", "some"], "frames is 'some'"),
        (["run", "gates", "--theme", "drak"], "drak"),
        (["run", "gates", "--name", "../x"], "can't name a file here"),
        (["run", "gates", "--name", "/etc/x"], "can't name a file here"),
        (["run", "gates", "--name", "a\\b"], "can't name a file here"),
        (["run", "gates", "--name", ""], "can't name a file here"),
        (["run", "gates", "--name", "x" * 300], "can't name a file here"),
        (["run", "gates", "--name", "CON"], "can't name a file here"),
        (["run", "gates", "-j", "0"], "0"),
        (["run", "gates", "extra"], "extra"),
        (["build"], "no vizpipe.toml here or above; vizpipe build --gallery"),
        (["build", "--gallery", "gaets"], "no asset gaets — did you mean gates?"),
        (["build", "-C", "nowhere"], "nowhere"),
        (["clean"], "no vizpipe.toml"),
        (["list", "--jsno"], "--json"),
    ],
)
def test_wrong_use_gets_one_line_and_2(vizpipe: "Vizpipe", tmp_path: Path, words: list[str], says: str) -> None:
    """Wrong use ends with 2 and one line that names it, with the nearest valid name; nothing is created."""
    done = vizpipe(*words)
    assert done.code == 2, done
    assert says in done.line
    assert not done.out
    assert list(tmp_path.iterdir()) == []


def test_a_traceback_is_shown_only_to_those_who_ask(vizpipe: "Vizpipe", project: "Project") -> None:
    """Only --traceback shows where in its code a recipe failed."""
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("index / steps", "1 / 0"))
    assert "Traceback" not in vizpipe("run", "counter").err
    assert "Traceback" in vizpipe("run", "counter", "--traceback").err
    assert "Traceback" in vizpipe("build", "--traceback").err


def test_help_without_a_verb_is_plain_help(vizpipe: "Vizpipe") -> None:
    """Help without a verb has no prefix, and no hint to what is already there."""
    for words, code in (([], 0), (["run"], 2)):
        done = vizpipe(*words)
        assert done.code == code, "the bare command asks what there is; a verb without its recipe asks for too little"
        assert done.out.startswith("Usage: vizpipe")
        assert not done.err


@pytest.mark.parametrize("value", ["²", "1" * 40, "٣"])
def test_strange_digits_are_no_frame_count(vizpipe: "Vizpipe", value: str) -> None:
    """Strange digits as a number of frames end with 2 and one line."""
    done = vizpipe("run", "gates", "--frames", value)
    assert done.code == 2
    assert "frames is" in done.line


def test_help_is_a_verb_and_v_the_version(vizpipe: "Vizpipe") -> None:
    """``help`` is all verbs, ``help VERB`` is the verb's help, ``-V`` is the version."""
    assert vizpipe("help") == vizpipe("--help")
    assert vizpipe("help", "build") == vizpipe("build", "--help")
    assert vizpipe("-V").out == vizpipe("--version").out == f"vizpipe {__version__}\n"
