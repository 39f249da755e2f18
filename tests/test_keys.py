"""Three keys: what changes which, one dependency at a time; what changes none; and the words for it."""

import ast
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest

from vizpipe.manifest import keys
from vizpipe.parameters.parameter import complete
from vizpipe.project.asset import new_asset
from vizpipe.registry import code, module, reach, registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards
from vizpipe.registry.module import Import
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

RECIPE = '''
"""A claim."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import _one
import _paint
from vizpipe import nn
from vizpipe.drawing import page
from vizpipe.recipe import Canvas, Film, Path, Say, Words, recipe

RATE = 0.5
TWICE = 1
TWICE = TWICE + 1
COLOUR = "red"
UNUSED = 3


class Step(NamedTuple):
    """A frame."""

    x: float

    def trained(self) -> float:
        return self.x * 2.0

    def drawn(self) -> float:
        return self.x * 3.0

    def painted(self) -> float:
        return self.x * 4.0


def twice(x: float) -> float:
    """Help the training."""
    return TWICE * x


def spare() -> int:
    return UNUSED


@recipe(variants={"fast": {"rate": 1.0}}, title="Moves")
def moves(*, rate: float = RATE, seed: int = 0, source: Path | None = None) -> Iterator[Step]:
    """Train."""
    for k in range(3):
        step = Step(twice(rate * k) + _one.value + nn.relu(0.0))
        words = step.trained()
        yield Step(words)


@moves.stage
def stage(canvas: Canvas, film: Film[Step]) -> object:
    """Set."""
    return page(canvas), math.pi, COLOUR


@stage.draw
def draw(frame: Step, panels: object) -> None:
    """Draw."""
    _paint.dot(frame)
    frame.drawn()


@moves.words
def words(film: Film[Step], say: Say) -> Words:
    return Words("Title", "", "alt")
'''

FILES = {
    "moves.py": RECIPE,
    "_one.py": "from _two import value\n",
    "_two.py": "import _three\nvalue = _three.VALUE\n",
    "_three.py": "VALUE = 1.0\n",
    "_paint.py": "def dot(frame):\n    return frame.painted()\n",
}


class Keys(NamedTuple):
    """An asset's film, pictures and file key, the later ones for given content."""

    film: keys.Key
    pictures: keys.Key
    file: keys.Key


Make = Callable[..., Keys]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the files, changed as asked, and give the keys."""

    def made(
        *changes: tuple[str, str, str], folder: str = "a", values: dict[str, Any] | None = None, **settings: Any
    ) -> Keys:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for name, text in FILES.items():
            changed = text
            for file, old, new in changes:
                if file == name:
                    assert old in changed, old
                    changed = changed.replace(old, new)
            (place / name).write_text(changed)
        (source,) = registry.folder_sources(place)
        (card,) = registry.read_cards(make_cards(source))
        given = complete(card.parameters, values or {}, "")
        asset = new_asset("a", card, given, **({"size": "100x80"} | settings))._replace(root=str(place))
        return Keys(
            keys.film(card, given, asset.root),
            keys.pictures(card, "digest", given, asset.look._asdict(), asset.frames, asset.root),
            keys.file(card, "content", "gif", 1, dict(asset.timing._asdict())),
        )

    return made


def redone(before: Keys, after: Keys) -> str:
    """Which steps' own keys changed."""
    return " ".join(name for name, one, two in zip(Keys._fields, before, after, strict=True) if one.hash != two.hash)


