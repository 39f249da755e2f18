"""The site: what its pages hold, that nothing in them leaves, and that nobody's files are touched."""

import base64
import json
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pygments", reason="needs the gallery extra: pip install 'vizpipe[gallery]'")

from vizpipe.publishing import site
from vizpipe.publishing.embed import PLACES

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.fixture
def two(project: "Project") -> "Project":
    """A project with two variants of one recipe, whose words would be markup if anybody let them."""
    text = (project.root / "figures" / "counter.py").read_text()
    text = text.replace('Words("Counter", "",', 'Words("Counter", "<script>alert(1)</script> & more",')
    project.write("figures/counter.py", text.replace('"""A dot moves', '"""A <b>dot</b> moves'))
    project.write(
        "vizpipe.toml",
        """
        recipes = "figures"
        [assets.one]
        recipe = "counter"
        size = "100x200"
        [assets.five]
        recipe = "counter"
        size = "100x200"
        parameters.steps = 5
        """,
    )
    return project


def film(path: Path) -> dict[str, object]:
    """What a film's script hands over."""
    found: dict[str, object] = json.loads(path.read_text().splitlines()[0].partition("] = ")[2].rstrip(";"))
    return found


def test_every_variant_has_its_films_pictures_and_snippets(vizpipe: "Vizpipe", two: "Project") -> None:
    """A variant has its films and pictures; every address on a page is a file of the site or said to be elsewhere.

    What LaTeX reads is a file of the reader's, wherever the site lies.
    """
    toml = two.root / "vizpipe.toml"
    toml.write_text(toml.read_text().replace("100x200", "200x100"))
    done = vizpipe("gallery", "--base-url", "https://example.org")
    assert done.code == 0, done
    place = two.root / "site"
    pages = {path.name: path.read_text() for path in place.glob("*.html")}
    assert set(pages) == {"index.html", "counter.html"}
    page = pages["counter.html"]
    told: Any = film(place / "films" / "five.js")
    assert len(told["film"]["ms"]) == len(told["at"]) == 5
    description = json.loads(zlib.decompress(base64.b64decode(told["film"]["told"]), -zlib.MAX_WBITS))
    assert [sheet["size"] for sheet in description["sheets"]] == [[200, 100], [760, 1800]]
    assert '"films/five.js"' in page
    assert ["steps 3" in page, "steps 5" in page] == [True, True]
    assert page.count('class="copy"') == 2 * (1 + len(PLACES))
    assert "https://example.org/pictures/one.html" in page
    assert "{one.png}" in page
    for text in pages.values():
        found = re.findall(r'(?:src|srcset|href|data-[\w-]+)="((?:pictures|films|site|film)[^"]*)"', text)
        assert found
        assert [address for address in found if not (place / address).is_file()] == []


def test_words_are_no_markup_and_nothing_is_loaded_from_elsewhere(vizpipe: "Vizpipe", two: "Project") -> None:
    """A site's captions, claims and code are escaped; the policy names this place alone; no address is whole."""
    assert vizpipe("gallery").code == 0
    for path in (two.root / "site").glob("*.html"):
        text = path.read_text()
        assert "<script>alert" not in text
        assert "<b>dot" not in text
        assert len(re.findall("<script", text)) == 2
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
        assert policy is not None
        assert policy[1].startswith("default-src 'none'")
        assert "unsafe" not in policy[1]
        assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []
    assert "&lt;script&gt;alert(1)" in (two.root / "site" / "counter.html").read_text()


def test_the_same_site_twice_and_nothing_is_left_over(vizpipe: "Vizpipe", two: "Project") -> None:
    """A site is the same twice; what a removed asset left goes, what somebody added or edited stays."""
    assert vizpipe("gallery", "-j", "1").code == 0
    place = two.root / "site"
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert vizpipe("gallery", "-j", "2").code == 0
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    (place / "pictures" / "five.png").write_bytes(b"mine")
    (place / "pictures" / "mine.png").write_bytes(b"mine")
    assert vizpipe("gallery", "one").code == 0
    left = {path.name for path in place.rglob("five*")}
    assert left == {"five.png"}
    assert (place / "pictures" / "mine.png").exists()


def test_nothing_is_written_over_what_is_not_the_sites(vizpipe: "Vizpipe", two: "Project", tmp_path: Path) -> None:
    """Over somebody's page, or through a folder's link out, nothing is written: 2, unless the page may go."""
    place, outside = two.root / "site", tmp_path / "elsewhere"
    outside.mkdir()
    two.write("site/vizpipe-site.json", '{"files": {}}')
    page = two.write("site/counter.html", "mine")
    done = vizpipe("gallery")
    assert done.code == 2
    assert "counter.html is there, and is not the site's" in done.err
    (place / "pictures").symlink_to(outside)
    assert vizpipe("gallery", "--overwrite").code == 2
    assert page.read_text() == "mine"
    assert list(outside.iterdir()) == []
    assert sorted(path.name for path in place.iterdir()) == ["counter.html", "pictures", "vizpipe-site.json"]
    (place / "pictures").unlink()
    assert vizpipe("gallery", "--overwrite").code == 0
    assert page.read_text() != "mine"


