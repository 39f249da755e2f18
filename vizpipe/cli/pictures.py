"""``vizpipe check --pictures``: how pictures look, measured."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import click

from vizpipe import store
from vizpipe.assets import Asset
from vizpipe.cli import report
from vizpipe.cli.house import House
from vizpipe.errors import VizpipeError
from vizpipe.manifest import Manifest
from vizpipe.tasks import Remark
from vizpipe.theming import sheet_of

THEMES = ("light", "dark", "print")
"""In which the built-in recipes are looked at."""
HEAVY = {"gif": 8_000_000, "png": 1_000_000}
"""Bytes of a file that has no budget of its own, after which it is no pleasure on a page."""
_AT_ONCE = 3


class Look(NamedTuple):
    """What is to be remarked about an asset in one theme."""

    theme: str
    asset: str
    remarks: list[Remark]
    problem: str = ""


def look_at(house: House, wanted: Sequence[Asset], themes: Sequence[str], root: str, given: dict[str, Any]) -> int:
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


def _looks(house: House, asked: Sequence[Asset], given: dict[str, Any]) -> list[Look]:
    """Draw, and measure in workers."""
    from vizpipe import pipeline  # noqa: PLC0415 - only to make something

    far = house.hands(given["cluster"], remote=given["cluster_remote"])
    with far as hands, store.scratch_folder() as folder, report.progress(quiet=given["as_json"]) as told:
        shop = pipeline.open_shop(hands, house.cache, folder, Manifest(), told)

        def one(number: int, asset: Asset) -> Look:
            theme = asset.look.theme
            form = "gif" if asset.card.kind == "animation" else "png"
            settings = asset.settings.having(max_bytes=None)
            named = asset._replace(name=f"{number}", formats=(form,), settings=settings)
            try:
                remarks = pipeline.inspect(named, shop, house.source(asset.card.path))
            except VizpipeError as error:
                return Look(theme, asset.name, [], str(error))
            most = asset.settings["max_bytes"]
            most = most if isinstance(most, int) else HEAVY[form]
            size = sum(facts.bytes for facts in shop.entries[named.name].files.values())
            if size > most:
                remarks.append(Remark("weight", f"{size / 1e6:.1f} MB as {form}; {most / 1e6:.1f} MB is the most"))
            return Look(theme, asset.name, remarks)

        threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="look")
        try:
            return list(threads.map(one, range(len(asked)), asked))
        finally:
            shop.executor.stop()
            threads.shutdown(cancel_futures=True)
