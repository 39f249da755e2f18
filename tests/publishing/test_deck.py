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
[assets.moves]
recipe = "xor-duel"
size = "640x260"
parameters = { ticks = 4 }
loop = 2
title = "Two, and one hidden layer"
[assets.handout]
recipe = "xor-duel"
size = "640x260"
parameters = { ticks = 4 }
formats = ["png", "pdf"]
[assets.stands]
recipe = "gates"
size = "640x360"
theme = "dark"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three assets: one that moves, its handout, one that is a still anyway."""
    (tmp_path / "vizpipe.toml").write_text(PROJECT)
    return tmp_path


def pictures(slide: Any) -> list[Any]:
    """The pictures and movies on a slide."""
    return [shape for shape in slide.shapes if shape.shape_type is not None and "PICTURE" in str(shape.shape_type)]


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart on average, in steps of a byte."""
    means = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return sum(means) / len(means)


def test_a_slide_for_each_asset_with_words_for_all(vizpipe: "Vizpipe", project: Path) -> None:
    """Title, picture inside the slide, alternative text, caption, in the notes the whole line; a still stays one."""
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
    assert moves.startswith("vizpipe run xor-duel ")
    for words in ("--ticks 4", "--size 640x260", "--loop 2", "--title 'Two, and one hidden layer'"):
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


def test_a_video_plays_by_itself_and_as_often_as_its_asset_says(vizpipe: "Vizpipe", project: Path) -> None:
    """The timing that PowerPoint writes: begun with the slide, repeated, silent; the result stands before it."""
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


def plain(**given: Any) -> Any:
    """A slide with a picture of 160 by 90 pixels."""
    stream = io.BytesIO()
    Image.new("RGB", (160, 90), "white").save(stream, "PNG")
    slide = decks.Slide(
        "Title", "A caption", "A picture", "vizpipe run gates", stream.getvalue(), (160, 90), (255,) * 3
    )
    return slide._replace(**given)


@pytest.mark.parametrize(("loop", "count"), [(0, "indefinite"), (1, None), (3, "3000")])
def test_a_video_is_repeated_for_ever_only_if_its_film_loops(loop: int, count: str | None) -> None:
    """Once says nothing, three rounds are three thousand thousandths."""
    data, _ = decks.write([plain(video=b"film", duration=900, loop=loop)], "vizpipe 0: vizpipe deck a")
    (slide,) = pptx.Presentation(io.BytesIO(data)).slides
    (media,) = slide.element.iter(f"{{{P}}}cMediaNode")
    (timing,) = media.iter(f"{{{P}}}cTn")
    assert timing.get("repeatCount") == count
    assert [each.tag.rpartition("}")[2] for each in slide.element] == ["cSld", "clrMapOvr", "timing"]


P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ORDER = ["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz", "custDataLst"]
ORDER += ["embeddedFontLst", "smartTags", "photoAlbum", "kinsoku", "defaultTextStyle", "modifyVerifier", "extLst"]
"""The parts of a presentation in the order of ECMA-376."""


