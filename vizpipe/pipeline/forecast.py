"""What an asset would be made from, beside what it was made from; no recipe runs."""

from pathlib import Path

from vizpipe import checking
from vizpipe.checking import Finding, baseline, compare, static
from vizpipe.checking.announce import Verdict
from vizpipe.checking.differences import differences
from vizpipe.manifest.keys import Ingredients
from vizpipe.manifest.manifest import Entry
from vizpipe.pipeline.encodings import settings_of
from vizpipe.pipeline.films import film_key
from vizpipe.pipeline.job import Film
from vizpipe.pipeline.pictures import pictures_key
from vizpipe.project import file
from vizpipe.project.asset import Asset
from vizpipe.project.plan import Plan, plan
from vizpipe.registry.registry import Registry
from vizpipe.registry.sketch import Sketches


def check(place: Path, patterns: tuple[str, ...], *, gallery: bool, against: str | None) -> tuple[Verdict, Plan]:
    """Compare what would be made with what was made, and kept files with their hashes; give what was asked for too.

    Raises UsageError.
    """
    project = None if gallery else file.find(place)
    sketches = Sketches(file.sources(project))
    cards = Registry(sketches, sketches.problems)
    wanted = plan(cards, project, place, gallery=gallery, verb="check").chosen(patterns)
    fail_on = checking.parse_fail_on(project.table.get("fail-on"), project.file) if project else checking.FAIL_ON
    base = baseline.find(wanted.outputs, against)
    old = base.manifest.assets
    asked = {
        asset.name: _asked(asset, old[asset.name], sketches)
        for asset in wanted.assets
        if asset.name in old and asset.card.name == old[asset.name].recipe
    }

    def compared(asset: Asset, entry: Entry) -> list[Finding]:
        if asset.name not in asked:
            return [Finding("training", asset.name, f"its recipe: {entry.recipe} → {asset.card.name}")]
        return list(static.stale(asset.name, entry, asked[asset.name]))

    steps = {name: entry.keys.ingredients for name, entry in old.items()}
    environment = compare.environment(steps, {name: each.ingredients for name, each in asked.items()})
    unread = {name: problem for name, problem in wanted.broken.items() if problem in sketches.unread}
    findings = differences(wanted, base, compared, {}, everything=not patterns)
    if base.problem is None:
        findings = [*environment, *(Finding("unknown", name, each) for name, each in unread.items()), *findings]
    failed = {name: problem for name, problem in wanted.broken.items() if name not in unread}
    names = tuple(sorted({asset.name for asset in wanted.assets} | wanted.broken.keys()))
    return Verdict(base.name, names, failed, tuple(findings), fail_on), wanted


def _asked(asset: Asset, old: Entry, sketches: Sketches) -> static.Asked:
    """What an asset would be made from; what can't be read off its recipe's file is taken to be as it was."""
    sketch = sketches.sketch(asset.card.name)
    unread = [f"the default of {name}" for name in sketch.defaults if asset.parameters[name] is None]
    unread += [f"the {option} of its recipe" for option in sketch.options if _counts(asset, option)]
    kept = {name: old.parameters.get(name) for name in sketch.defaults if asset.parameters[name] is None}
    asset = asset._replace(parameters=asset.parameters | kept, multiples=tuple(each | kept for each in asset.multiples))
    film = Film(old.digest, old.frames, old.film, film_key(asset))
    ingredients: dict[str, Ingredients] = {
        "film": film.key.ingredients,
        "pictures": pictures_key(asset, film).ingredients,
        **{name: settings_of(asset, form) for name, form in asset.outputs.items()},
    }
    count = max(len(asset.multiples), 1)
    files = tuple(asset.files)
    return static.Asked(
        asset.card.name, dict(asset.parameters), ingredients, count, files, asset.card.lines, tuple(unread)
    )


def _counts(asset: Asset, option: str) -> bool:
    """Whether an option of a recipe decides over this asset."""
    settings = asset.settings
    own = {"size": settings["size"], "title": settings["title"] or settings["no_title"], "loops": settings["hold"]}
    return option in own and own[option] in (None, False)
