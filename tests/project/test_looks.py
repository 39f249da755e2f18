"""Sizes by name, themes, words, languages, letters, and films laid out for comparison."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT

if TYPE_CHECKING:
    from conftest import Vizpipe


@pytest.mark.parametrize(
    ("size", "pixels"),
    [("slide", (1920, 1080)), ("blog", (1280, 600)), ("square", (1080, 1080)), ("social", (1200, 630))],
)
def test_sizes_have_names(vizpipe: "Vizpipe", tmp_path: Path, size: str, pixels: tuple[int, int]) -> None:
    """A size by name is exactly its pixels; the social one has under 300 kB, as link previews want it."""
    done = vizpipe("run", "hidden-mapping", "--max-epochs", "3", "-f", "png", "--size", size, "--name", "a")
    assert done.code == 0, done
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == pixels
    if size == "social":
        assert (tmp_path / "a.png").stat().st_size < 300_000
    assert f"--size {size}" in vizpipe("info", "a.png").out


def test_type_fits_the_size() -> None:
    """Type shrinks more slowly than the picture; on a slide it is larger than on a page of its width."""
    small, page = Style(LIGHT, 960, 380), Style(LIGHT, 1920, 760)
    assert page.px(10.0) / 2.0 < small.px(10.0) < page.px(10.0)
    assert Style(LIGHT, 1920, 1080, larger=1.15).px(10.0) > Style(LIGHT, 1920, 1080).px(10.0)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--theme", "drak"], "did you mean dark?"),
        (["--theme", "gone.toml"], "No such file"),
        (["--size", "slid"], "did you mean slide?"),
        (["--lang", "xx"], "xx"),
        (["-f", "pgn"], "did you mean png?"),
        (["--layout", "column", "--size", "800x400"], "wider than tall"),
        (["--background", "red"], "background is red"),
    ],
)
def test_looks_that_do_not_exist_are_refused(vizpipe: "Vizpipe", words: list[str], says: str) -> None:
    """A look that does not exist ends with 2 and one line."""
    done = vizpipe("run", "gates", *words)
    assert done.code == 2
    assert says in done.line
