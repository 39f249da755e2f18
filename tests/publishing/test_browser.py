"""Pages in a real browser: headless Chromium through Playwright. Skipped where either is missing."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Vizpipe
    from vizpipe.manifest.manifest import Entry

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


class Page:
    """A page that notes what it asks for and what goes wrong."""

    def __init__(self, browser: Any, path: Path, **settings: Any) -> None:
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(path.as_uri())

    def outside(self) -> list[str]:
        """Requests that left the folder."""
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Path:
    """A film as a player."""
    import subprocess
    import sys

    place = tmp_path_factory.mktemp("player")
    words = ["run", "hidden-mapping", "--max-epochs", "8", "--size", "640x260", "-f", "html", "--name", "film"]
    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    subprocess.run([sys.executable, "-m", "vizpipe", *words], cwd=place, env=env, check=True, capture_output=True)
    return place / "film.html"


def pixels(page: Any) -> str:
    """What the canvas shows."""
    return str(page.evaluate("document.querySelector('canvas').toDataURL()"))


def ready(browser: Any, path: Path, **settings: Any) -> Page:
    """A player that has loaded its film."""
    opened = Page(browser, path, **settings)
    opened.page.wait_for_selector("html[data-ready]")
    return opened


def test_the_player_plays_pauses_and_is_led_by_keys(browser: Any, player: Path) -> None:
    """It plays by itself; space pauses; arrows, Home and End move the frame; going back shows the same pixels."""
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
    """With reduced motion the result is shown, and nothing moves until somebody says so."""
    opened = ready(browser, player, reduced_motion="reduce")
    page = opened.page
    assert page.inner_text("output") == "Epoch 8"
    shown = pixels(page)
    page.wait_for_timeout(700)
    assert pixels(page) == shown
    assert page.inner_text("button") == "Play"


def test_the_player_fits_a_phone(browser: Any, player: Path) -> None:
    """At 360 px nothing is wider than the screen, and what is touched is large enough for a finger."""
    opened = ready(browser, player, viewport={"width": 360, "height": 640})
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for selector in ("button", "input"):
        assert page.locator(selector).bounding_box()["height"] >= 44


def test_a_snippet_shows_what_a_reader_asks_for(browser: Any, vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Pasted into a page: the dark twin, the column, the still for less motion; the button stops what moves."""
    (tmp_path / "vizpipe.toml").write_text(
        'outputs = "."\n[assets.a]\nrecipe = "xor-duel"\nformats = ["gif", "png"]\nlayout = "auto"\ntheme = "auto"\n'
        "hold = 6\nparameters = { ticks = 2 }\n"
    )
    assert vizpipe("build").code == 0
    page = f'<!doctype html><html lang="en"><title>t</title><body>{vizpipe("embed", "a").out}</body></html>'
    (tmp_path / "page.html").write_text(page)
    asks = "document.querySelector('[data-moving] img').currentSrc.split('/').pop()"
    for settings, expected in (
        ({}, "a.gif"),
        ({"color_scheme": "dark"}, "a-dark.gif"),
        ({"viewport": {"width": 400, "height": 800}}, "a-column.gif"),
        ({"viewport": {"width": 400, "height": 800}, "color_scheme": "dark"}, "a-column-dark.gif"),
        ({"reduced_motion": "reduce"}, "a.png"),
        ({"reduced_motion": "reduce", "color_scheme": "dark"}, "a-dark.png"),
    ):
        opened = Page(browser, tmp_path / "page.html", **settings)
        opened.page.wait_for_function("[...document.images].some((image) => image.complete && image.naturalWidth)")
        assert opened.page.evaluate(asks) == expected
        assert not opened.outside()
        assert not opened.said
    opened = Page(browser, tmp_path / "page.html")
    opened.page.click("button")
    assert not opened.page.is_visible("[data-moving] img")
    opened.page.wait_for_selector("[data-still] img", state="visible")
    assert opened.page.inner_text("button") == "Play"


