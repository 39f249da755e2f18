"""How the pictures of assets look, measured: what is to be remarked about each, in workers."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from vizpipe.camera.remark import Remark
from vizpipe.encoding import formats
from vizpipe.errors import UsageError, VizpipeError
from vizpipe.manifest.manifest import Entry
from vizpipe.pipeline.build import Build, Event
from vizpipe.pipeline.job import Made
from vizpipe.pipeline.make import glance, inspect, make
from vizpipe.pipeline.state import State
from vizpipe.project.asset import Asset, new_asset
from vizpipe.registry.source import Source

HEAVY = {"indexed": 8_000_000, "pages": 8_000_000, "rgb": 1_000_000, "figure": 1_000_000, "strip": 1_000_000}
"""Bytes of a file without a budget, by what it is made of, after which it is no pleasure on a page; data have none."""
_BUDGETED = ("indexed", "rgb")
_AT_ONCE = 3
_OF_STILLS, _STILL = ("social", "thumb"), "png"
"""Sizes that nobody shows a film at: there its still is looked at."""


class Remarks(NamedTuple):
    """What is to be remarked about an asset in one theme, at one size."""

    theme: str
    asset: str
    remarks: list[Remark]
    problem: str = ""
    preset: str = ""


class View(NamedTuple):
    """An asset as it is looked at."""

    asset: Asset
    preset: str = ""
    """The name of its size; its own if empty."""


def views(assets: Sequence[Asset], presets: Sequence[str], others: Mapping[str, object]) -> list[View]:
    """Every asset at every preset, with other settings, such as ``seeds``. Raises UsageError if all refuse them.

    An asset that can't be drawn so, for want of a seed or of the parameter, is left out.
    """
    found: list[View] = []
    refused = None
    for asset in assets:
        for preset in presets or ("",):
            try:
                found.append(View(_as_at(asset, preset, others), preset))
            except UsageError as error:
                refused = error
    if refused and not found:
        raise refused
    return found


def _as_at(asset: Asset, preset: str, others: Mapping[str, object]) -> Asset:
    """The asset at a preset. Raises UsageError if it can't be drawn so."""
    if not preset and not others:
        return asset
    size: dict[str, Any] = (
        {"layout": "column", "size": None} if preset == "column" else {"layout": None, "size": preset}
    )
    films: dict[str, Any] = {"seeds": 1, "compare": None} | dict(others) if others else {}
    drawn = [name for name in asset.formats if formats.find(name).takes != "film"] or asset.formats
    forms = [name for name in drawn if not formats.find(name).moves] if preset in _OF_STILLS else drawn
    made = new_asset(
        asset.name,
        asset.card,
        asset.parameters,
        formats=forms or [_STILL],
        labels=dict(asset.labels),
        root=asset.root,
        **(dict[str, Any](asset.settings) | (size if preset else {}) | films),
    )
    return made._replace(look=made.look._replace(theme=asset.look.theme, theme_text=asset.look.theme_text))


def in_themes(views: Sequence[View], themes: Sequence[tuple[str, str]]) -> list[View]:
    """Every view in every theme, which comes with the text of its file, if it is somebody's own."""
    return [
        view._replace(asset=view.asset._replace(look=view.asset.look._replace(theme=theme, theme_text=text)))
        for theme, text in themes
        for view in views
    ]


def remarks(views: Sequence[View], work: Build, source_of: Callable[[str], Source]) -> list[Remarks]:
    """Draw assets, several at once, and measure them in workers."""
    threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="look")
    try:
        futures = [threads.submit(_remarks, number, view, work, source_of) for number, view in enumerate(views)]
        return [future.result() for future in futures]
    finally:
        work.executor.stop()
        threads.shutdown(cancel_futures=True)


def _remarks(number: int, view: View, work: Build, source_of: Callable[[str], Source]) -> Remarks:
    """Make one asset under a name of its own, and measure it."""
    asset = view.asset
    said, source = Remarks(asset.look.theme, asset.name, [], preset=view.preset), source_of(asset.card.path)
    forms = [formats.find(name) for name in asset.formats]
    if all(form.takes == "film" for form in forms):
        nothing = Remark("nothing", f"no picture is asked for, only {', '.join(asset.formats)}", counts=False)
        return said._replace(remarks=[nothing])
    watched = ["gif"] if any(form.moves for form in forms) else []  # a film's motion, whatever it is kept as
    free = asset.settings.having(max_bytes=None)
    seen = asset._replace(name=f"{number}", formats=tuple(dict.fromkeys([*asset.formats, *watched])), settings=free)
    has_budget = free["max_bytes"] != asset.settings["max_bytes"]
    weighed = asset._replace(name=f"{number}-kept") if has_budget else seen
    try:
        measured = inspect(seen, work, source, view.preset)
        if has_budget:
            make(weighed, work, source)
    except VizpipeError as error:
        return said._replace(problem=str(error))
    return said._replace(remarks=measured + weights(asset, work.entries[weighed.name], weighed.name))


def glances(made: Sequence[tuple[Asset, Made]], work: Build, source_of: Callable[[str], Source]) -> None:
    """Tell what would be remarked about the last frame of each asset that was just made; most have nothing."""
    calm = dataclasses.replace(work, force=False, dry=False)  # nothing is made again
    drawn = [asset for asset, each in made if each.status is State.MADE and _has_pictures(asset)]
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="glance") as threads:
        found = threads.map(lambda asset: _glance(asset, calm, source_of(asset.card.path)), drawn)
        for asset, line in zip(drawn, found, strict=True):
            if line:
                work.report(Event(asset.name, "warning", text=f"{asset.name}: {line}"))


def _glance(asset: Asset, work: Build, source: Source) -> str:
    try:
        remarks = glance(asset, work, source)
    except VizpipeError:  # it was made, and that was what somebody asked for
        return ""
    more = f", and {len(remarks) - 1} more" if len(remarks) > 1 else ""
    return f"{remarks[0].measure}: {remarks[0].text}{more} (vizpipe check --pictures looks closer)" if remarks else ""


def _has_pictures(asset: Asset) -> bool:
    return any(form.takes != "film" for form in asset.outputs.values())


def weights(asset: Asset, made: Entry, name: str) -> list[Remark]:
    """The files that are asked for and larger than their budget, or than what is no pleasure on a page."""
    budget = asset.settings["max_bytes"]
    heavy = []
    for form in map(formats.find, asset.formats):
        most = budget if isinstance(budget, int) and form.takes in _BUDGETED else HEAVY.get(form.takes)
        size = made.files[f"{name}{form.ending}"].bytes
        if most is not None and size > most:
            heavy.append(Remark("weight", f"{size / 1e6:.1f} MB as {form.name}; {most / 1e6:.1f} MB is the most"))
    return heavy
