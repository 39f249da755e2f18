"""``vizpipe check --pictures``: how pictures look, measured."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import click

from vizpipe.camera.remark import Remark
from vizpipe.cli import report
from vizpipe.cli.workspace import Workspace
from vizpipe.encoding import formats
from vizpipe.errors import VizpipeError
from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.project.asset import Asset
from vizpipe.project.themes import sheet_of
from vizpipe.store import folders

THEMES = ("light", "dark", "print")
"""In which the built-in recipes are looked at."""
HEAVY = {"indexed": 8_000_000, "pages": 8_000_000, "rgb": 1_000_000, "figure": 1_000_000, "strip": 1_000_000}
"""Bytes of a file without a budget, by what it is made of, after which it is no pleasure on a page; data have none."""
_BUDGETED = ("indexed", "rgb")
_AT_ONCE = 3


class Look(NamedTuple):
    """What is to be remarked about an asset in one theme."""

    theme: str
    asset: str
    remarks: list[Remark]
    problem: str = ""


def look_at(house: Workspace, wanted: Sequence[Asset], themes: Sequence[str], root: str, given: dict[str, Any]) -> int:
    """Draw every asset in every theme, say what was found, and give the exit code."""
    sheets = {theme: sheet_of(theme, root) for theme in themes}
    asked = [
        each._replace(look=each.look._replace(theme=theme, sheet=sheets[theme])) for theme in themes for each in wanted
    ] or list(wanted)
    found = _looks(house, asked, given)
    if given["as_json"]:
        told = [{"theme": each.theme, "asset": each.asset, **one._asdict()} for each in found for one in each.remarks]
        failed = {each.asset: each.problem for each in found if each.problem}
        click.echo(json.dumps({"findings": told, "failed": failed}, ensure_ascii=False, indent=1))
    else:
        _tell(found)
    for each in found:
        if each.problem:
            click.echo(f"vizpipe: {each.asset}: {each.problem}", err=True)
    if any(each.problem for each in found):
        return 1
    return 4 if any(remark.counts for each in found for remark in each.remarks) else 0


def _tell(found: Sequence[Look]) -> None:
    """For people: each theme with its number of findings, then what they are."""
    for theme in dict.fromkeys(each.theme for each in found):
        mine = [each for each in found if each.theme == theme]
        shared = set.intersection(*(set(each.remarks) for each in mine)) if len(mine) > 1 else set()
        lines = [("every picture", remark) for remark in mine[0].remarks if remark in shared]
        lines += [(each.asset, remark) for each in mine for remark in each.remarks if remark not in shared]
        count = sum(remark.counts for _, remark in lines)
        plural = "" if count == 1 else "s"
        click.echo(f"{theme}: {len(mine)} asset{'' if len(mine) == 1 else 's'}, {count} finding{plural}")
        for name, remark in lines:
            click.echo(f"  {name}: {remark.measure}: {remark.text}{'' if remark.counts else ' (only told)'}")


def _looks(house: Workspace, asked: Sequence[Asset], given: dict[str, Any]) -> list[Look]:
    """Draw, and measure in workers."""
    from vizpipe.pipeline import build  # noqa: PLC0415 - only to make something
    from vizpipe.pipeline.make import inspect, make  # noqa: PLC0415 - only to make something

    far = house.executor(given["cluster"], remote=given["cluster_remote"])
    with far as hands, folders.scratch_folder() as folder, report.progress(quiet=given["as_json"]) as told:
        shop = build.open_build(hands, house.cache, folder, Manifest(), told)

        def one(number: int, asset: Asset) -> Look:
            theme, source = asset.look.theme, house.source(asset.card.path)
            forms = [formats.find(each) for each in asset.formats]
            if all(form.takes == "film" for form in forms):
                told_only = Remark("nothing", f"no picture is asked for, only {', '.join(asset.formats)}", counts=False)
                return Look(theme, asset.name, [told_only])
            watched = ["gif"] if any(form.moves for form in forms) else []  # a film's motion, whatever it is kept as
            free = asset.settings.having(max_bytes=None)
            seen = asset._replace(
                name=f"{number}", formats=tuple(dict.fromkeys([*asset.formats, *watched])), settings=free
            )
            weighed = (
                seen if free["max_bytes"] == asset.settings["max_bytes"] else asset._replace(name=f"{number}-kept")
            )
            try:
                remarks = inspect(seen, shop, source)
                if weighed is not seen:
                    make(weighed, shop, source)
            except VizpipeError as error:
                return Look(theme, asset.name, [], str(error))
            return Look(theme, asset.name, remarks + _weights(asset, shop.entries[weighed.name], weighed.name))

        threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="look")
        try:
            return list(threads.map(one, range(len(asked)), asked))
        finally:
            shop.executor.stop()
            threads.shutdown(cancel_futures=True)


def _weights(asset: Asset, made: Entry, name: str) -> list[Remark]:
    """The files that are asked for and larger than their budget, or than what is no pleasure on a page."""
    budget, found = asset.settings["max_bytes"], []
    for form in map(formats.find, asset.formats):
        most = budget if isinstance(budget, int) and form.takes in _BUDGETED else HEAVY.get(form.takes)
        size = made.files[f"{name}{form.ending}"].bytes
        if most is not None and size > most:
            told = f"{size / 1e6:.1f} MB as {form.name}; {most / 1e6:.1f} MB is the most"
            found.append(Remark("weight", told))
    return found
