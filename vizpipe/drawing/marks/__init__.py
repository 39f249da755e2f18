"""Marks: what a picture is made of.

A mark works in two beats. Built on the stage, it binds style and colours (seaborn maps data to colours there) and gives
back a function; a recipe's ``draw`` calls that function, and it adds the artists of one frame, and nothing else.
"""

from collections.abc import Callable

from matplotlib.axes import Axes

from vizpipe.drawing.marks.blocks import bars, cells, colours, confidence_bars, confidences, histogram, image
from vizpipe.drawing.marks.curves import apart, corner_label, curve, curves, guide, label, stroke
from vizpipe.drawing.marks.graph import Node, computational_graph
from vizpipe.drawing.marks.images import picture
from vizpipe.drawing.marks.network import network_diagram
from vizpipe.drawing.marks.plane import band, boundary, decision, field, mesh, mesh_lines, samples
from vizpipe.drawing.marks.shapes import arrow, arrows, circle, dots, lines
from vizpipe.drawing.marks.tables import truth_table
from vizpipe.drawing.marks.window import window
from vizpipe.drawing.marks.words import heading, key, readout
from vizpipe.film.plane import grid

Mark = Callable[..., None]
"""The second beat of a mark: adds the artists of one frame."""

__all__ = [
    "Axes",
    "Mark",
    "Node",
    "apart",
    "arrow",
    "arrows",
    "band",
    "bars",
    "boundary",
    "cells",
    "circle",
    "colours",
    "computational_graph",
    "confidence_bars",
    "confidences",
    "corner_label",
    "curve",
    "curves",
    "decision",
    "dots",
    "field",
    "grid",
    "guide",
    "heading",
    "histogram",
    "image",
    "key",
    "label",
    "lines",
    "mesh",
    "mesh_lines",
    "network_diagram",
    "picture",
    "readout",
    "samples",
    "stroke",
    "truth_table",
    "window",
]
