"""Images of a file: square, grey, shrunk and scaled, or one line that says why not."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vizpipe.datasets import IMAGE_SETS, ImageSet
from vizpipe.errors import UsageError
from vizpipe.parameters import brought
from vizpipe.tables import images_of, samples_of

RNG = np.random.default_rng(5)
PIXELS = RNG.integers(3, 251, (60, 12, 12)).astype(np.uint8)
KINDS = np.array(["hat", "shoe", "bag"])[np.arange(60) % 3]


def read(folder: Path, side: int = 12, label: str | None = None, **arrays: Any) -> ImageSet:
    """The images of an NPZ file of these arrays."""
    np.savez(folder / "a.npz", **arrays)
    return images_of("a.npz", str(folder), side=side, label=label)


def scaled(pixels: Any) -> Any:
    """What plain numpy makes of pixels: from 0 to 1, a row each."""
    pixels = np.asarray(pixels, float)
    return ((pixels - pixels.min()) / (pixels.max() - pixels.min())).reshape(len(pixels), -1)


@pytest.mark.parametrize(
    "names", [("x", "y"), ("X", "y"), ("x_train", "y_train"), ("images", "labels"), ("train_images", "train_labels")]
)
@pytest.mark.parametrize("is_flat", [False, True])
def test_arrays_are_images_and_classes(tmp_path: Path, names: tuple[str, str], *, is_flat: bool) -> None:
    """Whatever is usual as their names, pixels are scaled by their range, and classes are numbered by their names."""
    pixels = PIXELS.reshape(60, -1) if is_flat else PIXELS
    arrays: dict[str, Any] = dict(zip(names, (pixels, KINDS), strict=True))
    found = read(tmp_path, **arrays)
    images, labels = found.draw()
    np.testing.assert_allclose(images, scaled(PIXELS))
    assert found.classes == ("bag", "hat", "shoe")
    assert [found.classes[label] for label in labels] == KINDS.tolist()
    assert (found.side, found.is_drawn) == (12, False)
    low, high = PIXELS.min(), PIXELS.max()
    assert found.notes == (
        f"The data are 60 images of a.npz, and the classes are its array {names[1]}.",
        f"Values from {low} to {high} are scaled to 0 (paper) to 1 (ink).",
    )


def test_a_label_chooses_its_images(tmp_path: Path) -> None:
    """Of a file in two parts the training part is read, unless the other is asked for."""
    parts: dict[str, Any] = {"x_train": PIXELS[:40], "y_train": KINDS[:40], "x_test": PIXELS[10:], "y_test": KINDS[10:]}
    np.testing.assert_allclose(read(tmp_path, **parts).draw()[0], scaled(PIXELS[:40]))
    np.testing.assert_allclose(read(tmp_path, label="y_test", **parts).draw()[0], scaled(PIXELS[10:]))


def test_a_table_is_read_like_arrays(tmp_path: Path) -> None:
    """A CSV file with an index, classes in the middle and pixels elsewhere gives the same images, in its order."""
    flat = PIXELS.reshape(60, -1)
    with (tmp_path / "a.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["", *(f"p{n}" for n in range(70)), "label", *(f"p{n}" for n in range(70, 144))])
        rows.writerows([n, *flat[n, :70], KINDS[n], *flat[n, 70:]] for n in range(60))
    found = images_of("a.csv", str(tmp_path), side=12)
    np.testing.assert_allclose(found.draw()[0], scaled(PIXELS))
    assert found.notes[0] == "The data are 60 images of a.csv, and the classes are its column label."
    assert [found.classes[label] for label in found.draw()[1]] == KINDS.tolist()


@pytest.mark.parametrize(("side", "small"), [(12, 6), (12, 4), (12, 8)])
def test_larger_images_are_averaged(tmp_path: Path, side: int, small: int) -> None:
    """Each new pixel is the mean of what lies below it, also where it ends within a pixel; and it is said."""
    images, _ = read(tmp_path, small, x=PIXELS, y=KINDS).draw()
    fine = np.kron(PIXELS.astype(float), np.ones((1, small, small)))  # so that every new pixel is whole small ones
    wanted = fine.reshape(60, small, side, small, side).mean(axis=(2, 4))
    low, high = float(PIXELS.min()), float(PIXELS.max())
    np.testing.assert_allclose(images, ((wanted - low) / (high - low)).reshape(60, -1))
    note = read(tmp_path, small, x=PIXELS, y=KINDS).notes[-1]
    assert note.startswith(f"12 × 12 pixels are averaged to {small} × {small}, and values from ")


@pytest.mark.parametrize("is_first", [False, True])
def test_colours_are_made_grey(tmp_path: Path, *, is_first: bool) -> None:
    """Red, green and blue count 0.299, 0.587 and 0.114, wherever they stand, and it is said; one channel is grey."""
    colours = RNG.integers(0, 255, (60, 9, 9, 3)).astype(np.uint8)
    wanted = 0.299 * colours[..., 0] + 0.587 * colours[..., 1] + 0.114 * colours[..., 2]
    found = read(tmp_path, x=np.moveaxis(colours, -1, 1) if is_first else colours, y=KINDS)
    np.testing.assert_allclose(found.draw()[0], scaled(wanted))
    assert found.notes[-1].startswith("Colours are made grey, and values from ")
    one = PIXELS[:, None] if is_first else PIXELS[..., None]
    np.testing.assert_allclose(read(tmp_path, x=one, y=KINDS).draw()[0], scaled(PIXELS))


def test_many_images_are_sampled_by_class(tmp_path: Path) -> None:
    """Of 6,000 images 1,800 are used, each class by its share and a rare one with ten; always the same, and said."""
    labels = np.repeat([0, 1, 2], [3990, 2000, 10])
    pixels = np.arange(6000 * 64).reshape(6000, 64) % 251
    found = read(tmp_path, x=pixels, y=labels)
    images, drawn = found.draw()
    assert np.bincount(drawn).tolist() == [1197, 600, 10]
    assert found.notes[0].startswith("The data are 1,807 of 6,000 images of a.npz, each class by its share, and ")
    np.testing.assert_array_equal(images, read(tmp_path, x=pixels, y=labels).draw()[0])
    assert {tuple(row) for row in images[:20]} <= {tuple(row) for row in scaled(pixels)}


def test_three_tenths_of_each_class_stay_unseen(tmp_path: Path) -> None:
    """Both parts together are all images, each once, whatever the seed; of digits as many as are asked for."""
    found = read(tmp_path, x=PIXELS, y=KINDS)
    for seed in range(2):
        learned, truth, unseen, classes = found.parts(np.random.default_rng(seed), 297)
        assert np.bincount(classes).tolist() == [6, 6, 6]
        assert np.bincount(truth).tolist() == [14, 14, 14]
        every = {tuple(row) for row in (*learned, *unseen)}
        assert every == {tuple(row) for row in found.draw()[0]}
        assert len(every) == 60
    assert len(IMAGE_SETS["digits"].parts(RNG, 297).test_samples) == 297
    doubled = found.parts(RNG, 297, lambda images: 2.0 * images)
    np.testing.assert_array_equal(doubled.test_samples, 2.0 * unseen)


def test_images_without_a_class_are_left_out(tmp_path: Path) -> None:
    """They are counted, and the others keep their classes."""
    labels = np.where(np.arange(60) < 2, np.nan, np.arange(60) % 2)
    found = read(tmp_path, x=PIXELS, y=labels)
    assert found.notes[:2] == (
        "The data are 58 images of a.npz, and the classes are its array y.",
        "2 of its images lack a class and are left out.",
    )
    np.testing.assert_allclose(found.draw()[0], scaled(PIXELS[2:]))


def hole(value: float) -> Any:
    """Images with such a pixel in the third row and fifth column of the eighth."""
    pixels = PIXELS.astype(float)
    pixels[7, 2, 4] = value
    return pixels


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"x": PIXELS[:, :10], "y": KINDS}, "images of 10 × 12 pixels; square ones are needed"),
        ({"x": PIXELS[:, :5, :5], "y": KINDS}, "images of 5 × 5 pixels; at least 8 × 8 are needed"),
        ({"x": PIXELS.reshape(60, -1)[:, :143], "y": KINDS}, "rows of 143 numbers, which are no square of pixels"),
        ({"x": PIXELS.reshape(60, -1)[:, :2], "y": KINDS}, "rows of 2 numbers, which are points and no images; hidden"),
        ({"x": np.ones((60, 192)), "y": KINDS}, "rows of 192 numbers, 8 × 8 pixels in three colours; make them grey"),
        ({"x": np.ones((60, 9, 9, 4)), "y": KINDS}, "array x is 60 × 9 × 9 × 4; images are (n, height, width)"),
        ({"x": PIXELS, "y": np.zeros(60)}, "column y holds one class, 0; two are needed"),
        ({"x": PIXELS, "y": np.arange(60)}, "column y holds 60 classes (0, 1, 2, …); 10 are the most"),
        ({"x": PIXELS, "y": np.arange(60) % 7}, "class 0 has 9 images; at least 10 of each are needed"),
        ({"x": PIXELS, "y": np.arange(60) % 2 + 0.5}, "0.5 is a measurement; classes are names or whole numbers"),
        ({"x": hole(np.nan), "y": KINDS}, "image 8, pixel row 3, column 5: no number"),
        ({"x": hole(np.inf), "y": KINDS}, "image 8, pixel row 3, column 5: too large a number"),
        ({"x": np.full((60, 9, 9), 7), "y": KINDS}, "every pixel is 7, and there is nothing to see"),
        ({"x": PIXELS}, "no array of classes (n,) in it"),
        ({"y": KINDS}, "no array of images in it, (n, height, width)"),
        ({"x": PIXELS, "y": KINDS[:59]}, "y has 59 classes, and no array as many images"),
        ({"x": PIXELS, "y": np.array([*KINDS[:59], {}], object)}, "holds Python objects, which are never loaded"),
    ],
)
def test_what_is_no_image_is_refused_in_one_line(tmp_path: Path, arrays: dict[str, Any], says: str) -> None:
    """The line names the file and what is wrong with it."""
    with pytest.raises(UsageError) as caught:
        read(tmp_path, **arrays)
    assert str(caught.value).startswith("a.npz")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "generalization" not in str(caught.value)


@pytest.mark.parametrize(
    ("label", "cell", "says"),
    [
        ("kidn", "1", "a.csv: no column kidn for --label — did you mean kind"),
        (None, "1", "a.csv: say which column holds the classes: --label kind or p63"),
        ("kind", "", "a.csv, line 9, column p5: nothing stands there, and every pixel needs a number"),
        ("kind", "dark", "a.csv, line 9, column p5: 'dark' is no number"),
        ("kind", "inf", "a.csv, line 9, column p5: the number is infinite"),
    ],
)
def test_what_is_wrong_in_a_table_is_named(tmp_path: Path, label: str | None, cell: str, says: str) -> None:
    """A label that isn't there or is missing, and a cell that is no number, with its line."""
    lines = [",".join([str(n % 2), *(str(each) for each in range(n, n + 64))]).split(",") for n in range(30)]
    lines[7][6] = cell
    text = "\n".join(",".join(line) for line in [["kind", *(f"p{n}" for n in range(64))], *lines])
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(UsageError) as caught:
        images_of("a.csv", str(tmp_path), side=8, label=label)
    assert str(caught.value).startswith(says)


def test_images_and_points_are_told_apart(tmp_path: Path) -> None:
    """What belongs to another recipe is said to, by name and by file; a set by name has classes of its own."""
    np.savez(tmp_path / "a.npz", x_train=PIXELS, y_train=KINDS)
    with pytest.raises(UsageError, match="its array x_train holds images; digits-in-the-plane, it-is-a-two"):
        samples_of("a.npz", str(tmp_path))
    with pytest.raises(UsageError, match="moons holds no images, and this recipe learns from images; hidden-mapping"):
        images_of("moons", ".", side=8)
    with pytest.raises(UsageError, match="--label belongs to a file; digits has columns of its own"):
        images_of("digits", ".", side=8, label="kind")
    with pytest.raises(UsageError, match="no file digit, and no set of that name — did you mean digits"):
        images_of("digit", str(tmp_path), side=8)
    assert tuple(IMAGE_SETS) == brought.IMAGES
