"""Manifests that git put together from two branches: valid, or with a conflict that costs little."""

import contextlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from projects import edit
from sweeps import commit, merges
from sweeps.merges import line
from vizpipe.errors import UsageError
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Manifest, Unreadable
from vizpipe.store import ours

if TYPE_CHECKING:
    from conftest import Vizpipe

WAY_OUT = "git left a conflict in outputs/manifest.json; vizpipe build, then git add"


def text(**assets: str) -> bytes:
    """A manifest of assets, each with a file of this content."""
    return manifest.encode(Manifest(assets={name: line(content) for name, content in assets.items()}))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"a": "1x", "b": "2"}, {"a": "1", "b": "2x"}),
        ({"a": "1x", "b": "2"}, {"a": "1", "aa": "3", "b": "2"}),
        ({"a": "1", "b": "2x"}, {"a": "1", "aa": "3", "b": "2"}),
        ({"a": "1", "b": "2x"}, {"a": "1", "b": "2", "c": "3"}),
        ({"b": "2"}, {"a": "1", "b": "2x"}),
        ({"a": "1"}, {"a": "1x", "b": "2"}),
        ({"a": "1", "b": "2", "c": "3"}, {"0": "0", "a": "1", "b": "2"}),
    ],
)
def test_branches_that_touch_different_assets_merge(
    tmp_path: Path, mine: dict[str, str], theirs: dict[str, str]
) -> None:
    """Neighbours that are changed, added or removed on two branches merge without a conflict, to what both meant."""
    base = {"a": "1", "b": "2"}
    conflicts, merged = merges.merge(tmp_path, text(**base), text(**mine), text(**theirs))
    meant = {
        name: mine.get(name) if mine.get(name) != base.get(name) else theirs.get(name)
        for name in base.keys() | mine.keys() | theirs.keys()
    }
    assert not conflicts
    assert merged == text(**{name: content for name, content in meant.items() if content is not None})


def test_a_union_is_a_manifest(tmp_path: Path) -> None:
    """A union of two branches is JSON; of an asset that is in it twice the version counts whose file lies there."""
    sides = text(a="1x", b="2", x="5"), text(a="1y", b="2", y="6")
    conflicts, merged = merges.merge(tmp_path, text(a="1", b="2"), *sides, "--union")
    assert not conflicts
    assert set(json.loads(merged)["assets"]) == {"a", "b", "x", "y", ""}
    (tmp_path / ours.NAME).write_bytes(merged)
    for content in ("1x", "1y"):
        (tmp_path / "a.png").write_text(content)
        look = manifest.look(tmp_path)
        assert look.is_merge
        assert look.problem.endswith("; vizpipe build, then git add (in both: a)")
        assert look.manifest.assets == {"a": line(content), "b": line("2"), "x": line("5"), "y": line("6")}
    with pytest.raises(Unreadable, match="vizpipe build, then git add"):
        manifest.parse(merged)


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_conflict_costs_only_what_is_in_it(tmp_path: Path, style: str, ends: bytes) -> None:
    """Whatever the style of conflicts and of line ends, both sides' sealed lines are kept and the base's are not."""
    sides = text(a="1x", b="2", x="5"), text(a="1y", b="2", y="6")
    conflicts, merged = merges.merge(tmp_path, text(a="1", b="2"), *sides, "-c", f"merge.conflictStyle={style}")
    assert conflicts
    (tmp_path / ours.NAME).write_bytes(merged.replace(b"\n", ends))
    kept = {"b": line("2"), "x": line("5"), "y": line("6")}
    assert manifest.read(tmp_path).assets == kept | {"a": line("1x")}
    (tmp_path / "a.png").write_text("1y")
    assert manifest.read(tmp_path).assets == kept | {"a": line("1y")}
    (tmp_path / ours.NAME).write_bytes(merged.replace(b'"5"', b'"7"'))
    with pytest.raises(Unreadable, match="git left a conflict in it"):
        manifest.parse(merged)
    (tmp_path / ours.NAME).write_bytes(merged.replace(b'"schema":3', b'"schema":9'))
    with pytest.raises(UsageError, match="newer vizpipe"):
        manifest.look(tmp_path)


def test_older_manifests_are_read(tmp_path: Path) -> None:
    """A manifest with a line an asset is read as it is, with a conflict in it too; an edited name is told."""
    known = json.loads(text(a="1", b="2"))
    old = {name: {key: value for key, value in known["assets"][name].items() if key != "name"} for name in ("a", "b")}
    lines = [f"{json.dumps(name)}:{json.dumps(old[name])}" for name in old]
    whole = f'{{"schema":2,"assets":{{\n{lines[0]},\n{lines[1]}\n}}}}\n'.encode()
    assert manifest.parse(whole) == manifest.parse(text(a="1", b="2"))
    (tmp_path / ours.NAME).write_bytes(whole)
    assert manifest.look(tmp_path) == manifest.Look(manifest.parse(whole))
    (tmp_path / ours.NAME).write_bytes(whole.replace(lines[1].encode(), b"<<<<<<< HEAD\n" + lines[1].encode()))
    assert manifest.read(tmp_path) == manifest.parse(whole)
    assert ours.is_ours(tmp_path / ours.NAME)
    for label in (b"HEAD", b"Updated upstream", b"1a2b3c4 (a subject)\r"):  # of a merge, a stash, a rebase in Windows
        (tmp_path / ours.NAME).write_bytes(b"<<<<<<< " + label + b"\n" + whole)
        assert ours.is_ours(tmp_path / ours.NAME), label
    with pytest.raises(Unreadable, match="the line of a was edited"):
        manifest.parse(text(a="1").replace(b'"name":"a"', b'"name":"b"'))