@pytest.mark.parametrize(
    ("change", "steps", "says"),
    [
        (("moves.py", "TWICE * x", "TWICE + x"), "film", "moves.py:{} twice"),
        (("moves.py", "TWICE = TWICE + 1", "TWICE = TWICE + 2"), "film", "moves.py:{} TWICE"),
        (("moves.py", "TWICE = 1\n", "TWICE = 7\n"), "film", "moves.py:{} TWICE"),
        (("moves.py", "range(3)", "range(4)"), "film", "moves.py:{} moves"),
        (("moves.py", "self.x * 2.0", "self.x * 2.5"), "film", "moves.py:{} Step.trained"),
        (("_three.py", "1.0", "2.0"), "film", "_three.py:{} VALUE: 1.0 → 2.0"),
        (("moves.py", "    x: float\n", "    x: float = 1.0\n"), "film pictures", "moves.py:{} Step"),
        (("moves.py", 'COLOUR = "red"', 'COLOUR = "blue"'), "pictures", "moves.py:{} COLOUR: 'red' → 'blue'"),
        (("moves.py", "math.pi", "math.tau"), "pictures", "moves.py:{} stage"),
        (("moves.py", "frame.drawn()", "frame.drawn(); frame.x"), "pictures", "moves.py:{} draw"),
        (("moves.py", "self.x * 3.0", "self.x * 3.5"), "pictures", "moves.py:{} Step.drawn"),
        (("moves.py", "self.x * 4.0", "self.x * 4.5"), "pictures", "moves.py:{} Step.painted"),
        (("_paint.py", "frame.painted()", "frame.painted() + 1"), "pictures", "_paint.py:{} dot"),
        (("moves.py", '"Title"', '"Other"'), "pictures", "moves.py:{} words"),
        (("moves.py", 'title="Moves"', 'title="Runs"'), "pictures", "title: Moves → Runs"),
        (("moves.py", "drawing import page", "drawing import panel as page"), "pictures", "moves.py its imports"),
    ],
)  # fmt: skip
def test_a_change_of_code_redoes_its_step_and_no_earlier_one(
    make: Make, change: tuple[str, str, str], steps: str, says: str
) -> None:
    """Function, constant, name bound twice, method, helper three imports away: the step that uses it, by name."""
    before, after = make(), make(change)
    assert redone(before, after) == steps
    step = steps.split(maxsplit=1)[0]
    told = "\n".join(keys.changed(getattr(before, step).ingredients, getattr(after, step).ingredients, _Lines()))
    assert says.format(1) in told


class _Lines(dict[str, int]):
    """Every name stands in line 1."""

    def get(self, key: str, default: Any = None) -> Any:
        return default if key.endswith(("imports", "top level")) else 1


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ({"values": {"rate": 0.7}}, "film pictures"),
        ({"values": {"seed": 1}}, "film pictures"),
        ({"size": "120x80"}, "pictures"),
        ({"theme": "dark"}, "pictures"),
        ({"frames": 2}, "pictures"),
        ({"fps": 5}, "file"),
        ({"loop": 2}, "file"),
        ({"hold": 0.5}, "file"),
    ],
)
def test_a_setting_redoes_its_step(make: Make, given: dict[str, Any], steps: str) -> None:
    """A parameter or a seed retrains, a look redraws, a timing only writes."""
    assert redone(make(), make(**given)) == steps


@pytest.mark.parametrize(
    "change",
    [
        ("moves.py", '"""A claim."""', '"""Another claim."""'),
        ("moves.py", "RATE = 0.5\n", "# why\n\n\nRATE = 0.5  # because\n"),
        ("moves.py", '    """Train."""\n', ""),
        ("moves.py", "def spare() -> int:\n    return UNUSED", "def spare() -> int:\n    return 2 * UNUSED"),
        ("moves.py", "UNUSED = 3", "UNUSED = 4\nANOTHER = 5"),
        ("moves.py", "x: float) -> float", "x:float)  ->  float"),
        ("_three.py", "VALUE = 1.0\n", '"""Doc."""\nVALUE = 1.0\n"""What it is."""\n'),
    ],
)  # fmt: skip
def test_words_beside_the_code_and_code_beside_the_recipe_redo_nothing(
    make: Make, change: tuple[str, str, str]
) -> None:
    """Comments, docstrings, blank lines, spaces, a function that nobody calls, a constant that nobody reads."""
    assert redone(make(), make(change)) == ""


def test_time_place_and_order_redo_nothing(make: Make, tmp_path: Path) -> None:
    """File times, another folder, the order in which parameters are given."""
    import os

    before = make(values={"rate": 0.7, "seed": 1})
    for path in (tmp_path / "a").iterdir():
        os.utime(path, (1.0, 1.0))
    assert redone(before, make(folder="b", values={"seed": 1, "rate": 0.7})) == ""


