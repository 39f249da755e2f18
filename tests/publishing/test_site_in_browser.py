"""The site in a real browser: readable by all, one slider, what plays when."""

import base64
import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from browsers import CHROMIUM, ready, until, violations
from nursery import Nursery

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
PROJECT = """
recipes = "."
[assets.three]
recipe = "counter"
size = "480x270"
loop = 1
hold = 0.2
[assets.four]
recipe = "counter"
size = "480x270"
parameters = { steps = 4 }
loop = 2
hold = 0.2
[assets.losses]
recipe = "losses"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path, nursery: Nursery, counter: str) -> Path:
    """A small site with two recipes, one of them with variants."""
    place = tmp_path_factory.mktemp("site")
    (place / "counter.py").write_text(counter)
    (place / "vizpipe.toml").write_text(PROJECT)
    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    assert nursery.run(["gallery", "-o", "under it"], place, env, 200).code == 0
    return place / "under it"


LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    {"viewport": {"width": 360, "height": 780}, "color_scheme": "light"},
    {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"},
]
EACH = [LOOKS[0], *(pytest.param(look, marks=pytest.mark.soak) for look in LOOKS[1:3]), LOOKS[3]]


@pytest.mark.parametrize("look", EACH, ids=["light", "dark", "phone", "dark-phone"])
def test_every_page_can_be_read_by_all(browser: Any, site: Path, look: dict[str, Any]) -> None:
    """axe-core finds nothing on any page, no request leaves, every picture loads, nothing is cut or complained of."""
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


def drawn(page: Any) -> list[npt.NDArray[np.float64]]:
    """How bright the pixels of each canvas are."""
    texts = [str(each.evaluate("each => each.toDataURL()")) for each in page.query_selector_all("canvas")]
    images = [Image.open(io.BytesIO(base64.b64decode(text.partition(",")[2]))) for text in texts]
    return [np.asarray(image.convert("L"), dtype=float) for image in images]


def moment(page: Any) -> int:
    """Which moment all films of a page show."""
    return int(page.evaluate("Number(document.documentElement.dataset.shown)"))


@pytest.mark.parametrize("look", EACH, ids=["light", "dark", "phone", "dark-phone"])
def test_one_slider_leads_all_variants(browser: Any, site: Path, look: dict[str, Any]) -> None:
    """Keys on the slider move every film; play goes on; a film is drawn for this reader's page."""
    opened = ready(browser, site / "counter.html", **look)
    page = opened.page
    page.focus(".player input")
    page.keyboard.press("Home")
    until(page, "document.querySelectorAll('canvas').length === 2")
    assert moment(page) == 0
    first = drawn(page)
    page.keyboard.press("End")
    until(page, "document.documentElement.dataset.shown === document.querySelector('.player input').max")
    assert all(np.abs(before - after).max() > 5 for before, after in zip(first, drawn(page), strict=True))
    page.keyboard.press("Home")
    until(page, "document.documentElement.dataset.shown === '0'")
    again = drawn(page)
    assert all(np.abs(before - after).mean() < 0.1 for before, after in zip(first, again, strict=True))
    page.focus(".player button")
    page.keyboard.press("Space")
    until(page, "Number(document.documentElement.dataset.shown) > 1")
    page.keyboard.press("Space")
    assert {url.rpartition("/")[2] for url in opened.asked if "/films/" in url} == {"three.js", "four.js"}
    is_dark = look["color_scheme"] == "dark"
    for canvas in drawn(page):
        assert (canvas[2, 2] < 60) == is_dark
        assert canvas.shape[0] > canvas.shape[1]  # two side by side on a screen are as narrow as one on a phone
    assert opened.said == []
    opened.context.close()


@pytest.mark.parametrize("page", ["index.html", "losses.html", "counter.html"])
def test_a_dark_page_is_drawn_dark_from_the_beginning(browser: Any, site: Path, page: str) -> None:
    """Pictures are light; on a dark page every film is drawn in their place before anybody plays it, stills too."""
    opened = ready(browser, site / page, **LOOKS[1])
    films = opened.page.locator("[data-film]").count()
    until(opened.page, f"document.querySelectorAll('canvas').length === {films}")
    assert films == {"index.html": 2, "losses.html": 1, "counter.html": 2}[page]
    assert all(canvas[2, 2] < 60 for canvas in drawn(opened.page))
    assert opened.said == []
    opened.context.close()


def test_a_figure_stands_without_controls(browser: Any, site: Path) -> None:
    """What never moves has no slider, and on a phone it is drawn for a narrow page."""
    opened = ready(browser, site / "losses.html", **LOOKS[2])
    until(opened.page, "document.querySelectorAll('canvas').length === 1")
    assert opened.page.locator(".player").count() == 0
    (canvas,) = drawn(opened.page)
    assert canvas.shape[0] > canvas.shape[1]
    opened.context.close()


def test_a_page_plays_as_often_as_the_film_that_plays_most(browser: Any, site: Path) -> None:
    """A page plays as often as the film that plays most, and then rests on the last moment."""
    opened = ready(browser, site / "counter.html", viewport={"width": 1280, "height": 900})
    page = opened.page
    page.evaluate(
        "() => { globalThis.begun = 0; new MutationObserver(() => { "
        "if (document.documentElement.dataset.shown === '0') globalThis.begun += 1; "
        "}).observe(document.documentElement, {attributes: true, attributeFilter: ['data-shown']}) }"
    )
    page.click(".player button")
    until(page, "document.querySelector('.player button').textContent === 'Pause'")
    until(page, "document.querySelector('.player button').textContent === 'Play'", most=60.0)
    assert page.evaluate("document.documentElement.dataset.shown === document.querySelector('.player input').max")
    assert page.evaluate("globalThis.begun") == 2
    opened.context.close()


def test_a_still_plays_while_it_is_pointed_at(browser: Any, site: Path) -> None:
    """A still plays while it is pointed at or focused, but not for those who want less motion."""
    for wish, count in (("no-preference", 1), ("reduce", 0)):
        opened = ready(browser, site / "index.html", reduced_motion=wish, viewport={"width": 1000, "height": 700})
        page = opened.page
        for lead in (page.hover, page.focus):
            lead("[data-moves]")
            if count:
                until(page, "document.querySelectorAll('.moving').length === 1")
            else:
                page.wait_for_timeout(500)
                assert page.query_selector_all(".moving") == []
            page.mouse.move(0, 0)
            page.evaluate("document.activeElement.blur()")
            until(page, "document.querySelectorAll('.moving').length === 0")
        assert opened.said == []
        opened.context.close()


def test_a_snippet_is_copied(browser: Any, site: Path) -> None:
    """What a page's button says it copied is what a reader pastes."""
    opened = ready(browser, site / "losses.html", permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.click(".copy")
    until(page, "document.querySelector('.copy').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == "vizpipe run losses"
    opened.context.close()
