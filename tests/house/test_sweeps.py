"""A bounded sample of every sweep of ``make soak``, which runs them whole."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import sweeps
from nursery import Nursery, can_run
from sweeps import Count, Done, captions, crowds, damage, drifts, kills, names, sensitivity, trifles, words


def passes(count: Count, at_least: int) -> None:
    """No failure, and as many points as were asked for."""
    assert not count.failures, "\n".join(count.failures)
    assert count.tried >= at_least


@pytest.fixture
def quick(nursery: Nursery) -> Iterator[None]:
    """Commands of sweeps that are forked from a process which has imported everything."""

    def run(words: Sequence[str], cwd: Path, env: dict[str, str] | None = None, umask: int = -1) -> Done:
        if not can_run(env or {}) or umask >= 0:
            return sweeps.run(words, cwd, env, umask=umask)
        code, out, err = nursery.run(words, cwd, sweeps.environment(cwd) | (env or {}), 300)
        return Done(code, out.decode(errors="replace"), err.decode(errors="replace"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drifts, "run", run)
        yield


@pytest.mark.usefixtures("quick")
def test_planted_drifts_are_found(tmp_path: Path) -> None:
    """One of each kind: weight, pixel, frame, duration, truncation, manifest, a drift that was built before."""
    passes(drifts.planted(tmp_path, len(drifts.PLANTS)), len(drifts.PLANTS))


@pytest.mark.usefixtures("quick")
def test_changes_that_mean_nothing_are_not_told(tmp_path: Path) -> None:
    """One of each kind: another encoding, BLAS core, thread count, locale, hash seed, time zone, umask."""
    passes(trifles.harmless(tmp_path, len(trifles.HARMLESS)), len(trifles.HARMLESS))


def test_the_writer_byte_by_byte(tmp_path: Path) -> None:
    """Files that may have N bytes at most, for 100 values of N: old or new, never half."""
    passes(kills.byte_by_byte(tmp_path / "place", 100), 100)


@pytest.mark.alone
def test_a_kill_between_two_steps_is_repaired(tmp_path: Path) -> None:
    """Three steps of a build: whole files only, no process left, and the next build equals a clean one."""
    passes(kills.killed(tmp_path, 3), 3)


@pytest.mark.alone
def test_an_interrupt_at_any_moment_ends_soon(tmp_path: Path) -> None:
    """SIGINT, SIGTERM and SIGHUP: 130 within 3 s."""
    passes(kills.interrupted(tmp_path, 3), 3)


def test_without_room_old_files_stay(tmp_path: Path) -> None:
    """Files that may not grow: 3, and nothing published is touched."""
    passes(kills.full_disk(tmp_path, 2), 2)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system takes root")
def test_a_full_disk_leaves_old_files(tmp_path: Path) -> None:
    """The same on a file system that is really full; where none can be mounted, nothing is tried."""
    passes(kills.small_disk(tmp_path), 0)


def test_builds_at_once_break_nothing(tmp_path: Path) -> None:
    """Two rounds of two and three builds, while a reader decodes everything."""
    passes(crowds.together(tmp_path, 2), 2)


def test_damaged_manifests_are_repaired_or_refused(tmp_path: Path) -> None:
    """Cut, flipped, garbage; ``check`` passes on none that is not the same."""
    passes(damage.manifests(tmp_path, 10, 20), 40)


def test_damaged_cache_entries_are_missing_ones(tmp_path: Path) -> None:
    """Cut or flipped entries are never read, and builds with them give the clean files."""
    passes(damage.caches(tmp_path, 300, 1), 301)


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    """Of assets, files, folders and links: 2, and nothing is written."""
    passes(names.refused(tmp_path), 30)


def test_any_command_line_ends_well(tmp_path: Path) -> None:
    """250 command lines: exit codes 0 to 4, no traceback."""
    passes(words.lines(tmp_path, 250), 250)


def test_any_project_file_ends_well(tmp_path: Path) -> None:
    """60 project files: exit codes 0 to 4, no traceback, nothing written by a plan."""
    passes(words.files(tmp_path, 60), 60)


def test_recipes_that_amplify_rounding_say_so() -> None:
    """Those that are marked chaotic are, and a few others are not."""
    passes(sensitivity.recipes(6), 8)


def test_captions_say_what_can_be_computed() -> None:
    """Two settings near the ends of every recipe's ranges, and some stages: no sentence that its film denies."""
    passes(captions.read(2, first=2, stages=12, quick=True), 36)
