"""``vizpipe watch``: a recipe's newest picture in a page, as long as somebody works on it."""

import io
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from projects import edit
from watched import Watch

if TYPE_CHECKING:
    from conftest import Vizpipe

pytestmark = pytest.mark.usefixtures("project")
Begin = Callable[..., Watch]


@pytest.fixture
def begin(tmp_path: Path, shared_cache: Path) -> Iterator[Begin]:
    """Begins to watch in the folder of the test; all has ended after it."""
    begun: list[Watch] = []

    def watch(*words: str) -> Watch:
        begun.append(Watch(list(words), tmp_path, os.environ | {"VIZPIPE_CACHE": str(shared_cache)}))
        return begun[-1]

    yield watch
    for each in begun:
        each.close()


def pixels(png: bytes | Path) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """A picture's colours."""
    stream = io.BytesIO(png) if isinstance(png, bytes) else png
    return np.asarray(Image.open(stream).convert("RGB"))


@pytest.mark.slow
def test_every_save_is_seen_and_an_error_leaves_the_last_picture(
    vizpipe: "Vizpipe", begin: Begin, tmp_path: Path
) -> None:
    """The page shows what ``run -f png`` draws; a colour trains nothing, a default does; errors name file and line."""
    recipe = tmp_path / "figures" / "counter.py"
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    watch = begin("counter", "--size", "320x160")
    first = pixels(watch.picture())
    watch.busy.clear()

    edit(recipe, 'color="black"', 'color="red"')
    red = pixels(watch.picture())
    assert watch.busy == []
    assert red.shape == first.shape == (160, 320, 3)
    assert (red != first).any()

    edit(recipe, 'color="red"', 'color="no such colour"')
    line = recipe.read_text().splitlines().index('    axes.plot([frame.x], [0.0], "o", color="no such colour")') + 1
    assert f"({recipe}:{line})" in watch.error()
    edit(recipe, "def draw(", "def draw")
    wrong = watch.error()
    assert (str(recipe) in wrong, "line" in wrong, "SyntaxError" in wrong) == (True, True, True)
    assert (pixels(watch.get("/picture").read()) == red).all()

    edit(recipe, "def draw", "def draw(")
    edit(recipe, 'color="no such colour"', 'color="red"')
    assert (pixels(watch.picture()) == red).all()
    edit(recipe, "steps: Count = 3", "steps: Count = 5")
    more = pixels(watch.picture())
    assert (more != red).any(), "it was trained anew"
    player = watch.get("/player")
    assert (player.status, player.read(15)) == (200, b"<!doctype html>")

    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    code, out, err = watch.interrupt()
    assert code == 0
    assert out.count("drawn in") >= 4
    assert "Traceback" not in err
    assert vizpipe("run", "counter", "--size", "320x160", "-f", "png", "-o", "here.png").code == 0
    assert (pixels(tmp_path / "here.png") == more).all()


@pytest.mark.soak
def test_a_helper_a_parameter_and_a_frame(begin: Begin, tmp_path: Path) -> None:
    """What a helper gives is seen when that is saved; parameters and the frame are those of the command line."""
    recipe, helper = tmp_path / "figures" / "counter.py", tmp_path / "figures" / "_paint.py"
    helper.write_text('PAINT = "black"\n')
    edit(recipe, 'color="black"', "color=PAINT")
    recipe.write_text(recipe.read_text().replace("from vizpipe", "from _paint import PAINT\nfrom vizpipe", 1))
    watch = begin("counter", "--size", "320x160", "--steps", "4", "--frame", "0")
    black = pixels(watch.picture())
    helper.write_text('PAINT = "green"\n')
    green = pixels(watch.picture())
    where = np.argwhere((green != black).any(axis=-1))
    assert where[:, 1].mean() < 0.2 * green.shape[1]  # at the left, where the first frame has its dot
    helper.write_text("PAINT = \n")
    assert "_paint.py" in watch.error()
    helper.write_text('PAINT = "black"\n')
    assert (pixels(watch.picture()) == black).all()
    edit(tmp_path / "vizpipe.toml", 'recipes = "figures"', "recipes = 7")
    assert "vizpipe.toml: recipes must be a text" in watch.error()
    edit(tmp_path / "vizpipe.toml", "recipes = 7", 'recipes = "figures"')
    assert (pixels(watch.picture()) == black).all()


@pytest.mark.soak
def test_one_may_begin_with_a_recipe_that_is_broken(begin: Begin, tmp_path: Path) -> None:
    """The page is there, says what is wrong, and shows the first picture when that is mended."""
    recipe = tmp_path / "figures" / "counter.py"
    edit(recipe, "def stage(", "def stage")
    watch = begin("counter")
    assert "SyntaxError" in watch.error()
    edit(recipe, "def stage", "def stage(")
    assert pixels(watch.picture()).any()


def test_a_port_that_is_taken_is_refused(vizpipe: "Vizpipe") -> None:
    """The command ends, in one line, with what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = vizpipe("watch", "counter", "--port", str(other.getsockname()[1]))
    assert (done.code, done.err.count("\n")) == (3, 1), done
    assert "--port 0 takes a free one" in done.err


def test_what_is_no_recipe_is_refused(vizpipe: "Vizpipe") -> None:
    """A wrong name or value ends the command, as with ``run``."""
    done = vizpipe("watch", "cuonter")
    assert (done.code, "did you mean counter?" in done.err) == (2, True), done
    assert vizpipe("watch", "counter", "--steps", "none at all").code == 2
    assert vizpipe("watch", "counter", "--max-bytes", "9kB").code == 2
