"""HTML that draws: a film's strokes as numbers, and the script that draws them, in one file that asks for nothing."""

import base64
import hashlib
import io
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from vizpipe.encoding.columns import deflated
from vizpipe.encoding.formats import About
from vizpipe.encoding.page import filled

PLAY = ("columns.js", "network.js", "draw.js", "film.js", "standing.js", "pointer.js", "player.js")
"""What plays a film, wherever it comes from."""
PACE = ("sharing.js", "stops.js", "pacing.js", "schedule.js", "pace.js")
"""What tells it slower."""
COMPOSE = ("trees.js", "grids.js", "stances.js", "filling.js", "pages.js", "recomposing.js")
"""What composes its page for other rooms."""
_COMMENT = re.compile(r"(^\s*|  )// .*$")
_HERE = Path(__file__).parent / "live"
_STILL = 800
"""Pixels across the picture for those who run no scripts."""
_QUALITY = 30


class Paints(NamedTuple):
    """Colours of a page around its picture."""

    ground: str
    ink: str
    accent: str


class Telling(NamedTuple):
    """How a film is told: what is said of each tick, the ticks at which beats begin with what they say."""

    ms: Sequence[int]
    words: Sequence[str]
    at: Sequence[int]
    """The number of that time: its epoch, where there are epochs."""
    beats: Sequence[tuple[int, str]]
    plays: int
    """0 for ever."""
    lang: str
    said: Mapping[str, str]
    """What stands on the controls: ``play``, ``pause``, ``time`` and ``speed``."""
    story: Mapping[str, Any] | None = None
    """What the page makes another schedule of, where it is told slower or faster; None if it can't be."""


def page(
    film: Mapping[str, Any], telling: Telling, about: About, paints: Sequence[Paints], last: npt.NDArray[np.uint8]
) -> bytes:
    """The file. ``paints`` are those of the light and of the dark page, ``last`` is the last picture, RGBA."""
    more = (*(PACE if telling.story else ()), *(COMPOSE if film["sheets"][0].get("needs") else ()))
    style, script = _style(paints, film["sheets"][0]["size"][0]), f"{scripts(*more, 'begin.js')}begin();\n"
    data = {
        "film": {"ms": list(telling.ms), **as_text(film)},
        "words": list(telling.words),
        "at": list(telling.at),
        "beats": [list(each) for each in telling.beats],
        "plays": telling.plays,
        "said": dict(telling.said),
        **({"story": dict(telling.story)} if telling.story else {}),
    }
    text = filled(
        __file__,
        "live.html",
        **about._asdict(),
        lang=telling.lang,
        scheme="light dark" if paints[0] != paints[1] else "normal",
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        **_stage(data, film["sheets"][0]["size"], "beats"),
        still=_still(last),
        film=data,
    )
    return f"{text}\n".encode()


def inline(name: str, data: Mapping[str, Any], alternative: str, lang: str, still: str, script: str) -> str:
    """A player inside a page that has the library: its numbers come with ``script``, ``still`` is a picture's address.

    Raises KeyError if the data are a player's that shows pictures.
    """
    sheets = json.loads(zlib.decompress(base64.b64decode(data["film"]["told"]), -zlib.MAX_WBITS))["sheets"]
    is_tall = any(tall > wide for wide, tall in (sheet["size"] for sheet in sheets[1:]))
    middle = sheets[0].get("needs", {}).get("middle", 0)
    stage = _stage(data, sheets[0]["size"], f"beats-{name}")
    more = {"name": name, "is_tall": is_tall, "middle": middle, "lang": lang, "script": script, "still": still}
    return filled(__file__, "inline.html", alternative=alternative, **more, **stage)


def library() -> str:
    """The script that players of a page share; loaded twice it does nothing more."""
    body = scripts(*PACE, *COMPOSE, "begin.js").replace('"use strict";\n', "")
    begin = "globalThis.vizpipeBegin = begin;\nbegin();\n"
    return f'(() => {{\n"use strict";\nif (globalThis.vizpipeBegin) return;\n{body}{begin}}})();\n'


def player_style() -> str:
    """The style of a player, whatever page it is in."""
    return filled(__file__, "player.css")


def _stage(data: Mapping[str, Any], size: Sequence[int], beats: str) -> dict[str, object]:
    """What stands on a stage: the size of its canvas, and what is said on its controls."""
    ms, said = data["film"]["ms"], data["beats"]
    return {
        "width": size[0],
        "height": size[1],
        "last": sum(ms[:-1]),
        "first": data["words"][0],
        "marks": [(sum(ms[:tick]), words) for tick, words in said if words],
        "said": data["said"],
        "beats": beats,
        "has_speed": "story" in data,
    }


def as_text(film: Mapping[str, Any]) -> dict[str, str]:
    """A film's description, deflated, as text, beside its columns, which are that already."""
    description = {name: value for name, value in film.items() if name != "columns"}
    told = json.dumps(description, ensure_ascii=False, separators=(",", ":"))
    return {"told": base64.b64encode(deflated(told.encode())).decode(), "columns": film["columns"]}


def scripts(*more: str) -> str:
    """What plays a film, and other scripts of this room behind it."""
    return _joined(*PLAY, *more)


def uncomposed(script: str) -> str:
    """A page's script without what composes it for other rooms, for a place whose height is fixed."""
    return script.replace(_joined(*COMPOSE), "")


def _joined(*names: str) -> str:
    return "".join(_short((_HERE / name).read_text(encoding="utf-8")) for name in names)


def _short(script: str) -> str:
    """A script without what only those who change it read: indents and comments, which stand on lines or end them."""
    lines = (_COMMENT.sub("", line).strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _style(paints: Sequence[Paints], width: int) -> str:
    """The style sheet in these colours."""
    light, dark = (each._asdict() for each in paints)
    return filled(__file__, "live.css", width=width, **light, **{f"dark_{name}": dark[name] for name in dark})


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _still(picture: npt.NDArray[np.uint8]) -> str:
    """A picture as WebP, small."""
    image = Image.fromarray(np.ascontiguousarray(picture[..., :3]))
    image.thumbnail((_STILL, 4 * _STILL), Image.Resampling.LANCZOS)
    image.save(stream := io.BytesIO(), format="WEBP", quality=_QUALITY, method=6)
    return f"data:image/webp;base64,{base64.b64encode(stream.getvalue()).decode()}"
