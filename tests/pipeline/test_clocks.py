"""A film that is told: which steps a change of the telling redoes, and by which clock each format shows it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

CLIMB = '''
"""A dot climbs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.drawing.picture import Dots, Picture, panel
from vizpipe.recipe import Beat, Film, recipe

SEEN = None


class Step(NamedTuple):
    """A frame."""

    epoch: int
    at: npt.NDArray[np.float64]


@recipe(size=(240, 160))
def climb(*, steps: int = 12) -> Iterator[Step]:
    """Climb."""
    for epoch in range(steps):
        yield Step(epoch, np.array([[1.0, float(epoch)]]))


@climb.picture
def picture(film: Film[Step]) -> Picture[Step]:
    """A dot."""
    return Picture(panel(Dots("at"), limits=(0.0, 2.0, -1.0, 12.0), title="page", bare=True))


@climb.story
def story(film: Film[Step]) -> Sequence[Beat[Step]]:
    """Up."""
    return [
        Beat("foot", 0, "At the foot", 1.0),
        Beat("half", 6, "Half of it", 1.0, view=SEEN, end=False),
        Beat("top", 11, "On top", 1.0),
    ]
'''
ASKED = 'recipes = "figures"\n[assets.one]\nrecipe = "climb"\nformats = ["gif"]\n'
COUNT = 12


@pytest.fixture
def climb(project: "Project") -> "Project":
    """A project with one film that is told."""
    project.write("figures/climb.py", CLIMB)
    project.write("vizpipe.toml", ASKED)
    return project


@pytest.mark.parametrize(
    "change",
    [
        ('"Half of it", 1.0', '"Half of it", 1.5', 0, 1),
        ('"Half of it"', '"Halfway"', COUNT, 1),
        ('"half", 6', '"half", 7', COUNT, 1),
        ("SEEN = None", 'SEEN = "page"', COUNT, 0),
        ("end=False", "end=True", 7, 1),
        pytest.param(('["gif"]\n', '["gif"]\nseconds = 9\n', 0, 1), marks=pytest.mark.soak),
        ('["gif"]\n', '["gif"]\npause = ["3:1", "4:0.5"]\n', 0, 1),
        pytest.param(('["gif"]\n', '["gif"]\nfps = 5\n', 0, 1), marks=pytest.mark.soak),
        ('["gif"]\n', '["gif"]\nevery = 2\n', 7, 1),
        pytest.param(('["gif"]\n', '["gif"]\nframes = 12\n', 0, 1), marks=pytest.mark.soak),
    ],
)
def test_a_change_of_the_telling_redoes_pictures_or_files_and_never_trains(
    vizpipe: "Vizpipe", climb: "Project", own_cache: dict[str, str], change: tuple[str, str, int, int]
) -> None:
    """What is seen is drawn again, only when it is seen is written again, and nothing is trained again."""
    old, new, drawn, written = change
    assert vizpipe("build", env=own_cache).code == 0
    for name in ("figures/climb.py", "vizpipe.toml"):
        path = climb.root / name
        path.write_text(path.read_text().replace(old, new))
    done = vizpipe("build", "--json", env=own_cache).json
    assert (done["trained"], done["drawn"], done["written"]) == (0, drawn, written)
    again = vizpipe("build", "--json", env=own_cache).json
    assert (again["trained"], again["drawn"], again["written"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("asked", "rate"),
    [
        ("", 30),
        pytest.param("fps = 60\n", 60, marks=pytest.mark.soak),
        ("fps = 24\n", 24),
        pytest.param("fps = 10\n", 30, marks=pytest.mark.soak),
    ],
)
def test_a_video_has_a_clock_of_its_own(vizpipe: "Vizpipe", climb: "Project", asked: str, rate: int) -> None:
    """A video has exactly 30 pictures a second, or those that are asked for, and lasts as long as the GIF."""
    av = pytest.importorskip("av")
    climb.write("vizpipe.toml", ASKED.replace('["gif"]', '["gif", "mp4"]') + asked)
    assert vizpipe("build").code == 0
    with av.open(str(climb.root / "outputs" / "one.mp4")) as film:
        track = film.streams.video[0]
        assert track.average_rate == rate
        sent = sum(1 for _ in film.decode(video=0))
    times = {Path(name).suffix: facts["duration_ms"] for name, facts in _files(climb).items()}
    assert abs(times[".mp4"] - times[".gif"]) <= 1000 / rate
    assert sent == round(times[".mp4"] * rate / 1000)


@pytest.mark.parametrize("asked", ["30", "24", *(pytest.param(fps, marks=pytest.mark.soak) for fps in ("60", "29.97"))])
@pytest.mark.parametrize("kind", ["mp4", pytest.param("webm", marks=pytest.mark.soak)])
def test_a_video_without_a_story_shows_each_frame_as_long_as_the_others(
    vizpipe: "Vizpipe", project: "Project", asked: str, kind: str
) -> None:
    """A video counts in its own rate, not in a GIF's hundredths: at 24, 30 or 60 a second each frame is sent once."""
    av = pytest.importorskip("av")
    shown = f'recipes = "figures"\n[assets.one]\nrecipe = "counter"\nformats = ["{kind}"]\n'
    project.write("vizpipe.toml", f"{shown}fps = {asked}\nhold = 0\n")
    assert vizpipe("build").code == 0
    facts = _files(project)[f"one.{kind}"]
    with av.open(str(project.root / "outputs" / f"one.{kind}")) as film:
        assert float(film.streams.video[0].average_rate) == pytest.approx(float(asked))
        assert sum(1 for _ in film.decode(video=0)) == facts["frames"]
    assert facts["duration_ms"] == pytest.approx(1000 * facts["frames"] / float(asked), abs=1)


def test_a_video_moves_between_frames_and_a_gif_does_not(
    vizpipe: "Vizpipe", climb: "Project", own_cache: dict[str, str]
) -> None:
    """A GIF shows a film's own frames; a video that is asked for later adds its own pictures and draws those alone."""
    pytest.importorskip("av")
    assert vizpipe("build", "--json", env=own_cache).json["drawn"] == COUNT
    climb.write("vizpipe.toml", ASKED.replace('["gif"]', '["gif", "mp4", "webm"]'))
    done = vizpipe("build", "--json", env=own_cache).json
    files = _files(climb)
    assert files["one.gif"]["frames"] == COUNT
    shown = files["one.mp4"]["frames"]  # neighbours that look the same count once
    assert 5 * COUNT < shown == files["one.webm"]["frames"] <= done["drawn"] < 1.2 * shown
    assert done["written"] == 2


@pytest.mark.parametrize(("asked", "shown"), [("", 5), ('frames = "all"\n', COUNT), ("fps = 25\n", COUNT)])
def test_a_gif_passes_seven_frames_a_second_unless_somebody_asks(
    vizpipe: "Vizpipe", climb: "Project", asked: str, shown: int
) -> None:
    """In 0.6 seconds between three stops there are two more frames, or all if more frames or pictures are asked for."""
    climb.write("vizpipe.toml", f"{ASKED}seconds = 3.6\n{asked}")
    assert vizpipe("build").code == 0
    assert _files(climb)["one.gif"]["frames"] == shown


def test_a_film_that_stops_longer_than_it_may_last_says_so(vizpipe: "Vizpipe", climb: "Project") -> None:
    """A film whose stands take longer than --seconds takes them, and says so in one line and in the build's report."""
    climb.write("vizpipe.toml", f"{ASKED}seconds = 2\n")
    done = vizpipe("build", "--json")
    remark = done.json["assets"][0]["remark"]
    assert re.fullmatch(r"it takes 3\.\d seconds, not 2: it stops that long", remark)
    assert f"vizpipe: one: {remark}" in done.err.splitlines()


@pytest.mark.parametrize("name", ["counter", "climb"])
def test_any_film_lasts_as_long_as_somebody_says(vizpipe: "Vizpipe", climb: "Project", name: str) -> None:
    """--seconds gives the length of a film with or without a story, to the last hundredth of a second."""
    climb.write("vizpipe.toml", ASKED.replace('"climb"', f'"{name}"') + "seconds = 7.5\n")
    assert vizpipe("build").code == 0
    assert _files(climb)["one.gif"]["duration_ms"] == 7500


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("seconds = 0", "seconds is 0, but must be a number from 0.5 to 600"),
        ('pause = "3"', "pause is 3, but must be FRAME:SECONDS"),
        ('pause = "3:0"', "pause is 3:0, but must be FRAME:SECONDS"),
        ("every = 0", "every is 0, but must be a whole number from 1 to 10000"),
        ('pause = "50:1"', "pause is at frame 50, but the film shows frames 0 to 11"),
    ],
)
def test_a_telling_that_wont_do_is_refused_in_one_line(
    vizpipe: "Vizpipe", climb: "Project", asked: str, says: str
) -> None:
    """What can't be told ends with 2 and one line that names the setting and says what it must be."""
    climb.write("vizpipe.toml", f"{ASKED}{asked}\n")
    done = vizpipe("build")
    assert done.code == 2
    assert says in done.err


def _files(project: "Project") -> dict[str, dict[str, int]]:
    import json

    files: dict[str, dict[str, int]] = json.loads((project.root / "outputs" / "manifest.json").read_text())["assets"][
        "one"
    ]["files"]
    return files
