"""Players inside a page: one script for all, a strict policy, no jump, and nothing of anybody's is written over."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import CHROMIUM, Page, until, violations

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Two</title>'
    '<link rel="icon" href="players/one.webp"></head><body><main><h1>Two</h1>{}</main></body></html>'
)
PROJECT = """
recipes = "figures"
[assets.one]
recipe = "counter"
size = "640x260"
formats = ["html"]
[assets.two]
recipe = "counter"
size = "640x260"
formats = ["html"]
parameters = { steps = 5 }
[assets.plain]
recipe = "counter"
formats = ["png"]
"""


@pytest.fixture
def built(project: "Project", vizpipe: "Vizpipe") -> Path:
    """Two players and a picture, built."""
    project.write("vizpipe.toml", PROJECT)
    assert vizpipe("build").code == 0
    return project.root


class _Strict(http.server.SimpleHTTPRequestHandler):
    """Serves files under a strict policy, in silence."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        del format, args


@pytest.fixture
def served(built: Path, vizpipe: "Vizpipe") -> Iterator[str]:
    """The address of a page that holds both players, pasted as they were printed."""
    done = vizpipe("embed", "one", "two", "-o", "players")
    assert done.code == 0, done
    (built / "index.html").write_text(PAGE.format(done.out), encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Strict, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


def opened_at(browser: Any, address: str, folder: Path, **settings: Any) -> Page:
    """The page, once both players stand."""
    opened = Page(browser, folder / "players" / "one.webp", **settings)
    opened.said.clear()
    opened.page.goto(address)
    until(opened.page, "document.querySelectorAll('[data-vizpipe][data-ready]').length === 2")
    return opened


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)")
@pytest.mark.xdist_group("browser")
def test_several_players_share_a_script_under_a_strict_policy(browser: Any, served: str, built: Path) -> None:
    """Without inline scripts or styles both play, each led by its own controls; the library is asked for once."""
    opened = opened_at(browser, served, built, viewport={"width": 900, "height": 1000})
    page = opened.page
    one, two = (page.locator(f"[data-vizpipe={name}]") for name in ("one", "two"))
    for each in (one, two):
        each.locator("input").focus()
        page.keyboard.press("End")
    assert [each.locator("output").inner_text() for each in (one, two)] == ["Epoch 2", "Epoch 4"]
    one.locator("input").focus()
    page.keyboard.press("Home")
    assert [each.locator("output").inner_text() for each in (one, two)] == ["Epoch 0", "Epoch 4"]
    assert [url.rpartition("/")[2] for url in opened.asked].count("vizpipe.js") == 1
    assert opened.said == []
    assert violations(page) == []
    opened.context.close()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)")
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("width", [360, 900])
def test_nothing_jumps_when_players_begin(browser: Any, served: str, built: Path, width: int) -> None:
    """What stands below a player stays where it was when its script comes, on a phone too."""
    heights = []
    for scripts in (False, True):
        settings = {"viewport": {"width": width, "height": 800}, "java_script_enabled": scripts}
        if scripts:
            opened = opened_at(browser, served, built, **settings)
        else:
            opened = Page(browser, built / "players" / "one.webp", **settings)
            opened.page.goto(served)
        heights.append([each.bounding_box()["height"] for each in opened.page.locator("canvas").all()])
        opened.context.close()
    assert heights[0] == pytest.approx(heights[1], abs=1.0)


def test_the_folder_holds_a_library_and_a_film_each(built: Path, vizpipe: "Vizpipe") -> None:
    """One script, one style, and for each asset its film and its result; what is no longer asked for goes."""
    assert vizpipe("embed", "one", "two", "-o", "players").code == 0
    names = {path.name for path in (built / "players").iterdir()}
    assert names == {
        "vizpipe.js",
        "vizpipe.css",
        "one.film.js",
        "two.film.js",
        "one.webp",
        "two.webp",
        "vizpipe-site.json",
    }
    assert (built / "players" / "one.webp").read_bytes()[8:12] == b"WEBP"
    again = vizpipe("embed", "two", "-o", "players", "--base-url", "https://example.org/p")
    assert 'src="https://example.org/p/vizpipe.js"' in again.out
    assert not (built / "players" / "one.film.js").exists()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("plain", "-o", "players"), "plain: a player inside a page needs html among its formats"),
        (("one", "-o", "players", "--for", "mdx"), "-o is for players inside a page: --for html, not mdx"),
        (("one", "-o", "figures"), "figures: it holds something that is no site of vizpipe"),
        (("one", "gone", "-o", "players"), "gone was never built"),
        (("one", "--overwrite"), "--overwrite goes with -o"),
        ((), "Missing argument 'ASSET...'"),
    ],
)
def test_a_mistake_writes_nothing(built: Path, vizpipe: "Vizpipe", words: tuple[str, ...], part: str) -> None:
    """What can't be done is said in one line, ends with 2, and leaves no file."""
    done = vizpipe("embed", *words)
    assert done.code == 2
    assert part in done.line
    assert not (built / "players").exists()


@pytest.mark.parametrize("film", ["[" * 99_999, "{", "3", None])
def test_a_player_that_was_edited_is_told_by_its_name(built: Path, vizpipe: "Vizpipe", film: str | None) -> None:
    """Where a page holds no film any more, embed ends with 2 and the way out, and writes nothing."""
    path = built / "outputs" / "one.html"
    before, begin = path.read_text(encoding="utf-8"), '<script type="application/json"'
    head, _, rest = before.partition(begin)
    tag, _, after = rest.partition(">")
    page = head if film is None else f"{head}{begin}{tag}>{film}</script>{after.partition('</script>')[2]}"
    path.write_text(page, encoding="utf-8")
    done = vizpipe("embed", "one", "-o", "players")
    assert (done.code, "one.html was edited" in done.line) == (2, True), done
    assert not (built / "players").exists()


def test_an_asset_may_be_called_vizpipe(project: "Project", vizpipe: "Vizpipe") -> None:
    """Its film takes no name of the library's."""
    project.write("vizpipe.toml", PROJECT.replace("[assets.one]", "[assets.vizpipe]"))
    assert vizpipe("build", "vizpipe").code == 0
    assert vizpipe("embed", "vizpipe", "-o", "players").code == 0
    assert "vizpipeBegin = begin" in (project.root / "players" / "vizpipe.js").read_text()
    assert "vizpipeFilms" in (project.root / "players" / "vizpipe.film.js").read_text()


def test_several_snippets_stand_one_after_another(built: Path, vizpipe: "Vizpipe") -> None:
    """Without a folder each asset's snippet is printed as if it were asked for alone."""
    del built
    both = vizpipe("embed", "one", "plain").out
    assert both == vizpipe("embed", "one").out + "\n" + vizpipe("embed", "plain").out