def test_a_data_file_retrains(make: Make, tmp_path: Path) -> None:
    """Its content counts, its time doesn't."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "n.txt").write_text("1")
    before = make(values={"source": "n.txt"})
    (tmp_path / "a" / "n.txt").write_text("2")
    assert redone(before, make(values={"source": "n.txt"})) == "film pictures"


@pytest.mark.parametrize(
    ("package", "steps"),
    [("numpy", "film pictures"), ("matplotlib", "pictures"), ("seaborn", "pictures"), ("pillow", "pictures")],
)
def test_a_librarys_version_redoes_what_uses_it(
    make: Make, monkeypatch: pytest.MonkeyPatch, package: str, steps: str
) -> None:
    """A new matplotlib redraws and trains nothing."""
    before = make()
    real = keys._version
    monkeypatch.setattr(keys, "_version", lambda name: "99" if name == package else real(name))
    assert redone(before, make()) == steps


@pytest.mark.parametrize(
    ("place", "step"),
    [("nn/network.py", "film"), ("drawing/style.py", "pictures"), ("encoding/gif.py", "file")],
)
def test_a_part_of_vizpipe_counts_where_it_is_used(
    make: Make, monkeypatch: pytest.MonkeyPatch, place: str, step: str
) -> None:
    """A change in nn retrains what imports it, a new style only redraws, a new encoder only writes."""
    before = make()
    real = code.house.__wrapped__
    monkeypatch.setattr(code, "house", lambda *places: _changed(real, place, *places))
    assert redone(before, make()) == step


def _changed(real: Callable[..., str], place: str, *places: str) -> str:
    """The hash as if the file at ``place`` had changed."""
    inside = any(place.startswith(f"{each.split()[0]}/") or place == each for each in places)
    return real(*places) + ("changed" if inside else "")


def test_the_digits_are_data_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room's hash is made of its data files too."""
    (tmp_path / "datasets").mkdir()
    monkeypatch.setattr(code, "__file__", str(tmp_path / "registry" / "code.py"))
    hashes = []
    for content in (b"1", b"2"):
        (tmp_path / "datasets" / "digits.npz").write_bytes(content)
        hashes.append(code.house.__wrapped__("datasets"))
    assert hashes[0] != hashes[1]


@pytest.mark.parametrize(
    "name", ["drawing/themes/light.toml", "datasets/digits.npz", "encoding/templates/player.html", "keys.py"]
)
def test_cards_know_vizpipes_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A theme, data or a page that is edited makes every card anew, as code does."""
    monkeypatch.setattr(code, "__file__", str(tmp_path / "registry" / "code.py"))
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True, parents=True)
    hashes = []
    for content in (b"1", b"2"):
        path.write_bytes(content)
        hashes.append(code.house_bytes.__wrapped__())
    assert hashes[0] != hashes[1]


def test_another_font_is_another_drawing(monkeypatch: pytest.MonkeyPatch, make: Make) -> None:
    """The font is named in the style, whose code every picture's key holds, and comes with matplotlib."""
    before = make()
    monkeypatch.setattr(code, "house", _edited(code.house, "drawing", b"DejaVu Sans", b"Liberation Sans"))
    assert redone(before, make()) == "pictures"
    assert "matplotlib" in code.PACKAGES["pictures"]


def _edited(real: Callable[..., str], room: str, old: bytes, new: bytes) -> Callable[..., str]:
    """The hash of vizpipe's files as if a text in the files of one room were another."""
    meaning = code.meaning
    hit: list[int] = []

    def house(*places: str) -> str:
        def changed(data: bytes) -> str:
            hit.append(data.count(old))
            return meaning(data.replace(old, new))

        if not any(each.split()[0] == room for each in places):
            return real(*places)
        code.meaning = changed
        try:
            found: str = real.__wrapped__(*places)  # type: ignore[attr-defined]
        finally:
            code.meaning = meaning
        assert sum(hit)
        return found

    return house


HARMLESS = {
    "__version__",
    "camera.remark",
    "errors",
    "film.drift",
    "manifest",
    "pipeline",
    "project",
    "registry",
    "store",
    "workers.answers",
    "workers.tasks",
}
"""What only carries, finds, names or checks things; none of it computes a number or a pixel."""


