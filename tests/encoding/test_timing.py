"""When each frame is shown: as long as its data move, or the result first."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from films import played
from projects import edit
from vizpipe.film import spread

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_by_change_frames_last_as_long_as_the_data_move(vizpipe: "Vizpipe", project: "Project", tmp_path: Path) -> None:
    """Early frames of what slows down stand longer than late ones; the whole lasts as long as before."""
    edit(project.root / "figures" / "counter.py", "index / steps", "1.0 - 0.9**index")
    words = ["run", "counter", "--steps", "31", "--size", "480x270", "--hold", "0", "-f", "apng"]
    assert vizpipe(*words, "--name", "even").code == 0
    assert vizpipe(*words, "--name", "moving", "--timing", "by-change").code == 0
    even, moving = (played((tmp_path / f"{name}.apng").read_bytes(), "PNG") for name in ("even", "moving"))
    early, late = (sum(duration for _, duration in part) for part in (moving[1:8], moving[-8:-1]))
    assert early > 1.5 * late
    assert sum(duration for _, duration in moving) == pytest.approx(sum(duration for _, duration in even), abs=40)


def test_frames_by_change_are_where_the_data_move() -> None:
    """Frames by change stand at equal steps of change, the ends among them, as many as asked for."""
    change = list(np.cumsum(np.r_[0.0, np.full(10, 1.0), np.full(90, 0.01)]))
    found = spread.spread_by(change, 12)
    assert (found[0], found[-1], len(found)) == (0, 100, 12)
    assert sum(at <= 11 for at in found) >= 10
    assert spread.spread_by([0.0] * 50, 5) == spread.spread(50, 5)


@pytest.mark.usefixtures("project")
def test_the_result_can_come_first(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A file that begins with the result shows the last frame's picture first, for as short as can be."""
    words = ["run", "counter", "--steps", "5", "--size", "480x270", "--name", "a"]
    assert vizpipe(*words, "--first-frame", "result").code == 0
    found = played((tmp_path / "a.gif").read_bytes(), "GIF")
    assert (found[0][0] == found[-1][0]).all()
    assert found[0][1] == 20
    assert not (found[1][0] == found[-1][0]).all()
