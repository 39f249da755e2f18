"""A committed line of the manifest beside a new one: the environment, the training, the drawing."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from vizpipe.checking import DROPPED, Finding, shown
from vizpipe.film.drift import drift
from vizpipe.manifest import keys, reason
from vizpipe.manifest.manifest import Entry, File
from vizpipe.manifest.reason import Reason
from vizpipe.parameters.parameter import Value
from vizpipe.workers.kernels import LEVEL

_REASONS = 3
_LONGEST = 100
_BY_TOLERANCE = "numbers are compared by tolerance, since their last digits may differ"
_NOT_ASKED = ("content", "encoder", "format", "origin", "vizpipe files", "words")
"""Ingredients of a file that nobody asked for, or that are told apart."""


class Why(NamedTuple):
    """The reasons in one line, and where the first of them stands."""

    text: str
    file: str = ""
    line: int = 0

    def of(self, finding: Finding, words: str) -> Finding:
        """A finding with these reasons behind its own text, ``words`` between the two."""
        return finding._replace(
            text=f"{finding.text}{words}{self.text}" if self.text else finding.text, source=self.file, line=self.line
        )


Steps = Mapping[str, Mapping[str, Value]]
"""The ingredients of each step."""


def compare(name: str, old: Entry, new: Entry, lines: Mapping[str, int], *, chaotic: bool) -> list[Finding]:
    """What differs of one asset, the environment apart."""
    trained = list(_training(name, old, new, lines, chaotic=chaotic))
    return trained or list(_drawing(name, old, new, lines, chaotic=chaotic))


def environment(old: Mapping[str, Steps], new: Mapping[str, Steps]) -> list[Finding]:
    """Python and the libraries that are not those which the committed assets were made with; by asset."""
    changes: dict[str, set[tuple[str, str]]] = {}
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        for step in before.keys() & after.keys():
            for what, versions in keys.environment(before[step], after[step]).items():
                changes.setdefault(what.removeprefix("package "), set()).add(versions)
    return [
        Finding("environment", "", f"{what}: {old_version} → {new_version}")
        for what, pairs in sorted(changes.items())
        for old_version, new_version in sorted(pairs)
    ]


def processors(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[Finding]:
    """On which processors the committed films and the new ones were trained, where these are of two kinds."""
    pairs = {(old[name].processor or LEVEL, new[name].processor or LEVEL) for name in old.keys() & new.keys()}
    return [
        Finding("environment", "", f"processor: {one[:_LONGEST]} → {other[:_LONGEST]}; {_BY_TOLERANCE}")
        for one, other in sorted(pairs)
        if one != other
    ]


def _training(name: str, old: Entry, new: Entry, lines: Mapping[str, int], *, chaotic: bool) -> Iterator[Finding]:
    if old.recipe != new.recipe:
        yield Finding("training", name, f"its recipe: {old.recipe} → {new.recipe}")
        return
    before, after = (each.keys.ingredients.get("film", {}) for each in (old, new))
    yield from (Finding("training", name, text) for text in asked(old.parameters, new.parameters, before, after))
    why = reasons(own(before), own(after), lines)
    if len(old.film) != len(new.film):
        yield Finding("training", name, f"{len(old.film)} films side by side → {len(new.film)}")
    elif old.frames != new.frames:
        yield why.of(Finding("training", name, f"{old.frames} frames → {new.frames}"), "; ")
    elif old.digest != new.digest:
        for number, (old_record, new_record) in enumerate(zip(old.film, new.film, strict=True)):
            parted = drift(old_record, new_record, chaotic=chaotic)
            if parted is not None:
                which = f"film {number + 1}: " if len(new.film) > 1 else ""
                yield why.of(Finding("training", name, f"{which}{parted}"), "; ")


def asked(
    old: Mapping[str, Value], new: Mapping[str, Value], before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[str]:
    """Parameters that are others; and of a film's ingredients, data files and films side by side."""
    for parameter in sorted(old.keys() | new.keys()):
        if parameter not in old or parameter not in new:
            yield f"parameter {parameter} is {'new' if parameter in new else 'gone'}"
        elif old[parameter] != new[parameter]:
            yield f"parameter {parameter}: {old[parameter]} → {new[parameter]}"
    for what in sorted(before.keys() | after.keys()):
        if what.startswith("data ") and before.get(what) != after.get(what):
            one, other = ({k: v for k, v in each.items() if k == what} for each in (before, after))
            yield from keys.changed(one, other, {})
        elif what.startswith("film of ") and (what in before) != (what in after):
            yield f"the film of {what.removeprefix('film of ')} is {'new' if what in after else 'gone'}"


