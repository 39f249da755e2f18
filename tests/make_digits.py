"""Write vizpipe/datasets/digits.npz from scikit-learn's copy of the set: pip install scikit-learn, then run this once.

The arrays are stored as bytes, which hold every value of the set exactly.
"""

from pathlib import Path

import numpy as np


def main() -> None:
    """Read, check, write."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    images, labels = bunch.images.astype(np.uint8), bunch.target.astype(np.uint8)
    assert (images == bunch.images).all()
    assert images.shape == (1797, 8, 8)
    target = Path(__file__).parents[1] / "vizpipe" / "datasets" / "digits.npz"
    np.savez_compressed(target, images=images, labels=labels)


if __name__ == "__main__":
    main()
