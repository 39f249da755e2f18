"""A player as a piece of HTML that holds all of itself: a page in a frame, over a picture for places that drop frames.

Nothing in it is loaded from anywhere, and the frame can reach nothing of the page around it.
"""

import base64
import hashlib
import re

from vizpipe.encoding import livepage
from vizpipe.publishing.elements import attributes
from vizpipe.publishing.pages import CONTROLS

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_SCHEME = re.compile(r'<meta name="color-scheme" content="([a-z ]*)">')
_GROUND = "html { background: var(--ground); }"
_BEGUN = "[data-begun] { background: var(--ground); }\n[data-vizpipe]:not([data-begun]) form { visibility: hidden; }"


def framed(page: str, still: bytes, size: tuple[int, int], widest: int, title: str, alternative: str) -> str:
    """A built player's ``page`` in a frame, ``widest`` pixels across at most.

    ``still`` is its result as WebP, of this size in pixels: it gives the frame its height, whatever its width.
    """
    under = _image(still, size, alternative, "display: block; width: 100%; height: auto", aria_hidden="true")
    scheme = _SCHEME.search(page)
    # a frame of another scheme than its page's has a ground of its own, and hides what is under it
    over = f"{_OVER}; color-scheme: {scheme[1]}" if scheme is not None else _OVER
    frame = f"<iframe {attributes(sandbox='allow-scripts', title=title, style=over, srcdoc=_bare(page))}></iframe>"
    style = f"position: relative; max-width: {min(widest, _WIDEST)}px; padding-bottom: {CONTROLS}px"
    return f'<div style="{style}">{under}{frame}</div>'


_WIDEST = 1200
"""Pixels across from which it grows no more."""
_OVER = "position: absolute; inset: 0; width: 100%; height: 100%; border: 0"


def image(still: bytes, size: tuple[int, int], alternative: str) -> str:
    """A still, WebP of this size in pixels, as HTML that holds it."""
    return _image(still, size, alternative, "max-width: 100%; height: auto")


def _image(still: bytes, size: tuple[int, int], alternative: str, style: str, **more: object) -> str:
    address = f"data:image/webp;base64,{base64.b64encode(still).decode()}"
    return f"<img {attributes(src=address, width=size[0], height=size[1], alt=alternative, style=style, **more)}>"


def _bare(page: str) -> str:
    """The page without its still, seen through until its film begins, so that the picture under it is seen.

    Its height is that of the picture, so it needs nothing that composes it for another.
    """
    style, script = _STYLE.search(page), _SCRIPT.search(page)
    assert style is not None and script is not None  # noqa: S101, PT018 - our own player
    text = re.sub(r"<noscript>.*?</noscript>", "<noscript></noscript>", page, flags=re.DOTALL)
    text = _replaced(text, style[1], style[1].replace(_GROUND, _BEGUN))
    return _replaced(text, script[1], livepage.uncomposed(script[1]))


def _replaced(page: str, old: str, new: str) -> str:
    """The page with another style or script, which its policy allows."""
    return page.replace(old, new).replace(_digest(old), _digest(new))


def _digest(text: str) -> str:
    """What a page's policy says of a style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
