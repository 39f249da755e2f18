"""Formulas in words that somebody gives."""

import pytest

from vizpipe.drawing import measure
from vizpipe.drawing.measure import Face
from vizpipe.drawing.picture.compose import sentences
from vizpipe.drawing.say import Say
from vizpipe.errors import UsageError
from vizpipe.parameters.catalogue import checked
from vizpipe.parameters.settings import Settings
from vizpipe.project.formulas import given

MATH = Face(has_formulas=True)


def test_formulas_of_all_given_words_are_found() -> None:
    """Title, caption, headlines and labels may hold formulas; a dollar behind a backslash begins none."""
    said = Settings({"title": "$a$ for \\$5", "caption": "so $b c$", "headline": "start=$d$"})
    assert given(said, {"Input": "$e$"}) == ("$a$", "$b c$", "$d$", "$e$")


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        (r"What $\foo$ does", r"title: \$\\foo\$ can't be set as mathematics \(Unknown symbol: \\foo\)"),
        (r"$\frac{1}$", r"title: \$\\frac\{1\}\$ can't be set"),
        ("for $5", "title: 'for \\$5' has a \\$ that no formula ends with"),
        (f"${'x' * 300}$", "title: a formula has 302 letters; 200 is the most"),
        (f"${'{' * 90}x{'}' * 90}$", "title: .* can't be set"),
    ],
)
def test_what_can_not_be_set_is_refused_by_name(title: str, reason: str) -> None:
    """The text and the formula are named, in one line."""
    with pytest.raises(UsageError, match=reason) as caught:
        given(Settings({"title": title}), {})
    assert "\n" not in str(caught.value)


def test_only_given_formulas_are_set() -> None:
    """A dollar that no formula has is written with a backslash, once, also in names that fill a template."""
    say = Say({"Input": "In $x_{1}$ of {name}"}, formulas=["$x_{1}$"])
    text = say("Input", name="$5 and $6")
    assert text == r"In $x_{1}$ of \$5 and \$6"
    assert say.whole(text) == text
    assert Say().whole("$5 and $6") == "$5 and $6"


def test_braces_of_a_formula_are_its_own() -> None:
    """They are names of a template only where mathematics was not asked for."""
    words = {"Input": r"$\frac{1}{2}$"}
    assert checked(words, "labels", math=True) == words
    with pytest.raises(UsageError, match="must be a name alone"):
        checked(words, "labels")


def test_a_formula_is_as_wide_as_it_is_drawn_and_never_breaks() -> None:
    """The source of a formula is wider than what is set, and spaces in it end no line and no sentence."""
    text = r"$\frac{a b}{c d}$"
    assert measure.width(text, 20.0, MATH) < 0.5 * measure.width(text, 20.0)
    assert [piece for piece, _ in measure.pieces(f"one {text} two", has_formulas=True)] == ["one", text, "two"]
    assert sentences("We have $x. Y$. So.", has_formulas=True) == ["We have $x. Y$.", "So."]
