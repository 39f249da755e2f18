"""Logs → a film of curves."""

from collections.abc import Sequence
from pathlib import Path

from vizpipe.errors import UsageError
from vizpipe.film.about import About
from vizpipe.recording import csv_logs, events
from vizpipe.recording.model import plain
from vizpipe.recording.reel import curves
from vizpipe.store.foreign import read

MOST_FRAMES = 2_000


def film_of(paths: Sequence[Path]) -> bytes:
    """The film of one log, or of several of one training, such as TensorBoard's of training and of validation.

    Where two logs measure something of the same name, the folder's name or the file's tells them apart. Of more than
    2,000 epochs so many are kept, evenly, and a note says so. Raises UsageError naming the file and its row.
    """
    logs = [(path, _log(path)) for path in (each for path in paths for each in _files(path))]
    names = [{name for row in log.rows.values() for name in row} for _, log in logs]
    rows: dict[int, dict[str, float]] = {}
    for (path, log), own in zip(logs, names, strict=True):
        twice = {name for name in own if sum(name in each for each in names) > 1}
        for time, row in log.rows.items():
            found = rows.setdefault(time, {})
            found |= {f"{_whose(path)} {name}" if name in twice else name: value for name, value in row.items()}
    clocks = {log.clock.lower() for _, log in logs}
    times, notes = sorted(rows), list[str]()
    if not clocks <= {"epoch", "epochs"}:
        notes.append(f"Epochs are the log's {plain(min(clocks), 40)}s.".replace("ss.", "s."))
    if len(times) > MOST_FRAMES:
        apart = -(-len(times) // MOST_FRAMES)
        notes.append(f"Of {len(times):,} one in {apart} is shown.")
        times = sorted({*times[::apart], times[-1]})
    origin = ", ".join(plain(path.name, 60) for path in paths[:3]) + (" …" if len(paths) > 3 else "")  # noqa: PLR2004 - enough
    return curves(times, [rows[time] for time in times], About(origin, notes=tuple(notes)))


def _files(path: Path) -> list[Path]:
    """A log's file; of a folder all event files in it. Raises UsageError."""
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*tfevents*"))
    if not found:
        raise UsageError(f"{path}: there is no event file of TensorBoard's in this folder")
    return found


def _log(path: Path) -> csv_logs.Log:
    data = read(path)
    if not data:
        raise UsageError(f"{path}: it is empty")
    return events.read(data, path) if events.looks_like(data) else csv_logs.read(data, path)


def _whose(path: Path) -> str:
    """What tells a log from others."""
    return plain(path.parent.name if "tfevents" in path.name else path.stem, 60)
