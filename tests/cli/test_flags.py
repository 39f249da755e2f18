"""Parameters that are true or false, on the command line."""

import click
import pytest

from vizpipe.cli.options import option
from vizpipe.errors import UsageError
from vizpipe.parameters.parameter import Parameter


def asked(*words: str) -> object:
    """What a command with one flag, usually false, and one number gets from these words."""
    flag, number = Parameter("as_drawn", "flag", default=False), Parameter("size", "integer", default=1)
    command = click.Command("try", params=[option(flag), option(number)], callback=lambda **values: values)
    values: dict[str, object] = command.main([*words], standalone_mode=False)
    return values["as_drawn"], values["size"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ((), (None, None)),
        (("--as-drawn",), (True, None)),
        (("--as-drawn", "--size", "3"), (True, 3)),
        (("--as-drawn", "false"), (False, None)),
        (("--as-drawn=true", "--size", "3"), (True, 3)),
    ],
)
def test_a_flag_alone_is_true(words: tuple[str, ...], value: object) -> None:
    """A flag without a value is true, and it still takes true or false; a number keeps needing its value."""
    assert asked(*words) == value


def test_what_is_no_truth_is_refused() -> None:
    """A flag that is given anything else, and a number without a value, are refused."""
    with pytest.raises(UsageError, match="as-drawn is perhaps, but must be true or false"):
        asked("--as-drawn", "perhaps")
    with pytest.raises(click.UsageError, match="requires an argument"):
        asked("--size")
