"""The walk: film, pictures and files are steps of one kind, and ``run`` opens one workspace for all of them."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from inline import Inline
from vizpipe.cli import vizpipe as command
from vizpipe.cli import workspace
from vizpipe.errors import UsageError
from vizpipe.manifest import keys
from vizpipe.manifest.manifest import Entry, Keys, Manifest
from vizpipe.parameters import parameter
from vizpipe.pipeline.build import Build, open_build
from vizpipe.pipeline.job import Job
from vizpipe.pipeline.state import Outcome, State
from vizpipe.pipeline.step import Last, Step, step
from vizpipe.project.asset import Asset, new_asset
from vizpipe.registry import registry
from vizpipe.registry.loading import make_cards, read_cards
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache
from vizpipe.workers.pool import Workers

KEY = keys.key({"epochs": 12})
OTHER = keys.key({"epochs": 11})


@pytest.fixture(scope="module")
def asked() -> tuple[Asset, Source]:
    """An asset and its recipe's source."""
    source = next(each for each in registry.built_in() if Path(each.path).stem == "hidden_mapping")
    (card,) = read_cards(make_cards(source))
    return new_asset("a", card, parameter.complete(card.parameters, {}, "")), source


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A build into an empty folder."""
    return open_build(Inline(), Cache(tmp_path / "cache"), tmp_path / "outputs", Manifest(), lambda _: None)


@pytest.fixture
def job(asked: tuple[Asset, Source], build: Build) -> Iterator[Job]:
    """An asset whose last build trained for 11 epochs."""
    line = Keys("", "", {}, {"film": OTHER.ingredients})
    old = Entry("hidden-mapping", {}, line, 1, "", "", [], {})
    with ExitStack() as scope:
        yield Job(asked[0], build, asked[1], old, {}, scope)


@pytest.mark.parametrize(
    ("last", "cached", "dry", "force", "state", "value", "reasons"),
    [
        (KEY, "stored", False, False, State.FRESH, "last", []),
        (KEY, "stored", True, False, State.FRESH, "last", []),
        (KEY, "stored", False, True, State.MADE, "new", ["asked for by --force"]),
        (OTHER, "stored", True, False, State.CACHED, "stored", ["epochs: 11 → 12"]),
        (OTHER, None, False, False, State.MADE, "new", ["epochs: 11 → 12"]),
        (OTHER, None, True, False, State.STALE, None, ["epochs: 11 → 12"]),
        (None, None, True, True, State.STALE, None, ["asked for by --force"]),
        (None, "stored", False, False, State.CACHED, "stored", ["epochs: 11 → 12"]),
    ],
)
def test_a_step_is_kept_taken_or_made(  # noqa: PLR0913, PLR0917 - a row of a table
    job: Job,
    last: keys.Key | None,
    cached: str | None,
    dry: bool,  # noqa: FBT001
    force: bool,  # noqa: FBT001
    state: State,
    value: str | None,
    reasons: list[str],
) -> None:
    """A step is kept if its key is the last build's, else taken from the cache, else made, but never in a dry run."""
    job.build.dry, job.build.force = dry, force
    left = Last(last.hash, "last") if last is not None else None
    outcome = step(job, Step("film", KEY, lambda: "new", lambda: cached, left))
    assert outcome == Outcome(state, reasons, value)


def test_what_is_wrong_with_the_last_result_is_the_reason(job: Job) -> None:
    """What the last build left and somebody changed is made again, and the reason says what was wrong with it."""
    left, missing = Last(KEY.hash, "last"), "a.png: the file is missing"
    damaged = Step("film", KEY, lambda: "new", last=left, fault=lambda: missing)
    assert step(job, damaged) == Outcome(State.MADE, [missing], "new")


def test_a_stale_step_ends_the_walk() -> None:
    """Nothing follows a stale step; of the others the first reasons count, and the last state and value."""
    stale: Outcome[int] = Outcome(State.STALE, ["epochs: 11 → 12"], None)
    assert stale.then(lambda _: pytest.fail("it went on")) == stale
    with pytest.raises(RuntimeError, match="dry run"):
        stale.made()
    made = Outcome(State.MADE, ["epochs: 11 → 12"], 3)
    after = made.then(lambda value: Outcome(State.FRESH, ["size: 3 → 4"], value + 1))
    assert after == Outcome(State.FRESH, ["epochs: 11 → 12"], 4)


def test_run_opens_its_workspace_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shared_cache: Path) -> None:
    """``run`` surveys the recipes once, and its workers, as many as -j says, have stopped when it ends."""
    opened: list[Any] = []

    class Spy(workspace.Workspace):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            opened.append(self)

    monkeypatch.setattr(workspace, "Workspace", Spy)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIZPIPE_CACHE", str(shared_cache))
    with pytest.raises(UsageError, match="can't name a file here"):
        command.main(args=["run", "hidden-mapping", "-j", "3", "--name", "../a"], standalone_mode=False)
    assert [each.workers.jobs for each in opened] == [3]
    assert opened[0].workers._stopped


def test_workers_of_another_number_take_over() -> None:
    """When a pool gets another size its processes are replaced, and the new ones work; at the same size they stay."""
    with Workers(1) as workers:
        first = workers.submit(os.getpid).result()
        workers.resize(1, 30.0)
        assert workers.submit(os.getpid).result() == first
        workers.resize(2, 30.0)
        assert workers.submit(os.getpid).result() != first
