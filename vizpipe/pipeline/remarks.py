"""How the pictures of assets look, measured: what is to be remarked about each, in workers."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from vizpipe.camera.remark import Remark
from vizpipe.encoding import formats
from vizpipe.errors import VizpipeError
from vizpipe.manifest.manifest import Entry
from vizpipe.pipeline.build import Build
from vizpipe.pipeline.make import inspect, make
from vizpipe.project.asset import Asset
from vizpipe.registry.source import Source

HEAVY = {"indexed": 8_000_000, "pages": 8_000_000, "rgb": 1_000_000, "figure": 1_000_000, "strip": 1_000_000}
"""Bytes of a file without a budget, by what it is made of, after which it is no pleasure on a page; data have none."""
_BUDGETED = ("indexed", "rgb")
_AT_ONCE = 3


class Remarks(NamedTuple):
    """What is to be remarked about an asset in one theme."""

    theme: str
    asset: str
    remarks: list[Remark]
    problem: str = ""


def in_themes(assets: Sequence[Asset], themes: Sequence[tuple[str, str]]) -> list[Asset]:
    """Every asset in every theme, which comes with the text of its file, if it is somebody's own."""
    return [
        asset._replace(look=asset.look._replace(theme=theme, theme_text=text))
        for theme, text in themes
        for asset in assets
    ]


def remarks(assets: Sequence[Asset], work: Build, source_of: Callable[[str], Source]) -> list[Remarks]:
    """Draw assets, several at once, and measure them in workers."""
    threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="look")
    try:
        futures = [threads.submit(_remarks, number, asset, work, source_of) for number, asset in enumerate(assets)]
        return [future.result() for future in futures]
    finally:
        work.executor.stop()
        threads.shutdown(cancel_futures=True)


def _remarks(number: int, asset: Asset, work: Build, source_of: Callable[[str], Source]) -> Remarks:
    """Make one asset under a name of its own, and measure it."""
    theme, source = asset.look.theme, source_of(asset.card.path)
    forms = [formats.find(name) for name in asset.formats]
    if all(form.takes == "film" for form in forms):
        nothing = Remark("nothing", f"no picture is asked for, only {', '.join(asset.formats)}", counts=False)
        return Remarks(theme, asset.name, [nothing])
    watched = ["gif"] if any(form.moves for form in forms) else []  # a film's motion, whatever it is kept as
    free = asset.settings.having(max_bytes=None)
    seen = asset._replace(name=f"{number}", formats=tuple(dict.fromkeys([*asset.formats, *watched])), settings=free)
    has_budget = free["max_bytes"] != asset.settings["max_bytes"]
    weighed = asset._replace(name=f"{number}-kept") if has_budget else seen
    try:
        measured = inspect(seen, work, source)
        if has_budget:
            make(weighed, work, source)
    except VizpipeError as error:
        return Remarks(theme, asset.name, [], str(error))
    return Remarks(theme, asset.name, measured + weights(asset, work.entries[weighed.name], weighed.name))


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
