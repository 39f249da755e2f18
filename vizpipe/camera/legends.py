"""Legends that stay where they stand."""

from matplotlib.axes import Axes
from matplotlib.legend import Legend


def free_legend(axes: Axes) -> Legend | None:
    """Keep a legend as a plain artist: celluloid would add it again at every snap."""
    legend = axes.get_legend()
    if legend is not None:
        axes.add_artist(legend)
        axes.legend_ = None
    return legend


def freeze(legend: Legend | None) -> None:
    """Keep a legend where it stands: the place «best» looks at what is drawn, and would move from frame to frame."""
    if legend is not None and getattr(legend, "_loc", None) == 0:
        corner = legend.get_window_extent()
        legend.set_loc(tuple(legend.axes.transAxes.inverted().transform((corner.x0, corner.y0))))
