"""Rows that somebody brings → samples in a plane, pairs of numbers, or images: read, checked row by row, scaled."""

from vizpipe.tables.images import images_of
from vizpipe.tables.pairs import pairs_of
from vizpipe.tables.samples import samples_of

__all__ = ["images_of", "pairs_of", "samples_of"]
