"""A step of the walk: what the last build left is kept, what the cache holds is taken, and only the rest is made."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.pipeline.job import Job
from vizpipe.pipeline.state import Outcome, State

T = TypeVar("T")


class Last(NamedTuple, Generic[T]):
    """What the last build left of a step, and the hash of its key."""

    hash: str
    value: T


@dataclass(frozen=True)
class Step(Generic[T]):
    """A step: what its result depends on, and the ways to that."""

    name: str
    """Its name in the manifest: ``film``, ``pictures``, or that of a file."""
    key: Key
    make: Callable[[], T]
    cached: Callable[[], T | None] = lambda: None
    last: Last[T] | None = None
    """None if there was no build, or nothing is left of it."""
    fault: Callable[[], str] = lambda: ""
    """What became of that since, in words; nothing if it is as it was."""
    turn: AbstractContextManager[object] = field(default_factory=nullcontext)
    """Held while it is looked for and made, where assets share it."""


def step(job: Job, part: Step[T]) -> Outcome[T]:
    """Do a step as far as it must be done."""
    force, last = job.build.force, part.last
    is_current = last is not None and last.hash == part.key.hash and not force
    fault = part.fault() if is_current else ""
    if last is not None and is_current and not fault:
        return Outcome(State.FRESH, [], last.value)
    reasons = ["asked for by --force"] if force else [fault] if fault else changes(job, part)
    with nullcontext() if force else part.turn:
        value = None if force else part.cached()
        if value is not None:
            return Outcome(State.CACHED, reasons, value)
        if job.build.dry:
            return Outcome(State.STALE, reasons, None)
        return Outcome(State.MADE, reasons, part.make())


def changes(job: Job, part: Step[T]) -> list[str]:
    """What of a step's ingredients differs from those of the last build, old → new, one line each."""
    if job.old is None:
        return ["never built here"]
    before = job.old.keys.ingredients.get(part.name)
    if before is None:
        return [f"{part.name}: never built here"]
    return keys.changed(before, part.key.ingredients, job.asset.card.lines)
