"""What the cache keeps of a recipe's file."""

from typing import Generic, Literal, TypeVar

import msgspec


class Summary(msgspec.Struct, frozen=True):
    """What a list of recipes shows of each."""

    name: str
    claim: str
    kind: Literal["figure", "animation"]
    path: str
    origin: str
    """The distribution and its version, of one that is installed; empty for others."""


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
