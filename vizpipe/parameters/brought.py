"""The parameter ``data``: samples of a set by name or rows of a file, and three parameters that say which rows."""

from typing import Any

from vizpipe.errors import RecipeError
from vizpipe.parameters.parameter import Parameter

NAME = "data"
ROWS = (
    Parameter("label", "text", None, "Column of the classes in the file, if it can't be told", optional=True),
    Parameter("x", "text", None, "Columns to learn from, with commas between; usually all of numbers", optional=True),
    Parameter("raw", "flag", default=False, help="Leave the numbers of the file as they are, not standardised"),
)
"""What says how the rows of a file become samples."""
_PAIR = (
    Parameter("label", "text", None, "Column of the file that is predicted, if it can't be told", optional=True),
    Parameter("x", "text", None, "Column that it is predicted from, if it can't be told", optional=True),
    ROWS[-1],
)
"""The same where a curve is fitted to numbers."""
_IMAGE = (ROWS[0],)
"""The same where each row is an image."""
SETS = ("three-clouds", "moons", "circles", "xor", "spirals", "gaussians")
"""Sets of two classes in a plane: ``datasets.SETS`` holds them."""
CURVES = ("noisy-wave",)
"""Numbers around a curve: ``datasets.CURVES`` holds them."""
IMAGES = ("digits",)
"""Sets of images: ``datasets.IMAGE_SETS`` holds them."""
_MANY = ("digits",)
"""Those of more."""
_USUAL = 2.0
"""Classes that a recipe tells apart unless it says that it can do more."""


_SIDE = 14.0
"""Pixels of a side of an image at most, unless a recipe says otherwise: half of what most sets of images have."""


class Named:
    """The type of samples where a file is read by its syntax alone."""


class NamedPairs:
    """The type of pairs there."""


class NamedImages:
    """The type of images there."""


def is_samples(hint: object) -> bool:
    """Whether a parameter's type is one of ``datasets`` for what somebody brings, without importing numpy to know."""
    here = hint is Named or getattr(hint, "__module__", "") == "vizpipe.datasets.samples"
    return here or _is_pairs(hint) or _is_images(hint)


def named(default: object) -> type:
    """The type of a set by its name, where the file does not say it so that it can be read."""
    return NamedImages if default in IMAGES else NamedPairs if default in CURVES else Named


def _is_pairs(hint: object) -> bool:
    return hint is NamedPairs or getattr(hint, "__module__", "") == "vizpipe.datasets.pairs"


def _is_images(hint: object) -> bool:
    return hint is NamedImages or getattr(hint, "__module__", "") == "vizpipe.datasets.image_sets"


def has_curve(parameter: Parameter) -> bool:
    """Whether a curve is fitted to the data, which are numbers then and no classes."""
    return parameter.kind == "samples" and parameter.default in CURVES


def has_images(parameter: Parameter) -> bool:
    """Whether the data are images."""
    return parameter.kind == "samples" and parameter.default in IMAGES


def read(name: str, hint: object, default: object, details: dict[str, Any], where: str) -> Parameter:
    """The parameter; its ``maximum`` counts the classes that a recipe tells apart, of images the pixels of a side.

    Raises RecipeError.
    """
    usual = getattr(default, "name", default)
    if _is_pairs(hint):
        if usual not in CURVES:
            raise RecipeError(f"{where}: its default must be one of datasets.CURVES, such as CURVES['noisy-wave']")
        return Parameter(name, "samples", usual, choices=CURVES, **details)
    if _is_images(hint):
        if usual not in IMAGES:
            raise RecipeError(f"{where}: its default must be one of datasets.IMAGE_SETS, such as IMAGE_SETS['digits']")
        details.setdefault("maximum", _SIDE)
        return Parameter(name, "samples", usual, choices=IMAGES, **details)
    if usual not in SETS:
        raise RecipeError(f"{where}: its default must be one of datasets.SETS, such as SETS['moons']")
    most = details.setdefault("maximum", _USUAL)
    return Parameter(name, "samples", usual, choices=(*SETS, *(_MANY if most > _USUAL else ())), **details)


def with_rows(parameter: Parameter) -> tuple[Parameter, ...]:
    """A parameter, and after samples those that say which rows of a file."""
    rows = _PAIR if has_curve(parameter) else _IMAGE if has_images(parameter) else ROWS
    return (parameter, *rows) if parameter.kind == "samples" else (parameter,)
