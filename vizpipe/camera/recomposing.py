"""What a page's script needs to compose a picture anew: its parts, each in a plot box of the size that was drawn."""

import bisect
from collections.abc import Mapping
from typing import Any

from vizpipe.camera.scene import Scene
from vizpipe.drawing.needs import Box, Boxes, Page, Part, Stack, Word, plain
from vizpipe.drawing.picture.compose import HEAD, Composed
from vizpipe.drawing.picture.staging import Staged
from vizpipe.drawing.picture.wants import LINE
from vizpipe.drawing.picture.ways import way_name
from vizpipe.drawing.solve import solve
from vizpipe.encoding.stroke import TALLEST, TWENTIETHS

Json = dict[str, Any]
_LINES, _SENTENCES = 3, 4
"""How many lines headline and caption may take, as on a tall page."""
_MIDDLING, _WIDEST = 2 / 3, 4 / 5
"""How wide a page is beside the one that was drawn: where a column of text holds it, and at most."""


def recomposed_from(scene: Scene[Any]) -> Json | None:
    """A page's needs, as ``solve`` takes them, what is as usual left out; None if its parts don't stand otherwise.

    They can't where panels share tick labels, since each is drawn with those that it has, and where films stand side by
    side; nor do they where they have no room on a page four fifths as wide. ``middle`` is how high one is, in
    twentieths of its width, that is two thirds as wide; 0 if none is.
    """
    if len(scene.built) != 1 or not isinstance(stage := scene.built[0], Staged):
        return None
    page, asked = stage.page, stage.page.needs
    boxes = {way_name(way): box for way, box in page.boxes.items()}
    body, aside = _drawn(asked.body, boxes), asked.aside and _drawn(asked.aside, boxes)
    if stage.canvas.style.compact or any(page.bare) or body is None:
        return None
    headline = asked.headline._replace(versions=_rounded(asked.headline.versions), most=_LINES)
    sentences = _rounded(asked.caption.sentences[: page.sentences])
    caption = asked.caption._replace(sentences=sentences, most=_SENTENCES, rank=None)
    needs = Page(body, headline, caption, aside or None, asked.edge, asked.gap)
    middle, most = (_height(needs, int(share * stage.canvas.style.width), page) for share in (_MIDDLING, _WIDEST))
    leads = [round(each, 2) for each in (HEAD * page.type.headline, LINE * page.type.small)]
    return {"page": plain(needs), "kicker": page.kicker, "leads": leads, "middle": middle} if most else None


def _drawn(node: Part | Stack, boxes: Mapping[str, Box]) -> Part | Stack | None:
    """A part or a stack with plot boxes as they were drawn; None if nothing of it was."""
    if isinstance(node, Part):
        box = boxes.get(node.name)
        return box and Part(node.name, box.width, box.height, grows=False, margins=node.margins, title=node.title)
    parts = tuple(drawn for part in node.parts if (drawn := _drawn(part, boxes)) is not None)
    return node._replace(parts=parts, shared=False) if parts else None


def _height(needs: Page, width: int, page: Composed) -> int:
    """The least height at which a page that wide holds all of it, in twentieths of its width; 0 if none does."""

    def has_room(parts: int) -> bool:
        boxes = solve(needs, width, int(width * parts // TWENTIETHS - page.kicker))
        return isinstance(boxes, Boxes) and not boxes.dropped and boxes.sentences == page.sentences

    found = bisect.bisect_left(range(1, TALLEST + 1), True, key=has_room) + 1  # noqa: FBT003 - what is looked for
    return found if found <= TALLEST else 0


def _rounded(texts: tuple[tuple[Word, ...], ...]) -> tuple[tuple[Word, ...], ...]:
    """Widths of words and of spaces behind them to a tenth of a pixel."""
    return tuple(tuple((round(width, 1), round(space, 1)) for width, space in words) for words in texts)
