"""Assets → a deck of slides that PowerPoint, Keynote and LibreOffice open; the same bytes for the same slides."""

import datetime as dt
import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from vizpipe.errors import UsageError
from vizpipe.store import hashes

ASPECTS = {"16:9": (13.333, 7.5), "4:3": (10.0, 7.5)}
"""Inches."""
_EDGE = 0.45
_TITLE, _CAPTION = 0.95, 0.75
_LARGEST = 200_000_000
_DARK = 3 * 128
_LINE = 45
"""Letters of a title that fit on one line in large type."""
_TIMING = """<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>
<p:par><p:cTn id="3" fill="hold"><p:stCondLst><p:cond delay="indefinite"/>
<p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="4" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold" nodeType="afterEffect">
<p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:cTn id="6" dur="{duration}" fill="hold"/>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr></p:cmd>
</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn>
<p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
<p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq>
<p:video><p:cMediaNode vol="80000" mute="1"><p:cTn id="7"{repeated} fill="hold" display="0">
<p:stCondLst><p:cond delay="indefinite"/></p:stCondLst></p:cTn>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cMediaNode></p:video>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"""
"""Play when the slide comes, as often as ``repeated`` says: what PowerPoint writes for «start automatically»."""
_RATIOS = {"screen4x3": (4, 3), "screen16x9": (16, 9), "screen16x10": (16, 10)}
_ROOM = 0.25
"""The share of a slide that a picture has at least."""
_LOWER = 0.6
"""A template's shapes that begin below this share of a slide are its foot."""


class Slide(NamedTuple):
    """What stands on one slide."""

    title: str
    caption: str
    alternative: str
    line: str
    """What makes the picture again, for the notes."""
    picture: bytes
    """A GIF or a PNG, the poster of a video."""
    size: tuple[int, int]
    """The picture's pixels."""
    corner: tuple[int, int, int]
    """The colour of its background."""
    video: bytes | None = None
    duration: int = 0
    """The video's milliseconds."""
    loop: int = 0
    """How often the video plays; 0 is for ever."""
    said: str = ""
    """What the notes say where the slide has no caption."""


class Deck(NamedTuple):
    """A file, and how many of its slides were the template's."""

    data: bytes
    before: int


