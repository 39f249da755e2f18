"""Parameters that are true or false, on the command line."""

import re

import click
import pytest

from vizpipe.cli.deck import deck
from vizpipe.cli.grouped import Grouped
from vizpipe.cli.options import option
from vizpipe.cli.run import _own_options
from vizpipe.errors import UsageError
from vizpipe.parameters.parameter import Parameter
from vizpipe.parameters.settings import SETTINGS
from vizpipe.parameters.signature import RESERVED


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


def test_no_parameter_can_have_the_name_of_an_option() -> None:
    """Every option that ``run`` has beside a recipe's parameters is a reserved name, and so is every setting."""
    names = {word[2:].replace("-", "_") for each in _own_options() for word in each.opts if word.startswith("--")}
    assert {f"{name}_" if name == "from" else name for name in names} <= RESERVED
    assert SETTINGS.keys() <= RESERVED


def test_options_stand_in_groups() -> None:
    """Help has every option, in the groups in which people ask; the command's own are what it alone has."""
    command = Grouped("try", params=[option(Parameter("size_of_it", "integer", default=1)), *_own_options()])
    told = command.get_help(click.Context(command))
    for each in command.params:
        assert len(re.findall(rf"(?<![\w-]){each.opts[-1]}(?![\w-])", told.replace("from --seed", ""))) >= 1, each.opts
    heads = [line for line in told.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert heads == ["Options:", "The file:", "Its look:", "Its words:", "Several films:", "Its motion:", "The work:"]
    own = told.split("Options:")[1].split("The file:")[0]
    assert own.split()[0] == "--size-of-it"
    assert own.count("--") == 1
    assert all(f"--{each.name} " in told or f"--{each.name}\n" in told for each in SETTINGS.values())
    assert isinstance(deck, Grouped)
