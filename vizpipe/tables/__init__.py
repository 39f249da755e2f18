"""Rows that somebody brings → samples in a plane, or pairs of numbers: read, checked row by row, standardised."""

from vizpipe.tables.pairs import pairs_of
from vizpipe.tables.samples import samples_of

__all__ = ["pairs_of", "samples_of"]
