"""Snippets: what is pasted has its size, its words, its twins, and nothing that a caption could break."""

import ast
import itertools
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vizpipe.encoding.formats import FORMATS
from vizpipe.errors import UsageError
from vizpipe.manifest.manifest import Entry, File, Keys
from vizpipe.parameters.parameter import Value
from vizpipe.publishing.embed import PLACES, snippet
from vizpipe.publishing.shown import Shown, shown

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

EVIL = """Ends "here" <script>alert('1')</script> & {x} 90 % of $a_b$ ](x) `}} {{ \\"""
BASE = "https://example.org/pictures"


def file(width: int = 960, height: int = 400, duration: int = 8_000, alt: str = EVIL) -> File:
    """A file's facts."""
    return File("", "", 10, width, height, 9 if duration else 1, duration, alt, kept=True)


def entry(name: str, endings: dict[str, int], size: tuple[int, int] = (960, 400)) -> Entry:
    """An asset with these files, each of so many milliseconds."""
    files = {f"{name}{ending}": file(*size, duration) for ending, duration in endings.items()}
    return Entry("gates", {"seed": 1}, Keys("", "", {}, {}), 9, "", "", [], files)


def built_as(*formats: str, fps: float = 10.0, loop: int = 0, frames: int = 9, dropped: str = "") -> Shown:
    """An asset that was built in these formats, as a page sees it; ``dropped`` is no longer asked for."""
    files, made = {}, {}
    for name in (*formats, *([dropped] if dropped else [])):
        form = FORMATS[name]
        paged = form.moves or form.takes == "pages"
        facts = file(duration=800 if form.moves else 0)
        files[f"a{form.ending}"] = File(
            "", "", 10, 960, 400, frames if paged else 1, facts.duration_ms, EVIL, kept=True
        )
        if name != dropped:
            made[f"a{form.ending}"] = {"fps": fps, "loop": loop} if paged else {"words": EVIL}
    ingredients: dict[str, dict[str, Value]] = {name: dict(said) for name, said in made.items()}
    keys = Keys("", "", dict.fromkeys(made, ""), ingredients)
    return shown("a", {"a": Entry("gates", {}, keys, frames, "", "", [], files)}, "")


GIFS = {"a": entry("a", {".gif": 8_000, ".png": 0})}
TWINS = GIFS | {
    "a-dark": entry("a-dark", {".gif": 8_000, ".png": 0}),
    "a-column": entry("a-column", {".gif": 8_000, ".png": 0}, (400, 900)),
}
VIDEOS = {"a": entry("a", {".mp4": 8_000, ".webm": 8_000, ".gif": 8_000, ".png": 0})}
STILLS = {"a": entry("a", {".png": 0, ".pdf": 0})}
BUILT = {"gifs": GIFS, "twins": TWINS, "videos": VIDEOS, "stills": STILLS}


