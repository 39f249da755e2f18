"""What travels through the pipeline: an asset on its way, the shop it is made in, what came out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from vizpipe.film.drift import Record
from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.project.asset import Asset
from vizpipe.registry.source import Source
from vizpipe.store import atomic, folders
from vizpipe.store.cache import Cache
from vizpipe.store.folders import keep_inside
from vizpipe.store.ours import NAME
from vizpipe.workers.pool import Executor

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Animation
    from vizpipe.workers.answers import Clock

Status = Literal["made", "fresh", "stale", "failed"]
Step = Literal["planned", "training", "drawing", "writing", "warning", "done"]


class Event(NamedTuple):
    """Something worth telling while it happens."""

    asset: str
    step: Step
    done: int = 0
    total: int = 0
    text: str = ""


class Made(NamedTuple):
    """What became of an asset."""

    name: str
    status: Status
    why: list[str]
    seconds: float
    files: list[Path]
    trained: int = 0
    drawn: int = 0
    written: int = 0
    exit_code: int = 0
    details: str = ""


class Stale(Exception):  # noqa: N818 - it stops a dry run, it is no error
    """A dry run met something that would have to be made."""


class Film(msgspec.Struct, frozen=True):
    """What is known of a film without reading it."""

    digest: str
    frames: int
    records: list[Record]
    key: Key
    parts: "tuple[Film, ...]" = ()
    """The films that are drawn side by side, if there are several."""


class Pictures(msgspec.Struct, frozen=True):
    """What is known of an asset's pictures without reading them."""

    digest: str
    chunks: tuple[str, ...]
    """The names of their parts in the cache, each of a few frames in palette indices."""
    palette: str
    """The name of what the indices mean."""
    count: int
    """How many there are; 0 if only the manifest remembers them."""
    alternative: str
    key: Key
    off: int = 0
    """By how much of 255 the worst pixel of any frame is off in any channel, at most."""
    share: float = 0.0
    """Of the pixels of the worst frame, those that are off by more than is allowed."""


@dataclass
class Shop:
    """What every asset of a command shares."""

    executor: Executor
    cache: Cache
    outputs: Path
    known: Manifest
    report: Callable[[Event], None]
    root: Path
    """The project's folder, or the outputs themselves: links may lead about in it."""
    guard: Guard | None = None
    """None where nobody else's files can be."""
    force: bool = False
    dry: bool = False
    entries: dict[str, Entry] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    _warned: bool = False
    _turns: dict[str, threading.Lock] = field(default_factory=dict)

    def turn(self, key: str) -> threading.Lock:
        """The lock of one piece of work, so that it is done once."""
        with self.lock:
            return self._turns.setdefault(key, threading.Lock())

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Put something into the cache; say once if that is not possible."""
        self.cache.write(kind, key, data)
        if self.cache.refused and not self._warned:
            self._warned = True
            self.report(Event("", "warning", text=f"the cache is not kept: {self.cache.refused}"))


def open_shop(  # noqa: PLR0913 - what a command decides
    executor: Executor,
    cache: Cache,
    outputs: Path,
    known: Manifest,
    report: Callable[[Event], None],
    *,
    root: Path | None = None,
    guard: Guard | None = None,
    force: bool = False,
    dry: bool = False,
) -> Shop:
    """Give a shop, ready to write into ``outputs``; raises MachineError if that can't be written, before any work."""
    root = outputs if root is None else root
    keep_inside(outputs / NAME, outputs, root)
    if not dry:
        folders.ready(outputs)
        atomic.tidy(outputs)
    return Shop(executor, cache, outputs, known, report, root, guard, force, dry)


@dataclass
class Job:
    """One asset on its way."""

    asset: Asset
    shop: Shop
    source: Source
    old: Entry | None
    why: list[str] = field(default_factory=list)
    trained: int = 0
    drawn: int = 0
    written: int = 0
    under_way: "dict[str, Animation]" = field(default_factory=dict)
    """Files that are encoded while their pictures are drawn, by name."""
    data: dict[str, str] = field(default_factory=dict)
    """Files that parameters name, with their signs when the work began."""
    unsteady: str = ""
    """A file that the recipe's code names and that changed while it was in use."""
    clock: "Clock | None" = None
    """The film's clock, once somebody asked for it."""

    def tell(self, step: Step, done: int = 0, total: int = 0, text: str = "") -> None:
        """Report an event of this asset."""
        self.shop.report(Event(self.asset.name, step, done, total, text))

    def must(self) -> None:
        """Something has to be made: a dry run ends here."""
        if self.shop.dry:
            raise Stale

    def blame(self, lines: list[str]) -> None:
        """Keep the first reason found: later steps follow from it."""
        if not self.why:
            self.why += lines

    def compare(self, step: str, key: Key) -> None:
        """Keep as the reason what of a step's ingredients differs from those of the last build."""
        before = self.old.keys.ingredients.get(step) if self.old else None
        if before is None:
            self.blame([f"{step}: never built here" if self.old else "never built here"])
        else:
            self.blame(keys.changed(before, key.ingredients, self.asset.card.lines))

    def give_up(self) -> None:
        """Forget the files that were begun and not published."""
        for animation in self.under_way.values():
            animation.close()
        self.under_way.clear()

    def finished(self, status: Status, seconds: float, files: list[Path]) -> Made:
        """What became of it."""
        why = [] if status == "fresh" else self.why
        return Made(self.asset.name, status, why, seconds, files, self.trained, self.drawn, self.written)
