"""Numbers that a curve is fitted to: two columns of a file, or one line that says why not."""

from pathlib import Path

import numpy as np
import pytest

from vizpipe.datasets import CURVES, Pairs
from vizpipe.errors import UsageError
from vizpipe.parameters import brought
from vizpipe.tables import pairs_of, samples_of

RNG = np.random.default_rng(6)
X = RNG.uniform(800.0, 2200.0, 40)
Y = 60.0 - 0.02 * X + RNG.normal(0.0, 2.0, 40)
LINES = ["weight,mpg,made in", *(f"{x:.2f},{y:.3f},{('us', 'se')[n % 2]}" for n, (x, y) in enumerate(zip(X, Y)))]  # noqa: B905 - of one length


def read(folder: Path, lines: list[str], label: str | None = None, x: str | None = None, *, is_raw: bool) -> Pairs:
    """The pairs of a file of these lines."""
    (folder / "cars.csv").write_text("\n".join(lines))
    return pairs_of("cars.csv", str(folder), label=label, x=x, is_raw=is_raw)


@pytest.mark.parametrize("asked", [(None, None), ("mpg", None), (None, "weight"), ("mpg", "weight")])
def test_two_columns_are_input_and_target(tmp_path: Path, asked: tuple[str | None, str | None]) -> None:
    """However they are asked for, every row gives its pair, as it stands with raw and standardised without."""
    raw = read(tmp_path, LINES, *asked, is_raw=True)
    pairs = raw.draw(RNG, 3)
    np.testing.assert_allclose(pairs, np.stack([X, Y], axis=1), atol=6e-3)
    assert raw.features == ("weight", "mpg")
    assert raw.notes == ("The data are 40 rows of cars.csv: its column mpg is predicted from its column weight.",)
    usual = read(tmp_path, LINES, *asked, is_raw=False)
    np.testing.assert_allclose(usual.draw(RNG, 3), (pairs - pairs.mean(axis=0)) / pairs.std(axis=0))
    assert usual.notes[-1] == "Both columns are standardised."


def test_the_other_way_round_is_the_other_way_round(tmp_path: Path) -> None:
    """A label that stands first is the target all the same, and a column called target is it without being asked."""
    assert read(tmp_path, LINES, "weight", is_raw=False).features == ("mpg", "weight")
    named = ["target,a", *(f"{y},{x}" for x, y in zip(X, Y, strict=True))]
    assert read(tmp_path, named, is_raw=False).features == ("a", "target")


def test_rows_without_one_of_both_numbers_are_left_out(tmp_path: Path) -> None:
    """They are counted; a gap in a column that nobody asked for costs no row."""
    lines = list(LINES)
    lines[3], lines[5], lines[7] = "NA,20.0,us", "1200,,us", "1300,21.0,"
    pairs = read(tmp_path, lines, is_raw=False)
    assert len(pairs.draw(RNG, 3)) == 38
    assert "2 of its rows lack a value and are left out." in pairs.notes


