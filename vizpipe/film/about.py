"""What is known of a film's numbers beside the numbers: where they come from and what they are called."""

import msgspec


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of data or a network that somebody brought; empty where the recipe made all by itself."""

    origin: str = ""
    """Where it comes from: a file's name, or that of a set of data."""
    features: tuple[str, ...] = ()
    """What the inputs are called, in order; for inputs that are a projection, its axes; for a
    curve's pairs, the input and what is predicted."""
    classes: tuple[str, ...] = ()
    """What the classes 0, 1, … are called."""
    notes: tuple[str, ...] = ()
    """What was done with it that a reader must know, a sentence each: captions end with them."""
    image: tuple[int, ...] = ()
    """Of inputs that are the pixels of an image, row by row, its height and its width."""
