"""What is drawn of a figure, in pixels: its panels, its texts, and every mark as the renderer got it.

A figure is drawn twice, with its texts and without. So whatever an author draws can be measured, with the vocabulary or
with matplotlib alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from vizpipe.camera.order import in_order
from vizpipe.camera.recorder import Mark, Recorder, Written
from vizpipe.drawing.reader import Text as Read

Array = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]


class Panel(NamedTuple):
    """An axes as it was drawn."""

    name: str
    box: Bbox
    """In pixels, from the lower left corner."""
    spans: tuple[float, float]
    """Of both axes' limits."""
    limits: tuple[tuple[float, float], tuple[float, float]]
    names: tuple[str, str]
    """Of both axes."""
    is_linear: bool
    is_framed: bool
    """Whether it shows axes: ticks, or the lines that a thumbnail keeps of them."""


class Sight(NamedTuple):
    """A figure as it was drawn."""

    width: int
    height: int
    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    texts: tuple[Read, ...]
    owners: tuple[int, ...]
    """The panel of each text."""
    picture: Pixels
    """RGB, shape (height, width, 3)."""
    bare: Pixels
    """The same without texts."""

    def within(self, panel: int) -> str:
        """How a remark about something in a panel begins; empty for what is the figure's own (−1)."""
        return f"{self.panels[panel].name}: " if panel >= 0 else ""


def look(figure: Figure, width: int, height: int) -> Sight:
    """Draw a figure of so many pixels, and keep what was drawn."""
    reader = Written(width, height)
    reader.clear()  # type: ignore[no-untyped-call]
    figure.draw(reader)
    recorder = Recorder(width, height)
    recorder.clear()  # type: ignore[no-untyped-call]
    axes = [*_all_axes(figure)]
    figure.patch.draw(recorder)
    for owner, artist in in_order(figure):
        _draw(recorder, artist, owner, axes)
    owners = tuple(axes.index(each) if each in axes else -1 for each in reader.owners)
    panels = tuple(_panel(each, number, len(axes)) for number, each in enumerate(axes, 1))
    pictures = (np.array(each.buffer_rgba())[..., :3] for each in (reader, recorder))  # type: ignore[no-untyped-call]
    return Sight(width, height, panels, recorder.marks(), tuple(reader.read), owners, *pictures)


def _all_axes(figure: Figure) -> Iterator[Axes]:
    """The axes of a figure, and those that lie in them."""
    for axes in figure.axes:
        yield axes
        yield from (each for each in axes.child_axes if isinstance(each, Axes))


def _draw(recorder: Recorder, artist: Artist, owner: Axes | None, axes: list[Axes]) -> None:
    """Draw an artist under the name of its panel; of an inset, each part."""
    if isinstance(artist, Axes):
        parts = sorted(artist.get_children(), key=lambda part: part.get_zorder()) if artist.get_visible() else []
        for part in parts:
            if artist.axison or (not isinstance(part, Axis | Spine) and part is not artist.patch):
                _draw(recorder, part, artist, axes)
        return
    recorder.panel = axes.index(owner) if owner in axes else -1
    furniture = isinstance(artist, Axis | Spine | ContourSet) or (  # level lines may leave the panel
        (owner is not None and artist is owner.patch)
        or (isinstance(artist, Text) and not isinstance(artist, Annotation))  # the ground on which it stands
    )
    recorder.is_data = not furniture
    artist.draw(recorder)


def _panel(axes: Axes, number: int, count: int) -> Panel:
    titles = [title for place in ("left", "center", "right") if (title := axes.get_title(place))]
    name = " ".join(titles[0].split()) if titles else (f"panel {number}" if count > 1 else "the panel")
    limits = axes.get_xlim(), axes.get_ylim()
    spans = abs(limits[0][1] - limits[0][0]), abs(limits[1][1] - limits[1][0])
    names = axes.get_xlabel(), axes.get_ylabel()
    linear = axes.get_xscale() == axes.get_yscale() == "linear"
    lines = any(spine.get_visible() for spine in axes.spines.values())
    framed = axes.axison and bool(lines or len(axes.get_xticks()) or len(axes.get_yticks()))
    return Panel(name, axes.bbox.frozen(), spans, limits, names, linear, framed)
