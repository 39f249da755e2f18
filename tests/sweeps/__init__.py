"""Sweeps over all the points where something can go wrong: what each tries, and how often it failed.

``make soak`` runs them at full size (``python tests/sweeps``), ``make test`` a bounded sample of each.
"""

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import nursery
from gits import git
from nursery import Nursery


class Count(NamedTuple):
    """What a sweep tried, and what failed."""

    tried: int
    failures: list[str]


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def tidy(self) -> bool:
        """Whether it ended by one of the promised codes, without a traceback."""
        return self.code in {0, 1, 2, 3, 4, 130} and "Traceback" not in self.err + self.out


class Lent(NamedTuple):
    """What tests have ready, and sweeps of their own would have to make."""

    nursery: Nursery | None = None
    known: Path | None = None
    """A cache with the built-in recipes."""


lent = Lent()


def run(
    words: Sequence[str], cwd: Path, env: dict[str, str] | None = None, timeout: float = 300, umask: int = -1
) -> Done:
    """Run vizpipe in a process of its own: forked, where that is possible."""
    if lent.nursery is not None and umask < 0 and nursery.can_run(env or {}):
        code, out, err = lent.nursery.run(words, cwd, environment(cwd) | (env or {}), timeout)
        return Done(code, out.decode(errors="replace"), err.decode(errors="replace"))
    done = subprocess.run(
        [sys.executable, "-m", "vizpipe", *words],
        cwd=cwd,
        env=environment(cwd) | (env or {}),
        capture_output=True,
        timeout=timeout,
        check=False,
        umask=umask,
    )
    return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def environment(place: Path) -> dict[str, str]:
    """The environment of all commands of a sweep: a cache beside the project."""
    return os.environ | {"VIZPIPE_CACHE": str(_cache(place))}


def cards_only(project: Path, cache: Path) -> dict[str, str]:
    """The environment of a command whose cache knows the recipes and nothing that they made."""
    return nursery.cards_only(_cache(project), cache)


def _cache(place: Path) -> Path:
    return place.parent / f"{place.name}-cache"


@functools.cache
def _cards() -> Path:
    """A cache with the built-in recipes, read once for all sweeps."""
    if lent.known is not None:
        return lent.known
    known = Path(tempfile.mkdtemp(prefix="vizpipe-cards-"))
    atexit.register(shutil.rmtree, known)
    command, env = [sys.executable, "-m", "vizpipe", "list"], os.environ | {"VIZPIPE_CACHE": str(known)}
    subprocess.run(command, env=env, cwd=known, capture_output=True, check=True)
    return known


RECIPE = '''
"""Two hidden units learn XOR a little."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe import nn
from vizpipe.recipe import Canvas, Count, Film, Say, Seed, Words, recipe

COLOUR = "black"


class Step(NamedTuple):
    """One epoch."""

    epoch: int
    weights: npt.NDArray[np.float64]
    loss: float


@recipe(size=(160, 120))
def tiny(*, epochs: Count = 9, seed: Seed = 3) -> Iterator[Step]:
    """Train."""
    rng = np.random.default_rng(seed)
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float), np.array([0.0, 1.0, 1.0, 0.0])
    network = nn.Network((2, 2, 1), ("tanh", "sigmoid"))
    start = network.initial(rng, nn.initializers.glorot_uniform)
    run = nn.train(
        network, start, x, y, loss=nn.binary_cross_entropy, optimizer=nn.Adam(0.1), batch_size=2, rng=rng
    )
    for snapshot in run:
        weights = snapshot.parameters.copy()
        yield Step(snapshot.epoch, weights, snapshot.loss)
        if snapshot.epoch >= epochs:
            return


@tiny.stage
def stage(canvas: Canvas, film: Film[Step]):
    axes = canvas.figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set_xlim(*film.span("loss"))
    axes.set_ylim(*film.span("weights"))
    return axes


@stage.draw
def draw(frame: Step, axes) -> None:
    axes.plot(np.full(9, frame.loss), frame.weights, "o", color=COLOUR)


@tiny.words
def words(film: Film[Step], say: Say) -> Words:
    return Words("Tiny", "", f"Nine weights move for {len(film)} epochs.")
'''

TOML = """
recipes = "figures"

[assets.one]
recipe = "tiny"
formats = ["gif", "png", "csv"]
"""


def make_project(place: Path, *, committed: bool = True, toml: str = TOML) -> Path:
    """A project with one small recipe; built, and committed to git with its outputs."""
    (place / "figures").mkdir(parents=True)
    (place / "figures" / "tiny.py").write_text(textwrap.dedent(RECIPE).lstrip())
    (place / "vizpipe.toml").write_text(toml)
    nursery.cards_only(_cards(), _cache(place))
    done = run(["build"], place)
    assert done.code == 0, done
    if committed:
        commit(place)
    return place


def commit(place: Path) -> None:
    """Commit all that is there."""
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        git(place, *words)