def test_a_damaged_manifest_keeps_what_is_sealed(tmp_path: Path) -> None:
    """Of a manifest that is cut, or has a broken line, the other assets are kept."""
    whole = text(a="1", b="2", c="3")
    for damaged in (whole[: whole.index(b'"c"') + 9], whole.replace(b'"c":{', b'"c":[')):
        (tmp_path / ours.NAME).write_bytes(damaged)
        look = manifest.look(tmp_path)
        assert (look.problem, look.is_merge) == ("it is damaged", False)
        assert look.manifest.assets == {"a": line("1"), "b": line("2")}


def test_a_flipped_bit_keeps_what_is_sealed(tmp_path: Path) -> None:
    """Whichever bit of a manifest is another, what is kept of it is as it was written; or it is refused as foreign."""
    whole, path = text(a="1", b="2"), tmp_path / ours.NAME
    known, kept = manifest.parse(whole).assets, 0
    for bit in range(8 * len(whole)):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with contextlib.suppress(UsageError):
            found = manifest.read(tmp_path).assets
            assert found.items() <= known.items()
            kept += len(found)
        with contextlib.suppress(Unreadable):
            assert manifest.parse(bytes(flipped)).assets in (known, {})
    assert kept > 8 * len(whole) // 2


def test_verbs_name_a_conflict_and_build_ends_it(vizpipe: "Vizpipe", tiny: Path, own_cache: dict[str, str]) -> None:
    """Build, check, clean and embed say the same of a conflict; build trains only what is in it."""
    toml = (tiny / "vizpipe.toml").read_text()
    more = "".join(f'[assets.{name}]\nrecipe = "tiny"\nformats = ["png"]\n' for name in ("two", "three"))
    (tiny / "vizpipe.toml").write_text(toml + more)
    assert vizpipe("build").code == 0
    path = tiny / "outputs" / "manifest.json"
    whole = path.read_bytes()
    known = manifest.parse(whole).assets
    other = msgspec.structs.replace(known["two"], frames=99)
    theirs = manifest.encode(Manifest(assets=known | {"two": other, "four": known["three"]}))
    base = manifest.encode(Manifest(assets=known | {"two": msgspec.structs.replace(known["two"], frames=98)}))
    conflicts, merged = merges.merge(tiny.parent, base, whole, theirs)
    assert conflicts
    path.write_bytes(merged)
    (tiny / "outputs" / "two.png").unlink()
    done = vizpipe("check", "--no-exec")
    assert (done.code, f"manifest       {WAY_OUT}" in done.out) == (4, True)
    assert WAY_OUT in vizpipe("clean").line
    assert WAY_OUT in vizpipe("embed", "one").err
    assert WAY_OUT in vizpipe("embed", "nothing").line
    made = vizpipe("build", "--json", env=own_cache)
    assert WAY_OUT in made.err
    assert {each["name"]: each["status"] for each in made.json["assets"]} == {
        "one": "fresh", "two": "made", "three": "fresh",
    }  # fmt: skip
    assert made.json["trained"] == 1
    assert set(manifest.parse(path.read_bytes()).assets) == {"one", "two", "three", "four"}
    assert vizpipe("clean").code == 0
    assert path.read_bytes() == whole
    commit(tiny)
    edit(path, '"one":{', '<<<<<<< HEAD\n"one":{')
    commit(tiny)
    path.write_bytes(whole)
    assert "can't be read: git left a conflict in it" in vizpipe("check", "--no-exec").out


def test_a_checkout_with_other_line_ends_is_left_alone(vizpipe: "Vizpipe", tiny: Path, tmp_path: Path) -> None:
    """Where git gives every text CR LF a build has nothing to do and rewrites nothing: data, code and outputs too."""
    edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["gif", "csv", "svg", "html"]')
    (tiny / "figures" / "points.csv").write_text("a,b\n1,2\n")
    edit(tiny / "figures" / "tiny.py", 'COLOUR = "black"', 'COLOUR = "black"\nTABLE = "points.csv"')
    edit(tiny / "figures" / "tiny.py", '"""Train."""', '"""Train."""\n    assert TABLE')
    (tiny / "mine.toml").write_text('ink = "#202020"\n')
    with (tiny / "vizpipe.toml").open("a") as stream:
        stream.write('theme = "mine.toml"\n')
    assert vizpipe("build").code == 0
    commit(tiny)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", str(tiny), str(clone)], check=True)
    assert b"\r\n" in (clone / "figures" / "points.csv").read_bytes()
    assert b"\r\n" in (clone / "outputs" / "manifest.json").read_bytes()
    before = {path: path.read_bytes() for path in clone.rglob("*") if ".git" not in path.parts and path.is_file()}
    assert vizpipe("build", "--locked", cwd=clone).code == 0
    done = vizpipe("build", cwd=clone)
    assert done.out.startswith("1 fresh"), done
    assert vizpipe("build", "--force", cwd=clone).code == 0
    assert vizpipe("check", "--no-exec", cwd=clone).code == 0
    assert {path: path.read_bytes() for path in before} == before
    (clone / "figures" / "points.csv").write_text("a,b\r\n1,3\r\n")
    assert vizpipe("build", "--locked", cwd=clone).code == 4
    shutil.rmtree(clone)
