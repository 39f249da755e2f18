"""``check --accept``: what is taken, and what is left."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import edit, snapshot
from sweeps import commit

if TYPE_CHECKING:
    from conftest import Vizpipe


def test_training_drifts_and_only_that_is_taken(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A drift ends with 4, field, frame and amount; accepting drawings leaves it, accepting training takes it."""
    edit(tiny / "figures" / "tiny.py", "        yield Step", "        weights[2] *= 1.0 + 1e-4\n        yield Step")
    done = vizpipe("check", "--accept", "drawing")
    assert done.code == 4
    assert "training       one: weights differs from frame 0 on, by " in done.out
    assert vizpipe("build", "--dry-run", "--json").json["assets"][0]["status"] == "stale"
    assert vizpipe("check", "--accept", "training").code == 0
    assert vizpipe("check").code == 4, "it is not committed yet"
    commit(tiny)
    assert vizpipe("check").code == 0
    assert vizpipe("build", "--locked").code == 0


def test_a_drawing_is_told_and_taken(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Another colour is told with the name of the constant, and fails only if the project says so."""
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    done = vizpipe("check")
    assert done.code == 0
    assert "(drawing)      one: drawn differently, shows something else: " in done.out
    assert "figures/tiny.py:12 COLOUR: 'black' → 'red'" in done.out
    edit(tiny / "vizpipe.toml", 'recipes = "figures"', 'recipes = "figures"\nfail-on = ["drawing"]')
    assert vizpipe("check").code == 4
    before = snapshot(tiny / "outputs")
    assert vizpipe("check", "--accept", "drawing").code == 0
    after = snapshot(tiny / "outputs")
    assert [name for name in before if before[name] != after[name]] == ["manifest.json", "one.gif", "one.png"]


def test_accepting_does_not_follow_links_out(
    vizpipe: "Vizpipe", tiny: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Accepting through a link ends with 2 and leaves the file that it leads to; so for the manifest and build."""
    precious = tmp_path_factory.mktemp("mine") / "precious.txt"
    precious.write_text("mine")
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    png, line = tiny / "outputs" / "one.png", tiny / "outputs" / "manifest.json"
    png.unlink()
    png.symlink_to(precious)
    assert vizpipe("check", "--accept", "drawing").code == 2
    line.unlink()
    line.symlink_to(precious)
    assert vizpipe("build").code == 2
    assert precious.read_text() == "mine"


def test_accepting_remembers_formats_that_were_dropped(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Accepting keeps formats that were dropped in the manifest until clean deletes their files."""
    edit(tiny / "vizpipe.toml", ', "csv"]', "]")
    assert vizpipe("check", "--accept", "drawing").code == 0
    assert "no longer asked for: one.csv" in vizpipe("build").out
    assert vizpipe("clean").code == 0
    assert not (tiny / "outputs" / "one.csv").exists()


def test_accepting_everything_takes_the_environment_too(
    vizpipe: "Vizpipe", tiny: Path, other_numpy: dict[str, str]
) -> None:
    """A library that differed and counted is the committed one after everything was accepted."""
    toml = tiny / "vizpipe.toml"
    toml.write_text('fail-on = ["environment"]\n' + toml.read_text())
    assert vizpipe("check", env=other_numpy).code == 4
    assert vizpipe("check", "--accept", "training", env=other_numpy).code == 0
    commit(tiny)
    assert vizpipe("check", env=other_numpy).code == 0
