"""Logs become films of curves; what can't be read is named with its row."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from event_files import events, record, scalar

import vizpipe
from vizpipe.errors import UsageError
from vizpipe.film import stored
from vizpipe.recording.logs import film_of

if TYPE_CHECKING:
    from conftest import Vizpipe

LOG = "epoch,accuracy,loss,val_loss\n0,0.5,0.9,1.0\n1,0.6,0.7,\n2,0.7,0.5,0.9\n"


def read(*paths: Path) -> tuple[list[str], "np.ma.MaskedArray[tuple[int, int], np.dtype[np.float64]]", stored.Stored]:
    """The names, the numbers and all else of a film of logs."""
    found = stored.read(film_of(paths).data, "run.film")
    return [str(name) for name in found.fields["names"]], np.ma.asarray(found.fields["metrics"]), found


@pytest.mark.parametrize("form", ["plain", "semicolons", "tabs", "bom"])
def test_a_csv_log_is_read(form: str, tmp_path: Path) -> None:
    """Columns are curves, empty cells gaps; semicolons with decimal commas, tabs and a BOM are no matter."""
    path = tmp_path / "log.csv"
    text = {"semicolons": LOG.replace(",", ";").replace(".", ","), "tabs": LOG.replace(",", "\t")}.get(form, LOG)
    path.write_text(text, encoding="utf-8-sig" if form == "bom" else "utf-8")
    names, metrics, found = read(path)
    assert names == ["accuracy", "loss", "val_loss"]
    assert metrics[0].tolist() == [0.5, 0.9, 1.0]
    assert np.ma.getmaskarray(metrics)[1].tolist() == [False, False, True]
    assert found.about.origin == "log.csv"
    assert found.fields["epoch"].tolist() == [0, 1, 2]


def test_a_log_of_steps_says_so(tmp_path: Path) -> None:
    """Without epochs the steps count, and a note says it; texts and columns without numbers are left out."""
    (tmp_path / "a.csv").write_text("step,name,lr\n10,run,0.1\n20,run,nan\n20,run,0.2\n")
    names, metrics, found = read(tmp_path / "a.csv")
    assert names == ["lr"]
    assert found.fields["epoch"].tolist() == [10, 20]
    assert metrics[:, 0].tolist() == [0.1, 0.2]
    assert found.about.notes == ("Epochs are the log's steps.",)


@pytest.mark.parametrize(
    ("texts", "notes", "remark"),
    [
        (
            ("a,b\n1,2\n3,4\n",),
            ("Epochs are the log's rows.",),
            "0.csv: no column of epochs or steps, so rows are counted",
        ),
        (("loss,lr\n1,2\n", "x,y\n1,2\n"), ("Epochs are the log's rows.",), "0.csv, 1.csv: no column of"),
        (("epoch,b\n1,2\n", "x,y\n1,2\n"), ("Epochs are the log's rows.",), "1.csv: no column of"),
        (("epoch,b\n1,2\n", "step,y\n1,2\n"), ("Epochs are the log's steps.",), ""),
        (("Epochs,b\n1,2\n", "epoch,y\n1,2\n"), (), ""),
    ],
)
def test_a_log_without_a_clock_says_that_rows_are_counted(
    vizpipe: "Vizpipe", tmp_path: Path, texts: tuple[str, ...], notes: tuple[str, ...], remark: str
) -> None:
    """What counts the frames is said unless it is epochs: in the caption, and of rows in a line of the command."""
    paths = [tmp_path / f"{number}.csv" for number, _ in enumerate(texts)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    assert stored.read(film_of(paths).data, "run.film").about.notes == notes
    done = vizpipe("film", *(path.name for path in paths))
    assert done.code == 0
    assert done.err.startswith(f"vizpipe: {remark}" if remark else "")
    assert done.err.count("\n") == bool(remark)


@pytest.mark.parametrize("is_tensor", [False, True])
def test_tensorboards_events_are_read(is_tensor: bool, tmp_path: Path) -> None:  # noqa: FBT001 - pytest gives it
    """Scalars of event files are curves by their tags; of two folders with one tag the folders' names part them."""
    for folder, value in (("train", 1.0), ("validation", 2.0)):
        place = tmp_path / folder
        place.mkdir()
        records = [scalar(step, "epoch_loss", value / (step + 1), is_tensor=is_tensor) for step in range(3)]
        (place / "events.out.tfevents.1.host").write_bytes(
            events(*records)[:-3] if folder == "train" else events(*records)
        )
    names, metrics, _ = read(tmp_path)
    assert names == ["train epoch_loss", "validation epoch_loss"]
    assert metrics[:2].tolist() == [[1.0, 2.0], [0.5, 1.0]]
    assert np.ma.getmaskarray(metrics)[2].tolist() == [True, False]  # what is being written is not there yet


def test_a_long_log_keeps_some(tmp_path: Path) -> None:
    """Of 5,000 epochs a film has at most 2,000, the first and the last among them, and says so."""
    (tmp_path / "a.csv").write_text("epoch,loss\n" + "".join(f"{n},{n}\n" for n in range(5000)))
    _, metrics, found = read(tmp_path / "a.csv")
    assert len(metrics) <= 2001
    assert (metrics[0, 0], metrics[-1, 0]) == (0.0, 4999.0)
    assert found.about.notes == ("Of 5,000 one in 3 is shown.",)


