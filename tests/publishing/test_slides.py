"""Slides: masters in order, captions above the foot, the look of a template."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pptx = pytest.importorskip("pptx", reason="needs vizpipe[slides]")
decks = pytest.importorskip("vizpipe.publishing.deck", reason="needs vizpipe[slides]")


def pictures(slide: Any) -> list[Any]:
    """The pictures and movies on a slide."""
    return [shape for shape in slide.shapes if shape.shape_type is not None and "PICTURE" in str(shape.shape_type)]


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
    """A video is repeated for ever only if its film loops; once says nothing, three rounds are 3000 thousandths."""
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
    """A deck lists the notes' master once, by the relation that leads to it; its kind has the slides' ratio."""
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
    """Picture and caption end where a template's footer, number or line begins; without one they take the room."""
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


def test_a_template_of_title_pages_leaves_room_for_the_picture(tmp_path: Path) -> None:
    """However low a template's title stands, the picture has a quarter of the height; words keep its colours."""
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
