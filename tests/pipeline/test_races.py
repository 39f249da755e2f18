"""What changes while a build runs: code, data, the project, the cache, a lock that somebody holds."""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import on_a_page
from vizpipe.errors import GoneError, MachineError
from vizpipe.manifest import entering, manifest
from vizpipe.manifest.manifest import Entry, File, Keys
from vizpipe.store import hashes, locks

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

WAIT = """
    import pathlib, time
    here = pathlib.Path(__file__).parent
    (here / "begun").write_text("")
    while not (here / "go").exists():
        time.sleep(0.01)
    from _helper import SCALE
"""
"""A training that waits until the test has changed something, and then imports a helper and reads a file."""


def begin(project: "Project", env: dict[str, str], *words: str) -> "subprocess.Popen[bytes]":
    """Start a build and wait until its training has begun."""
    import os

    command = [sys.executable, "-m", "vizpipe", "build", "-j", "1", *words]
    running = subprocess.Popen(command, cwd=project.root, env=os.environ | env, stderr=subprocess.PIPE)
    begun = project.root / "figures" / "begun"
    given_up = time.monotonic() + 60
    while not begun.exists():
        assert time.monotonic() < given_up
        assert running.poll() is None
        time.sleep(0.02)
    return running


@pytest.fixture
def waiting(project: "Project", counter: str) -> "Project":
    """A project whose recipe waits in its training."""
    body = WAIT + '    factor = SCALE * float((here / "factor.txt").read_text())\n'
    project.write("figures/_helper.py", "SCALE = 1.0\n")
    project.write("figures/factor.txt", "0.5")
    text = counter.replace('    """Count."""\n', f'    """Count."""\n{body}').replace(
        "index / steps", "factor * index / steps"
    )
    (project.root / "figures" / "counter.py").write_text(text)
    return project


def edited(waiting: "Project", env: dict[str, str], name: str, content: str) -> tuple[int, str]:
    """Start a build and edit a file while its recipe trains; give the exit code and what was told."""
    for flag in ("begun", "go"):
        (waiting.root / "figures" / flag).unlink(missing_ok=True)
    running = begin(waiting, env)
    (waiting.root / "figures" / name).write_text(content)
    (waiting.root / "figures" / "go").write_text("")
    _, err = running.communicate(timeout=60)
    assert "Traceback" not in err.decode()
    return running.returncode, err.decode()


def test_code_that_was_edited_during_its_training_is_refused(
    vizpipe: "Vizpipe", waiting: "Project", own_cache: dict[str, str]
) -> None:
    """Code edited during its training ends with 1 and its name; its film is kept nowhere, the next is new."""
    recipe = waiting.root / "figures" / "counter.py"
    text = recipe.read_text()
    code, told = edited(waiting, own_cache, "_helper.py", "SCALE = 0.25\n")
    assert code == 1
    assert "_helper.py was changed while it was in use" in told
    assert waiting.files == []
    code, told = edited(waiting, own_cache, "counter.py", text.replace("factor * index", "2 * factor * index"))
    assert code == 0, "the text that was read is the one that runs"
    assert vizpipe("build", "--locked", env=own_cache).code == 4
    assert vizpipe("build", "--json", env=own_cache).json["trained"] == 1
    assert vizpipe("build", "--locked", env=own_cache).code == 0


def test_data_that_were_edited_during_a_training_make_it_again(
    vizpipe: "Vizpipe", waiting: "Project", own_cache: dict[str, str]
) -> None:
    """Data edited during a training are warned of, and the next build trains, also if they were put back."""
    toml = (waiting.root / "vizpipe.toml").read_text()
    waiting.write("vizpipe.toml", toml + 'formats = ["csv"]\n')
    code, told = edited(waiting, own_cache, "factor.txt", "0.125")
    assert code == 0
    assert "factor.txt was changed while it was in use" in told
    wrong = (waiting.root / "outputs" / "one.csv").read_text()
    (waiting.root / "figures" / "factor.txt").write_text("0.5")
    films = Path(own_cache["VIZPIPE_CACHE"]) / "films"
    assert list(films.glob("*.json")) == [], "what nobody vouches for is not found again"
    assert "changed while it was in use" in vizpipe("build", "--why", env=own_cache).out
    assert vizpipe("build", "--locked", env=own_cache).code == 4
    assert vizpipe("build", "--json", env=own_cache).json["trained"] == 1
    assert vizpipe("build", "--locked", env=own_cache).code == 0
    assert (waiting.root / "outputs" / "one.csv").read_text() != wrong


def test_what_a_recipe_writes_itself_is_no_error(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str], counter: str
) -> None:
    """A recipe's download counts from its first training on; its log is a warning, every time."""
    fetch = """
    import pathlib
    place = pathlib.Path(__file__).with_name("fetched.txt")
    place.exists() or place.write_text("0.5")
    factor = float(place.read_text())
"""
    text = counter.replace('    """Count."""\n', f'    """Count."""\n{fetch}').replace(
        "index / steps", "factor * index"
    )
    path = project.root / "figures" / "counter.py"
    path.write_text(text)
    first = vizpipe("build", env=own_cache)
    assert first.code == 0
    assert vizpipe("build", env=own_cache).code == 0
    assert vizpipe("build", "--locked", env=own_cache).code == 0
    path.write_text(text.replace("place.exists() or ", "").replace('"0.5"', "str(float(place.read_text()) / 2)"))
    for _ in range(2):
        done = vizpipe("build", env=own_cache)
        assert done.code == 0
        assert "fetched.txt was changed while it was in use" in done.err


