"""Weights in steps: little room, and never off by more than is said."""

import numpy as np
import pytest

from vizpipe.film import deltas

BLOCKS = [slice(0, 300), slice(300, 500), slice(500, 510)]


def walk(frames: int, scale: float = 1.0) -> list[np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """Vectors that move at random, one layer of them 0 at first and one ten times as large."""
    rng, vector = np.random.default_rng(1), np.zeros(510)
    vector[:500] = rng.normal(size=500) * scale
    vector[300:500] *= 10.0
    found = []
    for _ in range(frames):
        found.append(vector.astype(np.float32))
        vector = vector * rng.uniform(0.5, 1.6) + rng.normal(size=510) * 0.02 * scale
    return found


def taken(vectors: list[np.ndarray[tuple[int], np.dtype[np.float32]]]) -> deltas.Deltas:
    """All of them, taken one by one."""
    made = deltas.Deltas(BLOCKS)
    for vector in vectors:
        made.add(vector)
    return made


@pytest.mark.parametrize("scale", [1.0, 1e-12, 1e20])
def test_no_weight_is_off_by_more_than_a_thousandth_of_its_scale(scale: float) -> None:
    """In each of 60 frames each weight is within 10⁻³ of the largest of its layer: errors don't add up."""
    vectors = walk(60, scale)
    for vector, kept in zip(vectors, deltas.frames(taken(vectors).arrays(), BLOCKS), strict=True):
        for block in BLOCKS:
            most = float(np.abs(vector[block]).max())
            assert np.abs(vector[block] - kept[block]).max() <= deltas.TOLERANCE * most * (1.0 + 1e-9)


def test_what_stays_when_every_other_frame_goes_is_the_same() -> None:
    """Halving keeps frames 0, 2, 4, … to the last bit, and what comes after is as near as ever."""
    vectors = walk(41)
    made = taken(vectors)
    before = list(deltas.frames(made.arrays(), BLOCKS))
    made.halve()
    made.add(vectors[-1] * 1.1)
    *after, last = deltas.frames(made.arrays(), BLOCKS)
    np.testing.assert_array_equal(after, before[::2])
    assert (
        np.abs(last[:300] - vectors[-1][:300] * 1.1).max() <= deltas.TOLERANCE * np.abs(vectors[-1][:300] * 1.1).max()
    )


def test_weights_that_rest_take_no_room() -> None:
    """Of weights that never move there is one frame; all later bytes are 0."""
    arrays = taken(walk(1) * 30).arrays()
    assert all(not plane[1:].any() for name, plane in arrays.items() if name != deltas.EXPONENTS)


@pytest.mark.parametrize("wrong", ["exponents", "byte0", "shape", "kind", "missing"])
def test_steps_that_belong_to_other_layers_are_refused(wrong: str) -> None:
    """Arrays that are missing, of another shape or of another type are no weights."""
    arrays = taken(walk(3)).arrays()
    if wrong in {"exponents", "byte0"}:
        arrays[f"parameters.{wrong}"] = arrays[f"parameters.{wrong}"][:-1]
    elif wrong == "shape":
        arrays[deltas.EXPONENTS] = arrays[deltas.EXPONENTS][:, :2]
    elif wrong == "kind":
        arrays[deltas.EXPONENTS] = arrays[deltas.EXPONENTS].astype(np.float64)
    else:
        del arrays["parameters.byte0"]
    with pytest.raises(ValueError, match="don't fit"):
        list(deltas.frames(arrays, BLOCKS))
