"""Write docs/vocabulary.md and its pictures from the vocabulary itself and the examples in docs/vocabulary/.

Run by ``make gallery``. Docstrings, types and defaults are read from the code of ``vizpipe.drawing.picture``.
"""

import ast
import importlib.util
import inspect
import io
import re
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from vizpipe.drawing import picture as vocabulary
from vizpipe.drawing.canvas import Canvas, Words
from vizpipe.drawing.picture.parts import Picture
from vizpipe.drawing.picture.shapes import ROLES
from vizpipe.drawing.picture.staging import Staged
from vizpipe.drawing.say import Say
from vizpipe.drawing.style import DPI, Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.film import Film
from vizpipe.film.story import Beat, resolve

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "docs/vocabulary"
SIZE = 480, 270
TWICE = 2
"""Pictures are drawn larger, with larger type, and then made small: so that axes keep their ticks and names."""
LARGER = 1.7
COLOURS = 64
WIDTH, OTHER = 110, 80.0

PARTS = ("Picture", "panel", "paper", "row", "column", "stack", "each", "named")
CHANNELS = ("phrase", "once", "through", "output", "projected", "rim", "sides")
MARKS = {
    "Curves": ("Trail", "Line", "Area", "Rule"),
    "Planes": (
        "Samples",
        "Dots",
        "Crosses",
        "Field",
        "Regions",
        "Edge",
        "Decision",
        "Straight",
        "Mesh",
        "Grid",
        "Band",
    ),
    "Amounts and tables": ("Bars", "Histogram", "Waterfall", "Pixels", "Wall", "Cells", "Truth"),
    "Tables": ("Seaborn",),
    "Diagrams": ("Network", "Neuron", "Graph", "Node"),
    "Surfaces": ("View", "Surface", "Balls"),
    "Words in a panel": ("Label", "Corner", "Key", "Classes", "Note"),
    "At times": ("When",),
}
OWN = ("Moment", "Room", "Need", "Path", "Points", "Image", "Text", "Group", "Mix", "Legible")
VALUES = {"Panel": "panel", "Stack": "stack", "Phrase": "phrase", "Paint": "colours", "Projection": "projected"}
"""Names that are for types only, and the heading under which their words stand."""


class Field(NamedTuple):
    """A channel or a look of a mark, or a field of a shape."""

    name: str
    kind: str
    default: str
    about: str
    is_channel: bool


@cache
def examples() -> ModuleType:
    """docs/vocabulary/examples.py."""
    path = ROOT / FOLDER / "examples.py"
    specification = importlib.util.spec_from_file_location("vocabulary_examples", path)
    if specification is None or specification.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


def shown() -> list[str]:
    """All words that have a picture."""
    words = [*PARTS, *CHANNELS, *(name for names in MARKS.values() for name in names)]
    return [name for name in words if hasattr(examples(), f"{name.lower()}_")]


@cache
def film() -> Film[Any]:
    """The film of all examples."""
    return Film.shoot("examples", examples().Step, examples().steps(), {})


def drawn(word: str) -> Image.Image:
    """The last frame of a word's example."""
    part = getattr(examples(), f"{word.lower()}_")()
    whole = part if isinstance(part, Picture) else Picture(part)
    style = Style(LIGHT, SIZE[0] * TWICE, SIZE[1] * TWICE, larger=LARGER)
    last, stream = len(film()) - 1, io.BytesIO()
    with style.applied():
        figure = Figure(figsize=(style.width / DPI, style.height / DPI), dpi=DPI)
        stage = Staged(whole, film(), Canvas(figure, style, Say(), Words("", "", "")))
        stage.draw(stage.moment(last, film()[last]))
        figure.savefig(stream, format="png", dpi=DPI)
    with Image.open(stream) as large:
        small = large.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    return small.quantize(COLOURS, dither=Image.Dither.NONE)