WRONG = {
    "": ": it is empty",
    "hello": ": it has a header but no rows",
    "hello\n1\n": ": its first line names 1 columns",
    "epoch,loss,loss\n1,2,3\n": ": its first line: a column's name stands twice",
    "epoch,loss\n1,2\n2,high\n": ", line 3, column loss: 'high' is no number",
    "epoch,loss\n1,2\n\n2,3,4\n": ", line 4: 3 cells, and line 1 has 2",
    "epoch,loss\n1.5,2\n": ", line 2, column epoch: '1.5' is no epoch or step, which are whole numbers from 0 on",
    "epoch,loss\n,2\n": ", line 2, column epoch: '' is no epoch or step",
    "epoch,loss\n1,inf\n": ": no number in it was measured",
    "epoch,loss\n1,\n": ": no number in it was measured",
    "a\0b": ": that is no table; CSV logs and TensorBoard's event files can be read",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_bad_row_is_named(text: str, tmp_path: Path) -> None:
    """What can't be read costs one line with the file and the row."""
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(UsageError) as caught:
        film_of([tmp_path / "a.csv"])
    assert str(caught.value).startswith(f"{tmp_path / 'a.csv'}{WRONG[text]}")


def test_damaged_events_are_named(tmp_path: Path) -> None:
    """A flipped bit, bytes that are no text, and a folder without a log cost one line; no bytes cost a traceback."""
    path, data = tmp_path / "a.tfevents", bytearray(events(scalar(0, "loss", 1.0), scalar(1, "loss", 0.5)))
    data[-10] ^= 1
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"a\.tfevents: record 3: it is damaged"):
        film_of([path])
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="its text is damaged"):
        film_of([path])
    (tmp_path / "none").mkdir()
    with pytest.raises(UsageError, match="no event file"):
        film_of([tmp_path / "none"])
    rng, whole = np.random.default_rng(0), events(*(scalar(step, "loss", 1.0) for step in range(5)))
    for _ in range(300):
        body = bytes(rng.integers(256, size=rng.integers(1, 60), dtype=np.uint8))
        path.write_bytes(whole + record(body))
        try:
            film_of([path])
        except UsageError as error:
            assert "record 7: it is no event" in str(error)  # noqa: PT017 - some are events without scalars


def test_the_verb_makes_a_film_that_is_drawn(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """``vizpipe film`` writes run.film, says how it is drawn, and writes over no file but a film."""
    (tmp_path / "log.csv").write_text(LOG)
    done = vizpipe("film", "log.csv")
    assert done.code == 0, done
    assert done.out.strip().endswith("vizpipe run learning-curves --film run.film")
    assert vizpipe("run", "learning-curves", "--film", "run.film", "-f", "csv").code == 0
    assert vizpipe("film", "log.csv").code == 0
    refused = vizpipe("film", "log.csv", "-o", "log.csv")
    assert refused.line == "vizpipe: log.csv is no film, and would be gone; name another file, or add --overwrite"
    assert (tmp_path / "log.csv").read_text() == LOG
    assert "none.csv: No such file" in vizpipe("film", "none.csv", "-o", "b.film").line


@pytest.mark.parametrize(
    ("name", "text", "is_kept"),
    [
        ("log.csv", LOG, False),
        ("log.csv", LOG + "3,0.8,0.4,0.8\n", False),
        ("log.csv", "epoch,lr,accuracy,loss,val_loss\n0,1,0.5,0.9,1.0\n1,1,0.6,0.7,\n2,1,0.7,0.5,0.9\n", False),
        ("log.csv", LOG.replace("0.9", "0.8", 1), True),
        ("log.csv", LOG.replace("2,0.7,0.5,0.9\n", ""), True),
        ("log.csv", LOG.replace("val_loss", "mae"), True),
        ("log.csv", "epoch,loss\n10,0.1\n11,0.2\n", True),
        ("other.csv", LOG, True),
    ],
)
def test_another_film_is_not_replaced_unasked(
    vizpipe: "Vizpipe",
    tmp_path: Path,
    name: str,
    text: str,
    is_kept: bool,  # noqa: FBT001 - pytest gives it
) -> None:
    """A log's film gives way to that of the same log, grown or not, and to no other; asked, it gives way to all."""
    (tmp_path / "log.csv").write_text(LOG)
    assert vizpipe("film", "log.csv").code == 0
    before = (tmp_path / "run.film").read_bytes()
    (tmp_path / name).write_text(text)
    done = vizpipe("film", name)
    if is_kept:
        assert done.code == 2
        assert done.line.startswith("vizpipe: run.film is a film of something else, or of another training, and would")
        assert (tmp_path / "run.film").read_bytes() == before
        assert vizpipe("film", name, "--overwrite").code == 0
    else:
        assert done.code == 0, done
    assert (tmp_path / "run.film").read_bytes() == film_of([tmp_path / name]).data


def test_a_film_that_a_training_recorded_is_not_replaced_by_a_logs(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """The film of a recorded training costs hours, and a log's film has the same usual name."""
    (tmp_path / "log.csv").write_text(LOG)
    assert vizpipe("run", "hidden-mapping", "--max-epochs", "5", "-f", "npz", "-o", "run.film.npz").code == 0
    (tmp_path / "run.film.npz").rename(tmp_path / "run.film")
    before = (tmp_path / "run.film").read_bytes()
    assert vizpipe("film", "log.csv").code == 2
    assert (tmp_path / "run.film").read_bytes() == before


def test_load_film_gives_curves(tmp_path: Path) -> None:
    """From Python a log's film is one of ``nn.Curve``."""
    (tmp_path / "log.csv").write_text(LOG)
    (tmp_path / "a.film").write_bytes(film_of([tmp_path / "log.csv"]).data)
    assert vizpipe.load_film(tmp_path / "a.film")[2].metrics.tolist() == [0.7, 0.5, 0.9]
