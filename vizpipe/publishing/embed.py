"""Snippets that work when pasted: what a page, a post, a paper or a deck in HTML needs to show an asset."""

import json
import re
from collections.abc import Callable

from vizpipe.errors import UsageError
from vizpipe.publishing.pages import attributes, figure, responsive
from vizpipe.publishing.shown import CALM, VIDEOS, Picture, Shown


def _markdown(asset: Shown) -> str:
    """GitHub and its like draw a picture element and their own button to stop a GIF; elsewhere an image is enough."""
    if asset.twins:
        return responsive(asset, lambda twin: twin.moving or twin.still)
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


def _literal(text: str) -> str:
    """A text between quotes as JavaScript and Python read it."""
    return json.dumps(text, ensure_ascii=False)


def _astro(asset: Shown) -> str:
    """A plain element: Astro's Image would run the file through a library that keeps one frame. Put it in public/."""
    return f"<!-- the files belong in public/ -->\n{figure(asset)}"


def _mdx(asset: Shown) -> str:
    """JSX: every element closed, attributes in camel case."""
    best = asset.plain.best
    size = f"width={{{best.width}}} height={{{best.height}}}"
    if asset.plain.videos:
        first = asset.plain.videos[0]
        poster = f" poster={{{_literal(asset.plain.still.address)}}}" if asset.plain.still else ""
        sources = "".join(
            f"\n  <source src={{{_literal(each.address)}}} type={{{_literal(VIDEOS[each.suffix])}}} />"
            for each in asset.plain.videos
        )
        head = f"width={{{first.width}}} height={{{first.height}}}{poster} aria-label={{{_literal(asset.alternative)}}}"
        return f"<video {head} autoPlay loop muted playsInline controls>{sources}\n</video>"
    still = asset.plain.still if best.duration else None
    calm = f"\n  <source media={{{_literal(CALM)}}} srcSet={{{_literal(still.address)}}} />" if still else ""
    image = f'<img src={{{_literal(best.address)}}} alt={{{_literal(asset.alternative)}}} {size} loading="lazy" />'
    return f"<picture>{calm}\n  {image}\n</picture>"


def _reveal(asset: Shown) -> str:
    """Loaded when the slide comes, and played from its beginning."""
    if asset.plain.videos:
        first = asset.plain.videos[0]
        said = {"data_src": first.address, "width": first.width, "height": first.height}
        head = attributes(**said, data_autoplay=True, loop=True, muted=True, aria_label=asset.alternative)
        return f"<section>\n  <video {head}></video>\n</section>"
    best = asset.plain.best
    said = {"data_src": best.address, "width": best.width, "height": best.height}
    return f"<section>\n  <img {attributes(**said, alt=asset.alternative)}>\n</section>"


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
        said = attributes(controls=True, loop=True, muted=True, autoplay=True, aria_label=asset.alternative)
        shown = f"Video({_literal(asset.plain.videos[0].address)}, width=800, htmlattributes={_literal(said)})"
        return f"from IPython.display import Video\n\n{shown}"
    shown = f"Image(url={_literal(asset.plain.best.address)}, width=800, alt={_literal(asset.alternative)})"
    return f"from IPython.display import Image\n\n{shown}"


def _feed(asset: Shown) -> str:
    """Readers of feeds strip scripts, styles and picture elements, and load nothing from relative addresses."""
    best = _absolute(asset, asset.plain.best)
    said = {"src": best.address, "width": best.width, "height": best.height, "alt": asset.alternative}
    return f"<p><img {attributes(**said)}></p>"


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
        told += [("og:video", each.address), ("og:video:type", VIDEOS[each.suffix])]
        told += [("og:video:width", each.width), ("og:video:height", each.height)]
    lines = [f"<meta {attributes(property=key, content=value)}>" for key, value in told]
    cards = [("twitter:card", "summary_large_image"), ("twitter:image:alt", asset.alternative)]
    return "\n".join([*lines, *(f"<meta {attributes(name=key, content=value)}>" for key, value in cards)])


def _absolute(asset: Shown, picture: Picture) -> Picture:
    if not re.match("https?://", picture.address):
        raise UsageError(f"{asset.name}: this place needs whole addresses: --base-url https://example.org/pictures")
    return picture


PLACES: dict[str, Callable[[Shown], str]] = {
    "html": figure,
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
