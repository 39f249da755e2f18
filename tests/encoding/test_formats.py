"""Every format that moves or stands: what is decoded again is what was drawn, and each file says what made it."""

import contextlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from films import played
from vizpipe.encoding import formats
from vizpipe.encoding.formats import FORMATS, About, Moment
from vizpipe.encoding.palette import Palette
from vizpipe.encoding.timing import Timing
from vizpipe.errors import MachineError
from vizpipe.pipeline import ready

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

Array = npt.NDArray[np.uint8]
ABOUT = About("a title", 'what it shows: <b> & "ä"', "vizpipe 1.0: vizpipe run gates --seed 1")
MOVING = [form.name for form in FORMATS.values() if form.moves]
EXACT = ["gif", "apng", "webp"]


def frames(count: int = 6, height: int = 31, width: int = 44) -> tuple[Palette, Array]:
    """A palette and frames (count, height, width) in which a box moves, the second equal to the first."""
    rng = np.random.default_rng(3)
    palette = Palette(np.unique(rng.integers(0, 256, (40, 3), dtype=np.uint8), axis=0))
    shown = np.full((count, height, width), 7, dtype=np.uint8)
    for number in range(1, count):
        shown[number, 5:20, 3 * number : 3 * number + 9] = rng.integers(0, 30, (15, 9))
    shown[1] = shown[0]
    return palette, shown


def encode(name: str, loop: int = 0) -> tuple[bytes, list[int]]:
    """The frames as a file of this format, and how long each is shown."""
    palette, shown = frames()
    form = formats.find(name)
    durations = Timing(10.0, loop, 1.0).durations(len(shown))
    roll = formats.Roll(durations, loop, [Moment(f"Epoch {number}", number) for number in range(len(shown))])
    import tempfile

    scratch: Any = tempfile.NamedTemporaryFile() if form.extra else io.BytesIO()  # noqa: SIM115
    if name == "html":  # a page of pictures, where a film can't be told as strokes
        form = form._replace(writer="player")
    made = ready.Animation(scratch, form, palette, roll, ABOUT)
    made.add(shown[:4])
    made.add(shown[4:])
    made.ready()
    scratch.seek(0)
    data: bytes = scratch.read()
    return data, durations


@pytest.mark.parametrize("name", EXACT)
def test_moving_pictures_decode_to_what_was_drawn(name: str) -> None:
    """Moving pictures decode to what was drawn, to the pixel, and each stands as long as it should."""
    palette, shown = frames()
    data, durations = encode(name)
    found = played(data, {"gif": "GIF", "apng": "PNG", "webp": "WEBP"}[name])
    expected = [(palette.colours[frame], duration) for frame, duration in zip(shown, durations, strict=True)]
    times = np.cumsum([duration for _, duration in found])
    assert times[-1] == sum(durations)
    for (picture, duration), end in zip(expected, np.cumsum(durations), strict=True):
        middle = end - duration / 2
        assert (found[int(np.searchsorted(times, middle))][0] == picture).all()


def test_a_format_is_known_in_capitals_too() -> None:
    """Endings come in capitals from some systems."""
    assert formats.find("PNG") is FORMATS["png"]


@pytest.mark.parametrize("name", MOVING)
def test_the_same_frames_give_the_same_bytes(name: str) -> None:
    """The same frames give the same bytes twice in one process."""
    if FORMATS[name].extra:
        pytest.importorskip("av", reason="needs vizpipe[video]")
    assert encode(name)[0] == encode(name)[0]


def test_a_video_is_encoded_by_what_always_gives_the_same() -> None:
    """A video is encoded in one thread and without a macroblock tree, which reads numbers that were never set."""
    pytest.importorskip("av", reason="needs vizpipe[video]")
    data, _ = encode("mp4")
    told = re.search(rb"x264 - core .*? options: ([ -~]+)", data)
    assert told is not None
    settings = dict(part.partition("=")[::2] for part in told[1].decode().split())
    assert (settings["threads"], settings["lookahead_threads"], settings["mbtree"]) == ("1", "1", "0")