class Elements(HTMLParser):
    """All elements with their attributes; fails at an end that doesn't match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.found.append((tag, dict(attrs)))
        if tag not in ("img", "source", "meta"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it, closed."""
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of this kind."""
        return [attributes for name, attributes in self.found if name == tag]


def asset(built: str, base: str = BASE) -> Shown:
    """One of the sets of files as a page sees it."""
    return shown("a", BUILT[built], base)


@pytest.mark.parametrize("built", BUILT)
@pytest.mark.parametrize("place", ["html", "astro", "reveal", "feed", "opengraph", "markdown"])
def test_markup_is_whole_and_captions_stay_text(built: str, place: str) -> None:
    """Every element is closed, sizes stand on every image and video, and the words come back as they were."""
    text = snippet(asset(built), place)
    if place == "markdown" and built != "twins":
        assert text.startswith("![")
        assert "<script>" not in text
        return
    elements = Elements(text)
    assert "script" not in [name for name, _ in elements.found]
    for attributes in (*elements.all("img"), *elements.all("video")):
        assert int(str(attributes["width"])) in (960, 400)
        assert attributes.get("height")
        assert attributes.get("alt", attributes.get("aria-label")) == EVIL
    if place == "opengraph":
        told = {each.get("property", each.get("name")): each["content"] for each in elements.all("meta")}
        assert told["og:image"] == f"{BASE}/a.png"
        assert told["og:image:alt"] == told["twitter:image:alt"] == EVIL


def test_a_page_gets_twins_the_still_and_a_way_to_stop() -> None:
    """Column under 600 px, dark where dark is wanted, the still for less motion, a button where it runs long."""
    elements = Elements(snippet(asset("twins"), "html"))
    sources = {str(each["media"]): each["srcset"] for each in elements.all("source")}
    assert sources["(max-width: 600px)"] in (f"{BASE}/a-column.gif", f"{BASE}/a-column.png")
    assert sources["(prefers-reduced-motion: reduce)"] == f"{BASE}/a.png"
    assert f"{BASE}/a-dark.gif" in [each["srcset"] for each in elements.all("source")]
    assert len(elements.all("button")) == 1
    assert all(each["loading"] == "lazy" for each in elements.all("img"))
    first = [each["media"] for each in elements.all("source")]
    calm = [at for at, media in enumerate(first) if "reduce" in str(media)]
    plain = [at for at, media in enumerate(first) if "reduce" not in str(media)]
    assert calm[0] < plain[0]
    still = Elements(snippet(asset("stills"), "html"))
    assert not still.all("button")


def test_a_video_has_controls_a_poster_and_respects_less_motion() -> None:
    """It begins by itself, silently, unless the reader wants less motion, for whom nothing of it is loaded."""
    (video,) = Elements(snippet(asset("videos"), "html")).all("video")
    assert {"controls", "muted", "loop", "playsinline"} <= set(video)
    assert "autoplay" not in video
    assert video["preload"] == "none"
    assert video["poster"] == f"{BASE}/a.png"
    assert "!matchMedia('(prefers-reduced-motion: reduce)').matches) this.play()" in str(video["onloadstart"])


@pytest.mark.parametrize("built", BUILT)
def test_code_in_snippets_is_code(built: str) -> None:
    """Python parses, Hugo's and MDX's quotes are closed, LaTeX's special letters are escaped."""
    python = snippet(asset(built), "jupyter")
    texts = [node.value for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Constant)]
    assert built == "videos" or EVIL in texts
    mdx = snippet(asset(built), "mdx")
    assert json.dumps(EVIL, ensure_ascii=False) in mdx
    assert "class=" not in mdx
    hugo = snippet(asset(built), "hugo")
    assert re.findall("{{.*?}}", hugo) == ["{{< rawhtml >}}", "{{< /rawhtml >}}"]
    assert Elements("\n".join(hugo.splitlines()[1:-1])).found == Elements(snippet(asset(built), "html")).found
    if built == "stills":
        tex = snippet(shown("a", STILLS, "figures"), "latex")
        assert r"\textbackslash{}" in tex
        assert r"90 \% of \$a\_b\$" in tex
        assert "{figures/a.pdf}" in tex


IMAGES = ("gif", "webp", "apng", "png", "avif", "svg", "filmstrip.png", "filmstrip.svg")
VIDEO, PAGE, PAPER = ("mp4", "webm"), ("html",), ("pdf", "filmstrip.pdf", "frames.pdf")
DATA = ("csv", "npz", "parquet")
REFUSED = "refused"
TABLE: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "html": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "hugo": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "astro": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "mdx": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "reveal": ((IMAGES, "img"), (VIDEO, "video"), (PAGE, "iframe"), (PAPER, "object"), (DATA, "a")),
    "markdown": ((IMAGES, "!["), ((*VIDEO, *PAGE, *PAPER, *DATA), "[")),
    "jupyter": ((IMAGES, "Image"), (VIDEO, "Video"), ((*PAGE, *PAPER), "IFrame"), (DATA, "HTML")),
    "feed": ((IMAGES, "img"), ((*VIDEO, *PAGE, *PAPER, *DATA), "a")),
    "latex": (
        (("png", "filmstrip.png", "pdf", "filmstrip.pdf"), "includegraphics"),
        (("frames.pdf",), "animategraphics"),
        (("gif", "webp", "apng", "avif", "svg", "filmstrip.svg", *VIDEO, *PAGE, *DATA), REFUSED),
    ),
    "opengraph": (
        (("png", "gif", "webp", "filmstrip.png"), "meta"),
        (("apng", "avif", "svg", "filmstrip.svg", *VIDEO, *PAGE, *PAPER, *DATA), REFUSED),
    ),
}
"""What each place gives for each format."""
CARRIES = {
    "img": "gif|webp|apng|png|avif|svg",
    "poster": "png|avif|svg",
    "video": "mp4|webm",
    "iframe": "html",
    "object": "pdf",
}
"""The endings of what each element may show."""


