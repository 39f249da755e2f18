"""Data to train on, one set a file: toy sets drawn from an explicit generator, and real handwritten digits."""

from vizpipe.datasets.circles import circles
from vizpipe.datasets.clouds import clouds
from vizpipe.datasets.digits import digits
from vizpipe.datasets.gaussians import gaussians
from vizpipe.datasets.image_sets import IMAGE_SETS, ImageSet, shifted
from vizpipe.datasets.moons import moons
from vizpipe.datasets.noisy_curve import noisy_curve
from vizpipe.datasets.pairs import CURVES, Pairs
from vizpipe.datasets.random_clouds import random_clouds
from vizpipe.datasets.samples import SETS, Samples
from vizpipe.datasets.spirals import spirals
from vizpipe.datasets.split import Split, split
from vizpipe.datasets.three_clouds import three_clouds
from vizpipe.datasets.xor import xor

__all__ = [
    "CURVES",
    "IMAGE_SETS",
    "SETS",
    "ImageSet",
    "Pairs",
    "Samples",
    "Split",
    "circles",
    "clouds",
    "digits",
    "gaussians",
    "moons",
    "noisy_curve",
    "random_clouds",
    "shifted",
    "spirals",
    "split",
    "three_clouds",
    "xor",
]
