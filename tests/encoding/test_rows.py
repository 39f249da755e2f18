"""A format that moves is a row and a module: nobody else calls it by name, but for reasons that are named here."""

import ast
import io
import re
import sys
import types
from pathlib import Path
from typing import IO

import numpy as np
import pytest

from vizpipe.encoding import formats
from vizpipe.encoding.formats import FORMATS, About, Format, Roll
from vizpipe.encoding.levers import ladder
from vizpipe.encoding.palette import Palette
from vizpipe.pipeline import ready

HOUSE = Path(__file__).parents[2] / "vizpipe"
MOVING = [form for form in FORMATS.values() if form.moves]
ROW = "encoding/formats.py"
ALLOWED = {
    "gif": {
        "cli/deck.py": "decks hold GIF or MP4, as one chooses",
        "cli/gallery.py": "the site draws GIF",
        "cli/hints.py": "words that other tools have",
        "cli/info.py": "its example has the usual format",
        "cli/pictures.py": "flashes are looked for in a GIF",
        "cli/run.py": "help texts name the usual format",
        "encoding/decode.py": "only GIF has a block that may come twice",
        "pipeline/encodings.py": "the usual format is left out of the line",
        "pipeline/make.py": "flashes are looked for in a GIF",
        "pipeline/remarks.py": "flashes are looked for in a GIF",
        "pipeline/slides.py": "decks hold GIF or MP4, as one chooses",
        "project/asset.py": "the one bit of transparency of a GIF; an example",
        "project/gallery.py": "the built-in gallery draws GIF",
        "project/line.py": "the usual format is left out of the line",
        "publishing/embed.py": "feeds and previews take GIF first",
        "publishing/renditions.py": "the site draws GIF",
        "publishing/site.py": "the site draws GIF",
        "publishing/slides.py": "decks hold GIF or MP4, as one chooses",
    },
    "webp": {
        "cli/hints.py": "words that other tools have",
        "publishing/embed.py": "what a link preview takes",
        "publishing/inline.py": "the result beside a player, as in its page",
    },
    "mp4": {
        "cli/deck.py": "decks hold GIF or MP4, as one chooses",
        "cli/hints.py": "words that other tools have",
        "pipeline/slides.py": "decks hold GIF or MP4, as one chooses",
        "publishing/deck.py": "what a deck says of the video in it",
        "publishing/slides.py": "decks hold GIF or MP4, as one chooses",
    },
    "html": {
        "checking/report.py": "a report is a page",
        "cli/check.py": "a report is a page",
        "cli/embed.py": "a snippet in HTML",
        "cli/gallery.py": "the site is made of pages",
        "cli/hints.py": "words that other tools have",
        "cli/sight.py": "watch plays in a page",
        "encoding/player.py": "the template of a page of pictures",
        "encoding/provenance.py": "pages of any kind say what made them",
        "library/shown.py": "a result shows itself as a page",
        "manifest/ownership.py": "people edit pages",
        "publishing/embed.py": "a snippet in HTML",
        "publishing/framed.py": "a page in a frame of its own",
        "publishing/inline.py": "players are taken from pages",
        "publishing/pages.py": "a page is opened, not saved",
        "publishing/renditions.py": "the site is made of pages",
        "publishing/site.py": "the site is made of pages",
        "publishing/viewer.py": "watch shows a page",
        "registry/house.py": "templates count in keys",
        "store/hashes.py": "texts may have other line endings in git",
    },
}


def texts(path: Path) -> list[str]:
    """The texts in a file's code, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in spoken)
    return [node.value for node in constants if isinstance(node.value, str)]


def names(text: str, form: Format) -> bool:
    """Whether a text is a format's name or ending, a list of names with it, its media type, or a file's name."""
    of_file = re.search(rf"\.{form.suffix}$", text) is not None
    return of_file or text == form.mime or form.name in re.split(r"[,\s:.\]]+", text)


@pytest.mark.parametrize("form", MOVING, ids=lambda form: form.name)
def test_a_format_that_moves_is_named_in_its_row_and_its_module(form: Format) -> None:
    """The name of a format that moves stands in its row and its module; the exceptions have their reasons."""
    places = {path.relative_to(HOUSE).as_posix(): texts(path) for path in sorted(HOUSE.rglob("*.py"))}
    naming = {place for place, found in places.items() if any(names(text, form) for text in found)}
    assert ROW in naming
    assert naming - {ROW, f"encoding/{form.writer}.py"} <= set(ALLOWED.get(form.name, {}))


def test_whatever_moves_has_a_writer_and_a_media_type() -> None:
    """Every row that moves names a module and a media type, and no other row does."""
    for form in FORMATS.values():
        assert bool(form.writer) == bool(form.mime) == form.moves
        if form.writer:
            assert (HOUSE / "encoding" / f"{form.writer}.py").is_file()


class Lines:
    """Writes a line a frame."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Write to ``stream``."""
        self._stream = stream

    def add(self, frame: object, duration: int) -> None:
        """Write how long a frame stands."""
        del frame
        self._stream.write(f"{duration}\n".encode())

    def close(self) -> None:
        """Write the end."""
        self._stream.write(b"end\n")


def test_a_row_and_a_module_are_all_that_a_new_format_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its row and a module that has ``begin``, a format is found, written, shown on pages and made smaller."""
    row = Format("lines", "indexed", 1, ".lines", writer="lines", mime="image/x-lines")
    monkeypatch.setitem(FORMATS, "lines", row)
    module = types.ModuleType("vizpipe.encoding.lines")
    vars(module)["begin"] = lambda stream, *_: Lines(stream)
    monkeypatch.setitem(sys.modules, "vizpipe.encoding.lines", module)

    assert formats.find("lines").moves
    assert ladder("lines", moves=True)[0].colours < ladder("mp4", moves=True)[0].colours
    palette = Palette(np.zeros((1, 3), dtype=np.uint8))
    scratch = io.BytesIO()
    file = ready.Animation(scratch, row, palette, Roll([100, 200], 0, []), About("", "", ""))
    file.add(np.zeros((2, 4, 4), dtype=np.uint8))
    assert file.ready().shows[1:] == (4, 4, 1, 300)
    assert scratch.getvalue() == b"100\n200\nend\n"
