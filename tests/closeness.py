"""Numbers that are nearly equal."""

import numpy as np


def close(one: object, other: object, tolerance: float = 1e-8) -> None:
    """Compare arrays absolutely."""
    np.testing.assert_allclose(np.asarray(one), np.asarray(other), rtol=0, atol=tolerance)
