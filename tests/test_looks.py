"""Sizes by name, themes, words, languages, letters, and films laid out for comparison."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from PIL import Image

from vizpipe.camera.scene import Scene
from vizpipe.drawing import fonts, theme
from vizpipe.drawing.numbers import localised
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT, PRINT, THEMES, TRANSPARENT
from vizpipe.errors import MachineError, UsageError
from vizpipe.parameters.parameter import complete
from vizpipe.parameters.settings import THEMES as NAMES
from vizpipe.project.asset import new_asset
from vizpipe.recipe import Recipe, Say, Words
from vizpipe.registry import registry
from vizpipe.registry.loading import make_cards

if TYPE_CHECKING:
    from conftest import Vizpipe

Recipes = dict[str, Recipe[..., Any]]


def texts(scene: Scene[Any]) -> list[str]:
    """Every text on a stage."""
    from matplotlib.text import Text

    found = [str(text.get_text()) for text in scene.figure.findobj(Text)]
    return [text for text in found if text]


@pytest.mark.parametrize(
    ("size", "pixels"),
    [("slide", (1920, 1080)), ("blog", (1280, 600)), ("square", (1080, 1080)), ("social", (1200, 630))],
)
def test_sizes_have_names(vizpipe: "Vizpipe", tmp_path: Path, size: str, pixels: tuple[int, int]) -> None:
    """Exactly these pixels; the social one under 300 kB, as link previews want it."""
    done = vizpipe("run", "hidden-mapping", "--max-epochs", "3", "-f", "png", "--size", size, "--name", "a")
    assert done.code == 0, done
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == pixels
    if size == "social":
        assert (tmp_path / "a.png").stat().st_size < 300_000
    assert f"--size {size}" in vizpipe("info", "a.png").out


def test_type_fits_the_size() -> None:
    """Type shrinks more slowly than the picture; on a slide it is larger than on a page of its width."""
    small, page = Style(LIGHT, 960, 380), Style(LIGHT, 1920, 760)
    assert page.px(10.0) / 2.0 < small.px(10.0) < page.px(10.0)
    assert Style(LIGHT, 1920, 1080, larger=1.15).px(10.0) > Style(LIGHT, 1920, 1080).px(10.0)


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
    labels: Any = film[0].labels
    dots = next(mark for mark in marks if np.array(mark.get_offsets()).shape[0] == len(labels))
    corners = np.array([np.asarray(path.vertices).shape[0] for path in dots.get_paths()])
    assert not set(corners[labels == 0]) & set(corners[labels == 1])
    faces = np.asarray(dots.get_facecolor())
    assert (faces[labels == 0][:, :3] == 1.0).all()
    assert (faces[labels == 1][:, :3] < 0.8).any()


def test_a_transparent_still_can_be_seen_through(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Where nothing is drawn there is nothing; a moving one needs a background, and then has none of it left."""
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
    """Two files, from one training."""
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
    """A TOML file with the lines that differ, or matplotlib's style sheet; another text in it draws anew."""
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
    """2, and what is wrong in it."""
    (tmp_path / "mine.toml").write_text(text)
    done = vizpipe("run", "gates", "--size", "320x180", "--theme", "mine.toml")
    assert done.code == 2, done
    assert says in done.line


def test_a_wrong_style_sheet_names_the_line() -> None:
    """The line's number and its key."""
    with pytest.raises(UsageError, match=r"line 2: figure\.facecolour"):
        theme.find("x.mplstyle", "# .mplstyle\n# a comment\nfigure.facecolour: red")


def test_title_and_caption_are_the_users(vizpipe: "Vizpipe", recipes: Recipes) -> None:
    """Another title is drawn as it stands, whatever is in it; without, the panels take the room."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=2)
    said = recipe.say_words(film, Say())
    title = r"$\foo$ <script> {0} 100%"
    scene = Scene(recipe, film, Style(LIGHT, 1920, 760), words=Words(title, "", said.alternative))
    assert title in texts(scene)
    assert said.caption.split()[0] not in " ".join(texts(scene)).split()
    bare = Scene(recipe, film, Style(LIGHT, 1920, 760), words=Words("", "", ""))
    assert bare.figure.axes[1].bbox.height > 0
    assert vizpipe("run", "gates", "--title", "a\x07b").code == 2
    assert "letters" in vizpipe("run", "gates", "--title", "x" * 10_000).line


def test_labels_replace_what_is_drawn(vizpipe: "Vizpipe", recipes: Recipes) -> None:
    """A whole text or a template; what is never drawn is warned of; a wrong template is refused."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=2)
    say = Say({"Input": "Eingabe"})
    scene = Scene(recipe, film, Style(LIGHT, 1920, 760), say)
    assert "Eingabe" in texts(scene)
    assert "Input" not in texts(scene)
    assert say.unused == []
    assert Say({"Epoch {n}": "Durchgang {n}"})("Epoch {n}", n=3) == "Durchgang 3"
    with pytest.raises(UsageError, match=r"it can use \{n\}"):
        Say({"Epoch {n}": "Durchgang {m}"})("Epoch {n}", n=3)
    words = ["run", "hidden-mapping", "--max-epochs", "2", "--size", "640x260", "--name", "a"]
    done = vizpipe(*words, "--label", "Inptu=Eingabe", "--label", "Input=Eingabe")
    assert done.code == 0
    assert "'Inptu'" in done.err
    assert "'Input'" not in done.err
    assert "--label" in vizpipe("info", "a.gif").out
    assert vizpipe("run", "gates", "--label", "nonsense").code == 2


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        (
            "de",
            "Loss falls from 0.75 to 0.26; 90% of 1,200 samples",
            "Loss falls from 0,75 to 0,26; 90\u00a0% of 1.200 samples",
        ),
        ("fr", "1,234.5", "1\u202f234,5"),
        ("en", "1,234.5 and 90%", "1,234.5 and 90%"),
        ("ja", "0.26", "0.26"),
        ("de", "version 1.2.3, 2-2-1, x1.5", "version 1.2.3, 2-2-1, x1.5"),
        ("de", "−0.5, 88 %", "−0,5, 88\u00a0%"),
    ],
)
def test_numbers_follow_the_language(lang: str, text: str, expected: str) -> None:
    """Decimal marks, thousands and per cent signs as CLDR has them; nothing else changes."""
    assert localised(text, lang) == expected


