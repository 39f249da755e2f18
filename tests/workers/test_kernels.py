"""The same last digits on every processor of the last ten years."""

import importlib.metadata
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from nursery import cards_only
from vizpipe.workers import kernels

OTHERS = {"OPENBLAS_CORETYPE": "Sandybridge", "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4"}
FILM = ["run", "initial-weights", "-f", "npz"]


def film(known: Path, place: Path, variables: dict[str, str]) -> bytes:
    """The film of a training that amplifies rounding, made by a process with these variables."""
    place.mkdir()
    env = os.environ | cards_only(known, place / "cache") | variables
    command = [sys.executable, "-m", "vizpipe", *FILM, "-j", "1"]
    subprocess.run(command, cwd=place, env=env, check=True, capture_output=True)
    (made,) = place.glob("*.npz")
    return made.read_bytes()


@pytest.mark.skipif(not kernels.settled(), reason="this processor has not the level that workers keep to")
def test_kernels_that_the_caller_names_change_no_byte(shared_cache: Path, tmp_path: Path) -> None:
    """Whatever kernels the caller's environment asks for, the film has the same bytes."""
    if importlib.metadata.version("numpy").startswith(("2.0", "2.1", "2.2", "2.3")):
        OTHERS["NPY_DISABLE_CPU_FEATURES"] = "AVX2 AVX512F"
    assert film(shared_cache, tmp_path / "plain", {}) == film(shared_cache, tmp_path / "others", OTHERS)


def test_other_kernels_would_change_bytes() -> None:
    """Computed in a process of its own without the workers' settings, other kernels give other last digits."""
    code = """
import numpy as np
rng = np.random.default_rng(1)
a = rng.normal(size=(300, 300))
for _ in range(6): a = np.tanh(a @ a / 300)
print(a.tobytes().hex()[:4000])
"""
    lines = {
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | env, capture_output=True, text=True, check=True
        ).stdout
        for env in (OTHERS, {name: value for name, value in kernels.variables().items() if value is not None})
    }
    assert len(lines) == 1 + kernels.settled()


def test_nothing_is_set_where_the_level_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """On another kind of processor workers take what the libraries choose, and only threads are settled."""
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    kernels.settled.cache_clear()
    assert set(kernels.variables()) == {name for name in kernels.variables() if name.endswith("_THREADS")}
    kernels.settled.cache_clear()


def test_the_caller_gets_its_variables_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Around the start of workers variables are others, and afterwards what they were."""
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    before = dict(os.environ)
    with kernels.surroundings():
        assert os.environ["OMP_NUM_THREADS"] == "1"
    assert dict(os.environ) == before