@pytest.mark.parametrize("loop", [0, 1, 3])
def test_an_apng_says_how_often_it_plays_and_what_it_is(loop: int) -> None:
    """An APNG has its control chunk, its texts, and a first frame that old readers show."""
    data, _ = encode("apng", loop)
    with Image.open(io.BytesIO(data)) as image:
        assert image.info["loop"] == loop
        assert image.info["Description"] == ABOUT.alternative
        assert image.info["Comment"] == ABOUT.origin
    assert data.count(b"IDAT") == 1


@pytest.mark.parametrize("name", ["mp4", "webm"])
@pytest.mark.usefixtures("paged")
def test_videos_decode_to_what_was_drawn(vizpipe: "Vizpipe", tmp_path: Path, name: str) -> None:
    """A video has even sides, a constant rate, the whole time, at least 30 dB from the frames, and words about it."""
    av = pytest.importorskip("av", reason="needs vizpipe[video]")
    done = vizpipe("run", "counter", "--steps", "6", "--size", "481x301", "-f", f"gif,{name}", "--name", "a")
    assert done.code == 0, done
    moving = played((tmp_path / "a.gif").read_bytes(), "GIF")
    ends = np.cumsum([duration for _, duration in moving])
    with av.open(tmp_path / f"a.{name}") as video:
        track = video.streams.video[0]
        assert (track.width, track.height) == (482, 302)
        pictures = [frame.reformat(format="rgb24", src_colorspace=1).to_ndarray() for frame in video.decode(video=0)]
        rate = float(track.average_rate)
        said = {key.lower(): value for key, value in video.metadata.items()}
    assert len(pictures) == pytest.approx(ends[-1] / 1000.0 * rate, abs=1)
    assert said["comment"].startswith("vizpipe ")
    assert len(said["description"]) > 20
    for number, picture in enumerate(pictures):
        frame = moving[int(np.searchsorted(ends, (number + 0.5) / rate * 1000.0))][0].astype(float)
        error = float(((picture[:301, :481] - frame) ** 2).mean())
        assert 10.0 * np.log10(255.0**2 / error) > 30.0


def test_a_player_asks_nobody_and_escapes_what_it_says() -> None:
    """A player's policy allows no request and hashes its script, no text is markup, and every part is a PNG."""
    import base64
    import hashlib

    text = encode("html")[0].decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    script = re.search(r"<script>(.*)</script>", text, re.DOTALL)
    film = re.search(r'id="film">(.*?)</script>', text, re.DOTALL)
    assert policy is not None
    assert script is not None
    assert film is not None
    assert policy[1].startswith("default-src 'none'")
    assert base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode() in policy[1]
    assert "http://" not in text
    assert "https://" not in text
    assert "<b>" not in text
    parsed = json.loads(film[1])
    assert [frame[2] for frame in parsed["frames"]] == [f"Epoch {number}" for number in range(6)]
    palette, shown = frames()
    canvas = np.zeros((31, 44, 3), dtype=np.uint8)
    drawn = -1
    for number, (part, *_) in enumerate(parsed["frames"]):
        while drawn < part:
            drawn += 1
            data, x, y = parsed["parts"][drawn]
            with Image.open(io.BytesIO(base64.b64decode(data))) as image:
                pixels = np.asarray(image.convert("RGBA"))
            box = canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]]
            box[pixels[..., 3] > 0] = pixels[pixels[..., 3] > 0][:, :3]
        assert (canvas == palette.colours[shown[number]]).all()


ALL = [name for name in FORMATS if name != "csv"]


