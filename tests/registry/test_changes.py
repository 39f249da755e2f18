"""Changes of code that were once missed, or told where there was none."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from vizpipe.registry import code, registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache

BASE = """
import numpy as np
from collections.abc import Iterator
from typing import NamedTuple
from vizpipe.recipe import recipe

class Step(NamedTuple):
    x: float
    @property
    def place(self): return self.x * 2.0

{top}
@recipe()
def moves(*, seed: int = 0) -> Iterator[Step]:
    yield {train}

@moves.stage
def stage(canvas, film): return None

@stage.draw
def draw(frame, panels): {draw}
"""


def parts(files: dict[str, str], folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What training and drawing are made of, for a folder of files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    source = next(each for each in registry.folder_sources(folder) if each.path.endswith("moves.py"))
    return code.training(source, "moves").parts, code.drawing(source, "moves").parts


STORIES: dict[str, tuple[dict[str, str], tuple[str, str], str]] = {
    "a frame's property in draw": ({"draw": "frame.place"}, ("* 2.0", "* 3.0"), "pictures"),
    "a match on a property": (
        {"draw": "\n    match frame:\n        case Step(place=p): print(p)"}, ("* 2.0", "* 3.0"), "pictures"),
    "a long text": ({"draw": "print(f'" + "x" * 300 + "{frame.place}')"}, ("* 2.0", "* 3.0"), "pictures"),
    "another recipe's default": (
        {"top": "@recipe()\ndef first(*, steps: int = 3) -> Iterator[Step]: yield Step(steps)",
         "train": "from first()"},
        ("steps: int = 3", "steps: int = 4"), "film"),
    "variants that are drawn": (
        {"draw": "print(moves.variants)"}, ("@recipe()\ndef moves", "@recipe(variants={})\ndef moves"), "pictures"),
    "a docstring that is drawn": (
        {"top": '"""Old."""', "draw": "print(__doc__)"}, ("Old.", "New."), "film pictures"),
    "a shared generator": (
        {"top": "rng = np.random.default_rng(0)\nSPARE = rng.random(3)\nPOINTS = rng.random(3)",
         "train": "Step(POINTS[0])"}, ("SPARE = rng.random(3)", "SPARE = rng.random(4)"), "film pictures"),
    "the order of two draws": (
        {"top": "rng = np.random.default_rng(0)\nA = rng.random(3)\nB = rng.random(3)", "train": "Step(A[0] + B[0])"},
        ("A = rng.random(3)\nB = rng.random(3)", "B = rng.random(3)\nA = rng.random(3)"), "film pictures"),
    "a list that is emptied": (
        {"top": "ITEMS = [1, 2, 3]\nLAST = ITEMS.pop()", "train": "Step(ITEMS[-1])"},
        ("LAST = ITEMS.pop()", "LAST = ITEMS.pop(0)"), "film pictures"),
    "a setup with global": (
        {"top": "RATE = 1\ndef setup():\n    global RATE\n    RATE = 2\nOK = setup()", "train": "Step(RATE)"},
        ("    RATE = 2", "    RATE = 3"), "film pictures"),
    "an else for the type checker": (
        {"top": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    R: float\nelse:\n    R = 1.0",
         "train": "Step(R)"}, ("R = 1.0", "R = 2.0"), "film"),
    "a class that its base keeps": (
        {"top": "class U:\n    kept = []\n    def __init_subclass__(cls): U.kept.append(cls)\n"
                "class V(U):\n    def act(self): return 1.0", "train": "Step(U.kept[0]().act())"},
        ("return 1.0", "return 2.0"), "film pictures"),
    "a tuple that vizpipe calls": (
        {"top": "class Mine(NamedTuple):\n    rate: float\n    def update(self): return 1.0",
         "train": "Step(np.abs(Mine(1.0)))"}, ("return 1.0", "return 2.0"), "film"),
    "a stage by a call": (
        {"top": "@recipe()\ndef moves(*, seed: int = 0) -> Iterator[Step]:\n    yield Step(1.0)\n"
                "def build(canvas, film): return 1\nset_ = moves.stage(build)"},
        ("return 1\n", "return 2\n"), "pictures"),
    "a name in a comprehension": (
        {"top": "def rates(): return [1]", "train": "Step([rates for rates in rates()][0])"},
        ("return [1]", "return [2]"), "film"),
    "the annotation of a text": (
        {"top": "class Other(NamedTuple):\n    y: float\n    def seen(self): return 1.0\n"
                "def show(film: list['Other']): return film[0].seen()", "draw": "show([])"},
        ("def seen(self): return 1.0", "def seen(self): return 2.0"), "pictures"),
    # what redoes nothing
    "imports in another order": (
        {}, ("from collections.abc import Iterator\nfrom typing import NamedTuple",
             "from typing import NamedTuple\nfrom collections.abc import Iterator"), ""),
    "a main part": (
        {"top": "if __name__ == '__main__':\n    print(1)"}, ("print(1)", "print(2)"), ""),
    "a future import": ({}, ("\nimport numpy", "from __future__ import annotations\nimport numpy"), ""),
    "a local variable called modules": (
        {"top": "def spare():\n    modules = 1\n    return modules"}, ("modules = 1", "modules = 2"), ""),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_a_change_is_never_missed(tmp_path: Path, story: str) -> None:
    """No way of writing Python that once hid a change, or told one that was none, does so any more."""
    given, (old, new), steps = STORIES[story]
    text = BASE.format(**({"top": "", "train": "Step(1.0)", "draw": "frame.x"} | given))
    assert old in text
    before = parts({"moves.py": text}, tmp_path)
    after = parts({"moves.py": text.replace(old, new)}, tmp_path)
    changed = [name for name, one, two in zip(("film", "pictures"), before, after, strict=True) if one != two]
    assert " ".join(changed) == steps


@pytest.mark.parametrize(
    ("files", "name", "steps"),
    [
        ({"d.csv": "1"}, "d.csv", "film pictures"),
        ({"RATE": "1"}, "RATE", "film pictures"),
        ({"_h.py": "import numpy\nnumpy.seterr(all='raise')\nRED = 1\n"}, "_h.py", "film pictures"),
        ({"_h.py": "def show(frame, k): return getattr(frame, k)\n"}, "", "pictures"),
    ],
)
def test_what_lies_beside_counts(tmp_path: Path, files: dict[str, str], name: str, steps: str) -> None:
    """A data file that the code names counts, and a helper that acts or works out what it calls."""
    draw = "from _h import show; show(frame, 'a' + 'b')" if "show" in str(files) else "frame.x"
    top = "import pathlib\nDATA = pathlib.Path(__file__).parent / 'd.csv', 'RATE'\n" + (
        "from _h import RED" if "RED" in str(files) else ""
    )
    text = BASE.format(top=top, train="Step(1.0)", draw=draw)
    before = parts(files | {"moves.py": text}, tmp_path)
    changed = {name: files[name] + "\n#2\nprint()" if name.endswith("py") else "2"} if name else {}
    edited = {"moves.py": text if name else text.replace("* 2.0", "* 3.0")}
    after = parts(files | changed | edited, tmp_path)
    assert " ".join(n for n, one, two in zip(("film", "pictures"), before, after, strict=True) if one != two) == steps


@pytest.mark.parametrize(("name", "content"), [("_local.py", "S = 1.0\n"), ("rates.csv", "1.0")])
def test_a_file_that_appears_makes_a_new_card(tmp_path: Path, name: str, content: str) -> None:
    """A card is made anew when a module appears whose import had failed, or a file that a text names."""
    top = "NAME = 'rates.csv'\ntry:\n    from _local import S\nexcept ImportError:\n    S = 0.0"
    text = BASE.format(top=top, train="Step(S)", draw="frame.x")
    (tmp_path / "moves.py").write_text(text)
    cache = Cache(tmp_path / "cache")
    asked: list[int] = []

    def refresh(sources: Sequence[Source]) -> list[bytes]:
        asked.append(len(sources))
        return [make_cards(each) for each in sources]

    for _ in range(2):
        registry.survey(registry.folder_sources(tmp_path), cache, Card, refresh)
    (tmp_path / name).write_text(content)
    registry.survey(registry.folder_sources(tmp_path), cache, Card, refresh)
    assert asked == [1, 1]
