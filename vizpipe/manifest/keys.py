"""What each step depends on. A key is the hash of its ingredients, and the ingredients are kept, in words."""

import functools
import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from vizpipe.manifest.reason import reasons, told
from vizpipe.parameters.parameter import Value
from vizpipe.registry.bases import BASES
from vizpipe.registry.card import Card, Code
from vizpipe.store import hashes

Ingredients = dict[str, Value]


class Key(NamedTuple):
    """A hash, and what went into it by name."""

    hash: str
    ingredients: Ingredients


def key(ingredients: Mapping[str, Value]) -> Key:
    """Hash ingredients in an order of their own, so that the order of options changes nothing."""
    ordered = dict(sorted(ingredients.items()))
    return Key(hashlib.sha256(msgspec.json.encode(ordered, order="deterministic")).hexdigest(), ordered)


def film(card: Card, values: Mapping[str, Value], root: str) -> Key:
    """What training depends on: parameters, the code that the recipe uses, the libraries."""
    return key({"recipe": card.name} | _code(card.film) | _parameters(values) | _data(card, values, root))


def taken(card: Card, film: str, values: Mapping[str, Value], root: str) -> Key:
    """What a film depends on that is in a file: the file's content, what the recipe takes, the code that reads it."""
    from vizpipe.registry import code  # noqa: PLC0415 - what few assets need

    pictured = {name: value for name, value in values.items() if name in card.pictured}
    drawn = hashlib.sha256("\n".join(card.pictures.parts.values()).encode()).hexdigest()
    parts: Ingredients = {
        "recipe": card.name,
        "recipe's pictures": drawn,
        "vizpipe film": code.house(*BASES["taken"]),
    }
    return key(parts | _parameters(pictured) | _digest(film, Path(root, film)) | _code(Code({}, ("numpy",))))


def pictures(
    card: Card,
    digest: str,
    values: Mapping[str, Value],
    look: Mapping[str, Value],
    frames: int | None,
    root: str,
) -> Key:
    """What drawing depends on: the film's content and parameters, which captions may name, the code, the look."""
    content: Ingredients = {"title": card.title, "film": digest, "frames": frames}
    appearance: Ingredients = {f"look {name}": value for name, value in look.items()}
    return key(content | appearance | _parameters(values) | _code(card.pictures) | _data(card, values, root))


def file(card: Card, content: str, form: str, encoder: int, settings: Mapping[str, Value]) -> Key:
    """What a file depends on: the pictures' (or the film's) content, the format and its settings, the encoders."""
    return key({"content": content, "format": form, "encoder": encoder, "vizpipe files": card.files, **settings})


def changed(old: Mapping[str, Value], new: Mapping[str, Value], lines: Mapping[str, int]) -> list[str]:
    """What differs, a sentence each: with file and line if it is code, old → new if a person can read both."""
    return [each.text for each in reasons(old, new, lines)]


def environment(old: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, tuple[str, str]]:
    """What of Python and the libraries differs: name → old, new."""
    names = [name for name in sorted(old.keys() | new.keys()) if is_environment(name)]
    return {name: (told(old, name), told(new, name)) for name in names if old.get(name) != new.get(name)}


def same_work(old: Mapping[str, Value], new: Mapping[str, Value]) -> bool:
    """Whether two sets of ingredients ask for the same work, be it with other libraries."""
    before, after = ({name: each[name] for name in each if not is_environment(name)} for each in (old, new))
    return before == after


def is_environment(name: str) -> bool:
    """Whether an ingredient is Python or a library."""
    return name == "python" or name.startswith("package ")


def _parameters(values: Mapping[str, Value]) -> Ingredients:
    return {f"parameter {name}": value for name, value in values.items()}


def _code(code: Code) -> Ingredients:
    """The code by name, and the version of every distribution it imports."""
    python: Ingredients = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    return python | code.parts | {f"package {package}": _version(package) for package in code.packages}


@functools.cache
def _version(package: str) -> str:
    """The version of a distribution; a thousand assets ask for the same few."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - the email parser, and more

    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def data_files(card: Card, values: Mapping[str, Value], root: str) -> list[Path]:
    """Every file that a parameter names, or that lies in a folder which one names, relative to ``root``."""
    return [path for _, path in _named(card, values, root)]


def _named(card: Card, values: Mapping[str, Value], root: str) -> Iterator[tuple[str, Path]]:
    for parameter in card.parameters:
        value = values.get(parameter.name)
        if parameter.is_file(value) and isinstance(value, str):
            path = Path(root, value)
            if parameter.kind == "path" and path.is_dir():
                files = [file for file in sorted(path.rglob("*")) if file.is_file()]
                yield from ((f"{value}/{file.relative_to(path).as_posix()}", file) for file in files)
            else:
                yield value, path


def _data(card: Card, values: Mapping[str, Value], root: str) -> Ingredients:
    """The content of data files that parameters name."""
    digests: Ingredients = {}
    for name, path in _named(card, values, root):
        digests |= _digest(name, path)
    return digests


def _digest(name: str, path: Path) -> Ingredients:
    try:
        return {f"data {name}": hashes.content(path)}
    except OSError as error:
        return {f"data {name}": f"unreadable: {error.strerror}"}
