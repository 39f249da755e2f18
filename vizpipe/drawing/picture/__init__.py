"""The vocabulary of pictures: parts, marks and channels, as values."""

from vizpipe.drawing.picture.blocks import Bars, Cells, Histogram, Pixels, Truth
from vizpipe.drawing.picture.channels import Moment, Phrase, once, phrase
from vizpipe.drawing.picture.curves import Line, Rule, Trail
from vizpipe.drawing.picture.labels import Corner, Key, Label
from vizpipe.drawing.picture.mark import Mark, Room
from vizpipe.drawing.picture.networks import Network, output, through
from vizpipe.drawing.picture.notes import Note
from vizpipe.drawing.picture.parts import Panel, Picture, Stack, column, each, named, panel, paper, row, stack
from vizpipe.drawing.picture.planes import Band, Decision, Dots, Edge, Field, Mesh, Samples
from vizpipe.drawing.picture.shapes import Group, Image, Mix, Path, Points, Text
from vizpipe.drawing.picture.signs import Crosses
from vizpipe.drawing.picture.wall import Wall

__all__ = [
    "Band",
    "Bars",
    "Cells",
    "Corner",
    "Crosses",
    "Decision",
    "Dots",
    "Edge",
    "Field",
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
    "Note",
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
    "Text",
    "Trail",
    "Truth",
    "Wall",
    "column",
    "each",
    "named",
    "once",
    "output",
    "panel",
    "paper",
    "phrase",
    "row",
    "stack",
    "through",
]
