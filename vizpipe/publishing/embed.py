"""Snippets that work when pasted: what a page, a post, a paper or a deck in HTML needs to show an asset."""

import re
from collections.abc import Callable
from typing import Any

from vizpipe.errors import UsageError
from vizpipe.publishing.elements import Element, as_html, as_jsx, attributes, element, literal
from vizpipe.publishing.pages import figure, label, links, plain, responsive, rounds
from vizpipe.publishing.shown import MOVING, VIDEOS, Picture, Shown
from vizpipe.publishing.tex import latex

_FEED = (*sorted(MOVING, key="gif".__ne__), "png", "filmstrip.png", "avif", "svg", "filmstrip.svg")
"""GIF first: readers of mails and feeds show it, and not all of them the others."""
_PREVIEW = ("png", "gif", "webp", "filmstrip.png")
_NOTEBOOK = 800
"""Pixels across a notebook's cell."""


def _html(asset: Shown) -> str:
    return as_html(figure(asset))


def _markdown(asset: Shown) -> str:
    """GitHub and its like draw a picture element and their own button to stop a GIF; elsewhere an image is enough.

    They strip videos and frames: those are links, in a picture of the result where there is one. Jekyll would obey what
    stands in two braces, or in a brace and a per cent sign.
    """
    files, image = asset.plain, asset.plain.image
    body = ""
    if image is not None:
        body = f"![{_bracketed(asset.alternative)}]({_parenthesized(image.address)})"
        if asset.twins:
            body = as_html(responsive(asset, lambda twin: twin.image))
    if body and files.linked and not asset.twins:
        return _disarmed(f"[{body}]({_parenthesized(files.linked[0].address)})")
    link_line = ", ".join(_markdown_link(each) for each in files.linked)
    return _disarmed("\n\n".join(part for part in (body, link_line) if part))


def _disarmed(text: str) -> str:
    """A text without braces that a template would obey: HTML and Markdown have another way to write them."""
    text = re.sub(r"\{{2,}|\{(?=%)", lambda found: "&#123;" * len(found[0]), text)
    return re.sub(r"\}{2,}|(?<=%)\}", lambda found: "&#125;" * len(found[0]), text)


def _markdown_link(file: Picture) -> str:
    return f"[{_bracketed(label(file))}]({_parenthesized(file.address)})"


def _bracketed(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>$!|])", r"\\\1", text)


def _parenthesized(address: str) -> str:
    return address.replace("(", "%28").replace(")", "%29")


def _hugo(asset: Shown) -> str:
    """The page's own HTML: Hugo's figure knows no twins, and its images would be made anew with one frame.

    Markdown in Hugo drops HTML; what stands in a shortcode it keeps.
    """
    text = _disarmed(as_html(figure(asset)))
    return f"{{{{< rawhtml >}}}}\n{text}\n{{{{< /rawhtml >}}}}"


def _astro(asset: Shown) -> str:
    """A plain element: Astro's Image would run the file through a library that keeps one frame. Put it in public/."""
    return f"<!-- the files belong in public/ -->\n{as_html(figure(asset))}"


def _mdx(asset: Shown) -> str:
    """JSX: every element closed, attributes in camel case, and no scripts: what moves is a video with controls."""
    return as_jsx(figure(asset, scripts=False))


def _reveal(asset: Shown) -> str:
    """Loaded when the slide comes, and played from its beginning."""
    files = asset.plain
    body: Element
    if files.videos:
        first = files.videos[0]
        sources = [element("source", data_src=each.address, type=VIDEOS[each.suffix]) for each in files.videos]
        details: dict[str, object] = {"width": first.width, "height": first.height}
        details |= {"poster": files.still.address if files.still else None, "data_autoplay": True, **rounds(first)}
        body = element("video", *sources, **details, muted=True, playsinline=True, aria_label=asset.alternative)
    elif files.kind == "page" and files.page:
        size = {"width": files.page.width, "height": files.page.height}
        body = element("iframe", data_src=files.page.address, **size, title=asset.alternative or files.page.name)
    elif files.image:
        size = {"width": files.image.width, "height": files.image.height}
        body = element("img", data_src=files.image.address, **size, alt=asset.alternative)
    else:
        body = plain(asset)
    return as_html(element("section", body))


