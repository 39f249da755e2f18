"""The manifest as text that git merges: three lines an asset, of which one changes, and no comma that moves.

::

    {"schema":3,"assets":{
    "one":{
    "recipe":…,"seal":"…",
    "name":"one"},
    "":{"files":{}}}}

Its name stands before and after what is known of an asset, so that two branches which change neighbours touch no common
line; the last line is always the same: an asset without a name and without files, which a loop of one's own can take.
A union of two branches is JSON still. Older manifests have a line an asset, or null in the last line.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from vizpipe.store.hashes import unix

END = ""
"""The name in the last line, which no asset has."""
_LAST = b'{"files":{}}'
_MARKS = re.compile(rb"^(<{7}|>{7}|\|{7}|={7})( .*)?$")
_NAME = re.compile(rb'^("(?:[^"\\]|\\.)*"):\{$')
_BASE, _OTHER = b"|||||||", b"======="
"""In some styles of conflict what both branches began with stands between these."""
_BEGIN, _END = b"<<<<<<<", b">>>>>>>"


class Found(NamedTuple):
    """What stands for an asset in a text, as JSON."""

    name: str
    entry: bytes


def join(schema: int, entries: Iterable[tuple[str, bytes]]) -> bytes:
    """The text of a manifest from the JSON of each asset."""
    assets = []
    for name, entry in sorted(entries):
        quoted = msgspec.json.encode(name)
        assets.append(quoted + b":{\n" + entry[1:-1] + b',\n"name":' + quoted + b"},\n")
    return b'{"schema":%d,"assets":{\n' % schema + b"".join(assets) + b'"":%s}}\n' % _LAST


def is_last(entry: bytes) -> bool:
    """Whether what stands under the name END is the last line, as it is written or as it was."""
    return b"".join(entry.split()) in (_LAST, b"null")


def is_conflict(text: bytes) -> bool:
    """Whether git left a conflict in it."""
    marks = {line[:7] for line in unix(text).split(b"\n") if _MARKS.fullmatch(line)}
    return _BEGIN in marks or _END in marks


def schemas(data: bytes) -> list[object]:
    """The schema that these bytes name; several where git left a conflict, none where they are damaged."""
    if is_conflict(data):
        return [int(each) for each in re.findall(rb'^\{"schema":(\d{1,9}),', data, re.MULTILINE)]
    try:
        decoded = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return []
    if isinstance(decoded, dict):
        return [decoded.get("schema")]
    return [None] if decoded else []  # nothing is nobody's


def told_of(place: str) -> str:
    """What to do about a conflict there, in words."""
    return f"git left a conflict in {place}; vizpipe build, then git add"


def entries(text: bytes) -> list[Found]:
    """What stands for each asset in a text that is no manifest any more, or one of two branches: perhaps several times.

    Nothing in it is believed: whether an entry is whole, and whether it is of this asset, its seal tells.
    """
    found: list[Found] = []
    name, is_base = None, False
    for line in unix(text).split(b"\n"):
        if _MARKS.fullmatch(line):
            is_base = line[:7] == _BASE or (is_base and line[:7] not in (_OTHER, _END))
        elif is_base:
            continue
        elif _NAME.fullmatch(line):
            name = _read(line[:-2])
        elif line.startswith(b'"recipe":') and isinstance(name, str):
            found.append(Found(name, b"{" + line.removesuffix(b",") + b"}"))
        elif line.startswith(b'"') and isinstance(old := _read(b"{" + line.removesuffix(b",") + b"}"), dict):
            found += [Found(each, msgspec.json.encode(value)) for each, value in old.items() if each != END]
    return found


def _read(text: bytes) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
