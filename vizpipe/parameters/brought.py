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
SETS = ("three-clouds", "moons", "circles", "xor", "spirals", "gaussians")
"""Sets of two classes in a plane: ``datasets.SETS`` holds them."""
_MANY = ("digits",)
"""Those of more."""
_USUAL = 2.0
"""Classes that a recipe tells apart unless it says that it can do more."""


class Named:
    """The type of samples where a file is read by its syntax alone."""


def is_samples(hint: object) -> bool:
    """Whether a parameter's type is ``datasets.Samples``, without importing numpy to know."""
    return hint is Named or getattr(hint, "__module__", "") == "vizpipe.datasets.samples"


def read(name: str, default: object, details: dict[str, Any], where: str) -> Parameter:
    """The parameter; ``maximum`` counts the classes that the recipe tells apart. Raises RecipeError."""
    usual = getattr(default, "name", default)
    if usual not in SETS:
        raise RecipeError(f"{where}: its default must be one of datasets.SETS, such as SETS['moons']")
    most = details.setdefault("maximum", _USUAL)
    return Parameter(name, "samples", usual, choices=(*SETS, *(_MANY if most > _USUAL else ())), **details)


def with_rows(parameter: Parameter) -> tuple[Parameter, ...]:
    """A parameter, and after samples those that say which rows of a file."""
    return (parameter, *ROWS) if parameter.kind == "samples" else (parameter,)
