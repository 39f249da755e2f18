"""Decks: what stands on each slide, that it moves, and that the same slides are the same bytes."""

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

if TYPE_CHECKING:
    from conftest import Vizpipe

pptx = pytest.importorskip("pptx", reason="needs vizpipe[slides]")
PROJECT = """
[assets.moves]
recipe = "xor-duel"
size = "640x260"
parameters = { ticks = 4 }
[assets.stands]
recipe = "gates"
size = "640x360"
theme = "dark"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two assets."""
    (tmp_path / "vizpipe.toml").write_text(PROJECT)
    return tmp_path


def pictures(slide: Any) -> list[Any]:
    """The pictures and movies on a slide."""
    return [shape for shape in slide.shapes if shape.shape_type is not None and "PICTURE" in str(shape.shape_type)]


def test_a_slide_for_each_asset_with_words_for_all(vizpipe: "Vizpipe", project: Path) -> None:
    """Title, moving picture inside the slide, alternative text, caption, and the line in the notes."""
    done = vizpipe("deck")
    assert done.code == 0, done
    deck = pptx.Presentation(project / "deck.pptx")
    assert [deck.slide_width, deck.slide_height] == [12191695, 6858000]
    assert len(deck.slides) == 2
    for slide, form in zip(deck.slides, ("GIF", "PNG"), strict=True):
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
        assert "vizpipe run" in slide.notes_slide.notes_text_frame.text
    assert vizpipe("info", "deck.pptx").out.splitlines()[-1] == "vizpipe deck moves stands"
    assert not (project / "outputs").exists()


def test_the_same_slides_are_the_same_bytes(vizpipe: "Vizpipe", project: Path) -> None:
    """Twice, with other clocks and workers; no part of the archive has a date."""
    assert vizpipe("deck", "-o", "a.pptx", "-j", "1").code == 0
    assert vizpipe("deck", "-o", "b.pptx", "-j", "2", env={"TZ": "Asia/Tokyo"}).code == 0
    assert (project / "a.pptx").read_bytes() == (project / "b.pptx").read_bytes()
    with zipfile.ZipFile(project / "a.pptx") as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}


def test_a_deck_that_somebody_worked_on_stays(vizpipe: "Vizpipe", project: Path) -> None:
    """Another's deck and one's own with an edited title: 2, and --overwrite replaces them; as it was made it goes."""
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


def test_a_video_plays_by_itself_and_again(vizpipe: "Vizpipe", project: Path) -> None:
    """The timing that PowerPoint writes: begun with the slide, repeated for ever, silent; a poster stands before it."""
    pytest.importorskip("av", reason="needs vizpipe[video]")
    assert vizpipe("deck", "moves", "--motion", "mp4").code == 0
    (slide,) = pptx.Presentation(project / "deck.pptx").slides
    xml = slide.part.blob.decode()
    (shape,) = [each for each in slide.shapes if "MEDIA" in str(each.shape_type)]
    assert xml.count("<p:timing") == 1
    assert 'cmd="playFrom(0.0)"' in xml
    assert '<p:cond evt="onBegin" delay="0">' in xml
    assert 'repeatCount="indefinite"' in xml
    assert 'mute="1"' in xml
    assert xml.count(f'<p:spTgt spid="{shape.shape_id}"/>') == 2
    assert shape.poster_frame.blob.startswith(b"\x89PNG")
    assert shape.element.nvPicPr.cNvPr.get("descr")


def test_steps_are_slides_to_click_through(vizpipe: "Vizpipe", project: Path) -> None:
    """So many stills of an animation, the first and the last frame among them; a figure stays one slide."""
    assert vizpipe("deck", "--steps", "3", "--aspect", "4:3").code == 0
    deck = pptx.Presentation(project / "deck.pptx")
    assert deck.slide_width == 9144000
    assert len(deck.slides) == 4
    blobs = [pictures(slide)[0].image.blob for slide in deck.slides]
    assert len(set(blobs)) == 4


def test_a_template_gives_its_look(vizpipe: "Vizpipe", project: Path) -> None:
    """Its size and its title's place; its own slides stay in front."""
    template = pptx.Presentation()
    template.slide_width, template.slide_height = 9000000, 7000000
    template.save(project / "ours.pptx")
    assert vizpipe("deck", "stands", "--template", "ours.pptx").code == 0
    deck = pptx.Presentation(project / "deck.pptx")
    assert deck.slide_width == 9000000
    (picture,) = pictures(deck.slides[0])
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
    """One line and 2, and no deck."""
    done = vizpipe("deck", *words)
    assert done.code == 2
    assert says in done.line
    assert not (project / "deck.pptx").exists()
