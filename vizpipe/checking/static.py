"""Checking without running anything, for changes by strangers: hashes of code, and what the project file says."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vizpipe import code, keys, reach
from vizpipe.checking import DROPPED, GONE, Finding, Kind
from vizpipe.code import Code
from vizpipe.manifest import Entry
from vizpipe.project import Asked
from vizpipe.sources import Source


def stale(entries: Mapping[str, Entry], asked: Mapping[str, Asked] | None, sources: Sequence[Source]) -> list[Finding]:
    """Committed assets whose recipe is not the code they were made with, or whose parameters or formats are others.

    ``asked`` are the assets of the project file as it stands; without one, every committed asset is asked for.
    """
    homes = {each.rpartition(" ")[2]: source for source in sources for each in code.lines(source)}
    homes |= {function: source for source in sources for function in reach.recipes(Path(source.path).read_bytes())}
    new = sorted(asked.keys() - entries.keys()) if asked is not None else []
    found = [Finding("training", name, "it is not among the committed assets") for name in new]
    for name, entry in sorted(entries.items()):
        if asked is not None and name not in asked:
            found.append(Finding("training", name, GONE))
            continue
        function = entry.recipe.replace("-", "_")
        source = homes.get(function)
        if source is None:
            found.append(Finding("training", name, f"there is no recipe {entry.recipe}"))
            continue
        if asked is not None:
            found += _asked(name, entry, asked[name], reach.defaults(source.text, function))
        found += _code(name, entry, source, function)
    return found


def _asked(name: str, entry: Entry, asked: Asked, defaults: Mapping[str, object]) -> Iterable[Finding]:
    """What the project file, and the recipe's defaults, say otherwise than the committed asset."""
    if asked.recipe != entry.recipe:
        yield Finding("training", name, f"its recipe: {entry.recipe} → {asked.recipe}")
        return
    for parameter in sorted(asked.parameters.keys() - entry.parameters.keys()):
        yield Finding("training", name, f"parameter {parameter} is new")
    for parameter, before in sorted(entry.parameters.items()):
        value = asked.parameters.get(parameter, defaults.get(parameter, before))
        if value != before and not (before is None and value == "none"):
            yield Finding("training", name, f"parameter {parameter}: {before} → {value}")
    if asked.files is not None and asked.files != entry.files.keys():
        for file in sorted(asked.files ^ entry.files.keys()):
            gone = "new" if file in asked.files else DROPPED
            yield Finding("drawing", name, f"{file} is {gone}", file)


def _code(name: str, entry: Entry, source: Source, function: str) -> Iterable[Finding]:
    """Functions, constants and rooms of vizpipe that are not those of the committed asset."""
    steps: tuple[tuple[str, Kind, Code], ...] = (
        ("film", "training", code.training(source, function)),
        ("pictures", "drawing", code.drawing(source, function)),
    )
    for step, kind, made in steps:
        before = entry.keys.ingredients.get(step, {})  # with data files that parameters name, which only a run can tell
        before = {k: v for k, v in before.items() if k in made.parts or _is_of_code(k, entry)}
        reasons = keys.changed(before, dict(made.parts), code.lines(source))
        if reasons:
            yield Finding(kind, name, f"made with other code: {'; '.join(reasons[:3])}")


def _is_of_code(ingredient: str, entry: Entry) -> bool:
    """Whether the code alone decides over an ingredient: its parts, and data that no parameter names."""
    if not ingredient.startswith("data "):
        return ingredient.startswith(("code ", "vizpipe "))
    file = ingredient.removeprefix("data ")
    texts = [value for value in entry.parameters.values() if isinstance(value, str)]
    return not any(file == text or file.startswith(f"{text.rstrip('/')}/") for text in texts)
