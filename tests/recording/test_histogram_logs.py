"""Histograms of TensorBoard's event files are drawn as weights by layer; hostile ones cost one line."""

import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from event_files import bins, event, events, field, histogram, refusals, scalar

from films import Recipes
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture.shapes import Path as Line
from vizpipe.errors import UsageError
from vizpipe.film import stored, taken
from vizpipe.film.film import Film
from vizpipe.nn.histograms import BINS
from vizpipe.recording.checksums import checksum
from vizpipe.recording.logs import film_of

VALUES = [-1.0, -0.5, 0.5, 3.05]
LIMITS, COUNTS = [-0.75, 0.0, 1.0, 1.7e308], [1.0, 1.0, 1.0, 1.0]


def film(path: Path, *written: bytes) -> Film[nn.Histograms]:
    """The histograms of an event file."""
    path.write_bytes(events(*written))
    return taken.film(stored.read(film_of([path]).data, "run.film"), "weights-by-layer", nn.Histograms)


@pytest.mark.parametrize("length", [0, 9, 64, 65, 1000, 70_001, (1 << 20) + 9])
def test_the_checksum_is_that_of_bit_after_bit(length: int) -> None:
    """CRC-32C of "123456789" is 0xE3069283, masked as TFRecords have it; of more bytes, what their bits come to."""
    data = b"123456789" if length == 9 else np.random.default_rng(0).bytes(length)
    crc, table = 0xFFFFFFFF, list(range(256))
    for _ in range(8):
        table = [each >> 1 ^ (0x82F63B78 if each & 1 else 0) for each in table]
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    assert length != 9 or crc == 0xE3069283
    assert checksum(data) == ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def test_histograms_of_pytorch_are_read(tmp_path: Path) -> None:
    """A bin's share lies evenly where the bin is, the last ends at the largest value, and σ is that of the values."""
    made = film(tmp_path / "a.tfevents", histogram(3, "fc.weight", LIMITS, COUNTS, VALUES))
    frame = made[0]
    assert (frame.epoch, frame.names.tolist()) == (3, ["fc.weight"])
    assert frame.edges[0, [0, -1]].tolist() == [-3.05, 3.05]
    assert frame.shares[0].sum() == pytest.approx(1.0)
    assert frame.deviations[0] == pytest.approx(np.std(VALUES))
    reached = np.interp(frame.edges[0, 1:], [-1.0, -0.75, 0.0, 1.0, 3.05], [0.0, 0.25, 0.5, 0.75, 1.0])
    np.testing.assert_allclose(np.cumsum(frame.shares[0]), reached)


def test_histograms_of_tensorflow_are_read(tmp_path: Path) -> None:
    """A tensor of left, right and count is the same; σ is that of values spread evenly over the bins."""
    rows = [(-2.0, 0.0, 3.0), (0.0, 2.0, 3.0)]
    made = film(
        tmp_path / "a.tfevents", *(bins(step, "dense/kernel_0", rows) for step in range(2)), scalar(0, "loss", 1.0)
    )
    assert [frame.epoch for frame in made] == [0, 1]
    assert made[0].deviations[0] == pytest.approx(4.0 / np.sqrt(12.0))
    np.testing.assert_allclose(made[0].shares[0], 1.0 / BINS)


def test_weights_are_told_from_biases_and_gradients(tmp_path: Path) -> None:
    """Of names that say weight or kernel those are drawn; where none does all but biases are, and a note says so."""
    tags = ("0.weight", "0.bias", "0.weight.grad", "1.weight")
    made = film(tmp_path / "a.tfevents", *(histogram(0, tag, LIMITS, COUNTS, VALUES) for tag in tags))
    assert made[0].names.tolist() == ["0.weight", "1.weight"]
    assert made.about.notes == ("Epochs are the log's steps.",)
    made = film(tmp_path / "b.tfevents", *(histogram(0, tag, LIMITS, COUNTS, VALUES) for tag in ("a", "b/bias")))
    assert made[0].names.tolist() == ["a"]
    assert made.about.notes[-1] == "Whether its histograms are of weights the log does not say."


def test_what_was_written_at_other_times_is_left_out(tmp_path: Path) -> None:
    """Frames are the steps at which all were written; one that was written at others is left out, which is said."""
    written = [
        histogram(step, tag, LIMITS, COUNTS, VALUES)
        for tag, steps in (("a", range(9)), ("b", range(8)), ("c", range(8, 12)))
        for step in steps
    ]
    made = film(tmp_path / "a.tfevents", *written)
    assert (len(made), made[0].names.tolist()) == (8, ["a", "b"])
    assert made.about.notes[-1] == "Histograms are 2 of 3; others were written at other times."


def test_of_many_histograms_some_are_kept(tmp_path: Path) -> None:
    """Of 600 steps a film has at most 250, the first and the last among them, and says so; edges stand still."""
    made = film(
        tmp_path / "a.tfevents",
        *(bins(n, "weight", [(-1.0 - n, 1.0 + n, 1.0)]) for n in range(600)),
    )
    assert len(made) <= 251
    assert (made[0].epoch, made[-1].epoch) == (0, 599)
    assert made.about.notes[-1] == "Of 600 histograms of a layer one in 3 is shown."
    assert made[0].edges[0, -1] == 600.0
    assert made[0].shares[0].max() == 1.0  # all in the bin in the middle
    np.testing.assert_allclose(made[-1].shares[0], 1.0 / BINS)


