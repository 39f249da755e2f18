"""What becomes of a step and of an asset: one of a few states, the reasons, and what there is then."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class State(StrEnum):
    """What becomes of a step, and of an asset, which is never ``CACHED``.

    ::

        as the last build left it ──▶ FRESH
        in the cache              ──▶ CACHED
        neither, in a dry run     ──▶ STALE
        neither                   ──▶ MADE, or FAILED
    """

    FRESH = "fresh"
    CACHED = "cached"
    MADE = "made"
    STALE = "stale"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """How a step ended."""

    state: State
    reasons: list[str]
    """Why it was not fresh, a line each."""
    value: T | None
    """What it gives; None if it is stale."""

    def then(self, follow: "Callable[[T], Outcome[U]]") -> "Outcome[U]":
        """Go on with the next step, unless this one is stale. The first reasons count: later ones follow from them."""
        if self.value is None:
            return Outcome(self.state, self.reasons, None)
        after = follow(self.value)
        return Outcome(after.state, self.reasons or after.reasons, after.value)

    def made(self) -> T:
        """What the step gives, where something is made for sure; raises RuntimeError in a dry run."""
        if self.value is None:
            raise RuntimeError("a dry run makes nothing")
        return self.value
