"""Projects that nobody would write: one line, no traceback."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Vizpipe


@pytest.mark.parametrize(
    ("name", "content"),
    [("vizpipe.toml", None), ("pyproject.toml", "tool = 3"), ("pyproject.toml", "[tool]\nvizpipe = 3")],
)
def test_odd_projects_are_one_line(vizpipe: "Vizpipe", tmp_path: Path, name: str, content: str | None) -> None:
    """A matrix of a thousand million, or a tool that is a number, ends with 2 and one line."""
    big = "".join(f"p{k} = {list(range(10))}\n" for k in range(9))
    (tmp_path / name).write_text(content or f'[assets.one]\nrecipe = "gates"\n[assets.one.matrix]\n{big}')
    done = vizpipe("check", "--no-exec")
    assert done.code == 2
    assert done.line


def test_links_in_a_circle_are_no_traceback(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Links in a circle end neither check nor build with a traceback."""
    gif = tiny / "outputs" / "one.gif"
    gif.unlink()
    gif.symlink_to("one.gif")
    assert "one.gif leads outside" in vizpipe("check", "--no-exec").out
    assert vizpipe("build").code == 2
