"""Films side by side: which of their frames are told, and for how long, unless somebody says."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from films import played
from projects import edit
from vizpipe.film.stops import together
from vizpipe.film.story import Cue

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project, Vizpipe

    Durations = Callable[..., list[int]]

SHEET = ["run", "counter", "--steps", "60", "--seeds", "9", "--size", "960x600", "--name", "sheet"]


@pytest.fixture
def durations(vizpipe: "Vizpipe", paged: "Project", tmp_path: Path) -> "Durations":
    """How long the frames of nine films side by side stand, with these options."""
    assert paged

    def found(*asked: str) -> list[int]:
        done = vizpipe(*SHEET, *asked)
        assert done.code == 0, done.err
        return [duration for _, duration in played((tmp_path / "sheet.gif").read_bytes(), "GIF")]

    return found


def test_nine_films_are_shown_calmly(durations: "Durations") -> None:
    """Unasked they last 6 to 14 seconds, stand at both ends, and change twice a second at most."""
    shown = durations()
    assert 6000 <= sum(shown) <= 14_000
    assert len(shown) <= 24
    assert 1000 <= shown[0] <= 2000
    assert shown[-1] == 2000
    assert min(shown) >= 500


@pytest.mark.parametrize(
    ("asked", "count", "whole"),
    [
        (["--fps", "20"], 60, 5450),
        pytest.param(["--frames", "40"], 40, 6400, marks=pytest.mark.soak),
        pytest.param(["--every", "2"], 31, 5500, marks=pytest.mark.soak),
        (["--seconds", "20"], 35, 20_000),
    ],
)
def test_who_asks_for_more_gets_it(durations: "Durations", asked: list[str], count: int, whole: int) -> None:
    """Pictures a second, frames, every so many frames and seconds are as somebody says."""
    shown = durations(*asked)
    assert len(shown) == pytest.approx(count, abs=1)
    assert sum(shown) == pytest.approx(whole, abs=20)


def test_frames_by_change_are_what_somebody_asks_for(durations: "Durations", paged: "Project") -> None:
    """Even films side by side last longer where the data move more, if that is asked for."""
    edit(paged.root / "figures" / "counter.py", "(index + seed / 100) / steps", "1.0 - 0.9**index")
    shown = durations("--timing", "by-change")
    assert sum(shown) == pytest.approx(8400, abs=20)
    assert shown[1] > 3 * min(shown)


def test_films_side_by_side_stop_where_all_their_stories_do() -> None:
    """A beat that all have at one frame is a stop without words; the rest is the last one's."""
    one = [Cue("start", 0, "Now", 3.0, view="loss"), Cue("low", 4, "Low", 1.0), Cue("end", 9, "So", 3.0, end=True)]
    two = [Cue("start", 0, "Now", 3.0, view="loss"), Cue("low", 6, "Low", 1.0), Cue("end", 7, "So", 3.0, end=True)]
    assert together([one, two], range(10)) == (Cue("", 0, stand=1.0), Cue("", 9, stand=2.0, end=True))
    assert together([two, one], [0, 5, 10]) == (Cue("", 0, stand=1.0), Cue("", 10, stand=2.0, end=True))
    assert together([one, []], range(10)) == ()
