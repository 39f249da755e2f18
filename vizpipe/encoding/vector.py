"""SVG and PDF: a still as lines, shapes and words. Text stays text, and the same figure gives the same bytes."""

import io
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_FAMILY = b"font-family: 'DejaVu Sans'"
_NEAR = b"font-family: 'DejaVu Sans', Verdana, sans-serif"
"""A reader without the font takes the one that is drawn most like it."""


def encode(figure: Figure, suffix: str, title: str, alternative: str, origin: str) -> bytes:
    """The figure as an SVG or PDF file, in the style that is applied now."""
    stream = io.BytesIO()
    plain: dict[Any, Any] = {"svg.fonttype": "none", "pdf.fonttype": 42, "svg.hashsalt": "vizpipe"}
    with mpl.rc_context(plain):
        if suffix == "svg":
            # a date would make each file another
            about = {"Title": title, "Description": alternative, "Creator": origin, "Date": None}
            FigureCanvasSVG(figure).print_svg(stream, metadata=about)
            return stream.getvalue().replace(_FAMILY, _NEAR)
        about = {"Title": title, "Subject": alternative, "Creator": origin, "CreationDate": None}
        FigureCanvasPdf(figure).print_pdf(stream, metadata=about)
    return stream.getvalue()