@pytest.mark.parametrize("step", ["film", "pictures", "files"])
def test_the_parts_of_vizpipe_that_do_a_step_are_all_in_its_key(step: str) -> None:
    """Followed by their imports, the functions that train, draw and encode lead nowhere else."""
    root = Path(code.__file__).parents[1]
    known: set[str] = set()
    # a vector file is drawn when it is written: its key holds that of the pictures
    for place in (*code.BASES[step], *(code.BASES["pictures"] if step == "files" else ())):
        file, *functions = place.split()
        dotted = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        known |= {f"{dotted}.{each}" for each in functions} or {dotted}
    waiting: list[Import] = []
    for place in code.BASES[step]:
        name, *functions = place.split()
        for path in (root / name).rglob("*.py") if (root / name).is_dir() else [root / name]:
            if functions:
                waiting += reach.part(path.read_bytes(), functions).imports
            else:
                tree = reach.bare(path.read_bytes())
                tree.body = [node for node in tree.body if not isinstance(node, ast.If)]
                waiting += module.imports_of(tree)
    for each in waiting:
        top, _, rest = each.module.partition(".")
        if top == "vizpipe":
            place = f"{rest}.{each.name}".removeprefix(".")
            assert any(f"{place}.".startswith(f"{name}.") for name in known | HARMLESS), (step, each)


@pytest.mark.parametrize(
    "text",
    [
        "def f(): return globals()['y']",
        "from _paint import *",
        "import importlib",
        "def f(name): return getattr(object(), name)",
        "import sys\nm = sys.modules['sys']",
        "def f(): exec('1')",
    ],
)
def test_names_that_are_worked_out_make_the_whole_file_count(make: Make, text: str) -> None:
    """Then even a function that nobody names retrains."""
    dynamic = ("moves.py", "UNUSED = 3", f"UNUSED = 3\n{text}")
    unused = ("moves.py", "return UNUSED", "return 2 * UNUSED")
    assert redone(make(dynamic), make(dynamic, unused)) == "film pictures"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TABLE = {}\nTABLE['a'] = 1", "TABLE = {}\nTABLE['a'] = 2"),
        ("import os\nos.environ.get('A')", "import os\nos.environ.get('B')"),
        ("try:\n    import json as j\nexcept OSError: j = 0", "try:\n    import csv as j\nexcept OSError: j = 0"),
        ("def deco(f): return f\n@deco\ndef kept(): return 1", "def deco(f): return f\n@deco\ndef kept(): return 2"),
        ("import json", "import csv"),
    ],
)  # fmt: skip
def test_statements_that_may_do_more_than_bind_always_count(make: Make, one: str, other: str) -> None:
    """Item assignments, calls, ``try``, decorators of one's own, imports that nobody names."""
    before, after = (make(("moves.py", "UNUSED = 3", f"UNUSED = 3\n{text}")) for text in (one, other))
    assert redone(before, after) == "film pictures"


def test_two_recipes_in_a_file_have_their_own_stages() -> None:
    """Also if both call them stage, draw and words, or one local variable is called draw."""
    text = RECIPE + RECIPE[RECIPE.index("@recipe(") :].replace("moves", "second").replace("math.pi", "math.e")
    changed = text.replace("math.e", "math.inf")
    assert reach.drawing(text, "second").parts != reach.drawing(changed, "second").parts
    assert reach.training(text, "moves").parts == reach.training(changed, "moves").parts
    assert "draw" not in reach.training(text, "moves").parts


@pytest.mark.parametrize("data", ["def f(:", "(" * 5000, "\x00"])
def test_a_file_that_cannot_be_read_counts_as_it_is(tmp_path: Path, data: str) -> None:
    """A broken helper has a hash of its bytes."""
    (tmp_path / "_one.py").write_text(data)
    (tmp_path / "a.py").write_text("import _one\ndef a(): return _one\n")
    source = Source(str(tmp_path / "a.py"), "import _one\ndef a(): return _one\n", (str(tmp_path),))
    assert "code _one.py" in code.training(source, "a").parts


