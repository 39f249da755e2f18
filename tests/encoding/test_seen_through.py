"""Films that are seen through: what a file shows, read back, is empty where nothing was drawn, and nowhere else."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from vizpipe.encoding import decode, lesser
from vizpipe.encoding.formats import FORMATS, About, Roll
from vizpipe.encoding.levers import Lever, ladder
from vizpipe.pipeline import ready

if TYPE_CHECKING:
    from conftest import Vizpipe

Array = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 96, 66
GROUND, MARK, EDGE = np.s_[:20, :20], np.s_[30:40, 40:60], np.s_[30:40, 60:62]


def frames() -> list[Array]:
    """A square that stands, with a rim half seen through, a dot that moves and leaves nothing behind; one stands."""
    made = []
    for number in (0, 1, 2, 2, 3):
        frame = np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8)
        frame[MARK], frame[EDGE] = (200, 30, 90, 255), (200, 30, 90, 128)
        frame[50:58, 10 + 12 * number : 18 + 12 * number] = (20, 60, 220, 255)
        made.append(frame)
    return made


def unequal(pictures: list[Array]) -> list[Array]:
    """The same without those that are equal to the one before, which stands longer in a file."""
    return [each for at, each in enumerate(pictures) if at == 0 or (each != pictures[at - 1]).any()]


def of_pillow(data: bytes, name: str) -> list[Array]:
    """The frames of a picture file, with what is seen through."""
    shown = []
    with Image.open(io.BytesIO(data), formats=[FORMATS[name].pillow]) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            shown.append(np.asarray(image.convert("RGBA")))
    return shown


def of_video(data: bytes, _: str) -> list[Array]:
    """The frames of a video, with what is seen through, which one of two decoders reads."""
    av = pytest.importorskip("av", reason="needs vizpipe[video]")
    decoder: Any = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(io.BytesIO(data)) as file:
        shown = [frame for packet in file.demux(video=0) for frame in decoder.decode(packet)]
    return [frame.to_ndarray(format="rgba") for frame in shown]


READ: dict[str, Callable[[bytes, str], list[Array]]] = {"apng": of_pillow, "webp": of_pillow, "webm": of_video}


def written(name: str, pictures: list[Array], folder: Path) -> tuple[bytes, str]:
    """The bytes of a film in this format, and the digest of what it shows."""
    roll = Roll([100] * len(pictures), 0, [])
    with (folder / f"a.{name}").open("w+b") as scratch:
        animation = ready.Animation(scratch, FORMATS[name], None, roll, About("", "a dot moves", "a test"))
        animation.add(pictures)
        done = animation.ready()
        scratch.seek(0)
        return scratch.read(), done.shows[0]


def hold_apart(shown: Array, expected: Array, near: int) -> None:
    """Raise AssertionError unless ground is empty, marks hide all, the rim half, and colours of marks are right."""
    assert shown[GROUND][..., 3].max() <= near
    assert shown[MARK][..., 3].min() >= 255 - near
    assert np.abs(shown[EDGE][..., 3].astype(int) - 128).max() <= 4 * near
    hidden = expected[..., 3] == 255
    assert np.abs(shown[hidden].astype(int) - expected[hidden])[..., :3].mean() <= 4 * near
    assert np.abs(shown[..., 3].astype(int) - expected[..., 3]).mean() <= near


@pytest.mark.parametrize(("name", "near"), [("apng", 0), ("webp", 0), ("webm", 3)])
def test_a_film_read_back_is_empty_where_nothing_was_drawn(tmp_path: Path, name: str, near: int) -> None:
    """Ground, marks and half transparent rims come back, without loss where the format has none; nothing trails."""
    data, _ = written(name, frames(), tmp_path)
    shown = READ[name](data, name)
    wanted = frames() if near else unequal(frames())
    assert len(shown) == len(wanted)
    for frame, expected in zip(shown, wanted, strict=True):
        hold_apart(frame, expected, near)


@pytest.mark.parametrize("flaw", ["filled", "holed", "trail", "hard rim"])
def test_what_is_wrong_with_alpha_is_found(flaw: str) -> None:
    """A ground that is filled, a mark with a hole, a trail or a rim without degrees would not pass for the film."""
    expected = frames()[-1]
    wrong = expected.copy()
    if flaw == "filled":
        wrong[..., 3] = 255
    elif flaw == "holed":
        wrong[35, 50, 3] = 0
    elif flaw == "trail":
        wrong[50:58, 10:34, 3] = 255
    else:
        wrong[EDGE][..., 3] = 255
    hold_apart(expected, expected, 0)
    with pytest.raises(AssertionError):
        hold_apart(wrong, expected, 3 if flaw != "trail" else 0)


@pytest.mark.parametrize("name", ["apng", "webp"])
def test_what_a_file_shows_is_known_from_it_alone(tmp_path: Path, name: str) -> None:
    """A digest of the file read back is that of what was drawn; one whose alpha alone differs has another."""
    pictures = frames()
    _, digest = written(name, pictures, tmp_path)
    assert decode.decode(tmp_path / f"a.{name}", (WIDTH, HEIGHT), len(pictures)).pixels == digest
    pictures[-1][EDGE][..., 3] = 127
    _, other = written(name, pictures, tmp_path)
    assert other != digest
    assert decode.decode(tmp_path / f"a.{name}", (WIDTH, HEIGHT), len(pictures)).pixels == other


def test_a_budget_spares_no_colours_of_what_has_no_palette() -> None:
    """What is seen through gives up frames, then size; smaller, it keeps its colours up to the rim, and its ground."""
    for name in ("apng", "webp"):
        steps = ladder(name, moves=True, is_clear=True)
        assert all(step.colours == Lever().colours for step in steps)
        assert steps[0].every == 2
    less = lesser.Lesser(None, None, [100], Lever(scale=0.4))
    picture = np.zeros((200, 300, 4), dtype=np.uint8)
    picture[51:149, 51:149] = (200, 30, 90, 255)
    (small,) = less.frames(iter([picture[None]]))
    assert small.shape == (80, 120, 4)
    assert (small[:20, :20, 3] == 0).all()
    seen = small[..., 3] > 8
    assert np.abs(small[seen][:, :3].astype(int) - (200, 30, 90)).max() <= 16
    assert ((small[..., 3] > 0) & (small[..., 3] < 255)).any()


def test_films_are_transparent_where_a_format_can_be(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """WebP, APNG and WebM of a transparent theme are empty at their rim and solid in their marks, as the still is."""
    words = ["run", "xor-duel", "--ticks", "3", "--size", "640x260", "--theme", "transparent", "--name", "a"]
    forms = ["webp", "apng", *(["webm"] if FORMATS["webm"].module and _has_av() else [])]
    done = vizpipe(*words, "-f", ",".join([*forms, "png", "avif"]))
    assert done.code == 0, done
    for name in (*forms, "png", "avif"):
        read = READ.get(name, of_pillow)
        for frame in read((tmp_path / f"a.{name}").read_bytes(), name):
            assert frame[0, 0, 3] == 0, name
            assert 0.2 < (frame[..., 3] == 0).mean() < 0.99, name
            assert frame[..., 3].max() >= 250, name


def _has_av() -> bool:
    try:
        FORMATS["webm"].needed()
    except Exception:  # noqa: BLE001 - an extra that is missing
        return False
    return True


def test_a_background_lies_under_what_can_not_be_seen_through(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """With a background a GIF lies on it, while a PNG, an SVG and a WebP beside it stay transparent."""
    words = ["run", "xor-duel", "--ticks", "3", "--size", "640x260", "--theme", "transparent", "--name", "a"]
    assert vizpipe(*words, "--background", "#ffeedd", "-f", "gif,png,svg,webp").code == 0
    with Image.open(tmp_path / "a.gif") as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 238, 221)
    for name in ("png", "webp"):
        (first, *_) = of_pillow((tmp_path / f"a.{name}").read_bytes(), name)
        assert first[0, 0, 3] == 0
        assert first[..., 3].max() == 255
    drawn = (tmp_path / "a.svg").read_text()
    assert 'id="patch_1"' not in drawn or "fill: none" in drawn.split('id="patch_1"')[1][:400]


@pytest.mark.parametrize("form", ["gif", "mp4", "html"])
def test_what_can_not_be_transparent_is_refused_in_a_line(vizpipe: "Vizpipe", tmp_path: Path, form: str) -> None:
    """A theme without paper, built in or one's own, is refused with 2 for a format that has no alpha, naming those."""
    (tmp_path / "mine.toml").write_text('paper = "none"\n')
    for theme in ("transparent", "mine.toml"):
        done = vizpipe("run", "xor-duel", "--theme", theme, "-f", form, "--name", "a")
        assert done.code == 2
        assert "webp, apng, webm can" in done.line
        assert "--background" in done.line
