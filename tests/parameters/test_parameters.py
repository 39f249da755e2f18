"""Parameters: kinds, limits, words that become values, and what will not do."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from vizpipe.errors import RecipeError, UsageError
from vizpipe.parameters.parameter import Parameter, Value, check, complete
from vizpipe.parameters.parsing import parse
from vizpipe.parameters.signature import RESERVED, declare
from vizpipe.recipe import Probability, Rate, Recipe, Seed, recipe


class Dot(NamedTuple):
    """A place."""

    x: float


def everything(  # noqa: PLR0913 - one of each kind
    *,
    activation: Annotated[Literal["relu", "tanh"], "what it does"] = "tanh",
    rate: Rate = 0.1,
    target: Rate | None = None,
    count: Annotated[int, Meta(ge=1, le=9)] = 3,
    share: Probability = 0.5,
    live: bool = True,
    words: str = "none said",
    data: Path | None = None,
    seed: Seed = 0,
) -> Dot:
    """Take one of each kind."""
    del activation, rate, target, count, live, words, data, seed
    return Dot(share)


everything.__annotations__["data_file"] = everything.__annotations__.pop("data")


def one_of_each() -> Recipe[..., Dot]:
    """Make the recipe; ``data`` is a reserved name, so it is called otherwise."""
    import inspect

    signature = inspect.signature(everything)
    renamed = [p.replace(name="data_file") if p.name == "data" else p for p in signature.parameters.values()]
    everything.__signature__ = signature.replace(parameters=renamed)  # type: ignore[attr-defined]
    return recipe()(everything)


def parameters() -> dict[str, Parameter]:
    """Its parameters by name."""
    return {parameter.name: parameter for parameter in one_of_each().parameters}


def test_a_signature_is_the_interface() -> None:
    """Kinds, choices, limits, help and defaults of parameters come from annotations alone."""
    found = parameters()
    assert {name: p.kind for name, p in found.items()} == {
        "activation": "choice",
        "rate": "number",
        "target": "number",
        "count": "integer",
        "share": "number",
        "live": "flag",
        "words": "text",
        "data_file": "path",
        "seed": "integer",
    }
    assert found["activation"].choices == ("relu", "tanh")
    assert found["activation"].help == "what it does"
    assert (found["rate"].minimum, found["rate"].above) == (0.0, True)
    assert (found["share"].maximum, found["share"].below) == (1.0, True)
    assert found["target"].optional
    assert found["count"].as_json() == {"type": "integer", "default": 3, "help": "", "minimum": 1, "maximum": 9}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("activation", "rleu"), ("activation", 1), ("activation", True), ("activation", None),
        ("rate", 0), ("rate", -1), ("rate", math.nan), ("rate", math.inf), ("rate", 10**400), ("rate", "0.1"),
        ("rate", True), ("rate", None), ("count", 0), ("count", 10), ("count", 2.0), ("count", True), ("count", 2**70),
        ("share", 1.0), ("share", -0.1), ("live", 1), ("live", "true"), ("words", 3), ("words", "a\x00b"),
        ("data_file", 3), ("seed", -1),
    ],
)  # fmt: skip
def test_a_value_outside_its_limits_is_refused(name: str, value: object) -> None:
    """A value outside its limits is refused in a line with the parameter, the value and what is allowed."""
    with pytest.raises(UsageError, match=name.replace("_", "-") + " is .*, but must be "):
        check(parameters()[name], value)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e400", "-1", "0", "abc", "", "0x10", "١e999"])
def test_a_word_that_is_no_rate_is_refused(text: str) -> None:
    """A word that is no rate is refused, also one that Python's float would take."""
    with pytest.raises(UsageError, match="rate is"):
        parse(parameters()["rate"], text)


def test_words_become_values() -> None:
    """Each kind of parameter is read from a command line's word."""
    found = parameters()
    read = {"activation": "relu", "rate": "1e-3", "target": "none", "count": "4", "live": "false", "words": "none"}
    assert [parse(found[name], text) for name, text in read.items()] == ["relu", 1e-3, None, 4, False, "none"]
    assert check(found["target"], "none") is None  # as a project file says it, which has no word for nothing


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_a_rate_survives_its_own_words(rate: float) -> None:
    """A rate that is printed is read back as the same number."""
    assert parse(parameters()["rate"], repr(rate)) == rate


def test_an_unknown_parameter_offers_the_nearest() -> None:
    """An unknown parameter is refused with the nearest; dashes stand for underscores."""
    found = tuple(parameters().values())
    with pytest.raises(UsageError, match="no parameter rtae — did you mean rate"):
        complete(found, {"rtae": 1.0}, "")
    assert complete(found, {"data-file": "x.csv"}, "")["data_file"] == "x.csv"


def positional(rate: Rate = 0.1) -> Dot:
    """Positional."""
    return Dot(rate)


def untyped(*, rate=0.1) -> Dot:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Untyped."""
    return Dot(rate)


def no_default(*, rate: Rate) -> Dot:
    """No default."""
    return Dot(rate)


def reserved(*, fps: Rate = 0.1) -> Dot:
    """Reserved."""
    return Dot(fps)


def strange_type(*, rate: list[int] | None = None) -> Dot:
    """A type that no command line can carry."""
    del rate
    return Dot(0.0)


def bad_default(*, rate: Rate = 0.0) -> Dot:
    """A default outside its own limits."""
    return Dot(rate)


def no_frame(*, rate: Rate = 0.1) -> float:
    """No frame."""
    return rate


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (positional, "parameter rate must be keyword-only"),
        (untyped, "parameter rate has no type"),
        (no_default, "parameter rate needs a default"),
        (reserved, "parameter fps: the name is one of run's own"),
        (strange_type, "not a type that a parameter can have"),
        (bad_default, "default is outside its own limits"),
        (no_frame, "return type must be a NamedTuple"),
    ],
)
def test_a_signature_that_will_not_do_is_refused(function: Callable[..., Any], says: str) -> None:
    """A signature that will not do is refused at registration, with the function's and the parameter's name."""
    with pytest.raises(RecipeError, match=f"{function.__name__}.*{says}"):
        recipe()(function)


def test_every_reserved_name_is_refused() -> None:
    """Not one of run's own options, now or by plan, can be a parameter."""
    for name in RESERVED:
        scope: dict[str, Any] = {"Dot": Dot}
        exec(f"def f(*, {name}: int = 1) -> Dot: ...", scope)  # noqa: S102 - names from our own list
        with pytest.raises(RecipeError, match=name):
            recipe()(scope["f"])


def test_a_bad_variant_is_refused() -> None:
    """A bad variant is refused with the recipe's and the variant's name."""

    def fine(*, rate: Rate = 0.1) -> Dot:
        return Dot(rate)

    values: dict[str, Value] = {"rate": -1.0}
    with pytest.raises(RecipeError, match="fine, variant backwards: rate is -1"):
        recipe(variants={"backwards": values})(fine)


def test_a_type_may_say_twice_that_there_may_be_nothing() -> None:
    """``None`` is allowed once, however often a type says so and whatever is told between."""
    hint = Annotated[Annotated[float, Meta(gt=0.0)] | None, "What to stop at"] | None
    found = declare("target", hint, None, "a recipe")
    assert (found.kind, found.optional, found.help, found.minimum) == ("number", True, "What to stop at", 0.0)
