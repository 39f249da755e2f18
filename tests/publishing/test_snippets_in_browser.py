"""Snippets in a real browser: what a reader asks for is what is shown."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import CHROMIUM, Page, until, violations

if TYPE_CHECKING:
    from conftest import Vizpipe
    from vizpipe.manifest.manifest import Entry

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]


@pytest.mark.usefixtures("project")
def test_a_snippet_shows_what_a_reader_asks_for(browser: Any, vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A pasted snippet has the dark twin, the column and a still for less motion; its button stops what moves."""
    (tmp_path / "vizpipe.toml").write_text(
        'recipes = "figures"\noutputs = "."\n[assets.a]\nrecipe = "counter"\nformats = ["gif", "png"]\n'
        'size = "240x120"\nlayout = "auto"\ntheme = "auto"\nhold = 6\n'
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

    from vizpipe.encoding.formats import About, Roll
    from vizpipe.encoding.palette import Palette
    from vizpipe.encoding.video import Writer
    from vizpipe.manifest.manifest import Entry, File, Keys

    wide, tall = size
    colours = np.array([[level] * 3, [255 - level] * 3], dtype=np.uint8)
    with (place / f"{name}.webm").open("wb") as stream:
        roll = Roll([100] * 6, 0, [])
        writer = Writer(stream, Palette(colours), "webm", roll, About("t", "What is shown", "here"))
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
    """Film and still are those of the reader's look, nothing jumps, and the film ends after its three rounds."""
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
    """Those who want less motion see the still, and the film comes when they ask for it."""
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
    """A framed page with a film is seen whole without scrolling inside, controls too, on a phone and a screen."""
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
