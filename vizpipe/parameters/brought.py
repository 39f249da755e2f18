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
_USUAL = 2.0
"""Classes that a recipe tells apart unless it says that it can do more."""


def is_samples(hint: object) -> bool:
    """Whether a parameter's type is ``datasets.Samples``, without importing numpy for those whose types are not."""
    return getattr(hint, "__module__", "") == "vizpipe.datasets.samples"


def read(name: str, default: object, details: dict[str, Any], where: str) -> Parameter:
    """The parameter; ``maximum`` counts the classes that the recipe tells apart. Raises RecipeError."""
    from vizpipe.datasets import SETS, Samples  # noqa: PLC0415 - numpy, which looking around can spare

    if not isinstance(default, Samples) or default.name not in SETS:
        raise RecipeError(f"{where}: its default must be one of datasets.SETS, such as SETS['moons']")
    most = details.setdefault("maximum", _USUAL)
    return Parameter(name, "samples", default.name, choices=(*SETS, *(("digits",) if most > _USUAL else ())), **details)
