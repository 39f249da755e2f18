"""docs/vizpipe-toml.md: every key that the code knows, with type, default and an example; blocks work as printed."""

import dataclasses
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from documented import ROOT
from vizpipe import checking
from vizpipe.drawing.theme import LIGHT, Theme, read
from vizpipe.parameters.settings import SETTINGS
from vizpipe.project import assets, file

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vizpipe

TEXT = (ROOT / "docs" / "vizpipe-toml.md").read_text()
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
ROW = re.compile(r"^\| `([\w-]+)` \| (.+?) \|(?: `(.+?)`)? \| `(.+?)` \| (.+) \|$", re.MULTILINE)
KINDS = {
    "integer": "whole number", "number": "number", "flag": "true or false", "choice": "text", "line": "text",
    "path": "text", "films": "text or list of texts", "headlines": "text or list of texts",
    "pauses": "text or list of texts", "frames": 'whole number or "all"', "bytes": "whole number or text",
}  # fmt: skip
"""What a setting's kind is called there."""


def rows(heading: str) -> dict[str, tuple[str, Any, str, str]]:
    """The table below a heading: of each key its type, its default, its example, what it is."""
    part = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    found = ROW.findall(part)
    assert len(found) == part.count("\n| ") - 1, "a row that can't be read"  # a table's head has no key
    return {
        key: (kind, tomllib.loads(f"x = {default}")["x"] if default else None, example, meaning)
        for key, kind, default, example, meaning in found
    }


def test_every_key_of_a_project_is_documented() -> None:
    """The page has each key of a project file and no other, and the defaults are those of the code."""
    found = rows("The project")
    assert tuple(found) == file.KEYS
    assert found["fail-on"][1] == list(checking.FAIL_ON)
    assert all(f"`{kind}`" in found["fail-on"][3] for kind in checking.KINDS)
    project = file.Project(ROOT / "vizpipe.toml", {})
    assert found["outputs"][1] == project.outputs.name


def test_every_key_of_an_asset_is_documented() -> None:
    """The page has each key of an asset and no other, with type and default of its setting, and every choice."""
    found = rows("An asset")
    assert tuple(found) == assets.KEYS
    for setting in SETTINGS.values():
        kind, default, _, meaning = found[setting.name]
        joined = "text or list of texts" if setting.name == "compare" else KINDS[setting.kind]  # a line, or its parts
        assert kind == joined, setting.name
        assert default == setting.default, setting.name
        assert type(default) is type(setting.default), setting.name
        assert all(f"`{choice}`" in meaning for choice in setting.choices), setting.name
        for limit in (setting.minimum, setting.maximum) if setting.kind == "number" else ():
            assert limit in {None, 0.0} or f"{limit:g}" in meaning or setting.name == "hold", setting.name


def test_every_key_of_a_theme_is_documented() -> None:
    """The page has each key of a theme and no other, and the defaults are those of the light theme.

    Larger type is a style sheet's ``font.size``, and no key.
    """
    found = rows("A theme")
    assert set(found) == {field.name for field in dataclasses.fields(Theme)} - {"name", "font_size"}
    for key, (_, default, example, _) in found.items():
        usual = getattr(LIGHT, key)
        assert default == {"classes": list(LIGHT.classes), "paper": None}.get(key, usual), key
        made, said = getattr(read(example, "house", LIGHT), key), tomllib.loads(example)[key]
        assert made == (tuple(said) if key == "classes" else said) != usual, key


@pytest.mark.parametrize("key", assets.KEYS)
def test_every_example_of_an_asset_is_accepted(key: str, vizpipe: "Vizpipe", tmp_path: "Path") -> None:
    """An asset with the line of the page is planned, and differs from the default where the key has one."""
    _, default, example, _ = rows("An asset")[key]
    ((name, said),) = tomllib.loads(example).items()
    assert name == key
    assert said != default
    for film in said if key == "film" else ():
        (tmp_path / film).write_bytes(b"")  # whether it is a film, drawing will say
    (tmp_path / "de.toml").write_text('"Input" = "Eingabe"\n')
    recipe = "" if key == "recipe" else 'recipe = "hidden-mapping"\n'
    (tmp_path / "vizpipe.toml").write_text(f"[assets.a]\n{recipe}{example}\n")
    done = vizpipe("build", "--dry-run")
    assert done.code == 0, done


def test_the_blocks_are_built_as_printed(vizpipe: "Vizpipe", tmp_path: "Path") -> None:
    """The project of the page and its theme, each in a file of its name, and the asset with data: all are made."""
    project, theme, asset = BLOCKS
    assert project.startswith("# vizpipe.toml\n")
    assert theme.startswith("# house.toml\n")
    (tmp_path / "vizpipe.toml").write_text(f"{project}\n{asset}")
    (tmp_path / "house.toml").write_text(theme)
    done = vizpipe("build")
    assert done.code == 0, done
    made = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert made == {"logic.png", "slope-0.5.png", "slope-1.5.png", "two-layers.png", "manifest.json"}
