"""Write docs/api.md from the docstrings of what ``vizpipe`` exports and the examples in docs/api/, which it runs.

Run by ``make gallery``.
"""

import ast
import contextlib
import importlib.util
import inspect
import io
import re
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import vizpipe
from vizpipe.library.looking import Info, Listing, info, recipes
from vizpipe.library.making import make
from vizpipe.library.result import Result
from vizpipe.library.training import film
from vizpipe.parameters.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "docs/api"
PUBLIC: dict[str, Any] = {
    "make": make,
    "Result": Result,
    "film": film,
    "Film": vizpipe.Film,
    "recipes": recipes,
    "Listing": Listing,
    "info": info,
    "Info": Info,
    "record": vizpipe.record,
    "load_film": vizpipe.load_film,
    "VizpipeError": vizpipe.VizpipeError,
    "UsageError": vizpipe.UsageError,
    "RecipeError": vizpipe.RecipeError,
    "MachineError": vizpipe.MachineError,
}
"""Every public name in the order of the page."""
NEIGHBOURS = {"Film": "film__", "Info": "info__"}
"""Examples of names that differ from others in a capital alone."""


@cache
def examples() -> ModuleType:
    """docs/api/calls.py."""
    path = ROOT / FOLDER / "calls.py"
    specification = importlib.util.spec_from_file_location("api_calls", path)
    if specification is None or specification.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


class Example(NamedTuple):
    """What an example shows, and its code as it is printed."""

    about: str
    code: str


def example(name: str) -> Example:
    """The example of a public name."""
    function = getattr(examples(), NEIGHBOURS.get(name, f"{name.lower()}_"))
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    if not isinstance(parsed, ast.FunctionDef):
        raise TypeError(name)
    lines = inspect.getsource(function).splitlines()[parsed.body[0].end_lineno :]
    body = textwrap.dedent("\n".join(lines)).strip("\n")
    paths = "from pathlib import Path\n\n" if "Path(" in body else ""
    paths += "import numpy as np\n\n" if "np." in body else ""
    return Example(about(function).removesuffix("."), f"{paths}import vizpipe\n\n{body}")


def said(code: str) -> str:
    """What code prints that runs in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        with contextlib.redirect_stdout(io.StringIO()) as stream:
            exec(compile(code, "<example>", "exec"), {"__name__": "example"})  # noqa: S102 - our own
        return stream.getvalue().strip("\n")


def page() -> str:
    """The whole page."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield (ROOT / FOLDER / "intro.md").read_text().rstrip()
    for name, thing in PUBLIC.items():
        yield from ("", f"## {name}", "")
        if isinstance(thing, type):
            yield about(thing)
            yield from _members(thing)
        else:
            called = thing if inspect.isfunction(thing) else type(thing).__call__
            yield from ("```python", signature(called).replace("__call__(self,", f"{name}("), "```", "", about(called))
        shown = example(name)
        yield from ("", f"{shown.about}:", "", "```python", shown.code, "```", "", "```text", said(shown.code), "```")
    yield from ("", "## The settings of make", "", "| keyword | usually | |", "|---|---|---|")
    for key, setting in SETTINGS.items():
        yield f"| `{key}` | `{setting.default!r}` | {setting.help.replace('|', '&#124;')} |"


def about(thing: Any) -> str:  # noqa: ANN401 - whatever is exported
    """A docstring, its paragraphs each on one line."""
    text = inspect.getdoc(thing) or ""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text)).replace("``", "`")


def signature(function: Any) -> str:  # noqa: ANN401 - as above
    """A function with what it takes, as a reader would write it."""
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    if not isinstance(parsed, ast.FunctionDef):
        raise TypeError(function)
    parsed.body, parsed.decorator_list = [ast.Pass()], []
    text = ast.unparse(parsed).removesuffix(":\n    pass").removeprefix("def ")
    text = re.sub(r"(?<=[\w\])'])=(?=\S)", " = ", re.sub(r"'(str \| Recipe\S* Any\]|Film\S*)'", r"\1", text))
    return re.sub(r", (?=\*?\*?\w+(:|,))|, (?=/)", ",\n    ", text) if len(text) > 110 else text  # noqa: PLR2004 - a line


def _members(kind: type[Any]) -> Iterator[str]:
    """What a class offers: its fields, properties and methods, each with the text that stands with it."""
    listed: dict[str, str] = {}
    for owner in reversed([each for each in kind.__mro__ if each.__module__.startswith("vizpipe.")]):
        listed |= dict(_fields(owner))
        for name, member in vars(owner).items():
            if name.startswith("_") or not (callable(member) or isinstance(member, property | classmethod)):
                continue
            word = name if isinstance(member, property) else f"{name}(…)"
            listed[word] = about(member).split("\n\n")[0]
    if listed:
        yield from ("", "| | |", "|---|---|")
        yield from (f"| `{name}` | {text.replace('|', '&#124;')} |" for name, text in listed.items())


def _fields(owner: type[Any]) -> Iterator[tuple[str, str]]:
    """The fields that a class itself names, each with the text below it."""
    (parsed,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
    if not isinstance(parsed, ast.ClassDef):
        return
    for statement, after in zip(parsed.body, [*parsed.body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        text = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
        if not statement.target.id.startswith("_"):
            yield statement.target.id, " ".join(str(text).split()).replace("``", "`")


def main() -> int:
    """Write the page if it differs."""
    path = ROOT / "docs" / "api.md"
    text = page()
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
