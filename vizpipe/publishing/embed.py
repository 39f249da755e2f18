"""Snippets that work when pasted: what a page, a post, a paper or a deck in HTML needs to show an asset.

Every snippet has width and height, so that nothing jumps while it loads, and the alternative text. Where a place allows
it: the dark twin, the column for phones, the still for readers who want less motion, a way to stop what moves for more
than five seconds (WCAG 2.2.2).
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from vizpipe.errors import UsageError
from vizpipe.manifest import Entry, File

LONG = 5_000
"""Milliseconds after which what moves needs a way to stop it."""
_VIDEOS = {"mp4": "video/mp4", "webm": "video/webm"}
_MOVING = ("webp", "gif", "apng")
_STILL = ("png", "avif", "svg")
_PHONE = "(max-width: 600px)"
_CALM = "(prefers-reduced-motion: reduce)"
_DARK = "(prefers-color-scheme: dark)"


class Picture(NamedTuple):
    """One file as a page sees it."""

    address: str
    width: int
    height: int
    suffix: str
    duration: int = 0


class Twin(NamedTuple):
    """The files of one look of an asset: what moves, videos, the still."""

    moving: Picture | None
    videos: tuple[Picture, ...]
    still: Picture | None
    files: dict[str, Picture]

    @property
    def best(self) -> Picture:
        """The one to show where only one can be."""
        return self.moving or self.still or next(iter(self.files.values()))


class Shown(NamedTuple):
    """An asset as a page shows it: the usual look, and its twins for dark pages and for phones."""

    name: str
    alternative: str
    plain: Twin
    twins: tuple[tuple[str, Twin], ...] = ()
    """Other looks, each with the media query that asks for it, the most special first."""

    @property
    def runs_long(self) -> bool:
        """Whether it moves for more than five seconds, as it does if it plays again and again."""
        files = [each for each in (self.plain.moving, *self.plain.videos) if each]
        return any(each.duration > LONG for each in files)


def checked_base(base: str) -> None:
    """Refuse what addresses can't begin with. Raises UsageError."""
    if re.search(r"[\s\"'<>`\\]", base) or (":" in base and not re.match(r"https?://[^/]+", base)):
        raise UsageError(f"base-url is {base[:60]}, but must be an address such as https://example.org/pictures")


def shown(name: str, assets: Mapping[str, Entry], base: str) -> Shown:
    """What there is to show of a built asset, addresses beginning with ``base``. Raises UsageError."""
    checked_base(base)
    entry = assets[name]
    alternative = next((file.alt for file in entry.files.values() if file.alt), "")
    twins = []
    for ending, media in (("column-dark", f"{_PHONE} and {_DARK}"), ("column", _PHONE), ("dark", _DARK)):
        twin = assets.get(f"{name}-{ending}")
        if twin and (twin.recipe, twin.parameters) == (entry.recipe, entry.parameters):
            twins.append((media, _twin(twin, base)))
    return Shown(name, alternative, _twin(entry, base), tuple(twins))


def _twin(entry: Entry, base: str) -> Twin:
    files = {name: _picture(name, facts, base) for name, facts in sorted(entry.files.items())}
    plain = {each.suffix: each for name, each in files.items() if not re.search(r"-(filmstrip|frames)\.\w+$", name)}
    moving = next((plain[suffix] for suffix in _MOVING if suffix in plain), None)
    still = next((plain[suffix] for suffix in _STILL if suffix in plain), None)
    videos = tuple(plain[suffix] for suffix in _VIDEOS if suffix in plain)
    return Twin(moving, videos, still, files)


def _picture(name: str, facts: File, base: str) -> Picture:
    address = f"{base.rstrip('/')}/{name}" if base else name
    return Picture(address, facts.width, facts.height, name.rpartition(".")[2], facts.duration_ms)


# ---------------------------------------------------------------- pages


def _attributes(**given: object) -> str:
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
    return f"<img {_attributes(**said, alt=alternative, loading='lazy', decoding='async', **more)}>"


def _sources(asset: Shown, pick: Callable[[Twin], Picture | None], also: str = "") -> list[str]:
    """A source for each twin that has the picture, the most special first."""
    found = []
    for media, twin in asset.twins:
        if picture := pick(twin):
            asks = " and ".join(part for part in (media, also) if part)
            size = {"width": picture.width, "height": picture.height}
            found.append(f"<source {_attributes(media=asks, srcset=picture.address, **size)}>")
    return found


