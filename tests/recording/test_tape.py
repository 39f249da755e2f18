"""A tape records what a network is and what was measured, and leaves a film whatever becomes of the training."""

import contextlib
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import vizpipe
from vizpipe import nn
from vizpipe.errors import UsageError
from vizpipe.film import taken
from vizpipe.film.film import Film
from vizpipe.film.stored import load
from vizpipe.recording import reel, subject, tape

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 2))
Y = (X[:, 0] > 0.0).astype(int)


class Net:
    """A network that somebody holds in arrays, and that moves when asked."""

    def __init__(self, sizes: tuple[int, ...] = (2, 3, 1)) -> None:
        """Draw weights."""
        rng = np.random.default_rng(1)
        self.layers = [(rng.normal(size=pair), np.zeros(pair[1])) for pair in pairwise(sizes)]

    def __call__(self) -> list[tuple[Any, Any]]:
        """The layers as they are now."""
        return self.layers

    def train(self) -> None:
        """Move every weight."""
        self.layers = [(weights * 1.1, bias + 0.1) for weights, bias in self.layers]


def start(net: Net, path: Path, x: Any = X, y: Any = Y, **options: Any) -> tape.Tape:
    """A tape of a network with tanh and a sigmoid."""
    names = ["tanh"] * (len(net.layers) - 1) + ["sigmoid" if len(net.layers[-1][1]) == 1 else "softmax"]
    return vizpipe.record(net, x, y, path, **{"activations": names} | options)


def recorded(path: Path, epochs: int = 3, **options: Any) -> Film[Any]:
    """A film of a few epochs."""
    net = Net()
    for _ in start(net, path, **options).epochs(range(epochs)):
        net.train()
    return vizpipe.load_film(path)


def test_every_epoch_is_a_frame(tmp_path: Path) -> None:
    """The untrained network comes first, then each epoch: its weights, and loss and accuracy of its own answers."""
    film, net = recorded(tmp_path / "run.film"), Net()
    assert film.frame_type is nn.Snapshot
    assert [frame.epoch for frame in film] == [0, 1, 2, 3]
    for frame in film:
        hidden = np.tanh(X @ net.layers[0][0] + net.layers[0][1])
        answers = 1.0 / (1.0 + np.exp(-(hidden @ net.layers[1][0] + net.layers[1][1])))
        np.testing.assert_allclose(frame.predict(X), answers, rtol=1e-12)
        assert frame.accuracy == np.mean((answers[:, 0] > 0.5) == Y)
        assert frame.loss == pytest.approx(-np.mean(np.log(np.where(Y == 1, answers[:, 0], 1.0 - answers[:, 0]))), 1e-5)
        net.train()
    np.testing.assert_array_equal(film[0].samples, X)
    np.testing.assert_array_equal(film[0].labels, Y)


def test_what_is_given_is_kept_by_its_name(tmp_path: Path) -> None:
    """Given losses are the film's; other numbers stand in its curve, masked where there were none."""
    path, net = tmp_path / "run.film", Net()
    with start(net, path) as recording:
        net.train()
        recording.epoch(loss=0.5, accuracy=87.5, val_loss=np.float32(0.25))
        recording.epoch(loss=float("nan"))
    stored = load(path)
    assert list(stored.curve["names"]) == ["loss", "accuracy", "val_loss"]
    assert np.ma.getmaskarray(stored.curve["metrics"]).tolist() == [
        [False] * 2 + [True],
        [False] * 3,
        [True, False, True],
    ]
    film = vizpipe.load_film(path)
    assert (film[1].loss, film[1].accuracy) == (0.5, 0.875)
    assert np.isfinite(film[2].loss)


def test_every_so_many_epochs(tmp_path: Path) -> None:
    """With ``every`` the epochs between are left out; the last is always there."""
    assert [frame.epoch for frame in recorded(tmp_path / "a.film", 7, every=3)] == [0, 3, 6, 7]