def test_the_table_of_places_and_formats_is_whole() -> None:
    """Every place says something for every format."""
    assert set(TABLE) == set(PLACES)
    for rows in TABLE.values():
        assert sorted(name for formats, _ in rows for name in formats) == sorted(FORMATS)


def marks(text: str) -> Elements:
    """The elements of a snippet in HTML or JSX."""
    plain = re.sub(r'=\{("(?:[^"\\]|\\.)*")\}', lambda found: f"={quoted(json.loads(found[1]))}", text)
    plain = re.sub(r"=\{(\d+)\}", r'="\1"', re.sub(r"=\{\{.*?\}\}", "", plain))
    return Elements(re.sub(r"(?m)^\{\{<.*$", "", plain))


def quoted(text: str) -> str:
    """A text as an attribute."""
    import html

    return f'"{html.escape(text)}"'


def carried(elements: Elements) -> list[tuple[str, str]]:
    """What each element shows."""
    found, place = [], ""
    for tag, given in elements.found:
        place = tag if tag in ("video", "picture") else place
        if tag == "source":
            address = given.get("srcset") or given.get("src") or given.get("data-src")
            found.append(("video" if place == "video" else "img", str(address)))
        elif tag in ("img", "iframe", "object", "video"):
            found += [(tag, str(given[key])) for key in ("src", "data-src", "data") if given.get(key)]
        if given.get("poster"):
            found.append(("poster", str(given["poster"])))
    return found


@pytest.mark.parametrize("place", TABLE)
def test_each_place_shows_each_format_as_what_it_is(place: str) -> None:
    """An image as an image, a film as a film, a page in a frame, a document as one, data as a link, or one line."""
    for formats, expected in TABLE[place]:
        for name in formats:
            base = BASE if place in ("feed", "opengraph") else ""
            one = built_as(name)
            files = {
                key: each._replace(address=f"{base}/{each.address}" if base else each.address)
                for key, each in one.plain.files.items()
            }
            one = one._replace(plain=one.plain._replace(files=files))
            if expected == REFUSED:
                with pytest.raises(UsageError, match=r"^a: .* add (png|pdf)"):
                    snippet(one, place)
                continue
            text = snippet(one, place)
            assert f"a{FORMATS[name].ending.removesuffix('.pdf')}" in text, (name, text)
            if place == "markdown":
                assert text.startswith(expected), (name, text)
            elif place == "jupyter":
                assert f"\n{expected}(" in text, (name, text)
            elif place == "latex":
                assert f"\\{expected}[" in text, (name, text)
            else:
                elements = marks(text)
                tags = {tag for tag, _ in elements.found} - {
                    "figure",
                    "picture",
                    "source",
                    "section",
                    "div",
                    "p",
                    "button",
                }
                assert expected in tags, (name, text)
                assert tags <= {expected, "a"}, (name, text)


@pytest.mark.parametrize("place", ["html", "hugo", "astro", "mdx", "reveal"])
def test_no_element_ever_shows_what_it_cannot(place: str) -> None:
    """Whatever two formats an asset has, an image shows an image, a video a video, a frame a page."""
    for pair in itertools.permutations(FORMATS, 2):
        text = snippet(built_as(*pair), place)
        for element, address in carried(marks(text)):
            assert re.search(rf"\.({CARRIES[element]})$", address), (pair, text)


@pytest.mark.parametrize("loop", [0, 1, 3])
@pytest.mark.parametrize("place", ["html", "hugo", "astro", "reveal", "jupyter", "mdx"])
def test_a_film_plays_as_often_as_its_asset_says(place: str, loop: int) -> None:
    """For ever only where it loops; three times is counted where a script may run, and once where none may."""
    text = snippet(built_as("mp4", "gif", "png", loop=loop), place)
    assert bool(re.search(r"\bloop\b", text)) is (loop == 0)
    counted = loop == 3 and place != "mdx"
    assert ("data-plays" in text and "onended" in text) is counted
    assert ("autoplay" in text.lower()) is (place == "reveal")


