"""What can't be recorded is refused before hours of training, in one line."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import vizpipe
from vizpipe.errors import UsageError

X = np.random.default_rng(0).normal(size=(60, 2))
Y = (X[:, 0] > 0.0).astype(int)


def layers() -> list[tuple[Any, Any]]:
    """A network that never moves."""
    return [(np.ones((2, 3)), np.zeros(3)), (np.ones((3, 1)), np.zeros(1))]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "labels of other rows": ({"y": Y[:-1]}, "X has 60 rows and y 59"),
    "no table": ({"x": 3}, "X is of type int; give the rows themselves"),
    "no rows": ({"x": X[:0], "y": Y[:0]}, "X has no rows"),
    "missing values": ({"x": np.full((60, 2), np.nan)}, "X holds values that are missing or infinite"),
    "texts": ({"x": np.full((60, 2), "a")}, "X holds something that is no number"),
    "many classes": ({"y": [str(each) for each in range(60)]}, "y holds 60 classes, but the network has 1 outputs"),
    "missing labels": ({"y": np.where(Y, np.nan, 1.0)}, "y holds values that are missing"),
    "never": ({"every": 0}, "every is 0, but must be a whole number, 1 or more"),
    "no folder": ({"path": "none/a.film"}, "there is no folder none"),
    "a folder": ({"path": "."}, "is a folder; name a file"),
    "something else": ({"path": "notes.txt"}, "notes.txt is no film, and would be gone"),
    "other activations": ({"activations": ["tanh"]}, "activations names 1, but there are 2 layers"),
    "unknown activation": ({"activations": ["tanh", "sigmod"]}, "'sigmod' is none of step, sigmoid, tanh"),
    "three names": ({"classes": ["a", "b", "c"]}, "classes names 3 (a, b, c), but there are 2"),
    "no network": (
        {"net": 3, "activations": []},
        "an object of type int is no network that can be recorded; give a PyTorch module",
    ),
    "no chain": ({"net": lambda: [(np.eye(3), np.zeros(2))]}, "layers of shapes (3, 3) and (2,)"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_can_t_be_recorded_is_refused_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mistake costs one line before the training begins, and no file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("precious")
    options, words = WRONG[name]
    whole: dict[str, Any] = {
        "net": layers,
        "x": X,
        "y": Y,
        "path": "a.film",
        "activations": ["tanh", "sigmoid"],
    } | options
    with pytest.raises(UsageError) as caught:
        vizpipe.record(whole.pop("net"), whole.pop("x"), whole.pop("y"), whole.pop("path"), **whole)
    assert str(caught.value).startswith("record: ")
    assert words in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
