"""A film's sheets → what a page's script draws: a description as JSON, and columns of numbers.

The script is ``live/film.js``; what both must agree on stands here and in ``tracks``, field by field.
"""

import base64
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from vizpipe.encoding.columns import Ints, deflated, once, packed
from vizpipe.encoding.stroke import PAGE, Plot, Sheet, Stroke
from vizpipe.encoding.tracks import (
    CELLS,
    FINE,
    GRAIN,
    LEVELS,
    WEIGHT,
    Track,
    cells_of,
    clips_of,
    colours_of,
    fields_of,
    has_way,
    places_of,
    steps_of,
    tracks_of,
    weights_of,
)

Letters = Callable[[str, tuple[Any, ...]], list[Any]]
"""From a text and its look to the text and its letters, as ``camera.letters`` spells it."""
_STOPS = 17
_CLOSE = 1
"""Parts of a panel's box by which two sheets may differ where they show the same."""


class Taking:
    """Takes the sheets of a film, one after another."""

    def __init__(self, letters: Letters) -> None:
        """Begin; ``letters`` sets a text."""
        self._letters = letters
        self._columns: list[bytes] = []
        self._looks: list[Any] = []
        self._texts: list[Any] = []
        self._known: dict[Any, int] = {}
        self._shared: dict[Any, list[tuple[int, list[Ints], int]]] = {}
        # by the lengths of their rows: numbers of columns, their rows, what the last row comes to
        self.sheets: list[Any] = []

    def add(self, sheet: Sheet) -> None:
        """Take one."""
        tracks, order = tracks_of(sheet)
        names = list(sheet.plots)
        plots = [_plot(sheet, name) for name in names]
        told = [self._track(track, names, sheet) for track in tracks]
        shown = [each if at == 0 or each != order[at - 1] else 0 for at, each in enumerate(order)]
        shades, grounds = ([_hex(each) for each in both] for both in (sheet.shades, sheet.grounds))
        self.sheets.append(
            {
                "size": [sheet.width, sheet.height],
                "plots": plots,
                "tracks": told,
                "order": shown,
                "shades": shades,
                "ground": grounds,
            }
            | ({"needs": sheet.needs} if sheet.needs else {})
        )

    def done(self) -> dict[str, Any]:
        """Everything, columns as text."""
        columns = base64.b64encode(deflated(b"".join(self._columns))).decode()
        return {
            "grain": GRAIN,
            "fine": FINE,
            "levels": LEVELS,
            "weight": WEIGHT,
            "looks": self._looks,
            "texts": self._texts,
            "sheets": self.sheets,
            "columns": columns,
        }

    def _track(self, track: Track, names: list[str], sheet: Sheet) -> list[Any]:
        """A track: its kind, panel, look, the ticks at which it is there, its columns by name."""
        first = track.first
        name = first.panel if first.panel in sheet.plots else PAGE
        plot = sheet.plots[name]
        is_passed = has_way(track, plot)
        columns = self._passed(track) if is_passed else self._placed(track, plot)
        columns |= self._looks_of(track, plot)
        way: list[Any] = list(steps_of(first)) if is_passed else []
        if first.kind == "field" and not is_passed:
            way = [min(CELLS, side) for side in first.values.shape]
        if first.kind == "cells":
            way = list(first.values.shape[:2])
        return [first.kind, names.index(name), self._look(first), _spans(track.ticks), columns, way]

    def _passed(self, track: Track) -> dict[str, int]:
        """Columns of what a network works out: its weights, and what it begins with."""
        columns = {"weights": self._column(weights_of(track), _CLOSE)}
        if track.first.passage.points is not None:
            rows = [np.rint(WEIGHT * stroke.passage.points.ravel()).astype(np.int64) for stroke in track.strokes]
            columns["base"] = self._column(rows, _CLOSE)
            if track.first.kind == "lines":
                columns["counts"] = self._column([np.array(stroke.counts) for stroke in track.strokes])
        return columns

    def _placed(self, track: Track, plot: Plot) -> dict[str, int]:
        """Columns of where it is."""
        across, up, counts = places_of(track, plot)
        columns = {"x": self._column(across, _CLOSE), "y": self._column(up, _CLOSE)}
        if track.first.kind == "lines":
            columns["counts"] = self._column(counts)
        if track.first.kind == "field":
            columns["values"] = self._column(fields_of(track))
        return columns

    def _looks_of(self, track: Track, plot: Plot) -> dict[str, int]:
        """Columns of letters, colours, sizes, and of what it is cut by."""
        first, strokes, others = track.first, track.strokes, track.others
        columns: dict[str, int] = {}
        if first.kind == "text":
            columns["text"] = self._column(once(lambda stroke: np.array([self._text(stroke)]), strokes))
        if first.kind == "cells":
            numbers, light, dark = cells_of(track)
            columns |= {"cells": self._column(numbers), "light": self._column([light]), "dark": self._column([dark])}
            if first.minus is not None:
                minus = once(lambda stroke: LEVELS * stroke.minus.astype(np.int64).ravel(), track.strokes)
                columns["values"] = self._column(minus)
        if len(first.sizes):
            columns["sizes"] = self._column(once(lambda stroke: np.rint(FINE * stroke.sizes).astype(np.int64), strokes))
        for name in ("fills", "edges"):
            if len(getattr(first, name)):
                columns[name] = self._column(colours_of(strokes, name))
                columns[f"dark {name}"] = self._column(colours_of(others, name))
        if len(first.clip):
            columns["clip x"], columns["clip y"] = (self._column(each, _CLOSE) for each in clips_of(track, plot))
        return columns

    def _column(self, rows: list[Ints], off: int = 0) -> int:
        """The number of a column; of one that is there already, if they are off by no more than that."""
        shape = tuple(len(row) for row in rows)
        total = int(rows[-1].sum()) if rows else 0
        for number, known, last in self._shared.get(shape, []):
            if abs(total - last) <= off * shape[-1] and _close(rows, known, off):
                return number
        number = len(self._columns)
        self._columns.append(packed(rows))
        self._shared.setdefault(shape, []).append((number, rows, total))
        return number

    def _look(self, stroke: Stroke) -> int:
        return self._number(self._looks, ("look", stroke.look), lambda: [_listed(each) for each in stroke.look])

    def _text(self, stroke: Stroke) -> int:
        key = "text", stroke.text, stroke.look
        return self._number(self._texts, key, lambda: self._letters(stroke.text, stroke.look))

    def _number(self, held: list[Any], key: Any, make: Callable[[], Any]) -> int:  # noqa: ANN401 - a key
        if key not in self._known:
            self._known[key] = len(held)
            held.append(make())
        return self._known[key]


