"""The types that a recipe's parameters usually have, and the usual size of its picture."""

from typing import Annotated

from msgspec import Meta

Rate = Annotated[float, Meta(gt=0.0)]
"""A learning rate, a step size, a width: any finite number above zero."""
Count = Annotated[int, Meta(ge=1)]
"""How many: 1, 2, 3, …"""
Probability = Annotated[float, Meta(ge=0.0, lt=1.0)]
"""A share from 0 up to, but not, 1."""
Seed = Annotated[int, Meta(ge=0), "Seed of the random numbers: the same seed draws the same picture"]

DEFAULT_SIZE = (1920, 760)
"""Pixels of a recipe's picture, unless it says otherwise."""
