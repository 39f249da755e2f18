"""What tests share: a cache of their own, a command line, small recipes."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
import pytest
from hypothesis import settings

import sweeps
from nursery import Nursery, can_run, cards_only
from vizpipe.recipe import Recipe
from vizpipe.registry import registry
from vizpipe.registry.loading import load

pytest_plugins = ("browsers", "keyed", "projects", "pythons")
# where nobody can look into a failure the examples are the same every time
settings.register_profile("any load", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("any load")
os.environ["OPENBLAS_NUM_THREADS"] = "1"
for _name in ("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD", "JENKINS_URL"):  # tests set what they try
    os.environ.pop(_name, None)
for _number in (signal.SIGINT, signal.SIGHUP):  # nohup and & ignore them, and the commands under test would inherit it
    if signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line that an error has; fails if there are more."""
        lines = [line for line in self.err.splitlines() if line and not line.startswith("training ")]
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Vizpipe = Callable[..., Done]


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str, nursery: Nursery) -> Path:
    """A cache for the whole session and all its workers, so that cards and films are made once."""
    base = tmp_path_factory.getbasetemp()
    cache = (base if worker_id == "master" else base.parent) / "shared-cache"
    cache.mkdir(exist_ok=True)
    with (cache / "lock").open("w") as lock:  # who comes first reads the recipes for all
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (cache / "cards").exists():
            done = nursery.run(["list"], base, os.environ | {"VIZPIPE_CACHE": str(cache)}, 300)
            assert done.code == 0, done
    return cache


@pytest.fixture
def own_cache(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a command that shares nothing with other tests but that the recipes are read: for counting."""
    return cards_only(shared_cache, tmp_path_factory.mktemp("own"))


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    """A test that leaves matplotlib with other settings fails: what comes after it would be drawn with them."""
    before = dict.copy(mpl.rcParams)
    yield
    assert dict.copy(mpl.rcParams) == before


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where commands come from, for the whole session."""
    made = Nursery(tmp_path_factory.mktemp("nursery"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def new_project(nursery: Nursery, shared_cache: Path) -> Iterator[Callable[..., Path]]:
    """Make a project; from now on sweeps fork their commands too, and know the built-in recipes."""
    sweeps.lent = sweeps.Lent(nursery, shared_cache)
    yield sweeps.make_project
    sweeps.lent = sweeps.Lent()


@pytest.fixture
def vizpipe(shared_cache: Path, tmp_path: Path, nursery: Nursery) -> Vizpipe:
    """Run the command in the test's own folder, in a process of its own."""

    def run(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 120) -> Done:
        environment = os.environ | {"VIZPIPE_CACHE": str(shared_cache)} | (env or {})
        place = cwd or tmp_path
        if can_run(env or {}):
            code, out, err = nursery.run(words, place, environment, timeout)
        else:
            command = [sys.executable, "-m", "vizpipe", *words]
            done = subprocess.run(
                command, cwd=place, env=environment, capture_output=True, timeout=timeout, check=False
            )
            code, out, err = done.returncode, done.stdout, done.stderr
        return Done(code, out.decode(), err.decode())

    return run


@pytest.fixture
def without_power(shared_cache: Path, nursery: Nursery) -> Vizpipe:
    """Run the command as one for whom permissions count: another user than root, or root that can't override them."""

    def run(words: list[str], cwd: Path, cache: Path = shared_cache) -> Done:
        environment = os.environ | {"VIZPIPE_CACHE": str(cache)}
        code, out, err = nursery.run(words, cwd, environment, 120, without_power=True)
        return Done(code, out.decode(), err.decode())

    return run


def built_in(name: str) -> Recipe[..., Any]:
    """Load one built-in recipe, by its path as always."""
    for source in registry.built_in():
        for recipe in load(source):
            if recipe.name == name:
                return recipe
    raise AssertionError(name)


@pytest.fixture(scope="session")
def recipes() -> dict[str, Recipe[..., Any]]:
    """All built-in recipes by name."""
    return {recipe.name: recipe for source in registry.built_in() for recipe in load(source)}


COUNTER = '''
    """A dot moves to the right, one step a frame."""

    from collections.abc import Iterator
    from typing import NamedTuple

    from vizpipe.recipe import Canvas, Count, Film, Say, Words, recipe


    class Step(NamedTuple):
        """Where the dot is."""

        epoch: int
        x: float


    @recipe(variants={"long": {"steps": 5}})
    def counter(*, steps: Count = 3, seed: int = 0) -> Iterator[Step]:
        """Count."""
        for index in range(steps):
            yield Step(index, index / steps)


    @counter.stage
    def stage(canvas: Canvas, film: Film[Step]):
        axes = canvas.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.set_xlim(0, 1)
        axes.set_ylim(-1, 1)
        return axes


    @stage.draw
    def draw(frame: Step, axes) -> None:
        axes.plot([frame.x], [0.0], "o", color="black")


    @counter.words
    def words(film: Film[Step], say: Say) -> Words:
        return Words("Counter", "", f"A dot that moves in {len(film)} steps.")
'''


@pytest.fixture(scope="session")
def counter() -> str:
    """The text of the smallest recipe that moves."""
    return textwrap.dedent(COUNTER).lstrip()


class Project(NamedTuple):
    """A project folder with a recipe of its own."""

    root: Path

    def write(self, name: str, text: str) -> Path:
        """Write a file below the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
        return path

    def ask_for(self, *formats: str) -> None:
        """Have the asset made in these formats, whatever was asked for before."""
        path = self.root / "vizpipe.toml"
        lines = [line for line in path.read_text().splitlines() if not line.startswith("formats = ")]
        path.write_text("\n".join([*lines, f"formats = {json.dumps(formats)}", ""]))

    @property
    def files(self) -> list[str]:
        """All files in the outputs folder."""
        return sorted(path.name for path in (self.root / "outputs").glob("*"))

    @property
    def manifest(self) -> Any:
        """The manifest's assets."""
        assets = json.loads((self.root / "outputs" / "manifest.json").read_text())["assets"]
        return {name: asset for name, asset in assets.items() if name}


@pytest.fixture
def project(tmp_path: Path, counter: str) -> Project:
    """A project that builds the counter, small."""
    made = Project(tmp_path)
    made.write("figures/counter.py", counter)
    made.write(
        "vizpipe.toml",
        """
        recipes = "figures"
        [assets.one]
        recipe = "counter"
        size = "200x100"
        """,
    )
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with tests that take long, so that nothing waits for them in the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