def test_a_log_of_histograms_alone_has_curves_of_their_spread(tmp_path: Path) -> None:
    """Without a scalar the curves are the standard deviations."""
    path = tmp_path / "a.tfevents"
    path.write_bytes(events(histogram(0, "weight", LIMITS, COUNTS, VALUES)))
    made = film_of([path])
    assert made.recipes == ("learning-curves", "weights-by-layer")
    read = stored.read(made.data, "run.film")
    assert read.fields["names"].tolist() == ["σ of weight"]
    assert float(read.fields["metrics"][0, 0]) == pytest.approx(np.std(VALUES))


def test_a_logs_histograms_are_drawn(recipes: Recipes, tmp_path: Path) -> None:
    """Each has a panel with its own bins; that the first were before training is not said, since nobody knows."""
    written = [bins(n, f"{at}.weight", [(-1.0, n, 1.0)]) for n in (1, 2) for at in range(2)]
    made = film(tmp_path / "a.tfevents", *written)
    stage = staged(recipes["weights-by-layer"], made)
    for number in range(2):
        first, now = shapes_of(stage, 1, str(number), Line, "Histogram")
        assert np.asarray(first.lines[0])[:, 1].max() == pytest.approx(made[0].shares[number].max())
        assert np.asarray(now.lines[0])[:, 1].max() == pytest.approx(made[1].shares[number].max())
    assert recipes["weights-by-layer"].cues(made)[0].say == "The weights of each layer at first"


PART = "histograms."
LIES = {
    "shares": np.zeros((1, 1, BINS + 1)),
    "edges": np.zeros((1, BINS + 1)),
    "deviations": np.array([[-1.0]]),
    "names": np.array(["a\nb"]),
    "epoch": np.array([], np.int64),
}


@pytest.mark.parametrize("name", LIES)
def test_a_films_histograms_are_checked(name: str, tmp_path: Path) -> None:
    """Of a film from anywhere, histograms with other bins, edges that don't rise, or missing parts are refused."""
    path = tmp_path / "a.tfevents"
    path.write_bytes(events(bins(0, "weight", [(0.0, 1.0, 1.0)])))
    data = film_of([path]).data
    arrays = dict(np.load(io.BytesIO(data)))
    assert LIES[name].dtype.kind == arrays[PART + name].dtype.kind
    for lie in ({PART + name: LIES[name]}, {}):
        found = {key: each for key, each in arrays.items() if key != PART + name} | lie
        np.savez(stream := io.BytesIO(), **found)
        with pytest.raises(UsageError, match=r"run\.film: this can't be read as a film: what it says of weights"):
            stored.read(stream.getvalue(), "run.film")


WRONG = {
    "fewer rows than said": bins(0, "w", [(0.0, 1.0, 1.0)], said=1 << 40),
    "fewer counts than limits": histogram(0, "w", LIMITS, COUNTS[:2], VALUES),
    "counts below nought": bins(0, "w", [(0.0, 1.0, -1.0), (1.0, 2.0, 1.0)]),
    "bins that go back": bins(0, "w", [(1.0, 2.0, 1.0), (0.0, 1.0, 1.0)]),
    "half a number": event(0, "w", field(5, field(6, b"\0" * 7))),
    "too many bins": bins(0, "w", [(float(n), n + 1.0, 1.0) for n in range(10_001)]),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_histogram_that_is_none_is_named(what: str, tmp_path: Path) -> None:
    """It costs one line that names the record, and no memory for what isn't there."""
    (tmp_path / "a.tfevents").write_bytes(events(WRONG[what]))
    tracemalloc.start()
    with pytest.raises(UsageError, match=r"a\.tfevents: record 2: it is no event of TensorBoard's$"):
        film_of([tmp_path / "a.tfevents"])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_what_cannot_be_seen_is_left_out(value: float, tmp_path: Path) -> None:
    """Histograms of a network that diverged are gaps."""
    good = bins(0, "weight", [(0.0, 1.0, 1.0)])
    made = film(
        tmp_path / "a.tfevents",
        good,
        bins(1, "weight", [(0.0, value, 1.0)]),
        histogram(2, "weight", [0.5, value], [1.0, 1.0], [0.0, value]),
    )
    assert [frame.epoch for frame in made] == [0]


def test_damaged_histograms_cost_one_line(tmp_path: Path) -> None:
    """A flipped bit in a long record is seen by its checksum; of 400 events with a right one each is read or named."""
    path = tmp_path / "a.tfevents"
    data = bytearray(events(bins(0, "weight", [(float(n), n + 1.0, 1.0) for n in range(4_000)])))
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"record 2: it is damaged"):
        film_of([path])
    whole = histogram(0, "weight", LIMITS, COUNTS, VALUES)[12:-4], bins(0, "weight", [(0.0, 1.0, 1.0)])[12:-4]
    said = refusals(path, whole, 400)
    assert all("record 3: it is no event" in each for each in said)
    assert 0 < len(said) < 400
