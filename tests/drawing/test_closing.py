"""Numbers whose products, sums and other results are right as they are printed."""

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vizpipe.drawing import Rules, closing, worked_out

RULES: Rules = {
    "product": (("a", "b"), operator.mul),
    "sum": (("product", "c"), operator.add),
    "square": (("sum",), lambda x: x * x),
}
FACTORS = st.floats(min_value=-5.0, max_value=5.0).map(lambda value: round(value, 4))


def test_numbers_follow_by_their_rules() -> None:
    """What follows is worked out in the rules' order, from what is given and from what followed before."""
    numbers = worked_out({"a": 2.0, "b": -3.0, "c": 1.0}, RULES)
    assert numbers == {"a": 2.0, "b": -3.0, "c": 1.0, "product": -6.0, "sum": -5.0, "square": 25.0}
    with pytest.raises(KeyError, match="c"):
        worked_out({"a": 2.0, "b": -3.0}, RULES)


@given(FACTORS, FACTORS, FACTORS)
def test_what_is_printed_follows_from_what_is_printed(a: float, b: float, c: float) -> None:
    """Whoever works a number out from the texts of those that it follows from finds its text, to its last digit."""
    texts = closing(worked_out({"a": a, "b": b, "c": c}, RULES), RULES, places=2)
    printed = {name: float(text.replace("−", "-")) for name, text in texts.items()}
    for name, (operands, function) in RULES.items():
        places = len(texts[name].partition(".")[2])
        found = function(*(printed[each] for each in operands))
        assert printed[name] == pytest.approx(found, abs=0.5001 * 10.0**-places)


def test_digits_are_as_few_as_close() -> None:
    """Round numbers have no more digits than they are said to have at least; others get what their results need."""
    assert closing({"a": 2.0, "b": 0.5, "product": 1.0}, {"product": RULES["product"]}, 1) == {
        "a": "2.0", "b": "0.5", "product": "1.0",
    }  # fmt: skip
    texts = closing({"a": 4.996, "b": 4.0, "product": 19.984}, {"product": RULES["product"]}, 0, {"product": 2})
    assert texts == {"a": "4.996", "b": "4", "product": "19.98"}
