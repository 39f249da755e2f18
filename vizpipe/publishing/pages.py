"""Elements of pages, in HTML.

They have width and height, so that nothing jumps while they load, and the alternative text; the dark twin, the column
for phones, the still for readers who want less motion, and a way to stop what moves for more than five seconds
(WCAG 2.2.2).
"""

import html
from collections.abc import Callable

from vizpipe.publishing.shown import CALM, VIDEOS, Picture, Shown, Twin


def attributes(**given: object) -> str:
    """Attributes of an element, escaped; none for those that are false, their name alone for those that are true."""
    parts = []
    for key, value in given.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(name)
        elif value is not None and value is not False:
            parts.append(f'{name}="{html.escape(str(value), quote=True)}"')
    return " ".join(parts)


def _image(picture: Picture, alternative: str, **more: object) -> str:
    said: dict[str, object] = {"src": picture.address, "width": picture.width, "height": picture.height}
    return f"<img {attributes(**said, alt=alternative, loading='lazy', decoding='async', **more)}>"


def _sources(asset: Shown, pick: Callable[[Twin], Picture | None], also: str = "") -> list[str]:
    """A source for each twin that has the picture, the most special first."""
    found = []
    for media, twin in asset.twins:
        if picture := pick(twin):
            asks = " and ".join(part for part in (media, also) if part)
            size = {"width": picture.width, "height": picture.height}
            found.append(f"<source {attributes(media=asks, srcset=picture.address, **size)}>")
    return found


def responsive(asset: Shown, pick: Callable[[Twin], Picture | None], more: str = "", indent: str = "  ") -> str:
    """A picture element: twins, the still for those who want less motion, and the picture itself."""
    picture = pick(asset.plain) or asset.plain.best
    lines = []
    if picture.duration and asset.plain.still:
        lines += _sources(asset, lambda twin: twin.still, CALM)
        still = asset.plain.still
        size = {"width": still.width, "height": still.height}
        lines.append(f"<source {attributes(media=CALM, srcset=still.address, **size)}>")
    lines += _sources(asset, pick)
    lines.append(_image(picture, asset.alternative, style="max-width: 100%; height: auto"))
    opening = f"<picture{' ' + more if more else ''}>"
    return "\n".join([opening, *(f"{indent}{line}" for line in lines), "</picture>"])


def _video(asset: Shown) -> str:
    """A video that plays by itself, without sound and with controls; who wants less motion gets the poster."""
    first = asset.plain.videos[0]
    calm = f"if (matchMedia('{CALM}').matches) {{ this.autoplay = false; this.load(); this.onloadstart = null }}"
    head = attributes(
        width=first.width,
        height=first.height,
        poster=asset.plain.still.address if asset.plain.still else None,
        preload="metadata",
        autoplay=True,
        loop=True,
        muted=True,
        playsinline=True,
        controls=True,
        aria_label=asset.alternative,
        onloadstart=calm,
        style="max-width: 100%; height: auto",
    )
    sources = [
        f"  <source {attributes(src=each.address, type=VIDEOS[each.suffix], media=media)}>"
        for media, twin in (*asset.twins, (None, asset.plain))
        for each in twin.videos
    ]
    return "\n".join([f"<video {head}>", *sources, f"  {_image(asset.plain.best, asset.alternative)}", "</video>"])


_TOGGLE = (
    "const f = this.parentNode, on = this.textContent === 'Pause'; "
    "f.querySelector('[data-moving]').hidden = on; f.querySelector('[data-still]').hidden = !on; "
    "this.textContent = on ? 'Play' : 'Pause'"
)


def figure(asset: Shown) -> str:
    """A video, or a picture with a button where it moves for long."""
    if asset.plain.videos:
        return f"<figure>\n{_indented(_video(asset))}\n</figure>"
    if not (asset.runs_long and asset.plain.still):
        return f"<figure>\n{_indented(responsive(asset, lambda twin: twin.moving or twin.still))}\n</figure>"
    moving = responsive(asset, lambda twin: twin.moving, "data-moving")
    still = responsive(asset, lambda twin: twin.still, "data-still hidden")
    button = f'<button type="button" onclick="{html.escape(_TOGGLE, quote=True)}">Pause</button>'
    return "\n".join(["<figure>", *(_indented(part) for part in (moving, still, button)), "</figure>"])


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
