"""What each step depends on. A key is the hash of its ingredients, and the ingredients are kept, in words."""

import functools
import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from vizpipe.parameters import Value
from vizpipe.registry import Card

Ingredients = dict[str, Value]


class Key(NamedTuple):
    """A hash, and what went into it by name."""

    hash: str
    ingredients: Ingredients


def key(ingredients: Mapping[str, Value]) -> Key:
    """Hash ingredients in an order of their own, so that the order of options changes nothing."""
    kept = dict(sorted(ingredients.items()))
    return Key(hashlib.sha256(msgspec.json.encode(kept, order="deterministic")).hexdigest(), kept)


def film(card: Card, values: Mapping[str, Value], root: str) -> Key:
    """What training depends on: parameters, the code that the recipe uses, the libraries."""
    return key(
        {"recipe": card.name}
        | _code(card)
        | {f"parameter {name}": value for name, value in values.items()}
        | _data(card, values, root)
    )


def pictures(card: Card, digest: str, look: Mapping[str, Value | tuple[str, ...]], frames: int | None) -> Key:
    """What drawing depends on: the film's content, the code, the look."""
    seen: Ingredients = {
        f"look {name}": ", ".join(value) if isinstance(value, tuple) else value for name, value in look.items()
    }
    return key({"film": digest, "frames": frames} | seen | _code(card))


def file(card: Card, content: str, suffix: str, encoder: int, settings: Mapping[str, Value]) -> Key:
    """What a file depends on: the pictures' (or the film's) content, the format and its settings."""
    return key({"content": content, "format": suffix, "encoder": encoder, "vizpipe": card.house, **settings})


def changed(old: Mapping[str, Value], new: Mapping[str, Value]) -> list[str]:
    """What differs, one line each: the name, old → new."""
    names = sorted(old.keys() | new.keys())
    return [
        f"{name}: {_short(old.get(name))} → {_short(new.get(name))}" for name in names if old.get(name) != new.get(name)
    ]


def _short(value: Value) -> str:
    text = str(value)
    return text[:12] + "…" if len(text) == hashlib.sha256().digest_size * 2 else text


def _code(card: Card) -> Ingredients:
    """The code by file, vizpipe as one, and the version of every distribution it imports."""
    code: Ingredients = {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "vizpipe": card.house}
    for number, (path, digest) in enumerate(card.code.items()):
        own = path == card.path
        name = path.replace("\\", "/").rsplit("/", 1)[-1]
        code[f"code {name}" if own else f"helper {number} {name}"] = digest
    code |= {f"package {package}": _version(package) for package in card.packages}
    return code


@functools.cache
def _version(package: str) -> str:
    """The version of a distribution; a thousand assets ask for the same few."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - the email parser, and more

    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _data(card: Card, values: Mapping[str, Value], root: str) -> Ingredients:
    """The content of data files that parameters name, relative to ``root``."""
    found: Ingredients = {}
    for parameter in card.parameters:
        value = values.get(parameter.name)
        if parameter.kind == "path" and isinstance(value, str):
            try:
                with Path(root, value).open("rb") as stream:
                    found[f"data {value}"] = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                found[f"data {value}"] = f"unreadable: {error.strerror}"
    return found
