"""``check --no-exec``: what can be told without running anybody's code."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import edit
from sweeps import commit

if TYPE_CHECKING:
    from conftest import Vizpipe


def test_no_exec_runs_nothing(vizpipe: "Vizpipe", tiny: Path) -> None:
    """With --no-exec a stranger's recipe that would leave a trace leaves none, and its changes are told."""
    recipe = tiny / "figures" / "tiny.py"
    recipe.write_text(recipe.read_text() + "\nimport pathlib\npathlib.Path(__file__).with_name('ran').write_text('')\n")
    edit(recipe, "weights = snapshot.parameters.copy()", "weights = snapshot.parameters * 2.0")
    edit(recipe, '"black"', '"red"')
    (tiny / "outputs" / "one.csv").write_text("1,2\n")
    done = vizpipe("check", "--no-exec", "--json")
    assert done.code == 4
    told = [(each["kind"], each["text"]) for each in done.json["findings"]]
    assert [kind for kind, _ in told] == ["unknown", "training", "drawing", "files"]
    assert "figures/tiny.py: what it does when it is read was changed" in told[0][1]
    assert ": tiny was changed" in told[1][1]
    assert "COLOUR: 'black' → 'red'" in told[2][1]
    assert told[3][1] == "one.csv was edited"
    assert not (tiny / "figures" / "ran").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("vizpipe.toml", '"csv"]', '"svg"]', "one.svg is new"),
        ("figures/tiny.py", "epochs: Count = 9", "epochs: Count = 5", "parameter epochs: 9 → 5"),
    ],
)
def test_no_exec_reads_the_project_file_and_defaults(
    vizpipe: "Vizpipe", tiny: Path, file: str, old: str, new: str, says: str
) -> None:
    """Other formats in the project file and another default in the code are seen with --no-exec."""
    edit(tiny / file, old, new)
    done = vizpipe("check", "--no-exec")
    assert says in done.out
    assert done.code == (0 if "svg" in new else 4)


def test_no_exec_knows_the_data_that_code_names(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Data that code names give --no-exec nothing to find after a build, and their name when they are others."""
    (tiny / "figures" / "rate.csv").write_text("1")
    edit(tiny / "figures" / "tiny.py", 'COLOUR = "black"', 'COLOUR = "black"\nDATA = "rate.csv"')
    edit(tiny / "figures" / "tiny.py", "epochs: Count", "rate: str = DATA, epochs: Count")
    edit(tiny / "figures" / "tiny.py", '    """Train."""\n', '    """Train."""\n    del rate\n')
    assert vizpipe("build").code == 0
    commit(tiny)
    assert vizpipe("check", "--no-exec").code == 0
    (tiny / "figures" / "rate.csv").write_text("2")
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "rate.csv" in done.out


def test_no_exec_knows_files_that_both_code_and_a_parameter_name(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A path that code names as the default of a parameter is known with --no-exec."""
    (tiny / "rate.csv").write_text("1")
    edit(tiny / "figures" / "tiny.py", "epochs: Count", 'rate: Path = Path("rate.csv"), epochs: Count')
    edit(tiny / "figures" / "tiny.py", "Film, Say", "Film, Path, Say")
    assert vizpipe("build").code == 0
    commit(tiny)
    assert vizpipe("check", "--no-exec").code == 0
    (tiny / "rate.csv").write_text("2")
    assert vizpipe("check", "--no-exec").code == 4


def test_no_exec_finds_recipes_and_not_their_namesakes(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A function of the same name in another file is no recipe."""
    text = (tiny / "figures" / "tiny.py").read_text().replace("def tiny(", "def other(").replace("@tiny.", "@other.")
    (tiny / "figures" / "zeta.py").write_text(text + "\n\ndef tiny() -> None:\n    pass\n")
    assert vizpipe("check", "--no-exec").code == 0


def test_checking_is_done_by_a_room_that_imports_no_recipe() -> None:
    """``check`` loads neither numpy nor Pillow nor matplotlib before a file has to be decoded."""
    code = "import vizpipe.cli.check, sys; print({'numpy', 'PIL', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "set()"


def test_no_exec_finds_data_that_are_gone(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A file that only the code names, and that was deleted, is no file that a parameter names."""
    recipe = tiny / "figures" / "tiny.py"
    (tiny / "figures" / "data").mkdir()
    (tiny / "figures" / "data" / "x.csv").write_text("1")
    recipe.write_text(recipe.read_text() + "\nPLACE = ('data', 'x.csv')\n")
    assert vizpipe("build").code == 0
    assert vizpipe("check", "--no-exec", "--against", "outputs/manifest.json").code == 0
    (tiny / "figures" / "data" / "x.csv").unlink()
    done = vizpipe("check", "--no-exec", "--against", "outputs/manifest.json")
    assert done.code == 4
    assert "figures/data/x.csv is gone" in done.out
