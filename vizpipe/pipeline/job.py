"""An asset on its way, and the values that its steps hand on: a film, then pictures of it, then what became of it."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vizpipe.film.content import Before, Content
from vizpipe.film.drift import Record
from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.manifest.manifest import Entry, File
from vizpipe.pipeline.build import Activity, Build, Event
from vizpipe.pipeline.shots import Cut, Shots
from vizpipe.pipeline.state import State
from vizpipe.project.asset import Asset
from vizpipe.registry.source import Source
from vizpipe.store import pointers
from vizpipe.store.signs import sign

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Animation
    from vizpipe.workers.answers import Clock


@dataclass(frozen=True)
class Job:
    """One asset on its way: what is asked for, and what was there when the work began."""

    asset: Asset
    build: Build
    source: Source
    old: Entry | None
    """Its line in the manifest of the last build."""
    data: Mapping[str, str]
    """Files that parameters name, with their signs."""
    scope: contextlib.ExitStack
    """Closes at the end what was begun and not published."""

    def tell(self, step: Activity, done: int = 0, total: int = 0, text: str = "") -> None:
        """Report an event of this asset."""
        self.build.report(Event(self.asset.name, step, done, total, text))


@contextlib.contextmanager
def begin(asset: Asset, build: Build, source: Source, old: Entry | None) -> Iterator[Job]:
    """Begin with an asset; when the block ends, what was begun and not published is gone.

    Raises UsageError for data that are not here, but a pointer to them is.
    """
    with contextlib.ExitStack() as scope:
        yield Job(asset, build, source, old, named(asset), scope)


def named(asset: Asset) -> dict[str, str]:
    """Files that an asset's parameters name, and films, with their signs. Raises UsageError for mere pointers."""
    files = [
        str(path)
        for values in (asset.parameters, *asset.multiples)
        for path in keys.data_files(asset.card, values, asset.root)
    ] + [str(Path(asset.root, film)) for film in asset.films]
    for path in files:
        pointers.refuse(Path(path))
    return {path: sign(path) for path in files}


@dataclass(frozen=True)
class Film:
    """What is known of an asset's film, or of its films side by side."""

    digest: str
    frames: int
    records: list[Record]
    key: Key
    places: tuple[Path, ...] = ()
    """Where each lies in the cache; nothing if only the manifest remembers them."""
    trained: int = 0
    """How many were trained now."""
    unsteady: str = ""
    """A file that the recipe's code names and that changed while it was in use."""
    clock: "Clock | None" = None
    """When each frame is, once somebody asked for it."""
    processor: str = ""
    """What trained it, if that is not the level that workers keep to."""


@dataclass(frozen=True)
class Pictures:
    """What is known of an asset's pictures without reading them."""

    digests: dict[Cut, str]
    alternative: str
    key: Key
    shots: Mapping[Cut, Shots] = field(default_factory=dict)
    """Where they lie; nothing if only the manifest remembers them."""
    off: int = 0
    """By how much of 255 the worst pixel of any frame is off in any channel, at most."""
    share: float = 0.0
    """Of the pixels of the worst frame, those that are off by more than is allowed."""
    drawn: int = 0
    """How many were drawn now."""
    shown: Content | Before | None = None
    """What they show, if that is known."""

    @property
    def digest(self) -> str:
        """All digests, as the manifest keeps them."""
        return " ".join(self.digests.values())

    @property
    def far_off(self) -> str:
        """What is to be said of pictures that a palette can't serve."""
        from vizpipe.encoding.palette import BOUND  # noqa: PLC0415 - numpy, which a build with nothing to do can spare

        return (
            f"it needs more than 255 colours: in one frame {self.share:.2%} of the pixels are off "
            f"by more than {BOUND} of 255, the worst by {self.off}"
        )


@dataclass(frozen=True)
class Result:
    """What the steps have given so far: the film, pictures of it, the files that are in their place."""

    film: Film
    pictures: Pictures
    animations: "Mapping[str, Animation]" = field(default_factory=dict)
    """Animated files that were encoded while the pictures were drawn, by name."""
    pages: Mapping[str, bytes] = field(default_factory=dict)
    """Pages that draw the film, from the stage that the still was drawn on, by name."""
    files: Mapping[str, File] = field(default_factory=dict)
    written: int = 0
    """How many of the files were written now."""

    def having(self, name: str, facts: File) -> "Result":
        """The same with one more file."""
        return replace(self, files={**self.files, name: facts})


class Made(NamedTuple):
    """What became of an asset."""

    name: str
    status: State
    why: list[str]
    seconds: float
    files: list[Path]
    trained: int = 0
    drawn: int = 0
    written: int = 0
    exit_code: int = 0
    details: str = ""
    remark: str = ""
    """What is to be said of how its film is told, if anything."""
