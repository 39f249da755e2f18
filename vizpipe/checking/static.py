"""Checking without running anything, for changes by strangers: hashes of code, and what the project file says."""

from collections.abc import Iterable, Mapping, Sequence

from vizpipe import code, keys
from vizpipe.checking import Finding, Kind
from vizpipe.code import Code, Source
from vizpipe.manifest import Entry
from vizpipe.parameters import Value


def stale(
    entries: Mapping[str, Entry], asked: Mapping[str, Mapping[str, Value]], sources: Sequence[Source]
) -> list[Finding]:
    """Committed assets whose recipe is not the code they were made with, or whose parameters are others.

    ``asked`` are the assets of the project file with the parameters that are given there.
    """
    homes = {each.rpartition(" ")[2]: source for source in sources for each in code.lines(source)}
    new = sorted(asked.keys() - entries.keys())
    found = [Finding("training", name, "it is not among the committed assets") for name in new]
    for name, entry in sorted(entries.items()):
        if name not in asked:
            found.append(Finding("training", name, "it is committed, but no longer asked for"))
            continue
        for parameter, value in sorted(asked[name].items()):
            if parameter in entry.parameters and entry.parameters[parameter] != value:
                found.append(
                    Finding("training", name, f"parameter {parameter}: {entry.parameters[parameter]} → {value}")
                )
        function = entry.recipe.replace("-", "_")
        source = homes.get(function)
        if source is None:
            found.append(Finding("training", name, f"there is no recipe {entry.recipe}"))
        else:
            found += _code(name, entry, source, function)
    return found


def _code(name: str, entry: Entry, source: Source, function: str) -> Iterable[Finding]:
    """Functions, constants and rooms of vizpipe that are not those of the committed asset."""
    steps: tuple[tuple[str, Kind, Code], ...] = (
        ("film", "training", code.training(source, function)),
        ("pictures", "drawing", code.drawing(source, function)),
    )
    for step, kind, made in steps:
        before = {k: v for k, v in entry.keys.ingredients.get(step, {}).items() if k.startswith(("code ", "vizpipe "))}
        reasons = keys.changed(before, dict(made.parts), code.lines(source))
        if reasons:
            yield Finding(kind, name, f"made with other code: {'; '.join(reasons[:3])}")