def _drawing(name: str, old: Entry, new: Entry, lines: Mapping[str, int], *, chaotic: bool) -> Iterator[Finding]:
    before, after = (own(each.keys.ingredients.get("pictures", {})) for each in (old, new))
    # other pixels from numbers that differ by rounding are no other drawing
    if old.drawn != new.drawn and (before != after or (old.digest == new.digest and not chaotic)):
        # trained to the same digits, a chaotic film shows its marks in the same places too
        is_exact = old.digest == new.digest or not chaotic
        yield reasons(before, after, lines).of(_drawn(name, old, new, is_exact=is_exact), "; ")
    yield from files(name, old, tuple(new.files), new.keys.ingredients)
    for file in sorted(old.files.keys() & new.files.keys()):
        yield from (Finding("drawing", name, text, file) for text in facts(old.files[file], new.files[file]))


def _drawn(name: str, old: Entry, new: Entry, *, is_exact: bool) -> Finding:
    """Pictures that are others, and whether they show something else."""
    if not old.shown or not new.shown:  # committed before vizpipe wrote down what pictures show
        return Finding("drawing", name, "drawn differently")
    found = shown.differences(old.shown, new.shown, is_exact=is_exact)
    if found:
        return Finding(
            "drawing", name, f"drawn differently, shows something else: {shown.in_short(found)}", share="content"
        )
    return Finding(
        "drawing", name, "drawn differently, shows the same: only type, sizes or edges moved", share="rendering"
    )


def files(name: str, old: Entry, new: Collection[str], ingredients: Steps) -> Iterator[Finding]:
    """Files that are new or dropped; and what each of the others was asked to be, and is now."""
    for file in sorted(old.files.keys() | set(new)):
        if file not in old.files or file not in new:
            yield Finding("drawing", name, f"{file} is {'new' if file in new else DROPPED}", file)
            continue
        before, after = (
            {k: v for k, v in each.get(file, {}).items() if k not in _NOT_ASKED}
            for each in (old.keys.ingredients, ingredients)
        )
        if before:
            yield from (Finding("drawing", name, text, file) for text in keys.changed(before, after, {}))


def own(ingredients: Mapping[str, Value]) -> dict[str, Value]:
    """What decides about a step beside the film, the libraries, and what is told apart: parameters and data files."""
    prefixes = ("film of ", "parameter ", "data ")
    return {
        name: value
        for name, value in ingredients.items()
        if name not in ("film", "recipe") and not name.startswith(prefixes) and not keys.is_environment(name)
    }


def reasons(old: Mapping[str, Value], new: Mapping[str, Value], lines: Mapping[str, int]) -> Why:
    """What differs, the first few in one line, and where; nothing if all is the same."""
    changes = reason.reasons(old, new, lines)
    more = f" and {len(changes) - _REASONS} more" if len(changes) > _REASONS else ""
    placed = next((each for each in changes if each.file), Reason(""))
    return Why("; ".join(each.text for each in changes[:_REASONS]) + more, placed.file, placed.line)


def facts(old: File, new: File) -> Iterator[str]:
    """How two files differ, but for their pixels."""
    if (old.width, old.height) != (new.width, new.height):
        yield f"size {old.width}×{old.height} → {new.width}×{new.height}"
    if old.frames != new.frames:
        yield f"{old.frames} different frames → {new.frames}"
    if old.duration_ms != new.duration_ms:
        yield f"lasts {old.duration_ms} ms → {new.duration_ms} ms"
    if old.alt != new.alt:
        yield "its alternative text is another"
