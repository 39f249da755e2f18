"""A player in a frame that holds all of itself: it plays, it fits, and its still stands in for it."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from browsers import Page, until
from snippets import EVIL, Elements
from vizpipe.encoding.thumbnail import thumbnail
from vizpipe.publishing import framed, inline

WIDE, TALL = 600, 320


@pytest.fixture(scope="module")
def piece(told: Path) -> str:
    """A player of a film with a story as a piece of HTML."""
    page = told.read_text()
    small = thumbnail(inline.still_of(page))
    return framed.framed(page, small.webp, (small.width, small.height), 1280, "Title", EVIL)


def opened(browser: Any, place: Path, html: str, **settings: Any) -> Page:
    """The piece in a page."""
    path = place / "page.html"
    path.write_text(f"<!doctype html><style>body {{ margin: 0 }}</style>{html}")
    return Page(browser, path, viewport={"width": WIDE, "height": 500}, **settings)


def test_the_piece_holds_all_of_itself(piece: str) -> None:
    """It is an image and a frame that may run scripts and nothing else; no address in it leads anywhere."""
    elements = Elements(piece)
    (image,), (frame,) = elements.all("img"), elements.all("iframe")
    assert (image["alt"], frame["title"]) == (EVIL, "Title")
    assert frame["sandbox"] == "allow-scripts"
    assert str(image["src"]).startswith("data:image/webp;base64,")
    assert not re.search(r"https?://(?!www\.w3\.org)", piece)
    assert "data:image" not in str(frame["srcdoc"])


def test_a_frame_composes_nothing(told: Path, piece: str) -> None:
    """Its height is that of its picture, so what composes pages for other rooms is left out, a third of its script."""
    assert "const recomposing" in told.read_text()
    assert "const recomposing" not in piece
    assert len(piece) < len(told.read_text())


def test_the_film_plays_in_a_frame_of_its_own_height(browser: Any, tmp_path: Path, piece: str) -> None:
    """The frame is as high as the page in it, its policy allows its own script and style, and it begins to play."""
    page = opened(browser, tmp_path, piece)
    inside = next(frame for frame in page.page.frames if frame is not page.page.main_frame)
    until(inside, "document.documentElement.dataset.ready === 'yes'")
    tall, fits, wide = inside.evaluate("[document.documentElement.scrollHeight, innerHeight, innerWidth]")
    assert wide == WIDE
    assert tall <= fits + 1
    assert fits - inside.evaluate("document.querySelector('main').offsetHeight") <= 12
    until(inside, "Number(document.querySelector('input').value) > 0")
    assert page.outside() == []
    assert page.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("left", ["no scripts", "no frames"])
def test_the_still_is_seen_where_frames_or_scripts_are_dropped(
    browser: Any, tmp_path: Path, piece: str, left: str, scheme: str
) -> None:
    """A place that takes away the frame, or its scripts, shows the still in the same spot, in light and dark."""
    image = re.search("<img [^>]*>", piece)
    assert image is not None
    html = piece.replace('sandbox="allow-scripts"', 'sandbox=""')
    if left == "no frames":
        html = re.sub(r"<iframe.*?</iframe>", "", piece, flags=re.DOTALL)
    assert html != piece
    alone, seen = (shot(browser, tmp_path, each, scheme) for each in (image[0], html))
    assert alone == seen
    assert len(set(seen)) > 1000


def shot(browser: Any, place: Path, html: str, scheme: str) -> list[tuple[int, int, int]]:
    """The pixels of what is seen where the film would be."""
    page = opened(browser, place, html, color_scheme=scheme)
    until(page.page, "document.querySelector('img').naturalWidth > 0")
    page.page.wait_for_timeout(300)
    with Image.open(io.BytesIO(page.page.screenshot(clip={"x": 0, "y": 0, "width": WIDE, "height": 240}))) as taken:
        plain = taken.convert("RGB").tobytes()
    return list(zip(plain[::3], plain[1::3], plain[2::3], strict=True))
