"""``check`` and ``check --no-exec`` call a change by the same name, and end the same way."""

import ast
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from vizpipe.parameters.signature import from_signature
from vizpipe.registry import registry
from vizpipe.registry.literals import Literals, Unread
from vizpipe.registry.loading import make_cards, read_cards
from vizpipe.registry.sketch import Sketches
from vizpipe.registry.source import Source

if TYPE_CHECKING:
    from conftest import Vizpipe

pytestmark = [pytest.mark.xdist_group("agreement"), pytest.mark.slow]
TOML, CODE, STYLE = "vizpipe.toml", "figures/tiny.py", "own.toml"
PROJECT = """
recipes = "figures"

[assets.one]
recipe = "tiny"
formats = ["gif", "csv"]
theme = "own.toml"
"""
ASKED = 'recipe = "tiny"'


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, new_project: Callable[..., Path]) -> Path:
    """A project with a theme of its own, built and committed."""
    place = tmp_path_factory.mktemp("agreement") / "template"
    place.mkdir()
    (place / STYLE).write_text('background = "#ffffff"\n')
    return new_project(place, toml=PROJECT)


class Change(NamedTuple):
    """A text that is replaced, what the change is called, and how both commands end."""

    file: str
    old: str
    new: str
    kind: str
    code: int


CHANGES = {
    "a colour": Change(CODE, '"black"', '"red"', "drawing", 0),
    "the words": Change(CODE, "Nine weights", "9 weights", "drawing", 0),
    "the recipe's size": Change(CODE, "(160, 120)", "(200, 120)", "drawing", 0),
    "the training": Change(CODE, "Adam(0.1)", "Adam(0.2)", "training", 4),
    "a default": Change(CODE, "Count = 9", "Count = 5", "training", 4),
    "no Python": Change(CODE, "yield Step", "yield yield Step(", "", 1),
    "a parameter without a default": Change(CODE, "Count = 9", "Count", "", 1),
    "a parameter": Change(TOML, ASKED, f"{ASKED}\nparameters = {{ epochs = 5 }}", "training", 4),
    "a parameter that is not there": Change(TOML, ASKED, f"{ASKED}\nparameters = {{ max-epochs = 5 }}", "", 2),
    "a parameter below its limit": Change(TOML, ASKED, f"{ASKED}\nparameters = {{ epochs = 0 }}", "", 2),
    "the size": Change(TOML, ASKED, f'{ASKED}\nsize = "200x120"', "drawing", 0),
    "the theme": Change(TOML, '"own.toml"', '"dark"', "drawing", 0),
    "the theme's file": Change(STYLE, "#ffffff", "#eeeeff", "drawing", 0),
    "a theme's file that is not there": Change(TOML, '"own.toml"', '"mine.toml"', "", 2),
    "frames a second": Change(TOML, ASKED, f"{ASKED}\nfps = 5", "drawing", 0),
    "how often it plays": Change(TOML, ASKED, f"{ASKED}\nloop = 1", "drawing", 0),
    "a budget": Change(TOML, ASKED, f'{ASKED}\nmax-bytes = "900kB"', "drawing", 0),
    "how many frames": Change(TOML, ASKED, f"{ASKED}\nframes = 3", "drawing", 0),
    "a format more": Change(TOML, '"csv"]', '"csv", "png"]', "drawing", 0),
    "a format less": Change(TOML, ', "csv"]', "]", "drawing", 0),
    "formats as usual": Change(TOML, 'formats = ["gif", "csv"]', "", "drawing", 0),
    "a sheet that csv can't hold": Change(TOML, ASKED, f"{ASKED}\nseeds = 2", "", 2),
    "an asset that is gone": Change(TOML, PROJECT[PROJECT.index("[assets") :], "", "training", 4),
    "another asset": Change(TOML, "[assets.one]", '[assets.two]\nrecipe = "tiny"\n[assets.one]', "training", 4),
    "two of a matrix": Change(TOML, ASKED, f"{ASKED}\nmatrix = {{ seed = [3, 4] }}", "training", 4),
    "a matrix that is no list": Change(TOML, ASKED, f"{ASKED}\nmatrix = {{ seed = 3 }}", "", 2),
    "a matrix of nothing known": Change(TOML, ASKED, f"{ASKED}\nmatrix = {{ sead = [3] }}", "", 2),
    "an unknown key": Change(TOML, 'recipes = "figures"', 'recipes = "figures"\nfail-no = []', "", 2),
    "an unknown key of an asset": Change(TOML, ASKED, f"{ASKED}\nclusters = 3", "", 2),
    "no recipe": Change(TOML, ASKED, "", "", 2),
    "a recipe that is not there": Change(TOML, ASKED, 'recipe = "tyni"', "", 2),
    "another recipe": Change(TOML, f'{ASKED}\nformats = ["gif", "csv"]', 'recipe = "gates"', "training", 4),
    "a comment": Change(CODE, "COLOUR =", "# a comment\nCOLOUR =", "", 0),
}


