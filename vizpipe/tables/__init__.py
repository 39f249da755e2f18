"""Rows that somebody brings → samples in a plane: read, checked row by row, standardised, seen through two axes."""

from vizpipe.tables.samples import samples_of

__all__ = ["samples_of"]
