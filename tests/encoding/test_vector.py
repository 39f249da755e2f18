"""SVG and PDF, and the line that every file says of itself."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from PIL import Image

from vizpipe.drawing.marks.tint import FINE, Tint

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ["hidden-mapping", pytest.param("gates", marks=pytest.mark.soak), "it-is-a-two"])
def test_text_stays_text_and_nothing_is_fetched(vizpipe: "Vizpipe", tmp_path: Path, name: str) -> None:
    """An SVG has words as words, title and description, no date, no reference to anywhere; a PDF has its fonts."""
    done = vizpipe("run", name, "-f", "svg,pdf", "--name", "a")
    assert done.code == 0, done
    text = (tmp_path / "a.svg").read_text()
    root = ET.fromstring(text)  # noqa: S314 - our own file
    words = [each.text for each in root.iter(f"{SVG}text")]
    assert len(words) >= 5
    assert "date" not in text.split("</metadata>")[0]
    references = [value for node in root.iter() for key, value in node.attrib.items() if key.endswith("href")]
    assert all(each.startswith(("#", "data:image/png")) for each in references)
    titles = [node.text for node in root.iter("{http://purl.org/dc/elements/1.1/}title")]
    assert any(str(title).startswith("vizpipe") for title in titles)
    assert all(node.text for node in root.iter("{http://purl.org/dc/elements/1.1/}description"))
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert b"SourceSansPro" in data
    assert b"CreationDate" not in data


def test_a_vector_file_follows_what_draws_it(vizpipe: "Vizpipe", project: "Project") -> None:
    """A second format draws no frame again; a colour writes a vector file anew, a frame rate does not."""
    project.ask_for("png")
    assert vizpipe("build").code == 0
    project.ask_for("png", "svg")
    done = vizpipe("build", "--json").json
    assert (done["trained"], done["drawn"], done["written"]) == (0, 0, 1)
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + "fps = 5\n")
    assert vizpipe("build", "--json").json["written"] == 0
    recipe = project.root / "figures" / "counter.py"
    recipe.write_text(recipe.read_text().replace('"black"', '"red"'))
    assert vizpipe("build", "--json").json["written"] == 2
    assert "stroke: #ff0000" in (project.root / "outputs" / "one.svg").read_text()


def test_a_field_fills_its_place() -> None:
    """A vector file gets several pixels a point of a field, over exactly the place that it has among the axes."""
    figure = Figure(figsize=(4, 3), dpi=72)
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    tint = axes.add_artist(Tint(np.eye(4), (0.0, 1.0, 0.0, 1.0), np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])))
    seen: list[Any] = []

    class Renderer(RendererSVG):
        def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
            del gc
            seen.append((x, y, im.shape, transform.transform([[1.0, 1.0]])[0].tolist()))

    import io

    tint.draw(Renderer(288, 216, io.StringIO(), image_dpi=72))  # type: ignore[no-untyped-call]
    assert seen == [(72, 54, (108 * FINE, 144 * FINE, 4), [144.0, 108.0])]


def test_a_file_says_how_to_make_it_again(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A file's line has size, theme, frames, timing, seeds and format, and makes the same bytes again."""
    given = ["--size", "480x270", "--theme", "dark", "--frames", "7", "--fps", "5", "--loop", "2", "--hold", "0.5"]
    done = vizpipe("run", "batch-loss", "--seed", "5", *given, "-f", "gif,png,svg,pdf", "--name", "a")
    assert done.code == 0, done
    for suffix in ("gif", "png", "svg", "pdf"):
        told = vizpipe("info", f"a.{suffix}", "--json").json
        assert told["made_by"].startswith("vizpipe ")
        words = shlex.split(told["line"])
        assert words[:3] == ["vizpipe", "run", "batch-loss"]
        assert "--seed 5" in told["line"]
        assert vizpipe(*words[1:], "--name", "b").code == 0
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.svg", "a.pdf", "a.txt"])
@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg>", b"%PDF /Creator (else) >>", None])
def test_a_foreign_file_is_no_error_of_ours(
    vizpipe: "Vizpipe", tmp_path: Path, name: str, content: bytes | None
) -> None:
    """A file that is empty, cut, somebody else's or huge is one line, and 2."""
    path = tmp_path / name
    if content is None:
        if name == "a.png":
            Image.new("1", (30_000, 30_000)).save(path)
        else:
            with path.open("wb") as stream:
                stream.truncate(3_000_000_000)
    else:
        path.write_bytes(content)
    done = vizpipe("info", name)
    assert done.code == 2
    assert name in done.line
