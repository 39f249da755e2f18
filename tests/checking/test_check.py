"""``check``: what it finds, what it tells apart, what it takes, what it leaves alone."""

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageSequence

from projects import edit, snapshot
from sweeps import commit
from vizpipe.checking import parse_fail_on
from vizpipe.errors import UsageError
from vizpipe.manifest import manifest

if TYPE_CHECKING:
    from conftest import Vizpipe


def test_what_is_committed_still_comes_out(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Where nothing changed, check ends with 0 and one line, and writes nothing but the report it was asked for."""
    before = snapshot(tiny / "outputs")
    done = vizpipe("check", "--junit", "junit.xml")
    assert done.code == 0, done
    assert done.out == "1 of 1 assets agree; compared with outputs/manifest.json at HEAD\n"
    assert snapshot(tiny / "outputs") == before
    assert ET.parse(tiny / "junit.xml").getroot().attrib["failures"] == "0"  # noqa: S314 - our own file


def test_what_the_project_asks_for_is_training(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A new asset, one that is gone and another parameter are told as training."""
    toml = 'recipes = "figures"\n[assets.{}]\nrecipe = "tiny"\nformats = ["gif", "png", "csv"]\n{}'
    (tiny / "vizpipe.toml").write_text(toml.format("two", ""))
    done = vizpipe("check")
    assert done.code == 4
    assert "two: it is not among the committed assets" in done.out
    assert "one: it is committed, but no longer asked for" in done.out
    (tiny / "vizpipe.toml").write_text(toml.format("one", "[assets.one.parameters]\nseed = 4\n"))
    for words in (["check"], ["check", "--no-exec"]):
        done = vizpipe(*words)
        assert done.code == 4
        assert "one: parameter seed: 3 → 4" in done.out


def test_the_environment_is_told_apart(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Another numpy that trains the same is told, and fails only if the project says so."""
    known = manifest.read(tiny / "outputs").assets["one"]
    ingredients = {step: dict(values) for step, values in known.keys.ingredients.items()}
    ingredients["film"]["package numpy"] = "1.0"
    older = msgspec.structs.replace(known, keys=msgspec.structs.replace(known.keys, ingredients=ingredients))
    (tiny / "old.json").write_bytes(manifest.encode(manifest.Manifest(assets={"one": older})))
    done = vizpipe("check", "--against", "old.json")
    assert done.code == 0
    assert f"(environment)  numpy: 1.0 → {np.__version__}" in done.out
    edit(tiny / "vizpipe.toml", 'recipes = "figures"', 'recipes = "figures"\nfail-on = ["environment"]')
    assert vizpipe("check", "--against", "old.json").code == 4


@pytest.mark.parametrize(
    "words", [["--against", "nowhere"], ["--against=--output=x"], ["nothing"], ["--no-exec", "--accept", "drawing"]]
)
def test_wrong_use_is_one_line(vizpipe: "Vizpipe", tiny: Path, words: list[str]) -> None:
    """Wrong use of check ends with 2 and one line, before anything is trained."""
    done = vizpipe("check", *words)
    assert done.code == 2
    assert done.line
    assert not (tiny / "x").exists()


@pytest.mark.parametrize("given", ["all", ["weather"], 3, {"a": 1}])
def test_fail_on_is_checked(given: object) -> None:
    """A fail-on that is no list of known kinds of finding is refused."""
    with pytest.raises(UsageError, match="fail-on"):
        parse_fail_on(given)


def test_a_recipe_that_fails_is_no_drift(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A recipe that fails ends check with 1 and its line: it is no drift."""
    edit(tiny / "figures" / "tiny.py", "        yield Step", "        1 / 0\n        yield Step")
    done = vizpipe("check", "--json", "--junit", "junit.xml")
    assert done.code == 1
    assert "ZeroDivisionError" in done.line
    assert done.json["assets"][0]["status"] == "failed"
    assert ET.parse(tiny / "junit.xml").getroot().attrib["errors"] == "1"  # noqa: S314 - our own file


def test_pictures_that_can_be_seen_through_are_others(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Pictures of the same colours with an alpha of nothing are others."""
    path = tiny / "outputs" / "one.png"
    with Image.open(path) as image:
        clear = image.convert("RGBA")
    clear.putalpha(0)
    clear.save(path)
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "other pixels" in done.out


@pytest.mark.parametrize("form", ["png", "apng", "webp", "svg"])
def test_encoded_again_is_no_finding(vizpipe: "Vizpipe", tiny: Path, form: str) -> None:
    """Pictures that were encoded again, and texts whose lines git ended otherwise, are no finding."""
    toml = tiny / "vizpipe.toml"
    edit(toml, '["gif", "png", "csv"]', f'["{form}"]' + ('\ntheme = "transparent"' if form == "png" else ""))
    assert vizpipe("build").code == 0
    path = tiny / "outputs" / f"one.{form}"
    before = path.read_bytes()
    if form == "svg":
        path.write_bytes(before.replace(b"\n", b"\r\n"))
    else:
        with Image.open(path) as image:
            frames = [(frame.copy(), frame.info.get("duration", 0)) for frame in ImageSequence.Iterator(image)]
        pictures, durations = [frame for frame, _ in frames], [duration for _, duration in frames]
        more = {"save_all": True, "append_images": pictures[1:], "duration": durations, "loop": 0}
        kind = {"png": "PNG", "apng": "PNG", "webp": "WEBP"}[form]
        more |= {"lossless": True} if form == "webp" else {}
        pictures[0].save(path, kind, **(more if form != "png" else {}))
    assert path.read_bytes() != before
    commit(tiny)
    done = vizpipe("check", "--no-exec")
    assert done.code == 0, done


@pytest.mark.parametrize(("setting", "says"), [("loop = 3", "loop: 0 → 3"), ('max-bytes = "900kB"', "max bytes")])
def test_what_a_file_is_asked_to_be_is_drawing(vizpipe: "Vizpipe", tiny: Path, setting: str, says: str) -> None:
    """How often a file plays and how large it may be is told as drawing, and fails only where drawing does."""
    toml = tiny / "vizpipe.toml"
    edit(toml, 'recipe = "tiny"', f'recipe = "tiny"\n{setting}')
    done = vizpipe("check")
    assert done.code == 0
    assert says in done.out
    toml.write_text('fail-on = ["drawing"]\n' + toml.read_text())
    assert vizpipe("check").code == 4


def test_an_asset_that_is_no_longer_asked_for_goes_with_clean(vizpipe: "Vizpipe", tiny: Path) -> None:
    """An asset that is no longer asked for is a finding that says so, until it is cleaned away and committed."""
    toml = tiny / "vizpipe.toml"
    toml.write_text(toml.read_text().replace("assets.one", "assets.two"))
    assert vizpipe("build").code == 0
    commit(tiny)
    done = vizpipe("check")
    assert done.code == 4
    assert "no longer asked for; vizpipe clean deletes it" in done.out
    assert vizpipe("clean").code == 0
    commit(tiny)
    assert vizpipe("check").code == 0
