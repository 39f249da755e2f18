"""Films in built players: their numbers, which pages of their own may play, too."""

import json
import re


def numbers(player: str) -> str:
    """What a player shows, as JSON; ``player`` is its page. Raises ValueError for another page."""
    match = re.search(r'<script type="application/json"(?: id="film")?>(.*?)</script>', player, re.DOTALL)
    if match is None:
        message = "not a player"
        raise ValueError(message)
    return match[1]


def handed_over(key: str, film: str, more: str = "") -> bytes:
    """A script that hands a film over to those of its page, which know it by its key; ``more`` members come first."""
    data = f"{{{more}{film.lstrip().removeprefix('{')}"
    known = f"(globalThis.vizpipeFilms ??= {{}})[{json.dumps(key)}]"
    return f"{known} = {data.rstrip()};\nglobalThis.vizpipeBegin?.();\n".encode()
