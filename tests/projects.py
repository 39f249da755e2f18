"""Projects and folders, as tests make, change and compare them."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project


def small_assets(**recipes: str) -> str:
    """A project file with small assets: name = recipe."""
    lines = ['recipes = "figures"']
    for name, recipe in recipes.items():
        lines += [f"[assets.{name}]", f'recipe = "{recipe}"', 'size = "99x99"']
    return "\n".join(lines)


def digests(folder: Path) -> dict[str, str]:
    """All files of a folder by the hash of their content."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, new_project: Callable[..., Path]) -> Path:
    """A project that is built and committed."""
    return new_project(tmp_path_factory.mktemp("check") / "template")


@pytest.fixture
def tiny(template: Path, tmp_path: Path) -> Path:
    """A copy of it, in the folder where commands run."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return tmp_path


def on_a_page(counter: str) -> str:
    """The counter's text, its panel on a page with a title, as what is drawn beside others must be."""
    stage, imported = "canvas.figure.add_axes((0.1, 0.1, 0.8, 0.8))", "from vizpipe.recipe import"
    assert stage in counter
    text = counter.replace(stage, "panel(canvas, page(canvas, headline=False).body)")
    return text.replace(imported, f"from vizpipe.drawing import page, panel\n{imported}")


@pytest.fixture
def paged(project: "Project", counter: str) -> "Project":
    """The project that builds the counter, on a page and large enough for it, another dot for another seed."""
    text = on_a_page(counter).replace("index / steps", "(index + seed / 100) / steps")
    (project.root / "figures" / "counter.py").write_text(text)
    edit(project.root / "vizpipe.toml", "200x100", "640x360")
    return project


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file's bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def own(project: "Project", shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> "Project":
    """The project that builds the counter, around the working folder of this very process."""
    monkeypatch.setenv("VIZPIPE_CACHE", str(shared_cache))
    monkeypatch.chdir(project.root)
    return project
