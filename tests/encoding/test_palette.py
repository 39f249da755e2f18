"""A film's colours: every frame counts, what a palette lacks is measured, added, or said."""

import itertools
import json
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from conftest import built_in
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.encoding.palette import BOUND, COLOURS, Palette, Seen
from vizpipe.encoding.timing import Timing
from vizpipe.film.reel import Reel
from vizpipe.film.spread import spread

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project, Vizpipe

Array = npt.NDArray[np.uint8]


def painted(*colours: tuple[int, int, int], side: int = 16) -> Array:
    """A picture (side, side × n, 4) of one square for each colour."""
    squares = [np.full((side, side, 4), (*colour, 255), dtype=np.uint8) for colour in colours]
    return np.ascontiguousarray(np.concatenate(squares, axis=1))


def noise(low: int, high: int, seed: int) -> Array:
    """A picture of as many colours as pixels."""
    picture = np.random.default_rng(seed).integers(low, high, (64, 64, 4), dtype=np.uint8)
    picture[..., 3] = 255
    return picture


def off(shown: Array, drawn: Array) -> npt.NDArray[np.int16]:
    """By how much each pixel is off in the worst channel."""
    distance: npt.NDArray[np.int16] = np.abs(shown[..., :3].astype(np.int16) - drawn[..., :3]).max(axis=-1)
    return distance


def test_fixed_and_flat_colours_are_kept_exactly() -> None:
    """Colours that are fixed, and those of areas, come out as they went in, among thousands of others."""
    fixed, flat = [(255, 255, 255), (43, 122, 155), (20, 24, 29)], [(200, 201, 77), (13, 140, 60)]
    seen = Seen.merged([Seen.of(noise(0, 256, 0)), Seen.of(painted(*flat))])
    palette = Palette.chosen(seen, fixed)
    assert len(palette.colours) <= COLOURS
    assert len(np.unique(palette.colours, axis=0)) == len(palette.colours)
    kept = painted(*fixed, *flat)
    assert off(palette.colours[palette.apply(kept)], kept).max() == 0
    assert len(np.unique(palette.apply(painted((199, 180, 190))))) == 1  # no dithering


def test_what_a_palette_lacks_is_measured() -> None:
    """A palette's worst distance, the share beyond the bound and its colours are those that were planted."""
    palette = Palette.chosen(Seen.of(painted((255, 255, 255), (0, 0, 0))))
    picture = painted((255, 255, 255), (0, 0, 0))
    assert palette.fit(picture).share == 0.0
    picture[:2, :4, :3] = (255, 0, 0)
    picture[5, 5, :3] = 255 - BOUND  # just near enough
    fitted = palette.fit(picture)
    assert fitted.off == 255
    assert fitted.share == 8 / (16 * 32)
    assert fitted.lacking.colours.tolist() == [[255, 0, 0]]
    assert fitted.lacking.counts.tolist() == [8]


def test_a_measured_distance_is_never_less_than_the_true_one() -> None:
    """No pixel of any picture is farther off its palette than is said."""
    for seed in range(5):
        palette = Palette.chosen(Seen.of(noise(0, 200, seed)))
        picture = noise(0, 256, seed + 100)
        fitted = palette.fit(picture)
        distance = off(palette.colours[fitted.indices], picture)
        assert fitted.off >= distance.max()
        assert fitted.share == pytest.approx((distance > BOUND).mean())
        assert fitted.off == distance.max() or distance.max() <= BOUND


def test_a_palette_grows_without_changing_what_its_indices_mean() -> None:
    """A palette's few new colours come after the old ones, exactly as they were drawn."""
    seen = Seen.of(noise(100, 160, 0))
    palette = Palette.chosen(seen)
    flash = painted((255, 0, 0), (0, 0, 255))
    wide = palette.widened(seen, palette.fit(flash).lacking)
    assert (wide.colours[: len(palette.colours)] == palette.colours).all()
    assert off(wide.colours[wide.apply(flash)], flash).max() == 0


def test_colours_are_shared_out_anew_where_a_few_more_do_not_do() -> None:
    """Pictures that have nothing in common each get their part; what stays far off is said."""
    first, second = noise(0, 90, 0), noise(160, 250, 1)
    seen = Seen.of(first)
    palette = Palette.chosen(seen, [(255, 255, 255)])
    wide = palette.widened(seen, palette.fit(second).lacking, [(255, 255, 255)])
    assert len(wide.colours) <= COLOURS
    assert (255, 255, 255) in {tuple(colour) for colour in wide.colours.tolist()}
    before, after = (max(each.fit(first).off, each.fit(second).off) for each in (palette, wide))
    assert after < 40 < before
    assert wide.fit(second).share > 0.0


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
        ("three-steps", (1920, 760), 7),
        pytest.param("three-steps", (480, 190), 16, marks=pytest.mark.soak),
        pytest.param("training-loop", (480, 190), 12, marks=pytest.mark.soak),
        pytest.param("weights-and-bias", (480, 190), 12, marks=pytest.mark.soak),
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
    scene, wanted = Scene(recipe, Reel([film]), Style(LIGHT, *size)), spread(len(film), frames)
    begun = itertools.accumulate(Timing(hold=0.0).durations(len(wanted)), initial=0)
    worst, until = 0, 0
    with Image.open(tmp_path / "a.webp") as image:
        pictures = iter(range(image.n_frames))  # type: ignore[attr-defined]
        for moment, drawn in zip(begun, scene.pictures(wanted), strict=False):
            while until <= moment:  # equal neighbours are one picture that stands longer
                image.seek(next(pictures))
                shown = np.asarray(image.convert("RGB"))
                until += int(image.info["duration"])
            worst = max(worst, int(off(shown, drawn).max()))
    assert 0 < worst <= BOUND


@pytest.mark.soak
def test_colours_that_are_shared_out_anew_leave_no_frame_behind(vizpipe: "Vizpipe") -> None:
    """A film whose palette is chosen anew for some frames gets one that serves the others too, and nothing is said."""
    rates = ["--learning-rate", "0.95", "--too-large", "1.02", "--too-small", "0.05"]
    done = vizpipe("run", "gradient-descent", "--surface", "valley", *rates, "-f", "gif")
    assert done.code == 0, done
    assert "colours" not in done.err
