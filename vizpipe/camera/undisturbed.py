"""matplotlib's settings and its log, lent and given back: for drawing in a process that draws for itself too."""

import contextlib
import logging
from collections.abc import Iterator

import matplotlib as mpl

_FONTS = "matplotlib.font_manager"
"""The logger that warns of fonts without a bold cut, which no reader of a picture needs to know."""


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Whatever is set inside is as it was when the block ends; nothing is said about fonts meanwhile."""
    settings, logger = dict.copy(mpl.rcParams), logging.getLogger(_FONTS)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
        if dict.copy(mpl.rcParams) != settings:
            dict.update(mpl.rcParams, settings)
