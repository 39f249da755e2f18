"""Names that are two spellings of one file."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vizpipe.manifest import manifest
from vizpipe.store.identity import identities, is_one_of

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_a_file_is_known_by_more_than_its_name(tmp_path: Path) -> None:
    """A file is the same under other names and every link on the way; a copy is another, what is missing none."""
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "A").hardlink_to(tmp_path / "a")
    (tmp_path / "middle").symlink_to("a")
    (tmp_path / "first").symlink_to("middle")
    (tmp_path / "copy").write_bytes(b"x")
    known = identities([tmp_path / "first", tmp_path / "gone"])
    found = [is_one_of(tmp_path / name, known) for name in ("a", "A", "middle", "first", "copy", "gone")]
    assert found == [True, True, True, True, False, False]


def test_clean_deletes_no_file_that_is_asked_for_under_another_spelling(vizpipe: "Vizpipe", project: "Project") -> None:
    """Clean keeps ONE.gif where one.gif is asked for and is the same file; another file goes."""
    assert vizpipe("build").code == 0
    outputs = project.root / "outputs"
    known = manifest.read(outputs)
    facts = known.assets["one"].files["one.gif"]
    (outputs / "ONE.gif").hardlink_to(outputs / "one.gif")  # what a file system that ignores capitals shows
    (outputs / "two.gif").write_bytes((outputs / "one.gif").read_bytes())
    old = {
        name.upper(): msgspec.structs.replace(known.assets["one"], files={file: facts})
        for name, file in (("one", "ONE.gif"), ("two", "two.gif"))
    }
    manifest.save(outputs, manifest.Manifest(assets=known.assets | old))
    told = vizpipe("build").out
    assert "no longer asked for: two.gif (" in told
    done = vizpipe("clean")
    assert done.code == 0
    assert "another name of a file that is asked for" in done.out
    assert sorted(path.name for path in outputs.glob("*.gif")) == ["ONE.gif", "one.gif"]
    assert set(manifest.read(outputs).assets) == {"one"}
