"""Texts, captions, headlines and larger type: what an asset takes."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe.errors import UsageError
from vizpipe.project import catalogues

if TYPE_CHECKING:
    from conftest import Vizpipe

SMALL = ("run", "hidden-mapping", "--max-epochs", "12", "--target-loss", "none", "--size", "960x380", "--name", "a")


def test_a_catalogue_stands_beside_the_project_and_beside_the_recipe(tmp_path: Path) -> None:
    """The project's words go before the recipe's, and a table of the recipe's name before what is for all."""
    project, recipes = tmp_path / "project", tmp_path / "recipes"
    for folder, text in (
        (project, '"Input" = "Eingabe"\n["mine"]\n"Output" = "Antwort"\n["other"]\n"Loss" = "Fehler"\n'),
        (recipes, '"Input" = "Rein"\n"Output" = "Raus"\n"Epoch" = "Epoche"\n'),
    ):
        (folder / "languages").mkdir(parents=True)
        (folder / "languages" / "de.toml").write_text(text, encoding="utf-8")
    (project / "vizpipe.toml").touch()
    (project / "deep").mkdir()
    said = catalogues.found("de", str(project / "deep"), str(recipes / "mine.py"), "mine")
    assert said == {"Input": "Eingabe", "Output": "Antwort", "Epoch": "Epoche"}
    assert catalogues.found("en", str(project), str(recipes / "mine.py"), "mine") == {}
    assert catalogues.found("fr", str(project), str(recipes / "mine.py"), "mine") == {}


def test_a_file_of_texts_that_cannot_be_read_is_said_in_a_line(tmp_path: Path) -> None:
    """Nothing there, no TOML, no UTF-8, far too much, too deep: each names the file."""
    (tmp_path / "deep.toml").write_text(f"a = {'[' * 99_999}", encoding="utf-8")
    (tmp_path / "bad.toml").write_text("a = ", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes('"a" = "Grün"'.encode("latin-1"))
    (tmp_path / "long.toml").write_text("#" * 1_000_001, encoding="utf-8")
    for name, problem in {
        "none.toml": "No such file",
        "bad.toml": "Invalid value",
        "latin.toml": "no text in UTF-8",
        "long.toml": "larger than 1 MB",
        "deep.toml": "nested too deeply",
    }.items():
        with pytest.raises(UsageError, match=f"texts {name}: .*{problem}"):
            catalogues.named(name, str(tmp_path), "mine")


def test_words_of_ones_own_are_drawn_and_said(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Another headline, caption and alternative text change the picture, and the line that made it names them."""
    own = ("--headline", "rest=It is done", "--caption", "Mine.", "--alt", "A net.", "--font", "1.2")
    done = vizpipe(*SMALL, *own, "--from", "2", "--every", "3", "-f", "gif")
    assert done.code == 0, done
    line = vizpipe("info", "a.gif").out
    for part in (
        "--headline 'rest=It is done'",
        "--caption Mine.",
        "--alt 'A net.'",
        "--font 1.2",
        "--every 3 --from 2",
    ):
        assert part in line
    assert b"A net." in (tmp_path / "a.gif").read_bytes()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--headline", "rset=x"), "no beat rset in this film — did you mean rest?; it has start"),
        (("--headline", "rest={n}"), "headline rest: there is no {n} here"),
        (("--headline", "rest"), "headline is rest, but must be BEAT=TEXT"),
        (("--headline", "rest=x", "--seeds", "2"), "films side by side have no headlines"),
        (("--caption", "x", "--no-caption"), "caption and no-caption don't go together"),
        (("--from", "40"), "from is 40, but there are 13 frames, 0 to 12"),
        (("--from", "5", "--to", "4"), "from is 5, but to is 4, which is before"),
        (("--font", "0"), "font is 0.0, but must be a number from 0.5 to 4"),
        (("--font", "9"), "font is 9.0, but must be a number from 0.5 to 4"),
        (("--font", "3.5"), "hidden-mapping needs at least"),
        (("--every", "0"), "every is 0, but must be a whole number from 1"),
    ],
)
def test_what_cannot_be_is_refused(vizpipe: "Vizpipe", words: tuple[str, ...], problem: str) -> None:
    """A beat, a frame or a size of type that there is not ends with 2 and a line that says what there is."""
    done = vizpipe(*SMALL, *words)
    assert done.code == 2
    assert problem in done.line


def test_what_moves_a_film_has_no_effect_on_a_figure(vizpipe: "Vizpipe") -> None:
    """Frames that are chosen of a figure are said to change nothing, and the picture is made."""
    done = vizpipe("run", "gates", "--from", "3", "--frames", "10", "--size", "960x540", "--name", "a")
    assert done.code == 0
    assert "is a still, so frames and from have no effect" in done.err


def test_project_and_library_take_the_same(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """In a project file headlines are a table or a list; the keys are run's own, and texts lie beside the file."""
    (tmp_path / "de.toml").write_text('"Input" = "Eingabe"\n', encoding="utf-8")
    (tmp_path / "vizpipe.toml").write_text(
        '[assets.a]\nrecipe = "hidden-mapping"\nformats = ["png"]\nsize = "960x380"\nfont = 1.1\nfrom = 1\n'
        'texts = "de.toml"\ncaption = "Mine."\nalt = "A net."\nheadline = { rest = "It is done" }\n'
        "parameters = { max_epochs = 12, target_loss = 0.01 }\n",
        encoding="utf-8",
    )
    assert vizpipe("build").code == 0
    line = vizpipe("info", "outputs/a.png").out
    for part in ("--headline 'rest=It is done'", "--caption Mine.", "--texts de.toml", "--font 1.1"):
        assert part in line
    assert vizpipe("check", "--no-exec").code == 0
    (tmp_path / "de.toml").write_text('"Input" = "Ein"\n', encoding="utf-8")
    assert "Input → Eingabe → Input → Ein" in vizpipe("check", "--no-exec").out
