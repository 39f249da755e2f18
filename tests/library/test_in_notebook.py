"""What a notebook keeps of a picture, run in a real kernel, saved, and looked at in a browser."""

import base64
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PIL import Image

from browsers import Page, until
from projects import on_a_page
from snippets import Elements
from vizpipe.encoding import thumbnail
from vizpipe.encoding.formats import FORMATS

if TYPE_CHECKING:
    from conftest import Vizpipe

pytestmark = pytest.mark.notebook
CELLS = {
    "moving": 'vizpipe.make("hidden-mapping")',
    "still": 'vizpipe.make("gates", theme="dark")',
    "film": 'vizpipe.film("hidden-mapping")',
    "list": "vizpipe.recipes()",
    "info": 'vizpipe.info("hidden-mapping")',
    "wrong": 'vizpipe.make("hiden-mapping")',
}
MOST = 150_000


class Run(NamedTuple):
    """A notebook that was run and saved."""

    cells: dict[str, Any]
    """Each output by media type, by the cell's name."""
    added: dict[str, int]
    """How many bytes each output adds to the file."""
    page: Path
    """The notebook as nbconvert's HTML."""


def executed(place: Path, cells: dict[str, str], *, begin: str = "") -> Any:
    """A notebook with these cells, run in a kernel of its own below ``place``."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed: make test-notebook installs it")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed: make test-notebook installs it")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed: make test-notebook installs it")
    notebook = nbformat.v4.new_notebook()
    for name, code in {"begin": begin, **cells}.items():
        notebook.cells.append(nbformat.v4.new_code_cell(code, id=name))
    client = nbclient.NotebookClient(
        notebook, timeout=200, startup_timeout=120, kernel_name="python3", allow_errors=True,
        resources={"metadata": {"path": str(place)}},
    )  # fmt: skip
    return client.execute()


def shown_as_page(notebook: Any, path: Path) -> Path:
    """The notebook as nbconvert publishes it, without what that loads from elsewhere."""
    nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is not installed: make test-notebook installs it")
    exporter = nbconvert.HTMLExporter(mathjax_url="", require_js_url="", jquery_url="")
    text, _ = exporter.from_notebook_node(notebook)
    path.write_text(re.sub(r'<script[^>]*src="https?:[^>]*></script>', "", text))
    return path


@pytest.fixture(autouse=True, scope="module")
def _apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No notebook's settings but those of the test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Run:
    """A notebook that shows what the library gives."""
    place = tmp_path_factory.mktemp("notebook")
    begin = f"import os\nos.environ['VIZPIPE_CACHE'] = {str(shared_cache)!r}\nimport vizpipe"
    notebook = executed(place, CELLS, begin=begin)
    by_name = {cell.id: cell for cell in notebook.cells}
    added: dict[str, int] = {}
    for name in CELLS:
        outputs, by_name[name].outputs = by_name[name].outputs, []
        before = len(json.dumps(notebook, indent=1))
        by_name[name].outputs = outputs
        added[name] = len(json.dumps(notebook, indent=1)) - before
    (place / "saved.ipynb").write_text(json.dumps(notebook, indent=1))
    cells = {name: by_name[name].outputs[0] for name in CELLS}
    return Run(cells, added, shown_as_page(notebook, place / "page.html"))


def test_the_notebook_grows_by_less_than_a_photograph(run: Run) -> None:
    """A player with its still adds at most 150 kB to the saved notebook, and so does each other output."""
    assert max(run.added.values()) <= MOST, run.added
    assert run.added["moving"] > 50_000


@pytest.mark.parametrize("name", ["moving", "still"])
def test_there_are_words_a_picture_and_html(run: Run, name: str) -> None:
    """Each output has the title and the alternative text, a small PNG, and HTML that asks nobody for anything."""
    data = run.cells[name].data
    assert set(data) == {"text/plain", "image/png", "text/html"}
    title, _, alternative = data["text/plain"].partition("\n")
    with Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as picture:
        assert max(picture.size) == thumbnail.ACROSS
    elements = Elements(data["text/html"])
    (image,) = elements.all("img")
    assert image["alt"] == alternative != title != ""
    assert str(image["src"]).startswith("data:image/webp;base64,")
    given = [pair for _, attributes in elements.found for pair in attributes.items()]
    assert [value for key, value in given if key in ("src", "href")] == [image["src"]]
    frames = elements.all("iframe")
    assert [each["sandbox"] for each in frames] == (["allow-scripts"] if name == "moving" else [])


def test_films_and_lists_are_lines_and_tables(run: Run) -> None:
    """A film is one line and a table of its fields; recipes and what one takes are tables."""
    film = run.cells["film"].data
    assert film["text/plain"].startswith("<Film hidden-mapping: ")
    assert "\n" not in film["text/plain"]
    for name in ("film", "list", "info"):
        assert Elements(run.cells[name].data["text/html"]).all("table")


def test_an_error_is_one_line_below_a_short_traceback(run: Run) -> None:
    """A wrong name says what the command line says, and the traceback shows the cell and ``make`` alone."""
    wrong = run.cells["wrong"]
    assert wrong.ename == "UsageError"
    assert wrong.evalue.startswith("unknown recipe hiden-mapping — did you mean hidden-mapping?")
    assert len(wrong.traceback) <= 5


def test_the_player_plays_in_the_published_notebook(run: Run, browser: Any) -> None:
    """In nbconvert's HTML the player begins by itself in a frame of its own height, above its still."""
    opened = Page(browser, run.page, viewport={"width": 1000, "height": 900})
    inside = next(frame for frame in opened.page.frames if frame is not opened.page.main_frame)
    until(inside, "document.documentElement.dataset.ready === 'yes'")
    tall, fits, wide = inside.evaluate("[document.documentElement.scrollHeight, innerHeight, innerWidth]")
    assert abs(tall - fits) <= 12
    assert wide > 700
    until(inside, "Number(document.querySelector('input').value) > 0")
    assert opened.outside() == []
    assert not [said for said in opened.said if "Error" in said or "Refused" in said]