def test_a_german_picture_has_no_point_between_digits(recipes: Recipes) -> None:
    """Ticks, captions and what moves alike."""
    import re

    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=3)
    scene = Scene(recipe, film, Style(LIGHT, 1920, 760, lang="de"), Say(lang="de"))
    scene.still(3)
    scene.figure.canvas.draw()
    drawn = texts(scene)
    assert any(re.search(r"\d,\d", text) for text in drawn)
    assert not [text for text in drawn if re.search(r"\d\.\d", text)]


def test_a_letter_without_a_glyph_is_refused(vizpipe: "Vizpipe") -> None:
    """3, with the letter, the text and the way out, and no picture with boxes."""
    with pytest.raises(MachineError, match=r"𒀀 \(U\+12000\) of “Title 𒀀”"):
        fonts.check(["Title 𒀀"])
    done = vizpipe("run", "gates", "--title", "Title 𒀀", "--size", "320x180")
    assert done.code == 3
    assert "U+12000" in done.line


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ja", "隠れ層は平面を曲げる"),
        ("ko", "은닉층은 평면을 구부린다"),
        ("zh", "隐藏层弯曲平面，训练网络"),
        ("de", "Übergröße"),
    ],
)
def test_other_scripts_are_drawn(vizpipe: "Vizpipe", tmp_path: Path, lang: str, text: str) -> None:
    """Every glyph is there: the title has ink, and no two letters are the box that stands for a missing one."""
    if lang != "de" and fonts._extra(lang) is None:
        pytest.skip("needs vizpipe[cjk]")
    done = vizpipe("run", "gates", "--title", text, "--lang", lang, "--size", "960x480", "--name", "a")
    assert done.code == 0, done
    with Image.open(tmp_path / "a.png") as image:
        assert np.asarray(image.convert("L"))[10:60, 20:500].min() < 100


def test_films_are_laid_out_for_comparison(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Rows and columns by two parameters; what the variants say, all choices, or values that are given."""
    done = vizpipe(
        *("run", "hidden-mapping", "--max-epochs", "2", "--size", "960x500"),
        *("--compare", "activation,learning-rate=0.01:0.1:1", "--name", "a"),
    )
    assert done.code == 0, done
    assert "--compare activation=tanh:relu,learning_rate=0.01:0.1:1.0" in vizpipe("info", "a.gif").out
    (tmp_path / "vizpipe.toml").write_text(
        '[assets.b]\nrecipe = "hidden-mapping"\nsize = "640x300"\ncompare = ["activation"]\n'
        'parameters = { max_epochs = 2 }\n[assets.b.matrix]\nactivation = ["tanh", "relu"]\nseed = [1, 2]\n'
    )
    made = vizpipe("build", "--json").json
    assert [each["name"] for each in made["assets"]] == ["b-1", "b-2"]
    assert made["trained"] == 4


@pytest.mark.parametrize(
    ("compare", "says"),
    [
        ("activatoin", "did you mean activation?"),
        ("seed", "say which values of seed"),
        ("", "must name one or two"),
        ("activation,seed=1:2,samples=1:2", "must name one or two"),
        ("activation,activation", "twice"),
        ("seed=1:x", "seed is x"),
        ("seed=" + ":".join(map(str, range(40))), "2 to 36"),
    ],
)
def test_comparisons_that_make_no_sense_are_refused(vizpipe: "Vizpipe", compare: str, says: str) -> None:
    """One line and 2."""
    done = vizpipe("run", "hidden-mapping", f"--compare={compare}")
    assert done.code == 2
    assert says in done.line


def test_the_second_parameter_goes_across(recipes: Recipes, shared_cache: Path) -> None:
    """Films in the order of reading: the first parameter down, the second across."""
    del recipes, shared_cache
    (card,) = (
        card
        for source in registry.built_in()
        if source.path.endswith("hidden_mapping.py")
        for card in registry.read_cards(make_cards(source))
    )
    made = new_asset("a", card, complete(card.parameters, {}, ""), compare="activation,seed=1:2:3")
    assert made.look.columns == 3
    assert [each["seed"] for each in made.multiples] == [1, 2, 3, 1, 2, 3]
    assert made.look.labels[0] == "tanh, seed 1"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--theme", "drak"], "did you mean dark?"),
        (["--theme", "gone.toml"], "No such file"),
        (["--size", "slid"], "did you mean slide?"),
        (["--lang", "xx"], "xx"),
        (["-f", "pgn"], "did you mean png?"),
        (["--layout", "column", "--size", "800x400"], "wider than tall"),
        (["--background", "red"], "background is red"),
    ],
)
def test_looks_that_do_not_exist_are_refused(vizpipe: "Vizpipe", words: list[str], says: str) -> None:
    """One line and 2."""
    done = vizpipe("run", "gates", *words)
    assert done.code == 2
    assert says in done.line
