"""The player in a real browser: it draws from numbers, for any page, at any width, for any reader."""

import json
from pathlib import Path
from typing import Any

import pytest

from browsers import CHROMIUM, Page, ready, until, violations

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
STILL = {"reduced_motion": "reduce"}
PIXEL = "document.querySelector('canvas').getContext('2d').getImageData(2, 2, 1, 1).data"


def pixels(page: Any) -> str:
    """What the canvas shows."""
    return str(page.evaluate("document.querySelector('canvas').toDataURL()"))


def ground(page: Any) -> list[int]:
    """The colour of the canvas' corner."""
    found: list[int] = page.evaluate(f"[...{PIXEL}]")
    return found


def test_the_player_plays_pauses_and_is_led_by_keys(browser: Any, player: Path) -> None:
    """It plays by itself; space pauses; arrows, Home and End go from frame to frame; back shows the same pixels."""
    opened = ready(browser, player, **WIDE)
    page = opened.page
    assert page.inner_text("button") == "Pause"
    until(page, "Number(document.querySelector('input').value) > 100")
    page.focus("input")
    page.keyboard.press("Space")
    assert page.inner_text("button") == "Play"
    page.keyboard.press("Home")
    first = pixels(page)
    assert page.inner_text("output") == "Epoch 0"
    page.keyboard.press("ArrowRight")
    second = pixels(page)
    assert second != first
    assert page.get_attribute("input", "aria-valuetext") == "Epoch 1"
    page.keyboard.press("End")
    assert page.inner_text("output") == "Epoch 8"
    page.keyboard.press("Home")
    assert pixels(page) == first
    page.keyboard.press("ArrowRight")
    assert pixels(page) == second
    assert not opened.outside()
    assert not opened.said


def test_the_slider_stops_at_beats(browser: Any, told: Path) -> None:
    """Page up and down go from beat to beat, and what is said there is told to those who can't see it."""
    opened = ready(browser, told, **WIDE, **STILL)
    page = opened.page
    page.focus("input")
    page.keyboard.press("Home")
    assert "No straight line separates these two classes" in page.get_attribute("input", "aria-valuetext")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    assert "until one straight line will do" in page.get_attribute("input", "aria-valuetext")
    page.keyboard.press("PageUp")
    assert "So the hidden layer moves the points" in page.get_attribute("input", "aria-valuetext")
    assert page.locator("datalist option").count() == 4


def test_what_moves_is_drawn_between_its_frames(browser: Any, told: Path) -> None:
    """Between two frames there are others: half of the way is neither the one nor the other."""
    opened = ready(browser, told, **WIDE, **STILL)
    page = opened.page
    data = json.loads(page.inner_text("script[type='application/json']"))
    ends = [sum(data["film"]["ms"][: at + 1]) for at in range(len(data["film"]["ms"]))]
    tick = next(at for at in range(10, len(ends)) if data["film"]["ms"][at] < 300)

    def at(time: float) -> str:
        page.evaluate(
            f"() => {{ const s = document.querySelector('input'); s.value = {time};"
            " s.dispatchEvent(new Event('input')) }"
        )
        return pixels(page)

    assert len({at(ends[tick - 1]), at((ends[tick - 1] + ends[tick]) / 2), at(ends[tick])}) == 3


def test_the_player_stands_still_for_those_who_want_that(browser: Any, player: Path) -> None:
    """With reduced motion the player shows the result, and nothing moves until somebody says so."""
    opened = ready(browser, player, **STILL)
    page = opened.page
    assert page.inner_text("output") == "Epoch 8"
    shown = pixels(page)
    page.wait_for_timeout(700)
    assert pixels(page) == shown
    assert page.inner_text("button") == "Play"


@pytest.mark.parametrize("width", [200, 360, 768, 1920])
def test_the_player_fits_any_page(browser: Any, told: Path, width: int) -> None:
    """From 200 to 1,920 px nothing is wider than the screen, and what is touched is large enough for a finger."""
    opened = ready(browser, told, viewport={"width": width, "height": 800}, **STILL)
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    controls = page.locator("form >> css=button:visible, input:visible")
    assert controls.count() == (2 if width <= 260 else 3)
    assert all(each.bounding_box()["height"] >= 44 for each in controls.all())
    box = page.locator("canvas").bounding_box()
    assert (box["height"] > box["width"]) == (width < 600)
    assert page.evaluate("document.querySelector('canvas').width") >= box["width"]
    assert opened.said == []


