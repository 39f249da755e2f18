"""What a page shows of an asset, as elements.

They have width and height, so that nothing jumps while they load, and the alternative text; the dark twin, the column
for phones, the still for readers who want less motion, and a way to stop what moves for more than five seconds
(WCAG 2.2.2). Data are a link, a document and a page stand in a frame: none of them is an image.
"""

from collections.abc import Callable
from urllib.parse import quote

from vizpipe.project.looks import COLUMN
from vizpipe.publishing.elements import Element, element
from vizpipe.publishing.shown import CALM, VIDEOS, Picture, Shown, Twin

_FITS = "max-width: 100%; height: auto"
NARROW = 600
"""Pixels across below which a player shows its page for phones, as ``encoding/live/film.js`` has it."""
WIDE = 960
"""Pixels across from which it shows its wide page as it was drawn, likewise; between them one may be composed anew."""
CONTROLS = 64
"""Pixels that a page's buttons take under its film."""


def image(picture: Picture, alternative: str, **more: object) -> Element:
    """An image with its size."""
    size = {"src": picture.address, "width": picture.width, "height": picture.height}
    return element("img", **size, alt=alternative, loading="lazy", decoding="async", **more)


def _source(picture: Picture, media: str) -> Element:
    return element("source", media=media, srcset=picture.address, width=picture.width, height=picture.height)


def responsive(asset: Shown, pick: Callable[[Twin], Picture | None], **more: object) -> Element:
    """A picture element: twins, the still for those who want less motion, and the picture itself."""
    picture = pick(asset.plain)
    assert picture is not None  # noqa: S101 - asked for only where there is one
    sources = []
    if picture.frames > 1 and asset.plain.still:
        for media, twin in asset.twins:
            if twin.still:
                sources.append(_source(twin.still, f"{media} and {CALM}"))
        sources.append(_source(asset.plain.still, CALM))
    sources += [_source(twin_picture, media) for media, twin in asset.twins if (twin_picture := pick(twin))]
    return element("picture", *sources, image(picture, asset.alternative, style=_FITS), **more)


_BEGIN = f"if (!matchMedia('{CALM}').matches) this.play().catch(() => 0)"
"""Nothing is loaded for who wants less motion: an ``autoplay`` would have begun to before anybody could ask."""
_AGAIN = "if (--this.dataset.plays > 0) this.play()"


def rounds(video: Picture) -> dict[str, object]:
    """Attributes of a video that say how often it plays: HTML knows for ever and once, the rest is counted."""
    if video.loop > 1:
        return {"data_plays": video.loop, "onended": _AGAIN}
    return {"loop": video.loop == 0}


def _video(asset: Shown) -> Element:
    """A video that begins by itself, without sound and with controls, unless the reader wants less motion."""
    first = asset.plain.videos[0]
    sources = [
        element("source", src=each.address, type=VIDEOS[each.suffix], media=media)
        for media, twin in (*asset.twins, (None, asset.plain))
        for each in twin.videos
    ]
    attributes = {"preload": "none", **rounds(first), "muted": True, "playsinline": True, "controls": True}
    attributes |= {"aria_label": asset.alternative, "onloadstart": _BEGIN}
    inside = *sources, link(asset, first)
    if not asset.twins:
        still = asset.plain.still.address if asset.plain.still else None
        size = {"width": first.width, "height": first.height}
        return element("video", *inside, **size, poster=still, **attributes, style=_FITS)
    # a video has one size and one poster: a picture under it has those of every look
    under = responsive(asset, lambda twin: twin.still or (_spacer(twin.videos[0]) if twin.videos else None))
    under = under._replace(inside=tuple(_hidden(each) for each in under.inside))
    video = element("video", *inside, **attributes, style="position: absolute; inset: 0; width: 100%; height: 100%")
    return element("div", under, video, style="display: inline-block; position: relative; max-width: 100%")


