"""Depth and error: the papers' numbers."""

import numpy as np

from films import Recipes


def test_depth_and_error_are_the_papers(recipes: Recipes) -> None:
    """The four networks have 8, 19, 22 and 152 layers and errors of 16.4, 7.3, 6.7 and 3.57 %."""
    frame = recipes["depth-and-error"].film()[0]
    assert frame.names.tolist() == ["AlexNet", "VGG", "GoogLeNet", "ResNet"]
    assert frame.layers.tolist() == [8, 19, 22, 152]
    assert frame.errors.tolist() == [16.4, 7.3, 6.7, 3.57]
    assert (np.diff(frame.layers) > 0).all()
    assert (np.diff(frame.errors) < 0).all()
