"""How a command tells what it does: a line that moves on a terminal, plain lines elsewhere, a table at the end."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vizpipe.cli import colours
from vizpipe.manifest.manifest import Entry
from vizpipe.store.folders import matplotlibs_own

if TYPE_CHECKING:
    from vizpipe.pipeline.build import Event
    from vizpipe.pipeline.job import Made

_BAR, _SURE = 20, 5
"""Columns of the bar that shows how much is drawn; after which part of the frames what is left can be told."""
_STEPS = {"training": "training", "drawing": "drawing frame", "writing": "writing"}


class Progress:
    """Takes events from any thread and keeps the user informed."""

    def __init__(self, *, quiet: bool) -> None:
        """Look where the words will go."""
        self._stream = sys.stderr
        self._moving = self._stream.isatty() and not quiet
        self._quiet = quiet
        self._lock = threading.Lock()
        self._begun: dict[str, float] = {}
        self._finished, self._total = 0, 0
        self._shown = False
        if self._moving and not _has_fonts():
            self._line("looking for fonts, once for this machine: up to a minute …")

    def __call__(self, event: "Event") -> None:
        """Show an event."""
        with self._lock:
            if event.step == "planned":
                self._total = event.total
            elif event.step == "warning":
                self._wipe()
                colours.warning(event.text)
            elif event.step == "done":
                self._finished += 1
                if event.text and not self._quiet:
                    self._line(event.text)
            elif self._moving:
                self._move(event)
            elif event.step == "training" and not self._quiet:
                self._line(f"training {event.asset}")

    def close(self) -> None:
        """Leave a clean line."""
        with self._lock:
            self._wipe()

    def _move(self, event: "Event") -> None:
        now = time.monotonic()
        begun = self._begun.setdefault(f"{event.asset} {event.step}", now)
        words = f"{event.asset}: {_STEPS[event.step]}"
        if self._total > 1:
            words = f"[{self._finished}/{self._total}] {words}"
        if event.step == "drawing":
            words += f" {event.done} of {event.total}"
            if event.done and event.done * _SURE >= event.total:  # the first frames take longer, and say little
                words += f", {(now - begun) / event.done * (event.total - event.done):.0f} s left"
        columns = max(_columns() - 1, 20)
        self._wipe()
        self._stream.write(words[:columns])
        if event.step == "drawing" and event.total and len(words) + _BAR + 2 <= columns:
            self._stream.write(f"  {colours.bar(event.done / event.total, _BAR)}")
        self._stream.flush()
        self._shown = True

    def _line(self, text: str) -> None:
        self._wipe()
        self._stream.write(text + "\n")
        self._stream.flush()

    def _wipe(self) -> None:
        if self._shown:
            self._stream.write("\r\033[K")
            self._stream.flush()
            self._shown = False


def _has_fonts() -> bool:
    """Whether matplotlib has its list of fonts already; making it is the slowest first step there is."""
    return any(matplotlibs_own().glob("fontlist-*.json"))


def _columns() -> int:
    import shutil  # noqa: PLC0415 - on a terminal only

    return shutil.get_terminal_size().columns


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Progress for the time of a block."""
    display = Progress(quiet=quiet)
    try:
        yield display
    finally:
        display.close()


def table(
    made: "Sequence[Made]", entries: dict[str, Entry], outputs: Path, *, kept: bool, reasons: bool = False
) -> None:
    """What was made, where, how large. Fresh assets are only counted where they are ``kept`` in a manifest.

    With ``reasons`` every reason of a stale asset has a line of its own.
    """
    rows: list[tuple[str, str, str, str]] = []
    for each in made:
        if kept and each.status == "fresh":
            continue
        if each.status in ("stale", "failed"):
            why = each.why if each.status == "stale" else []
            lines = why if reasons else ["; ".join(why[:3])]
            rows += [(each.name, each.status, "", line) for line in lines[:1] or [""]]
            rows += [("", "", "", line) for line in lines[1:]]
            continue
        entry = entries[each.name]
        for path in each.files:
            facts = entry.files[path.name]
            pixels = f"{facts.width}×{facts.height}" if facts.width else ""
            count = f"{facts.frames} frame{'' if facts.frames == 1 else 's'}"
            extent = f"{count}, {facts.duration_ms / 1000:.1f} s" if facts.duration_ms else pixels
            rows.append((_near(path), facts.weight, extent, f"made in {each.seconds:.1f} s"))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        cells = (f"{row[0]:{widths[0]}}", f"{row[1]:>{widths[1]}}", f"{row[2]:{widths[2]}}", row[3])
        click.echo("  ".join(cells).rstrip())
    if kept:
        counts = [
            (sum(each.status == status for each in made), status) for status in ("made", "stale", "failed", "fresh")
        ]
        words = ", ".join(f"{count} {status}" for count, status in counts if count) or "nothing to do"
        click.echo(f"{words}, in {_near(outputs)}")


def as_json(made: "Sequence[Made]", outputs: Path) -> dict[str, Any]:
    """What ``build --json`` prints."""
    return {
        "assets": [
            {
                "name": each.name,
                "status": each.status,
                "why": "; ".join(each.why),
                "remark": each.remark,
                "seconds": round(each.seconds, 3),
                "files": [path.relative_to(outputs).as_posix() for path in each.files],
            }
            for each in made
        ],
        "trained": sum(each.trained for each in made),
        "drawn": sum(each.drawn for each in made),
        "written": sum(each.written for each in made),
    }


def failures(made: "Sequence[Made]", *, traceback: bool) -> None:
    """What could not be made, each in one line; before it, if asked for, where that was."""
    for each in made:
        if each.status == "failed":
            if traceback and each.details:
                click.echo(each.details, err=True)
            colours.error(f"{each.name}: {each.why[0]}")


def _near(path: Path) -> str:
    """A path as seen from here, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
