"""What a recipe declares, checked: its size, its frames."""

import inspect
import typing
from collections.abc import Callable, Iterator
from typing import Any, Literal

from vizpipe.errors import RecipeError
from vizpipe.film.film import TABLE_COLUMNS

_SIDES = (64, 7680)


def checked_size(name: str, size: object) -> tuple[int, int]:
    """A size in pixels that can be drawn."""
    whole = isinstance(size, tuple) and len(size) == 2 and all(type(side) is int for side in size)  # noqa: PLR2004
    if not whole or not all(_SIDES[0] <= side <= _SIDES[1] for side in size):  # type: ignore[attr-defined]
        raise RecipeError(f"{name}: its size must be (width, height) in pixels, each from {_SIDES[0]} to {_SIDES[1]}")
    return size  # type: ignore[return-value]


def frame_type_of(function: Callable[..., Any]) -> tuple[type[Any], Literal["figure", "animation"]]:
    """Read the frame's class off the return annotation, and whether there are many."""
    returned = typing.get_type_hints(function).get("return")
    kind: Literal["figure", "animation"] = "figure"
    if typing.get_origin(returned) is not None and issubclass(typing.get_origin(returned) or object, Iterator):
        kind, returned = "animation", typing.get_args(returned)[0]
    if not (inspect.isclass(returned) and issubclass(returned, tuple) and hasattr(returned, "_fields")):
        name = function.__name__
        raise RecipeError(f"{name}: its return type must be a NamedTuple (a figure) or Iterator of one (an animation)")
    for field_name in returned._fields:
        if field_name in TABLE_COLUMNS:
            problem = f"{returned.__name__}: a field can't be called {field_name}"
            raise RecipeError(f"{function.__name__}: {problem}; the film's table has a column of that name")
    return returned, kind