def test_a_long_training_loses_every_other_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a film is full every other frame goes, and from then on half as many come; first and last stay."""
    monkeypatch.setattr(reel, "MOST_FRAMES", 8)
    epochs = [frame.epoch for frame in recorded(tmp_path / "a.film", 41)]
    assert epochs[0] == 0
    assert epochs[-1] == 41
    assert len(set(np.diff(epochs[:-1]))) == 1
    assert 4 <= len(epochs) <= 9


def test_a_training_that_fails_leaves_its_film(tmp_path: Path) -> None:
    """An exception goes on its way; the epochs before it are in the film."""
    with contextlib.suppress(ZeroDivisionError), start(Net(), tmp_path / "a.film") as recording:
        recording.epoch()
        recording.epoch(loss=1 / 0)
    assert len(vizpipe.load_film(tmp_path / "a.film")) == 2
    for epoch in start(Net(), tmp_path / "b.film").epochs(range(10)):
        if epoch == 3:
            break
    assert len(vizpipe.load_film(tmp_path / "b.film")) == 5


def test_a_training_that_diverges_ends_before_it(tmp_path: Path) -> None:
    """From the first epoch on whose weights are no numbers there are no frames, and a note says so."""
    net = Net()
    with start(net, tmp_path / "a.film") as recording:
        recording.epoch()
        net.layers[0][0][0, 0] = np.nan
        recording.epoch()
        recording.epoch()
    film = vizpipe.load_film(tmp_path / "a.film")
    assert [frame.epoch for frame in film] == [0, 1]
    assert film.about.notes == ("The training diverged in epoch 2: the film ends before it.",)


def test_a_killed_training_leaves_a_film(tmp_path: Path) -> None:
    """A process that is killed without a chance to end anything leaves a whole film of what it had recorded."""
    script = """
        import os, signal, numpy as np, vizpipe
        from vizpipe.recording import tape
        tape._SELDOM = 0.0
        tape._SHARE = 0.0
        X = np.eye(2)
        recording = vizpipe.record(lambda: [(np.eye(2), np.zeros(2))], X, [0, 1], "a.film", activations=["softmax"])
        for epoch in range(5):
            recording.epoch()
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=tmp_path, check=False)
    assert done.returncode < 0
    assert len(vizpipe.load_film(tmp_path / "a.film")) == 6


def test_a_tape_that_nobody_closes_writes_its_film(tmp_path: Path) -> None:
    """A script that ends without closing its tape leaves the film."""
    script = """
        import numpy as np, vizpipe
        tape = vizpipe.record(lambda: [(np.eye(2), np.zeros(2))], np.eye(2), [0, 1], "a.film", activations=["softmax"])
        tape.epoch()
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=tmp_path, check=True)
    assert len(vizpipe.load_film(tmp_path / "a.film")) == 2


def test_names_come_from_the_data(tmp_path: Path) -> None:
    """Features are called like a table's columns, classes like labels that are texts; both can be said."""
    table, texts = pd.DataFrame(X, columns=["height", "a{b}"]), np.where(Y, "wren", "finch")
    about = recorded(tmp_path / "a.film", x=table, y=texts).about
    assert about.features == ("height", "a(b)")
    assert about.classes == ("finch", "wren")
    said = recorded(tmp_path / "b.film", features=["u", "v"], classes=["no", "yes"]).about
    assert (said.features, said.classes) == (("u", "v"), ("no", "yes"))


@pytest.mark.parametrize("labels", [Y, Y[:, None].astype(float), Y.astype(bool), Y.tolist(), Y * 2 - 1, pd.Series(Y)])
def test_labels_are_classes_however_they_are_written(labels: Any, tmp_path: Path) -> None:
    """Columns, floats, truths, lists and −1 with 1 are the same two classes."""
    np.testing.assert_array_equal(recorded(tmp_path / "a.film", y=labels)[0].labels, Y)


def test_one_hot_labels_are_classes(tmp_path: Path) -> None:
    """Rows with a single 1 name the class of the output where it stands."""
    truth, path = RNG.integers(0, 3, 60), tmp_path / "a.film"
    start(Net((2, 3)), path, y=np.eye(3)[truth]).close()
    np.testing.assert_array_equal(vizpipe.load_film(path)[0].labels, truth)


