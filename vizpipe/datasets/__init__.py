"""Data to train on: toy sets drawn from an explicit generator, and real handwritten digits."""

from vizpipe.datasets.digits import Split, digits, split
from vizpipe.datasets.toy import three_clouds

__all__ = ["Split", "digits", "split", "three_clouds"]
