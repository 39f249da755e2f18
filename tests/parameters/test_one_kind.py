"""Recipes' parameters and assets' settings are one kind, checked and refused in one way."""

import pytest

from vizpipe.errors import UsageError
from vizpipe.parameters.parameter import Parameter, Value, check
from vizpipe.parameters.settings import SETTINGS, Settings


def test_every_setting_is_a_parameter_whose_default_may_be_given() -> None:
    """A setting is a parameter, and its own default passes its own check."""
    for setting in SETTINGS.values():
        assert isinstance(setting, Parameter)
        if setting.default is not None:
            assert check(setting, setting.default) == setting.default


@pytest.mark.parametrize(
    ("key", "value", "becomes"),
    [
        ("max_bytes", "800 kB", 800_000),
        ("max_bytes", "1.5MiB", 1_572_864),
        ("max_bytes", 7, 7),
        ("frames", "12", 12),
        ("frames", "all", "all"),
        ("fps", 25, 25.0),
        ("no_title", True, True),
        ("size", None, None),
        ("loop", None, 0),
    ],
)
def test_a_setting_is_read_as_its_kind(key: str, value: object, becomes: Value) -> None:
    """Sizes become bytes, frames a number or all, and nothing said is the default."""
    read = Settings({key: value})[key]
    assert read == becomes
    assert type(read) is type(becomes)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("fps", "10", "fps is '10', but must be a number from 0.1 to 60"),
        ("loop", 1.5, "loop is 1.5, but must be a whole number from 0 to 65535"),
        ("frames", "0", "frames is 0, but must be a whole number, 1 or more, or all"),
        ("frames", "some", "frames is 'some', but must be a whole number, 1 or more, or all"),
        ("max_bytes", "", "max-bytes is empty, but must be a size such as 800kB or 2MB"),
        ("lang", "dee", "lang is dee, but must be one of en, de, fr, es, it, nl, ja, ko, zh — did you mean de?"),
        ("loop", True, "loop is true, but must be a whole number from 0 to 65535"),
        ("no_title", "true", "no-title is 'true', but must be true or false"),
        ("no_title", "yes", "no-title is yes, but must be true or false"),
        ("title", 3, "title must be a text, not 3"),
        ("title", "x" * 1001, "title has 1,001 letters; 1,000 is the most"),
        ("title", "a\nb", "title holds '\\n', which can't be drawn"),
        ("titel", "a", "unknown setting titel — did you mean title?"),
    ],
)
def test_a_setting_that_wont_do_is_refused_by_name(key: str, value: object, says: str) -> None:
    """The line names the setting, shows the value, and says what is allowed."""
    with pytest.raises(UsageError) as refused:
        Settings({key: value})
    assert str(refused.value) == says


def test_a_number_beyond_all_floats_is_refused_in_words() -> None:
    """A whole number of 400 digits is refused as any other, in a line that shows its beginning."""
    with pytest.raises(UsageError, match=r"n is 10{79}, but must be a whole number, 1 or more$"):
        check(Parameter("n", "integer", 1, minimum=1), 10**400)
