"""What users get wrong: one clear line, the right exit code, nothing created."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "hiden-mapping"], "unknown recipe hiden-mapping — did you mean hidden-mapping?"),
        (["info", "gate"], "unknown recipe gate — did you mean gates?"),
        (["biuld"], "unknown verb biuld — did you mean build?"),
        (["run", "hidden-mapping", "--learning-rte", "1"], "--learning-rate"),
        (["run", "hidden-mapping", "--learning-rate", "fast"], "learning-rate is fast, but must be a finite number"),
        (["run", "hidden-mapping", "--learning-rate", "-1"], "learning-rate is -1"),
        (["run", "hidden-mapping", "--learning-rate", "0"], "learning-rate is 0"),
        (["run", "hidden-mapping", "--learning-rate", "nan"], "learning-rate is nan"),
        (["run", "hidden-mapping", "--learning-rate", "inf"], "learning-rate is inf"),
        (["run", "hidden-mapping", "--learning-rate", "1e400"], "learning-rate is "),
        (["run", "hidden-mapping", "--samples", "1"], "samples is 1, but must be a whole number at least 2"),
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
        (["run", "overfitting", "--samples", "3"], "samples is 3, but must be a whole number at least 4"),
        (
            ["run", "training-loop", "--batch-size", "40"],
            "training-loop: batch_size is 40, but there are only 30 samples",
        ),
        (["run", "classifier", "--batch-size", "5000"], "classifier: batch_size is 5000, but only 1000 samples"),
        (["run", "outputs", "--samples", "2"], "samples is 2, but must be a whole number at least 3"),
        (["run", "it-is-a-two", "--hidden", "0"], "hidden is 0"),
        (["run", "it-is-a-two", "--hidden", "25"], "hidden is 25"),
        (["run", "it-is-a-two", "--digit", "10"], "digit is 10"),
        (["run", "generalization", "--hidden", "65"], "hidden is 65"),
        (["run", "linear-stack", "--layers", "13"], "layers is 13"),
        (["run", "neurons-draw", "--neurons", "0"], "neurons is 0"),
        (["run", "neurons-draw", "--shape", "dog"], "shape is dog"),
        (["run", "backpropagation", "--x1", "6"], "x1 is 6"),
        (["run", "gradient-descent", "--too-large", "nan"], "too-large is nan"),
        (["run", "softmax-shift", "--steps", "1"], "steps is 1"),
        (["run", "deep-or-wide", "--turns", "0"], "turns is 0"),
        (["run", "forward-pass", "--network", "three"], "network is three"),
        (["run", "hidden-mapping", "--seed", "-1"], "seed is -1"),
        (["run", "gates", "-f", "jpg"], "unknown format jpg — did you mean png?"),
        (["run", "gates", "-f", ""], "unknown format"),
        (["run", "gates", "--size", "big"], "size is big"),
        (["run", "gates", "--size", "70000x100"], "65535"),
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
    """The line names what was wrong, with the nearest valid name; nothing is created."""
    done = vizpipe(*words)
    assert done.code == 2, done
    assert says in done.line
    assert not done.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[assets.one]\nrecipe = 3", "assets.one.recipe must be a text"),
        ("[assets.one]\nrecpe = 'gates'", "unknown key assets.one.recpe — did you mean recipe?"),
        ("[asets.one]\nrecipe = 'gates'", "unknown key asets — did you mean assets?"),
        ("[assets.one]\nformats = ['png']", "assets.one: recipe is missing"),
        ("[assets.one]\nrecipe = 'gaets'", "assets.one: unknown recipe gaets — did you mean gates?"),
        ("[assets.one]\nrecipe = 'gates'\nformats = 'png'", "assets.one: formats must be a list"),
        ("[assets.one]\nrecipe = 'gates'\nformats = ['pgn']", "unknown format pgn — did you mean png?"),
        ("[assets.one]\nrecipe = 'gates'\nsize = 100", "assets.one: size must be a text"),
        ("[assets.one]\nrecipe = 'gates'\nfps = '10'", "assets.one: fps is '10'"),
        ("[assets.one]\nrecipe = 'gates'\nfps = nan", "assets.one: fps is nan"),
        ("[assets.one]\nrecipe = 'gates'\nframes = true", "assets.one: frames is True"),
        ("[assets.one]\nrecipe = 'gates'\ntheme = 'drak'", "did you mean dark?"),
        (
            "[assets.one]\nrecipe = 'activations'\n[assets.one.parameters]\nreach = -1",
            "assets.one: parameters: reach is -1",
        ),
        (
            "[assets.one]\nrecipe = 'activations'\n[assets.one.parameters]\nraech = 1",
            "no parameter raech — did you mean reach",
        ),
        ("[assets.one]\nrecipe = 'activations'\n[assets.one.parameters]\nreach = [1]", "reach is [1]"),
        (
            "[assets.one]\nrecipe = 'activations'\n[assets.one.matrix]\nreach = 1",
            "assets.one.matrix.reach must be a list",
        ),
        ("[assets.one]\nrecipe = 'activations'\n[assets.one.matrix]\nreach = [1, inf]", "reach is inf"),
        ("[assets.'../x']\nrecipe = 'gates'", "can't name a file"),
        ("[assets.'a/b']\nrecipe = 'gates'", "can't name a file"),
        ('[assets."a\\u0000b"]\nrecipe = "gates"', "can't name a file"),
        ("[assets.One]\nrecipe = 'gates'\n[assets.one]\nrecipe = 'gates'", "two assets are called one"),
        (
            "[assets]\na = {recipe = 'gates', formats = ['png', 'filmstrip.png']}\na-filmstrip = {recipe = 'gates'}",
            "a and a-filmstrip would both write a-filmstrip.png",
        ),
        ("assets = 3", "assets must be a table"),
        ("[assets]\none = 3", "assets.one must be a table"),
        ("outputs = '../elsewhere'", "leads outside the project"),
        ("outputs = '/tmp'", "leads outside the project"),
        ("recipes = 'nowhere'", "there is no folder nowhere"),
        ("recipes = 3", "recipes must be a text"),
        ("this is no toml", "vizpipe.toml"),
        ("a = 1\na = 2", "vizpipe.toml"),
        ("x = " + "[" * 3000, "vizpipe.toml"),
    ],
)
def test_a_wrong_project_file_names_file_and_key(vizpipe: "Vizpipe", tmp_path: Path, text: str, says: str) -> None:
    """One line, exit code 2, nothing created."""
    (tmp_path / "vizpipe.toml").write_text(text)
    done = vizpipe("build")
    assert done.code == 2, done
    assert says in done.line
    assert "vizpipe.toml" in done.line
    assert [path.name for path in tmp_path.iterdir()] == ["vizpipe.toml"]


BROKEN = [
    ("yield Step(index, index / steps)", "yield Step(index, float('nan'))", r"counter: frame 0 (epoch 0): x is nan"),
    ("yield Step(index, index / steps)", "yield Step(index, 1 / (1 - index))", "counter: frame 1: ZeroDivisionError"),
    ("yield Step(index, index / steps)", "yield from ()", "counter: it yielded no frame"),
    ("yield Step(index, index / steps)", "import os; os._exit(3); yield", "exit code 3"),
    ("yield Step(index, index / steps)", "import sys; sys.exit(3); yield", "sys.exit(3)"),
    ("yield Step(index, index / steps)", "raise BaseException('a\\nb\\x1b[31m'); yield", "a b\\x1b[31m"),
    ("yield Step(index, index / steps)", "raise GeneratorExit; yield", "GeneratorExit"),
    ("yield Step(index, index / steps)", "raise KeyboardInterrupt; yield", "frame 0: KeyboardInterrupt"),
    (
        "yield Step(index, index / steps)",
        "raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0}); yield",
        "frame 0: Odd: (it can't be put into words)",
    ),
    ("yield Step(index, index / steps)", "yield index", "is a int, not a Step"),
    ("    axes.plot([frame.x]", "    assert frame.epoch < 2\n    axes.plot([frame.x]", "counter: drawing frames"),
    ("    axes.plot([frame.x]", "    import os; os._exit(4)\n    axes.plot([frame.x]", "exit code 4"),
    ("    axes.plot([frame.x]", "    axes.set_title(str(frame.x))\n    axes.plot([frame.x]", "draw, frame"),
    ("    axes.set_xlim(0, 1)", "    axes.set_xlim(0, 1 / 0)", "counter: its stage: ZeroDivisionError"),
    ('f"A dot', 'f"{1 / 0}A dot', "ZeroDivisionError"),
    ("steps: Count = 3", "steps=3", "counter.py: counter: parameter steps has no type"),
    ("steps: Count = 3", "fps: Count = 3", "counter.py: counter: parameter fps: the name is one of run's own"),
    ("from typing import NamedTuple", "from typing import NamedTuple\nimport os; os._exit(5)", "exit code 5"),
    ("from typing import NamedTuple", "from typing import NamedTuple\nimport nothing_here", "nothing_here"),
]


@pytest.mark.parametrize(("old", "new", "says"), BROKEN)
def test_a_broken_recipe_is_named_and_the_old_file_stays(
    vizpipe: "Vizpipe", project: "Project", old: str, new: str, says: str
) -> None:
    """Exit code 1, one line with recipe, frame and file; what was published before stands as it was."""
    assert vizpipe("build").code == 0
    before = (project.root / "outputs" / "one.gif").read_bytes()
    path = project.root / "figures" / "counter.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    done = vizpipe("build")
    assert done.code == 1, done
    assert says in done.line
    assert (project.root / "outputs" / "one.gif").read_bytes() == before
    assert project.files == ["manifest.json", "one.gif"]
    run = vizpipe("run", "counter", "-o", "elsewhere")
    assert run.code == 1, run
    assert says in run.line


def test_a_diverging_training_names_recipe_and_epoch(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """And the old file stays."""
    (tmp_path / "a.gif").write_bytes(b"old")
    done = vizpipe("run", "hidden-mapping", "--learning-rate", "1e308", "--name", "a", "-f", "gif", "--overwrite")
    assert done.code == 1, done
    assert "hidden-mapping: frame 1 (epoch 1): parameters is" in done.line
    assert "the training diverged" in done.line
    assert (tmp_path / "a.gif").read_bytes() == b"old"


def test_a_traceback_is_shown_only_to_those_who_ask(vizpipe: "Vizpipe", project: "Project") -> None:
    """--traceback shows where the recipe failed."""
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("index / steps", "1 / 0"))
    assert "Traceback" not in vizpipe("run", "counter").err
    assert "Traceback" in vizpipe("run", "counter", "--traceback").err
    assert "Traceback" in vizpipe("build", "--traceback").err


def test_two_recipes_of_one_name_are_an_error_that_names_both(vizpipe: "Vizpipe", project: "Project") -> None:
    """Whoever asks for the name, in list, run or build, gets both files; other recipes work."""
    project.write("figures/gates.py", (project.root / "figures/counter.py").read_text())
    (project.root / "figures/counter.py").rename(project.root / "figures/other.py")
    for words in (["list"], ["run", "counter"], ["build"]):
        done = vizpipe(*words)
        assert done.code == 1
        assert "gates.py" in done.err
        assert "other.py" in done.err
    assert vizpipe("run", "gates", "--size", "64x64").code == 0


@pytest.mark.parametrize("words", [["run", "gates", "-o", "file/below"], ["run", "gates", "-o", "file"]])
def test_an_output_folder_that_cannot_be_made_ends_with_3(vizpipe: "Vizpipe", tmp_path: Path, words: list[str]) -> None:
    """One line that names it, before any training."""
    (tmp_path / "file").write_text("mine")
    done = vizpipe(*words)
    assert done.code == 3, done
    assert "file" in done.line
    assert "training" not in done.err
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only where there is a /proc")
def test_a_folder_that_the_system_keeps_for_itself_ends_with_3(vizpipe: "Vizpipe") -> None:
    """Where nobody can write, not even root: 3 and the folder's name, before any training."""
    done = vizpipe("run", "gates", "-o", "/proc/vizpipe")
    assert done.code == 3, done
    assert "/proc/vizpipe" in done.line