def test_files_that_are_compared_may_differ(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str], counter: str
) -> None:
    """Small multiples may go over a parameter that names a file, whose default need not even be there."""
    text = counter.replace("Count, Film", "Count, Film, Path").replace("seed: int = 0", 'table: Path = Path("a.csv")')
    text = text.replace("index / steps", "float(table.read_text()) * index")
    project.write("figures/counter.py", on_a_page(text))
    project.write("b.csv", "0.1")
    project.write("c.csv", "0.2")
    toml = (project.root / "vizpipe.toml").read_text().replace("200x100", "800x400")
    project.write("vizpipe.toml", toml + 'compare = ["table"]\nmatrix = {table = ["b.csv", "c.csv"]}\n')
    assert vizpipe("build", env=own_cache).code == 0
    assert vizpipe("build", "--locked", env=own_cache).code == 0
    (project.root / "c.csv").write_text("0.3")
    assert vizpipe("build", "--locked", env=own_cache).code == 4


def test_a_build_that_found_an_asset_fresh_leaves_its_newer_line(
    vizpipe: "Vizpipe", waiting: "Project", own_cache: dict[str, str]
) -> None:
    """A line that a second build writes for an asset while the first still trains another stays."""
    waiting.write("figures/plain.py", (waiting.root / "figures" / "counter.py").read_text().replace(WAIT, ""))
    text = (waiting.root / "figures" / "plain.py").read_text()
    text = (
        text.replace("counter", "plain")
        .replace("SCALE * float", "0.0 * float")
        .replace('(here / "factor.txt").read_text()', '"1"')
    )
    waiting.write("figures/plain.py", text)
    toml = (waiting.root / "vizpipe.toml").read_text()
    other = '\n[assets.two]\nrecipe = "plain"\nsize = "SIZE"\n'
    waiting.write("vizpipe.toml", toml + other.replace("SIZE", "200x100"))
    assert vizpipe("build", "two", env=own_cache).code == 0
    running = begin(waiting, own_cache)
    waiting.write("vizpipe.toml", toml + other.replace("SIZE", "220x100"))
    assert vizpipe("build", "two", env=own_cache).code == 0
    (waiting.root / "figures" / "go").write_text("")
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert vizpipe("build", "two", "--locked", env=own_cache).code == 0
    assert waiting.manifest["two"]["files"]["two.gif"]["width"] == 220


def test_of_two_new_lines_the_one_counts_whose_files_lie_there(tmp_path: Path) -> None:
    """An older line of a manifest is replaced; one of the same age only if its files are gone."""

    def line(recipe: str, content: bytes) -> Entry:
        digest = hashes.sha256_of(content)
        files = {"a.png": File(digest, digest, len(content), 1, 1, 1, 0, "", kept=True)}
        return Entry(recipe, {}, Keys("", "", {}, {}), 1, "", "", [], files)

    old, mine, other = line("old", b"0"), line("mine", b"1"), line("other", b"2")
    for stands, known, content, expected in (
        (old, {"a": old}, b"1", "mine"),
        (other, {"a": old}, b"1", "mine"),
        (other, {"a": old}, b"2", "other"),
        (other, {}, b"2", "other"),
        (other, {"a": mine}, b"1", "other"),
    ):
        (tmp_path / "manifest.json").unlink(missing_ok=True)
        entering.enter(tmp_path, {"a": stands})
        (tmp_path / "a.png").write_bytes(content)
        entering.enter(tmp_path, {"a": mine}, known)
        assert manifest.read(tmp_path).assets["a"].recipe == expected


def test_a_cache_that_is_emptied_meanwhile_costs_only_time(
    waiting: "Project", vizpipe: "Vizpipe", own_cache: dict[str, str]
) -> None:
    """Films that went from the cache after they were trained are trained again."""
    from vizpipe.pipeline.make import _again

    done: list[int] = []

    def work() -> str:
        done.append(1)
        if len(done) < 3:
            raise GoneError("gone")
        return "made"

    assert _again(work) == "made"
    (waiting.root / "figures" / "go").write_text("")
    assert vizpipe("build", env=own_cache).code == 0
    before = (waiting.root / "outputs" / "one.gif").read_bytes()
    for kind in ("films", "pictures"):
        shutil.rmtree(Path(own_cache["VIZPIPE_CACHE"]) / kind)
    (waiting.root / "outputs" / "one.gif").unlink()
    assert vizpipe("build", "--json", env=own_cache).json["trained"] == 1
    assert (waiting.root / "outputs" / "one.gif").read_bytes() == before


def test_a_folder_that_stays_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that another program keeps locked is a MachineError with its name, after some patience."""
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(locks, "_PATIENCE", 0.2)
    with tmp_path.joinpath("held").open("w"), locks.alone(tmp_path):
        import os

        other = os.open(tmp_path, os.O_RDONLY)
        try:
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with pytest.raises(MachineError, match="locked"), locks.alone(tmp_path):
                pass
        finally:
            os.close(other)
