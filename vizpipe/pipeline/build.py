"""A build: what every asset of a command shares, and what is told while it goes on."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.store import atomic, temporary
from vizpipe.store.cache import Cache
from vizpipe.store.folders import keep_inside
from vizpipe.store.ours import NAME
from vizpipe.workers.pool import Executor

Activity = Literal["planned", "training", "drawing", "writing", "warning", "done"]


class Event(NamedTuple):
    """Something worth telling while it happens."""

    asset: str
    step: Activity
    done: int = 0
    total: int = 0
    text: str = ""


@dataclass
class Build:
    """What every asset of a command shares."""

    executor: Executor
    cache: Cache
    outputs: Path
    last: Manifest
    """What the last build left."""
    report: Callable[[Event], None]
    root: Path
    """The project's folder, or the outputs themselves: links may lead about in it."""
    guard: Guard | None = None
    """None where nobody else's files can be."""
    force: bool = False
    dry: bool = False
    fleeting: bool = False
    """Whether the outputs go with the command: then no manifest says what they are."""
    entries: dict[str, Entry] = field(default_factory=dict)
    """The manifest's new lines, by asset."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    _warned: bool = False
    _turns: dict[str, threading.Lock] = field(default_factory=dict)

    def turn(self, key: str) -> threading.Lock:
        """The lock of one piece of work, so that it is done once."""
        with self.lock:
            return self._turns.setdefault(key, threading.Lock())

    def enter(self, name: str, entry: Entry) -> None:
        """Keep an asset's new line for the manifest."""
        with self.lock:
            self.entries[name] = entry

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Put something into the cache; say once if that is not possible."""
        self.cache.write(kind, key, data)
        if self.cache.refused and not self._warned:
            self._warned = True
            self.report(Event("", "warning", text=f"the cache is not kept: {self.cache.refused}"))


def open_build(  # noqa: PLR0913 - what a command decides
    executor: Executor,
    cache: Cache,
    outputs: Path,
    last: Manifest,
    report: Callable[[Event], None],
    *,
    root: Path | None = None,
    guard: Guard | None = None,
    force: bool = False,
    dry: bool = False,
    fleeting: bool = False,
) -> Build:
    """Give a build, ready to write into ``outputs``; raises MachineError if that can't be written, before any work."""
    root = outputs if root is None else root
    keep_inside(outputs / NAME, outputs, root)
    if not dry:
        temporary.ready(outputs)
        atomic.tidy(outputs)
    return Build(executor, cache, outputs, last, report, root, guard, force, dry, fleeting)
