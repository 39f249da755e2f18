"""Shapes → matplotlib's artists: the only file that makes artists of a picture's values."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Bbox, BboxTransformTo, IdentityTransform, Transform

from vizpipe.drawing.layout import fit
from vizpipe.drawing.marks.raster import Raster, run_of
from vizpipe.drawing.marks.tint import Speckles, Tint
from vizpipe.drawing.picture.copies import Copies
from vizpipe.drawing.picture.echoes import Echoes
from vizpipe.drawing.picture.mapping import hatching, key, mapped, tinted
from vizpipe.drawing.picture.passage import made_by
from vizpipe.drawing.picture.shapes import Group, Image, Paints, Path, Points, Shape, Text, colour
from vizpipe.drawing.style import Style
from vizpipe.drawing.typography import Typography

_PAD = 1.5
_FEW = 4  # round lines that are one artist each; a crowd of crosses would be thousands
_SMOOTH = (True, True)  # twice, or matplotlib draws a polygon that is alone as a marker, half a pixel lower


class Artists:
    """Draws shapes into one axes, in the colours and sizes of a style."""

    def __init__(self, axes: Axes, style: Style, sizes: Typography) -> None:
        """Take axes whose limits are set."""
        self.axes, self._style, self._sizes = axes, style, sizes
        wide, tall = axes.bbox.width / style.scale, axes.bbox.height / style.scale
        sheet = BboxTransformTo(Bbox([[0.0, 0.0], [1.0 / wide, 1.0 / tall]]))
        self._units: dict[str, Transform] = {
            "data": axes.transData,
            "panel": axes.transAxes,
            "paper": sheet + axes.transAxes,
        }
        self.paints: set[Any] = set()  # what was painted with so far
        self.inks: set[Any] = set()  # and written
        self._copies = Copies()
        self.echoes: Echoes | None = None  # while pictures are only noted

    def add(self, shapes: Iterable[Shape], *, is_smooth: bool = False) -> None:
        """Add artists, and nothing else; tints are smooth or in steps."""
        for shape in shapes:
            if isinstance(shape, Group):
                self.add(shape.shapes, is_smooth=is_smooth)
            elif self.echoes is None:
                self._make(shape, is_smooth=is_smooth)
            else:
                self.echoes.add(self.axes, shape, is_smooth, partial(self._make, shape, is_smooth=is_smooth))

    def _make(self, shape: Shape, *, is_smooth: bool) -> None:
        match shape:
            case Path():
                self._path(shape)
            case Points():
                self._points(shape, is_smooth=is_smooth)
            case Image():
                self._image(shape, is_smooth=is_smooth)
            case Text():
                self._text(shape)

    def _colours(self, paints: Paints) -> Any:  # noqa: ANN401 - matplotlib's
        each: list[Any] = paints if isinstance(paints, list) else [paints]
        self.paints.update(each)
        found = [colour(self._style.theme, paint) for paint in each]
        return found if isinstance(paints, list) else found[0]

    def _path(self, path: Path) -> None:
        """Lines with round joins as a Line2D each if they are few, others as a collection, areas as polygons."""
        style, axes, unit = self._style, self.axes, self._units[path.unit]
        widths: Any = style.pt(path.width) if isinstance(path.width, float) else [style.pt(each) for each in path.width]
        if path.fill is not None:
            filled = PolyCollection(
                _joined(path.lines),
                facecolors=self._colours(path.fill),
                edgecolors="none" if path.stroke is None else self._colours(path.stroke),
                linewidths=widths,
                antialiaseds=_SMOOTH,
                alpha=path.alpha if path.alpha < 1.0 else None,
                zorder=path.order,
                transform=unit,
            )
            axes.add_collection(filled, autolim=False)
        elif path.is_round and path.stroke is not None and (path.dashes or len(path.lines) <= _FEW):
            for line in path.lines:
                drawn = Line2D(
                    *line.T,
                    color=self._colours(path.stroke),
                    linewidth=widths,
                    linestyle=(0.0, path.dashes) if path.dashes else "solid",
                    alpha=path.alpha if path.alpha < 1.0 else None,
                    solid_joinstyle="round",
                    zorder=path.order,
                    transform=unit,
                )
                axes.add_line(drawn)
        elif path.stroke is not None:
            stroke = self._colours(path.stroke)
            many = self._copies.of(
                ("lines", path._replace(lines=(), passage=None)),
                lambda: LineCollection(
                    [],
                    colors=stroke,
                    linewidths=widths,
                    linestyles=[(0.0, path.dashes)] if path.dashes else "solid",
                    alpha=path.alpha if path.alpha < 1.0 else None,
                    capstyle="projecting" if path.is_round else "butt" if path.unit == "paper" else None,
                    joinstyle="round" if path.is_round else None,
                    zorder=path.order,
                    transform=unit,
                    clip_on=path.clip,
                ),
            )
            many.set_segments(list(path.lines))
            axes.add_collection(made_by(many, path.passage), autolim=False)

    def _points(self, points: Points, *, is_smooth: bool) -> None:
        style, unit = self._style, self._units[points.unit]
        if points.values is not None:
            look = tinted(style, points.hues, is_smooth=is_smooth)
            speckles = Speckles(points.places, points.values, style.px(points.size), **look)
            speckles.set_zorder(points.order)
            self.axes.add_artist(speckles)
            return
        if points.labels is not None:
            self._labelled(points)
            return
        if len(points.places) == 1 and isinstance(points.fill, str) and isinstance(points.edge, str):
            self._dot(points)
            return
        wide = [style.pt(points.size)] * len(points.places)
        ellipses = self._copies.of(
            ("dots", len(wide), *points._replace(passage=None)[1:]),
            lambda: EllipseCollection(
                wide,
                wide,
                [0.0] * len(wide),
                units="points",
                offsets=points.places,
                offset_transform=unit,
                facecolors=self._colours(points.fill),
                edgecolors=self._colours(points.edge),
                linewidths=style.pt(points.rim),
                zorder=points.order,
                clip_on=points.clip,
            ),
        )
        ellipses.set_offsets(points.places)
        self.axes.add_collection(made_by(ellipses, points.passage), autolim=False)

    def _labelled(self, points: Points) -> None:
        """Dots of classes, as seaborn maps them."""
        name, unit = key(points), self._units[points.unit]
        self.paints.update(("class 0", "class 1"))
        known = mapped(self._style, points)

        def made() -> PathCollection:
            dots = PathCollection(
                known["paths"], offsets=points.places, offset_transform=unit, zorder=points.order, **known["looks"]
            )
            dots.set_transform(IdentityTransform())  # sizes are in points, whatever the axes' units
            return dots

        dots = self._copies.of((name, points.unit, points.order), made)
        dots.set_offsets(points.places)
        self.axes.add_collection(made_by(dots, points.passage), autolim=False)

    def _dot(self, points: Points) -> None:
        """One dot alone, as a marker: it stands on whole pixels, so that it does not tremble from frame to frame."""
        style = self._style
        self.axes.add_line(
            Line2D(
                points.places[:, 0],
                points.places[:, 1],
                marker="o",
                markersize=style.pt(points.size),
                color=self._colours(points.fill),
                markeredgecolor=self._colours(points.edge),
                markeredgewidth=style.pt(points.rim),
                zorder=points.order,
                clip_on=points.clip,
                transform=self._units[points.unit],
            )
        )

    def _image(self, image: Image, *, is_smooth: bool) -> None:
        axes = self.axes
        if image.scale == "classes":
            look = tinted(self._style, image.hues, is_smooth=is_smooth)
            tint = Tint(image.values, image.extent, smooth=image.is_smooth, **look)
            tint.set_zorder(image.order)
            axes.add_artist(made_by(tint, image.passage))
            if image.outline is not None:
                tint.set_clip_path(PathPatch(Outline(image.outline, closed=True), transform=axes.transData))
            return
        left, right, bottom, top = image.extent
        run = None if image.scale == "rgb" else run_of(self._style.theme, image.scale)
        between = "antialiased" if image.is_smooth else "nearest"
        drawn = Raster(axes, cmap=run, interpolation=between, origin="upper", extent=(left, right, bottom, top))
        if image.scale == "sign":
            drawn.hatch, drawn.ink = hatching(self._style), to_rgb(self._style.theme.ink)
        drawn.set_transform(self._units[image.unit])
        drawn.set_zorder(image.order)
        drawn.show(image.values, "" if run is None else image.scale)
        drawn.set_clim(-image.limit if image.scale == "sign" else 0.0, image.limit)
        axes.add_image(drawn)

    def _text(self, text: Text) -> None:
        style, theme = self._style, self._style.theme
        self.inks.add(text.paint)
        look: dict[str, Any] = {
            "color": colour(theme, text.paint),
            "fontsize": style.fontsize(self._pixels(text.size)),
            "fontweight": "bold" if text.is_bold else "normal",
            "ha": text.align,
            "va": text.stand,
            "zorder": text.order,
        }
        if text.has_ground:
            look["bbox"] = {"facecolor": theme.background, "edgecolor": "none", "pad": style.pt(_PAD)}
        if text.unit == "data":
            shift = style.pt(text.shift[0]), style.pt(text.shift[1])
            drawn: Any = self.axes.annotate(
                text.text, text.place, xytext=shift, textcoords="offset points", annotation_clip=False, **look
            )
        else:
            drawn = self.axes.text(*text.place, text.text, transform=self._units[text.unit], **look)
        if text.room:
            fit(drawn, style.px(text.room))

    def _pixels(self, size: float | str) -> float:
        """How large type is, in the picture's own pixels."""
        if isinstance(size, str):
            return self._sizes.name if size == "name" else self._sizes.small
        return max(self._style.px(size), self._sizes.least)


def _joined(lines: Sequence[Any]) -> Any:  # noqa: ANN401 - matplotlib's
    """Corners of areas; in one array where all have as many, of which matplotlib makes paths much faster."""
    return np.stack(lines) if len(lines) > 1 and len({np.shape(each) for each in lines}) == 1 else list(lines)
