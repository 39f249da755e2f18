"""The vocabulary of pictures: parts, marks and channels, as values."""

from vizpipe.drawing.picture.blocks import Bars, Cells, Histogram, Pixels, Truth
from vizpipe.drawing.picture.cards import Node
from vizpipe.drawing.picture.channels import Moment, Phrase, once, phrase
from vizpipe.drawing.picture.curves import Area, Line, Rule, Trail
from vizpipe.drawing.picture.graph import Graph
from vizpipe.drawing.picture.grid import Grid
from vizpipe.drawing.picture.labels import Corner, Key, Label
from vizpipe.drawing.picture.mark import Mark, Need, Room
from vizpipe.drawing.picture.networks import Network, output, through
from vizpipe.drawing.picture.neuron import Neuron
from vizpipe.drawing.picture.notes import Note
from vizpipe.drawing.picture.parts import Panel, Picture, Stack, column, each, named, panel, paper, row, stack
from vizpipe.drawing.picture.planes import Band, Decision, Dots, Edge, Field, Mesh, Samples, rim
from vizpipe.drawing.picture.projection import Projection, projected
from vizpipe.drawing.picture.regions import Classes, Regions
from vizpipe.drawing.picture.shapes import Group, Image, Legible, Mix, Paint, Path, Points, Text
from vizpipe.drawing.picture.signs import Crosses
from vizpipe.drawing.picture.straight import Straight, sides
from vizpipe.drawing.picture.surface import Balls, Surface, View
from vizpipe.drawing.picture.tables import Seaborn
from vizpipe.drawing.picture.wall import Wall
from vizpipe.drawing.picture.waterfall import Waterfall
from vizpipe.drawing.picture.when import When

__all__ = [
    "Area",
    "Balls",
    "Band",
    "Bars",
    "Cells",
    "Classes",
    "Corner",
    "Crosses",
    "Decision",
    "Dots",
    "Edge",
    "Field",
    "Graph",
    "Grid",
    "Group",
    "Histogram",
    "Image",
    "Key",
    "Label",
    "Legible",
    "Line",
    "Mark",
    "Mesh",
    "Mix",
    "Moment",
    "Need",
    "Network",
    "Neuron",
    "Node",
    "Note",
    "Paint",
    "Panel",
    "Path",
    "Phrase",
    "Picture",
    "Pixels",
    "Points",
    "Projection",
    "Regions",
    "Room",
    "Rule",
    "Samples",
    "Seaborn",
    "Stack",
    "Straight",
    "Surface",
    "Text",
    "Trail",
    "Truth",
    "View",
    "Wall",
    "Waterfall",
    "When",
    "column",
    "each",
    "named",
    "once",
    "output",
    "panel",
    "paper",
    "phrase",
    "projected",
    "rim",
    "row",
    "sides",
    "stack",
    "through",
]