def shot(place: Path, name: str, size: tuple[int, int], level: int) -> "Entry":
    """A film of six frames of one grey and its still, made here, and their line in a manifest."""
    import numpy as np
    from PIL import Image

    from vizpipe.encoding.formats import About
    from vizpipe.encoding.palette import Palette
    from vizpipe.encoding.video import Writer
    from vizpipe.manifest.manifest import Entry, File, Keys

    wide, tall = size
    colours = np.array([[level] * 3, [255 - level] * 3], dtype=np.uint8)
    with (place / f"{name}.webm").open("wb") as stream:
        writer = Writer(stream, Palette(colours), "webm", [100] * 6, About("t", "What is shown", "here"))
        for number in range(6):
            frame = np.zeros((tall, wide), dtype=np.uint8)
            frame[: tall // 2, : wide * number // 6] = 1
            writer.add(frame, 100)
        writer.close()
    Image.new("RGB", size, (level, level, level)).save(place / f"{name}.png")
    files = {
        f"{name}.webm": File("", "", 10, wide, tall, 6, 600, "What is shown", kept=True),
        f"{name}.png": File("", "", 10, wide, tall, 1, 0, "What is shown", kept=True),
    }
    return Entry("gates", {}, Keys("", "", {}, {f"{name}.webm": {"fps": 10.0, "loop": 3}}), 6, "", "", [], files)


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """A page with the snippet of a film that has a twin for every look, and a text under it."""
    pytest.importorskip("av", reason="needs vizpipe[video]")
    from vizpipe.publishing.embed import snippet
    from vizpipe.publishing.shown import shown

    sizes = {"a": ((960, 400), 230), "a-dark": ((960, 400), 30)}
    sizes |= {"a-column": ((400, 900), 220), "a-column-dark": ((400, 900), 40)}
    built = {name: shot(tmp_path, name, *size) for name, size in sizes.items()}
    pasted = snippet(shown("a", built, ""), "html")
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>t</title>'
    text = "<p>What follows must not be pushed down.</p>" * 5
    page = (
        f'<!doctype html><html lang="en"><head>{head}</head><body><main><h1>t</h1>{pasted}{text}</main></body></html>'
    )
    (tmp_path / "page.html").write_text(page)
    return tmp_path / "page.html"


SHIFTED = """() => new Promise((done) => new PerformanceObserver((list) =>
done(list.getEntries().reduce((sum, each) => sum + each.value, 0))).observe({type: 'layout-shift', buffered: true})
|| setTimeout(() => done(0), 500))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_a_film_of_every_look_stands_where_its_still_stood(browser: Any, films: Path, width: int, scheme: str) -> None:
    """The film and the still are those of the reader's look, nothing jumps, and it ends after its three rounds."""
    opened = Page(browser, films, viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = opened.page
    name = f"a{'-column' if width == 360 else ''}{'-dark' if scheme == 'dark' else ''}"
    until(page, "document.querySelector('video').currentTime > 0")
    assert page.evaluate("document.querySelector('video').currentSrc.split('/').pop()") == f"{name}.webm"
    assert page.evaluate("document.querySelector('picture img').currentSrc.split('/').pop()") == f"{name}.png"
    assert page.evaluate(SHIFTED) < 0.01
    box, under = (page.locator(each).bounding_box() for each in ("video", "picture img"))
    assert box == pytest.approx(under, abs=1.0)
    assert box["height"] / box["width"] == pytest.approx(900 / 400 if width == 360 else 400 / 960, rel=0.01)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    until(page, "document.querySelector('video').dataset.plays === '0' && document.querySelector('video').ended")
    assert violations(page) == []
    assert opened.said == []
    opened.context.close()


def test_a_film_is_not_loaded_for_those_who_want_less_motion(browser: Any, films: Path) -> None:
    """They see the still, and the film comes when they ask for it."""
    opened = Page(browser, films, reduced_motion="reduce", viewport={"width": 360, "height": 700})
    page = opened.page
    page.wait_for_timeout(500)
    assert [url for url in opened.asked if url.endswith("webm")] == []
    assert page.evaluate("document.querySelector('video').paused")
    assert page.evaluate("document.querySelector('picture img').currentSrc.split('/').pop()") == "a-column.png"
    page.evaluate("document.querySelector('video').play()")
    until(page, "document.querySelector('video').currentTime > 0")
    opened.context.close()


@pytest.mark.parametrize("width", [360, 1200])
def test_a_page_with_a_film_stands_in_a_frame_of_its_size(browser: Any, player: Path, width: int) -> None:
    """All of it, its controls too, is seen without scrolling inside the frame, on a phone and on a screen."""
    from vizpipe.manifest.manifest import Entry, File, Keys
    from vizpipe.publishing.embed import snippet
    from vizpipe.publishing.shown import shown

    files = {"film.html": File("", "", 10, 640, 260, 9, 900, "What is shown", kept=True)}
    entry = Entry("gates", {}, Keys("", "", {}, {}), 9, "", "", [], files)
    pasted = snippet(shown("film", {"film": entry}, ""), "html")
    head = '<meta name="viewport" content="width=device-width"><title>t</title>'
    path = player.parent / "framed.html"
    path.write_text(
        f'<!doctype html><html lang="en"><head>{head}</head><body><main><h1>t</h1>{pasted}</main></body></html>'
    )
    opened = Page(browser, path, viewport={"width": width, "height": 900})
    frame = opened.page.frames[1]
    frame.wait_for_selector("html[data-ready]")
    inside = frame.evaluate("[document.documentElement.scrollHeight, innerHeight, document.body.offsetHeight]")
    assert inside[0] <= inside[1] <= inside[2] + 8
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(opened.page) == []
    opened.context.close()


PROJECT = """
[assets.duel]
recipe = "xor-duel"
parameters = { ticks = 3 }
loop = 1
hold = 0.2
[assets.duel-4]
recipe = "xor-duel"
parameters = { ticks = 4, seed = 9 }
loop = 2
hold = 0.2
[assets.losses]
recipe = "losses"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Path:
    """A small site with two recipes, one of them with variants."""
    import subprocess
    import sys

    place = tmp_path_factory.mktemp("site")
    (place / "vizpipe.toml").write_text(PROJECT)
    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    words = [sys.executable, "-m", "vizpipe", "gallery", "-o", "under it"]
    subprocess.run(words, cwd=place, env=env, check=True, capture_output=True)
    return place / "under it"


def violations(page: Any) -> list[str]:
    """What axe-core has against a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    found: list[Any] = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    {"viewport": {"width": 360, "height": 780}, "color_scheme": "light"},
    {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"},
]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone", "dark-phone"])
def test_every_page_can_be_read_by_all(browser: Any, site: Path, look: dict[str, Any]) -> None:
    """axe-core has nothing against it, the console is empty, no request leaves, every picture loads, nothing is cut."""
    for path in sorted(site.glob("*.html")):
        opened = ready(browser, path, **look)
        page = opened.page
        page.evaluate("document.querySelectorAll('img').forEach((each) => { each.loading = 'eager'; })")
        until(page, "[...document.images].every((each) => each.complete)")
        assert page.evaluate("[...document.images].every((each) => each.naturalWidth > 0)"), path.name
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name
        assert opened.said == []
        assert opened.outside() == []
        assert violations(page) == [], path.name  # last: axe-core asks for things itself, and the policy refuses
        opened.context.close()


def until(page: Any, condition: str) -> None:
    """Wait for something; from here, since the page's own policy forbids scripts that wait."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def moment(page: Any) -> int:
    """Which moment all films of a page show."""
    return int(page.evaluate("Number(document.documentElement.dataset.shown)"))


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone", "dark-phone"])
def test_one_slider_leads_all_variants(browser: Any, site: Path, look: dict[str, Any]) -> None:
    """Keys on it move every film; play goes on; a film is the one for this reader's page."""
    opened = ready(browser, site / "xor-duel.html", **look)
    page = opened.page
    page.focus(".player input")
    page.keyboard.press("Home")
    until(page, "document.querySelectorAll('canvas').length === 2")
    assert moment(page) == 0
    first = [str(each.evaluate("each => each.toDataURL()")) for each in page.query_selector_all("canvas")]
    page.keyboard.press("End")
    until(page, "document.documentElement.dataset.shown === document.querySelector('.player input').max")
    last = [str(each.evaluate("each => each.toDataURL()")) for each in page.query_selector_all("canvas")]
    assert all(before != after for before, after in zip(first, last, strict=True))
    page.keyboard.press("Home")
    until(page, "document.documentElement.dataset.shown === '0'")
    again = [str(each.evaluate("each => each.toDataURL()")) for each in page.query_selector_all("canvas")]
    assert again == first
    page.focus(".player button")
    page.keyboard.press("Space")
    until(page, "Number(document.documentElement.dataset.shown) > 1")
    page.keyboard.press("Space")
    ending = ("--column" if look["viewport"]["width"] < 600 else "") + (
        "-dark" if look["color_scheme"] == "dark" else ""
    )
    wanted = f"duel{ending.replace('-dark', '--dark') if ending == '-dark' else ending}.js"
    assert next(url.rpartition("/")[2] for url in opened.asked if "/films/" in url) == wanted
    assert opened.said == []
    opened.context.close()


def test_a_page_plays_as_often_as_the_film_that_plays_most(browser: Any, site: Path) -> None:
    """Two rounds where one film plays once and the other twice; then it rests on the last moment."""
    opened = ready(browser, site / "xor-duel.html", viewport={"width": 1280, "height": 900})
    page = opened.page
    page.evaluate(
        "() => { globalThis.begun = 0; new MutationObserver(() => { "
        "if (document.documentElement.dataset.shown === '0') globalThis.begun += 1; "
        "}).observe(document.documentElement, {attributes: true, attributeFilter: ['data-shown']}) }"
    )
    page.click(".player button")
    until(page, "document.querySelector('.player button').textContent === 'Pause'")
    until(page, "document.querySelector('.player button').textContent === 'Play'")
    assert page.evaluate("document.documentElement.dataset.shown === document.querySelector('.player input').max")
    assert page.evaluate("globalThis.begun") == 2
    opened.context.close()


def test_a_still_plays_while_it_is_pointed_at(browser: Any, site: Path) -> None:
    """Or focused; not for those who want less motion."""
    for wish, count in (("no-preference", 1), ("reduce", 0)):
        opened = ready(browser, site / "index.html", reduced_motion=wish, viewport={"width": 1000, "height": 700})
        page = opened.page
        for lead in (page.hover, page.focus):
            lead("[data-moving]")
            page.wait_for_timeout(200)
            assert len(page.query_selector_all(".moving")) == count
            page.mouse.move(0, 0)
            page.evaluate("document.activeElement.blur()")
            assert page.query_selector_all(".moving") == []
        assert opened.said == []
        opened.context.close()


def test_a_snippet_is_copied(browser: Any, site: Path) -> None:
    """What the button says it copied is what a reader pastes."""
    opened = ready(browser, site / "losses.html", permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.click(".copy")
    until(page, "document.querySelector('.copy').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == "vizpipe run losses"
    opened.context.close()