def _responsive(asset: Shown, pick: Callable[[Twin], Picture | None], more: str = "", indent: str = "  ") -> str:
    """A picture element: twins, the still for those who want less motion, and the picture itself."""
    picture = pick(asset.plain) or asset.plain.best
    lines = []
    if picture.duration and asset.plain.still:
        lines += _sources(asset, lambda twin: twin.still, _CALM)
        still = asset.plain.still
        size = {"width": still.width, "height": still.height}
        lines.append(f"<source {_attributes(media=_CALM, srcset=still.address, **size)}>")
    lines += _sources(asset, pick)
    lines.append(_image(picture, asset.alternative, style="max-width: 100%; height: auto"))
    opening = f"<picture{' ' + more if more else ''}>"
    return "\n".join([opening, *(f"{indent}{line}" for line in lines), "</picture>"])


def _video(asset: Shown) -> str:
    """A video that plays by itself, without sound and with controls; who wants less motion gets the poster."""
    first = asset.plain.videos[0]
    calm = f"if (matchMedia('{_CALM}').matches) {{ this.autoplay = false; this.load(); this.onloadstart = null }}"
    head = _attributes(
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
        f"  <source {_attributes(src=each.address, type=_VIDEOS[each.suffix], media=media)}>"
        for media, twin in (*asset.twins, (None, asset.plain))
        for each in twin.videos
    ]
    return "\n".join([f"<video {head}>", *sources, f"  {_image(asset.plain.best, asset.alternative)}", "</video>"])


_TOGGLE = (
    "const f = this.parentNode, on = this.textContent === 'Pause'; "
    "f.querySelector('[data-moving]').hidden = on; f.querySelector('[data-still]').hidden = !on; "
    "this.textContent = on ? 'Play' : 'Pause'"
)


def _html(asset: Shown) -> str:
    if asset.plain.videos:
        return f"<figure>\n{_indented(_video(asset))}\n</figure>"
    if not (asset.runs_long and asset.plain.still):
        return f"<figure>\n{_indented(_responsive(asset, lambda twin: twin.moving or twin.still))}\n</figure>"
    moving = _responsive(asset, lambda twin: twin.moving, "data-moving")
    still = _responsive(asset, lambda twin: twin.still, "data-still hidden")
    button = f'<button type="button" onclick="{html.escape(_TOGGLE, quote=True)}">Pause</button>'
    return "\n".join(["<figure>", *(_indented(part) for part in (moving, still, button)), "</figure>"])


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _markdown(asset: Shown) -> str:
    """GitHub and its like draw a picture element and their own button to stop a GIF; elsewhere an image is enough."""
    if asset.twins:
        return _responsive(asset, lambda twin: twin.moving or twin.still)
    return f"![{_bracketed(asset.alternative)}]({_parenthesized(asset.plain.best.address)})"


def _bracketed(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>$!|])", r"\\\1", text)


def _parenthesized(address: str) -> str:
    return address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _hugo(asset: Shown) -> str:
    """Hugo's own figure, which leaves the file as it is: image processing would keep one frame."""
    best = asset.plain.best
    said = {"src": best.address, "alt": asset.alternative, "width": best.width, "height": best.height}
    inside = " ".join(f"{key}={_go(str(value))}" for key, value in said.items())
    return f'{{{{< figure {inside} loading="lazy" >}}}}'


def _go(text: str) -> str:
    """A text between quotes as Hugo reads it: a backslash before a quote is never one that was escaped itself."""
    plain = text.replace("{{", "{ {").replace("}}", "} }")
    if "\\" in plain and "`" not in plain:
        return f"`{plain}`"
    plain = plain.replace("\\", " ").replace('"', '\\"')
    return f'"{plain}"'


def _quoted(text: str) -> str:
    """A text between quotes as JavaScript reads it."""
    return json.dumps(text, ensure_ascii=False).replace("{{", "{ {").replace("}}", "} }")


def _astro(asset: Shown) -> str:
    """A plain element: Astro's Image would run the file through a library that keeps one frame. Put it in public/."""
    return f"<!-- the files belong in public/ -->\n{_html(asset)}"


def _mdx(asset: Shown) -> str:
    """JSX: every element closed, attributes in camel case."""
    best = asset.plain.best
    size = f"width={{{best.width}}} height={{{best.height}}}"
    if asset.plain.videos:
        first = asset.plain.videos[0]
        poster = f" poster={{{_quoted(asset.plain.still.address)}}}" if asset.plain.still else ""
        sources = "".join(
            f"\n  <source src={{{_quoted(each.address)}}} type={{{_quoted(_VIDEOS[each.suffix])}}} />"
            for each in asset.plain.videos
        )
        head = f"width={{{first.width}}} height={{{first.height}}}{poster} aria-label={{{_quoted(asset.alternative)}}}"
        return f"<video {head} autoPlay loop muted playsInline controls>{sources}\n</video>"
    still = asset.plain.still if best.duration else None
    calm = f"\n  <source media={{{_quoted(_CALM)}}} srcSet={{{_quoted(still.address)}}} />" if still else ""
    image = f'<img src={{{_quoted(best.address)}}} alt={{{_quoted(asset.alternative)}}} {size} loading="lazy" />'
    return f"<picture>{calm}\n  {image}\n</picture>"


