"""Headless Chromium, and pages in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nursery import Nursery

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


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


@pytest.fixture(scope="session")
def player(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path, nursery: Nursery, counter: str) -> Path:
    """A film as a player."""
    place = tmp_path_factory.mktemp("player")
    (place / "counter.py").write_text(counter)
    (place / "vizpipe.toml").write_text('recipes = "."\n')
    words = ["run", "counter", "--steps", "9", "--size", "640x260", "-f", "html", "--name", "film"]
    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    assert nursery.run(words, place, env, 120).code == 0
    return place / "film.html"


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path, nursery: Nursery) -> Path:
    """A film with a story: a hidden layer that learns until it parts two classes."""
    place = tmp_path_factory.mktemp("told")
    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    words = ["run", "hidden-mapping", "--size", "1280x600", "-f", "html", "-o", ".", "--name", "told"]
    assert nursery.run(words, place, env, 200).code == 0
    return place / "told.html"


def ready(browser: Any, path: Path, **settings: Any) -> Page:
    """A player that has loaded its film."""
    opened = Page(browser, path, **settings)
    opened.page.wait_for_selector("html[data-ready]")
    return opened


def until(page: Any, condition: str, most: float = 10.0) -> None:
    """Wait for something, so many seconds; from here, since the page's own policy forbids scripts that wait."""
    for _ in range(round(10.0 * most)):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def violations(page: Any) -> list[str]:
    """What axe-core has against a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    found: list[Any] = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
