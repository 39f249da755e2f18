"""The player's pictures and those of matplotlib: the same to the eye, in each theme, wide and tall."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import vizpipe
from browsers import CHROMIUM, ready
from likeness import grey, ssim
from placed import drawn, noted, off
from vizpipe.encoding.stroke import Stroke

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
NAMES = [path.stem.replace("_", "-") for path in sorted((Path(__file__).parents[2] / "recipes").glob("[a-z]*.py"))]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"size": "slide"},
    "dark": {"size": "slide", "theme": "dark"},
    "phone": {"layout": "column"},
    "print": {"size": "slide", "theme": "print"},
}
DAILY = [
    ("hidden-mapping", "light"),
    ("perceptron-rule", "print"),  # of its field much is undecided
    ("batch-loss", "print"),
    ("batch-loss", "dark"),
    ("batch-loss", "phone"),
]
CASES = [
    pytest.param(name, look, marks=() if (name, look) in DAILY else pytest.mark.soak)
    for name in NAMES
    for look in LOOKS
]
LEAST = 0.97
MOST = 1.0
"""Pixels by which anything may lie elsewhere."""


@pytest.mark.parametrize(("name", "look"), CASES)
def test_the_player_shows_what_the_picture_shows(
    name: str, look: str, browser: Any, shared_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A player's last moment has a structural similarity of 0.97 at least with the picture of that size.

    At the first moment, in the middle and at the end it writes the same texts, and nothing lies elsewhere by a pixel.
    """
    monkeypatch.setenv("VIZPIPE_CACHE", str(shared_cache))
    with noted() as told:
        vizpipe.make(name, **LOOKS[look], formats=["html", "png"], output=tmp_path, name="x", no_caption=True)
    still = (tmp_path / "x.png").read_bytes()
    height, width = grey(still).shape
    opened = ready(browser, tmp_path / "x.html", viewport={"width": width, "height": height}, reduced_motion="reduce")
    shown = base64.b64decode(
        str(opened.page.evaluate("document.querySelector('canvas').toDataURL()")).partition(",")[2]
    )
    (made,) = told
    ticks = sorted({0, len(made.ticks) // 2, len(made.ticks) - 1})
    things = drawn(opened.page, ticks)
    opened.context.close()
    assert grey(shown).shape == (height, width)
    assert ssim(grey(shown), grey(still)) >= LEAST
    if things is not None:  # what shows pictures has no other texts
        for page, picture in zip(things, made.strokes(ticks), strict=True):
            assert off(page, picture) < MOST


def test_similarity_tells_pictures_apart() -> None:
    """A picture is 1 to itself, and less than 0.97 to one whose line lies two pixels lower."""
    page = np.full((60, 90), 255.0)
    page[30, 10:80] = 0.0
    moved = np.roll(page, 2, axis=0)
    assert ssim(page, page) == pytest.approx(1.0)
    assert ssim(page, moved) < LEAST


def test_what_lies_elsewhere_is_seen() -> None:
    """A dot that lies two pixels lower, a thinned line that cuts a corner, another text: each is told."""
    places = np.array([[0.0, 0.0], [10.0, 4.0], [20.0, 0.0]])
    dots, line = Stroke("dots", "page", (), places), Stroke("lines", "page", (), places, (3,))
    same = {"kind": "dots", "text": "", "x": [0.0, 10.0, 20.0], "y": [0.0, 4.0, 0.0], "counts": []}
    assert off([same], [dots]) == 0.0
    assert off([{**same, "y": [0.0, 2.0, 0.0]}], [dots]) == pytest.approx(2.0)
    assert off([{**same, "kind": "lines", "x": [0.0, 20.0], "y": [0.0, 0.0], "counts": [2]}], [line]) > MOST
    with pytest.raises(AssertionError):
        off([{**same, "text": "loss"}], [dots])
