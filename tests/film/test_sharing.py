"""A whole shared out by weights within limits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vizpipe.film.sharing import shared


@settings(deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 3, 50, 10**9]), min_size=1, max_size=9), st.integers(0, 9), st.data())
def test_parts_add_up_within_their_limits_as_the_weights_are(
    weights: list[int], least: int, data: st.DataObject
) -> None:
    """Parts add up to the whole, none is beyond a limit, and who weighs more gets no less, but for rounding."""
    most = data.draw(st.integers(least, 40))
    whole = data.draw(st.integers(least * len(weights), most * len(weights)))
    parts = shared(whole, weights, least, most)
    assert sum(parts) == whole
    assert all(least <= part <= most for part in parts)
    pairs = [(weights[a] - weights[b], parts[a] - parts[b]) for a in range(len(parts)) for b in range(len(parts))]
    assert all(further >= -1 for heavier, further in pairs if heavier >= 0)
    inside = [(weight, part) for weight, part in zip(weights, parts, strict=True) if least < part < most and weight]
    rates = [(part - 1) / weight for weight, part in inside], [(part + 1) / weight for weight, part in inside]
    assert not inside or max(rates[0]) <= min(rates[1])


@pytest.mark.parametrize(
    ("weights", "parts"),
    [
        ([1, 1, 1], [33, 34, 33]),
        ([3, 1, 1], [60, 20, 20]),
        ([8, 1, 1], [70, 15, 15]),
        ([80, 1, 0], [70, 20, 10]),
        ([0, 0, 0], [33, 34, 33]),
        ([1, 0, 0], [70, 15, 15]),
    ],
)
def test_who_gets_a_limit_leaves_the_rest_to_the_others(weights: list[int], parts: list[int]) -> None:
    """A hundred in three parts from 10 to 70: by weight, and where that is too little or too much, the limit."""
    assert shared(100, weights, 10, 70) == parts


def test_what_no_parts_add_up_to_is_refused() -> None:
    """A whole that is less than all least parts, or more than all most, is refused."""
    for whole in (29, 211):
        with pytest.raises(ValueError, match=f"{whole} can't be 3 parts from 10 to 70"):
            shared(whole, [1, 1, 1], 10, 70)
