"""The page that ``watch`` shows, in Chromium."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from browsers import CHROMIUM, until, violations
from vizpipe.publishing.viewer import Picture, Viewer

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
FILM = b"<!doctype html><html lang='en'><title>Film</title><script>document.title = 'plays'</script><p>Film</p></html>"


def png(colour: str) -> bytes:
    """A picture of one colour."""
    Image.new("RGB", (320, 160), colour).save(stream := io.BytesIO(), "PNG")
    return stream.getvalue()


@pytest.fixture
def viewer() -> Iterator[Viewer]:
    """A page at a free port."""
    opened = Viewer("two-moons", 0)
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Any, viewer: Viewer) -> Iterator[Any]:
    """The page as a browser shows it; nothing may go wrong in it."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(viewer.address)
    yield opened
    context.close()
    assert [each for each in said if "net::ERR_" not in each] == []


def colour_at(page: Any) -> tuple[int, ...]:
    """The colour in the middle of the picture, as it is seen."""
    seen = Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")
    found = seen.getpixel((seen.width // 2, seen.height // 2))
    assert isinstance(found, tuple)
    return tuple(map(int, found))


def test_the_picture_is_seen_and_followed(viewer: Viewer, page: Any) -> None:
    """A picture appears when there is one, with its words, and gives way to the next."""
    assert page.locator("img").is_hidden()
    for colour, rgb in (("red", (255, 0, 0)), ("lime", (0, 255, 0))):
        viewer.show(Picture(png(colour), "Moons", f"Two moons in {colour}.", ("a label is never drawn",)))
        until(page, f"document.querySelector('img').alt === 'Two moons in {colour}.'")
        assert colour_at(page) == rgb
    assert page.title() == "Moons"
    assert page.locator("li").all_inner_texts() == ["a label is never drawn"]
    assert violations(page) == []


def test_an_error_stands_above_the_picture_as_words(viewer: Viewer, page: Any) -> None:
    """What is wrong is read as text, whatever stands in it, while the last good picture is still there."""
    viewer.show(Picture(png("red")))
    until(page, "document.querySelector('img').complete && document.querySelector('img').naturalWidth === 320")
    viewer.fail("two_moons.py: <b>SyntaxError</b> (two_moons.py, line 7)")
    page.get_by_role("alert").get_by_text("<b>SyntaxError</b> (two_moons.py, line 7)").wait_for()
    assert page.locator("img").is_visible()
    assert violations(page) == []
    viewer.show(Picture(png("red")))
    until(page, "document.querySelector('[role=alert]').textContent === ''")


def test_the_film_plays_on_demand_and_follows_too(viewer: Viewer, page: Any) -> None:
    """Play puts the player in the picture's place; after a save the still comes first; Still brings it back."""
    viewer.show(Picture(png("red"), player=lambda: FILM))
    page.get_by_role("button", name="Play").click()
    page.frame_locator("iframe").get_by_text("Film").wait_for()
    until(page, "document.querySelector('img').hidden")
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None  # in a box of its own
    viewer.show(Picture(png("lime"), "Moons", "again", player=lambda: FILM))
    until(page, "document.querySelector('img').alt === 'again'")
    until(page, "document.querySelector('img').hidden")
    page.get_by_role("button", name="Still").click()
    assert page.locator("iframe").count() == 0
    assert colour_at(page) == (0, 255, 0)


def test_a_recipe_that_does_not_move_has_nothing_to_play(viewer: Viewer, page: Any) -> None:
    """Of a figure there is no player, and no button for it."""
    viewer.show(Picture(png("red")))
    until(page, "document.querySelector('img').naturalWidth === 320")
    assert page.get_by_role("button").count() == 0


def test_a_page_stays_when_the_command_ends_and_goes_on_with_the_next(viewer: Viewer, page: Any) -> None:
    """The last picture is kept, the page says that nobody draws, and a command at the same port shows its own."""
    viewer.show(Picture(png("red")))
    until(page, "document.querySelector('img').naturalWidth === 320")
    viewer.close()
    until(page, "document.querySelector('output').value.includes('has ended')")
    assert colour_at(page) == (255, 0, 0)
    again = Viewer("two-moons", viewer.port)
    again.show(Picture(png("lime"), "Moons", "again"))
    until(page, "document.querySelector('img').alt === 'again'", 20.0)
    assert colour_at(page) == (0, 255, 0)
    again.close()
    page.goto("about:blank")
