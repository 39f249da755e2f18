"""The whole suite: every target with what was measured, beside its peers, in one run. Writes benchmarks/RESULTS.md.

Run: make bench (a quarter of an hour), or python benchmarks/bench.py ROW… for some rows.
"""

import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")

import commands
import dask_cluster
import frames
import memory
import routes
import training

from vizpipe.camera.scene import Picture
from vizpipe.workers.cluster import Cluster
from vizpipe.workers.pool import Workers

HERE = Path(__file__).parent
JOBS = 2
NEAR = 38.0
PEERS = ("gif", "torch", "scikit-learn", "matplotlib", "seaborn", "celluloid", "numpy", "pillow", "click")


class Row(NamedTuple):
    """One line of the table."""

    what: str
    target: str
    measured: str
    good: bool | None
    """None where there is no target."""


def at_least(what: str, wanted: float, ratio: float, note: str = "") -> Row:
    """A ratio that should be large."""
    return Row(what, f"≥ {wanted:g}×", f"{ratio:.1f}×{note}", ratio >= wanted)


def at_most(what: str, wanted: float, value: float, unit: str = "×", note: str = "") -> Row:
    """A number that should be small."""
    return Row(what, f"≤ {wanted:g}{unit}", f"{value:.1f}{unit}{note}", value <= wanted)


def drawing() -> Iterator[Row]:
    """Milliseconds and bytes a frame at 1800 × 600, as slopes."""
    counts = (40, 100)
    made = frames.trained(counts[1])
    with tempfile.TemporaryDirectory() as folder, Workers(JOBS) as workers, routes.quiet():
        place = Path(folder)
        taken: dict[int, list[float]] = {count: [] for count in counts}
        for number in range(2):
            for count in counts:
                target = place / f"{number}-{count}"
                taken[count].append(frames.vizpipe_seconds(made, count, workers, target, routes.SIZE))
        ours = frames.slope(min(taken[counts[0]]), min(taken[counts[1]]), counts)

        def peer(route: routes.Route, few: int, many: int) -> float:
            times = [
                routes.seconds(lambda count=count: route(made.film, range(count), place / "peer.gif"))  # type: ignore[misc]
                for count in (few, many)
            ]
            return frames.slope(times[0], times[1], (few, many))

        # the source keeps 40 MB a frame and takes seconds for each: its slope is as straight between fewer frames
        source, gif, careful = (
            peer(routes.source, 4, 12),
            peer(routes.gif_package, 10, 30),
            peer(routes.careful, 10, 30),
        )
        raw = frames.pictures(made, range(41), routes.SIZE)
        ready = routes.ready_frames(raw)
        best = min(routes.seconds(lambda: routes.floor(ready, place / "floor.gif")) for _ in range(3))
        floor = 1000.0 * best / len(ready)
        yield Row("a frame at 1800 × 600, two workers", "–", f"{ours:.1f} ms (floor {floor:.1f} ms)", None)
        yield at_least("… beside the source's drawing", 100, source / ours, f" ({source:.0f} ms)")
        yield at_least("… beside the careful matplotlib user", 8, careful / ours, f" ({careful:.0f} ms)")
        yield at_least("… beside the gif package", 10, gif / ours, f" ({gif:.0f} ms)")
        yield at_most("… beside the floor", 6, ours / floor)
        yield from _bytes(made, place, workers, raw)
        yield from _scaling(made, place)


def _bytes(made: frames.Trained, place: Path, workers: Workers, raw: list[Picture]) -> Iterator[Row]:
    """Bytes a frame of the first 41 frames, and how near they are to the raw ones."""
    frames.vizpipe_seconds(made, 41, workers, place / "bytes", routes.SIZE)
    routes.careful(made.film, range(41), place / "careful.gif")
    own, other = (place / "bytes" / "frames.gif").stat().st_size / 41, (place / "careful.gif").stat().st_size / 41
    short = frames.trained(41)
    near = frames.psnr(frames.pictures(short, range(41), routes.SIZE), place / "bytes" / "frames.gif")
    del raw
    note = f" ({own / 1000:.0f} kB beside {other / 1000:.0f} kB)"
    yield at_most("GIF bytes a frame, beside the careful user", 60, 100 * own / other, " %", note)
    yield Row("… PSNR against one's own raw frames", "≥ 38 dB", f"{near:.1f} dB", near >= NEAR)


def _scaling(made: frames.Trained, place: Path) -> Iterator[Row]:
    """Drawing with two workers and with one, as slopes."""
    slopes = {}
    for jobs in (1, 2):
        with Workers(jobs) as workers:
            times = [
                min(
                    frames.vizpipe_seconds(made, count, workers, place / f"j{jobs}-{count}-{number}", routes.SIZE)
                    for number in range(2)
                )
                for count in (40, 100)
            ]
        slopes[jobs] = frames.slope(times[0], times[1], (40, 100))
    yield at_least("two workers against one, drawing", 1.7, slopes[1] / slopes[2])


