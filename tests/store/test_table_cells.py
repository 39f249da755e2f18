"""More of the table in docs/reliability.md: content, modes, folders, pointers, spellings, a deck on a mount, people."""

import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from test_pointers import OID, point
from test_table import directory, hard, link, read_only

from projects import edit
from vizpipe.manifest import manifest
from vizpipe.store import pointers

if TYPE_CHECKING:
    from test_table import Place

    from conftest import Vizpipe


@pytest.mark.parametrize("put", [link, hard, read_only])
def test_check_reads_what_stands_there(vizpipe: "Vizpipe", tiny: Path, put: "Place") -> None:
    """Through a link, under another name and where nobody may write, check sees that the content is another."""
    (tiny / ".store").mkdir()
    path = tiny / "outputs" / "one.csv"
    put(path, tiny / ".store")
    assert vizpipe("check", "--no-exec").code == 0
    place = path.resolve()
    place.chmod(0o644)
    place.write_text("frame,x\n0,9\n")
    done = vizpipe("check", "--no-exec")
    assert done.code == 4, done
    assert "one.csv" in done.out


def test_a_file_in_a_read_only_one_s_place_is_read_only(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Replaced by build or by deck, a file that its owner may not write is so again, and another is as before."""
    outputs = tiny / "outputs"
    (outputs / "one.gif").chmod(0o444)
    mode = stat.S_IMODE((outputs / "one.png").stat().st_mode)
    whole = (outputs / "one.gif").read_bytes()
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    assert vizpipe("build").code == 0
    assert (outputs / "one.gif").read_bytes() != whole
    assert [stat.S_IMODE((outputs / name).stat().st_mode) for name in ("one.gif", "one.png")] == [0o444, mode]


def test_an_outputs_folder_that_leads_elsewhere_is_refused_by_every_verb(
    vizpipe: "Vizpipe", tiny: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An outputs folder that a link leads out of the project ends build, clean and check with 2; its files stay."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    outputs = tiny / "outputs"
    for path in outputs.iterdir():
        path.rename(elsewhere / path.name)
    outputs.rmdir()
    outputs.symlink_to(elsewhere, target_is_directory=True)
    before = {path.name: path.read_bytes() for path in elsewhere.iterdir()}
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["png", "csv"]')
    for words in (["build"], ["clean"], ["check", "--no-exec"]):
        done = vizpipe(*words)
        assert (done.code, "leads outside the project" in done.line) == (2, True), done
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == before


def test_a_deck_s_folder_is_the_users_choice(
    vizpipe: "Vizpipe", tiny: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A deck goes where a folder of the path leads, and the folder stays a link."""
    pytest.importorskip("pptx")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (tiny / "slides").symlink_to(elsewhere, target_is_directory=True)
    assert vizpipe("deck", "one", "-o", "slides/one.pptx").code == 0
    assert (elsewhere / "one.pptx").is_file()
    assert (tiny / "slides").is_symlink()


def test_a_linked_folder_in_the_manifest_is_a_finding(
    vizpipe: "Vizpipe", tiny: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file that the manifest names behind a folder that leads out is a finding of check, though its bytes agree."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    outputs = tiny / "outputs"
    (elsewhere / "one.png").write_bytes((outputs / "one.png").read_bytes())
    (outputs / "sub").symlink_to(elsewhere, target_is_directory=True)
    known = manifest.read(outputs)
    files = known.assets["one"].files
    line = msgspec.structs.replace(known.assets["one"], files=files | {"sub/one.png": files["one.png"]})
    manifest.save(outputs, manifest.Manifest(assets=known.assets | {"one": line}))
    done = vizpipe("check", "--no-exec", "--against", "outputs/manifest.json")
    assert done.code == 4, done
    assert "sub/one.png leads outside" in done.out


def test_two_spellings_of_one_file_are_not_built(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Two assets whose names differ by capitals alone are refused by every verb before anything is written."""
    toml = tiny / "vizpipe.toml"
    toml.write_text(toml.read_text() + '\n[assets.ONE]\nrecipe = "tiny"\n')
    before = sorted(path.name for path in (tiny / "outputs").iterdir())
    for words in (["build"], ["clean"], ["check", "--no-exec"], ["deck", "one"]):
        done = vizpipe(*words)
        assert (done.code, "capitals don't count" in done.line) == (2, True), done
    assert sorted(path.name for path in (tiny / "outputs").iterdir()) == before


def test_a_deck_on_a_mount_is_told(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A deck on which another file is mounted can't be replaced: 3 and its name, and it stays as it was."""
    pytest.importorskip("pptx")
    path, other = tiny / "one.pptx", tiny / "other"
    assert vizpipe("deck", "one", "-o", "one.pptx").code == 0
    whole = path.read_bytes()
    other.write_bytes(whole)
    if subprocess.run(["mount", "--bind", str(other), str(path)], capture_output=True, check=False).returncode:
        pytest.skip("nobody may mount here")
    try:
        done = vizpipe("deck", "one", "-o", "one.pptx", "--aspect", "4:3")
        assert (done.code, "one.pptx" in done.err, "mounted" in done.err) == (3, True, True), done
        assert other.read_bytes() == whole
    finally:
        subprocess.run(["umount", str(path)], check=True)


def test_clean_keeps_a_pointer_to_something_else(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A pointer to what was not built here is somebody's change: clean keeps it and says so."""
    path = tiny / "outputs" / "one.gif"
    point(path, OID)
    whole = path.read_bytes()
    edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["png", "csv"]')
    done = vizpipe("clean")
    assert done.code == 0, done
    assert "one.gif" in done.out
    assert "changed" in done.out
    assert path.read_bytes() == whole


def test_a_deck_replaces_a_pointer_to_a_deck_of_its_own(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A pointer to what deck wrote here is replaced as that would be; one to something else with --overwrite alone."""
    pytest.importorskip("pptx")
    path = tiny / "one.pptx"
    assert vizpipe("deck", "one", "-o", "one.pptx").code == 0
    point(path)
    assert vizpipe("deck", "one", "-o", "one.pptx").code == 0
    assert pointers.at(path) is None
    point(path, OID)
    whole = path.read_bytes()
    done = vizpipe("deck", "one", "-o", "one.pptx")
    assert (done.code, "--overwrite" in done.line) == (2, True), done
    assert path.read_bytes() == whole
    assert vizpipe("deck", "one", "-o", "one.pptx", "--overwrite").code == 0
    assert pointers.at(path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its power by a call of Linux")
@pytest.mark.parametrize(
    ("put", "build"), [(link, 0), pytest.param(hard, 0, marks=pytest.mark.soak), (read_only, 0), (directory, 3)]
)
def test_it_is_the_same_for_whom_permissions_count(
    without_power: "Vizpipe", tiny: Path, put: "Place", build: int
) -> None:
    """Another user than root, with a store where nobody may write, ends as root does, and the store stays."""
    store, path = tiny / ".store", tiny / "outputs" / "one.gif"
    store.mkdir()
    put(path, store)
    whole = (store / "one.gif").read_bytes()
    (store / "one.gif").chmod(0o444)
    store.chmod(0o555)
    try:
        edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
        done = without_power(["build"], tiny)
        assert done.code == build, done
        assert "Errno" not in done.err
        assert without_power(["check", "--no-exec"], tiny).code in (0, 4)
        edit(tiny / "vizpipe.toml", '["gif", "png", "csv"]', '["png", "csv"]')
        done = without_power(["clean"], tiny)
        assert done.code == 0, done
        assert path.exists() == bool(build)
        assert (store / "one.gif").read_bytes() == whole
    finally:
        store.chmod(0o755)
