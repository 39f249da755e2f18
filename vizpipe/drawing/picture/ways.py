"""The way to each part of a picture: its number among its neighbours, from the outermost stack in."""

from collections.abc import Iterator
from typing import Any

from vizpipe.drawing.picture.parts import Panel, Part, Picture, Stack, panels_of

ASIDE = -1
"""The first number of the way to a panel beside the headline."""
Way = tuple[int, ...]


def panels_with_paths(picture: Picture[Any]) -> Iterator[tuple[Way, Panel[Any]]]:
    """All panels, those beside the headline last."""
    yield from panels_of(picture.body)
    for number, aside in enumerate(picture.aside):
        yield (ASIDE, number), aside


def family_of(picture: Picture[Any], way: Way) -> Way:
    """What panels that share their limits have in common: the outermost family, and their place in each of it."""
    part: Part[Any] = picture.body
    if way[:1] == (ASIDE,):
        return way
    for depth, number in enumerate(way):
        if isinstance(part, Stack):
            if part.is_family:
                return (*way[:depth], -2, *way[depth + 1 :])
            part = part.parts[number]
    return way


def way_name(way: Way) -> str:
    """A way as a text, to be a key."""
    return "/".join(map(str, way)) or "/"


def stack_name(way: Way) -> str:
    """The key of the line above a stack."""
    return f"={way_name(way)}"


def way_of(name: str) -> Way:
    """The way that a key stands for."""
    return tuple(map(int, name.split("/"))) if name != "/" else ()