def large() -> Iterator[Row]:
    """A 4K version of a finished animation."""
    size, counts = (3840, 2160), (8, 24)
    made = frames.trained(counts[1])
    with tempfile.TemporaryDirectory() as folder, Workers(JOBS) as workers:
        place = Path(folder)
        times = [frames.vizpipe_seconds(made, count, workers, place / str(count), size) for count in counts]
        ready = routes.ready_frames(frames.pictures(made, range(10), size))
        floor = 100.0 * min(routes.seconds(lambda: routes.floor(ready, place / "floor.gif")) for _ in range(2))
        ours = frames.slope(times[0], times[1], counts)
        yield at_most("a frame at 3840 × 2160, beside the floor", 6, ours / floor, note=f" ({ours:.0f} ms)")
        trained, drawn = commands.redraw(place / "redraw")
        yield Row("… made from a finished animation", "no training", f"{trained} trained, {drawn} drawn", trained == 0)


def starting() -> Iterator[Row]:
    """Start-up and builds with nothing to do."""
    click, seaborn = commands.python("import click"), commands.python("import seaborn")
    with tempfile.TemporaryDirectory() as folder:
        first, made_of = commands.first_frame(Path(folder) / "first")
        yield at_most(
            "from the command to the first drawn frame", 2, first / seaborn, note=f" ({first:.2f} s: {made_of})"
        )
        for verb in ("--help", "list"):
            taken = commands.vizpipe([verb], Path(folder))
            yield at_most(f"vizpipe {verb}, beside import click", 2.5, taken / click)
        cold, idle = commands.gallery(Path(folder) / "gallery")
        yield at_most("the gallery from an empty cache", 240, cold, " s")
        yield at_most("the gallery with nothing to do, beside import click", 5, idle / click)
        yield at_most("1,000 assets with nothing to do", 2, commands.thousand(Path(folder) / "thousand"), " s")


def learning() -> Iterator[Row]:
    """Epochs beside PyTorch and scikit-learn."""
    small, digits = training.small_vizpipe(), training.digits_vizpipe()
    note = f" ({1000 * small:.2f} ms)"
    yield at_least("an epoch of 2-2-1 with Adam, beside PyTorch", 8, training.small_torch() / small, note)
    yield at_least("… beside scikit-learn", 8, training.small_sklearn() / small)
    ratio = training.digits_sklearn() / digits
    yield at_least("an epoch of 64-50-10 with SGD, beside scikit-learn", 3, ratio, f" ({1000 * digits:.2f} ms)")


def remembering() -> Iterator[Row]:
    """Memory that grows with the length of a film."""
    short, long = (memory.peaks(count, "320x240") for count in (200, 2000))
    for name, before, after in zip(("the command", "a worker", "another worker"), short, long, strict=False):
        yield at_most(f"2,000 frames less 200 at 320 × 240: {name}", 16, after - before, " MB")


def spreading() -> Iterator[Row]:
    """A frame on a Dask cluster of two workers on this machine, beside two local workers."""
    counts = (40, 100)
    made = frames.trained(counts[1])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with dask_cluster.running(place) as address:
            far = Cluster(address)
            frames.vizpipe_seconds(made, 12, far, place / "warm", routes.SIZE)
            cluster = [frames.vizpipe_seconds(made, count, far, place / f"far{count}", routes.SIZE) for count in counts]
            far.stop()
        with Workers(JOBS) as workers:
            local = [
                frames.vizpipe_seconds(made, count, workers, place / f"near{count}", routes.SIZE) for count in counts
            ]
    there, here = frames.slope(cluster[0], cluster[1], counts), frames.slope(local[0], local[1], counts)
    yield Row(
        "a frame on a Dask cluster of two workers here", "–", f"{there:.1f} ms (local workers {here:.1f} ms)", None
    )


ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "training": learning,
    "start": starting,
    "memory": remembering,
    "frames": drawing,
    "large": large,
    "cluster": spreading,
}


def main() -> None:
    """Measure, print, and write the results of each group into its section."""
    rows: list[Row] = []
    for name in sys.argv[1:] or list(ROWS):
        made = []
        for row in ROWS[name]():
            made.append(row)
            print(line(row), flush=True)
        write(name, made)
        rows += made
    missed = [row.what for row in rows if row.good is False]
    print(f"{len(rows) - len(missed)} of {len(rows)} rows pass" + (f"; short: {', '.join(missed)}" if missed else ""))


def line(row: Row) -> str:
    """A row of the table, as Markdown."""
    verdict = {True: "pass", False: "**short**", None: ""}[row.good]
    return f"| {row.what} | {row.target} | {row.measured} | {verdict} |"


def write(name: str, rows: list[Row]) -> None:
    """Put a group's table into RESULTS.md, in place of its last one."""
    page = HERE / "RESULTS.md"
    old = page.read_text(encoding="utf-8").split("\n## ")[1:] if page.exists() else []
    sections = {each.split("\n")[0]: each for each in old}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    table = "\n".join(["| what | target | measured | |", "|---|---|---|---|", *map(line, rows)])
    sections[name] = f"{name}\n\n{today}, commit {commit.strip()}.\n\n{table}\n"
    made = ", ".join(f"{peer} {version(peer)}" for peer in PEERS)
    head = (
        "# Results\n\nWritten by `make bench`, group by group. Ratios are taken in one run, side by side;\n"
        f"absolute times mean nothing on another machine.\n\n{platform.platform()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; {made}.\n"
    )
    page.write_text("\n## ".join([head, *(sections[each] for each in ROWS if each in sections)]), encoding="utf-8")


if __name__ == "__main__":
    main()
