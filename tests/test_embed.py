"""Snippets: what is pasted has its size, its words, its twins, and nothing that a caption could break."""

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe.errors import UsageError
from vizpipe.manifest import Entry, File, Keys
from vizpipe.publishing.embed import PLACES, snippet
from vizpipe.publishing.shown import Shown, shown

if TYPE_CHECKING:
    from conftest import Vizpipe

EVIL = """Ends "here" <script>alert('1')</script> & {x} 90 % of $a_b$ ](x) `}} {{ \\"""
BASE = "https://example.org/pictures"


def file(width: int = 960, height: int = 400, duration: int = 8_000, alt: str = EVIL) -> File:
    """A file's facts."""
    return File("", "", 10, width, height, 9 if duration else 1, duration, alt, kept=True)


def entry(name: str, endings: dict[str, int], size: tuple[int, int] = (960, 400)) -> Entry:
    """An asset with these files, each of so many milliseconds."""
    files = {f"{name}{ending}": file(*size, duration) for ending, duration in endings.items()}
    return Entry("gates", {"seed": 1}, Keys("", "", {}, {}), 9, "", "", [], files)


GIFS = {"a": entry("a", {".gif": 8_000, ".png": 0})}
TWINS = GIFS | {
    "a-dark": entry("a-dark", {".gif": 8_000, ".png": 0}),
    "a-column": entry("a-column", {".gif": 8_000, ".png": 0}, (400, 900)),
}
VIDEOS = {"a": entry("a", {".mp4": 8_000, ".webm": 8_000, ".gif": 8_000, ".png": 0})}
STILLS = {"a": entry("a", {".png": 0, ".pdf": 0})}
BUILT = {"gifs": GIFS, "twins": TWINS, "videos": VIDEOS, "stills": STILLS}


class Elements(HTMLParser):
    """All elements with their attributes; fails at an end that doesn't match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.found.append((tag, dict(attrs)))
        if tag not in ("img", "source", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of this kind."""
        return [attributes for name, attributes in self.found if name == tag]


def asset(built: str, base: str = BASE) -> Shown:
    """One of the sets of files as a page sees it."""
    return shown("a", BUILT[built], base)


@pytest.mark.parametrize("built", BUILT)
@pytest.mark.parametrize("place", ["html", "astro", "reveal", "feed", "opengraph", "markdown"])
def test_markup_is_whole_and_captions_stay_text(built: str, place: str) -> None:
    """Every element is closed, sizes stand on every image and video, and the words come back as they were."""
    text = snippet(asset(built), place)
    if place == "markdown" and built != "twins":
        assert text.startswith("![")
        assert "<script>" not in text
        return
    elements = Elements(text)
    assert "script" not in [name for name, _ in elements.found]
    for attributes in (*elements.all("img"), *elements.all("video")):
        assert int(str(attributes["width"])) in (960, 400)
        assert attributes.get("height")
        assert attributes.get("alt", attributes.get("aria-label")) == EVIL
    if place == "opengraph":
        told = {each.get("property", each.get("name")): each["content"] for each in elements.all("meta")}
        assert told["og:image"] == f"{BASE}/a.png"
        assert told["og:image:alt"] == told["twitter:image:alt"] == EVIL


def test_a_page_gets_twins_the_still_and_a_way_to_stop() -> None:
    """Column under 600 px, dark where dark is wanted, the still for less motion, a button where it runs long."""
    elements = Elements(snippet(asset("twins"), "html"))
    sources = {str(each["media"]): each["srcset"] for each in elements.all("source")}
    assert sources["(max-width: 600px)"] in (f"{BASE}/a-column.gif", f"{BASE}/a-column.png")
    assert sources["(prefers-reduced-motion: reduce)"] == f"{BASE}/a.png"
    assert f"{BASE}/a-dark.gif" in [each["srcset"] for each in elements.all("source")]
    assert len(elements.all("button")) == 1
    assert all(each["loading"] == "lazy" for each in elements.all("img"))
    first = [each["media"] for each in elements.all("source")]
    calm = [at for at, media in enumerate(first) if "reduce" in str(media)]
    plain = [at for at, media in enumerate(first) if "reduce" not in str(media)]
    assert calm[0] < plain[0]
    still = Elements(snippet(asset("stills"), "html"))
    assert not still.all("button")


