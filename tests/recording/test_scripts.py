"""Training scripts in the style of tutorials, one line changed in each: ``make test-recording``."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import vizpipe
from vizpipe import nn

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))
NEEDS = {"torch": ("torch", "sklearn"), "keras": ("keras", "torch", "sklearn"), "scikit": ("sklearn",), "numpy": ()}


class Wanted(NamedTuple):
    """What a script's film holds."""

    file: str
    sizes: tuple[int, ...]
    """None of a network that keeps curves."""
    frames: int
    least: float
    """The accuracy in the end, at least."""


WANTED = {
    "keras_cancer": Wanted("keras-cancer.film", (30, 12, 1), 9, 0.9),
    "keras_digits": Wanted("keras-digits.film", (64, 32, 10), 7, 0.6),
    "keras_logits": Wanted("keras-logits.film", (4, 8, 3), 13, 0.3),
    "numpy_xor": Wanted("numpy-xor.film", (2, 6, 1), 151, 0.9),
    "scikit_diabetes": Wanted("scikit-diabetes.film", (), 30, 0.0),
    "scikit_digits": Wanted("scikit-digits.film", (64, 40, 10), 20, 0.95),
    "scikit_iris": Wanted("scikit-iris.film", (4, 8, 4, 3), 60, 0.9),
    "torch_cancer": Wanted("cancer.film", (30, 16, 1), 41, 0.95),
    "torch_conv": Wanted("conv.film", (), 7, 0.0),
    "torch_digits": Wanted("digits.film", (64, 48, 24, 10), 16, 0.9),
    "torch_iris": Wanted("iris.film", (4, 6, 6, 6, 3), 51, 0.9),
    "torch_moons": Wanted("moons.film", (2, 8, 2, 1), 61, 0.9),
}


def environment() -> dict[str, str]:
    """Keras on PyTorch, one thread."""
    return os.environ | {"KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1"}


@pytest.mark.soak
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_tutorial_with_one_line_changed_gives_a_film_and_a_gif(script: Path, tmp_path: Path) -> None:
    """The film has a frame for each epoch, answers as the framework does to 10⁻⁶, and is drawn without it."""
    for module in NEEDS[script.stem.partition("_")[0]]:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed; make test-recording installs it")
    words = [sys.executable, str(Path(__file__).parent / "measured.py"), str(script)]
    done = subprocess.run(words, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    wanted = WANTED[script.stem]
    path = tmp_path / wanted.file
    film = vizpipe.load_film(path)
    assert len(film) == wanted.frames
    assert told["apart"] <= 1e-6
    assert not [note for note in film.about.notes if "off the network's own" in note]
    if wanted.sizes:
        assert film[0].network.sizes == wanted.sizes
        assert film[-1].accuracy >= wanted.least
        assert film[-1].loss < film[0].loss
    else:
        assert film.frame_type is nn.Curve
        assert film.about.notes[0].startswith("The film holds curves alone: ")
    drawing = ["run", "learning-curves", "--film", wanted.file, "-o", "run.gif", "--size", "640x360", "--frames", "4"]
    drawn = [sys.executable, "-m", "vizpipe", *drawing]
    done = subprocess.run(drawn, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "run.gif").read_bytes().startswith(b"GIF89a")
    share = 100.0 * told["recording"] / told["training"]
    each = 100.0 * told["frames"] / told["training"]
    kilobytes = path.stat().st_size / 1000.0
    sys.stdout.write(
        f"\n{script.stem:16} {told['training']:6.2f} s  recording {share:5.1f} % (frames {each:4.1f} %)  "
        f"{kilobytes:6.0f} kB  apart {told['apart']:.0e}\n"
    )


def test_no_script_is_without_a_word() -> None:
    """Every script is tried, and is of 5 with PyTorch, 3 with Keras, 3 with scikit-learn and 1 with numpy."""
    assert [path.stem for path in SCRIPTS] == sorted(WANTED)
    kinds = [path.stem.partition("_")[0] for path in SCRIPTS]
    assert {kind: kinds.count(kind) for kind in NEEDS} == {"torch": 5, "keras": 3, "scikit": 3, "numpy": 1}
