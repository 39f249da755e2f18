"""``run``: one command, the files that were asked for, the same bytes whatever is around."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from nursery import cards_only
from projects import digests

if TYPE_CHECKING:
    from conftest import Vizpipe

SHORT = ["--max-epochs", "2", "--samples", "40", "--size", "400x220"]


def test_run_writes_one_picture_here_and_nothing_else(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """``run`` in an empty folder writes one PNG, named for the recipe, and nothing else."""
    done = vizpipe("run", "gates", "--size", "640x360")
    assert done.code == 0, done.err
    assert [path.name for path in tmp_path.iterdir()] == ["gates-640x360.png"]
    assert "gates-640x360.png" in done.out


def test_a_file_is_named_for_what_is_not_default(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A file is named for what is not as usual: choices by value, others by name and value."""
    done = vizpipe(
        "run", "hidden-mapping", "--activation", "relu", "--learning-rate", "0.1", "--seed", "3", "-f", "npz"
    )
    assert done.code == 0, done.err
    assert [path.name for path in tmp_path.iterdir()] == ["hidden-mapping-relu-learning-rate-0.1-seed-3.npz"]


def test_the_same_bytes_whatever_the_surroundings(vizpipe: "Vizpipe", tmp_path: Path, shared_cache: Path) -> None:
    """Another number of workers, hash seed, time zone, locale or cache changes no byte."""
    words = ["run", "batch-loss", "--seed", "3", "--frames", "7", "--size", "640x300", "-f", "gif,png,csv,npz,svg,pdf"]
    threads = {"OPENBLAS_NUM_THREADS": "2"}
    seen = []
    for number, (jobs, env) in enumerate(
        [
            ("1", {}),
            ("3", {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "MPLBACKEND": "svg"} | threads),
        ]
    ):
        out = tmp_path / str(number)
        cache = cards_only(shared_cache, tmp_path / f"cache{number}")
        done = vizpipe(*words, "-o", str(out), "-j", jobs, env=env | cache)
        assert done.code == 0, done.err
        seen.append(digests(out))
    assert len(seen[0]) == 6
    assert seen[0] == seen[1]


@pytest.mark.usefixtures("project")
def test_files_hold_what_was_asked_for(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A GIF has the size, frames, durations and loop asked for; the PNG is its last frame, but for the palette."""
    words = ["run", "counter", "--steps", "9", "--size", "480x270", "--name", "a", "-o", "."]
    done = vizpipe(*words, "--fps", "5", "--loop", "2", "--hold", "1", "--frames", "4", "-f", "gif,png")
    assert done.code == 0, done.err
    with Image.open(tmp_path / "a.gif") as image:
        assert image.size == (480, 270)
        assert getattr(image, "n_frames", 1) == 4
        assert image.info["loop"] == 1
        assert b"vizpipe run counter" in image.info["comment"]
        durations = []
        for number in range(4):
            image.seek(number)
            durations.append(image.info["duration"])
        last = np.asarray(image.convert("RGB")).astype(float)
    assert durations == [700, 200, 200, 1000]
    with Image.open(tmp_path / "a.png") as still:
        exact = np.asarray(still.convert("RGB")).astype(float)
    assert 10 * np.log10(255**2 / np.mean((exact - last) ** 2)) > 38


def test_frame_data_can_be_read_without_vizpipe(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Frame data are CSV with a header that explains itself, and NPZ without pickle."""
    import pandas as pd

    assert vizpipe("run", "hidden-mapping", *SHORT, "-f", "csv,npz", "--name", "a").code == 0
    table = pd.read_csv(tmp_path / "a.csv")
    assert {"frame", "epoch", "loss", "accuracy", "field", "index", "value"} <= set(table.columns)
    with np.load(tmp_path / "a.npz", allow_pickle=False) as film:
        assert film["loss"].shape == (3,)
        losses = table.groupby("frame").loss.first().to_numpy()
        np.testing.assert_array_equal(losses, film["loss"])


def test_a_taller_picture_stacks_its_panels(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A taller picture stacks its panels in a column, for phones."""
    assert vizpipe("run", "hidden-mapping", *SHORT[:4], "--size", "300x750", "-f", "png", "--name", "a").code == 0
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (300, 750)