def test_a_listing_that_somebody_edited_deletes_nothing_elsewhere(vizpipe: "Vizpipe", two: "Project") -> None:
    """An edited listing deletes only files inside the site, and only with the hash that was written."""
    import hashlib

    assert vizpipe("gallery").code == 0
    mine = two.root / "mine.txt"
    mine.write_text("mine")
    path = two.root / "site" / "vizpipe-site.json"
    listing = json.loads(path.read_text())
    digest = hashlib.sha256(b"mine").hexdigest()
    listing["files"] |= {"../mine.txt": digest, str(mine): digest}
    path.write_text(json.dumps(listing))
    assert vizpipe("gallery").code == 0
    assert mine.read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nothing-*"], "no asset nothing-*"),
        (["-o", "figures"], "no site of vizpipe"),
        (["-o", "deep"], "no site of vizpipe"),
        (["-o", "vizpipe.toml"], "is a file"),
        (["--base-url", "javascript:alert(1)"], "must be an address"),
        (["--title", "a\u0007b"], "can't be shown"),
    ],
)
def test_a_mistake_is_told_before_anything_is_made(
    vizpipe: "Vizpipe", two: "Project", words: list[str], told: str
) -> None:
    """A mistake in a call of gallery ends with 2 and one line, and nothing is written."""
    two.write("deep/vizpipe-site.json", "[" * 99_999)
    before = sorted(two.root.rglob("*"))
    done = vizpipe("gallery", *words)
    assert done.code == 2
    assert told in done.line
    assert sorted(two.root.rglob("*")) == before


def test_a_broken_recipe_leaves_the_others_their_pages(vizpipe: "Vizpipe", two: "Project") -> None:
    """A broken recipe ends with 1 and its problem in one line, and the site is made without it."""
    text = (two.root / "figures" / "counter.py").read_text()
    two.write(
        "figures/other.py", text.replace("counter", "other").replace("yield Step", "raise ValueError; yield Step")
    )
    toml = (two.root / "vizpipe.toml").read_text()
    two.write("vizpipe.toml", toml + '[assets.bad]\nrecipe = "other"\nsize = "100x200"\n')
    done = vizpipe("gallery")
    assert done.code == 1
    assert "vizpipe: bad" in done.err
    assert "Traceback" not in done.err
    assert {path.name for path in (two.root / "site").glob("*.html")} == {"index.html", "counter.html"}


def test_one_scale_serves_films_of_different_lengths() -> None:
    """A scale has each moment of any film once, for as long as any stands there; one alone has its own time."""
    short = {"frames": [[0, 100, "Epoch 0", 0], [1, 2000, "Epoch 5", 5]]}
    long = {"frames": [[0, 600, "Epoch 0", 0], [1, 100, "Epoch 2", 2], [2, 100, "Epoch 5", 5]]}
    assert site.moments([long]) == [(0, "Epoch 0", 600), (600, "Epoch 2", 100), (700, "Epoch 5", 100)]
    drawn = {"film": {"ms": [300, 300, 900]}, "words": ["Epoch 0", "Epoch 0", "Epoch 2"], "at": [0, 0, 2]}
    assert site.moments([drawn, short]) == [(0, "Epoch 0", 600), (2, "Epoch 2", 900), (5, "Epoch 5", 2000)]
    assert site.moments([short, long]) == [(0, "Epoch 0", 600), (2, "Epoch 2", 100), (5, "Epoch 5", 2000)]


def test_code_is_coloured_and_unchanged() -> None:
    """Coloured code without its markup is the same text."""
    code = 'def f(x: int) -> str:  # why <not>\n    return "a & b" if x > 0 and True else f"{x!r}"\n'
    marked = site.highlighted(code)
    assert marked.striptags() == re.sub(r"\s+", " ", code).strip()
    assert '<span class="k">def</span>' in marked
    assert "<not>" not in marked


def test_assets_whose_pictures_would_share_a_name_are_refused(vizpipe: "Vizpipe", two: "Project") -> None:
    """An asset that is called like another's thumbnail ends with 2, and nothing is written."""
    toml = (two.root / "vizpipe.toml").read_text()
    two.write("vizpipe.toml", toml + '[assets.one--thumb]\nrecipe = "counter"\nparameters.steps = 4\n')
    done = vizpipe("gallery")
    assert done.code == 2
    assert "one--thumb" in done.line
    assert not (two.root / "site").exists()


def test_a_site_that_was_interrupted_is_finished_the_next_time(vizpipe: "Vizpipe", two: "Project") -> None:
    """A folder with a few files of a site, and a listing that knows none of them, is a site."""
    assert vizpipe("gallery").code == 0
    place = two.root / "site"
    whole = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    (place / "vizpipe-site.json").write_text('{"files": {}}')
    (place / "counter.html").unlink()
    assert vizpipe("gallery").code == 0
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == whole
