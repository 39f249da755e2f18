"""What ``watch`` draws after a save: the recipe as it is now, with what was asked for when the command began."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vizpipe.cli.making import labels
from vizpipe.cli.workspace import Workspace
from vizpipe.errors import RecipeError, UsageError, VizpipeError, explain
from vizpipe.manifest.manifest import Manifest
from vizpipe.parameters.parameter import Value
from vizpipe.parameters.settings import SETTINGS
from vizpipe.pipeline.build import Build, Event, open_build
from vizpipe.pipeline.job import named
from vizpipe.pipeline.make import make, preview
from vizpipe.pipeline.watching import Drawn
from vizpipe.project import request
from vizpipe.project.asset import Asset
from vizpipe.project.request import Request
from vizpipe.publishing.viewer import Picture
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache
from vizpipe.store.signs import digest_of, sign
from vizpipe.workers.pool import Workers


class Sight:
    """A recipe and what is asked of it."""

    def __init__(self, name: str, path: str, values: dict[str, Value], options: dict[str, Any], scratch: Path) -> None:
        """Take the recipe's name and file, its parameters, the command's options, and a folder to work in."""
        self._name, self._path, self._values, self._options, self._scratch = name, path, values, options, scratch

    def draw(self, workers: Workers, wait: Callable[[str], None]) -> Drawn:
        """The picture as the files are now, or what is wrong. Raises Stopped."""
        files: dict[str, str] = {}
        try:
            return Drawn(self._drawn(workers, wait, files), None, files)
        except VizpipeError as error:
            return Drawn(None, error, files)
        except OSError as error:
            return Drawn(None, explain(error, str(error.filename or self._path)), files)

    def _drawn(self, workers: Workers, wait: Callable[[str], None], files: dict[str, str]) -> Picture:
        """The picture; ``files`` takes what it is made from. Raises VizpipeError, OSError or Stopped."""
        notes: list[str] = []

        def note(event: Event) -> None:
            if event.step == "training":
                wait("Training …")
            notes.extend([event.text] if event.step == "warning" else [])

        workspace = Workspace(workers, Cache(), Path.cwd(), only=self._path)
        if not workspace.sources:
            raise RecipeError(f"{self._path}: the file is gone, or no folder of recipes has it; put it back")
        known = workspace.registry.files.get(self._path, ())
        files |= {each.path: each.sign if digest_of(each.path) == each.digest else "" for each in known}
        card = workspace.registry.find(self._name)
        still = self._asset(workspace, "png")
        files |= named(still)
        files |= {str(path): sign(str(path)) for path in still.look_files}
        source = workspace.source(card.path)
        build = open_build(workers, workspace.cache, self._scratch, Manifest(), note)
        seen, frames = preview(still, build, source, self._options["frame"])
        notes += seen.unused

        def player() -> bytes:
            return _played(self._asset(workspace, "html"), build, source)

        remarks = tuple(dict.fromkeys(notes))
        return Picture(seen.png, seen.title, seen.alternative, remarks, player if frames > 1 else None)

    def _asset(self, workspace: Workspace, form: str) -> Asset:
        """The one asset that is asked for. Raises UsageError."""
        asked = Request(
            workspace.registry.find(self._name),
            self._values,
            {key: self._options[key] for key in SETTINGS if self._options.get(key) not in (None, ())},
            formats=[form],
            labels=labels(self._options),
        )
        _, assets = request.assets(asked)
        if len(assets) > 1:
            raise UsageError("watch shows one picture, but auto asks for several; name one theme and one layout")
        return assets[0]


def _played(asset: Asset, build: Build, source: Source) -> bytes:
    """A page that plays the film. Raises VizpipeError, or Stopped."""
    made = make(asset, build, source)
    return made.files[0].read_bytes()
