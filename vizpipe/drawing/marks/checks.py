"""What marks refuse rather than to leave it out: data they have no colour, no place or no partner for."""

from collections.abc import Collection, Iterable, Sequence, Sized
from typing import Any

import numpy as np

from vizpipe.errors import RecipeError

_TOLD = 40


def known(mark: str, what: str, things: Iterable[Any], known_ones: Collection[Any]) -> None:
    """Raise RecipeError naming the mark and the first of the given things that it doesn't know."""
    for each in things:
        if each not in known_ones:
            unknown = each.item() if isinstance(each, np.generic) else each
            listed = ", ".join(map(repr, known_ones))
            raise RecipeError(f"{mark}: {what} {str(unknown)[:_TOLD]!r} is none of those it draws: {listed}")


def as_many(mark: str, **counted: Sized) -> None:
    """Raise RecipeError naming the mark if it gets more of one thing than of another."""
    counts = {name: len(things) for name, things in counted.items()}
    if len(set(counts.values())) > 1:
        phrase = " and ".join(f"{count} {name}" for name, count in counts.items())
        raise RecipeError(f"{mark}: {phrase} don't go together: as many are needed")


def one_or_each(mark: str, things: Sized, **looks: object) -> None:
    """Raise RecipeError if a look that has a list of its own has not one for each thing: it would begin anew."""
    for name, look in looks.items():
        listed = isinstance(look, list | np.ndarray) or (isinstance(look, tuple) and any(map(_is_colour, look)))
        if listed and isinstance(look, Sequence | np.ndarray) and len(look) not in {1, len(things)}:
            if isinstance(look, np.ndarray) and look.ndim == 1 and name != "widths":  # one colour
                continue
            raise RecipeError(f"{mark}: {len(look)} {name} for {len(things)}: one for all or one for each is needed")


def there(mark: str, what: str, values: Any) -> None:  # noqa: ANN401 - an array of numbers
    """Raise RecipeError if a value is masked or nan: it has no place."""
    if np.ma.getmaskarray(values).any() or np.isnan(np.ma.getdata(values)).any():
        raise RecipeError(f"{mark}: some {what} aren't there (masked or nan), and it can't leave them out")


def _is_colour(value: object) -> bool:
    return isinstance(value, str | tuple)
