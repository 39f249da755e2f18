"""A film's colours: every frame counts, and what 255 colours can't show is said."""

import itertools
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from conftest import built_in
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.encoding.palette import BOUND
from vizpipe.film.reel import Reel
from vizpipe.film.schedule import schedule
from vizpipe.film.stops import Pace

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project, Vizpipe


@pytest.fixture
def flashing(project: "Project", counter: str) -> "Project":
    """A project whose film is red in one of twelve frames, which is none of those that the palette is chosen from."""
    text = counter.replace("steps: Count = 3", "steps: Count = 12")
    stage = '    axes.plot([frame.x], [0.0], "o", color="black")\n'
    red = (
        '    color = "red" if frame.epoch == 4 else "black"\n    axes.plot([frame.x], [0.0], "o", color=color, ms=40)\n'
    )
    assert stage in text
    project.write("figures/counter.py", text.replace(stage, red))
    return project


def test_a_colour_of_one_frame_is_there(flashing: "Project", vizpipe: "Vizpipe") -> None:
    """A frame that nobody sampled shows its own colour, in every format, and whatever the number of workers."""
    flashing.ask_for("gif", "apng", "webp", "html")
    assert vizpipe("build", "-j", "1", cwd=flashing.root).code == 0
    before = {path.name: path.read_bytes() for path in (flashing.root / "outputs").glob("one.*")}
    for suffix in ("gif", "apng", "webp"):
        with Image.open(flashing.root / f"outputs/one.{suffix}") as image:
            image.seek(4)
            colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 16) or []}
        assert (255, 0, 0) in colours
    assert vizpipe("build", "-j", "2", "--force", cwd=flashing.root).code == 0
    after = {path.name: path.read_bytes() for path in (flashing.root / "outputs").glob("one.*")}
    assert after == before
    assert vizpipe("check", cwd=flashing.root).code == 0


def test_a_file_that_is_asked_for_later_has_the_same_colours(flashing: "Project", vizpipe: "Vizpipe") -> None:
    """What is encoded from stored pictures, when all colours are known, is what was encoded while they were drawn."""
    suffixes = ("gif", "apng", "webp", "html")
    flashing.ask_for(*suffixes)
    assert vizpipe("build", cwd=flashing.root).code == 0
    files = {suffix: flashing.root / f"outputs/one.{suffix}" for suffix in suffixes}
    before = {suffix: path.read_bytes() for suffix, path in files.items()}
    for path in files.values():
        path.unlink()
    assert vizpipe("build", cwd=flashing.root).code == 0
    assert {suffix: path.read_bytes() for suffix, path in files.items()} == before


def test_a_film_that_needs_more_colours_says_so(project: "Project", counter: str, vizpipe: "Vizpipe") -> None:
    """Where 255 colours are far too few the build warns, and check --pictures finds it with the measured share."""
    stage = '    axes.plot([frame.x], [0.0], "o", color="black")\n'
    noisy = """
    import numpy as np

    axes.imshow(np.random.default_rng(frame.epoch).random((40, 80, 3)), aspect="auto", extent=(0, 1, -1, 1))
"""
    project.write("figures/counter.py", counter.replace(stage, noisy))
    project.ask_for("gif")
    done = vizpipe("build", cwd=project.root)
    assert done.code == 0
    assert "needs more than 255 colours" in done.err
    done = vizpipe("check", "--pictures", "--json", cwd=project.root)
    assert done.code == 4
    found = [each for each in json.loads(done.out)["findings"] if each["measure"] == "palette"]
    assert found
    assert f"off by more than {BOUND} of 255" in found[0]["text"]


@pytest.mark.parametrize(
    ("name", "size", "frames"),
    [
        ("neurons-draw", (1920, 760), 10),
        pytest.param("neurons-draw", (640, 360), 16, marks=pytest.mark.soak),
    ],
)
def test_no_frame_is_far_off(
    vizpipe: "Vizpipe", tmp_path: "Path", name: str, size: tuple[int, int], frames: int
) -> None:
    """Every pixel of every frame of a file is within the bound of what was drawn."""
    words = ["run", name, "--size", f"{size[0]}x{size[1]}", "--frames", str(frames), "--name", "a", "-f", "webp"]
    done = vizpipe(*words, "--hold", "0")
    assert done.code == 0, done
    assert "colours" not in done.err
    recipe = built_in(name)
    film = recipe.film()
    scene, changes = Scene(recipe, Reel([film]), Style(LIGHT, *size)), [[float(each) for each in film.change()]]
    wanted = schedule(changes, recipe.cues(film), Pace(frames=frames, hold=0.0)).ticks
    begun = itertools.accumulate((tick.ms for tick in wanted), initial=0)
    worst, until = 0, 0
    with Image.open(tmp_path / "a.webp") as image:
        pictures = iter(range(image.n_frames))  # type: ignore[attr-defined]
        for moment, drawn in zip(begun, scene.pictures(wanted), strict=False):
            while until <= moment:  # equal neighbours are one picture that stands longer
                image.seek(next(pictures))
                shown = np.asarray(image.convert("RGB"))
                until += int(image.info["duration"])
            worst = max(worst, int(np.abs(shown.astype(np.int16) - drawn[..., :3]).max()))
    assert 0 < worst <= BOUND


@pytest.mark.soak
def test_colours_that_are_shared_out_anew_leave_no_frame_behind(vizpipe: "Vizpipe") -> None:
    """A film whose palette is chosen anew for some frames gets one that serves the others too, and nothing is said."""
    rates = ["--learning-rate", "0.95", "--too-large", "1.02", "--too-small", "0.05"]
    done = vizpipe("run", "gradient-descent", "--surface", "valley", *rates, "-f", "gif")
    assert done.code == 0, done
    assert "colours" not in done.err
