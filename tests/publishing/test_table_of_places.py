"""What each place gives for each format: an image as an image, a film as a film, or one line."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from snippets import BASE, EVIL, Elements, built_as
from vizpipe.encoding.formats import FORMATS
from vizpipe.errors import UsageError
from vizpipe.publishing.embed import PLACES, snippet

IMAGES = ("gif", "webp", "apng", "png", "avif", "svg", "filmstrip.png", "filmstrip.svg")
VIDEO, PAGE, PAPER = ("mp4", "webm"), ("html",), ("pdf", "filmstrip.pdf", "frames.pdf")
DATA = ("csv", "npz", "parquet")
REFUSED = "refused"
TABLE: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "html": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "hugo": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "astro": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "mdx": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "reveal": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "markdown": ((IMAGES, "!["), ((*VIDEO, *PAGE, *PAPER, *DATA), "[")),
    "jupyter": ((IMAGES, "Image"), (VIDEO, "Video"), ((*PAGE, *PAPER), "IFrame"), (DATA, "HTML")),
    "feed": ((IMAGES, "img"), ((*VIDEO, *PAGE, *PAPER, *DATA), "a")),
    "latex": (
        (("png", "filmstrip.png", "pdf", "filmstrip.pdf"), "includegraphics"),
        (("frames.pdf",), "animategraphics"),
        (("gif", "webp", "apng", "avif", "svg", "filmstrip.svg", *VIDEO, *PAGE, *DATA), REFUSED),
    ),
    "opengraph": (
        (("png", "gif", "webp", "filmstrip.png"), "meta"),
        (("apng", "avif", "svg", "filmstrip.svg", *VIDEO, *PAGE, *PAPER, *DATA), REFUSED),
    ),
}
"""What each place gives for each format."""
CARRIES = {
    "img": "gif|webp|apng|png|avif|svg",
    "poster": "png|avif|svg",
    "video": "mp4|webm",
    "iframe": "html",
    "object": "pdf",
}
"""The endings of what each element may show."""


def test_the_table_of_places_and_formats_is_whole() -> None:
    """Every place that a snippet is made for says something for every format."""
    assert set(TABLE) == set(PLACES)
    for rows in TABLE.values():
        assert sorted(name for formats, _ in rows for name in formats) == sorted(FORMATS)


def marks(text: str) -> Elements:
    """The elements of a snippet in HTML or JSX."""
    plain = re.sub(r'=\{("(?:[^"\\]|\\.)*")\}', lambda found: f"={quoted(json.loads(found[1]))}", text)
    plain = re.sub(r"=\{(\d+)\}", r'="\1"', re.sub(r"=\{\{.*?\}\}", "", plain))
    return Elements(re.sub(r"(?m)^\{\{<.*$", "", plain))


def quoted(text: str) -> str:
    """A text as an attribute."""
    import html

    return f'"{html.escape(text)}"'


def carried(elements: Elements) -> list[tuple[str, str]]:
    """What each element shows."""
    found, place = [], ""
    for tag, given in elements.found:
        place = tag if tag in ("video", "picture") else place
        if tag == "source":
            address = given.get("srcset") or given.get("src") or given.get("data-src")
            found.append(("video" if place == "video" else "img", str(address)))
        elif tag in ("img", "iframe", "object", "video"):
            found += [(tag, str(given[key])) for key in ("src", "data-src", "data") if given.get(key)]
        if given.get("poster"):
            found.append(("poster", str(given["poster"])))
    return found


@pytest.mark.parametrize("place", TABLE)
def test_each_place_shows_each_format_as_what_it_is(place: str) -> None:
    """A place shows an image as an image, a film as a film, a page in a frame, data as a link, or gives one line."""
    for formats, expected in TABLE[place]:
        for name in formats:
            base = BASE if place in ("feed", "opengraph") else ""
            one = built_as(name)
            files = {
                key: each._replace(address=f"{base}/{each.address}" if base else each.address)
                for key, each in one.plain.files.items()
            }
            one = one._replace(plain=one.plain._replace(files=files))
            if expected == REFUSED:
                with pytest.raises(UsageError, match=r"^a: .* add (png|pdf)"):
                    snippet(one, place)
                continue
            text = snippet(one, place)
            assert f"a{FORMATS[name].ending.removesuffix('.pdf')}" in text, (name, text)
            if place == "markdown":
                assert text.startswith(expected), (name, text)
            elif place == "jupyter":
                assert f"\n{expected}(" in text, (name, text)
            elif place == "latex":
                assert f"\\{expected}[" in text, (name, text)
            else:
                elements = marks(text)
                tags = {tag for tag, _ in elements.found} - {
                    "figure",
                    "picture",
                    "source",
                    "section",
                    "div",
                    "p",
                    "button",
                }
                assert expected in tags, (name, text)
                assert tags <= {expected, "a"}, (name, text)


@pytest.mark.parametrize("place", ["html", "hugo", "astro", "mdx", "reveal"])
def test_no_element_ever_shows_what_it_cannot(place: str) -> None:
    """Whatever two formats an asset has, its image shows an image, its video a video, its frame a page."""
    for pair in itertools.permutations(FORMATS, 2):
        text = snippet(built_as(*pair), place)
        for element, address in carried(marks(text)):
            assert re.search(rf"\.({CARRIES[element]})$", address), (pair, text)


def test_what_is_printed_for_a_notebook_runs_in_a_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format's cell runs in a kernel, wherever the notebook lies, and gives the element with the file."""
    manager = pytest.importorskip("jupyter_client.manager", reason="ipykernel is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    kernel, client = manager.start_new_kernel(kernel_name="python3", startup_timeout=120)
    try:
        for formats, kind in TABLE["jupyter"]:
            for name in formats:
                said: list[dict[str, Any]] = []
                code = snippet(built_as(name, loop=3), "jupyter")
                reply = client.execute_interactive(code, timeout=60, output_hook=said.append)
                assert reply["content"]["status"] == "ok", reply["content"]
                (shown_,) = [each["content"]["data"]["text/html"] for each in said if "data" in each["content"]]
                tag = {"Image": "img", "Video": "video", "IFrame": "iframe", "HTML": "a"}[kind]
                (given,) = Elements(shown_).all(tag)
                assert given.get("src", given.get("href")) == f"a{FORMATS[name].ending}"
                assert given.get("alt", given.get("aria-label", given.get("title"))) == EVIL
                assert kind != "Video" or given["data-plays"] == "3"
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