def _jupyter(asset: Shown) -> str:
    """A cell that shows the file from where it is, without copying it into the notebook."""
    files = asset.plain
    if files.videos:
        first = files.videos[0]
        poster = files.still.address if files.still else None
        html_attributes = attributes(
            controls=True, muted=True, **rounds(first), poster=poster, aria_label=asset.alternative
        )
        return _cell("Video", url=first.address, width=_NOTEBOOK, html_attributes=html_attributes)
    frame = files.page if files.kind == "page" else files.paper if files.kind == "paper" else None
    if frame is not None:
        tall = round(_NOTEBOOK * frame.height / max(frame.width, 1)) + 64
        title = attributes(title=asset.alternative or frame.name)
        return _cell("IFrame", src=frame.address, width=_NOTEBOOK, height=tall, extras=[title])
    if files.image is not None:
        return _cell("Image", url=files.image.address, width=_NOTEBOOK, alt=asset.alternative)
    return _cell("HTML", data=as_html(links(asset, files.data)))


def _cell(kind: str, **arguments: Any) -> str:  # noqa: ANN401 - what Python writes as it reads it
    parts = []
    for key, value in arguments.items():
        text = literal(value) if isinstance(value, str) else value
        text = f"[{', '.join(literal(each) for each in value)}]" if isinstance(value, list) else text
        parts.append(f"{key}={text}")
    return f"from IPython.display import {kind}\n\n{kind}({', '.join(parts)})"


def _feed(asset: Shown) -> str:
    """Readers of feeds strip scripts, styles, videos and frames, and load nothing from relative addresses."""
    files = asset.plain
    linked = tuple(_absolute(asset, each) for each in files.linked)
    best = files.first(_FEED)
    if best is None:
        return as_html(links(asset, linked))
    details = {"src": _absolute(asset, best).address, "width": best.width, "height": best.height}
    picture = element("img", **details, alt=asset.alternative)
    return as_html(element("p", element("a", picture, href=linked[0].address) if linked else picture))


def _opengraph(asset: Shown) -> str:
    """For link previews: the still, its size and its words; the video where there is one."""
    preview = asset.plain.first(_PREVIEW)
    if preview is None:
        raise UsageError(f"{asset.name}: a link preview needs a picture: add png to its formats")
    still = _absolute(asset, preview)
    tags = [
        ("og:image", still.address),
        ("og:image:type", f"image/{still.suffix}"),
        ("og:image:width", still.width),
        ("og:image:height", still.height),
        ("og:image:alt", asset.alternative),
    ]
    for each in asset.plain.videos[:1]:
        tags += [("og:video", each.address), ("og:video:type", VIDEOS[each.suffix])]
        tags += [("og:video:width", each.width), ("og:video:height", each.height)]
    lines = [f"<meta {attributes(property=key, content=value)}>" for key, value in tags]
    cards = [("twitter:card", "summary_large_image"), ("twitter:image:alt", asset.alternative)]
    return "\n".join([*lines, *(f"<meta {attributes(name=key, content=value)}>" for key, value in cards)])


def _absolute(asset: Shown, picture: Picture) -> Picture:
    if not re.match("https?://", picture.address):
        raise UsageError(f"{asset.name}: this place needs whole addresses: --base-url https://example.org/pictures")
    return picture


PLACES: dict[str, Callable[[Shown], str]] = {
    "html": _html,
    "markdown": _markdown,
    "hugo": _hugo,
    "astro": _astro,
    "mdx": _mdx,
    "reveal": _reveal,
    "latex": latex,
    "jupyter": _jupyter,
    "feed": _feed,
    "opengraph": _opengraph,
}


def snippet(asset: Shown, place: str) -> str:
    """What to paste there. Raises UsageError for a place that can't show what the asset is."""
    if not asset.plain.files:
        raise UsageError(f"{asset.name}: there is no file of it to show; build it again")
    return PLACES[place](asset)
