"""What statements count: those that may do more than bind a name always do."""

from pathlib import Path

import msgspec
import pytest

from keyed import RECIPE, Make, redone
from vizpipe.registry import code, reach, registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards, read_cards
from vizpipe.registry.source import Source


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
    """Where names are worked out, even a function that nobody names retrains."""
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
    """Item assignments, calls, ``try``, decorators of one's own and imports that nobody names always count."""
    before, after = (make(("moves.py", "UNUSED = 3", f"UNUSED = 3\n{text}")) for text in (one, other))
    assert redone(before, after) == "film pictures"


def test_two_recipes_in_a_file_have_their_own_stages() -> None:
    """Two recipes in a file have their own stages, though both call them stage, draw and words."""
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
    """A card travels as JSON with the code of both steps and the lines of its names."""
    make()
    (source,) = registry.folder_sources(tmp_path / "a")
    (card,) = read_cards(make_cards(source))
    assert msgspec.json.decode(msgspec.json.encode(card), type=Card) == card
    assert card.lines["moves.py COLOUR"] == RECIPE[: RECIPE.index("COLOUR")].count("\n") + 1
    assert "matplotlib" not in card.film.packages
