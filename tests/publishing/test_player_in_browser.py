"""The player in a real browser: keys, reduced motion, a phone."""

from pathlib import Path
from typing import Any

import pytest

from browsers import CHROMIUM, ready

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]


def pixels(page: Any) -> str:
    """What the canvas shows."""
    return str(page.evaluate("document.querySelector('canvas').toDataURL()"))


def test_the_player_plays_pauses_and_is_led_by_keys(browser: Any, player: Path) -> None:
    """The player plays by itself; space pauses; arrows, Home and End move the frame; back shows the same pixels."""
    opened = ready(browser, player)
    page = opened.page
    assert page.inner_text("button") == "Pause"
    for _ in range(100):  # the page's own policy forbids scripts that wait
        if int(page.input_value("input")) >= 2:
            break
        page.wait_for_timeout(100)
    assert int(page.input_value("input")) >= 2
    page.keyboard.press("Space")
    assert page.inner_text("button") == "Play"
    page.keyboard.press("Home")
    first = pixels(page)
    assert page.inner_text("output") == "Epoch 0"
    page.keyboard.press("ArrowRight")
    second = pixels(page)
    assert second != first
    page.keyboard.press("End")
    assert page.inner_text("output") == "Epoch 8"
    page.keyboard.press("Home")
    assert pixels(page) == first
    page.evaluate(
        "() => { const s = document.querySelector('input'); s.value = 1; s.dispatchEvent(new Event('input')) }"
    )
    assert pixels(page) == second
    assert page.get_attribute("input", "aria-valuetext") == "Epoch 1"
    assert not opened.outside()
    assert not opened.said


def test_the_player_stands_still_for_those_who_want_that(browser: Any, player: Path) -> None:
    """With reduced motion the player shows the result, and nothing moves until somebody says so."""
    opened = ready(browser, player, reduced_motion="reduce")
    page = opened.page
    assert page.inner_text("output") == "Epoch 8"
    shown = pixels(page)
    page.wait_for_timeout(700)
    assert pixels(page) == shown
    assert page.inner_text("button") == "Play"


def test_the_player_fits_a_phone(browser: Any, player: Path) -> None:
    """At 360 px nothing of the player is wider than the screen, and what is touched is large enough for a finger."""
    opened = ready(browser, player, viewport={"width": 360, "height": 640})
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for selector in ("button", "input"):
        assert page.locator(selector).bounding_box()["height"] >= 44