def write(slides: Sequence[Slide], origin: str, aspect: str | None = None, template: Path | None = None) -> Deck:
    """A deck with these slides after the template's own. Raises UsageError for a template that is no deck."""
    deck = _opened(template)
    before = len(deck.slides)
    if template is None:
        wide, tall = ASPECTS[aspect or "16:9"]
        deck.slide_width, deck.slide_height = Inches(wide), Inches(tall)
    layout = _title_only(deck)
    for slide in slides:
        _fill(deck, deck.slides.add_slide(layout), slide, own=template is None)
    about, moment = deck.core_properties, _moment()
    about.title = slides[0].title if len(slides) == 1 else f"{slides[0].title}, and {len(slides) - 1} more"
    about.comments, about.author, about.last_modified_by = origin, "vizpipe", "vizpipe"
    about.created = about.modified = moment
    about.revision = 1
    _mended(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return Deck(_packed(stream.getvalue()), before)


def _mended(deck: Any) -> None:  # noqa: ANN401
    """List the master of the notes, and drop a kind of slide that its size is not: either makes a file invalid."""
    top = deck.part._element  # noqa: SLF001 - python-pptx has no other way to it
    master = next((key for key, part in deck.part.rels.items() if part.reltype == RT.NOTES_MASTER), None)
    if master is not None and top.find(qn("p:notesMasterIdLst")) is None:
        listed = parse_xml(
            f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{master}"/></p:notesMasterIdLst>'
        )
        top.find(qn("p:sldMasterIdLst")).addnext(listed)
    size = top.find(qn("p:sldSz"))
    wide, tall = _RATIOS.get(size.get("type", ""), (0, 0))
    if deck.slide_width * tall != deck.slide_height * wide:
        del size.attrib["type"]


def _opened(template: Path | None) -> Any:  # noqa: ANN401 - python-pptx has no types
    if template is None:
        return Presentation()
    try:
        if template.stat().st_size <= _LARGEST:
            return Presentation(io.BytesIO(hashes.read_file(template)))
    except OSError as error:
        raise UsageError(f"{template}: {error.strerror or 'no deck'}") from None
    except Exception:  # noqa: BLE001 - python-pptx raises anything at what is no deck
        raise UsageError(f"{template}: it is no deck that can be read; give a .pptx") from None
    raise UsageError(f"{template}: larger than {_LARGEST // 1_000_000} MB")


def _title_only(deck: Any) -> Any:  # noqa: ANN401
    """The layout with a title and little else."""

    def fullness(layout: Any) -> tuple[bool, int]:  # noqa: ANN401
        kinds = [shape.placeholder_format.type for shape in layout.placeholders]
        titles = [kind for kind in kinds if kind is not None and kind.name in ("TITLE", "CENTER_TITLE")]
        return not titles, len(kinds)

    return min(deck.slide_layouts, key=fullness)


def _fill(deck: Any, page: Any, slide: Slide, *, own: bool) -> None:  # noqa: ANN401
    wide, tall = deck.slide_width, deck.slide_height
    edge, head, foot = Inches(_EDGE), Inches(_TITLE), Inches(_CAPTION)
    if own:
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = RGBColor(*slide.corner)
    dark = own and sum(slide.corner) < _DARK
    ink = RGBColor(0xF0, 0xF4, 0xF8) if dark else RGBColor(0x1F, 0x29, 0x33) if own else None
    if page.shapes.title is not None:
        page.shapes.title.text = slide.title
        if own:
            title = page.shapes.title
            title.left, title.top, title.width, title.height = edge, Inches(0.2), wide - 2 * edge, head - Inches(0.2)
            title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            _dress(title.text_frame, 28 if len(slide.title) < _LINE else 24, ink, bold=True)
        else:
            head = max(head, page.shapes.title.top + page.shapes.title.height)
    floor = tall if own else _floor(page.slide_layout, tall)
    if floor - head - foot < tall * _ROOM:  # a template of title pages: the picture goes before its look
        head, floor = min(head, Inches(_TITLE)), tall
    for shape in list(page.placeholders):
        if shape.placeholder_format.idx and not shape.has_text_frame:
            shape.element.getparent().remove(shape.element)
    room = wide - 2 * edge, floor - head - foot
    share = min(room[0] / slide.size[0], room[1] / slide.size[1])
    width, height = Emu(int(slide.size[0] * share)), Emu(int(slide.size[1] * share))
    place = (wide - width) // 2, head + (room[1] - height) // 2, width, height
    if slide.video is None:
        shape = page.shapes.add_picture(io.BytesIO(slide.picture), *place)
    else:
        poster = io.BytesIO(slide.picture)
        shape = page.shapes.add_movie(io.BytesIO(slide.video), *place, poster_frame_image=poster, mime_type="video/mp4")
        for timing in page.element.findall("{http://schemas.openxmlformats.org/presentationml/2006/main}timing"):
            page.element.remove(timing)
        repeated = {0: ' repeatCount="indefinite"', 1: ""}.get(slide.loop, f' repeatCount="{slide.loop * 1000}"')
        timing = _TIMING.format(shape=shape.shape_id, duration=slide.duration, repeated=repeated)
        page.element.append(parse_xml(timing))
    shape.name = slide.title
    shape.element.nvPicPr.cNvPr.set("descr", slide.alternative)
    if slide.caption:
        box = page.shapes.add_textbox(edge, floor - foot, wide - 2 * edge, foot - Inches(0.1))
        box.text_frame.word_wrap = True
        box.text_frame.text = slide.caption
        _dress(box.text_frame, 14, ink, bold=False)
    page.notes_slide.notes_text_frame.text = f"{slide.caption or slide.said}\n\n{slide.line}".strip()


def _floor(layout: Any, tall: int) -> int:  # noqa: ANN401
    """Where a template's foot begins: its date, footer and number, its logo or line."""
    shapes = [*layout.shapes, *layout.slide_master.shapes]
    feet = [
        shape.top
        for shape in shapes
        if shape.top is not None and tall * _LOWER < shape.top < tall and (not shape.is_placeholder or _is_foot(shape))
    ]
    return min(feet, default=tall)


def _is_foot(shape: Any) -> bool:  # noqa: ANN401
    kind = shape.placeholder_format.type
    return kind is not None and kind.name in ("DATE", "FOOTER", "SLIDE_NUMBER")


def _dress(frame: Any, size: int, ink: Any, *, bold: bool) -> None:  # noqa: ANN401
    """Set size, weight and, unless a template has its own, colour."""
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            if ink is not None:
                run.font.color.rgb = ink


def _moment() -> dt.datetime:
    """When the deck counts as made: SOURCE_DATE_EPOCH, or a moment that is the same for all."""
    try:
        seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the file's format knows no zones


def _packed(data: bytes) -> bytes:
    """The same archive without the times at which its parts were written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return stream.getvalue()
