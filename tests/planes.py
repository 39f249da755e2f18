"""Planes as the camera gets them: for each frame, the fields and the samples that celluloid collected, as numbers."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from celluloid import Camera
from matplotlib.artist import Artist
from matplotlib.collections import EllipseCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

import expected
from scatter import Array, Look, fresh, look, turns
from vizpipe.camera.scene import Scene
from vizpipe.drawing.marks.tint import Tint
from vizpipe.drawing.style import Style
from vizpipe.film.film import Film
from vizpipe.recipe import Recipe

FILM, FIGURE = 24, 256
"""Shades of a field, in a film of several frames and in one that stands still."""


class Field(NamedTuple):
    """An image that fills a panel."""

    values: Array
    """From 0 to 1, shape (rows, columns), or colours, shape (rows, columns, 3); row 0 is the lowest."""
    steps: npt.NDArray[np.integer[Any]]
    """The shade at each of these points; none of colours."""
    shades: npt.NDArray[np.integer[Any]]
    """RGB of each step."""
    limits: tuple[float, ...]
    """Left, right, bottom, top; the panel's too."""


class Panel(NamedTuple):
    """What of a panel is a field or samples, from back to front."""

    drawn: list[Field | Look]

    @property
    def dots(self) -> list[Look]:
        """The samples."""
        return [each for each in self.drawn if isinstance(each, Look)]


def filmed(recipe: Recipe[..., Any], film: Film[Any], style: Style, frames: Sequence[int]) -> list[list[Panel]]:
    """For each frame, the panels that show a field or samples once it is drawn."""
    scene = Scene(recipe, film, style)
    still, snaps = [list(axes.get_children()) for axes in scene.figure.axes], []

    class Watched(Camera):  # type: ignore[misc]  # celluloid has no types
        def snap(self) -> list[Artist]:
            gained: list[Artist] = super().snap()
            added = [[each for each in gained if each.axes is axes] for axes in scene.figure.axes]
            panels = [_panel([*before, *now], style) for before, now in zip(still, added, strict=True)]
            snaps.append([panel for panel in panels if panel.drawn])
            return gained

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vizpipe.camera.scene.Camera", Watched)
        list(scene.gained(frames))
    assert len(snaps) == 1 + len(frames)  # the first is the stage alone
    return snaps[1:]


def _panel(artists: Iterable[Artist], style: Style) -> Panel:
    drawn: list[Field | Look] = []
    for each in sorted(artists, key=lambda artist: artist.get_zorder()):
        if isinstance(each, Tint):
            drawn.append(_tint(each))
        elif isinstance(each, AxesImage):
            drawn += _colours(each)
        elif _are_samples(each, style, is_over_field=bool(drawn)):
            drawn.append(look(each))
    return Panel(drawn)


def _tint(tint: Tint) -> Field:
    shades = tint._table.view(np.uint8).reshape(-1, 4)[: tint._count, :3]
    return Field(tint.values, tint._shaded(tint.values.astype(np.float32)), shades, _limits(tint, tint.extent))


def _colours(image: Any) -> list[Field]:
    """An image of colours is a field, one of numbers is not."""
    colours = np.asarray(image.get_array(), dtype=float)
    if colours.ndim != 3:
        return []
    assert image.origin == "lower"
    return [Field(colours, np.empty(0, np.uint8), np.empty((0, 3), np.uint8), _limits(image, image.get_extent()))]


def _are_samples(artist: Any, style: Style, *, is_over_field: bool) -> bool:
    """Whether it is dots in colours of classes, or in several colours over a field."""
    classes = {to_rgba(each) for each in style.theme.classes}
    if isinstance(artist, Line2D) and artist.get_marker() not in {"None", "none", "", " ", None}:
        assert to_rgba(artist.get_markerfacecolor()) not in classes, "samples are markers of a line"
    if not isinstance(artist, PathCollection | EllipseCollection):
        return False
    dots: Any = artist
    if len(dots.get_offsets()) < 2 or dots.get_offset_transform() is not dots.axes.transData:  # a table's, a diagram's
        return False
    faces = {tuple(each) for each in np.asarray(dots.get_facecolors()).tolist()}
    return bool(classes & faces) or (is_over_field and len(faces) > 1)


def _limits(field: Any, extent: Iterable[float]) -> tuple[float, ...]:
    """Where a field lies; it must fill its panel."""
    limits = tuple(map(float, extent))
    np.testing.assert_allclose(limits, (*field.axes.get_xlim(), *field.axes.get_ylim()))
    return limits


def agree(panels: Sequence[Panel], planes: Sequence[expected.Plane], style: Style, shades: int = FILM) -> None:
    """Raise AssertionError where the panels of a frame are others than its data ask for, in so many shades."""
    assert len(panels) == len(planes), f"{len(panels)} panels show fields or samples, not {len(planes)}"
    for panel, plane in zip(panels, planes, strict=True):
        fields = [each for each in (plane.below, plane) if each is not None and each.values is not None]
        count = len(plane.dots) + len(fields)
        assert len(panel.drawn) == count, f"{len(panel.drawn)} fields and samples, not {count}"
        for field, wished in zip(panel.drawn, fields, strict=False):
            assert isinstance(field, Field), "the field lies over samples"
            _same_field(field, wished, style, shades)
        for found, wanted in zip(panel.dots, plane.dots, strict=True):
            _same_dots(found, wanted, style)


def _same_field(field: Field, plane: expected.Plane, style: Style, shades: int) -> None:
    left, right, bottom, top = field.limits
    assert field.values.shape[:2] == (plane.cells, plane.cells), "the field has another grid"
    x, y = np.meshgrid(np.linspace(left, right, plane.cells), np.linspace(bottom, top, plane.cells))
    assert plane.values is not None
    wanted = plane.values(np.stack([x.ravel(), y.ravel()], axis=1)).reshape(field.values.shape)
    there = ~np.isnan(wanted)
    assert there.mean() > 0.2
    np.testing.assert_allclose(field.values[there], wanted[there], rtol=0.0, atol=plane.off, err_msg="the field")
    if wanted.ndim == 2:
        scaled = shades * wanted
        inner = there & (np.abs(scaled - np.rint(scaled)) > shades * plane.off + 1e-5)  # steps are told in 32 bits
        inner |= there & ((wanted == 0.0) | (wanted == 1.0))
        steps = np.clip(np.floor(scaled[inner]), 0, shades - 1)
        np.testing.assert_array_equal(field.steps[inner], steps, err_msg="the field's steps")
        np.testing.assert_allclose(field.shades, _shades(style, shades), atol=1.0, err_msg="the field's shades")


def _shades(style: Style, count: int) -> Array:
    """From half of class 0's colour over the theme's middle to half of class 1's, RGB from 0 to 255."""
    theme = style.theme
    paper, middle, *classes = (
        255.0 * np.array(to_rgba(each)[:3]) for each in (theme.background, theme.middle, *theme.classes)
    )
    low, high = (0.5 * (paper + each) for each in classes)
    at = (np.arange(count)[:, None] + 0.5) / count
    return np.where(at < 0.5, low + 2.0 * at * (middle - low), middle + (2.0 * at - 1.0) * (high - middle))


def _same_dots(found: Look, wanted: expected.Dots, style: Style) -> None:
    order = turns(wanted.labels) if wanted.in_turns else np.arange(len(wanted.labels))
    scattered = fresh(wanted.points[order], wanted.labels[order], style, wanted.size)
    for name, one, other in zip(Look._fields, found, scattered, strict=True):
        np.testing.assert_allclose(one, other, rtol=0.0, atol=1e-9, err_msg=f"the dots' {name}")
