"""What looking around must not import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nursery import Nursery, cards_only


def loaded(code: str, env: dict[str, str]) -> set[str]:
    """All modules that a Python process has after ``code``."""
    script = f"{code}\nimport sys\nprint('MODULES', *sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=os.environ | env,
        check=True,
        cwd=env["HOME"],
    )
    return set(done.stdout.split("MODULES")[1].split())


HEAVY = {"numpy", "matplotlib", "pandas", "seaborn", "PIL", "celluloid", "contourpy", "jinja2"}
MAKING = {"concurrent.futures", "logging", "subprocess", "tempfile", "random", "importlib.metadata"}
"""What only making something needs, beside vizpipe's own rooms."""
ROOMS = {"pipeline", "checking", "publishing", "workers", "manifest", "camera", "encoding", "drawing", "film"}
QUOTED = {"encoding", "encoding.formats", "workers"}
"""What help quotes of them: the names of formats, and how patient workers are."""
LIST = {
    "cli", "cli.colours", "cli.listing", "cli.recipes", "cli.streams", "cli.verbs",
    "errors", "project", "project.file", "registry",
    "registry.house", "registry.index", "registry.installed", "registry.registry", "registry.source", "store",
    "store.entries", "store.folders", "store.hashes", "store.pointers", "store.signs",
}  # fmt: skip
"""The modules of vizpipe that ``list`` needs."""
HELP = {"cli", "cli.colours", "cli.streams", "cli.verbs", "errors"}
COMMAND = "from vizpipe.cli import main\ntry:\n    main({words!r})\nexcept SystemExit as e:\n    assert not e.code"


def own(modules: set[str]) -> set[str]:
    """The modules of vizpipe among some, as seen from there."""
    return {name.removeprefix("vizpipe.") for name in modules if name.startswith("vizpipe.")}


@pytest.mark.parametrize(
    "words",
    [["--help"], ["list"], ["list", "--json"], ["info", "gates"], ["run", "--help"], ["run", "gates", "--help"]],
)
def test_looking_around_imports_nothing_heavy(words: list[str], shared_cache: Path, tmp_path: Path) -> None:
    """Help, list and info read cards: neither numpy nor matplotlib nor pandas is loaded."""
    assert not HEAVY & loaded(COMMAND.format(words=words), {"VIZPIPE_CACHE": str(shared_cache), "HOME": str(tmp_path)})


def test_a_recipe_is_read_without_what_only_some_drawings_need(tmp_path: Path) -> None:
    """What recipes import loads numpy and matplotlib, but not seaborn and pandas, which take twice as long."""
    found = loaded("import vizpipe.recipe, vizpipe.drawing.picture, vizpipe.nn", {"HOME": str(tmp_path)})
    assert {"numpy", "matplotlib"} < found
    assert not {"seaborn", "pandas", "scipy"} & found


@pytest.mark.parametrize("cold", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_worker_imports_what_reading_a_recipe_takes(
    shared_cache: Path, tmp_path: Path, counter: str, *, cold: bool
) -> None:
    """Where the cache lacks the card of a recipe, or of all, ``list`` has a worker read it, and loads nothing heavy."""
    (tmp_path / "counter.py").write_text(counter)
    (tmp_path / "vizpipe.toml").write_text('recipes = "."\n')
    cache = tmp_path / "cache"
    env = {"VIZPIPE_CACHE": str(cache)} if cold else cards_only(shared_cache, cache)
    known = len(list(cache.glob("cards/*")))
    assert not HEAVY & loaded(COMMAND.format(words=["list"]), env | {"HOME": str(tmp_path)})
    assert len(list(cache.glob("cards/*"))) > known


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path, counter: str, nursery: Nursery) -> Path:
    """A project whose recipe a worker has read."""
    place = tmp_path_factory.mktemp("read")
    (place / "counter.py").write_text(counter)
    (place / "vizpipe.toml").write_text('recipes = "."\n')
    assert nursery.run(["list"], place, os.environ | {"VIZPIPE_CACHE": str(shared_cache)}, 300).code == 0
    return place


@pytest.mark.parametrize("words", [["--help"], ["list"], ["list", "--json"], ["info", "gates"], ["run", "--help"]])
def test_looking_around_loads_nothing_that_makes_something(words: list[str], shared_cache: Path, read: Path) -> None:
    """Where the cache knows every card, help, list and info load none of what only making something needs."""
    found = loaded(COMMAND.format(words=words), {"VIZPIPE_CACHE": str(shared_cache), "HOME": str(read)})
    assert not MAKING & found
    assert not ROOMS & {name.partition(".")[0] for name in own(found) - QUOTED}


def test_list_and_help_load_no_more_than_they_show(shared_cache: Path, tmp_path: Path) -> None:
    """``list`` loads the modules that find recipes and read their cards, ``--help`` none but the command itself."""
    env = {"VIZPIPE_CACHE": str(shared_cache), "HOME": str(tmp_path)}
    loaded(COMMAND.format(words=["list"]), env)
    assert own(loaded(COMMAND.format(words=["list"]), env)) == LIST
    assert own(loaded(COMMAND.format(words=["--help"]), env)) == {
        "cli",
        "cli.colours",
        "cli.streams",
        "cli.verbs",
        "errors",
    }


def test_a_build_with_nothing_to_do_imports_nothing_heavy(shared_cache: Path, tmp_path: Path, counter: str) -> None:
    """A build with nothing to do reads cards and the manifest, and imports nothing heavy."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "counter.py").write_text(counter)
    (tmp_path / "vizpipe.toml").write_text('recipes = "figures"\n[assets.a]\nrecipe = "counter"\nsize = "100x80"\n')
    code = COMMAND.format(words=["build"])
    env = {"VIZPIPE_CACHE": str(shared_cache), "HOME": str(tmp_path)}
    loaded(code, env)
    assert not HEAVY & loaded(code, env)
