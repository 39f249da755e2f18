"""SVG and PDF: a still as lines, shapes and words. Text stays text, and the same figure gives the same bytes."""

import io
import re
from collections.abc import Iterable
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from vizpipe.encoding.formats import About

_FAMILY = re.compile(rb"font-family: ('Source Sans Pro')(, '[^']+')*|(font: [^;\"']*)('Source Sans Pro')(, '[^']+')*")
_NEAR = (
    b"'Source Sans Pro', 'Source Sans 3', Calibri, Carlito, 'IPAexGothic', 'NanumGothic', 'Noto Sans SC', "
    b"'DejaVu Sans', sans-serif"
)
"""A reader without the font takes the one that is drawn most like it; the same list whatever is installed here."""

_PLAIN: dict[Any, Any] = {"svg.fonttype": "none", "pdf.fonttype": 42, "svg.hashsalt": "vizpipe"}


def encode(figure: Figure, suffix: str, about: About) -> bytes:
    """The figure as an SVG or PDF file, in the style that is applied now."""
    title, alternative, origin = about
    stream = io.BytesIO()
    with mpl.rc_context(_PLAIN):
        if suffix == "svg":
            # a date would make each file another
            metadata = {"Title": title, "Description": alternative, "Creator": origin, "Date": None}
            FigureCanvasSVG(figure).print_svg(stream, metadata=metadata)
            return _FAMILY.sub(lambda match: (match[3] or b"font-family: ") + _NEAR, stream.getvalue())
        FigureCanvasPdf(figure).print_pdf(stream, metadata=_document(about))
    return stream.getvalue()


def pages(figures: Iterable[Figure], about: About) -> bytes:
    """One PDF file with a page for each figure."""
    stream = io.BytesIO()
    with mpl.rc_context(_PLAIN), PdfPages(stream, metadata=_document(about)) as document:
        for figure in figures:
            FigureCanvasPdf(figure).print_pdf(document)
    return stream.getvalue()


def _document(about: About) -> dict[str, Any]:
    return {"Title": about.title, "Subject": about.alternative, "Creator": about.origin, "CreationDate": None}
