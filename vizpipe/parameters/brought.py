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
SETS = ("three-clouds", "moons", "circles", "xor", "spirals", "gaussians")
"""Sets of two classes in a plane: ``datasets.SETS`` holds them."""
CURVES = ("noisy-wave",)
"""Numbers around a curve: ``datasets.CURVES`` holds them."""
_MANY = ("digits",)
"""Those of more."""
_USUAL = 2.0
"""Classes that a recipe tells apart unless it says that it can do more."""


class Named:
    """The type of samples where a file is read by its syntax alone."""


class NamedPairs:
    """The type of pairs there."""


def is_samples(hint: object) -> bool:
    """Whether a parameter's type is ``datasets.Samples`` or ``datasets.Pairs``, without importing numpy to know."""
    return hint is Named or getattr(hint, "__module__", "") == "vizpipe.datasets.samples" or _is_pairs(hint)


def _is_pairs(hint: object) -> bool:
    return hint is NamedPairs or getattr(hint, "__module__", "") == "vizpipe.datasets.pairs"


def has_curve(parameter: Parameter) -> bool:
    """Whether a curve is fitted to the data, which are numbers then and no classes."""
    return parameter.kind == "samples" and parameter.default in CURVES


def read(name: str, hint: object, default: object, details: dict[str, Any], where: str) -> Parameter:
    """The parameter; of samples ``maximum`` counts the classes that the recipe tells apart. Raises RecipeError."""
    usual = getattr(default, "name", default)
    if _is_pairs(hint):
        if usual not in CURVES:
            raise RecipeError(f"{where}: its default must be one of datasets.CURVES, such as CURVES['noisy-wave']")
        return Parameter(name, "samples", usual, choices=CURVES, **details)
    if usual not in SETS:
        raise RecipeError(f"{where}: its default must be one of datasets.SETS, such as SETS['moons']")
    most = details.setdefault("maximum", _USUAL)
    return Parameter(name, "samples", usual, choices=(*SETS, *(_MANY if most > _USUAL else ())), **details)


def with_rows(parameter: Parameter) -> tuple[Parameter, ...]:
    """A parameter, and after samples those that say which rows of a file."""
    rows = _PAIR if has_curve(parameter) else ROWS
    return (parameter, *rows) if parameter.kind == "samples" else (parameter,)
