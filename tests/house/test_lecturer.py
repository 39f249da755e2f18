"""A lecturer's evening: from nothing to the film, the deck and the handout, with words and speed of one's own."""

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Vizpipe

SMALL = ("--size", "960x540")
GERMAN = """
"Epoch {n:,}" = "Epoche {n}"
"Input" = "Eingabe"
"{share:.0f} % right" = "{share:.0f} % richtig"
"Back in the input plane, that straight line is a curve" = "Zurück in der Ebene ist die Gerade eine Kurve"
"""
PROJECT = """
outputs = "bilder"

[assets.schicht]
recipe = "hidden-mapping"
formats = ["gif", "png"]
size = "960x540"
lang = "de"
texts = "de.toml"
every = 5

[assets.handzettel]
recipe = "hidden-mapping"
formats = ["svg"]
theme = "print"
lang = "de"
texts = "de.toml"
"""


def test_the_evening_before_the_lecture(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Every line that a lecturer would type works: a first film, its texts, a film by hand, a project, a deck."""
    listed = vizpipe("list", "bends")
    assert listed.out.splitlines()[0].startswith("hidden-mapping ")
    told = vizpipe("info", "hidden-mapping", "--texts")
    assert told.code == 0, told.err
    known = tomllib.loads(told.out)
    assert tomllib.loads(GERMAN).keys() <= known.keys(), "what is to be said otherwise stands there, to be copied"

    (tmp_path / "de.toml").write_text(GERMAN, encoding="utf-8")
    words = ["--lang", "de", "--texts", "de.toml", "--font", "1.2", "--every", "5", "--pause", "30:3"]
    words += ["--caption", "Eine Schicht biegt die Ebene.", "--alt", "Drei Ebenen."]
    film = vizpipe("run", "hidden-mapping", *words, *SMALL, "-o", "schicht.gif")
    assert film.code == 0, film.err
    assert "labels" not in film.err
    with Image.open(tmp_path / "schicht.gif") as gif:
        assert gif.size == (960, 540)
        stops = []
        for number in range(getattr(gif, "n_frames", 1)):
            gif.seek(number)
            stops.append(gif.info["duration"])
        assert max(stops) >= 3000
    assert "vizpipe run hidden-mapping" in vizpipe("info", "schicht.gif").out

    (tmp_path / "vizpipe.toml").write_text(PROJECT, encoding="utf-8")
    assert vizpipe("build").code == 0
    handout = (tmp_path / "bilder" / "handzettel.svg").read_text(encoding="utf-8")
    assert "Eingabe" in handout
    assert "0,26" in handout
    assert not re.search(r"\d\.\d\d in \d+ epochs", handout)
    deck = vizpipe("deck", "schicht", "-o", "vortrag.pptx")
    assert deck.code == 0, deck.err
    assert "1 slide," in deck.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--texts", "nix.toml"], "texts nix.toml: No such file"),
        (["--font", "9"], "font is 9.0, but must be a number from 0.5 to 4"),
        (["--font", "0"], "font is 0.0, but must be"),
        (["--every", "0"], "every is 0, but must be"),
        (["--pause", "999:3"], "pause is at frame 999"),
        (["--pause", "-1:3"], "pause"),
        (["--pause", "3"], "pause"),
        (["--headline", "nope=Hallo"], "no beat nope in this film"),
        (["-f", "png", "-o", "x.gif"], "x.gif must end in .png for -f png"),
        (["--size", "wide"], "size is wide"),
    ],
)
def test_a_slip_of_the_hand_gets_one_line(vizpipe: "Vizpipe", tmp_path: Path, words: list[str], says: str) -> None:
    """What can't be meant ends with 2 and a line that names it, and no file is there."""
    done = vizpipe("run", "hidden-mapping", *words)
    assert done.code == 2, done
    assert says in done.line
    assert not list(tmp_path.glob("*.gif"))
