"""Pages and what comes out of them, as tables of cases have them."""

import itertools
from typing import Any

import numpy as np

from vizpipe.drawing.needs import Boxes, Caption, Headline, Margins, Page, Part, Refused, Stack, Word

Json = dict[str, Any]


def node(data: Json) -> Part | Stack:
    """A part or a stack."""
    if "parts" in data:
        return Stack(**data | {"parts": tuple(node(part) for part in data["parts"])})
    return Part(**data | {key: Margins(*data[key]) for key in ("margins", "bare") if key in data})


def texts(data: list[list[list[float]]]) -> tuple[tuple[Word, ...], ...]:
    """The words of texts."""
    return tuple(tuple((width, space) for width, space in words) for words in data)


def read(data: Json) -> Page:
    """The needs of a page."""
    needs = dict(data)
    for key in ("body", "aside"):
        if key in needs:
            needs[key] = node(needs[key])
    if "headline" in needs:
        needs["headline"] = Headline(**needs["headline"] | {"versions": texts(needs["headline"]["versions"])})
    if "caption" in needs:
        needs["caption"] = Caption(**needs["caption"] | {"sentences": texts(needs["caption"]["sentences"])})
    return Page(**needs)


def told(found: Boxes | Refused) -> Json:
    """What came out, as a case has it."""
    if isinstance(found, Refused):
        return {"refused": list(found)}
    lists = {name: list(getattr(found, name)) for name in ("dropped", "bare_left", "bare_bottom")}
    return {
        "boxes": {name: list(box) for name, box in found.parts.items()},
        "headline": list(found.headline),
        "lines": found.lines,
        "caption": list(found.caption),
        "sentences": found.sentences,
    } | {name: names for name, names in lists.items() if names}


class Chooser:
    """Chooses at random, the same for each seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.numbers = itertools.count()

    def upto(self, most: int, least: int = 0) -> int:
        """A number."""
        return int(self.rng.integers(least, most + 1))

    def one_of(self, *choices: Any) -> Any:
        """One of these."""
        return choices[self.upto(len(choices) - 1)]