def test_a_video_has_controls_a_poster_and_respects_less_motion() -> None:
    """It plays by itself, silently, in a loop, unless the reader wants less motion."""
    (video,) = Elements(snippet(asset("videos"), "html")).all("video")
    assert {"controls", "muted", "loop", "playsinline", "autoplay"} <= set(video)
    assert video["poster"] == f"{BASE}/a.png"
    assert "prefers-reduced-motion" in str(video["onloadstart"])


@pytest.mark.parametrize("built", BUILT)
def test_code_in_snippets_is_code(built: str) -> None:
    """Python parses, Hugo's and MDX's quotes are closed, LaTeX's special letters are escaped."""
    import ast

    python = snippet(asset(built), "jupyter")
    texts = [node.value for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Constant)]
    assert built == "videos" or EVIL in texts
    mdx = snippet(asset(built), "mdx")
    assert json.dumps(EVIL, ensure_ascii=False) in mdx
    assert "class=" not in mdx
    hugo = snippet(asset(built), "hugo")
    assert hugo.count("{{") == hugo.count("}}") == 1
    if built == "stills":
        tex = snippet(asset(built), "latex")
        assert r"\textbackslash{}" in tex
        assert r"90 \% of \$a\_b\$" in tex


@pytest.mark.parametrize("place", ["feed", "opengraph"])
def test_places_that_need_whole_addresses_say_so(place: str) -> None:
    """One line that names the option."""
    with pytest.raises(UsageError, match="--base-url"):
        snippet(asset("gifs", ""), place)


@pytest.mark.parametrize("base", ["javascript:alert(1)", 'x" onload="', "ftp://a", "a b", "https://", "data:x"])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    """Nothing but a path or http."""
    with pytest.raises(UsageError, match="base-url is"):
        asset("gifs", base)


def test_the_command_reads_what_was_built(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """All places from a real build with twins; an asset that was never built gets 2 and the nearest name."""
    (tmp_path / "vizpipe.toml").write_text(
        '[assets.hero]\nrecipe = "xor-duel"\nformats = ["gif", "png", "pdf"]\nlayout = "auto"\ntheme = "auto"\n'
        "parameters = { ticks = 2 }\n"
    )
    done = vizpipe("build", "--json")
    assert done.code == 0, done
    names = [each["name"] for each in done.json["assets"]]
    assert sorted(names) == ["hero", "hero-column", "hero-column-dark", "hero-dark"]
    for place in PLACES:
        done = vizpipe("embed", "hero", "--for", place, "--base-url", BASE)
        assert done.code == 0, done
        assert "hero" in done.out
    assert "hero-column-dark.gif" in vizpipe("embed", "hero").out
    done = vizpipe("embed", "heor")
    assert done.code == 2
    assert "did you mean hero?" in done.line


@pytest.mark.skipif(shutil.which("hugo") is None, reason="Hugo is not installed (apt install hugo)")
def test_hugo_builds_a_page_from_its_snippet(tmp_path: Path) -> None:
    """Words, size and file are on the page, and the file is copied as it is."""
    import subprocess

    files = {name: tmp_path / name for name in ("content", "layouts/_default", "static")}
    for folder in files.values():
        folder.mkdir(parents=True)
    (tmp_path / "config.toml").write_text('baseURL = "/"\n')
    layout = '<!doctype html><html lang="en"><title>t</title><body>{{ .Content }}</body></html>'
    (tmp_path / "layouts" / "index.html").write_text(layout)
    (tmp_path / "static" / "a.gif").write_bytes(b"GIF89a, as it is")
    pasted = snippet(shown("a", GIFS, ""), "hugo")
    (tmp_path / "content" / "_index.md").write_text(f"---\ntitle: t\n---\n{pasted}\n")
    subprocess.run(["hugo", "--quiet"], cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "public" / "index.html").read_text()
    assert 'src="a.gif"' in page
    assert 'width="960"' in page
    assert "<script>" not in page
    assert "90 % of $a_b$" in page
    assert (tmp_path / "public" / "a.gif").read_bytes() == b"GIF89a, as it is"
