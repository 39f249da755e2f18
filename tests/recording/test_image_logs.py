"""Images of TensorBoard's event files are drawn as they are; hostile ones cost one line."""

import io
import struct
import tracemalloc
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from event_files import bins, event, events, field, image, pictures, refusals, scalar, varint
from PIL import Image

from films import Recipes
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.drawing.picture import phrase
from vizpipe.drawing.picture.parts import panels_of
from vizpipe.drawing.picture.shapes import Image as Shown
from vizpipe.drawing.say import Say
from vizpipe.errors import UsageError
from vizpipe.film import stored, taken
from vizpipe.film.film import Film
from vizpipe.recording.logs import film_of

if TYPE_CHECKING:
    from conftest import Vizpipe


def encoded(pixels: Any, form: str = "PNG") -> bytes:
    """An image's file."""
    Image.fromarray(np.asarray(pixels)).save(stream := io.BytesIO(), form)
    return stream.getvalue()


def plain(shade: int, height: int = 4, width: int = 6) -> bytes:
    """An image of one grey."""
    return encoded(np.full((height, width, 3), shade, np.uint8))


def claimed(width: int, height: int, *data: bytes) -> bytes:
    """A PNG that says how large it is, and holds such data."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        *((b"IDAT", d) for d in data),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def film(path: Path, *written: bytes) -> Film[nn.Images]:
    """The images of an event file."""
    path.write_bytes(events(*written))
    return taken.film(stored.read(film_of([path]).data, "run.film"), "logged-images", nn.Images)


def test_images_of_pytorch_and_of_tensorflow_are_read(tmp_path: Path) -> None:
    """A file in a field and files in a tensor of texts come out pixel for pixel; several of one tag are counted."""
    colours = np.random.default_rng(0).integers(0, 256, (3, 5, 7, 3), np.uint8)
    files = [encoded(each) for each in colours]
    path = tmp_path / "a.tfevents"
    made = film(path, *(each for n in (2, 5) for each in (image(n, "one", files[0]), pictures(n, "two", files[1:]))))
    assert [frame.epoch for frame in made] == [2, 5]
    assert made[0].names.tolist() == ["one", "two", "two 2"]
    assert made[1].images.dtype == np.uint8
    np.testing.assert_array_equal(made[1].images, colours)
    assert made[0].sizes.tolist() == [[5, 7]] * 3
    assert film_of([path]).recipes == ("logged-images",)
    assert film_of([path]).remark == ""
    assert made.about.notes == ("Epochs are the log's steps.",)
    with pytest.raises(ValueError, match="it holds images, in which no number"):
        taken.film(stored.read(film_of([path]).data, "run.film"), "learning-curves", nn.Curve)


def test_texts_are_no_images(tmp_path: Path) -> None:
    """A tensor of texts that says no size, as TensorFlow writes notes, is left out like a sound."""
    shape = field(2, varint(1 << 3) + varint(3))
    texts = varint(1 << 3) + varint(7) + field(2, shape) + b"".join(field(8, each) for each in (b"a", b"b", b"c"))
    (tmp_path / "a.tfevents").write_bytes(events(event(0, "note", field(8, texts))))
    with pytest.raises(UsageError, match="it holds no scalars, no histograms and no images"):
        film_of([tmp_path / "a.tfevents"])


def test_a_log_of_everything_is_one_film(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Curves, histograms and images of one log come out of one film, and the verb says which recipes draw it."""
    written = scalar(0, "loss", 1.0), bins(0, "weight", [(0.0, 1.0, 1.0)]), image(0, "digit", plain(9))
    (tmp_path / "a.tfevents").write_bytes(events(*written))
    done = vizpipe("film", "a.tfevents")
    assert done.code == 0, done
    assert "left out" not in done.err
    for recipe in ("learning-curves", "weights-by-layer", "logged-images"):
        assert f"{recipe} --film run.film" in done.out
    assert stored.load(tmp_path / "run.film").shape == "curves, histograms and images"


