"""What a new recipe begins as: its file, its claim's test beside it, and a project file where there is none."""

import contextlib
import keyword
import os
import re
import unicodedata
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from vizpipe.errors import MachineError, UsageError
from vizpipe.project.file import Project, text_in
from vizpipe.project.renaming import Original, renamed, words_of
from vizpipe.registry.index import Summary
from vizpipe.registry.registry import Registry
from vizpipe.store import atomic
from vizpipe.store.folders import make_folder

FOLDER = "recipes"
"""The folder of a project's own recipes, where nobody has named another."""
_STARTER = Path(__file__).with_name("starter")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 60


class Draft(NamedTuple):
    """A file that is to be written."""

    path: Path
    text: str
    what: str
    """What it is, in a word or two."""


def starter() -> Original:
    """The recipe that a new one begins as, unless another is named."""
    return Original(_text("recipe"), "starter", _text("test"))


def copied(text: str, function: str) -> Original:
    """A recipe that there is, as a beginning."""
    return Original(text, function, _text("copy_test"))


def check_spelling(name: str) -> None:
    """Refuse a name that no recipe can have. Raises UsageError."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
        kebab = "-".join(re.findall("[a-z0-9]+", re.sub("([a-z0-9])([A-Z])", r"\1-\2", bare).lower()))[:_LONGEST]
        like = f", such as {kebab}" if _NAME.fullmatch(kebab) and bare.isascii() else ""
        raise UsageError(f"{name[:60]!r} can't name a recipe; take small letters, digits and - between words{like}")
    if name.startswith("test-") or name == "conftest":
        raise UsageError(f"{name}: pytest takes {name.replace('-', '_')}.py for tests; take another name for a recipe")


def check_free(name: str, known: Registry[Summary], original: Original) -> None:
    """Refuse a name that means something else here. Raises UsageError."""
    if name in known.cards:
        raise UsageError(f"there is a recipe {name} already: {known.cards[name].path}; take another name")
    stem = name.replace("-", "_")
    if name in known.problems:
        raise UsageError(f"{known.problems[name]}; take another name")
    if keyword.iskeyword(stem) or stem in words_of(original):
        raise UsageError(f"{name} has a meaning in the recipe's own code; take another name, such as my-{name}")
    if find_spec(stem) is not None:
        raise UsageError(f"a Python module is called {stem}, and would be hidden; take another name, such as my-{name}")


def drafts(name: str, original: Original, folder: Path, missing: Path | None) -> list[Draft]:
    """The files of a new recipe in a folder, and then the project file if it is ``missing``."""
    stem = name.replace("-", "_")
    test = renamed(original.test, "starter", stem)
    if (folder / "__init__.py").exists():  # then pytest takes the folder for a package
        test = test.replace(f"from {stem} import", f"from .{stem} import", 1)
    found = [
        Draft(folder / f"{stem}.py", renamed(original.text, original.function, stem), "the recipe"),
        Draft(folder / f"test_{stem}.py", f'"""{original.claim}"""\n\n{test}', "the test of its claim"),
    ]
    if missing is not None:
        text = _text("project").replace("starter", name)
        found.append(Draft(missing, text, "the project, with it as an asset"))
    return found


def write(files: Iterable[Draft]) -> None:
    """Write all of them, or none; never over anything. Raises UsageError or MachineError."""
    files = list(files)
    for each in files:
        if os.path.lexists(each.path):  # a link that leads nowhere counts as well
            raise UsageError(f"{each.path} is there already, and is not replaced; take another name")
    done: list[Path] = []
    try:
        for each in files:
            make_folder(each.path.parent)
            atomic.write(each.path, each.text.encode())
            done.append(each.path)
    except MachineError:
        for path in done:
            with contextlib.suppress(OSError):
                atomic.delete(path)
        raise


def folder(project: Project | None, here: Path) -> Path:
    """Where the project's own recipes lie, or will lie; one that its file names is made. Raises UsageError."""
    if project is not None:
        named = text_in(project, project.table, "recipes", "recipes")
        if named is None:
            where = "at its top" if project.file.name == "vizpipe.toml" else "to its table tool.vizpipe"
            raise UsageError(f'{project.file} names no folder of recipes; add recipes = "{FOLDER}" {where}')
        make_folder(project.root / named)
        return project.root / named
    usual = here / FOLDER
    if usual.is_dir() and any(usual.glob("*.py")):
        told = "holds Python files, and no vizpipe.toml says that they are recipes"
        raise UsageError(f'{usual} {told}; write one that says recipes = "{FOLDER}", or names another folder')
    return usual


def _text(name: str) -> str:
    return (_STARTER / f"{name}.txt").read_text(encoding="utf-8")
