"""Recipes as somebody writes them who has read docs/vocabulary.md and nothing else."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Vizpipe

EXAMPLES = Path(__file__).parents[1] / "examples"
LINES = {"k-means": 40, "two-losses": 25, "state-dicts": 45}
"""How many lines each may have that are not empty."""
SEEDED = ("k-means", "state-dicts")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the recipes and the table that one of them reads."""
    shutil.copytree(EXAMPLES, tmp_path / "figures", ignore=shutil.ignore_patterns("__pycache__", "*.csv"))
    shutil.copy(EXAMPLES / "losses.csv", tmp_path)
    (tmp_path / "vizpipe.toml").write_text('recipes = "figures"\n')
    return tmp_path


@pytest.mark.parametrize("name", LINES)
def test_a_recipe_from_the_documents_is_short(name: str) -> None:
    """What trains, its picture and its story take no more lines than this."""
    text = (EXAMPLES / f"{name.replace('-', '_')}.py").read_text()
    assert len([line for line in text.splitlines() if line.strip()]) <= LINES[name]


@pytest.mark.parametrize("name", LINES)
def test_a_recipe_from_the_documents_is_drawn_as_a_column_in_dark(name: str, vizpipe: "Vizpipe", project: Path) -> None:
    """A phone's page in dark has the colours of that theme at its corner."""
    options = "--size", "400x800", "--theme", "dark", "--frames", "2", "-f", "png"
    done = vizpipe("run", name, *options, cwd=project)
    assert done.code == 0, done
    (still,) = project.glob("*.png")
    with Image.open(still) as picture:
        assert picture.size == (400, 800)
        assert np.asarray(picture.convert("L"))[0, 0] < 64


@pytest.mark.soak
@pytest.mark.parametrize("name", SEEDED)
def test_a_recipe_from_the_documents_stands_on_a_sheet(name: str, vizpipe: "Vizpipe", project: Path) -> None:
    """Four seeds are drawn side by side, and what they end with differs."""
    done = vizpipe("run", name, "--seeds", "4", "--frames", "3", "-f", "png", "--size", "800x600", cwd=project)
    assert done.code == 0, done
    (still,) = project.glob("*.png")
    with Image.open(still) as sheet:
        quarters = [(left, top, left + 400, top + 260) for left in (0, 400) for top in (70, 330)]
        assert len({sheet.convert("RGB").crop(quarter).tobytes() for quarter in quarters}) == 4


@pytest.mark.soak
@pytest.mark.parametrize("name", LINES)
def test_a_recipe_from_the_documents_is_an_animation(name: str, vizpipe: "Vizpipe", project: Path) -> None:
    """As it stands, without an option, it is a GIF of several frames."""
    done = vizpipe("run", name, cwd=project)
    assert done.code == 0, done
    (animation,) = project.glob("*.gif")
    with Image.open(animation) as film:
        assert getattr(film, "n_frames", 1) >= 3
