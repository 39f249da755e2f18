"""Keywords of a call → values as a command line would give them."""

import os
from collections.abc import Iterable, Mapping

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.parameter import Value, check
from vizpipe.registry.card import Card


def known(card: Card, parameters: Mapping[str, object], own: Iterable[str]) -> dict[str, Value]:
    """The recipe's parameters among the keywords of a call that has ``own`` ones too.

    Raises UsageError for a word that is nobody's, with the nearest, and for a value that won't do.
    """
    by_name = {parameter.name: parameter for parameter in card.parameters}
    for each in parameters:
        if each not in by_name:
            raise UsageError(f"{card.name}: no parameter {each}{nearest(each, [*by_name, *own])}")
    return {key: check(by_name[key], plain(value)) for key, value in parameters.items()}


def plain(value: object) -> object:
    """A value as a command line would give it: numpy's numbers as Python's, paths as texts, a size as one text."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, tuple) and all(isinstance(each, int) for each in value):
        return "x".join(map(str, value))
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "shape", None) == () else value
