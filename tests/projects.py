"""Projects and folders, as tests make, change and compare them."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


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


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file's bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
