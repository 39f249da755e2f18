"""Players inside a page: a folder with the script that they share, a film each, and what to paste.

Nothing in it needs more of a page's policy than ``script-src 'self'; style-src 'self'; img-src 'self'``.
"""

import base64
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.encoding import livepage
from vizpipe.encoding.page import filled
from vizpipe.encoding.stroke import TALLEST, TWENTIETHS
from vizpipe.errors import UsageError
from vizpipe.manifest.manifest import Entry
from vizpipe.project.looks import COLUMN
from vizpipe.publishing.elements import attributes
from vizpipe.publishing.films import handed_over, numbers
from vizpipe.publishing.pages import NARROW, WIDE
from vizpipe.publishing.shown import checked_base

SCRIPT, STYLE = "vizpipe.js", "vizpipe.css"
FILM = ".film.js"
"""How a film's file ends: an asset may be called vizpipe."""
_STILL = re.compile(r'<noscript><img src="data:image/webp;base64,([^"]*)"')
_LANG = re.compile(r'<html lang="([\w-]*)">')


class Player(NamedTuple):
    """A film for pages: its name, its numbers as JSON, its words, its result as WebP."""

    name: str
    film: str
    alternative: str
    lang: str
    still: bytes


def player(name: str, entry: Entry, outputs: Path) -> Player:
    """The film of a built player. Raises UsageError if there is none that draws."""
    file = f"{name}.html"
    if file not in entry.files:
        raise UsageError(f"{name}: a player inside a page needs html among its formats; build it with -f html")
    try:
        text = (outputs / file).read_text("utf-8")
        film = numbers(text)
        is_drawn = "film" in json.loads(film)
    except (ValueError, TypeError, RecursionError):
        raise UsageError(f"{name}: {file} was edited, and its film is lost; vizpipe build makes it anew") from None
    still, lang = _STILL.search(text), _LANG.search(text)
    if still is None or lang is None or not is_drawn:
        raise UsageError(f"{name}: its player shows pictures, which pages can only frame: leave out -o")
    return Player(name, film, entry.files[file].alt, lang[1], base64.b64decode(still[1]))


def still_of(page: str) -> bytes:
    """The result in the page of a player that draws, as WebP; nothing in one that shows pictures."""
    still = _STILL.search(page)
    return base64.b64decode(still[1]) if still is not None and "film" in json.loads(numbers(page)) else b""


def files(players: Sequence[Player]) -> Iterator[tuple[str, bytes]]:
    """What has to lie beside the page."""
    yield SCRIPT, livepage.library().encode()
    width, height = COLUMN
    middles = {"wide": WIDE, "middles": range(1, TALLEST + 1), "twentieths": TWENTIETHS}
    rules = filled(__file__, "inline.css", narrow=NARROW, width=width, height=height, **middles)
    yield STYLE, f"{rules}\n{livepage.player_style()}\n".encode()
    for each in players:
        yield f"{each.name}{FILM}", handed_over(each.name, each.film)
        yield f"{each.name}.webp", each.still


def snippet(players: Sequence[Player], base: str) -> str:
    """What to paste: two lines for the page's head, then each player where it is to stand."""
    checked_base(base)
    begin = f"{base.rstrip('/')}/" if base else ""
    head = [
        "<!-- once, in the page's head -->",
        f"<link {attributes(rel='stylesheet', href=begin + STYLE)}>",
        f"<script {attributes(src=begin + SCRIPT, defer=True)}></script>",
    ]
    return "\n".join([*head, *(_placed(each, begin) for each in players)])


def _placed(each: Player, begin: str) -> str:
    data: dict[str, Any] = json.loads(each.film)
    addresses = {"still": f"{begin}{each.name}.webp", "script": f"{begin}{each.name}{FILM}"}
    return f"<!-- {each.name} -->\n" + livepage.inline(each.name, data, each.alternative, each.lang, **addresses)
