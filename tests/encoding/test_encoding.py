"""Pictures → files: decoded again, they are what went in."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from vizpipe.encoding import gif, still
from vizpipe.encoding.formats import About
from vizpipe.encoding.palette import Palette
from vizpipe.encoding.timing import Timing
from vizpipe.errors import UsageError
from vizpipe.film import spread
from vizpipe.project.looks import parse_size

Array = npt.NDArray[np.uint8]


def decode(data: bytes) -> Iterator[tuple[Array, int]]:
    """Frames and durations as a viewer sees them."""
    with Image.open(io.BytesIO(data)) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            yield np.asarray(image.convert("RGB")), int(image.info.get("duration", 0))


def write(frames: list[Array], palette: Palette, timing: Timing) -> bytes:
    """Encode palette indices."""
    stream = io.BytesIO()
    writer = gif.Writer(stream, palette, timing.loop, About("", "what it shows", "made by a test"))
    for frame, duration in zip(frames, timing.durations(len(frames)), strict=True):
        writer.add(frame, duration)
    writer.close()
    return stream.getvalue()


@settings(max_examples=60)
@given(
    st.integers(1, 12),
    st.integers(1, 20),
    st.integers(1, 20),
    st.integers(1, 255),
    st.integers(0, 10**6),
    st.booleans(),
)
def test_a_gif_decodes_to_what_went_in(
    count: int,
    width: int,
    height: int,
    colours: int,
    seed: int,
    still_frames: bool,  # noqa: FBT001
) -> None:
    """A GIF decodes to every frame to the pixel, equal neighbours merged, the whole time kept."""
    rng = np.random.default_rng(seed)
    palette = Palette(np.unique(rng.integers(0, 256, (colours, 3), dtype=np.uint8), axis=0))
    frames = [rng.integers(0, len(palette.colours), (height, width), dtype=np.uint8) for _ in range(count)]
    if still_frames and count > 2:
        frames[1] = frames[0]
        frames[-1] = frames[-2].copy()
    timing = Timing(fps=12, hold=1.0)
    seen: list[Array] = []
    times: list[int] = []
    expected: list[Array] = []
    lengths: list[int] = []
    for frame, duration in zip(frames, timing.durations(count), strict=True):
        if expected and (palette.colours[frame] == expected[-1]).all():
            lengths[-1] += duration
        else:
            expected.append(palette.colours[frame])
            lengths.append(duration)
    for picture, duration in decode(write(frames, palette, timing)):
        seen.append(picture)
        times.append(duration)
    assert len(seen) == len(expected)
    assert all((one == other).all() for one, other in zip(seen, expected, strict=True))
    assert times == lengths


@pytest.mark.parametrize(("loop", "stored"), [(0, 0), (1, None), (3, 2)])
def test_loops_are_counted_as_plays(loop: int, stored: int | None) -> None:
    """A loop of 0 is for ever; once is a GIF without a loop; N plays are N − 1 repeats."""
    palette = Palette(np.array([[0, 0, 0], [255, 255, 255]], dtype=np.uint8))
    frames = [np.full((4, 4), index, dtype=np.uint8) for index in (0, 1)]
    with Image.open(io.BytesIO(write(frames, palette, Timing(loop=loop)))) as image:
        assert image.info.get("loop") == stored


@given(st.floats(0.1, 50), st.integers(1, 300))
def test_durations_keep_time(fps: float, count: int) -> None:
    """Rounded durations keep time: without holds, their sum is within a hundredth of a second of count / fps."""
    lengths = Timing(fps=fps, hold=0.0).durations(count)
    assert len(lengths) == count
    assert min(lengths) >= 20
    assert all(length % 10 == 0 for length in lengths)
    if fps <= 33:
        assert abs(sum(lengths) - 1000 * count / fps) <= 10


def test_the_first_and_the_last_frame_are_held() -> None:
    """The first frame stands half a second more, the last for the hold."""
    assert Timing(fps=10, hold=2.0).durations(4) == [600, 100, 100, 2000]
    assert Timing(fps=10, hold=2.0).durations(1) == [2000]


def test_a_png_is_exact_and_says_where_it_comes_from() -> None:
    """A PNG has its pixels to the bit and its comment, and is the same bytes twice."""
    picture = np.random.default_rng(0).integers(0, 256, (20, 30, 4), dtype=np.uint8)
    picture[..., 3] = 255

    def encode() -> bytes:
        stream = io.BytesIO()
        still.write(stream, picture, "png", About("", "", "vizpipe run gates"))
        return stream.getvalue()

    with Image.open(io.BytesIO(encode())) as image:
        assert (np.asarray(image) == picture[..., :3]).all()
        assert image.info["Comment"] == "vizpipe run gates"
    assert encode() == encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "10",
        "0x10",
        "-5x10",
        "10x",
        "1e3x10",
        "70000x100",
        "63x100",
        "60000x60000",
        "100x100x100",
        "１００x100",
        "nanx1",
    ],
)
def test_impossible_sizes_are_refused(text: str) -> None:
    """A size that can't be drawn or held by a GIF is refused before any memory is taken."""
    with pytest.raises(UsageError, match="size is"):
        parse_size(text)


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_spreading_keeps_the_ends(count: int, most: int) -> None:
    """Spread frames keep the last, the first if there is room, and the order; none comes twice."""
    chosen = spread.spread(count, most)
    assert len(chosen) == min(count, most)
    assert chosen == sorted(set(chosen))
    assert chosen[-1] == count - 1
    assert most == 1 or chosen[0] == 0


def test_a_picture_that_stands_for_long_is_kept(tmp_path: Path) -> None:
    """More than eleven minutes in one frame of a GIF are split, and the whole time is kept."""
    palette = Palette(np.array([[0, 0, 0], [255, 255, 255]], dtype=np.uint8))
    target = tmp_path / "long.gif"
    with target.open("wb") as stream:
        writer = gif.Writer(stream, palette, 0, About("", "", ""))
        for _ in range(100):
            writer.add(np.zeros((5, 5), dtype=np.uint8), 10_000)
        writer.add(np.ones((5, 5), dtype=np.uint8), 100)
        writer.close()
    with Image.open(target) as image:
        total = 0
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            total += int(image.info["duration"])
        assert total == 1_000_100
        assert np.asarray(image.convert("RGB")).min() == 255
