"""A bounded sample of every sweep of ``make soak``, which runs them whole."""

import os
import signal
from pathlib import Path

import pytest

from sweeps import (
    Count,
    captions,
    contents,
    crowds,
    damage,
    drifts,
    kills,
    merges,
    names,
    palettes,
    planted_errors,
    room,
    sensitivity,
    trifles,
    words,
)

pytestmark = pytest.mark.usefixtures("new_project")


def passes(count: Count, at_least: int) -> None:
    """No failure, and as many points as were asked for."""
    assert not count.failures, "\n".join(count.failures)
    assert count.tried >= at_least


def test_planted_drifts_are_found(tmp_path: Path) -> None:
    """A drift of each kind is found: weight, pixel, frame, duration, truncation, manifest, one built before."""
    passes(drifts.planted(tmp_path, len(drifts.PLANTS)), len(drifts.PLANTS))


def test_changes_that_mean_nothing_are_not_told(tmp_path: Path) -> None:
    """Three changes that mean nothing, such as another encoding of the same picture, are not told."""
    passes(trifles.harmless(tmp_path, 3), 3)


def test_changes_of_what_pictures_show_are_found() -> None:
    """Lost and moved marks, a key too, swapped colours, moved limits and changed words are found, rendering is not."""
    passes(contents.planted(contents.gallery("forward-pass", "gradient-descent", "three-steps")), 36)
    passes(contents.rendered(contents.gallery("gates", "learning-rates")), 6)


def test_a_colour_of_one_frame_is_in_every_file(tmp_path: Path) -> None:
    """Three films have a colour that lives in one frame, and every pixel of every frame is what was to be shown."""
    passes(palettes.flashes(tmp_path, 3), 3)


def test_the_writer_byte_by_byte(tmp_path: Path) -> None:
    """Files that may have N bytes at most, for 40 values of N, are old or new, never half."""
    passes(room.byte_by_byte(tmp_path / "place", 40), 40)


def test_a_signal_between_two_steps_is_repaired(tmp_path: Path) -> None:
    """After a signal between two steps files are whole, no process is left, and the next build equals a clean one.

    SIGKILL and a request to end, at a step each; ``make soak`` tries all, any moment, and counts seconds.
    """
    passes(kills.killed(tmp_path, 2, [signal.SIGTERM, signal.SIGKILL], patience=60.0), 2)


def test_without_room_old_files_stay(tmp_path: Path) -> None:
    """Where files may not grow a build ends with 3, and nothing published is touched."""
    passes(room.full_disk(tmp_path, 1), 1)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system takes root")
def test_a_full_disk_leaves_old_files(tmp_path: Path) -> None:
    """A file system that is really full leaves old files as they are; where none can be mounted, nothing is tried."""
    passes(room.small_disk(tmp_path), 0)


def test_builds_at_once_break_nothing(tmp_path: Path) -> None:
    """Two builds at once break nothing for a reader that decodes everything meanwhile."""
    passes(crowds.together(tmp_path, 1), 1)


def test_damaged_manifests_are_repaired_or_refused(tmp_path: Path) -> None:
    """A manifest that is cut, flipped or garbage is repaired or refused; ``check`` passes on none that is another."""
    passes(damage.manifests(tmp_path, 2, 1, garbage=damage.GARBAGE[2::6]), 4)


def test_damaged_cache_entries_are_missing_ones(tmp_path: Path) -> None:
    """Cut or flipped cache entries are never read, and builds with them give the clean files."""
    passes(damage.caches(tmp_path, 100, 1), 101)


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    """Names of assets, files, folders and links that would lead elsewhere end with 2, and nothing is written."""
    passes(names.refused(tmp_path), 30)


def test_branches_merge_and_cost_no_training(tmp_path: Path) -> None:
    """Forty pairs of branches over twelve assets: no conflict that git could avoid, no lost line, a valid manifest."""
    passes(merges.pairs(tmp_path, 40), 80)


def test_any_command_line_ends_well(tmp_path: Path) -> None:
    """Any of 20 command lines ends with a code from 0 to 4, without a traceback."""
    passes(words.lines(tmp_path, 20), 20)


def test_any_project_file_ends_well(tmp_path: Path) -> None:
    """Any of 6 project files ends with a code from 0 to 4, without a traceback; a plan writes nothing."""
    passes(words.files(tmp_path, 6), 6)


def test_recipes_that_amplify_rounding_say_so() -> None:
    """A recipe that is marked chaotic amplifies rounding, and another does not."""
    passes(sensitivity.recipes(1), 2)


def test_captions_say_what_can_be_computed() -> None:
    """At a setting near the ends of every recipe's ranges, and on some stages, no film denies a sentence."""
    passes(captions.read(1, first=2, stages=12, quick=True), 30)


def test_planted_errors_stand_for_lines_that_are_there() -> None:
    """Each planted error takes the place of the only line of its file that reads as it says, and differs from it."""
    faults = []
    for plant in planted_errors.plants():
        lines = [line.strip() for line in (planted_errors.ROOT / plant.file).read_text().splitlines()]
        if lines.count(plant.right) != 1 or plant.wrong == plant.right:
            faults.append(f"{plant}: {lines.count(plant.right)} such lines")
    assert not faults, "\n".join(faults)


def test_planted_errors_are_noticed(tmp_path: Path) -> None:
    """Errors that are planted in a line of a recipe or of a network are noticed by the tests of frame data."""
    passes(planted_errors.noticed(tmp_path, planted_errors.sample()), planted_errors.SAMPLE)
