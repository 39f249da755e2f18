"""Links in the place of files: each gives way to a file of its own, and none leads out."""

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe.errors import UsageError
from vizpipe.store import atomic
from vizpipe.store.folders import keep_inside

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_link_gives_way_to_a_file(tmp_path: Path, steps: int) -> None:
    """However many links lead to it, a store's read-only object keeps its bytes; a plain file replaces the link."""
    thing, new = tmp_path / "object", tmp_path / "new"
    thing.write_bytes(b"theirs")
    thing.chmod(0o444)
    last = thing
    for number in range(steps):
        link = tmp_path / f"link{number}"
        link.symlink_to(last.name)
        last = link
    atomic.write(last, b"ours")
    atomic.write(new, b"ours")
    assert thing.read_bytes() == b"theirs"
    assert stat.S_IMODE(thing.stat().st_mode) == 0o444
    assert not last.is_symlink()
    assert last.read_bytes() == b"ours"
    assert last.stat().st_mode == new.stat().st_mode
    assert [(tmp_path / f"link{number}").is_symlink() for number in range(steps - 1)] == [True] * (steps - 1)


def test_another_name_of_a_file_keeps_the_old_content(tmp_path: Path) -> None:
    """A read-only object that is a hard link stays as it is; the new file is its own, and its owner may write it."""
    thing, name = tmp_path / "object", tmp_path / "a.gif"
    thing.write_bytes(b"theirs")
    thing.chmod(0o444)
    name.hardlink_to(thing)
    atomic.write(name, b"ours")
    assert (thing.read_bytes(), name.read_bytes()) == (b"theirs", b"ours")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (thing, name)] == [0o444, 0o644]


def test_a_link_to_nothing_gives_way_and_makes_nothing_elsewhere(tmp_path: Path) -> None:
    """A link to a store's missing object gives way to a file, and makes no object in the store."""
    (tmp_path / "a.gif").symlink_to("store/gone")
    atomic.write(tmp_path / "a.gif", b"ours")
    assert (tmp_path / "a.gif").read_bytes() == b"ours"
    assert not (tmp_path / "store").exists()


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    """Linked files and folders that lead out, and circles, are refused; links that stay inside are not."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (inside / "folder").symlink_to(outside)
    (inside / "file").symlink_to(outside / "file")
    (inside / "one").symlink_to("two")
    (inside / "two").symlink_to("one")
    (inside / "near").symlink_to("file-that-is-not-there")
    for name in ("folder/x", "file", "one"):
        with pytest.raises(UsageError, match="leads elsewhere"):
            keep_inside(inside / name, inside)
    for name in ("near", "plain"):
        keep_inside(inside / name, inside)
    keep_inside(inside / "file", inside, outside)


def test_a_build_leaves_a_stores_objects_alone(vizpipe: "Vizpipe", project: "Project") -> None:
    """Outputs and a manifest that are links into a store, one to nothing, become files; the store stays as it was."""
    project.ask_for("gif", "png", "csv")
    assert vizpipe("build").code == 0
    outputs, objects = project.root / "outputs", project.root / ".store"
    objects.mkdir()
    for name in ("one.gif", "one.csv", "manifest.json"):
        (outputs / name).rename(objects / name)
        (objects / name).chmod(0o444)
        (outputs / name).symlink_to(f"../.store/{name}")
    before = {path.name: path.read_bytes() for path in objects.iterdir()}
    assert vizpipe("build", "--locked").code == 0
    assert all((outputs / name).is_symlink() for name in before)
    (outputs / "one.png").unlink()
    (outputs / "one.png").symlink_to("../.store/gone")
    text = (project.root / "figures" / "counter.py").read_text()
    project.write("figures/counter.py", text.replace('"black"', '"red"').replace("index / steps", "index / steps / 2"))
    done = vizpipe("build")
    assert done.code == 0, done
    assert {path.name: path.read_bytes() for path in objects.iterdir()} == before
    assert not any(path.is_symlink() for path in outputs.iterdir())
    assert all(path.stat().st_mode & stat.S_IWUSR for path in outputs.iterdir())
    assert vizpipe("build", "--locked").code == 0