def _hidden(child: Element | str) -> Element | str:
    """An image under a video, which is told already; only readers that drop videos need its words."""
    if isinstance(child, str) or child.tag != "img":
        return child
    return child._replace(attributes=child.attributes | {"aria-hidden": "true", "style": f"display: block; {_FITS}"})


def _spacer(video: Picture) -> Picture:
    """An empty picture of a video's size."""
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="{video.width}" height="{video.height}"/>'
    return Picture(f"data:image/svg+xml,{quote(drawn)}", video.width, video.height, "svg")


def _page(asset: Shown, page: Picture) -> Element:
    """A frame of the page's own size, its controls included, however wide it is."""
    wide, tall = page.width, page.height
    across, more = f"min(100cqw, {wide}px)", COLUMN[1] / COLUMN[0] - tall / wide
    # where it is narrow the player shows the page for phones: all of what that is taller, from one pixel to the next
    taller = f" + clamp(0px, ({NARROW}px - 100cqw) * 9999, {across} * {more:.4f})" if wide > tall else ""
    style = (
        f"border: 0; width: 100%; max-width: {wide}px; height: calc({across} * {tall} / {wide}{taller} + {CONTROLS}px)"
    )
    attributes = {
        "src": page.address,
        "width": wide,
        "height": tall + CONTROLS,
        "title": asset.alternative or page.name,
    }
    return element(
        "div", element("iframe", **attributes, loading="lazy", style=style), style="container-type: inline-size"
    )


def _paper(asset: Shown, paper: Picture) -> Element:
    """A document where the browser can show it, a link where not, as on most phones."""
    shape = f"width: 100%; max-width: {paper.width}px; height: auto; aspect-ratio: {paper.width} / {paper.height}"
    attributes = {"type": "application/pdf", "data": paper.address, "width": paper.width, "height": paper.height}
    return element("object", link(asset, paper), **attributes, aria_label=asset.alternative or None, style=shape)


def label(file: Picture) -> str:
    """A file's name and weight, for a link to it."""
    return f"{file.name} ({file.weight})" if file.weight else file.name


def link(asset: Shown, file: Picture) -> Element:
    """A link to a file that can't be shown, with the words for what it holds."""
    saved = file.suffix not in ("html", "pdf")
    return element("a", label(file), href=file.address, download=saved, title=asset.alternative or None)


def links(asset: Shown, files: tuple[Picture, ...]) -> Element:
    """Links to some files in one line."""
    parts: list[Element | str] = []
    for file in files:
        parts += [", ", link(asset, file)] if parts else [link(asset, file)]
    return element("p", *parts)


_TOGGLE = (
    "const f = this.parentNode, on = this.textContent === 'Pause'; "
    "f.querySelector('[data-moving]').hidden = on; f.querySelector('[data-still]').hidden = !on; "
    "this.textContent = on ? 'Play' : 'Pause'"
)


def plain(asset: Shown) -> Element:
    """The element for what the asset is: a video, a picture, a frame, a link."""
    files = asset.plain
    if files.kind == "video":
        return _video(asset)
    if files.page and files.kind == "page":
        return _page(asset, files.page)
    if files.paper and files.kind == "paper":
        return _paper(asset, files.paper)
    return responsive(asset, lambda twin: twin.image) if files.image else links(asset, files.data)


def figure(asset: Shown, *, scripts: bool = True) -> Element:
    """The element in a figure, with a button to stop a picture that moves for long where ``scripts`` may run."""
    files = asset.plain
    if not (scripts and files.kind == "moving" and files.moving and files.moving.runs_long and files.still):
        body = plain(asset)
        return body if files.kind == "data" else element("figure", body)
    moving = responsive(asset, lambda twin: twin.image, data_moving=True)
    still = responsive(asset, lambda twin: twin.still, data_still=True, hidden=True)
    return element("figure", moving, still, element("button", "Pause", type="button", onclick=_TOGGLE))
