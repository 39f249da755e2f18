"""What is in view at a beat: the part that it names stays as it is, the others step back."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from vizpipe.drawing.picture.channels import Phrase, Words
from vizpipe.drawing.picture.mark import Room
from vizpipe.drawing.picture.parts import Picture, named_in
from vizpipe.drawing.picture.shapes import Path, Shape
from vizpipe.drawing.picture.ways import Way, panels_with_paths
from vizpipe.errors import RecipeError, nearest
from vizpipe.film.story import Cue

_VEIL = 0.7
"""How far what is not in view steps back, as a share of the background that is laid over it."""


def back_of(picture: Picture[Any], cues: Sequence[Cue]) -> list[frozenset[Way]]:
    """The panels that step back at each beat. Raises RecipeError for a view that no title of the picture names."""
    named = list(_named(picture))
    ways = [way for way, _ in panels_with_paths(picture)]
    steps = []
    for cue in cues:
        starts = [way for name, way in named if name == cue.view]
        if cue.view and not starts:
            names = list(dict.fromkeys(name for name, _ in named))
            hint = nearest(cue.view, names) or f"; its titles are {', '.join(map(repr, names))}" if names else ""
            raise RecipeError(f"beat {cue.name!r}: view {cue.view!r} is no title of the picture{hint}")
        is_seen = [not cue.view or any(way[: len(start)] == start for start in starts) for way in ways]
        steps.append(frozenset(way for way, seen in zip(ways, is_seen, strict=True) if not seen))
    return steps


def veil(room: Room) -> Shape:
    """Background over a whole panel."""
    corners = [(0.0, 0.0), (room.width, 0.0), (room.width, room.height), (0.0, room.height)]
    return Path([np.array(corners)], None, fill="background", alpha=_VEIL, order=9.0, unit="paper")


def _named(picture: Picture[Any]) -> Iterator[tuple[str, Way]]:
    """Titles as they are written, with the way to what they stand above."""
    for way, stack in named_in(picture.body):
        yield _written(stack.title), way
    for way, panel in panels_with_paths(picture):
        if panel.title:
            yield _written(panel.title), way


def _written(title: Words) -> str:
    return title.template if isinstance(title, Phrase) else title
