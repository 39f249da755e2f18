"""What a statement does to others is followed by syntax alone."""

import pytest

from vizpipe.registry import module, reach

RECIPE = """
import numpy as np
from vizpipe.recipe import recipe

{top}

@recipe()
def moves():
    yield {value}

@moves.stage
def stage(canvas, film):
    return COLOUR
"""


@pytest.mark.parametrize(
    ("top", "value", "edit"),
    [
        ("CONF = {'r': 2}\ndef configure():\n    CONF['r'] = 3\n    return 1\nREADY = configure()", "CONF['r']", "4"),
        ("CONF = {'r': 2}\ndef f():\n    CONF.update(r=3)\ndef g():\n    f()\nREADY = [g()]", "CONF['r'], READY", "4"),
        ("class Conf:\n    r = 2\ndef configure(r):\n    Conf.r = r\nREADY = configure(3)", "Conf.r", "4"),
        ("_ = np.random.seed(3)", "np.random.random()", "4"),
        ("P = ({'r': 2}, 1)\nOLD = P[0].update(r=3)", "P[0]['r'], OLD", "4"),
        ("BASE = {'r': 2}\nCONF = BASE\nOLD = CONF.update(r=3)", "BASE['r']", "4"),
        ("BASE = {'r': [2]}\nCONF = BASE['r']\nOLD = CONF.append(3)\nNEW = OLD", "BASE['r']", "4"),
        ("BASE = {'r': 2}\nclass Setup:\n    BASE.update(r=3)", "BASE['r']", "4"),
    ],
)
def test_what_a_call_may_have_changed_counts(top: str, value: str, edit: str) -> None:
    """An edit of what changes an object is an edit of all that use the object."""
    before = RECIPE.format(top=top, value=value)
    after = RECIPE.format(top=top.replace("3", edit), value=value)
    assert reach.training(before, "moves").parts != reach.training(after, "moves").parts


@pytest.mark.parametrize(
    "top",
    [
        "COLOUR = mix('#333')",
        "SHADES = ['#333']\nMORE = SHADES\nCOLOUR = MORE[0]",
        "class Shades:\n    one = mix('#333')\nCOLOUR = Shades.one",
    ],
)
def test_a_colour_that_is_worked_out_trains_nothing(top: str) -> None:
    """A colour whose computation is called and read for drawing alone is no part of training."""
    before, after = (RECIPE.format(top=each, value="1") for each in (top, top.replace("333", "444")))
    assert reach.training(before, "moves").parts == reach.training(after, "moves").parts
    assert reach.drawing(before, "moves").parts != reach.drawing(after, "moves").parts


def test_what_a_helper_offers_is_no_deed() -> None:
    """A name that its own module doesn't read may be others'; one that begins with _ is there for its call."""
    offered, done = "ACCENT = mix('#333')\n", "_ = mix('#333')\n"
    assert module.LOOSE not in reach.whole(offered).parts
    assert module.LOOSE in reach.whole(done).parts
