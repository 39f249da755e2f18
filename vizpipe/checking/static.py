"""Checking without running anything, for changes by strangers: what an asset would be made from, beside what it was."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vizpipe.checking import Finding, compare
from vizpipe.manifest.keys import Ingredients
from vizpipe.manifest.manifest import Entry

_OPEN = "only a run of vizpipe check tells what comes out"


class Asked(NamedTuple):
    """What an asset would be made from now."""

    recipe: str
    parameters: Ingredients
    ingredients: Mapping[str, Ingredients]
    """Of its film, its pictures and its files."""
    films: int
    """How many are drawn side by side."""
    files: tuple[str, ...]
    lines: Mapping[str, int]
    """Where each name of the code stands."""
    unread: tuple[str, ...]
    """What only running the recipe's file shows, in words."""


def stale(name: str, old: Entry, new: Asked) -> Iterator[Finding]:
    """How what the asset would be made from differs from what the committed one was, by what it would change.

    What the training alone reaches is training, what the pictures alone reach is drawing; of what both reach nobody can
    tell without a run, which is said.
    """
    if old.recipe != new.recipe:
        yield Finding("training", name, f"its recipe: {old.recipe} → {new.recipe}")
        return
    for each in new.unread:
        yield Finding("unknown", name, f"{each} is worked out while the recipe runs; {_OPEN}")
    before, after = (each.get("film", {}) for each in (old.keys.ingredients, new.ingredients))
    changes = [*compare.asked(old.parameters, new.parameters, before, after)]
    if len(old.film) != new.films:
        changes.append(f"{len(old.film)} films side by side → {new.films}")
    yield from (Finding("training", name, text) for text in changes)
    if changes:
        return  # other numbers make other pictures
    films = compare.own(before), compare.own(after)
    pictures = (
        compare.own(old.keys.ingredients.get("pictures", {})),
        compare.own(new.ingredients.get("pictures", {})),
    )
    trained, drawn = _moved(*films), _moved(*pictures)
    shared, numbers, pixels = trained & drawn, trained - drawn, drawn - trained
    if (why := _why(films, shared, new)).text:
        found = why.of(Finding("unknown", name, "what the training and the drawing both use is other"), ": ")
        yield found._replace(text=f"{found.text}; {_OPEN}")
    if (why := _why(films, numbers, new)).text:
        yield why.of(Finding("training", name, "made with other code"), ": ")
    if (why := _why(pictures, pixels, new)).text:
        yield why.of(Finding("drawing", name, "drawn differently"), ": ")
    yield from compare.files(name, old, new.files, new.ingredients)


def _moved(old: Ingredients, new: Ingredients) -> set[str]:
    """The names of what differs."""
    return {each for each in old.keys() | new.keys() if old.get(each) != new.get(each)}


def _why(steps: tuple[Ingredients, Ingredients], names: set[str], new: Asked) -> compare.Why:
    """Old → new of these names, in one line; nothing without names."""
    before, after = ({k: v for k, v in each.items() if k in names} for each in steps)
    return compare.reasons(before, after, new.lines)