def _reveal(asset: Shown) -> str:
    """Loaded when the slide comes, and played from its beginning."""
    if asset.plain.videos:
        first = asset.plain.videos[0]
        said = {"data_src": first.address, "width": first.width, "height": first.height}
        head = _attributes(**said, data_autoplay=True, loop=True, muted=True, aria_label=asset.alternative)
        return f"<section>\n  <video {head}></video>\n</section>"
    best = asset.plain.best
    said = {"data_src": best.address, "width": best.width, "height": best.height}
    return f"<section>\n  <img {_attributes(**said, alt=asset.alternative)}>\n</section>"


def _latex(asset: Shown) -> str:
    """The pages of a PDF that moves in readers which can, the still in all others and on paper."""
    found = {ending: each for name, each in asset.plain.files.items() if (ending := _ending(name))}
    told = _tex(asset.alternative)
    if "frames.pdf" in found:
        stem = found["frames.pdf"].address.removesuffix(".pdf")
        body = f"\\animategraphics[loop,controls,width=\\linewidth,alttext={{{told}}}]{{10}}{{{stem}}}{{}}{{}}"
        package = "animate"
    else:
        order = ("filmstrip.pdf", "pdf", "filmstrip.png", "png")
        one = next((found[ending] for ending in order if ending in found), None)
        if one is None:
            raise UsageError(
                f"{asset.name}: LaTeX takes PDF and PNG; add pdf, filmstrip.pdf or frames.pdf to its formats"
            )
        body = f"\\includegraphics[width=\\linewidth,alt={{{told}}}]{{{one.address}}}"
        package = "graphicx"
    lines = [f"% \\usepackage{{{package}}}", "\\begin{figure}", "  \\centering", f"  {body}"]
    return "\n".join([*lines, f"  \\caption{{{told}}}", f"  \\label{{fig:{asset.name}}}", "\\end{figure}"])


def _ending(name: str) -> str:
    found = re.search(r"-((?:filmstrip|frames)\.\w+)$|\.(\w+)$", name)
    return (found[1] or found[2]) if found else ""


_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _tex(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda found: _TEX.get(found[0], f"\\{found[0]}"), text)


def _jupyter(asset: Shown) -> str:
    """A cell that shows the file from this folder, without copying it into the notebook."""
    if asset.plain.videos:
        said = _attributes(controls=True, loop=True, muted=True, autoplay=True, aria_label=asset.alternative)
        shown = f"Video({_python(asset.plain.videos[0].address)}, width=800, html_attributes={_python(said)})"
        return f"from IPython.display import Video\n\n{shown}"
    shown = f"Image(url={_python(asset.plain.best.address)}, width=800, alt={_python(asset.alternative)})"
    return f"from IPython.display import Image\n\n{shown}"


def _python(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _feed(asset: Shown) -> str:
    """Readers of feeds strip scripts, styles and picture elements, and load nothing from relative addresses."""
    best = _absolute(asset, asset.plain.best)
    said = {"src": best.address, "width": best.width, "height": best.height, "alt": asset.alternative}
    return f"<p><img {_attributes(**said)}></p>"


def _opengraph(asset: Shown) -> str:
    """For link previews: the still, its size and its words; the video where there is one."""
    still = _absolute(asset, asset.plain.still or asset.plain.best)
    kinds = {"png": "image/png", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif", "svg": "image/svg+xml"}
    told = [
        ("og:image", still.address),
        ("og:image:type", kinds.get(still.suffix, "image/png")),
        ("og:image:width", still.width),
        ("og:image:height", still.height),
        ("og:image:alt", asset.alternative),
    ]
    for each in asset.plain.videos[:1]:
        told += [("og:video", each.address), ("og:video:type", _VIDEOS[each.suffix])]
        told += [("og:video:width", each.width), ("og:video:height", each.height)]
    lines = [f"<meta {_attributes(property=key, content=value)}>" for key, value in told]
    cards = [("twitter:card", "summary_large_image"), ("twitter:image:alt", asset.alternative)]
    return "\n".join([*lines, *(f"<meta {_attributes(name=key, content=value)}>" for key, value in cards)])


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
    "latex": _latex,
    "jupyter": _jupyter,
    "feed": _feed,
    "opengraph": _opengraph,
}


def snippet(asset: Shown, place: str) -> str:
    """What to paste there."""
    return PLACES[place](asset)
