"""The player with more than usual: thousands of frames, a crowd of points."""

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from browsers import CHROMIUM, ready

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
CROWD = '''
"""A crowd that drifts."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

import vizpipe.drawing.picture as vp
from vizpipe.recipe import Array, Film, Say, Words, recipe


class Frame(NamedTuple):
    """Where everybody is."""

    epoch: int
    points: Array


@recipe(title="A crowd", chapter="Crowds")
def crowd(*, count: int = 10, epochs: int = 2) -> Iterator[Frame]:
    """A crowd drifts to the upper right."""
    points = np.random.default_rng(0).normal(size=(count, 2))
    for epoch in range(epochs + 1):
        yield Frame(epoch, points + 0.5 * epoch / max(epochs, 1))


@crowd.picture
def picture(film: Film[Frame]) -> vp.Picture[Frame]:
    """One panel."""
    return vp.Picture(vp.panel(vp.Dots("points", "ink", 4.0), title="A crowd", reach=5.0))


@crowd.words
def words(film: Film[Frame], say: Say) -> Words:
    """What it is."""
    return Words("A crowd", "", "Dots that drift.")
'''
PICTURE = "document.querySelector('canvas').toDataURL()"


@pytest.mark.parametrize(
    ("count", "epochs", "most"),
    [(10, 5000, 100_000), pytest.param(100_000, 2, 1_500_000, marks=pytest.mark.soak)],
)
def test_long_films_and_crowds_are_drawn(
    browser: Any, project: Any, vizpipe: Any, count: int, epochs: int, most: int
) -> None:
    """Of 5,001 frames 60 are told; 100,000 points take less than pictures would; both lead to the same last frame."""
    project.write("figures/crowd.py", CROWD)
    words = ("--count", str(count), "--epochs", str(epochs), "-f", "html", "--name", "crowd", "--size", "640x480")
    assert vizpipe("run", "crowd", *words).code == 0
    (path,) = project.root.rglob("crowd.html")
    assert path.stat().st_size < most
    opened = ready(browser, path, viewport={"width": 640, "height": 560}, reduced_motion="reduce")
    assert opened.page.inner_text("output") == f"Epoch {epochs:,}"
    image = np.asarray(
        Image.open(io.BytesIO(base64.b64decode(opened.page.evaluate(PICTURE).partition(",")[2]))).convert("L")
    )
    assert 0.001 < (image < 128).mean() < 0.9
    assert opened.said == []
    opened.context.close()
