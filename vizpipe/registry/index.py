"""What the cache keeps of a recipe's file."""

from collections.abc import Iterable, Sequence
from typing import Generic, Literal, TypeVar

import msgspec

CHAPTERS = (
    "Five to share",
    "A hidden layer bends the plane",
    "Perceptron and gates",
    "Activations and outputs",
    "Forward pass",
    "Loss and gradient",
    "Training",
)
"""Of the built-in recipes, in the order in which they are shown; others follow."""
OWN, _OTHERS = "Your own", "More"


class Summary(msgspec.Struct, frozen=True):
    """What a list of recipes shows of each."""

    name: str
    claim: str
    kind: Literal["figure", "animation"]
    path: str
    origin: str
    """The distribution and its version, of one that is installed; empty for others."""
    chapter: str
    """Of the gallery, if it has one."""
    module: str

    @property
    def heading(self) -> str:
        """Under which heading it is listed: those that don't come with vizpipe by where they are from."""
        if self.is_built_in:
            return self.chapter or _OTHERS
        return f"From {self.origin}" if self.origin else OWN

    @property
    def is_built_in(self) -> bool:
        """Whether it comes with vizpipe."""
        return self.module.startswith("vizpipe.recipes.")


def lines(cards: Sequence[Summary]) -> list[str]:
    """A line for each recipe: its name, what comes out, its claim, and where it is from, unless it is built in."""
    width = max((len(card.name) for card in cards), default=0)
    origins = ["" if card.is_built_in else f" ({card.origin or 'your own'})" for card in cards]
    return [
        f"{card.name:{width}}  {card.kind:9}  {card.claim}{origin}" for card, origin in zip(cards, origins, strict=True)
    ]


def by_chapter(cards: Iterable[Summary]) -> dict[str, list[Summary]]:
    """The recipes under the headings under which they are listed: one's own first."""
    chapters: dict[str, list[Summary]] = {OWN: [], **{name: [] for name in CHAPTERS}}
    for card in cards:
        chapters.setdefault(card.heading, []).append(card)
    return {name: members for name, members in chapters.items() if members}


Kept = TypeVar("Kept", bound=Summary)
"""As much of a card as somebody wants to know: a ``Summary`` is read from the same bytes as the whole ``Card``."""


class Index(msgspec.Struct, Generic[Kept], frozen=True):
    """What one recipe file holds: its cards, or why it holds none."""

    cards: tuple[Kept, ...] = ()
    problem: str = ""
    code: dict[str, str] = {}
    """The hash of each file that the cards were made from; empty for one that was not there."""


def decoded(data: bytes | None, form: type[Kept]) -> Index[Kept] | None:
    """What was kept, its cards as this form; None if it can't be read."""
    try:
        return msgspec.json.decode(data, type=Index[form]) if data is not None else None  # type: ignore[valid-type]
    except (msgspec.DecodeError, RecursionError):
        return None