def test_every_kind_of_image_is_seen_as_it_is(tmp_path: Path) -> None:
    """Greys of sixteen bits keep their shades, what can be seen through is on white, JPEG and GIF are read, too."""
    wide = np.array([[0, 32_896, 65_535]], np.uint16)
    through = np.array([[[0, 0, 0, 0], [255, 0, 0, 255], [0, 0, 0, 51]]], np.uint8)
    grey = np.full((1, 3), 128, np.uint8)
    forms = {"16 bits": encoded(wide), "RGBA": encoded(through)} | {n: encoded(grey, n) for n in ("JPEG", "GIF")}
    made = film(tmp_path / "a.tfevents", *(image(0, tag, each) for tag, each in forms.items()))
    seen = dict(zip(made[0].names.tolist(), made[0].images[:, 0].tolist(), strict=True))
    assert seen["16 bits"] == [[0] * 3, [128] * 3, [255] * 3]
    assert seen["RGBA"] == [[255] * 3, [255, 0, 0], [204] * 3]
    assert seen["JPEG"] == seen["GIF"] == [[128] * 3] * 3


def test_large_images_are_scaled_down_and_small_ones_stay(tmp_path: Path) -> None:
    """The longer side of a large one has 128 pixels, each the mean of those in its place; white is beside others."""
    chequered = np.tile(np.array([[0, 200], [200, 0]], np.uint8), (128, 64))
    made = film(tmp_path / "a.tfevents", image(0, "large", encoded(chequered)), image(0, "small", plain(7)))
    assert made[0].sizes.tolist() == [[128, 64], [4, 6]]
    assert (made[0].images[0] == 100).all()
    assert (made[0].images[1, :4, :6] == 7).all()
    assert (made[0].images[1, 4:] == 255).all()
    assert made.about.notes[-1] == "Images are scaled down to 128 pixels."