@pytest.mark.parametrize(
    ("aspect", "template", "kind"),
    [
        ("16:9", None, None),
        ("4:3", None, "screen4x3"),
        (None, (9000000, 7000000), None),
        (None, (800, 600), "screen4x3"),
    ],
)
def test_a_deck_lists_its_masters_in_order_and_says_no_false_kind_of_slide(
    tmp_path: Path, aspect: str | None, template: tuple[int, int] | None, kind: str | None
) -> None:
    """The master of the notes is listed once by the relation that leads to it, and a kind has the slides' ratio."""
    if template is not None:
        theirs = pptx.Presentation()
        theirs.slide_width, theirs.slide_height = (each * (12700 if each < 1000 else 1) for each in template)
        theirs.save(tmp_path / "ours.pptx")
    given = tmp_path / "ours.pptx" if template else None
    for _ in range(2):  # a deck of ours is a template, too
        data, _ = decks.write([plain(), plain()], "vizpipe 0: vizpipe deck a", aspect, given)
        given, aspect = tmp_path / "again.pptx", None
        given.write_bytes(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            top = pptx.oxml.parse_xml(archive.read("ppt/presentation.xml"))
            relations = pptx.oxml.parse_xml(archive.read("ppt/_rels/presentation.xml.rels"))
            parts = archive.namelist()
        names = [each.tag.rpartition("}")[2] for each in top]
        assert names == sorted(names, key=ORDER.index)
        (listed,) = top.findall(f"{{{P}}}notesMasterIdLst/{{{P}}}notesMasterId")
        targets = {each.get("Id"): str(each.get("Target")) for each in relations}
        assert f"ppt/{targets[listed.get(f'{{{R}}}id')]}" == "ppt/notesMasters/notesMaster1.xml"
        assert "ppt/notesMasters/notesMaster1.xml" in parts
        size = top.find(f"{{{P}}}sldSz")
        assert size is not None
        assert size.get("type") == kind


def test_a_caption_stays_above_the_foot_of_a_template(tmp_path: Path) -> None:
    """Picture and caption end where its footer, its number or its line begins; without one they take the room."""
    theirs = pptx.Presentation()
    theirs.save(tmp_path / "ours.pptx")
    feet = [each.top for each in theirs.slide_layouts[5].placeholders if each.top and each.top > 6_000_000]
    assert feet
    data, before = decks.write([plain()], "vizpipe 0: vizpipe deck a", template=tmp_path / "ours.pptx")
    assert before == 0
    (slide,) = pptx.Presentation(io.BytesIO(data)).slides
    low = [shape.top + shape.height for shape in slide.shapes if not shape.is_placeholder]
    assert len(low) == 2
    assert max(low) <= min(feet)
    (own,) = pptx.Presentation(io.BytesIO(decks.write([plain()], "vizpipe 0: vizpipe deck a", "4:3").data)).slides
    assert max(shape.top + shape.height for shape in own.shapes if not shape.is_placeholder) > min(feet)


def test_steps_are_slides_to_click_through(vizpipe: "Vizpipe", project: Path) -> None:
    """So many stills of an animation, the first and the last frame among them; a still stays one slide."""
    toml = project / "vizpipe.toml"
    toml.write_text(toml.read_text().replace("loop = 2", 'first-frame = "result"\nmax-bytes = "30kB"'))
    assert vizpipe("deck", "moves", "stands", "--steps", "3", "--aspect", "4:3").code == 0
    deck = pptx.Presentation(project / "deck.pptx")
    assert deck.slide_width == 9144000
    assert len(deck.slides) == 4
    blobs = [pictures(slide)[0].image.blob for slide in deck.slides]
    assert len(set(blobs)) == 4


def test_a_template_gives_its_look(vizpipe: "Vizpipe", project: Path) -> None:
    """Its size and its title's place; its own slides stay in front, and are counted."""
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


def test_a_template_of_title_pages_leaves_room_for_the_picture(tmp_path: Path) -> None:
    """However low its title stands, the picture has a quarter of the slide's height; its words keep its colours."""
    theirs = pptx.Presentation()
    for layout in list(theirs.slide_layouts)[1:]:
        theirs.slide_layouts.remove(layout)
    title = next(each for each in theirs.slide_layouts[0].placeholders if each.placeholder_format.idx == 0)
    title.top, title.height = 3_000_000, 3_000_000
    theirs.save(tmp_path / "ours.pptx")
    data, _ = decks.write([plain()], "vizpipe 0: vizpipe deck a", template=tmp_path / "ours.pptx")
    (slide,) = pptx.Presentation(io.BytesIO(data)).slides
    (picture,) = pictures(slide)
    assert picture.height >= 0.25 * theirs.slide_height
    assert picture.top + picture.height <= theirs.slide_height
    caption = next(shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text == "A caption")
    assert caption.text_frame.paragraphs[0].runs[0].font.color.type is None


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