LESS_LIKELY = {
    "a budget",
    "another recipe",
    "the size",
    "the words",
    "the recipe's size",
    "a default",
    "the theme",
    "frames a second",
    "how often it plays",
    "how many frames",
    "a format less",
    "formats as usual",
    "two of a matrix",
    "another asset",
    "a matrix of nothing known",
    "a parameter below its limit",
}
"""Changes that make soak tries; another of their kind is tried every time."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.soak] * (name in LESS_LIKELY)) for name in CHANGES]
)
def test_both_checks_agree(name: str, vizpipe: "Vizpipe", template: Path, tmp_path: Path) -> None:
    """``check`` and ``check --no-exec`` give a change the same kind and exit code, and a mistake the same line."""
    change = CHANGES[name]
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / change.file).read_text()
    assert change.old in text
    (tmp_path / change.file).write_text(text.replace(change.old, change.new))
    lines = []
    for words in (["check", "--no-exec", "--json"], ["check", "--json"]):
        done = vizpipe(*words)
        kinds = {each["kind"] for each in done.json["findings"]} if done.code in {0, 4} else set()
        assert (kinds, done.code) == ({change.kind} - {""}, change.code), (words, done)
        lines.append(done.line if done.code == 2 else "")
    assert lines[0] == lines[1]


def test_what_only_a_run_can_tell_is_said(vizpipe: "Vizpipe", template: Path, tmp_path: Path) -> None:
    """What only a run can tell is never called training or drawing by ``--no-exec``, and fails as these do."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    code = tmp_path / CODE
    text = code.read_text()
    both = text.replace('COLOUR = "black"', 'COLOUR = "black"\nSCALE = 1.0').replace("Adam(0.1)", "Adam(0.1 * SCALE)")
    code.write_text(both.replace("np.full(9, ", "np.full(9, SCALE * "))
    assert vizpipe("build").code == 0
    against = ["--against", "outputs/manifest.json"]
    assert vizpipe("check", "--no-exec", *against).code == 0
    code.write_text(code.read_text().replace("SCALE = 1.0", "SCALE = 1.5"))
    done = vizpipe("check", "--no-exec", *against)
    assert done.code == 4
    assert (
        "unknown        one: what the training and the drawing both use is other: figures/tiny.py:13 SCALE" in done.out
    )
    toml = tmp_path / TOML
    toml.write_text('fail-on = ["files"]\n' + toml.read_text())
    assert vizpipe("check", "--no-exec", *against).code == 0
    code.write_text(code.read_text().replace("SCALE = 1.5", "SCALE = 1.0").replace("Count = 9", 'Count = int("9")'))
    done = vizpipe("check", "--no-exec", *against)
    assert "(unknown)      one: the default of epochs is worked out while the recipe runs" in done.out
    toml.write_text(toml.read_text().replace(ASKED, f"{ASKED}\nparameters = {{ epochs = 9 }}"))
    assert "unknown" not in vizpipe("check", "--no-exec", *against).out


