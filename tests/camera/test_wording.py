"""Words on pictures: titles, labels, languages, letters."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from dots import Dot, dot, pictures, plain, scene
from films import Recipes
from vizpipe.camera.scene import Scene
from vizpipe.drawing import fonts
from vizpipe.drawing.language import localised
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import MachineError, UsageError
from vizpipe.film.film import Film
from vizpipe.recipe import Canvas, Say, Words

if TYPE_CHECKING:
    from conftest import Vizpipe


def texts(scene: Scene[Any]) -> list[str]:
    """Every text on a stage."""
    from matplotlib.text import Text

    found = [str(text.get_text()) for text in scene.figure.findobj(Text)]
    return [text for text in found if text]


def test_title_and_caption_are_the_users(vizpipe: "Vizpipe", recipes: Recipes) -> None:
    """Another title is drawn as it stands, whatever is in it; without a title the panels take the room."""
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
    """A label replaces a whole text or a template; one never drawn is warned of, a wrong template refused."""
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
    """Numbers have decimal marks, thousands and per cent signs as CLDR has them; nothing else changes."""
    assert localised(text, lang) == expected


def test_a_german_picture_has_no_point_between_digits(recipes: Recipes) -> None:
    """A German picture has no point between digits, in ticks, captions and what moves alike."""
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
    """A letter without a glyph ends with 3, the letter, the text and the way out, and no picture with boxes."""
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
    """Every glyph of another script is there: the title has ink, and no two letters are the box of a missing one."""
    if lang != "de" and fonts._extra(lang) is None:
        pytest.skip("needs vizpipe[cjk]")
    done = vizpipe("run", "gates", "--title", text, "--lang", lang, "--size", "960x480", "--name", "a")
    assert done.code == 0, done
    with Image.open(tmp_path / "a.png") as image:
        assert np.asarray(image.convert("L"))[10:60, 20:500].min() < 100


@pytest.mark.parametrize(
    ("ends", "first", "last", "beside"),
    [
        ((0.0, 1e15), "0.0", "1.0·10¹⁵", ""),
        ((-4e15, 0.0), "−4·10¹⁵", "0", ""),
        ((0.0, 4e-9), "0", "4·10⁻⁹", ""),
        ((1e6, 1e6 + 4.0), "0", "4", "+10⁶"),
        ((1.0, 1.0 + 4e-9), "0", "4·10⁻⁹", "+1"),
        ((0.0, 9.0), "0.0", "9.0", ""),
    ],
)
def test_a_power_of_ten_is_part_of_each_number_of_an_axis(
    ends: tuple[float, float], first: str, last: str, beside: str
) -> None:
    """A power of ten that all numbers share stands in each as a textbook sets it; beside them only what is added."""

    def stage(canvas: Canvas, film: Film[Dot]) -> Any:
        axes = plain(canvas, film)
        axes.set_ylim(*ends)
        axes.set_yticks(np.linspace(*ends, 3))  # how many would fit depends on letters
        return axes

    made = scene(stage, dot)
    pictures(made)
    (axes,) = made.figure.axes
    shown = [label.get_text() for label in axes.get_yticklabels()]
    assert (shown[0], shown[-1]) == (first, last)
    assert axes.yaxis.get_offset_text().get_text() == beside
