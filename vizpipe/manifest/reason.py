"""What differs between two sets of ingredients, in sentences that a person can read: no hash, no syntax tree."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from vizpipe.parameters.parameter import Value

_HASH = re.compile(r"[0-9a-f]{12}|[0-9a-f]{64}(\.[0-9a-f]{64})?( [0-9a-f.]+)?")
"""Of code, of files, of pictures and when each is shown."""
_IMPORT = re.compile(r"import (?P<module>[\w.]+)( as \w+)?|from (?P<source>[\w.]+) import (?P<name>\w+|\*)( as \w+)?")
_TREE = re.compile(r"[A-Z]\w+\(\w+=.*")
_PARTS = {
    "its imports": "its imports were changed",
    "its top level": "what it does when it is read was changed",
    "its order": "the order of its definitions was changed",
    "": "it was changed",
}
"""What of a file is no definition, as keys name it."""
_HOUSE = {
    "film": "how vizpipe trains was changed",
    "pictures": "how vizpipe draws was changed",
    "files": "how vizpipe writes files was changed",
}
_CONTENT = {
    "film": "its film is another",
    "content": "what it shows is another",
    "recipe's pictures": "how the recipe draws was changed",
}


class Reason(NamedTuple):
    """One thing that differs, and where it stands if that is code."""

    text: str
    file: str = ""
    """As seen from the project's folder."""
    line: int = 0
    """0 if it stands nowhere any more."""


def reasons(old: Mapping[str, Value], new: Mapping[str, Value], lines: Mapping[str, int]) -> list[Reason]:
    """What differs, in the order of names; ``lines`` says where each name of the code stands, by file and name."""
    return [
        _reason(name, old, new, lines)
        for name in sorted(old.keys() | new.keys())
        if name not in old or name not in new or old[name] != new[name] or type(old[name]) is not type(new[name])
    ]


def _reason(name: str, old: Mapping[str, Value], new: Mapping[str, Value], lines: Mapping[str, int]) -> Reason:
    kind, _, rest = name.partition(" ")
    match kind:
        case "code":
            return _code(rest, old.get(name), new.get(name), lines)
        case "data":
            return Reason(_file(rest, old.get(name), new.get(name)))
        case "vizpipe":
            return Reason(_HOUSE.get(rest, f"vizpipe's {rest} was changed"))
    if name in _CONTENT:
        return Reason(_CONTENT[name])
    if is_hash(old.get(name)) or is_hash(new.get(name)):
        change = "is new" if name not in old else "is gone" if name not in new else "is another"
        return Reason(f"{'the ' if ' ' in name else ''}{name} {change}")
    return Reason(f"{name}: {told(old, name)} → {told(new, name)}")


def _code(place: str, old: Value, new: Value, lines: Mapping[str, int]) -> Reason:
    """A function, class or constant, or what of a file is none; None is what is not there."""
    file = f"{place.partition('.py')[0]}.py"
    definition = place[len(file) :].strip()
    line = lines.get(place, 0)
    where = f"{file}:{line}" if line else file
    if definition in _PARTS:
        return Reason(f"{where}: {_imported(old, new) or _PARTS[definition]}", file, line)
    if any(is_hash(each) or (isinstance(each, str) and _TREE.fullmatch(each)) for each in (old, new)):
        change = "is new" if old is None else "is gone" if new is None else "was changed"
        return Reason(f"{where}: {definition} {change}", file, line)
    before, after = ("nothing" if each is None else each for each in (old, new))
    return Reason(f"{where} {definition}: {before} → {after}", file, line)


def _imported(old: Value, new: Value) -> str:
    """``imports os now``, where it is one name that came or went; otherwise nothing."""
    found = [_IMPORT.fullmatch(each) if isinstance(each, str) else None for each in (old, new)]
    names = [each and ".".join(filter(None, each.group("module", "source", "name"))) for each in found]
    if old is None and names[1]:
        return f"imports {names[1]} now"
    if new is None and names[0]:
        return f"imports {names[0]} no longer"
    return f"imports {names[1]} in place of {names[0]}" if all(names) else ""


def _file(file: str, old: Value, new: Value) -> str:
    """A file that the recipe reads; instead of its hash there may be why it can't be read."""
    said = old if new is None else new
    if isinstance(said, str) and not is_hash(said):
        return f"{file}: {said}"
    return f"{file} {'is new' if old is None else 'is gone' if new is None else 'was changed'}"


def is_hash(value: Value) -> bool:
    """Whether a value tells a person nothing."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def told(values: Mapping[str, Value], name: str) -> str:
    """A value in words."""
    return str(values[name]) if name in values else "nothing"