def test_the_training_says_why_it_differs(vizpipe: "Vizpipe", template: Path, tmp_path: Path) -> None:
    """A training that differs names the place in the code, old and new, in the line, the report and JUnit."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    code = tmp_path / CODE
    code.write_text(
        code.read_text().replace("nn.Adam(0.1)", "nn.Adam(RATE)").replace("COLOUR =", "RATE = 0.2\nCOLOUR =")
    )
    done = vizpipe("check", "--report", "report", "--junit", "junit.xml")
    assert "; figures/tiny.py:12 RATE: nothing → 0.2; " in done.out
    for file in ("report/index.html", "junit.xml"):
        assert "tiny.py:12 RATE: nothing → 0.2" in (tmp_path / file).read_text()


@pytest.mark.parametrize(
    "name",
    [
        "gates",
        "gradient-descent",
        *(pytest.param(name, marks=pytest.mark.soak) for name in ("hidden-mapping", "initial-weights")),
    ],
)
def test_a_sketch_is_the_card(name: str) -> None:
    """What is read off a built-in recipe's file is what running it gives, but for what is only shown to people."""
    sources = registry.built_in()
    source = next(each for each in sources if Path(each.path).stem == name.replace("-", "_"))
    (card,) = (each for each in read_cards(make_cards(source)) if each.name == name)
    made = Sketches(sources).sketch(name)
    shown = {"claim": card.claim, "chapter": card.chapter, "ideas": card.ideas}
    assert (msgspec.structs.replace(made.card, **shown), made.defaults, made.options) == (card, (), ())


SIGNATURE = """
import typing
from pathlib import Path
from typing import Annotated, Literal, Optional
from msgspec import Meta
from vizpipe.recipe import Count, Probability, Rate, Seed

LEVEL, LEAST = 3, 1
Depth = Annotated[int, Meta(ge=LEAST, lt=2 * LEVEL), "How deep"]

def all_kinds(
    *, a: Count = LEVEL, b: Annotated[Rate, "A step"] = 1e-3, c: Literal["x", "y"] | None = None, d: Depth = 2,
    e: "Probability" = 0.5, f: Optional[str] = "f", g: Path = Path("data.csv"), h: bool = True, i: Seed = 0,
    j: typing.Literal[1, 2] = 2, k: float = -1,
) -> None: ...
"""


def test_signatures_are_read_as_python_reads_them() -> None:
    """A sketch reads every kind of parameter, through names and calls, and refuses what is worked out."""
    names: dict[str, object] = {}
    exec(SIGNATURE, names)  # noqa: S102 - the text above
    function = names["all_kinds"]
    assert callable(function)
    tree = ast.parse(SIGNATURE)
    (node,) = (each for each in tree.body if isinstance(each, ast.FunctionDef))
    reader = Literals(tree)
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    read = [reader.parameter(each, default, f"all_kinds: parameter {each.arg}") for each, default in pairs]
    assert [known for _, known in read] == [True] * len(read)
    assert tuple(parameter for parameter, _ in read) == from_signature(function)
    for text in ("open('x').read()", "[1 for _ in 'ab']", "9 ** 9 ** 9", "UNKNOWN", "1 / 0"):
        with pytest.raises(Unread):
            reader.value(ast.parse(text, mode="eval").body)


def test_data_are_data_whatever_their_limits() -> None:
    """A limit of the parameter ``data`` that only a run can tell makes no other parameter of it."""
    text = "def f(*, data: Annotated[ImageSet, Meta(le=work())] = datasets.IMAGE_SETS['digits']): ..."
    tree = ast.parse(text)
    (node,) = (each for each in tree.body if isinstance(each, ast.FunctionDef))
    (each,), (default,) = node.args.kwonlyargs, node.args.kw_defaults
    parameter, _ = Literals(tree).parameter(each, default, "f: parameter data")
    assert (parameter.kind, parameter.default) == ("samples", "digits")


def test_two_recipes_of_one_name_are_refused_alike() -> None:
    """A sketch gives a name of two recipes to neither, as the registry does."""
    text = "@recipe()\ndef twin(): ...\n"
    known = Sketches([Source("a.py", text), Source("b.py", text)])
    assert known.problems == {"twin": "two recipes are called twin: a.py and b.py"}
    assert "twin" not in known
