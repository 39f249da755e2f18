"""``run --film``: a film from a file is drawn as one that was trained here."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import recorded
from vizpipe import nn

if TYPE_CHECKING:
    from conftest import Vizpipe

PLANE = '''"""Two units."""

from collections.abc import Iterator

import vizpipe.drawing.picture as vp
from vizpipe.nn import Snapshot
from vizpipe.recipe import Film, recipe


@recipe()
def plane(*, epochs: int = 3, dots: int = 5) -> Iterator[Snapshot]:
    """Never trained here."""
    del dots
    raise AssertionError(epochs)
    yield


@plane.fits
def fits(film: Film[Snapshot]) -> str:
    """Two inputs."""
    return "" if film[0].sizes[0] == 2 else f"it has {film[0].sizes[0]} inputs, not 2"


@plane.picture
def picture(film: Film[Snapshot]) -> vp.Picture[Snapshot]:
    """Samples."""
    samples = vp.Samples[Snapshot](size=float(str(film.parameters["dots"])))
    return vp.Picture(vp.panel(samples, title=film.about.origin))
'''


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project with a recipe of networks, and films beside it."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "plane.py").write_text(PLANE)
    asset = '[assets.mine]\nrecipe = "plane"\nformats = ["npz", "png"]\nsize = "480x270"\nfilm = "run.film"\n'
    (tmp_path / "vizpipe.toml").write_text(f'recipes = "figures"\n{asset}')
    (tmp_path / "run.film").write_bytes(recorded.data())
    (tmp_path / "wide.film").write_bytes(recorded.data(3, nn.Network((4, 2, 1), ("relu", "sigmoid"))))
    (tmp_path / "curve.film").write_bytes(recorded.data(3, None))
    return tmp_path


def test_a_film_is_drawn_without_training(vizpipe: "Vizpipe", place: Path) -> None:
    """The recipe's generator never runs; the file says which line makes it again, and the frames are the file's."""
    assert vizpipe("run", "plane", "--film", "run.film", "--dots", "9", "-f", "png,csv", "--size", "480x270").code == 0
    line = vizpipe("info", "plane-dots-9-run-480x270.png").out.splitlines()[1]
    assert line == "vizpipe run plane --dots 9 --size 480x270 --film run.film -f png"
    assert "0.25" in (place / "plane-dots-9-run-480x270.csv").read_text()
    assert vizpipe("run", "plane", "--film", "./run.film", "--film", "curve.film", "--name", "x").code == 2


def test_a_build_takes_the_film_again_when_it_is_another(vizpipe: "Vizpipe", place: Path) -> None:
    """An asset with a film is stale when the file's content is another, and only then; the film's npz is a film."""
    assert vizpipe("build").code == 0
    assert vizpipe("build", "--locked").code == 0
    assert vizpipe("run", "learning-curves", "--film", "outputs/mine.npz", "-f", "csv").code == 0
    (place / "run.film").write_bytes(recorded.data(5))
    why = vizpipe("build", "--why")
    assert "run.film was changed" in why.out
    assert vizpipe("build").code == 0
    assert (place / "outputs" / "mine.png").exists()


def test_what_fits_is_said_in_one_line(vizpipe: "Vizpipe", place: Path) -> None:
    """A film of another shape or kind, with a training's parameter or beside others costs one line and code 2."""
    lines = {
        (
            "--film",
            "wide.film",
        ): "wide.film can't be drawn by plane: it has 4 inputs, not 2 "
        "(it can be drawn by layers-in-the-plane, learning-curves, weights-by-layer)",
        ("--film", "curve.film"): "curve.film holds curves; plane draws networks with their samples "
        "(it can be drawn by learning-curves)",
        (
            "--film",
            "run.film",
            "--epochs",
            "4",
        ): "run.film is trained already; leave epochs out; of plane a film takes dots",
        ("--film", "run.film", "--compare", "dots=1:2"): "a film is trained already; leave compare out",
        ("--film", "none.film"): "none.film: No such file or directory",
        ("--film", "vizpipe.toml"): "vizpipe.toml: this can't be read as a film: it is no film",
    }
    for words, said in lines.items():
        done = vizpipe("run", "plane", *words, cwd=place)
        assert said in done.line
        assert done.code == 2, done


def test_films_stand_side_by_side(vizpipe: "Vizpipe", place: Path) -> None:
    """Several films are laid out beside each other under their files' names."""
    done = vizpipe("run", "learning-curves", "--film", "run.film", "--film", "curve.film", "-f", "svg", cwd=place)
    assert done.code == 0, done
    text = (place / "learning-curves-run-curve.svg").read_text()
    assert "<!-- run -->" in text or ">run<" in text
