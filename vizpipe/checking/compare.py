"""A committed line of the manifest beside a new one: the environment, the training, the drawing."""

from collections.abc import Iterator, Mapping

from vizpipe import keys
from vizpipe.checking import DROPPED, Finding
from vizpipe.manifest import Entry, File
from vizpipe.parameters import Value
from vizpipe.record import drift

_REASONS = 3
_NOT_ASKED = ("content", "encoder", "origin", "vizpipe files", "words")
"""Ingredients of a file that nobody asked for, or that are told apart."""


def compare(name: str, old: Entry, new: Entry, lines: Mapping[str, int], *, chaotic: bool) -> list[Finding]:
    """What differs of one asset, the environment apart."""
    trained = list(_training(name, old, new, chaotic=chaotic))
    return trained or list(_drawing(name, old, new, lines, chaotic=chaotic))


def environment(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[Finding]:
    """Python and the libraries that are not those which the committed assets were made with."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name in old.keys() & new.keys():
        before, after = old[name].keys.ingredients, new[name].keys.ingredients
        for step in before.keys() & after.keys():
            for what, versions in keys.environment(before[step], after[step]).items():
                found.setdefault(what.removeprefix("package "), set()).add(versions)
    return [
        Finding("environment", "", f"{what}: {one} → {other}")
        for what, pairs in sorted(found.items())
        for one, other in sorted(pairs)
    ]


def _training(name: str, old: Entry, new: Entry, *, chaotic: bool) -> Iterator[Finding]:
    if old.recipe != new.recipe:
        yield Finding("training", name, f"its recipe: {old.recipe} → {new.recipe}")
        return
    yield from (Finding("training", name, text) for text in _asked(old, new))
    if len(old.film) != len(new.film):
        yield Finding("training", name, f"{len(old.film)} films side by side → {len(new.film)}")
    elif old.frames != new.frames:
        yield Finding("training", name, f"{old.frames} frames → {new.frames}")
    elif old.digest != new.digest:
        for number, (one, other) in enumerate(zip(old.film, new.film, strict=True)):
            parted = drift(one, other, chaotic=chaotic)
            if parted is not None:
                which = f"film {number + 1}: " if len(new.film) > 1 else ""
                yield Finding("training", name, f"{which}{parted}")


def _asked(old: Entry, new: Entry) -> Iterator[str]:
    """Parameters and data files that are others."""
    for parameter in sorted(old.parameters.keys() | new.parameters.keys()):
        if parameter not in old.parameters or parameter not in new.parameters:
            yield f"parameter {parameter} is {'new' if parameter in new.parameters else 'gone'}"
        elif old.parameters[parameter] != new.parameters[parameter]:
            yield f"parameter {parameter}: {old.parameters[parameter]} → {new.parameters[parameter]}"
    before, after = (each.keys.ingredients.get("film", {}) for each in (old, new))
    for what in sorted(before.keys() | after.keys()):
        if what.startswith("data ") and before.get(what) != after.get(what):
            yield f"the file {what.removeprefix('data ')} is another"


def _drawing(name: str, old: Entry, new: Entry, lines: Mapping[str, int], *, chaotic: bool) -> Iterator[Finding]:
    before, after = (_own(each.keys.ingredients.get("pictures", {})) for each in (old, new))
    # other pixels from numbers that differ by rounding are no other drawing
    if old.drawn != new.drawn and (before != after or (old.digest == new.digest and not chaotic)):
        reasons = keys.changed(before, after, lines)
        more = f" and {len(reasons) - _REASONS} more" if len(reasons) > _REASONS else ""
        yield Finding(
            "drawing", name, "drawn differently" + (f": {'; '.join(reasons[:_REASONS])}{more}" if reasons else "")
        )
    for file in sorted(old.files.keys() | new.files.keys()):
        if file not in old.files or file not in new.files:
            gone = "new" if file in new.files else DROPPED
            yield Finding("drawing", name, f"{file} is {gone}", file)
        else:
            differ = [*facts(old.files[file], new.files[file]), *_settings(file, old, new)]
            yield from (Finding("drawing", name, text, file) for text in differ)


def _settings(file: str, old: Entry, new: Entry) -> list[str]:
    """What a file was asked to be, and is now: how often it plays, how large it may be, how long each frame stands."""
    before, after = (
        {k: v for k, v in each.keys.ingredients.get(file, {}).items() if k not in _NOT_ASKED} for each in (old, new)
    )
    return [] if not before else keys.changed(before, after, {})


def _own(ingredients: Mapping[str, Value]) -> dict[str, Value]:
    """What decides about pixels beside the numbers and the libraries."""
    return {name: value for name, value in ingredients.items() if name != "film" and not keys.is_environment(name)}


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
