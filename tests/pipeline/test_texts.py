"""Every text of a film, as a file to change."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Vizpipe

SMALL = ("run", "hidden-mapping", "--size", "960x380", "-f", "png", "-o", "a.png")


def test_every_text_is_printed_as_a_file_to_change(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Title, headlines, panels, readouts, caption, alternative text, and those of other runs, as one may type them."""
    done = vizpipe("info", "hidden-mapping", "--texts")
    assert done.code == 0, done
    table = tomllib.loads(done.out)
    assert {
        "A hidden layer bends the plane: {n} {name} units",
        "… until one straight line will do",
        "After the activation: {name}",
        "Epoch {n:,}",
        "{share:.0f} % right",
        "Loss {moved} in {epochs:|epoch|epochs}; {share:.0f} % of the samples end on the right side.",
        "Three panels: the samples of two classes in the plane, after the layer's affine map, and after {name}.",
        "The straight line does not separate the classes yet, not even after the activation.",
    } <= table.keys()
    assert not [text for text in table if "\u00a0" in text or "Epoch 7" in text]
    for place in ("Title", "Headlines", "Panels and axes", "Readouts", "Caption", "Alternative text", "Other runs"):
        assert f"\n# {place}\n" in done.out
    assert "# {n} is 0\n" in done.out
    (tmp_path / "all.toml").write_text(done.out.replace('= "Input"', '= "Eingabe"'), encoding="utf-8")
    done = vizpipe(*SMALL, "--texts", "all.toml", "--label", "Inptu=x")
    assert done.code == 0, done
    assert "no text 'Inptu' is drawn — did you mean Input?" in done.err
    assert done.err.count("no text ") == 1
    assert "--texts all.toml" in vizpipe("info", "a.png").out


def test_texts_are_printed_as_a_language_has_them(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """With --lang what a catalogue says already stands behind the equals sign; alone it is refused in one line."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "vizpipe.toml").write_text("", encoding="utf-8")
    (tmp_path / "languages" / "de.toml").write_text('"two cases" = "zwei Fälle"\n', encoding="utf-8")
    table = tomllib.loads(vizpipe("info", "gates", "--texts", "--lang", "de").out)
    assert (table["two cases"], table["weight +0.5"]) == ("zwei Fälle", "weight +0.5")
    done = vizpipe("info", "gates", "--lang", "de")
    assert (done.code, done.line) == (2, "vizpipe: --lang is for --texts: vizpipe info RECIPE --texts --lang LANG")
