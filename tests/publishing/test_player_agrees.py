"""The player's pictures and those of matplotlib: the same to the eye, in each theme, wide and tall."""

import base64
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from browsers import CHROMIUM, ready
from likeness import grey, ssim
from nursery import Nursery

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
NAMES = [path.stem.replace("_", "-") for path in sorted((Path(__file__).parents[2] / "recipes").glob("[a-z]*.py"))]
LOOKS: dict[str, tuple[str, ...]] = {
    "light": ("--size", "slide"),
    "dark": ("--size", "slide", "--theme", "dark"),
    "phone": ("--layout", "column"),
    "print": ("--size", "slide", "--theme", "print"),
}
DAILY = [("hidden-mapping", "light"), ("hidden-mapping", "print"), ("loss-curves", "dark"), ("batch-loss", "phone")]
CASES = [
    pytest.param(name, look, marks=() if (name, look) in DAILY else pytest.mark.soak)
    for name in NAMES
    for look in LOOKS
]
LEAST = 0.97


@pytest.mark.parametrize(("name", "look"), CASES)
def test_the_player_shows_what_the_picture_shows(
    name: str, look: str, browser: Any, shared_cache: Path, nursery: Nursery, tmp_path: Path
) -> None:
    """At the picture's own size the last moment of a player has a structural similarity of 0.97 at least with it."""
    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    words = ["run", name, *LOOKS[look], "-f", "html,png", "-o", ".", "--name", "x", "--no-caption"]
    assert nursery.run(words, tmp_path, env, 300).code == 0
    still = (tmp_path / "x.png").read_bytes()
    height, width = grey(still).shape
    opened = ready(browser, tmp_path / "x.html", viewport={"width": width, "height": height}, reduced_motion="reduce")
    drawn = base64.b64decode(
        str(opened.page.evaluate("document.querySelector('canvas').toDataURL()")).partition(",")[2]
    )
    opened.context.close()
    assert grey(drawn).shape == (height, width)
    assert ssim(grey(drawn), grey(still)) >= LEAST


def test_similarity_tells_pictures_apart() -> None:
    """A picture is 1 to itself, and less than 0.97 to one whose line lies two pixels lower."""
    page = np.full((60, 90), 255.0)
    page[30, 10:80] = 0.0
    moved = np.roll(page, 2, axis=0)
    assert ssim(page, page) == pytest.approx(1.0)
    assert ssim(page, moved) < LEAST