def test_of_many_rows_a_fair_sample_is_kept(tmp_path: Path) -> None:
    """Of 20,000 rows a film holds at most 1,000, each class in its share, and says so."""
    x, y = RNG.normal(size=(20_000, 2)), (np.arange(20_000) % 10 == 0).astype(int)
    start(Net(), tmp_path / "a.film", x, y).close()
    film = vizpipe.load_film(tmp_path / "a.film")
    assert 990 <= len(film[0].samples) <= 1000
    assert film[0].labels.mean() == pytest.approx(0.1, abs=0.002)
    (note,) = film.about.notes
    assert note == "The film holds 1,000 of 20,000 samples, each class in its share."
    assert {tuple(row) for row in film[0].samples} <= {tuple(row) for row in x}


def test_what_no_film_can_show_is_curves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A regression, and a network that is too large to be kept, leave curves and a note that says why."""
    with start(Net((2, 3, 1)), tmp_path / "a.film", y=X[:, 0] * 1.5) as recording:
        recording.epoch(loss=1.0)
    film = vizpipe.load_film(tmp_path / "a.film")
    assert film.frame_type is nn.Curve
    assert film.about.notes == ("The film holds curves alone: a regression has no classes that a picture could show.",)
    monkeypatch.setattr(subject, "MOST_PARAMETERS", 10)
    with start(Net(), tmp_path / "b.film") as recording:
        recording.epoch(loss=1.0)
    (note,) = vizpipe.load_film(tmp_path / "b.film").about.notes
    assert note == (
        "The network's 13 parameters are more than a film keeps: it holds curves, and where layers put samples."
    )


def test_a_network_that_is_too_large_is_seen_through_its_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the curves lies where its layers put samples, as if the network itself were kept; halved, too."""
    recorded(tmp_path / "whole.film", 20)
    monkeypatch.setattr(subject, "MOST_PARAMETERS", 10)
    assert recorded(tmp_path / "large.film", 20).frame_type is nn.Curve
    whole, large = (taken.film(load(tmp_path / f"{name}.film"), "x", nn.Probe) for name in ("whole", "large"))
    assert [frame.epoch for frame in large] == list(range(21))
    for one, other in zip(whole, large, strict=True):
        np.testing.assert_allclose(other.places, one.places, atol=1e-5)
        np.testing.assert_allclose(other.scatters, one.scatters, atol=1e-5)
    assert large[0].names.tolist() == ["layer 1 (3 units)"]
    monkeypatch.setattr(reel, "MOST_FRAMES", 8)
    recorded(tmp_path / "short.film", 20)
    short = taken.film(load(tmp_path / "short.film"), "x", nn.Probe)
    np.testing.assert_allclose(short[1].scatters, large[int(short[1].epoch)].scatters, atol=1e-5)


def test_images_keep_their_shape(tmp_path: Path) -> None:
    """Of rows that are images of one channel a film says how high and how wide they are; of others nothing."""
    for shape, image in (((60, 3, 4), (3, 4)), ((60, 1, 3, 4), (3, 4)), ((60, 3, 4, 1), (3, 4)), ((60, 12), ())):
        x = np.random.default_rng(0).normal(size=shape)
        start(Net((12, 2, 1)), tmp_path / "a.film", x=x).close()
        assert vizpipe.load_film(tmp_path / "a.film").about.image == image


def test_a_film_may_be_recorded_again(tmp_path: Path) -> None:
    """A file that holds a film is written anew; a number that is none, or an epoch after the end, is refused."""
    recorded(tmp_path / "a.film", 5)
    assert len(recorded(tmp_path / "a.film", 1)) == 2
    recording = start(Net(), tmp_path / "a.film")
    with pytest.raises(UsageError, match="val_loss is of type str, but must be a number"):
        recording.epoch(val_loss="low")
    recording.close()
    with pytest.raises(UsageError, match="is closed"):
        recording.epoch()
