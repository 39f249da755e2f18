"""docs/your-data.md: its file, its commands and its project do what it says."""

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documented import ROOT
from vizpipe.datasets import CURVES, SETS
from vizpipe.parameters.brought import has_curve, has_images
from vizpipe.registry import registry
from vizpipe.registry.loading import load

if TYPE_CHECKING:
    from conftest import Vizpipe

TEXT = (ROOT / "docs" / "your-data.md").read_text()


def block(kind: str, number: int = 0) -> str:
    """A block of a kind, usually the first."""
    return str(re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)[number])


def test_the_documented_file_is_drawn_as_documented(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Each command with birds.csv makes a picture, and so does the project, whose manifest keeps no row."""
    (tmp_path / "birds.csv").write_text(block("csv"))
    commands = [line for line in TEXT.splitlines() if line.startswith("vizpipe run") and "birds.csv" in line]
    assert len(commands) == 2
    for command in commands:
        done = vizpipe(*shlex.split(command)[1:], "-f", "png", "--size", "800x320", cwd=tmp_path)
        assert done.code == 0, done
    project = 'outputs = "assets"\n\n' + block("toml") + 'formats = ["png"]\nsize = "800x320"\n'
    (tmp_path / "vizpipe.toml").write_text(project)
    done = vizpipe("build", cwd=tmp_path)
    assert done.code == 0, done
    manifest = (tmp_path / "assets" / "manifest.json").read_text()
    assert "data birds.csv" in manifest
    assert "10.2" not in manifest
    (tmp_path / "birds.csv").write_text(block("csv").replace("10.2", "10.3"))
    assert vizpipe("build", "--locked", cwd=tmp_path).code == 4


def test_the_documented_numbers_are_fitted_and_refused_as_documented(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Both commands with cars.csv make a picture; each printed refusal is the line that comes."""
    (tmp_path / "birds.csv").write_text(block("csv"))
    (tmp_path / "cars.csv").write_text(block("csv", 1))
    commands = [line for line in TEXT.splitlines() if line.startswith("vizpipe run") and "cars.csv" in line]
    assert len(commands) == 2
    for command in commands:
        done = vizpipe(*shlex.split(command)[1:], "-f", "png", "--size", "800x320", cwd=tmp_path)
        assert done.code == 0, done
    for file, recipe in (("cars", "hidden-mapping"), ("birds", "generalization")):
        (line,) = (line for line in TEXT.splitlines() if line.startswith(f"{file}.csv") and "classes" in line)
        label = "mpg" if file == "cars" else "kind"
        done = vizpipe("run", recipe, "--data", f"{file}.csv", "--label", label, cwd=tmp_path)
        assert (done.code, line in done.err) == (2, True), done


def test_the_documented_images_are_drawn_and_refused_as_documented(
    vizpipe: "Vizpipe", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script writes shapes.npz, both commands draw it; points and images in each other's recipe are refused."""
    monkeypatch.chdir(tmp_path)
    exec(compile(block("python"), "shapes", "exec"), {})  # noqa: S102 - as printed
    commands = [line for line in TEXT.splitlines() if line.startswith("vizpipe run") and "shapes.npz" in line]
    assert len(commands) == 2
    for command in commands:
        done = vizpipe(*shlex.split(command)[1:], "-f", "png", "--size", "800x450", cwd=tmp_path)
        assert done.code == 0, done
    (tmp_path / "birds.csv").write_text(block("csv"))
    for recipe, file in (("loss-curves", "birds.csv"), ("hidden-mapping", "shapes.npz")):
        (line,) = (line for line in TEXT.splitlines() if line.startswith(f"{file}: ") and "images" in line)
        done = vizpipe("run", recipe, "--data", file, cwd=tmp_path)
        assert (done.code, line in done.err) == (2, True), done


def test_the_documented_recipes_are_those_that_take_data() -> None:
    """The table names each recipe with data, and how many classes it takes."""
    rows = dict(re.findall(r"^\| `([\w-]+)` \| ([\w ]+) \|", TEXT, re.MULTILINE))
    found = {}
    for source in registry.built_in():
        for recipe in load(source):
            for parameter in recipe.parameters:
                if has_curve(parameter):
                    found[recipe.name] = "numbers"
                elif has_images(parameter):
                    found[recipe.name] = "images"
                elif parameter.kind == "samples":
                    found[recipe.name] = "2" if parameter.maximum == 2 else f"2 to {parameter.maximum:.0f}"
    assert rows == found


def test_every_set_is_documented() -> None:
    """Each set that --data takes by name is named."""
    assert all(f"`{name}`" in TEXT for name in (*SETS, *CURVES, "digits"))
