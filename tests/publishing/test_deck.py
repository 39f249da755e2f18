"""Decks: what stands on each slide, that it moves, and that the same slides are the same bytes."""

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops, ImageStat

if TYPE_CHECKING:
    from conftest import Vizpipe

pptx = pytest.importorskip("pptx", reason="needs vizpipe[slides]")
decks = pytest.importorskip("vizpipe.publishing.deck", reason="needs vizpipe[slides]")
PROJECT = """
recipes = "."
[assets.moves]
recipe = "counter"
size = "640x260"
parameters = { steps = 5 }
loop = 2
title = "Two, and one hidden layer"
[assets.handout]
recipe = "counter"
size = "640x260"
parameters = { steps = 5 }
formats = ["png", "pdf"]
[assets.stands]
recipe = "gates"
size = "640x360"
theme = "dark"
"""


@pytest.fixture
def project(tmp_path: Path, counter: str) -> Path:
    """A project of three assets: one that moves, its handout, one that is a still anyway."""
    (tmp_path / "vizpipe.toml").write_text(PROJECT)
    (tmp_path / "counter.py").write_text(counter)
    return tmp_path


def pictures(slide: Any) -> list[Any]:
    """The pictures and movies on a slide."""
    return [shape for shape in slide.shapes if shape.shape_type is not None and "PICTURE" in str(shape.shape_type)]


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart on average, in steps of a byte."""
    means = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return sum(means) / len(means)


def test_a_slide_for_each_asset_with_words_for_all(vizpipe: "Vizpipe", project: Path) -> None:
    """A slide has title, picture, alternative text, caption and, in the notes, the line; a still stays one."""
    done = vizpipe("deck")
    assert done.code == 0, done
    assert "deck.pptx  3 slides, " in done.out
    deck = pptx.Presentation(project / "deck.pptx")
    assert [deck.slide_width, deck.slide_height] == [12191695, 6858000]
    assert len(deck.slides) == 3
    for slide, form in zip(deck.slides, ("GIF", "PNG", "PNG"), strict=True):
        (picture,) = pictures(slide)
        assert slide.shapes.title.text
        with Image.open(io.BytesIO(picture.image.blob)) as image:
            assert image.format == form
            assert image.width / image.height == pytest.approx(picture.width / picture.height, rel=0.01)
        assert picture.left >= 0
        assert picture.top >= slide.shapes.title.top + slide.shapes.title.height
        assert picture.left + picture.width <= deck.slide_width
        assert picture.top + picture.height <= deck.slide_height
        assert len(picture.element.nvPicPr.cNvPr.get("descr")) > 20
    moves, handout, stands = (slide.notes_slide.notes_text_frame.text.splitlines()[-1] for slide in deck.slides)
    assert moves.startswith("vizpipe run counter ")
    for words in ("--steps 5", "--size 640x260", "--loop 2", "--title 'Two, and one hidden layer'"):
        assert words in moves
    assert handout.endswith("-f png")
    assert "--theme dark" in stands
    assert vizpipe("info", "deck.pptx").out.splitlines()[-1] == "vizpipe deck moves handout stands"
    assert not (project / "outputs").exists()
    film, still = (Image.open(io.BytesIO(pictures(slide)[0].image.blob)) for slide in list(deck.slides)[:2])
    with film, still:
        assert film.info["loop"] == 1  # again, once: twice in all
        result = apart(film, still)
        film.seek(1)
        assert apart(film, still) > 5.0 * result


def test_the_same_slides_are_the_same_bytes(vizpipe: "Vizpipe", project: Path) -> None:
    """The same slides are the same bytes with other clocks and workers; no part of the archive has a date."""
    assert vizpipe("deck", "-o", "a.pptx", "-j", "1").code == 0
    assert vizpipe("deck", "-o", "b.pptx", "-j", "2", env={"TZ": "Asia/Tokyo"}).code == 0
    assert (project / "a.pptx").read_bytes() == (project / "b.pptx").read_bytes()
    with zipfile.ZipFile(project / "a.pptx") as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


def test_a_deck_that_somebody_worked_on_stays(vizpipe: "Vizpipe", project: Path) -> None:
    """A deck of another, or with an edited title, stays and ends with 2 unless --overwrite is given."""
    path = project / "deck.pptx"
    path.write_bytes(b"mine")
    assert "vizpipe did not write it" in vizpipe("deck", "stands").line
    assert path.read_bytes() == b"mine"
    assert vizpipe("deck", "stands", "--overwrite").code == 0
    assert vizpipe("deck", "stands", "--aspect", "4:3").code == 0
    deck = pptx.Presentation(path)
    deck.slides[0].shapes.title.text = "Edited"
    deck.save(path)
    edited = path.read_bytes()
    done = vizpipe("deck", "stands")
    assert done.code == 2
    assert "--overwrite" in done.line
    assert path.read_bytes() == edited


def test_a_video_plays_by_itself_and_as_often_as_its_asset_says(vizpipe: "Vizpipe", project: Path) -> None:
    """A video is timed as PowerPoint writes it: begun with the slide, repeated, silent; before it the result."""
    pytest.importorskip("av", reason="needs vizpipe[video]")
    assert vizpipe("deck", "moves", "handout", "--motion", "mp4").code == 0
    slide, handout = pptx.Presentation(project / "deck.pptx").slides
    xml = slide.part.blob.decode()
    (shape,) = [each for each in slide.shapes if "MEDIA" in str(each.shape_type)]
    assert xml.count("<p:timing") == 1
    assert 'cmd="playFrom(0.0)"' in xml
    assert '<p:cond evt="onBegin" delay="0">' in xml
    assert 'repeatCount="2000"' in xml
    assert 'mute="1"' in xml
    assert xml.count(f'<p:spTgt spid="{shape.shape_id}"/>') == 2
    with (
        Image.open(io.BytesIO(shape.poster_frame.blob)) as poster,
        Image.open(io.BytesIO(pictures(handout)[0].image.blob)) as still,
    ):
        assert apart(poster, still) == 0.0
    assert shape.element.nvPicPr.cNvPr.get("descr")
    assert slide.notes_slide.notes_text_frame.text.endswith("-f mp4")


def test_steps_are_slides_to_click_through(vizpipe: "Vizpipe", project: Path) -> None:
    """Steps are so many stills of an animation, the first and the last frame among them; a still stays one slide."""
    toml = project / "vizpipe.toml"
    toml.write_text(toml.read_text().replace("loop = 2", 'first-frame = "result"\nmax-bytes = "30kB"'))
    assert vizpipe("deck", "moves", "stands", "--steps", "3", "--aspect", "4:3").code == 0
    deck = pptx.Presentation(project / "deck.pptx")
    assert deck.slide_width == 9144000
    assert len(deck.slides) == 4
    blobs = [pictures(slide)[0].image.blob for slide in deck.slides]
    assert len(set(blobs)) == 4


def test_a_template_gives_its_look(vizpipe: "Vizpipe", project: Path) -> None:
    """A template gives its size and its title's place; its own slides stay in front, and are counted."""
    template = pptx.Presentation()
    template.slide_width, template.slide_height = 9000000, 7000000
    for _ in range(2):
        template.slides.add_slide(template.slide_layouts[0])
    template.save(project / "ours.pptx")
    done = vizpipe("deck", "stands", "--template", "ours.pptx")
    assert done.code == 0
    assert "deck.pptx  3 slides, 2 of them the template's, " in done.out
    deck = pptx.Presentation(project / "deck.pptx")
    assert deck.slide_width == 9000000
    assert len(deck.slides) == 3
    (picture,) = pictures(deck.slides[2])
    assert picture.left + picture.width <= 9000000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["mvoes"], "did you mean moves?"),
        (["--template", "gone.pptx"], "No such file"),
        (["--template", "vizpipe.toml"], "it is no deck"),
        (["--template", "vizpipe.toml", "--aspect", "4:3"], "a size of its own"),
        (["-o", "deck.ppt"], "ends in .pptx"),
        (["--motion", "film"], "film"),
    ],
)
def test_decks_that_cannot_be_are_refused(vizpipe: "Vizpipe", project: Path, words: list[str], says: str) -> None:
    """A deck that cannot be ends with 2 and one line, and is not written."""
    done = vizpipe("deck", *words)
    assert done.code == 2
    assert says in done.line
    assert not (project / "deck.pptx").exists()