def test_a_card_travels_as_json(make: Make, tmp_path: Path) -> None:
    """With the code of both steps and the lines of its names."""
    make()
    (source,) = registry.folder_sources(tmp_path / "a")
    (card,) = registry.read_cards(make_cards(source))
    assert msgspec.json.decode(msgspec.json.encode(card), type=Card) == card
    assert card.lines["moves.py COLOUR"] == RECIPE[: RECIPE.index("COLOUR")].count("\n") + 1
    assert "matplotlib" not in card.film.packages


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
         "train": "Step(POINTS[0])"}, ("SPARE = rng.random(3)", "SPARE = rng.random(4)"), "film"),
    "the order of two draws": (
        {"top": "rng = np.random.default_rng(0)\nA = rng.random(3)\nB = rng.random(3)", "train": "Step(A[0] + B[0])"},
        ("A = rng.random(3)\nB = rng.random(3)", "B = rng.random(3)\nA = rng.random(3)"), "film"),
    "a list that is emptied": (
        {"top": "ITEMS = [1, 2, 3]\nLAST = ITEMS.pop()", "train": "Step(ITEMS[-1])"},
        ("LAST = ITEMS.pop()", "LAST = ITEMS.pop(0)"), "film"),
    "a setup with global": (
        {"top": "RATE = 1\ndef setup():\n    global RATE\n    RATE = 2\nOK = setup()", "train": "Step(RATE)"},
        ("    RATE = 2", "    RATE = 3"), "film pictures"),
    "an else for the type checker": (
        {"top": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    R: float\nelse:\n    R = 1.0",
         "train": "Step(R)"}, ("R = 1.0", "R = 2.0"), "film"),
    "a class that its base keeps": (
        {"top": "class U:\n    kept = []\n    def __init_subclass__(cls): U.kept.append(cls)\n"
                "class V(U):\n    def act(self): return 1.0", "train": "Step(U.kept[0]().act())"},
        ("return 1.0", "return 2.0"), "film"),
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
    """Ways of writing Python that once hid a change, or told one that was none."""
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
    """A data file that the code names, with an ending or without; a helper that acts, or works out what it calls."""
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
    """An import that failed, and was caught, finds its module now; a text is the name of a file now."""
    top = "NAME = 'rates.csv'\ntry:\n    from _local import S\nexcept ImportError:\n    S = 0.0"
    text = BASE.format(top=top, train="Step(S)", draw="frame.x")
    (tmp_path / "moves.py").write_text(text)
    cache = Cache(tmp_path / "cache")
    asked: list[int] = []

    def refresh(sources: Sequence[Source]) -> list[bytes]:
        asked.append(len(sources))
        return [make_cards(each) for each in sources]

    for _ in range(2):
        registry.survey(registry.folder_sources(tmp_path), cache, refresh)
    (tmp_path / name).write_text(content)
    registry.survey(registry.folder_sources(tmp_path), cache, refresh)
    assert asked == [1, 1]


def test_a_folder_of_data_counts_file_by_file(make: Make, tmp_path: Path) -> None:
    """A parameter may name a folder; a change inside it retrains, and redraws what may read it."""
    (tmp_path / "a" / "d").mkdir(parents=True)
    (tmp_path / "a" / "d" / "one.txt").write_text("1")
    before = make(values={"source": "d"})
    (tmp_path / "a" / "d" / "one.txt").write_text("2")
    assert redone(before, make(values={"source": "d"})) == "film pictures"


def test_captions_that_name_a_parameter_follow_it(vizpipe: "Vizpipe", project: "Project") -> None:
    """The same frames with another parameter are drawn again: a caption may say it."""
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace('Words("Counter", "",', 'Words(f"Seed {film.parameters[\'seed\']}", "",'))
    assert vizpipe("build").code == 0
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + "\n[assets.one.parameters]\nseed = 5\n")
    assert vizpipe("build", "--json").json["drawn"] == 3


def test_a_colour_redraws_and_a_rate_rewrites(vizpipe: "Vizpipe", project: "Project") -> None:
    """Counted by the command: a colour trains nothing, fps draws nothing, and then nothing is to do."""
    assert vizpipe("build").code == 0
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace('"black"', '"red"'))
    why = vizpipe("build", "--why").out
    assert "counter.py:32 draw" in why.replace("figures/", "")
    done = vizpipe("build", "--json").json
    assert (done["trained"], done["drawn"], done["written"]) == (0, 3, 1)
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + "fps = 5\n")
    done = vizpipe("build", "--json").json
    assert (done["trained"], done["drawn"], done["written"]) == (0, 0, 1)
    done = vizpipe("build", "--json").json
    assert (done["trained"], done["drawn"], done["written"]) == (0, 0, 0)


