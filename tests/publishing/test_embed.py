"""Snippets: what is pasted has its size, its words, its twins, and nothing that a caption could break."""

import ast
import html
import json
import re

import pytest

from snippets import BASE, BUILT, EVIL, STILLS, Elements, asset, built_as, entry
from vizpipe.errors import UsageError
from vizpipe.publishing.embed import snippet
from vizpipe.publishing.shown import shown


@pytest.mark.parametrize("built", BUILT)
@pytest.mark.parametrize("place", ["html", "astro", "reveal", "feed", "opengraph", "markdown"])
def test_markup_is_whole_and_captions_stay_text(built: str, place: str) -> None:
    """Every element of a snippet is closed, images and videos have sizes, and the words come back as they were."""
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
    """A page gets the column under 600 px, dark twins, the still for less motion, a button where it runs long."""
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
    """A video begins by itself, silently; for readers who want less motion nothing of it is loaded."""
    (video,) = Elements(snippet(asset("videos"), "html")).all("video")
    assert {"controls", "muted", "loop", "playsinline"} <= set(video)
    assert "autoplay" not in video
    assert video["preload"] == "none"
    assert video["poster"] == f"{BASE}/a.png"
    assert "!matchMedia('(prefers-reduced-motion: reduce)').matches) this.play()" in str(video["onloadstart"])


@pytest.mark.parametrize("built", BUILT)
def test_code_in_snippets_is_code(built: str) -> None:
    """Python in a snippet parses, Hugo's and MDX's quotes are closed, LaTeX's special letters are escaped."""
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


@pytest.mark.parametrize("built", BUILT)
@pytest.mark.parametrize("place", ["markdown", "hugo"])
@pytest.mark.parametrize(
    "words", ["{{x}}", "{{{x}}}", "{% raw %}", "{%- if x -%}", "a {{ b }} c", "{{{%x%}}}", "{{< x >}}"]
)
def test_no_template_obeys_the_words_of_a_picture(built: str, place: str, words: str) -> None:
    """Jekyll and Hugo read their signs anywhere in a page; written otherwise they are the same words to a reader."""
    text = snippet(asset(built)._replace(alternative=words), place)
    text = text.replace("{{< rawhtml >}}\n", "").replace("\n{{< /rawhtml >}}", "")
    assert re.findall(r"\{\{|\}\}|\{%|%\}", text) == []
    plain = html.unescape(re.sub(r"\\([<>])", r"\1", text))
    assert words in plain


@pytest.mark.parametrize("loop", [0, 1, 3])
@pytest.mark.parametrize("place", ["html", "hugo", "astro", "reveal", "jupyter", "mdx"])
def test_a_film_plays_as_often_as_its_asset_says(place: str, loop: int) -> None:
    """A film plays for ever only where it loops; three times is counted where a script may run, once elsewhere."""
    text = snippet(built_as("mp4", "gif", "png", loop=loop), place)
    assert bool(re.search(r"\bloop\b", text)) is (loop == 0)
    counted = loop == 3 and place != "mdx"
    assert ("data-plays" in text and "onended" in text) is counted
    assert ("autoplay" in text.lower()) is (place == "reveal")


@pytest.mark.parametrize(("fps", "loop"), [(4.0, 0), (12.5, 1), (0.5, 2)])
def test_latex_plays_at_the_rate_of_the_asset_and_prints_the_result(fps: float, loop: int) -> None:
    """LaTeX plays at the rate that was built, for ever only if it loops, and prints the last frame."""
    text = snippet(built_as("frames.pdf", "filmstrip.pdf", fps=fps, loop=loop), "latex")
    found = re.search(r"\\animategraphics\[(.*?)width", text)
    assert found is not None
    assert found[1] == ("controls,loop,poster=last," if loop == 0 else "controls,poster=last,")
    assert f"]{{{fps:g}}}{{a-frames}}{{}}{{}}" in text
    alone = snippet(built_as("frames.pdf", frames=1), "latex")
    assert "{a-frames.pdf}" in alone
    assert "animategraphics" not in alone


def test_latex_reads_files() -> None:
    """For LaTeX an address on the web is refused with the option that names a folder."""
    with pytest.raises(UsageError, match="--base-url figures"):
        snippet(asset("stills"), "latex")


@pytest.mark.parametrize(("duration", "loop", "button"), [(800, 0, 1), (800, 1, 0), (800, 7, 1), (6000, 1, 1)])
def test_what_moves_for_more_than_five_seconds_has_a_button(duration: int, loop: int, button: int) -> None:
    """What moves for more than five seconds, all rounds together, has a button; so has a short film without end."""
    one = built_as("gif", "png", loop=loop)
    files = one.plain.files | {"gif": one.plain.files["gif"]._replace(duration=duration)}
    one = one._replace(plain=one.plain._replace(files=files))
    assert len(Elements(snippet(one, "html")).all("button")) == button
    files["gif"] = files["gif"]._replace(frames=1)
    assert "button" not in snippet(one, "html")


def test_a_format_that_is_no_longer_asked_for_is_not_shown() -> None:
    """A format that is no longer asked for is not shown: a page would break when its file is cleaned away."""
    assert "a.gif" not in snippet(built_as("png", dropped="gif"), "html")
    assert "a.png" in snippet(built_as("png", dropped="gif"), "html")


def test_films_for_dark_pages_and_phones_lie_on_the_still_of_the_same_look() -> None:
    """A film's box has the still's size in every look; a look without a still has an empty picture of that size."""
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


@pytest.mark.parametrize("place", ["feed", "opengraph"])
def test_places_that_need_whole_addresses_say_so(place: str) -> None:
    """A place that needs whole addresses refuses others in one line that names the option."""
    with pytest.raises(UsageError, match="--base-url"):
        snippet(asset("gifs", ""), place)


@pytest.mark.parametrize("base", ["javascript:alert(1)", 'x" onload="', "ftp://a", "a b", "https://", "data:x"])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    """A base that is neither a path nor http is refused."""
    with pytest.raises(UsageError, match="base-url is"):
        asset("gifs", base)
