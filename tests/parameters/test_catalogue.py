"""Words instead of others: what a catalogue may hold."""

import pytest

from vizpipe.errors import UsageError
from vizpipe.parameters import headlines
from vizpipe.parameters.catalogue import checked, filled, plain
from vizpipe.parameters.settings import SETTINGS


def test_whitespace_is_forgiven() -> None:
    """A space that doesn't break, a narrow one and a line's end compare as a plain space."""
    assert plain("{share:.0f}\u00a0%\u202fright\n") == "{share:.0f} % right"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Epoch {n}", "Epoche", r"'Epoch \{n\}': \{n\} is missing in 'Epoche'"),
        ("Epoch {n}", "Epoche {m} {n}", r"there is no \{m\} here; it can use \{n\}"),
        ("Epoch {n}", "Epoche {n", "braces in 'Epoche {n' don't fit together"),
        ("Epoch {n}", "{n.__class__}", r"\{n.__class__\} must be a name alone"),
        ("Epoch {n}", "{n!r}", r"\{n\} must be a name alone"),
        ("Epoch {n}", "{n:>1000000000}", "asks for more places than can be drawn"),
        ("Loss", "x" * 10_000, "'Loss' has 10,000 letters; 1,000 is the most"),
        ("Loss", "a\x07b", r"'Loss' holds '\\x07', which can't be drawn"),
        ("Loss", 3, "'Loss' must be a text that can be drawn"),
        (" ", "x", "it stands for no text"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_by_its_name(old: str, new: object, problem: str) -> None:
    """A missing or extra name in braces, too many letters, what can't be drawn: one line that quotes the text."""
    with pytest.raises(UsageError, match=problem):
        checked({old: new}, "de.toml", strict=True)


def test_a_text_may_have_a_space_that_does_not_break_and_its_own_order() -> None:
    """Names in braces may change places and formats, and a line's end is a space."""
    said = checked({"{a} of {b:.{places}f}": "{b:.1f}\u00a0von\n{a}"}, "de.toml", strict=True)
    assert said == {"{a} of {b:.{places}f}": "{b:.1f}\u00a0von {a}"}
    assert checked({"a {b": "c {d"}, "labels") == {"a {b": "c {d"}  # braces are letters there


def test_an_equals_sign_in_a_headline_begins_no_other() -> None:
    """What stands before an equals sign is a beat's name, or the formula belongs to the headline."""
    assert headlines.read("start=P(y|x)=0.5|rest=Done") == {"start": "P(y|x)=0.5", "rest": "Done"}


def test_a_headline_asks_for_what_its_beat_has() -> None:
    """A headline of one's own may use its beat's names, and no other."""
    filled("{share} will do", ["share"], "headline rest")
    with pytest.raises(UsageError, match=r"headline rest: there is no \{n\} here; it can use nothing in braces"):
        filled("{n}", [], "headline rest")


def test_headlines_are_read_by_their_beats() -> None:
    """Several have bars between them; a bar before what names no beat is a letter."""
    assert headlines.read("a=b|c=d=e|f") == {"a": "b", "c": "d=e|f"}
    with pytest.raises(UsageError, match="headline is nothing, but must be BEAT=TEXT"):
        SETTINGS["headline"].checked("nothing")


def test_pauses_may_be_a_table() -> None:
    """Frames and seconds of a table are what is typed with colons between; what is no number is refused likewise."""
    pause = SETTINGS["pause"]
    assert pause.checked(pause.joined({"12": 2, "30": 0.5})) == pause.checked("12:2,30:0.5")
    with pytest.raises(UsageError, match="pause is 12:long, but must be FRAME:SECONDS"):
        pause.checked(pause.joined({"12": "long"}))
