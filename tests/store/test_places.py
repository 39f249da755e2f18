"""What may stand where a file or a number should be: links, pipes, what nobody may read, what no text holds."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from vizpipe.manifest import manifest
from vizpipe.store import hashes

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_clean_follows_no_link_out_of_the_folder(vizpipe: "Vizpipe", project: "Project", tmp_path: Path) -> None:
    """A file behind a linked folder stays, though a line of the manifest with a right seal names it."""
    assert vizpipe("build").code == 0
    outputs, victim = project.root / "outputs", tmp_path / "victim"
    victim.mkdir()
    (victim / "x.png").write_bytes(b"mine")
    (outputs / "sub").symlink_to(victim)
    known = manifest.read(outputs)
    facts = msgspec.structs.replace(known.assets["one"].files["one.gif"], sha256=hashes.sha256_of(b"mine"))
    line = msgspec.structs.replace(known.assets["one"], files={"sub/x.png": facts})
    manifest.save(outputs, manifest.Manifest(assets=known.assets | {"old": line}))
    done = vizpipe("clean")
    assert done.code == 0
    assert "a link leads out of outputs" in done.out
    assert (victim / "x.png").read_bytes() == b"mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(vizpipe: "Vizpipe", project: "Project") -> None:
    """A pipe in a published file's place is replaced; in the place of what is read it is one clear line."""
    assert vizpipe("build").code == 0
    published = project.root / "outputs" / "one.gif"
    before = published.read_bytes()
    published.unlink()
    os.mkfifo(published)
    assert vizpipe("build").code == 0
    assert published.read_bytes() == before
    os.mkfifo(project.root / "mine.toml")
    assert vizpipe("run", "gates", "--theme", "mine.toml").code == 2
    os.mkfifo(project.root / "mine.pptx")
    assert vizpipe("deck", "one", "--template", "mine.pptx").code == 2
    (project.root / "outputs" / "manifest.json").unlink()
    os.mkfifo(project.root / "outputs" / "manifest.json")
    assert [vizpipe(verb).code for verb in ("build", "clean")] == [3, 3]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize(
    "words",
    [
        ("run", "learning-curves", "--film", "{}"),
        ("run", "hidden-mapping", "--film", "{}"),
        ("run", "hidden-mapping", "--data", "{}"),
        ("run", "gates", "--texts", "{}"),
        ("run", "gates", "--theme", "{}"),
        ("deck", "gates", "--template", "{}"),
        ("film", "{}"),
        ("film", "log.csv", "{}"),
        ("film", "log.csv", "-o", "{}"),
    ],
    ids=" ".join,
)
def test_what_has_no_end_is_never_read(vizpipe: "Vizpipe", tmp_path: Path, words: tuple[str, ...], kind: str) -> None:
    """A pipe or a device where somebody names a file costs one line, whatever it was named for."""
    (tmp_path / "log.csv").write_text("epoch,loss\n1,0.5\n2,0.25\n")
    named = tmp_path / ("mine.pptx" if "deck" in words else "mine.toml")
    if kind == "pipe":
        os.mkfifo(named)
    else:
        named.symlink_to("/dev/zero")
    done = vizpipe(*(word.format(named.name) for word in words), timeout=60)
    assert done.code == 2
    assert named.name in done.line
    assert not (tmp_path / "run.film").exists()


@pytest.mark.parametrize("line", ["film = '/dev/zero'", "texts = '/dev/zero'", "theme = 'mine.toml'"])
def test_what_has_no_end_is_not_read_for_an_asset_either(vizpipe: "Vizpipe", project: "Project", line: str) -> None:
    """A device in the project file costs one line, for whatever the asset wants it."""
    (project.root / "mine.toml").symlink_to("/dev/zero")
    project.write("vizpipe.toml", f"[assets.one]\nrecipe = 'learning-curves'\n{line}\n")
    done = vizpipe("build", timeout=60)
    assert done.code == 2
    assert "this is no file" in done.line


@pytest.mark.parametrize(
    "line",
    [
        f"[assets.one]\nrecipe = 'counter'\nframes = {'9' * 5000}",
        f"[assets.one]\nrecipe = 'counter'\nframes = 0x{'f' * 20000}",
        f"outputs = 0x{'f' * 20000}",
        f"fail-on = [0x{'f' * 20000}]",
        f"[assets.one]\nrecipe = 'counter'\nparameters.steps = 0x{'f' * 20000}",
        f"[assets.one]\nrecipe = 'counter'\nmatrix = {{steps = [0x{'f' * 20000}, 1]}}",
        "[assets.one]\nrecipe = 'counter'\nframes = 9223372036854775808",
    ],
)
def test_numbers_that_toml_does_not_allow_are_refused(vizpipe: "Vizpipe", project: "Project", line: str) -> None:
    """A number of more than 64 bits ends every verb with 2 and one line."""
    project.write("vizpipe.toml", f"{line}\n")
    for words in (["build", "--locked"], ["check", "--no-exec"]):
        done = vizpipe(*words)
        assert done.code == 2
        assert len(done.err.splitlines()) == 1
        assert len(done.err) < 400
        assert "64 bits" in done.err or "4300 digits" in done.err


def test_a_folder_whose_name_is_no_text_is_refused(vizpipe: "Vizpipe", project: "Project", tmp_path: Path) -> None:
    """A folder whose name is no text is refused in one line that says what to do."""
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/w\xff"))
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("this file system takes no such name")
    for name in ("vizpipe.toml", "figures"):
        (project.root / name).rename(odd / name)
    done = vizpipe("build", "-C", str(odd))
    assert done.code == 2
    assert "no UTF-8" in done.err