@pytest.mark.parametrize(("fps", "loop"), [(4.0, 0), (12.5, 1), (0.5, 2)])
def test_latex_plays_at_the_rate_of_the_asset_and_prints_the_result(fps: float, loop: int) -> None:
    """The rate of what was built, for ever only if it loops, the last frame on paper; one frame is no film."""
    text = snippet(built_as("frames.pdf", "filmstrip.pdf", fps=fps, loop=loop), "latex")
    found = re.search(r"\\animategraphics\[(.*?)width", text)
    assert found is not None
    assert found[1] == ("controls,loop,poster=last," if loop == 0 else "controls,poster=last,")
    assert f"]{{{fps:g}}}{{a-frames}}{{}}{{}}" in text
    alone = snippet(built_as("frames.pdf", frames=1), "latex")
    assert "{a-frames.pdf}" in alone
    assert "animategraphics" not in alone


def test_latex_reads_files() -> None:
    """An address on the web is refused with the option that names a folder."""
    with pytest.raises(UsageError, match="--base-url figures"):
        snippet(asset("stills"), "latex")


@pytest.mark.parametrize(("duration", "loop", "button"), [(800, 0, 1), (800, 1, 0), (800, 7, 1), (6000, 1, 1)])
def test_what_moves_for_more_than_five_seconds_has_a_button(duration: int, loop: int, button: int) -> None:
    """All rounds together count: a short film that plays for ever moves for ever."""
    one = built_as("gif", "png", loop=loop)
    files = one.plain.files | {"gif": one.plain.files["gif"]._replace(duration=duration)}
    one = one._replace(plain=one.plain._replace(files=files))
    assert len(Elements(snippet(one, "html")).all("button")) == button
    files["gif"] = files["gif"]._replace(frames=1)
    assert "button" not in snippet(one, "html")


def test_a_format_that_is_no_longer_asked_for_is_not_shown() -> None:
    """Its file lies there until it is cleaned away; a page that showed it would break then."""
    assert "a.gif" not in snippet(built_as("png", dropped="gif"), "html")
    assert "a.png" in snippet(built_as("png", dropped="gif"), "html")


def test_films_for_dark_pages_and_phones_lie_on_the_still_of_the_same_look() -> None:
    """The box has the still's size in every look; a look without a still gets an empty picture of its film's size."""
    looks = {
        "a": entry("a", {".mp4": 8_000, ".png": 0}),
        "a-dark": entry("a-dark", {".mp4": 8_000, ".png": 0}),
        "a-column": entry("a-column", {".webm": 8_000}, (400, 900)),
    }
    elements = Elements(snippet(shown("a", looks, BASE), "html"))
    stills = {each["media"]: each for each in elements.all("source") if "srcset" in each}
    assert stills["(prefers-color-scheme: dark)"]["srcset"] == f"{BASE}/a-dark.png"
    column = stills["(max-width: 600px)"]
    assert str(column["srcset"]).startswith("data:image/svg+xml,")
    assert (column["width"], column["height"]) == ("400", "900")
    films = [(each.get("media"), each["src"]) for each in elements.all("source") if "src" in each]
    assert films == [
        ("(max-width: 600px)", f"{BASE}/a-column.webm"),
        ("(prefers-color-scheme: dark)", f"{BASE}/a-dark.mp4"),
        (None, f"{BASE}/a.mp4"),
    ]
    (video,) = elements.all("video")
    assert "poster" not in video
    assert [each.get("aria-hidden") for each in elements.all("img")] == ["true"]


def test_what_is_printed_for_a_notebook_runs_in_a_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format's cell ends well, wherever the notebook lies, and its output is the element with the file."""
    manager = pytest.importorskip("jupyter_client.manager", reason="ipykernel is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    kernel, client = manager.start_new_kernel(kernel_name="python3", startup_timeout=120)
    try:
        for formats, kind in TABLE["jupyter"]:
            for name in formats:
                said: list[dict[str, Any]] = []
                code = snippet(built_as(name, loop=3), "jupyter")
                reply = client.execute_interactive(code, timeout=60, output_hook=said.append)
                assert reply["content"]["status"] == "ok", reply["content"]
                (shown_,) = [each["content"]["data"]["text/html"] for each in said if "data" in each["content"]]
                tag = {"Image": "img", "Video": "video", "IFrame": "iframe", "HTML": "a"}[kind]
                (given,) = Elements(shown_).all(tag)
                assert given.get("src", given.get("href")) == f"a{FORMATS[name].ending}"
                assert given.get("alt", given.get("aria-label", given.get("title"))) == EVIL
                assert kind != "Video" or given["data-plays"] == "3"
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)