def test_a_large_file_is_sampled_along_its_input(tmp_path: Path) -> None:
    """Of 3,000 rows 300 are used, each a row of the file, one of each ten along x; always the same, and said."""
    x = np.sort(RNG.exponential(1.0, 3000))
    rows = np.stack([x, x**2], axis=1)[RNG.permutation(3000)]
    pairs = read(tmp_path, ["x,y", *(f"{a!r},{b!r}" for a, b in rows.tolist())], is_raw=True)
    drawn = pairs.draw(RNG, 3)
    np.testing.assert_array_equal(np.sort(np.searchsorted(x, drawn[:, 0]) // 10), np.arange(300))
    np.testing.assert_array_equal(drawn[:, 1], drawn[:, 0] ** 2)
    assert "A sample of 300 is used, spread over x as all rows are." in pairs.notes
    np.testing.assert_array_equal(pairs_of("cars.csv", str(tmp_path), is_raw=True).draw(RNG, 3), drawn)


def test_three_tenths_of_a_file_stay_unseen(tmp_path: Path) -> None:
    """Both parts together are all rows, each once; of a known curve there are as many as are asked for."""
    pairs = read(tmp_path, LINES, is_raw=True)
    learned, unseen = pairs.parts(RNG, 3, 4)
    assert (len(learned), len(unseen)) == (28, 12)
    every = np.concatenate([learned, unseen])
    np.testing.assert_array_equal(every[np.argsort(every[:, 0])], pairs.draw(RNG, 3)[np.argsort(X)])
    assert [len(part) for part in CURVES["noisy-wave"].parts(RNG, 3, 4)] == [3, 4]


@pytest.mark.parametrize(
    ("label", "x", "says"),
    [
        ("made in", None, "cars.csv: column made in holds no numbers, as a curve needs; hidden-mapping, overfitting"),
        ("mpg", "made in", "cars.csv: column made in holds no numbers, as a curve needs"),
        ("mpg", "mpg", "cars.csv: column mpg can't be predicted from itself"),
        ("mpg", "weight,age", "--x weight,age names several columns; a curve has one input"),
        ("mgp", None, "cars.csv: no column mgp for --label — did you mean mpg"),
        (None, None, "cars.csv: say which column is predicted: --label weight or mpg or age"),
        ("mpg", None, "cars.csv: say which column it is predicted from: --x weight or age"),
        ("mpg", "same", "cars.csv: column same is 3 in every row"),
    ],
)
def test_columns_that_wont_do_are_refused_in_one_line(
    tmp_path: Path, label: str | None, x: str | None, says: str
) -> None:
    """The line names the column, and what there is instead; a column of words names recipes of classes."""
    more = ",same" if x == "same" else ",age"
    lines = [LINES[0] + more, *(line + (",3" if x == "same" else f",{n * 7 % 11}") for n, line in enumerate(LINES[1:]))]
    with pytest.raises(UsageError) as caught:
        read(tmp_path, lines, label, x, is_raw=False)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (LINES[:8], "cars.csv: 7 rows; at least 10 are needed"),
        (
            [*LINES[:8], *["NA,3,us"] * 9],
            "cars.csv: 7 of 16 rows have a number in both columns; at least 10 are needed",
        ),
        ([*LINES, "1e200,3,us"], "cars.csv: its numbers are too large to learn from as they are; leave out --raw"),
        ([*LINES, "inf,3,us"], "cars.csv, line 42, column weight: the number is infinite"),
        ([*LINES, "heavy,3,us"], "cars.csv, line 42, column weight: 'heavy' is no number"),
        ([line.split(",")[2] + "," + line.split(",")[0] for line in LINES], "cars.csv: a curve takes two columns"),
    ],
)
def test_rows_that_wont_do_are_refused_in_one_line(tmp_path: Path, lines: list[str], says: str) -> None:
    """Too few, too large, infinite, words, or one column alone."""
    with pytest.raises(UsageError) as caught:
        read(tmp_path, lines, is_raw=True)
    assert str(caught.value).startswith(says)


def test_numbers_in_a_recipe_of_classes_name_the_recipe_that_takes_them(tmp_path: Path) -> None:
    """Measurements, and more than ten whole numbers; a thousand names don't."""
    (tmp_path / "n.csv").write_text(
        "\n".join(["a,b,whole,part,named", *(f"{n},{-n},{n},{n}.5,n{n}" for n in range(30))])
    )
    for label, is_told in (("part", True), ("whole", True), ("named", False)):
        with pytest.raises(UsageError) as caught:
            samples_of("n.csv", str(tmp_path), label=label)
        assert ("generalization fits a curve to numbers" in str(caught.value)) == is_told


def test_sets_of_classes_and_curves_are_told_apart(tmp_path: Path) -> None:
    """Each that is asked of the wrong recipe is said to belong to the other; a curve has columns of its own."""
    with pytest.raises(UsageError, match="moons holds classes, and this recipe fits a curve"):
        pairs_of("moons", str(tmp_path))
    with pytest.raises(UsageError, match="noisy-wave is a curve, and this recipe learns classes; generalization"):
        samples_of("noisy-wave", str(tmp_path))
    with pytest.raises(UsageError, match="--x belongs to a file; noisy-wave has columns of its own"):
        pairs_of("noisy-wave", str(tmp_path), x="a")
    assert tuple(CURVES) == brought.CURVES