def test_what_has_no_room_is_left_out_in_words(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Nine of eleven names are kept, one that was written at other times is not, and a line counts what is missing."""
    written = [image(n, f"{tag:02}", plain(tag)) for n in range(4) for tag in range(11)]
    (tmp_path / "a.tfevents").write_bytes(events(*written, image(9, "late", plain(0))))
    done = vizpipe("film", "a.tfevents")
    assert "9 of 45 images are left out; captions say which" in done.err
    found = stored.load(tmp_path / "run.film")
    assert found.images["names"].tolist() == [f"{tag:02}" for tag in range(9)]
    assert found.about.notes[1:] == (
        "Images are 11 of 12; others were written at other times.",
        "Of 11 images the first 9 are shown.",
    )


def test_of_many_steps_some_are_kept(tmp_path: Path) -> None:
    """Of 400 steps the first, the last and 248 others are kept; fewer of large images, within 24 million values."""
    made = film(tmp_path / "a.tfevents", *(image(n, "small", plain(n % 256)) for n in range(400)))
    assert (len(made), made[0].epoch, made[-1].epoch) == (250, 0, 399)
    assert made[-1].images[0, 0, 0, 0] == 399 % 256
    assert made.about.notes[-1] == "Of 400 steps at which they were written 250 are shown, evenly."
    large = [image(n, f"{tag}", plain(n, 128, 128)) for n in range(60) for tag in range(9)]
    made = film(tmp_path / "b.tfevents", *large)
    assert len(made) * made[0].images.size <= 24_000_000 < (len(made) + 1) * made[0].images.size


def test_a_logs_images_are_drawn_in_their_own_colours(recipes: Recipes, tmp_path: Path) -> None:
    """Each has a panel with its colours; a headline says which changed most, the caption by how much."""
    recipe = recipes["logged-images"]
    made = film(
        tmp_path / "a.tfevents", *(image(n, tag, plain(s)) for n in (0, 9) for tag, s in (("a", 5), ("b", 80 * n // 9)))
    )
    stage = staged(recipe, made)
    for number, shade in enumerate((5, 80)):
        (shown,) = shapes_of(stage, 1, str(number), Shown, "Pixels")
        assert shown.scale == "rgb"
        np.testing.assert_allclose(shown.values, np.full((4, 6, 3), shade / 255.0))
    assert [cue.values for cue in recipe.cues(made)][-1] == {"name": "b"}
    assert "change by 16\u00a0% of the way" in recipe.say_words(made, Say()).caption


GOOD = plain(50, 40, 40)
WRONG = {
    "cut off": (GOOD[: len(GOOD) // 2], "is no PNG, JPEG or GIF, or a damaged one"),
    "flipped": (GOOD[:45] + bytes([GOOD[45] ^ 4]) + GOOD[46:], "is no PNG, JPEG or GIF, or a damaged one"),
    "empty": (b"", "is no PNG, JPEG or GIF, or a damaged one"),
    "another format": (encoded(np.zeros((4, 4), np.uint8), "BMP"), "is no PNG, JPEG or GIF, or a damaged one"),
    "wide": (claimed(5_000, 5, zlib.compress(bytes(9))), "is larger than 4,096 × 4,096 pixels"),
    "a bomb": (claimed(2_000_000_000, 2_000_000_000, b""), "is larger than 4,096 × 4,096 pixels"),
    "a full bomb": (claimed(20_000, 20_000, zlib.compress(bytes(1 << 24), 1)), "is larger than 4,096 × 4,096 pixels"),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_image_that_cannot_be_read_costs_one_line(what: str, tmp_path: Path) -> None:
    """It names the record and the tag, in words of our own, and takes no memory for pixels that it only claims."""
    data, said = WRONG[what]
    path = tmp_path / "a.tfevents"
    path.write_bytes(events(image(0, "digit", GOOD), image(1, "digit", data)))
    tracemalloc.start()
    with pytest.raises(UsageError) as caught:
        film_of([path])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(caught.value) == f"{path}: record 3: the image 'digit' {said}"
    assert most < 20_000_000


def test_damaged_images_cost_one_line(tmp_path: Path) -> None:
    """Of 300 events with flipped bytes and a right checksum each is read, or refused in a line."""
    forms = [encoded(np.arange(64, dtype=np.uint8).reshape(8, 8), form) for form in ("PNG", "JPEG", "GIF")]
    said = refusals(tmp_path / "a.tfevents", [image(0, "digit", form)[12:-4] for form in forms], 300)
    assert all("record 3: " in each and "\n" not in each for each in said)
    assert 0 < len(said) < 300


PART = "images."
LIES: dict[str, Any] = {
    "images": np.zeros((1, 1, 4, 6), np.uint8),
    "sizes": np.array([[5, 6]]),
    "names": np.array(["a\nb"]),
    "epoch": np.array([], np.int64),
}


@pytest.mark.parametrize("name", LIES)
def test_a_films_images_are_checked(name: str, tmp_path: Path) -> None:
    """Of a film from anywhere, images without colours, sizes beyond the image, or missing parts are refused."""
    path = tmp_path / "a.tfevents"
    path.write_bytes(events(image(0, "a", plain(3))))
    arrays = dict(np.load(io.BytesIO(film_of([path]).data)))
    wide = {PART + "images": arrays[PART + "images"].astype(np.int64)}
    for lie in ({PART + name: LIES[name]}, {}, wide):
        found = {key: each for key, each in arrays.items() if key != PART + name} | lie
        np.savez(stream := io.BytesIO(), **found)
        with pytest.raises(UsageError, match=r"run\.film: this can't be read as a film: what it says of images"):
            stored.read(stream.getvalue(), "run.film")


def test_images_of_other_shapes_and_long_names_stand_together(recipes: Recipes, tmp_path: Path) -> None:
    """An upright image and a wide one share a page, each in its own shape; of a long name the end is drawn."""
    long = "validation/reconstruction/of/everything"
    made = film(tmp_path / "a.tfevents", image(0, long, plain(1, 40, 10)), image(0, "wide", plain(2, 10, 40)))
    stage = staged(recipes["logged-images"], made)
    upright, wide = (shapes_of(stage, 0, str(number), Shown, "Pixels")[0] for number in range(2))
    assert (np.shape(upright.values), np.shape(wide.values)) == ((40, 10, 3), (10, 40, 3))
    sides = [(right - left) / (top - bottom) for left, right, bottom, top in (upright.extent, wide.extent)]
    assert sides == pytest.approx([0.25, 4.0])
    titles = [panel.title for _, panel in panels_of(stage.picture.body)]
    assert titles == [phrase("{name}", name=f"…{long[-19:]}"), phrase("{name}", name="wide")]