def test_every_step_that_is_stale_is_told(vizpipe: "Vizpipe", project: "Project") -> None:
    """Training, a colour, the size and the rate at once: each has its line, and so in JSON."""
    assert vizpipe("build").code == 0
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace('"black"', '"red"').replace("index / steps", "index / (steps + 1)"))
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text().replace("200x100", "220x100") + "fps = 5\n")
    told = vizpipe("build", "--why").out
    for each in ("counter.py:17 counter", "counter.py:32 draw", "look width: 200 → 220", "fps"):
        assert each in told.replace("figures/", ""), told
    why = vizpipe("build", "--dry-run", "--json").json["assets"][0]["why"]
    assert "look width: 200 → 220" in why
    assert vizpipe("build").code == 0
    assert vizpipe("build", "--why").out.startswith("1 fresh")


def test_what_is_stale_does_not_depend_on_the_cache(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """Other code that gives the same, built once before: its line in the manifest would change, so it is stale."""
    assert vizpipe("build", env=own_cache).code == 0
    committed = (project.root / "outputs" / "manifest.json").read_bytes()
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("index / steps", "index / steps * 1"))
    assert vizpipe("build", env=own_cache).code == 0
    assert vizpipe("build", "--locked", env=own_cache).code == 0
    (project.root / "outputs" / "manifest.json").write_bytes(committed)
    done = vizpipe("build", "--locked", env=own_cache)
    assert done.code == 4
    assert "counter" in done.out
    assert (project.root / "outputs" / "manifest.json").read_bytes() == committed


@pytest.mark.parametrize("large", ["1e12", "1.0"])
def test_small_numbers_beside_a_large_one_count(vizpipe: "Vizpipe", project: "Project", large: str) -> None:
    """A factor that only the later frames have, small beside the first: new data, and ``check`` sees it."""
    small = "0.4" if large == "1e12" else "1e-13"
    path = project.root / "figures" / "counter.py"
    text = path.read_text().replace("index / steps", f"{large} if index == 0 else {small} * index")
    path.write_text(text)
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + 'formats = ["csv"]\n')
    assert vizpipe("build").code == 0
    csv = project.root / "outputs" / "one.csv"
    before = csv.read_text()
    path.write_text(text.replace(f"{small} * index", f"{small} * 4 * index"))
    assert vizpipe("check").code == 4
    assert vizpipe("build").code == 0
    assert csv.read_text() != before


@pytest.mark.parametrize(
    "code",
    [
        "Path(__file__).parent / 'data' / 'points.csv'",
        "Path(__file__).parent.joinpath('data', 'points.csv')",
        "os.path.join(os.path.dirname(__file__), 'data', 'points.csv')",
        "DATA / 'points.csv'\nDATA = Path(__file__).parent / 'data'",
        "Path('data/points.csv')",
    ],
)
def test_data_whose_name_is_joined_count(vizpipe: "Vizpipe", project: "Project", code: str) -> None:
    """A folder and a file in it may stand in the code as texts of their own."""
    recipe = project.root / "figures" / "counter.py"
    lines = "\n".join(reversed(f"PLACE = {code}".split("\n")))
    recipe.write_text(f"import os\nfrom pathlib import Path\n{recipe.read_text()}\n{lines}\n")
    place = project.write("figures/data/points.csv", "1,2")
    assert vizpipe("build").code == 0
    assert vizpipe("build", "--locked").code == 0
    place.write_text("1,3")
    done = vizpipe("build", "--why")
    assert "data figures/data/points.csv" in done.out
    assert vizpipe("build", "--locked").code == 4


def test_a_comment_in_a_theme_redoes_nothing(vizpipe: "Vizpipe", project: "Project") -> None:
    """And a colour in it is named by its key."""
    theme = project.write("mine.toml", 'ink = "#111111"\n')
    project.write("vizpipe.toml", (project.root / "vizpipe.toml").read_text() + 'theme = "mine.toml"\n')
    assert vizpipe("build").code == 0
    theme.write_text('# my colours\n\nink = "#111111"  # dark\n')
    assert vizpipe("build", "--locked").code == 0
    theme.write_text('ink = "#112233"\n')
    assert "look sheet ink: #111111 → #112233" in vizpipe("build", "--why").out
