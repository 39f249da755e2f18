"""One recipe, here and now: what ``run`` and ``make`` ask for → the assets to make, and where they go."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.errors import UsageError
from vizpipe.parameters.parameter import Value, complete
from vizpipe.parameters.settings import SETTINGS
from vizpipe.project import destination
from vizpipe.project.asset import Asset, new_asset, twins
from vizpipe.project.destination import Destination
from vizpipe.project.names import default_name, is_file_name
from vizpipe.registry.card import Card

_SHOWN = 60


class Request(NamedTuple):
    """What somebody asks for, unchecked."""

    card: Card
    parameters: Mapping[str, object]
    settings: Mapping[str, Any]
    """Those that were given; a list of texts counts as one with commas."""
    formats: list[str] | None = None
    output: str | None = None
    """A folder, or one file; the working folder unless it is given."""
    name: str | None = None
    labels: Mapping[str, str] = {}
    """Words that are drawn instead of others."""


def assets(request: Request) -> tuple[Path, list[Asset]]:
    """The folder to write to, and one asset or those that ``auto`` asks for. Raises UsageError."""
    card, formats = request.card, request.formats
    values = complete(card.parameters, request.parameters, f"{card.name}: ")
    given = request.settings.items()
    settings = {key: SETTINGS[key].joined(value) if key in SETTINGS else value for key, value in given}
    where = destination.find(request.output, formats)
    return where.folder, [
        new_asset(
            name,
            card,
            values,
            formats=[where.format] if where.file else formats,
            labels=request.labels,
            root=str(Path.cwd()),
            **each,
        )._replace(file=where.file)
        for name, each in _names(request, values, settings, where)
    ]


def _names(
    request: Request, values: dict[str, Value], settings: dict[str, Any], where: Destination
) -> list[tuple[str, dict[str, Any]]]:
    """What is made is called, with its settings. Raises UsageError where two would have one name."""
    found = twins(settings)
    if where.file:
        if request.name is not None:
            raise UsageError(f"-o {where.file} names the file already; leave --name out, or name a folder with -o")
        if len(found) > 1:
            raise UsageError(f"-o {where.file} names one file, but auto asks for {len(found)}; name a folder with -o")
        return [(where.stem, each) for _, each in found]
    labels = [f"{old}={new}" for old, new in request.labels.items()]
    name = request.name if request.name is not None else default_name(request.card, values, settings, labels)
    if not is_file_name(name):
        way = "use a to z, digits, . _ and -, or any name with -o"
        raise UsageError(f"--name {name[:_SHOWN]!r} can't name a file here; {way}")
    return [(name + ending, each) for ending, each in found]
