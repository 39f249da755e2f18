"""What recipes draw with: a style, a layout, marks."""

from vizpipe.drawing.closing import Rules, closing, worked_out
from vizpipe.drawing.formulas import weighted_sum
from vizpipe.drawing.layout import Box, equal, name_panel, panel, panels, paper, plot, split
from vizpipe.drawing.marks.across import line_across
from vizpipe.drawing.marks.plane import limits_of, straight_line, zero_lines
from vizpipe.drawing.numbers import given, power_of_ten, short, signed
from vizpipe.drawing.page import Page, page
from vizpipe.drawing.sentences import became, listed, moved
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import DARK, LIGHT, THEMES, Theme

__all__ = [
    "DARK",
    "LIGHT",
    "THEMES",
    "Box",
    "Page",
    "Rules",
    "Style",
    "Theme",
    "became",
    "closing",
    "equal",
    "given",
    "limits_of",
    "line_across",
    "listed",
    "marks",
    "moved",
    "name_panel",
    "page",
    "panel",
    "panels",
    "paper",
    "plot",
    "power_of_ten",
    "short",
    "signed",
    "split",
    "straight_line",
    "weighted_sum",
    "worked_out",
    "zero_lines",
]
