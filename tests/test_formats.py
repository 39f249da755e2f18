"""Every format that moves or stands: what is decoded again is what was drawn, and each file says what made it."""

import contextlib
import io
import itertools
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from vizpipe.encoding import formats, lesser
from vizpipe.encoding.formats import FORMATS, About, Moment
from vizpipe.encoding.lesser import fewer
from vizpipe.encoding.levers import Lever, expected, ladder
from vizpipe.encoding.palette import Palette
from vizpipe.encoding.timing import Timing
from vizpipe.errors import MachineError
from vizpipe.film import spread
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
    made = ready.Animation(scratch, form, palette, roll, ABOUT)
    made.add(shown[:4])
    made.add(shown[4:])
    made.ready()
    scratch.seek(0)
    data: bytes = scratch.read()
    return data, durations


def played(data: bytes, kind: str) -> list[tuple[Array, int]]:
    """Every millisecond's tenth of what Pillow shows: frames with their durations."""
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append((np.asarray(image.convert("RGB")), round(image.info["duration"])))
    return found


@pytest.mark.parametrize("name", EXACT)
def test_moving_pictures_decode_to_what_was_drawn(name: str) -> None:
    """Frame by frame to the pixel, equal neighbours or not, and each as long as it should be."""
    palette, shown = frames()
    data, durations = encode(name)
    found = played(data, {"gif": "GIF", "apng": "PNG", "webp": "WEBP"}[name])
    expected = [(palette.colours[frame], duration) for frame, duration in zip(shown, durations, strict=True)]
    times = np.cumsum([duration for _, duration in found])
    assert times[-1] == sum(durations)
    for (picture, duration), end in zip(expected, np.cumsum(durations), strict=True):
        middle = end - duration / 2
        assert (found[int(np.searchsorted(times, middle))][0] == picture).all()


@pytest.mark.parametrize("name", MOVING)
def test_the_same_frames_give_the_same_bytes(name: str) -> None:
    """Twice in one process."""
    if FORMATS[name].extra:
        pytest.importorskip("av", reason="needs vizpipe[video]")
    assert encode(name)[0] == encode(name)[0]


@pytest.mark.parametrize("loop", [0, 1, 3])
def test_an_apng_says_how_often_it_plays_and_what_it_is(loop: int) -> None:
    """Its control chunk, its texts, and a first frame that old readers show."""
    data, _ = encode("apng", loop)
    with Image.open(io.BytesIO(data)) as image:
        assert image.info["loop"] == loop
        assert image.info["Description"] == ABOUT.alternative
        assert image.info["Comment"] == ABOUT.origin
    assert data.count(b"IDAT") == 1


@pytest.mark.parametrize("name", ["mp4", "webm"])
def test_videos_decode_to_what_was_drawn(vizpipe: "Vizpipe", tmp_path: Path, name: str) -> None:
    """Even sides, a constant rate, the whole time, at least 30 dB from the frames, and words about it."""
    av = pytest.importorskip("av", reason="needs vizpipe[video]")
    done = vizpipe(
        "run", "hidden-mapping", "--max-epochs", "4", "--size", "481x301", "-f", f"gif,{name}", "--name", "a"
    )
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
    """Its policy allows no request, its script has the hash it names, no text is markup; every part is a PNG."""
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
    vizpipe: "Vizpipe", project: "Project"
) -> None:
    """Each but the data files; the line that ``info`` prints names the recipe and the format."""
    for module in ("av", "pyarrow"):
        pytest.importorskip(module, reason="needs vizpipe[all]")
    toml = project.root / "vizpipe.toml"
    toml.write_text(
        toml.read_text().replace("counter", "xor-duel") + f"parameters = {{ ticks = 3 }}\nformats = {ALL}\n"
    )
    done = vizpipe("build", "--json")
    assert done.code == 0, done
    assert done.json["written"] == len(ALL)
    for form in (FORMATS[name] for name in ALL):
        name = f"{done.json['assets'][0]['name']}{form.ending}"
        assert (project.root / "outputs" / name).is_file(), name
        if form.takes != "film":
            line = vizpipe("info", f"outputs/{name}").out.splitlines()[-1]
            assert line.startswith("vizpipe run xor-duel")
            assert form.name == "gif" or line.endswith(f"-f {form.name}")
    again = vizpipe("build", "--json").json
    assert (again["trained"], again["drawn"], again["written"]) == (0, 0, 0)


