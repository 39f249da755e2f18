"""The player while its slider is dragged: fewer pixels where pictures come late, and all of them again."""

from pathlib import Path
from typing import Any

import pytest

from browsers import CHROMIUM, Page, until

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
NARROW: dict[str, Any] = {
    "viewport": {"width": 600, "height": 800},
    "device_scale_factor": 2,
    "reduced_motion": "reduce",
}
WIDTH = "document.querySelector('canvas').width"
PIXELS = "document.querySelector('canvas').toDataURL()"
CLOCK = """(speed) => {
  globalThis.trueFrame ||= requestAnimationFrame;
  globalThis.requestAnimationFrame = (made) => trueFrame((now) => made(speed * now));
}"""
"""How many times too fast the page's clock runs: pictures come late, or never do."""
DRAG = """(share) => new Promise((done) => {
  const slider = document.querySelector("input");
  slider.value = share * slider.max;
  slider.dispatchEvent(new Event("input"));
  setTimeout(() => done(document.querySelector("canvas").width), 60);
})"""


def dragged(page: Any, steps: int) -> list[int]:
    """Drag the slider from its beginning to its end: the canvas' width on the way."""
    return [page.evaluate(DRAG, step / (steps - 1)) for step in range(steps)]


def test_a_drag_ends_with_the_picture_that_is_there_without_it(browser: Any, told: Path) -> None:
    """Where pictures come late a dragged slider shows them with a pixel for two; when it rests, they are as always.

    Here every picture comes late, since the page's clock runs a hundred times too fast.
    """
    opened = Page(browser, told, **NARROW)
    page = opened.page
    page.wait_for_selector("html[data-ready]")
    whole, shown = page.evaluate(WIDTH), page.evaluate(PIXELS)
    page.evaluate(CLOCK, 100)
    widths = dragged(page, 13)
    assert widths[0] == whole
    assert min(widths) == whole // 2
    until(page, f"{WIDTH} === {whole}")
    assert page.evaluate(PIXELS) == shown
    assert opened.said == []


@pytest.mark.soak
def test_a_machine_that_was_slow_for_a_moment_shows_all_pixels_again(browser: Any, told: Path) -> None:
    """A drag that goes on in time is sharp again after a while; if pictures come late once more, after a longer one."""
    opened = Page(browser, told, **NARROW)
    page = opened.page
    page.wait_for_selector("html[data-ready]")
    whole = page.evaluate(WIDTH)
    page.evaluate(CLOCK, 100)
    assert dragged(page, 12)[-1] == whole // 2
    page.evaluate(CLOCK, 0)
    assert set(dragged(page, 20)) == {whole // 2}
    assert dragged(page, 25)[-1] == whole
    page.evaluate(CLOCK, 100)
    assert dragged(page, 12)[-1] == whole // 2
    page.evaluate(CLOCK, 0)
    assert set(dragged(page, 45)) == {whole // 2}
    assert dragged(page, 30)[-1] == whole
    assert opened.said == []
