"""Themes: light, dark, print, transparent, and of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from PIL import Image

from films import Recipes
from vizpipe.camera.scene import Scene
from vizpipe.drawing import theme
from vizpipe.drawing.marks.plane import interleaved
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import PRINT, THEMES, TRANSPARENT
from vizpipe.errors import UsageError
from vizpipe.parameters.settings import THEMES as NAMES
from vizpipe.project.looks import Look
from vizpipe.workers.kept import style_of

if TYPE_CHECKING:
    from conftest import Vizpipe


def test_the_names_of_themes_are_what_is_drawn_with() -> None:
    """The names of themes that the command knows without drawing are what there is to draw with, in the same order."""
    assert list(NAMES) == list(THEMES)


def test_print_says_with_shapes_what_colours_say(recipes: Recipes) -> None:
    """Class 0 is a circle that is open, class 1 a triangle; fields are hatched; without colour the classes differ."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=3)
    scene = Scene(recipe, film, Style(PRINT, 960, 380))
    scene._draw(3)
    marks = [mark for axes in scene.figure.axes for mark in axes.collections if isinstance(mark, PathCollection)]
    labels: Any = film[0].labels[interleaved(film[0].labels)]
    dots = next(mark for mark in marks if np.array(mark.get_offsets()).shape[0] == len(labels))
    corners = np.array([np.asarray(path.vertices).shape[0] for path in dots.get_paths()])
    assert not set(corners[labels == 0]) & set(corners[labels == 1])
    faces = np.asarray(dots.get_facecolor())
    assert (faces[labels == 0][:, :3] == 1.0).all()
    assert (faces[labels == 1][:, :3] < 0.8).any()


def test_a_transparent_still_can_be_seen_through(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A transparent still is empty where nothing is drawn; a GIF needs a background, and none of it is left."""
    assert TRANSPARENT.paper == "none"
    words = ["run", "xor-duel", "--ticks", "3", "--size", "640x260", "--theme", "transparent", "--name", "a"]
    assert vizpipe(*words, "-f", "png").code == 0
    with Image.open(tmp_path / "a.png") as image:
        pixels = np.asarray(image.convert("RGBA"))
    assert (pixels[..., 3] == 0).mean() > 0.2
    assert (pixels[..., 3] == 255).any()
    done = vizpipe(*words)
    assert done.code == 2
    assert "--background" in done.line
    assert vizpipe(*words, "--background", "#ffeedd").code == 0
    with Image.open(tmp_path / "a.gif") as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 238, 221)


def test_auto_makes_a_light_and_a_dark_one(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """The theme auto makes a light and a dark file from one training."""
    done = vizpipe("run", "gates", "--theme", "auto", "--size", "640x360", "--name", "a")
    assert done.code == 0, done
    corners = []
    for name in ("a.png", "a-dark.png"):
        with Image.open(tmp_path / name) as image:
            corners.append(int(np.asarray(image.convert("RGB"))[1, 1].sum()))
    assert corners[0] == 765
    assert corners[1] < 120
    (tmp_path / "vizpipe.toml").write_text('[assets.b]\nrecipe = "gates"\nsize = "320x180"\ntheme = "auto"\n')
    made = vizpipe("build", "--json").json
    assert sorted(each["name"] for each in made["assets"]) == ["b", "b-dark"]
    assert vizpipe("check", "--no-exec").code == 0


def test_a_theme_of_ones_own(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A theme is a TOML file with what differs, or matplotlib's style sheet; another text in it draws anew."""
    (tmp_path / "mine.toml").write_text('background = "#fff4e0"\nclasses = ["navy", "#aa3300"]\n')
    (tmp_path / "sheet.mplstyle").write_text(
        'figure.facecolor: 222233  # dark\ntext.color: "#eeeeff"\n'
        'axes.prop_cycle: cycler("color", ["00ffff", "ff00ff"])\n'
    )
    words = ["run", "gates", "--size", "320x180", "--name", "a"]
    for file, expected in (("mine.toml", (255, 244, 224)), ("sheet.mplstyle", (34, 34, 51))):
        done = vizpipe(*words, "--theme", file)
        assert done.code == 0, done
        with Image.open(tmp_path / "a.png") as image:
            assert image.convert("RGB").getpixel((1, 1)) == expected
    (tmp_path / "mine.toml").write_text('background = "#000000"\n')
    assert vizpipe(*words, "--theme", "mine.toml").code == 0
    with Image.open(tmp_path / "a.png") as image:
        assert image.convert("RGB").getpixel((1, 1)) == (0, 0, 0)


def test_the_size_of_a_style_sheets_type_is_heeded() -> None:
    """It is a factor over matplotlib's own 10; what no page could hold is refused."""
    assert theme.find("x.mplstyle", "# .mplstyle\nfont.size: 15").font_size == 1.5
    assert theme.find("x.mplstyle", "# .mplstyle\ntext.color: red").font_size == 1.0
    look = Look(1920, 760, theme="x.mplstyle", theme_text="# .mplstyle\nfont.size: 15", font=2.0)
    assert style_of(look).font == 3.0
    with pytest.raises(UsageError, match=r"font\.size must be 5 to 40"):
        theme.find("x.mplstyle", "# .mplstyle\nfont.size: 400")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('backgrund = "#fff"', "did you mean background?"),
        ('background = "blu"', "background is blu, which is no colour"),
        ("classes = [1]", "classes must be two colours"),
        ('shapes = "yes"', "shapes must be true or false"),
        ('font = "Comic Papyrus"', "is not installed here"),
        ("background = ", "theme mine.toml"),
    ],
)
def test_a_wrong_theme_names_the_line(vizpipe: "Vizpipe", tmp_path: Path, text: str, says: str) -> None:
    """A wrong theme ends with 2 and what is wrong in it."""
    (tmp_path / "mine.toml").write_text(text)
    done = vizpipe("run", "gates", "--size", "320x180", "--theme", "mine.toml")
    assert done.code == 2, done
    assert says in done.line


def test_a_wrong_style_sheet_names_the_line() -> None:
    """A wrong style sheet is refused with the line's number and its key."""
    with pytest.raises(UsageError, match=r"line 2: figure\.facecolour"):
        theme.find("x.mplstyle", "# .mplstyle\n# a comment\nfigure.facecolour: red")


def test_what_was_made_first_is_not_below_all_the_rest() -> None:
    """Of a class that comes as two clouds, one after the other, both are drawn early and late; classes take turns."""
    labels = np.repeat([0, 1], 200)
    place = np.argsort(interleaved(labels))
    first, second = place[:100].mean(), place[100:200].mean()
    assert abs(first - second) < 40
    assert np.abs(np.cumsum(2 * labels[interleaved(labels)] - 1)).max() <= 1
