"""Snippets of what was really built, run where they are pasted."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from snippets import BASE, GIFS, Elements
from vizpipe.publishing.embed import PLACES, snippet
from vizpipe.publishing.shown import shown

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.mark.usefixtures("project")
def test_the_command_reads_what_was_built(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """``embed`` shows a real build with twins in all places; an asset never built gets 2 and the nearest name."""
    (tmp_path / "vizpipe.toml").write_text(
        'recipes = "figures"\n[assets.hero]\nrecipe = "counter"\nsize = "240x120"\nformats = ["gif", "png", "pdf"]\n'
        'layout = "auto"\ntheme = "auto"\n'
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


def test_a_file_is_answered_with_its_asset(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """``embed`` takes an asset's name: of a file it says how that becomes one, or which it is."""
    assert vizpipe("run", "gates", "-o", "tore.png").code == 0
    done = vizpipe("embed", "tore.png")
    assert done.code == 2
    assert 'write [assets.tore] with recipe = "gates" into vizpipe.toml, then vizpipe build, and ' in done.line
    (tmp_path / "vizpipe.toml").write_text('[assets.tore]\nrecipe = "gates"\n')
    assert vizpipe("build").code == 0
    done = vizpipe("embed", "outputs/tore.png")
    assert (done.code, "an asset's name: vizpipe embed tore" in done.line) == (2, True)


def test_pages_of_a_pdf_get_their_rate_from_what_was_built(vizpipe: "Vizpipe", project: "Project") -> None:
    """A PDF's pages have the rate of the last build, whatever the project file says since; it changes no byte."""
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
    """Hugo's page has the elements of any other page, word for word, and the file is copied as it is."""
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
