"""What a player's page draws at a moment, thing by thing, beside what matplotlib draws then."""

import contextlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.camera.recording import recorded
from vizpipe.encoding.stroke import Stroke
from vizpipe.film.schedule import Tick
from vizpipe.workers import kept, tasks

Points = npt.NDArray[np.float64]
_DRAWN = """async (ticks) => {
  const data = JSON.parse(document.querySelector("script[type='application/json']").textContent);
  if (!data.film) return null;
  const film = await new Film(data.film).load(), sheet = film.sheets[0];
  return ticks.map((tick) => sheet.order[tick].map((number) => {
    const { kind, text, x, y, counts } = film.stroke(sheet, sheet.tracks[number], tick, 0, 0);
    return { kind, text: text ? text[0] : "", x: Array.from(x), y: Array.from(y), counts: Array.from(counts || []) };
  }));
}"""


class Told(NamedTuple):
    """What a page was made from."""

    order: tuple[Any, ...]
    """Source, recipe, films, look, as a worker takes them."""
    ticks: tuple[Tick, ...]

    def strokes(self, ticks: Sequence[int]) -> list[list[Stroke]]:
        """What matplotlib draws at some of its ticks. Raises Unable for what is no stroke."""
        scene = kept.staged(*self.order).scene
        return list(recorded(scene, [self.ticks[tick] for tick in ticks]))


@contextlib.contextmanager
def noted() -> Iterator[list[Told]]:
    """A list of what is told to pages that are made in this process before the block ends."""
    told: list[Told] = []
    live = tasks.live

    def noting(*args: Any) -> bytes:
        told.append(Told(args[:4], args[4].ticks))
        return live(*args)

    tasks.live = noting  # type: ignore[assignment]  # it hands all on
    try:
        yield told
    finally:
        tasks.live = live


def drawn(page: Any, ticks: Sequence[int]) -> list[list[dict[str, Any]]] | None:
    """What a page draws at some ticks; None if it shows pictures."""
    found: list[list[dict[str, Any]]] | None = page.evaluate(_DRAWN, list(ticks))
    return found


def off(page: Sequence[dict[str, Any]], picture: Sequence[Stroke]) -> float:
    """By how many pixels things lie apart, at most. Raises AssertionError where they differ otherwise."""
    assert [each["kind"] for each in page] == [stroke.kind for stroke in picture]
    assert [each["text"] for each in page] == [stroke.text for stroke in picture]
    most = 0.0
    for each, stroke in zip(page, picture, strict=True):
        mine = np.column_stack([each["x"], each["y"]]).reshape(-1, 2)
        if stroke.kind != "lines":
            assert len(mine) == len(stroke.places)
            is_there = np.isfinite(stroke.places).all(axis=1)
            most = max(most, float(np.hypot(*(mine - stroke.places)[is_there].T).max(initial=0.0)))
            continue
        assert len(each["counts"]) == len(stroke.counts)
        for one, other in zip(_split(mine, each["counts"]), _split(stroke.places, stroke.counts), strict=True):
            most = max(most, _far(one, other) if len(one) != len(other) else float(np.hypot(*(one - other).T).max()))
    return most


def _split(places: Points, counts: Sequence[int]) -> list[Points]:
    return [places[int(begin) : int(end)] for begin, end in pairwise(np.cumsum([0, *counts]))]


def _far(one: Points, other: Points) -> float:
    """How far the corners of a line are from another line that has other corners, at most."""
    begins, along = one[:-1], np.diff(one, axis=0)
    lengths = np.maximum((along**2).sum(axis=1), 1e-12)
    most = max(float(np.hypot(*(one[at] - other[at]))) for at in (0, -1))
    for point in other:
        shares = (((point - begins) * along).sum(axis=1) / lengths).clip(0.0, 1.0)
        most = max(most, float(np.hypot(*(begins + shares[:, None] * along - point).T).min()))
    return most