def test_one_file_is_light_or_dark_as_the_reader_likes(browser: Any, told: Path) -> None:
    """The same file has a white page for one reader and a dark one for another, also if they change their mind."""
    opened = ready(browser, told, **WIDE, **STILL, color_scheme="light")
    page = opened.page
    assert ground(page)[:3] == [255, 255, 255]
    page.emulate_media(color_scheme="dark")
    until(page, f"{PIXEL}[0] < 60")
    page.emulate_media(color_scheme="light")
    until(page, f"{PIXEL}[0] > 200")


def test_a_printed_page_holds_the_result(browser: Any, told: Path) -> None:
    """On paper stands the last picture, in light colours, without controls."""
    opened = ready(browser, told, **WIDE, color_scheme="dark")
    page = opened.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert ground(page)[:3] == [255, 255, 255]
    page.emulate_media(media="print")
    assert not page.is_visible("form")


def test_a_pointer_reads_the_data(browser: Any, told: Path) -> None:
    """On a dot the pointer tells its two numbers, in units of the axes and by their names."""
    opened = ready(browser, told, **WIDE, **STILL)
    page = opened.page
    wanted = page.evaluate(
        "async () => { const held = document.querySelector('script[type=\"application/json\"]').textContent;"
        " const told = await inflated(JSON.parse(held).film.told);"
        " return JSON.parse(new TextDecoder().decode(told)).sheets[0].plots.find(([name]) => name === '0') }"
    )
    name, (left, bottom, right, top), limits, _, names = wanted
    assert name == "0"
    box = page.locator("canvas").bounding_box()
    scale, tall = box["width"] / 1280.0, 600.0
    read = ""
    for step in range(5, 95):
        x, y = left + (right - left) * step / 100.0, (bottom + top) / 2.0
        page.mouse.move(box["x"] + x * scale, box["y"] + (tall - y) * scale)
        if page.is_visible("[data-tip]"):
            read = page.inner_text("[data-tip]")
            break
    told_x = float(read.partition("=")[2].partition(",")[0].replace("\u2212", "-"))
    assert read.startswith(f"{names[0]} = ")
    assert told_x == pytest.approx(limits[0] + (limits[1] - limits[0]) * step / 100.0, abs=14.0 / 300.0 * 5.6)


def test_all_can_read_the_page(browser: Any, told: Path) -> None:
    """axe-core finds nothing, the console is empty, and nothing is asked for."""
    for settings in ({"color_scheme": "light"}, {"color_scheme": "dark"}):
        opened = ready(browser, told, **WIDE, **STILL, **settings)
        assert opened.said == []
        assert [url for url in opened.asked if not url.startswith("data:")] == [told.as_uri()]
        assert violations(opened.page) == []


def test_without_scripts_the_result_stands(browser: Any, told: Path) -> None:
    """Who runs no scripts sees the last picture, with its words."""
    opened = Page(browser, told, **WIDE, java_script_enabled=False)
    image = opened.page.locator("noscript img")
    assert image.is_visible()
    assert "samples of two classes" in image.get_attribute("alt")


def test_an_old_browser_shows_the_result(browser: Any, told: Path, tmp_path: Path) -> None:
    """A browser that can't inflate shows the last picture instead of an empty page."""
    text = told.read_text(encoding="utf-8")
    old = tmp_path / "old.html"
    old.write_text(text.replace("<main data-vizpipe>", "<main data-vizpipe data-old>"), encoding="utf-8")
    context = browser.new_context(**WIDE)
    context.add_init_script("delete globalThis.DecompressionStream")
    page = context.new_page()
    page.goto(old.as_uri())
    page.wait_for_selector("html[data-ready=failed]")
    assert page.locator("main img").is_visible()
    assert not page.is_visible("form")


def test_letters_end_no_script(browser: Any, project: Any, vizpipe: Any) -> None:
    """A title that holds the end of a script element is a title."""
    project.ask_for("html")
    words = "</script><script>alert(1)</script> שלום"
    assert (
        vizpipe("run", "counter", "--title", words, "-f", "html", "-o", ".", "--name", "x", cwd=project.root).code == 0
    )
    opened = ready(browser, project.root / "x.html", **STILL)
    assert opened.said == []