def differs(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures show something else: more than a pixel in a thousand is of quite another colour."""
    if one.size != other.size:
        return True
    both = [np.asarray(each.convert("RGB"), dtype=float) for each in (one, other)]
    return bool((np.abs(both[0] - both[1]).max(axis=2) > OTHER).mean() > 0.001)  # noqa: PLR2004 - a share


def page() -> str:
    """The whole page."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    intro = (ROOT / FOLDER / "intro.md").read_text()
    step, made = inspect.getsource(examples().Step), inspect.getsource(examples().steps)
    roles = ", ".join(f"`{role}`" for role in ROLES)
    yield intro.replace("STEP\n", f"{step}\n\n{made}").replace("ROLES", roles).rstrip()
    yield from ("", "## Parts")
    for name in PARTS:
        yield from _word(name)
    yield from ("", "## Channels and words")
    for name in CHANNELS:
        yield from _word(name)
    for group, names in MARKS.items():
        yield from ("", f"## {group}")
        for name in names:
            yield from _word(name)
    yield from ("", "## Time")
    yield from _word("Beat", Beat)
    yield from ("", "## A mark of one's own", "")
    yield "A frozen dataclass that gives these shapes; [extending.md](extending.md#mark) has a whole one."
    yield from _word("Mark")
    yield from ("", "| method | |", "|---|---|")
    yield from (
        f"| `{name}` | {about(each)} |" for name, each in vars(vocabulary.Mark).items() if name[0] != "_" and each
    )
    for name in OWN:
        yield from _word(name)


def _word(name: str, thing: Any = None) -> Iterator[str]:  # noqa: ANN401 - whatever the vocabulary exports
    """A word: what it is, a picture of it, how it was made, what it takes."""
    thing = thing or getattr(vocabulary, name)
    example = getattr(examples(), f"{name.lower()}_", None)
    yield from ("", f"### {name}", "", about(thing))
    if example is not None:
        if name in shown():
            yield from ("", f"![{inspect.getdoc(example)}](vocabulary/{name.lower()}.png)")
        yield from ("", "```python", body(example), "```")
    if not isinstance(thing, type):
        yield from ("", "```python", signature(thing), "```")
        return
    listed = fields(thing)
    if listed:
        yield from ("", "| field | what it takes | default | |", "|---|---|---|---|")
        for each in listed:
            kind = "a channel" if each.is_channel else f"`{each.kind}`"
            default = f"`{each.default}`" if each.default else "—"
            yield f"| `{each.name}` | {kind.replace('|', '&#124;')} | {default} | {each.about} |"


def about(thing: Any) -> str:  # noqa: ANN401 - as above
    """A docstring, its paragraphs each on one line."""
    text = inspect.getdoc(thing) or ""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text)).replace("``", "`")


def body(example: Any) -> str:  # noqa: ANN401 - a function
    """What an example does, without its head and its docstring."""
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(example))).body
    lines = inspect.getsource(example).splitlines()
    first = function.body[0].end_lineno if isinstance(function, ast.FunctionDef) else 0
    return textwrap.dedent("\n".join(lines[first:])).strip("\n")


def signature(function: Any) -> str:  # noqa: ANN401 - as above
    """A function with what it takes, as a reader would write it."""
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    if not isinstance(parsed, ast.FunctionDef):
        raise TypeError(function)
    parsed.body, parsed.decorator_list = [ast.Pass()], []
    text = re.sub(r"(?<=[\w\])])=(?=\S)", " = ", ast.unparse(parsed).removesuffix(":\n    pass").removeprefix("def "))
    return text if len(text) <= WIDTH else re.sub(r", (?=\*?\w+: )", ",\n    ", text)


def fields(kind: type[Any]) -> list[Field]:
    """What a mark or a shape takes, in order."""
    found: dict[str, Field] = {}
    for owner in reversed(kind.__mro__):
        if not owner.__module__.startswith("vizpipe.") or (owner is vocabulary.Mark and kind is not owner):
            continue
        found |= {each.name: each for each in _fields(owner)}
    found.pop("line", None)
    return list(found.values())


def _fields(owner: type[Any]) -> Iterator[Field]:
    """The fields that a class itself names, each with the text below it."""
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
    if not isinstance(parsed, ast.ClassDef):
        return
    for statement, after in zip(parsed.body, [*parsed.body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        text = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
        value = ast.unparse(statement.value) if statement.value else ""
        is_channel = value.startswith("channel(")
        if is_channel:
            value = value.removeprefix("channel(").removesuffix(")")
        value = "" if value.startswith("field(") else value
        kind = ast.unparse(statement.annotation)
        yield Field(statement.target.id, kind, value, " ".join(str(text).split()).replace("``", "`"), is_channel)


def beats() -> list[tuple[str, int]]:
    """The beats of the example and their frames."""
    return [(cue.name, cue.frame) for cue in resolve(examples().beat_(film()), film())]


def main() -> int:
    """Write what differs."""
    path = ROOT / "docs" / "vocabulary.md"
    text = page()
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    for word in shown():
        path, small = ROOT / FOLDER / f"{word.lower()}.png", drawn(word)
        if not path.exists() or differs(small, Image.open(io.BytesIO(path.read_bytes()))):
            small.save(path, optimize=True)
            sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
