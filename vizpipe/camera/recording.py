"""A scene → strokes: what every picture of a film draws, in order, without drawing a pixel."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

import numpy as np
from matplotlib.text import Text

from vizpipe.camera.order import in_order, kind
from vizpipe.camera.scene import Place, Scene
from vizpipe.camera.shots import Shot
from vizpipe.camera.strokes import Strokes
from vizpipe.drawing.picture.echoes import Echo, Echoes
from vizpipe.drawing.picture.staging import Placed, Staged
from vizpipe.drawing.picture.ways import way_name
from vizpipe.encoding.stroke import PAGE, Plot, Stroke

_OPAQUE = 255
_CHUNK = 8
"""Frames whose artists are on the stage together."""


def recorded(scene: Scene[Any], frames: Sequence[Shot]) -> Iterator[list[Stroke]]:
    """The strokes of each of these frames, from back to front. Raises Unable for what is no stroke."""
    renderer = Strokes(*size_of(scene))
    names: dict[Any, str] = {placed.artists.axes: name for name, _, placed in placed_in(scene)}
    names |= {axes: name for name, axes in papers_in(scene).items()}
    stage: list[tuple[Place, list[Stroke]]] = []
    turns: dict[Any, int] = {}
    with scene.applied():
        for number, (owner, artist) in enumerate(in_order(scene.figure)):
            turns.setdefault(owner, number)
            turn = number if owner is None else turns[owner]
            is_empty = isinstance(artist, Text) and not artist.get_text()
            if not artist.get_animated() and artist.get_visible() and not is_empty:
                place = turn, artist.get_zorder(), kind(owner, artist), number
                stage.append((place, renderer.listen(artist, names.get(owner, PAGE))))
    chunks = [frames[begin : begin + _CHUNK] for begin in range(0, len(frames), _CHUNK)]
    known: dict[Any, list[Stroke]] = {}

    def heard(artist: Any) -> list[Stroke]:  # noqa: ANN401 - matplotlib's
        content = getattr(artist, "content", None)
        if isinstance(artist, Echo):
            return known.get(content, [])
        strokes = renderer.listen(artist, names.get(artist.axes, PAGE))
        if content is not None:  # a shape may be several artists
            known[content] = known.get(content, []) + strokes
        return strokes

    with _echoing(scene):
        for shot in (shot for chunk in chunks for shot in scene.gained(chunk, is_smooth=True)):
            drawn = [
                ((turns[artist.axes], artist.get_zorder(), 1, number), heard(artist))
                for number, artist in enumerate(shot)
            ]
            yield merged(stroke for _, strokes in sorted(stage + drawn, key=itemgetter(0)) for stroke in strokes)


@contextmanager
def _echoing(scene: Scene[Any]) -> Iterator[None]:
    """What a panel has drawn is drawn no second time until the block ends, but by its echo."""
    panels = [placed.artists for _, _, placed in placed_in(scene)]
    for artists in panels:
        artists.echoes = Echoes()
    try:
        yield
    finally:
        for artists in panels:
            artists.echoes = None


def merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """The same with neighbours that are lines of one look as one: a hundred small crosses are one thing."""
    found: list[Stroke] = []
    for stroke in strokes:
        last = found[-1] if found else None
        if last is None or not _is_alike(last, stroke):
            found.append(stroke)
            continue
        places, counts = np.concatenate([last.places, stroke.places]), last.counts + stroke.counts
        found[-1] = last._replace(places=places, counts=counts)
    return found


def _is_alike(one: Stroke, other: Stroke) -> bool:
    """Whether two strokes are opaque lines that only differ in where they lie."""
    if (one.kind, one.panel, one.look, other.kind) != (other.kind, other.panel, other.look, "lines"):
        return False
    if (
        one.whole != other.whole
        or one.passage is not None
        or other.passage is not None
        or len(one.edges) != 1
        or one.edges[0, 3] < _OPAQUE
    ):
        return False
    parts = ("sizes", "fills", "edges", "clip")
    return len(one.fills) == 0 and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in parts)


def size_of(scene: Scene[Any]) -> tuple[int, int]:
    """Width and height of its pictures in pixels."""
    width, height = scene.figure.bbox.size
    return round(width), round(height)


def placed_in(scene: Scene[Any]) -> Iterator[tuple[str, Staged, Placed]]:
    """Every panel on a scene with its name and its stage; of films side by side the name says whose it is."""
    stages = [built for built in scene.built if isinstance(built, Staged)]
    for number, stage in enumerate(stages):
        film = f"{number} " if len(stages) > 1 else ""
        yield from ((f"{film}{way_name(placed.path)}", stage, placed) for placed in stage.placed)


def papers_in(scene: Scene[Any]) -> dict[str, Any]:
    """What a scene's words stand on, by name: headline, caption, the lines above stacks. Of films side by side none."""
    stages = [built for built in scene.built if isinstance(built, Staged)]
    return dict(stages[0].papers) if len(stages) == 1 else {}


def plots(scene: Scene[Any]) -> dict[str, Plot]:
    """A picture's panels as a pointer reads them; of a window that moves it reads nothing."""
    wide, tall = size_of(scene)
    found = {PAGE: Plot((0.0, 0.0, float(wide), float(tall)))}
    for name, axes in papers_in(scene).items():
        left, bottom, right, top = map(float, axes.bbox.extents)
        found[name] = Plot((left, bottom, right, top))
    for name, stage, placed in placed_in(scene):
        (left, bottom, right, top), panel = map(float, placed.artists.axes.bbox.extents), placed.panel
        four, start = None if panel.is_paper or placed.window else placed.room.limits, stage.moment(0, stage.film[0])
        names = start.said(panel.x), start.said(panel.y)
        found[name] = Plot((left, bottom, right, top), four, placed.room.is_log, names)
    return found
