"""Logs → a film of curves, with the histograms and images that they hold beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from vizpipe.errors import UsageError
from vizpipe.film import stored
from vizpipe.film.about import About
from vizpipe.film.binned import BINNED
from vizpipe.film.pictured import PICTURED
from vizpipe.nn.curve import Curve
from vizpipe.recording import csv_logs, events, images, spreads
from vizpipe.recording.log import Log
from vizpipe.recording.model import plain
from vizpipe.recording.records import looks_like
from vizpipe.recording.reel import curves
from vizpipe.store.foreign import read

T = TypeVar("T")
MOST_FRAMES = 2_000


class Filmed(NamedTuple):
    """A film of logs."""

    data: bytes
    recipes: tuple[str, ...]
    """That draw it."""
    remark: str
    """What was left out, or counted unasked; nothing if all is there as it was."""


def film_of(paths: Sequence[Path]) -> Filmed:
    """The film of one log, or of several of one training, such as TensorBoard's of training and of validation.

    Where two logs measure something of the same name, the folder's name or the file's tells them apart. Of more than
    2,000 epochs so many are kept, evenly, and a note says so. Without a number that was measured the curves are how
    widely the histograms' values spread; of images alone there are none. Raises UsageError naming the file and its row,
    or its record.
    """
    logs = [(path, _log(path)) for path in (each for path in paths for each in _files(path))]
    rows = _merged([(path, log.rows) for path, log in logs])
    counted, said = spreads.frames(_merged([(path, log.spreads) for path, log in logs]))
    shown, seen = images.frames(_merged([(path, log.images) for path, log in logs]))
    if not rows and not counted and not shown:
        raise UsageError(f"{logs[0][0]}: no number in it was measured, and its histograms are of biases alone")
    if not rows and counted:
        rows = {
            each.epoch: {f"σ of {name}": float(wide) for name, wide in zip(each.names, each.deviations, strict=True)}
            for each in counted
        }
    clocks = {log.clock.lower() for _, log in logs} - {"epoch", "epochs"}
    rows = rows or {each.epoch: {} for each in shown}
    times, notes = sorted(rows), list[str]()
    if clocks:
        notes.append(f"Epochs are the log's {plain(min(clocks), 40)}s.".replace("ss.", "s."))
    if len(times) > MOST_FRAMES:
        apart = -(-len(times) // MOST_FRAMES)
        notes.append(f"Of {len(times):,} one in {apart} is shown.")
        times = sorted({*times[::apart], times[-1]})
    origin = ", ".join(plain(path.name, 60) for path in paths[:3]) + (" …" if len(paths) > 3 else "")  # noqa: PLR2004 - enough
    beside = (BINNED.arrays(counted) if counted else {}) | (PICTURED.arrays(shown) if shown else {})
    data = curves(times, [rows[time] for time in times], About(origin, notes=(*notes, *said, *seen)), beside)
    drawn = {"learning-curves": any(rows.values()), "weights-by-layer": counted, "logged-images": shown}
    held, kept = (
        sum(len(each) for _, log in logs for each in log.images.values()),
        sum(len(each.names) for each in shown),
    )
    counted_rows = ", ".join(str(path) for path, log in logs if log.clock == csv_logs.COUNTED)
    remarks = [f"{counted_rows}: no column of epochs or steps, so rows are counted"] if counted_rows else []
    remarks += [f"{held - kept:,} of {held:,} images are left out; captions say which"] if kept < held else []
    return Filmed(data, tuple(recipe for recipe, is_there in drawn.items() if is_there), "; ".join(remarks))


def holds(data: bytes, path: Path) -> bool:
    """Whether a log's film holds all that was measured in the film that lies there: the log has grown, if anything.

    Where frames were left out each holds others, so it is those in both that must agree. Raises UsageError if no film
    lies there.
    """
    if read(path) == data:
        return True
    new, old = stored.read(data, "the film"), stored.load(path)
    if new.about.origin != old.about.origin or not tuple(new.fields) == tuple(old.fields) == Curve._fields:
        return False
    names = [each.fields["names"].tolist() for each in (old, new)]
    places = [{epoch: at for at, epoch in enumerate(each.fields["epoch"].tolist())} for each in (old, new)]
    both = sorted(places[0].keys() & places[1].keys())
    if not both or not set(names[0]) <= set(names[1]) or max(places[0]) > max(places[1]):
        return False
    were, are = (np.ma.asarray(each.fields["metrics"], np.float64).filled(np.nan) for each in (old, new))
    rows, columns = [places[1][each] for each in both], [names[1].index(name) for name in names[0]]
    return np.array_equal(were[[places[0][each] for each in both]], are[rows][:, columns], equal_nan=True)


def _merged(logs: Sequence[tuple[Path, Mapping[int, Mapping[str, T]]]]) -> dict[int, dict[str, T]]:
    """What all logs hold by time and name; what two of them hold by one name has the log's before it."""
    names = [{name for row in rows.values() for name in row} for _, rows in logs]
    merged: dict[int, dict[str, T]] = {}
    for (path, rows), own in zip(logs, names, strict=True):
        twice = {name for name in own if sum(name in each for each in names) > 1}
        for time, row in rows.items():
            found = merged.setdefault(time, {})
            found |= {f"{_whose(path)} {name}" if name in twice else name: value for name, value in row.items()}
    return merged


def _files(path: Path) -> list[Path]:
    """A log's file; of a folder all event files in it. Raises UsageError."""
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*tfevents*"))
    if not found:
        raise UsageError(f"{path}: there is no event file of TensorBoard's in this folder")
    return found


def _log(path: Path) -> Log:
    data = read(path)
    if not data:
        raise UsageError(f"{path}: it is empty")
    return events.read(data, path) if looks_like(data) else csv_logs.read(data, path)


def _whose(path: Path) -> str:
    """What tells a log from others."""
    return plain(path.parent.name if "tfevents" in path.name else path.stem, 60)
