"""Sizes of files in words."""

import pytest

from vizpipe.store.sizes import too_large, weight_of


@pytest.mark.parametrize(
    ("size", "words"), [(40, "1 kB"), (33_400, "33 kB"), (999_999, "1000 kB"), (1_250_000, "1.2 MB")]
)
def test_a_small_file_weighs_kilobytes(size: int, words: str) -> None:
    """No file weighs 0.0 MB."""
    assert weight_of(size) == words


@pytest.mark.parametrize(("most", "words"), [(1, "1 byte"), (900, "900 bytes"), (1_500_000, "1,500 kB")])
def test_a_budget_is_said_as_it_was_given(most: int, words: str) -> None:
    """A budget of a byte is no budget of 0 kB."""
    assert str(too_large("a.gif", 2_000_000, most)).endswith(f"than 2,000 kB; max-bytes is {words}")