def test_every_format_is_written_says_its_line_and_is_fresh_the_second_time(
    vizpipe: "Vizpipe", paged: "Project"
) -> None:
    """Each format but data has a line for ``info`` with recipe and format, and is fresh the second time."""
    for module in ("av", "pyarrow"):
        pytest.importorskip(module, reason="needs vizpipe[all]")
    toml = paged.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + f"formats = {ALL}\n")
    done = vizpipe("build", "--json")
    assert done.code == 0, done
    assert done.json["written"] == len(ALL)
    for form in (FORMATS[name] for name in ALL):
        name = f"{done.json['assets'][0]['name']}{form.ending}"
        assert (paged.root / "outputs" / name).is_file(), name
        if form.takes != "film":
            line = vizpipe("info", f"outputs/{name}").out.splitlines()[-1]
            assert line.startswith("vizpipe run counter")
            assert form.name == "gif" or line.endswith(f"-f {form.name}")
    again = vizpipe("build", "--json").json
    assert (again["trained"], again["drawn"], again["written"]) == (0, 0, 0)


@pytest.mark.usefixtures("paged")
def test_pages_and_strips(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A film has a page for each frame, and a strip of six moments with their epochs as text, the same twice."""
    words = ["run", "counter", "--steps", "9", "--size", "640x260", "-f", "frames.pdf,filmstrip.svg"]
    for name in ("a", "b"):
        assert vizpipe(*words, "--frames", "5", "--name", name).code == 0
    pages = (tmp_path / "a-frames.pdf").read_bytes()
    assert pages.count(b"/Type /Page\n") + pages.count(b"/Type /Page ") + pages.count(b"/Type /Page/") == 5
    strip = (tmp_path / "a-filmstrip.svg").read_text()
    told = re.findall(r">(Epoch \d+)<", strip)
    assert len(told) == len(set(told)) == 6
    assert (told[0], told[-1]) == ("Epoch 0", "Epoch 8")
    for ending in ("-frames.pdf", "-filmstrip.svg"):
        assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_parquet_holds_the_table(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Parquet has the numbers of the CSV, and texts in a column of their own."""
    pytest.importorskip("pyarrow", reason="needs vizpipe[parquet]")
    import pandas as pd

    assert vizpipe("run", "hidden-mapping", "--max-epochs", "2", "-f", "csv,parquet", "--name", "a").code == 0
    table = pd.read_parquet(tmp_path / "a.parquet")
    plain = pd.read_csv(tmp_path / "a.csv")
    numbers = pd.to_numeric(plain["value"], errors="coerce")
    np.testing.assert_array_equal(table["value"].to_numpy(), numbers.to_numpy())
    assert (table["text"].notna() == numbers.isna()).all()


def test_a_missing_extra_ends_with_3_and_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra ends with 3 and the line that installs it, before anything is trained."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MachineError, match=r"pip install 'vizpipe\[video\]'"):
        FORMATS["mp4"].needed()
    FORMATS["gif"].needed()


def test_info_refuses_what_is_foreign_cut_or_huge(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """``info`` ends with 2 and one line for what is foreign, cut or huge, for every kind of file."""
    for form in FORMATS.values():
        for number, data in enumerate([b"", b"\x00" * 5000, b"GIF89a", b"\x89PNG\r\n\x1a\n", b"vizpipe " * 100_000]):
            path = tmp_path / f"{number}{form.ending}"
            path.write_bytes(data)
    for path in sorted(tmp_path.glob("0*")) + sorted(tmp_path.glob("4*.mp4")) + sorted(tmp_path.glob("1*.web*")):
        done = vizpipe("info", path.name)
        assert done.code == 2, path
        assert path.name in done.line
    from vizpipe.encoding.provenance import read

    for path in tmp_path.iterdir():
        with contextlib.suppress(OSError):
            assert read(path) is None, path
    with zipfile.ZipFile(tmp_path / "a.pptx", "w") as archive:
        archive.writestr("docProps/core.xml", "x" * 10)
    assert read(tmp_path / "a.pptx") is None
