"""A budget: less than asked for is met or refused, and says what was given up."""

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from films import played
from vizpipe.encoding import lesser
from vizpipe.encoding.formats import FORMATS
from vizpipe.encoding.lesser import fewer
from vizpipe.encoding.levers import Lever, expected, ladder
from vizpipe.encoding.palette import Palette

if TYPE_CHECKING:
    from conftest import Vizpipe


def test_fewer_colours_are_the_nearest() -> None:
    """Near colours become the one of them with more pixels, far ones stay; every index has its place."""
    palette = Palette(np.array([[0, 0, 0], [3, 0, 0], [200, 0, 0], [255, 255, 255]], dtype=np.uint8))
    places, few = fewer(palette, np.array([1, 9, 1, 50]), 3)
    assert len(few.colours) == 3
    assert places[0] == places[1]
    assert (few.colours[places[0]] == (3, 0, 0)).all()
    assert len({places[0], places[2], places[3]}) == 3
    assert (few.colours[places[3]] == 255).all()


@pytest.mark.parametrize("paper", [(255, 255, 255), (20, 24, 29), (250, 245, 230)])
def test_fewer_colours_keep_the_paper(paper: tuple[int, int, int]) -> None:
    """The most frequent colours stay as they are, though shades without number lie close to them."""
    rng = np.random.default_rng(0)
    near = np.clip(np.array(paper) + rng.integers(-12, 13, (200, 3)), 0, 255)
    palette = Palette(np.unique(np.concatenate([[paper], near]), axis=0).astype(np.uint8))
    counts = np.full(len(palette.colours), 10)
    at = int((palette.colours == paper).all(axis=1).argmax())
    counts[at] = 100_000
    for most in (128, 32, 8, 2):
        places, few = fewer(palette, counts, most)
        assert len(few.colours) <= most
        assert tuple(few.colours[places[at]]) == paper


def test_a_still_with_less_keeps_its_paper_and_what_is_seen_through() -> None:
    """A still with few colours, made smaller, keeps its paper as it was and its empty half empty."""
    rng = np.random.default_rng(0)
    picture = np.full((80, 160, 4), (223, 234, 240, 255), dtype=np.uint8)
    picture[20:60, 20:60, :3] = rng.integers(0, 256, (40, 40, 3))
    picture[:, 100:] = 0
    for lever in (Lever(colours=32), Lever(colours=2), Lever(colours=32, scale=0.8)):
        less = lesser.still(picture, lever)
        assert less.shape[:2] == (80 * lever.scale, 160 * lever.scale)
        assert len(np.unique(less[..., :3].reshape(-1, 3), axis=0)) <= lever.colours
        assert less[0, 0].tolist() == [223, 234, 240, 255]
        assert (less[:, -20:, 3] == 0).all()


def test_a_budget_is_met_or_refused(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A budget is met on the same paper, saying what was given up; one byte is refused with 1."""
    words = ["run", "batch-loss", "--frames", "7", "--size", "480x270", "-f", "gif,webp"]
    assert vizpipe(*words, "--name", "free").code == 0
    for suffix in ("gif", "webp"):
        free = tmp_path / f"free.{suffix}"
        most = round(free.stat().st_size * 0.4)
        given = [*words[:-1], suffix, "--max-bytes", str(most)]
        done = vizpipe(*given, "--name", "small")
        assert done.code == 0, done
        small = tmp_path / f"small.{suffix}"
        assert 0.5 * most < small.stat().st_size <= most
        assert "colours" in done.err
        with Image.open(free) as before, Image.open(small) as after:
            for image in (before, after):
                image.seek(image.n_frames - 1)  # type: ignore[attr-defined]
            assert before.convert("RGB").getpixel((0, 0)) == after.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    done = vizpipe(*words[:-2], "--name", "none", "--max-bytes", "1kB", "-f", "gif")
    assert done.code == 1
    assert "can't be made smaller than" in done.err
    assert not (tmp_path / "none.gif").exists()


def test_a_budget_that_fits_changes_nothing_but_the_line(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Where nothing has to be given up for a budget, every frame, the whole size and every pixel stay."""
    words = ["run", "batch-loss", "--frames", "7", "--size", "480x270", "-f", "webp"]
    assert vizpipe(*words, "--name", "free").code == 0
    done = vizpipe(*words, "--name", "within", "--max-bytes", "2MB")
    assert done.code == 0
    assert "colours" not in done.err
    free, within = (played((tmp_path / f"{name}.webp").read_bytes(), "WEBP") for name in ("free", "within"))
    assert all((one == other).all() and a == b for (one, a), (other, b) in zip(free, within, strict=True))


@pytest.mark.parametrize(("suffix", "share"), [("mp4", 0.6), pytest.param("webm", 0.8, marks=pytest.mark.soak)])
def test_a_video_gives_up_its_rate_first(vizpipe: "Vizpipe", tmp_path: Path, suffix: str, share: float) -> None:
    """A video gives up its rate first: all frames stay, and the whole size, and the paper."""
    av = pytest.importorskip("av", reason="needs vizpipe[video]")
    words = ["run", "batch-loss", "--frames", "7", "--size", "480x270", "-f", suffix, "--theme", "dark"]
    assert vizpipe(*words, "--name", "free").code == 0
    most = round((tmp_path / f"free.{suffix}").stat().st_size * share)
    done = vizpipe(*words, "--name", "small", "--max-bytes", str(most))
    assert done.code == 0, done
    assert "a rate factor of" in done.err
    assert (tmp_path / f"small.{suffix}").stat().st_size <= most
    shown = []
    for name in ("free", "small"):
        with av.open(str(tmp_path / f"{name}.{suffix}")) as file:
            shown.append([frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)])
    free, small = shown
    assert len(free) == len(small)
    assert free[0].shape == small[0].shape
    assert np.abs(free[-1][0, 0].astype(int) - small[-1][0, 0]).max() <= 2


def test_each_step_of_a_budget_gives_up_more_than_the_one_before() -> None:
    """What is expected of a budget falls from step to step, from everything on, for every kind of file."""
    for form in FORMATS.values():
        if form.takes in ("indexed", "rgb"):
            sizes = [expected(lever, form.name) for lever in (Lever(), *ladder(form.name, moves=form.moves))]
            assert sizes[0] == 1.0
            assert all(before > after for before, after in itertools.pairwise(sizes))


@pytest.mark.parametrize("words", ["1GB", "-3", "kB", "800 apples", ""])
def test_a_budget_must_be_a_size(vizpipe: "Vizpipe", words: str) -> None:
    """A budget that is no size ends with 2 and one line."""
    done = vizpipe("run", "gates", f"--max-bytes={words}")
    assert done.code == 2
    assert "must be a size such as 800kB" in done.line