@pytest.mark.parametrize("place", ["feed", "opengraph"])
def test_places_that_need_whole_addresses_say_so(place: str) -> None:
    """One line that names the option."""
    with pytest.raises(UsageError, match="--base-url"):
        snippet(asset("gifs", ""), place)


@pytest.mark.parametrize("base", ["javascript:alert(1)", 'x" onload="', "ftp://a", "a b", "https://", "data:x"])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    """Nothing but a path or http."""
    with pytest.raises(UsageError, match="base-url is"):
        asset("gifs", base)


def test_the_command_reads_what_was_built(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """All places from a real build with twins; an asset that was never built gets 2 and the nearest name."""
    (tmp_path / "vizpipe.toml").write_text(
        '[assets.hero]\nrecipe = "xor-duel"\nformats = ["gif", "png", "pdf"]\nlayout = "auto"\ntheme = "auto"\n'
        "parameters = { ticks = 2 }\n"
    )
    done = vizpipe("build", "--json")
    assert done.code == 0, done
    names = [each["name"] for each in done.json["assets"]]
    assert sorted(names) == ["hero", "hero-column", "hero-column-dark", "hero-dark"]
    for place in PLACES:
        done = vizpipe("embed", "hero", "--for", place, "--base-url", "figures" if place == "latex" else BASE)
        assert done.code == 0, done
        assert "hero" in done.out
    assert "hero-column-dark.gif" in vizpipe("embed", "hero").out
    done = vizpipe("embed", "heor")
    assert done.code == 2
    assert "did you mean hero?" in done.line


def test_pages_of_a_pdf_get_their_rate_from_what_was_built(vizpipe: "Vizpipe", project: "Project") -> None:
    """The rate is that of the last build, whatever the project file says since; another rate changes no byte."""
    toml = project.root / "vizpipe.toml"
    toml.write_text(
        'recipes = "figures"\n[assets.one]\nrecipe = "counter"\nsize = "200x100"\nformats = ["frames.pdf"]\nfps = 4\n'
    )
    assert vizpipe("build").code == 0
    before = (project.root / "outputs" / "one-frames.pdf").read_bytes()
    assert "]{4}{one-frames}" in vizpipe("embed", "one", "--for", "latex").out
    toml.write_text(toml.read_text().replace("fps = 4", "fps = 2.5\nloop = 1"))
    assert "loop,poster=last,width=\\linewidth" in vizpipe("embed", "one", "--for", "latex").out
    assert vizpipe("build", "--locked").code == 4
    assert vizpipe("build").code == 0
    said = vizpipe("embed", "one", "--for", "latex").out
    assert "]{2.5}{one-frames}" in said
    assert "loop" not in said
    assert (project.root / "outputs" / "one-frames.pdf").read_bytes() == before


@pytest.mark.skipif(shutil.which("hugo") is None, reason="Hugo is not installed (apt install hugo)")
def test_hugo_builds_a_page_from_its_snippet(tmp_path: Path) -> None:
    """The page has the elements of any other page, word for word, and the file is copied as it is."""
    import subprocess

    files = {name: tmp_path / name for name in ("content", "layouts/_default", "static")}
    for folder in files.values():
        folder.mkdir(parents=True)
    (tmp_path / "config.toml").write_text('baseURL = "/"\n')
    (tmp_path / "layouts" / "shortcodes").mkdir()
    (tmp_path / "layouts" / "shortcodes" / "rawhtml.html").write_text("{{ .Inner }}")
    layout = '<!doctype html><html lang="en"><title>t</title><body>{{ .Content }}</body></html>'
    (tmp_path / "layouts" / "index.html").write_text(layout)
    (tmp_path / "static" / "a.gif").write_bytes(b"GIF89a, as it is")
    pasted = snippet(shown("a", GIFS, ""), "hugo")
    (tmp_path / "content" / "_index.md").write_text(f"---\ntitle: t\n---\n{pasted}\n")
    subprocess.run(["hugo", "--quiet"], cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "public" / "index.html").read_text()
    pasted_there = page.partition("<body>")[2].partition("</body>")[0]
    assert Elements(pasted_there).found == Elements(snippet(shown("a", GIFS, ""), "html")).found
    assert (tmp_path / "public" / "a.gif").read_bytes() == b"GIF89a, as it is"