def test_a_recipes_slide_takes_words_as_run_does(vizpipe: "Vizpipe", project: Path) -> None:
    """Title, caption and labels of one recipe are the slide's, its type grows; the notes say the line with them."""
    words = ["--title", "Tore", "--alt", "Vier Tore.", "--lang", "de", "--label", "AND=UND", "--no-caption"]
    words += ["--font", "1.1"]
    assert vizpipe("deck", "gates", *words, "-o", "t.pptx").code == 0
    (slide,) = pptx.Presentation(project / "t.pptx").slides
    assert slide.shapes.title.text == "Tore"
    (picture,) = pictures(slide)
    assert picture.element.nvPicPr.cNvPr.get("descr") == "Vier Tore."
    notes = slide.notes_slide.notes_text_frame.text
    for each in ("--lang de", "--title Tore", "--label AND=UND", "--font 1.43", "--no-caption"):
        assert each in notes
    assert notes.startswith("A neuron fires"), "what is to be said stands there, though no caption does on the slide"
    assert (
        vizpipe("info", "t.pptx")
        .out.splitlines()[-1]
        .startswith("vizpipe deck gates --font 1.1 --lang de --title Tore")
    )
    done = vizpipe("deck", "gates", "--font", "3.5", "-o", "u.pptx")
    assert (done.code, "a slide's type is 1.3 times as large already; 3.1 is the most" in done.line) == (2, True)
    done = vizpipe("deck", "gates", "hidden-mapping", "--title", "Tore", "-o", "u.pptx")
    assert (done.code, "--title is for one slide" in done.line) == (2, True)
    done = vizpipe("deck", "stands", "--lang", "de", "-o", "u.pptx")
    assert (done.code, "--lang is for recipes" in done.line) == (2, True)
