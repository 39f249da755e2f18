"""``make soak``: every sweep at full size. Prints what was tried and what failed; ends with 1 if anything did.

All failures of a sweep are in build/soak/, one a line; five are printed.
"""

import contextlib
import itertools
import multiprocessing
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sweeps
from nursery import Nursery
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

Sweep = Callable[[Path], Count]
SWEEPS: dict[str, Sweep] = {  # the longest first, so that two at a time end together
    "manifests cut at every length, flipped, garbage": lambda place: damage.manifests(place, None, 2000),
    "captions, alternative texts and words on stages": lambda _: captions.read(),
    "planted drifts that check must find": lambda place: drifts.planted(place, 200),
    "errors planted in what computes frames": lambda place: planted_errors.noticed(
        place, planted_errors.plants(), told=True
    ),
    "project files": lambda place: words.files(place, 6_000),
    "command lines": lambda place: words.lines(place, 14_000),
    "cache entries cut and flipped": lambda place: damage.caches(place, 2000, 25),
    "changes that mean nothing to check": lambda place: trifles.harmless(place, 50),
    "changes of what pictures show, planted": lambda _: contents.planted(contents.gallery()),
    "other rendering of the same": lambda _: contents.rendered(contents.gallery()),
    "recipes trained one unit in the last place elsewhere": lambda _: sensitivity.recipes(),
    "films with a colour that lives in one frame": lambda place: palettes.flashes(place, 100),
    "no room for N bytes": lambda place: room.full_disk(place, 20),
    "writer, byte by byte": lambda place: room.byte_by_byte(place, 2000),
    "a file system that is full": room.small_disk,
    "names that lead elsewhere": names.refused,
    "pairs of branches that git merges": lambda place: merges.pairs(place, 400),
    "SIGKILL between two steps": kills.killed,
    "SIGINT, SIGTERM, SIGHUP at any moment": lambda place: kills.interrupted(place, 45),
    "builds at once, with a reader": lambda place: crowds.together(place, 50),
}
ALONE = {
    "SIGKILL between two steps",
    "SIGINT, SIGTERM, SIGHUP at any moment",
    "builds at once, with a reader",
}
"""Sweeps that count seconds, or processes: nothing else should run meanwhile."""


FAILURES = Path("build", "soak")


class Row(NamedTuple):
    """What became of a sweep."""

    name: str
    found: Count
    seconds: float


def main() -> int:
    """Run all sweeps, or those whose name holds a word that is given: first, alone, what counts seconds."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # nohup and & ignore some, and commands inherit that
        signal.signal(number, signal.SIG_DFL)
    words = sys.argv[1:]
    chosen = [name for name in SWEEPS if not words or any(word in name for word in words)]
    failed = 0
    print(f"{'what was tried':52}  {'points':>7}  {'failures':>8}  seconds", flush=True)
    for row in itertools.chain(map(_tried, [name for name in chosen if name in ALONE]), _at_once(chosen)):
        failed += len(row.found.failures)
        told = f"{row.found.tried:7,}  {len(row.found.failures):8}" if row.found.tried else "not possible here"
        print(f"{row.name:52}  {told}  {row.seconds:7.0f}", flush=True)
        for failure in row.found.failures[:5]:
            print(f"    {failure}", flush=True)
        _keep(row)
    return int(bool(failed))


def _keep(row: Row) -> None:
    FAILURES.mkdir(parents=True, exist_ok=True)
    path = FAILURES / f"{re.sub(r'[^a-z]+', '-', row.name.lower())}.txt"
    path.write_text("".join(f"{failure}\n" for failure in row.found.failures))


def _at_once(chosen: list[str]) -> Iterator[Row]:
    """The sweeps that load doesn't matter to, two at a time, as they end."""
    rest = [name for name in chosen if name not in ALONE]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        for done in as_completed([pool.submit(_tried, name) for name in rest]):
            yield done.result()


def _tried(name: str) -> Row:
    """Run one sweep in a folder of its own, its commands forked where that shows the same."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vizpipe-soak-") as place:
        for each in ("tried", "commands"):
            Path(place, each).mkdir()
        with contextlib.closing(Nursery(Path(place, "commands"))) as nursery:
            sweeps.lent = sweeps.Lent(nursery)
            count = SWEEPS[name](Path(place, "tried"))
    return Row(name, count, time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main())
