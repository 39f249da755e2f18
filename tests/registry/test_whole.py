"""A file that acts on itself while it is imported counts whole, in its order."""

import pytest

from vizpipe.registry import reach

RECIPE = """
import numpy as np
from vizpipe.recipe import recipe

{top}

@recipe()
def moves():
    yield VALUE

@moves.stage
def stage(canvas, film):
    return COLOUR

COLOUR = "red"
"""


def trained(top: str, colour: str = "red") -> dict[str, str]:
    """What the film of a recipe with these top-level statements is made of."""
    return reach.training(RECIPE.format(top=top).replace('"red"', f'"{colour}"'), "moves").parts


@pytest.mark.parametrize(
    "top",
    [
        "def make():\n    return 1\nVALUE = make()",
        "def make():\n    return 1\nVALUE = [make() for _ in range(3)]",
        "def make():\n    return 1\nVALUE = 1 + make()",
        "TABLE = [1]\nVALUE = len(TABLE)",
        "TABLE = [[1]]\nVALUE = [sum(row) for row in TABLE]",
        "TABLE = [1]\nVALUE = TABLE\nTABLE[0] = 2",
        "VALUE = [1]\nSAME = VALUE\nSAME += [2]",
        "VALUE = [1]\nfor k in range(3):\n    VALUE.append(k)",
        "VALUE = [1]\ndel VALUE[0]",
        "class Base:\n    pass\nclass VALUE(Base):\n    pass",
        "def make():\n    return 1\nclass VALUE:\n    one = make()",
        "def make():\n    return 1\ndef VALUE(one=make()):\n    return one",
        "def mark(f):\n    return f\n@mark\ndef VALUE():\n    return 1",
    ],
)
def test_a_file_that_acts_on_itself_counts_whole(top: str) -> None:
    """Where a top-level statement calls or changes what the file defines, an edit of a colour trains anew."""
    assert trained(top) != trained(top, "blue")


@pytest.mark.parametrize(
    "top",
    [
        "VALUE = 3",
        "LIMIT = 3\nVALUE = float(np.log(LIMIT))",
        "SIZES = (3, LIMIT)\nVALUE = np.zeros(SIZES)".replace("LIMIT", "4"),
        "VALUE = np.zeros(3)\nTWICE = VALUE * 2.0",
        "SHAPE = np.zeros(3)\nVALUE = {'a': np.concatenate([SHAPE * 2.0, SHAPE[1:] + 1.0])}",
        "Array = np.ndarray\nVALUE: Array = np.zeros(3)",
        "class Choice(NamedTuple):\n    rate: float\nVALUE = (Choice(0.1), Choice(0.2))",
        "VALUE = tuple(int(size) for size in np.arange(3))",
        "np.seterr(all='raise')\nVALUE = 3",
        "try:\n    import fast\nexcept ImportError:\n    fast = None\nVALUE = 3",
        "def make(x):\n    VALUE.append(x)\nVALUE = []",
    ],
)
def test_a_file_that_only_defines_counts_by_name(top: str) -> None:
    """Numbers handed to a call, arithmetic, frames' classes, types: an edit of a colour trains nothing."""
    assert trained(top) == trained(top, "blue")


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("READ = TABLE[0]", "TABLE[0] = 2", "TABLE = [1]\nOTHER = 0\n"),
        ("READ = LIMIT", "LIMIT = 2", "LIMIT = 1\nOTHER = 0\n"),
        ("READ = RNG.normal()", "OTHER = RNG.normal()", "RNG = np.random.default_rng(0)\n"),
        ("READ = next(shared.COUNTER)", "OTHER = next(shared.COUNTER)", "import shared\n"),
        ("np.random.seed(3)", "READ = np.random.random()", "OTHER = 0\n"),
    ],
)
def test_the_order_of_what_acts_counts(first: str, second: str, before: str) -> None:
    """Two statements of which one changes what the other reads are another film when they change places."""
    there, back = (
        trained(f"{before}{one}\n{two}\nVALUE = (READ, OTHER)") for one, two in ((first, second), (second, first))
    )
    assert there != back
