"""Sizes of files in words."""

from vizpipe.errors import RecipeError

_KILOBYTE, _MEGABYTE = 1_000, 1_000_000


def weight_of(size: int) -> str:
    """How many bytes a file has, in MB or kB."""
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{max(round(size / _KILOBYTE), 1)} kB"


def exactly(size: int) -> str:
    """So many kB, or bytes where it is less than one: for a budget, which somebody gave to the last byte."""
    if size < _KILOBYTE:
        return f"{size} byte{'' if size == 1 else 's'}"
    return f"{size / _KILOBYTE:,.0f} kB"


def too_large(name: str, least: int, most: int) -> RecipeError:
    """What is raised for a file that doesn't fit into its budget, whatever is left out."""
    return RecipeError(f"{name}: it can't be made smaller than {exactly(least)}; max-bytes is {exactly(most)}")