def without_power(words: list[str], cwd: Path, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run the command as one for whom permissions count: another user than root, or root without its power to override.

    On Linux root may write anywhere by a capability, which a process can give up for its children.
    """
    code = "import os, sys\n"
    if os.getuid() == 0:
        code += "import ctypes\nfor power in (1, 2):\n    assert not ctypes.CDLL(None).prctl(24, power, 0, 0, 0)\n"
    code += "os.execv(sys.executable, [sys.executable, '-m', 'vizpipe', *sys.argv[1:]])"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | env, check=False, cwd=cwd)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nobody may write, with one below it."""
    folder = tmp_path / "locked"
    (folder / "outputs").mkdir(parents=True)
    for each in (folder / "outputs", folder):
        each.chmod(0o555)
    yield folder
    for each in (folder, folder / "outputs"):
        each.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_read_only_output_folder_ends_with_3(tmp_path: Path, read_only: Path, shared_cache: Path) -> None:
    """As a user for whom permissions count: 3 and the folder's name, before any training."""
    done = without_power(["run", "gates", "-o", str(read_only)], tmp_path, {"VIZPIPE_CACHE": str(shared_cache)})
    assert done.returncode == 3, done
    assert str(read_only) in done.stderr
    assert "training" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_read_only_cache_is_only_warned_of(tmp_path: Path, read_only: Path) -> None:
    """The build goes on, says so once, and its files are whole."""
    done = without_power(["run", "gates"], tmp_path, {"VIZPIPE_CACHE": str(read_only)})
    assert done.returncode == 0, done
    assert done.stderr.count("the cache is not kept") == 1
    assert (tmp_path / "gates.png").stat().st_size > 10_000
    assert list((read_only / "outputs").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_a_manifest_that_cannot_be_read_now_is_not_lost(
    vizpipe: "Vizpipe", project: "Project", shared_cache: Path
) -> None:
    """No permission is no damage: build and clean end with 3, and every line stays."""
    assert vizpipe("build").code == 0
    path = project.root / "outputs" / "manifest.json"
    before = path.read_bytes()
    path.chmod(0)
    for words in (["build", "--force"], ["clean"]):
        done = without_power(words, project.root, {"VIZPIPE_CACHE": str(shared_cache)})
        assert done.returncode == 3, done
        assert "manifest.json" in done.stderr
    path.chmod(0o644)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
def test_recipes_that_cannot_be_read_end_with_3(project: "Project", shared_cache: Path) -> None:
    """It is the folder that is wrong, not the recipe's name."""
    (project.root / "figures").chmod(0)
    done = without_power(["build"], project.root, {"VIZPIPE_CACHE": str(shared_cache)})
    (project.root / "figures").chmod(0o755)
    assert done.returncode == 3, done
    assert "figures: the folder of recipes can't be read" in done.stderr


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"schema":2,"assets":{"one":{}}}', "\udcff", "[" * 5000,
     '{"schema":2,"assets":{"one":3}}'],
)  # fmt: skip
def test_a_damaged_manifest_costs_a_rebuild_only(vizpipe: "Vizpipe", project: "Project", content: str) -> None:
    """Whatever stands in it, build repairs it."""
    assert vizpipe("build").code == 0
    before = (project.root / "outputs" / "manifest.json").read_bytes()
    (project.root / "outputs" / "manifest.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    done = vizpipe("build")
    assert done.code == 0, done
    assert (project.root / "outputs" / "manifest.json").read_bytes() == before


def test_a_manifest_that_names_files_outside_is_not_believed(vizpipe: "Vizpipe", project: "Project") -> None:
    """Clean deletes nothing outside the outputs folder."""
    assert vizpipe("build").code == 0
    victim = project.write("victim.txt", "mine")
    path = project.root / "outputs" / "manifest.json"
    path.write_text(path.read_text().replace("one.gif", "../victim.txt"))
    project.write("vizpipe.toml", 'recipes = "figures"\n')
    assert vizpipe("clean").code == 0
    assert victim.read_text() == "mine"