def _close(rows: Sequence[Ints], others: Sequence[Ints], off: int) -> bool:
    """Whether all numbers are the same, or off by no more than that."""
    pairs = {(id(one), id(other)): (one, other) for one, other in zip(rows, others, strict=True)}
    return all(one is other or np.abs(one - other).max(initial=0) <= off for one, other in pairs.values())


def _listed(value: Any) -> Any:  # noqa: ANN401 - JSON
    return list(value) if isinstance(value, tuple) else value


def _plot(sheet: Sheet, name: str) -> Any:  # noqa: ANN401 - JSON
    box, limits, is_log, names = sheet.plots[name]
    return [name, [round(each, 2) for each in box], limits, [int(each) for each in is_log], names]


def _spans(ticks: Sequence[int]) -> list[int]:
    """Ticks that follow each other as pairs: the first, and the one behind the last."""
    spans: list[int] = []
    for tick in ticks:
        if spans and spans[-1] == tick:
            spans[-1] = tick + 1
        else:
            spans += [tick, tick + 1]
    return spans


def _hex(colours: Any) -> list[str]:  # noqa: ANN401 - an array
    table = np.asarray(colours)
    at = np.linspace(0, len(table) - 1, min(_STOPS, len(table))).round().astype(int)
    return ["#" + "".join(f"{int(part):02x}" for part in table[each, :3]) for each in at]
