"""A video's bytes don't depend on what else a process has computed: its memory holds something else every time."""

import hashlib
import multiprocessing

import numpy as np
import pytest
from test_formats import encode

ENCODINGS, PROCESSES = 8, 600


def stirred(seed: int, kind: str) -> list[str]:
    """Digests of some encodings; before each, memory is taken, written and given back."""
    rng = np.random.default_rng(seed)
    digests = []
    for _ in range(ENCODINGS):
        kept: list[np.ndarray] = []
        for way in rng.integers(3, size=rng.integers(1, 12)):
            if way == 0:
                square = rng.normal(size=(rng.integers(1, 300),) * 2)
                kept.append(square @ square)
            elif way == 1:
                kept.append(rng.integers(0, 256, rng.integers(1, 2**20), dtype=np.uint8))
            else:
                kept = kept[::2]
        digests.append(hashlib.sha256(encode(kind)[0]).hexdigest())
    return digests


@pytest.mark.soak
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_a_video_is_the_same_whatever_was_computed_before(kind: str) -> None:
    """4,800 encodings, eight in a process, are the same; x264's macroblock tree gave another in one of 1,500."""
    pytest.importorskip("av", reason="needs vizpipe[video]")
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as processes:
        found = processes.starmap(stirred, [(seed, kind) for seed in range(PROCESSES)], chunksize=1)
    assert len({digest for digests in found for digest in digests}) == 1