def test_what_embed_prints_shows_each_format_in_a_notebook(
    vizpipe: "Vizpipe", counter: str, tmp_path: Path, browser: Any
) -> None:
    """``embed --for jupyter`` of an asset in each format runs beside its files, and its page shows what is there."""
    names = {form: form.replace(".", "-") for form in FORMATS}
    (tmp_path / "counter.py").write_text(on_a_page(counter))
    asset = '[assets.{}]\nrecipe = "counter"\nsize = "640x360"\nformats = ["{}"]\n'
    assets = [asset.format(name, form) for form, name in names.items()]
    (tmp_path / "vizpipe.toml").write_text('recipes = "."\n' + "\n".join(assets))
    assert vizpipe("build", cwd=tmp_path).code == 0
    cells = {name: vizpipe("embed", name, "--for", "jupyter", cwd=tmp_path).out for name in names.values()}
    notebook = executed(tmp_path / "outputs", cells)
    shown = {cell.id: cell.outputs for cell in notebook.cells[1:]}
    kinds = {name: [each.output_type for each in outputs] for name, outputs in shown.items()}
    assert kinds == {name: ["execute_result"] for name in names.values()}
    opened = Page(browser, shown_as_page(notebook, tmp_path / "outputs" / "page.html"))
    opened.page.wait_for_load_state("load")
    images = opened.page.evaluate(listed("img", "naturalWidth"))
    assert {src for src, wide in images if wide} == {f"{names[form]}{FORMATS[form].ending}" for form in
        ("gif", "png", "webp", "apng", "avif", "svg", "filmstrip.png", "filmstrip.svg")}  # fmt: skip
    assert [src for src, wide in images if not wide] == []
    assert {src for src, _ in opened.page.evaluate(listed("iframe", "width"))} == {
        "html.html",
        "pdf.pdf",
        "filmstrip-pdf-filmstrip.pdf",
        "frames-pdf-frames.pdf",
    }
    films = opened.page.evaluate(listed("video", "error"))
    assert sorted(films) == [["mp4.mp4", None], ["webm.webm", None]]


def listed(tag: str, of: str) -> str:
    """A script that gives the address of each such element, and something of it."""
    return f"[...document.querySelectorAll('{tag}')].map((each) => [each.getAttribute('src'), each.{of}])"
