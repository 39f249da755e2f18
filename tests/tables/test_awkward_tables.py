"""Tables as people have them: a right picture's samples, or one line that names row and column."""

from pathlib import Path

import numpy as np
import pytest
from awkward import NAMES, POINTS, Case, drawn, refused

from documented import ROOT
from vizpipe.datasets import SETS, Samples
from vizpipe.errors import UsageError
from vizpipe.parameters import brought
from vizpipe.tables import samples, samples_of
from vizpipe.tables.classes import USUAL, column_of


def read(case: Case, folder: Path) -> Samples:
    """The samples of a case's file."""
    (folder / case.file).write_bytes(case.data)
    return samples_of(case.file, str(folder), **case.options)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", list(drawn()), ids=lambda case: case.name)
def test_a_table_gives_its_samples(case: Case, tmp_path: Path) -> None:
    """Every row keeps its class, columns have mean 0 and deviation 1, and the notes say what was done."""
    samples = read(case, tmp_path)
    points, labels = samples.draw(np.random.default_rng(1), 7)
    assert len(samples.classes) == case.classes == len(np.unique(labels))
    assert points.shape == (len(labels), 2)
    assert case.notes in " ".join(samples.notes).replace("{{", "{").replace("}}", "}")
    assert np.abs(points.mean(axis=0)).max() < 1e-9
    if case.file != "gaps.csv":
        expected = np.array([name == "wren" for name in NAMES])
        np.testing.assert_array_equal(labels == labels[-1], expected)
    if case.file not in {"gaps.csv", "more.csv"}:
        standard = (POINTS - POINTS.mean(axis=0)) / POINTS.std(axis=0)
        np.testing.assert_allclose(points, standard, atol=2e-3)


@pytest.mark.parametrize("case", list(refused()), ids=lambda case: case.name)
def test_a_table_that_cant_be_drawn_is_refused_in_one_line(case: Case, tmp_path: Path) -> None:
    """What is wrong is said with the file, and with the line and the column where there is one."""
    with pytest.raises(UsageError) as caught:
        read(case, tmp_path)
    assert case.says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_numbers_as_they_are(tmp_path: Path) -> None:
    """Raw numbers are the file's own."""
    case = next(drawn())
    (tmp_path / case.file).write_bytes(case.data)
    points, _ = samples_of(case.file, str(tmp_path), is_raw=True).draw(np.random.default_rng(1), 7)
    np.testing.assert_allclose(points, np.round(POINTS, 3))


def test_a_large_table_is_sampled_fairly(tmp_path: Path) -> None:
    """Of 5,000 rows 1,000 are used, each class by its share, a rare one among them; and always the same ones."""
    rng = np.random.default_rng(3)
    kinds = np.array(["many"] * 3999 + ["some"] * 1000 + ["rare"])
    lines = [f"{a},{b},{kind}" for (a, b), kind in zip(rng.normal(size=(5000, 2)), kinds, strict=True)]
    (tmp_path / "large.csv").write_text("\n".join(["a,b,kind", *lines]))
    samples = samples_of("large.csv", str(tmp_path))
    points, labels = samples.draw(rng, 7)
    counts = {name: int((labels == number).sum()) for number, name in enumerate(samples.classes)}
    assert counts == {"many": 800, "rare": 1, "some": 200}
    assert "A sample of 1,001 is used, each class by its share." in samples.notes
    again, _ = samples_of("large.csv", str(tmp_path)).draw(rng, 7)
    np.testing.assert_array_equal(points, again)


def test_many_columns_are_seen_along_the_two_axes_of_most_variance(tmp_path: Path) -> None:
    """The plane holds the share that the two largest eigenvalues of the columns' correlations have."""
    rng = np.random.default_rng(4)
    table = rng.normal(size=(200, 2)) @ rng.normal(size=(2, 5)) + 0.1 * rng.normal(size=(200, 5))
    lines = [",".join(f"{value}" for value in row) + f",{number % 2}" for number, row in enumerate(table)]
    (tmp_path / "wide.csv").write_text("\n".join(["a,b,c,d,e,y", *lines]))
    samples = samples_of("wide.csv", str(tmp_path))
    values = np.sort(np.linalg.eigvalsh(np.corrcoef(table.T)))[::-1]
    share = 100.0 * values[:2].sum() / values.sum()
    assert f"holds {share:.0f}\u00a0% of the variance of its 5 columns" in " ".join(samples.notes)
    points, _ = samples.draw(rng, 7)
    np.testing.assert_allclose(points.var(axis=0), values[:2])


@pytest.mark.parametrize("name", ["moons", "circles", "xor", "spirals", "gaussians", "three-clouds"])
def test_a_set_by_name_has_two_classes(name: str) -> None:
    """Each set gives as many points as are asked for, half of them of each class, or nearly."""
    points, labels = samples_of(name, ".").draw(np.random.default_rng(1), 100)
    assert points.shape == (100, 2)
    assert 35 <= labels.sum() <= 65


def test_digits_by_name_have_ten_classes() -> None:
    """Handwritten digits are ten classes in a plane."""
    samples = samples_of("digits", ".")
    assert samples.classes == tuple("0123456789")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("mons", "no file mons, and no set of that name — did you mean moons"),
        (".", "is a folder; give a CSV, Parquet or NPZ file"),
        ("x.csv", "no file x.csv"),
    ],
)
def test_what_is_no_file_and_no_set_is_said(name: str, says: str, tmp_path: Path) -> None:
    """A name that is neither a set's nor a file's is refused, with the nearest set."""
    with pytest.raises(UsageError, match=says):
        samples_of(name, str(tmp_path))


@pytest.mark.parametrize(
    ("names", "rows", "column"),
    [
        ("x,y,kind", ("1,2,a", "3,4,b"), "kind"),
        ("x,Y,kind", ("1,2.5,a", "3,4.5,b"), "kind"),
        ("kind,y,x", ("a,1,2", "b,0,3"), "kind"),
        ("x1,x2,y", ("1,2,0", "3,4,1"), "y"),
        ("x1,kind,y", ("1,a,p", "3,b,q"), "y"),
        ("x,y,kind,place", ("1,0,a,c", "3,1,b,d"), "y"),
        ("x,label,kind", ("1,0,a", "3,1,b"), "label"),
        *((f"a,b,{name},words", ("1,2,0,a", "3,4,1,b"), name) for name in USUAL if name != "y"),
    ],
)
def test_a_y_of_numbers_is_no_class_beside_a_column_of_words(
    names: str, rows: tuple[str, ...], column: str, tmp_path: Path
) -> None:
    """A column that is called as classes usually are holds them; y may be a coordinate, and is where words stand."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join([names, *rows, ""]))
    assert column_of(samples.read("a.csv", path, ()), None) == column


def test_the_names_of_class_columns_are_documented() -> None:
    """docs/your-data.md names every column that is taken for the classes unasked."""
    text = " ".join((ROOT / "docs" / "your-data.md").read_text().split())
    assert f"one column is called {', '.join(USUAL[:-1])} or {USUAL[-1]}, or" in text


def test_a_set_has_no_columns() -> None:
    """Columns belong to a file."""
    with pytest.raises(UsageError, match="--label belongs to a file; moons has"):
        samples_of("moons", ".", label="kind")


def test_the_sets_that_options_name_are_those_that_there_are() -> None:
    """What can be known of a recipe without numpy names every set of two classes."""
    assert tuple(SETS) == brought.SETS