def test_pages_and_strips(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """One page for each frame; a strip of six moments with their epochs as text; the same bytes twice."""
    words = ["run", "hidden-mapping", "--max-epochs", "8", "--size", "640x260", "-f", "frames.pdf,filmstrip.svg"]
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
    """The numbers of the CSV, texts in a column of their own."""
    pytest.importorskip("pyarrow", reason="needs vizpipe[parquet]")
    import pandas as pd

    assert vizpipe("run", "hidden-mapping", "--max-epochs", "2", "-f", "csv,parquet", "--name", "a").code == 0
    table = pd.read_parquet(tmp_path / "a.parquet")
    plain = pd.read_csv(tmp_path / "a.csv")
    numbers = pd.to_numeric(plain["value"], errors="coerce")
    np.testing.assert_array_equal(table["value"].to_numpy(), numbers.to_numpy())
    assert (table["text"].notna() == numbers.isna()).all()


def test_a_missing_extra_ends_with_3_and_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is trained."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MachineError, match=r"pip install 'vizpipe\[video\]'"):
        FORMATS["mp4"].needed()
    FORMATS["gif"].needed()


def test_fewer_colours_are_the_nearest() -> None:
    """Near colours become the one of them with more pixels, far ones stay; every index has a place."""
    palette = Palette(np.array([[0, 0, 0], [3, 0, 0], [200, 0, 0], [255, 255, 255]], dtype=np.uint8))
    places, few = fewer(palette, np.array([1, 9, 1, 50]), 3)
    assert len(few.colours) == 3
    assert places[0] == places[1]
    assert (few.colours[places[0]] == (3, 0, 0)).all()
    assert len({places[0], places[2], places[3]}) == 3
    assert (few.colours[places[3]] == 255).all()


@pytest.mark.parametrize("paper", [(255, 255, 255), (20, 24, 29), (250, 245, 230)])
def test_fewer_colours_keep_the_paper(paper: tuple[int, int, int]) -> None:
    """The most frequent colours stay as they are, though shades without number lie close to them."""
    rng = np.random.default_rng(0)
    near = np.clip(np.array(paper) + rng.integers(-12, 13, (200, 3)), 0, 255)
    palette = Palette(np.unique(np.concatenate([[paper], near]), axis=0).astype(np.uint8))
    counts = np.full(len(palette.colours), 10)
    at = int((palette.colours == paper).all(axis=1).argmax())
    counts[at] = 100_000
    for most in (128, 32, 8, 2):
        places, few = fewer(palette, counts, most)
        assert len(few.colours) <= most
        assert tuple(few.colours[places[at]]) == paper


def test_a_still_with_less_keeps_its_paper_and_what_is_seen_through() -> None:
    """Few colours and a smaller picture: the paper is as it was, and the empty half still empty."""
    rng = np.random.default_rng(0)
    picture = np.full((80, 160, 4), (223, 234, 240, 255), dtype=np.uint8)
    picture[20:60, 20:60, :3] = rng.integers(0, 256, (40, 40, 3))
    picture[:, 100:] = 0
    for lever in (Lever(colours=32), Lever(colours=2), Lever(colours=32, scale=0.8)):
        less = lesser.still(picture, lever)
        assert less.shape[:2] == (80 * lever.scale, 160 * lever.scale)
        assert len(np.unique(less[..., :3].reshape(-1, 3), axis=0)) <= lever.colours
        assert less[0, 0].tolist() == [223, 234, 240, 255]
        assert (less[:, -20:, 3] == 0).all()


def test_a_budget_is_met_or_refused(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Less than asked for, saying what was given up, on the same paper; one byte is refused with 1."""
    words = ["run", "hidden-mapping", "--max-epochs", "8", "--size", "320x160", "-f", "gif,webp"]
    assert vizpipe(*words, "--name", "free").code == 0
    for suffix in ("gif", "webp"):
        free = tmp_path / f"free.{suffix}"
        most = round(free.stat().st_size * 0.4)
        given = [*words[:-1], suffix, "--max-bytes", str(most)]
        done = vizpipe(*given, "--name", "small")
        assert done.code == 0, done
        small = tmp_path / f"small.{suffix}"
        assert 0.5 * most < small.stat().st_size <= most
        assert "colours" in done.err
        with Image.open(free) as before, Image.open(small) as after:
            for image in (before, after):
                image.seek(image.n_frames - 1)  # type: ignore[attr-defined]
            assert before.convert("RGB").getpixel((0, 0)) == after.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    done = vizpipe(*words[:-2], "--name", "none", "--max-bytes", "1kB", "-f", "gif")
    assert done.code == 1
    assert "can't be made smaller than" in done.err
    assert not (tmp_path / "none.gif").exists()


def test_a_budget_that_fits_changes_nothing_but_the_line(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Every frame, the whole size, every pixel: nothing is given up where nothing has to be."""
    words = ["run", "hidden-mapping", "--max-epochs", "8", "--size", "320x160", "-f", "webp"]
    assert vizpipe(*words, "--name", "free").code == 0
    done = vizpipe(*words, "--name", "within", "--max-bytes", "2MB")
    assert done.code == 0
    assert "colours" not in done.err
    free, within = (played((tmp_path / f"{name}.webp").read_bytes(), "WEBP") for name in ("free", "within"))
    assert all((one == other).all() and a == b for (one, a), (other, b) in zip(free, within, strict=True))


@pytest.mark.parametrize(("suffix", "share"), [("mp4", 0.6), ("webm", 0.8)])
def test_a_video_gives_up_its_rate_first(vizpipe: "Vizpipe", tmp_path: Path, suffix: str, share: float) -> None:
    """All frames stay, and the whole size, and the paper."""
    av = pytest.importorskip("av", reason="needs vizpipe[video]")
    words = ["run", "hidden-mapping", "--max-epochs", "8", "--size", "320x160", "-f", suffix, "--theme", "dark"]
    assert vizpipe(*words, "--name", "free").code == 0
    most = round((tmp_path / f"free.{suffix}").stat().st_size * share)
    done = vizpipe(*words, "--name", "small", "--max-bytes", str(most))
    assert done.code == 0, done
    assert "a rate factor of" in done.err
    assert (tmp_path / f"small.{suffix}").stat().st_size <= most
    shown = []
    for name in ("free", "small"):
        with av.open(str(tmp_path / f"{name}.{suffix}")) as file:
            shown.append([frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)])
    free, small = shown
    assert len(free) == len(small)
    assert free[0].shape == small[0].shape
    assert np.abs(free[-1][0, 0].astype(int) - small[-1][0, 0]).max() <= 2


def test_each_step_of_a_budget_gives_up_more_than_the_one_before() -> None:
    """What is expected falls from step to step, from everything on, for every kind of file."""
    for form in FORMATS.values():
        if form.takes in ("indexed", "rgb"):
            sizes = [expected(lever, form.name) for lever in (Lever(), *ladder(form.name, moves=form.moves))]
            assert sizes[0] == 1.0
            assert all(before > after for before, after in itertools.pairwise(sizes))


@pytest.mark.parametrize("words", ["1GB", "-3", "kB", "800 apples", ""])
def test_a_budget_must_be_a_size(vizpipe: "Vizpipe", words: str) -> None:
    """One line and 2."""
    done = vizpipe("run", "gates", f"--max-bytes={words}")
    assert done.code == 2
    assert "must be a size such as 800kB" in done.line


def test_by_change_frames_last_as_long_as_the_data_move(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Early frames of a training that slows down stand longer than late ones; the whole lasts as long as before."""
    words = ["run", "hidden-mapping", "--max-epochs", "30", "--size", "320x160", "--hold", "0", "-f", "apng"]
    assert vizpipe(*words, "--name", "even").code == 0
    assert vizpipe(*words, "--name", "moving", "--timing", "by-change").code == 0
    even, moving = (played((tmp_path / f"{name}.apng").read_bytes(), "PNG") for name in ("even", "moving"))
    early, late = (sum(duration for _, duration in part) for part in (moving[1:8], moving[-8:-1]))
    assert early > 1.5 * late
    assert sum(duration for _, duration in moving) == pytest.approx(sum(duration for _, duration in even), abs=40)


def test_frames_by_change_are_where_the_data_move() -> None:
    """Equal steps of change, the ends among them, as many as asked for."""
    change = list(np.cumsum(np.r_[0.0, np.full(10, 1.0), np.full(90, 0.01)]))
    found = spread.spread_by(change, 12)
    assert (found[0], found[-1], len(found)) == (0, 100, 12)
    assert sum(at <= 11 for at in found) >= 10
    assert spread.spread_by([0.0] * 50, 5) == spread.spread(50, 5)


def test_the_result_can_come_first(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """The file's first frame is the last one's picture, shown for as short as can be."""
    words = ["run", "xor-duel", "--ticks", "5", "--size", "320x200", "--name", "a"]
    assert vizpipe(*words, "--first-frame", "result").code == 0
    found = played((tmp_path / "a.gif").read_bytes(), "GIF")
    assert (found[0][0] == found[-1][0]).all()
    assert found[0][1] == 20
    assert not (found[1][0] == found[-1][0]).all()


def test_info_refuses_what_is_foreign_cut_or_huge(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """One line and 2, for every kind of file."""
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
