"""Checked values → what an author's function is called with: paths, samples, and images."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vizpipe.datasets import ImageSet, Pairs, Samples
from vizpipe.errors import UsageError
from vizpipe.film.about import About
from vizpipe.parameters.brought import NAME, ROWS, has_curve, has_images
from vizpipe.parameters.parameter import Parameter, Value


def arguments_of(parameters: Sequence[Parameter], values: Mapping[str, Value], root: str = ".") -> dict[str, Any]:
    """What the function is called with; files are relative to ``root``.

    Raises UsageError if what ``data`` names can't be read, or holds more classes than the recipe tells apart.
    """
    kinds = {parameter.name: parameter.kind for parameter in parameters}
    arguments: dict[str, Any] = dict(values)
    for name, kind in kinds.items():
        if kind == "path" and values[name] is not None:
            arguments[name] = Path(root, str(values[name]))
    if kinds.get(NAME) == "samples":
        data = next(parameter for parameter in parameters if parameter.name == NAME)
        if has_images(data):
            label, side = arguments.pop(ROWS[0].name), int(data.maximum or 0)
            arguments[NAME] = _images(str(values[NAME]), root, label, side)
            return arguments
        label, x, is_raw = (arguments.pop(parameter.name) for parameter in ROWS)
        if has_curve(data):
            arguments[NAME] = _pairs(str(values[NAME]), root, label, x, is_raw=is_raw)
            return arguments
        arguments[NAME] = _samples(str(values[NAME]), root, label, x, is_raw=is_raw)
        most = data.maximum
        count = len(arguments[NAME].classes)
        if most is not None and count > most:
            raise UsageError(
                f"{arguments[NAME].name} holds {count} classes, and this recipe tells {most:.0f} apart; "
                "hidden-mapping takes up to 10"
            )
    return arguments


def about_of(arguments: Mapping[str, Any]) -> About:
    """What is known of the data that a film is made from; nothing of those that are drawn."""
    data = arguments.get(NAME)
    if not isinstance(data, Samples | Pairs | ImageSet) or data.is_drawn:
        return About()
    if isinstance(data, ImageSet):
        return About(data.name, (), data.classes, data.notes, (data.side, data.side))
    return About(data.name, data.features, data.classes if isinstance(data, Samples) else (), data.notes)


def _samples(name: str, root: str, label: str | None, x: str | None, *, is_raw: bool) -> Samples:
    from vizpipe.tables import samples_of  # noqa: PLC0415 - what reads files, which few films need

    return samples_of(name, root, label=label, x=x, is_raw=is_raw)


def _pairs(name: str, root: str, label: str | None, x: str | None, *, is_raw: bool) -> Pairs:
    from vizpipe.tables import pairs_of  # noqa: PLC0415 - as above

    return pairs_of(name, root, label=label, x=x, is_raw=is_raw)


def _images(name: str, root: str, label: str | None, side: int) -> ImageSet:
    from vizpipe.tables import images_of  # noqa: PLC0415 - as above

    return images_of(name, root, side=side, label=label)


def layers_of(text: str) -> tuple[int, ...]:
    """The units of each hidden layer, from ``8,8,3``. Raises UsageError."""
    units = [int(part) for part in text.split(",") if part.strip().isdecimal()]
    if (
        len(units) != text.count(",") + 1
        or not 1 <= len(units) <= _MOST_LAYERS
        or not 1 <= min(units) <= max(units) <= _MOST_UNITS
    ):
        most = f"up to {_MOST_LAYERS} layers of 1 to {_MOST_UNITS} units"
        raise UsageError(f"layers is {text[:40]}, but must be the units of each hidden layer, such as 8,8,3: {most}")
    return tuple(units)


_MOST_LAYERS, _MOST_UNITS = 8, 64
