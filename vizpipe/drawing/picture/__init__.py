"""The vocabulary of pictures: parts, marks and channels, as values."""

from vizpipe.drawing.picture.blocks import Bars, Cells, Histogram, Pixels, Truth
from vizpipe.drawing.picture.channels import Moment, Phrase, once, phrase
from vizpipe.drawing.picture.curves import Area, Line, Rule, Trail
from vizpipe.drawing.picture.graph import Graph, Node
from vizpipe.drawing.picture.labels import Corner, Key, Label
from vizpipe.drawing.picture.mark import Mark, Room
from vizpipe.drawing.picture.networks import Network, output, through
from vizpipe.drawing.picture.parts import Panel, Picture, Stack, column, each, named, panel, paper, row, stack
from vizpipe.drawing.picture.planes import Band, Decision, Dots, Edge, Field, Mesh, Samples, rim
from vizpipe.drawing.picture.shapes import Group, Image, Mix, Path, Points, Text
from vizpipe.drawing.picture.signs import Crosses
from vizpipe.drawing.picture.straight import Straight
from vizpipe.drawing.picture.when import When

__all__ = [
    "Area",
    "Band",
    "Bars",
    "Cells",
    "Corner",
    "Crosses",
    "Decision",
    "Dots",
    "Edge",
    "Field",
    "Graph",
    "Group",
    "Histogram",
    "Image",
    "Key",
    "Label",
    "Line",
    "Mark",
    "Mesh",
    "Mix",
    "Moment",
    "Network",
    "Node",
    "Panel",
    "Path",
    "Phrase",
    "Picture",
    "Pixels",
    "Points",
    "Room",
    "Rule",
    "Samples",
    "Stack",
    "Straight",
    "Text",
    "Trail",
    "Truth",
    "When",
    "column",
    "each",
    "named",
    "once",
    "output",
    "panel",
    "paper",
    "phrase",
    "rim",
    "row",
    "stack",
    "through",
]
