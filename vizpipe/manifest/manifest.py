"""What was published, from what: one stable line an asset, so that merges are easy."""

import contextlib
import hashlib
import re
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from vizpipe.errors import UsageError, explain
from vizpipe.film.content import Content
from vizpipe.film.drift import Record
from vizpipe.parameters.parameter import Value
from vizpipe.store import git
from vizpipe.store.atomic import write
from vizpipe.store.folders import keep_inside
from vizpipe.store.hashes import read_file, sha256
from vizpipe.store.locks import alone
from vizpipe.store.ours import _HEAD, NAME

SCHEMA = 2
_SEAL = 12
_MEGABYTE = 1_000_000
_SAFE = re.compile(r"[\w.+-]+(/[\w.+-]+)*")


class File(msgspec.Struct, frozen=True):
    """One published file."""

    sha256: str
    pixels: str
    """A digest of the decoded frames and durations; empty for data files."""
    bytes: int
    width: int
    height: int
    frames: int
    duration_ms: int
    alt: str
    kept: bool
    """Git does not ignore it."""

    @property
    def weight(self) -> str:
        """How many bytes it has, in words."""
        if self.bytes >= _MEGABYTE:
            return f"{self.bytes / _MEGABYTE:.1f} MB"
        return f"{max(round(self.bytes / 1000), 1)} kB"


class Keys(msgspec.Struct, frozen=True):
    """The three keys with their ingredients."""

    film: str
    pictures: str
    files: dict[str, str]
    ingredients: dict[str, dict[str, Value]]


class Entry(msgspec.Struct, frozen=True):
    """One asset."""

    recipe: str
    parameters: dict[str, Value]
    keys: Keys
    frames: int
    digest: str
    """Of the film's every number."""
    drawn: str
    """Of its pictures' every pixel, before any encoding."""
    film: list[Record]
    """The film, or the films side by side, in a few numbers."""
    files: dict[str, File]
    shown: Content | msgspec.UnsetType = msgspec.UNSET
    """What its pictures show; lines of before have nothing of it, and their seals hold."""
    seal: str = ""
    """A hash of all the rest, which tells a line that was edited from one that was written."""


class Manifest(msgspec.Struct, frozen=True):
    """All assets of one outputs folder."""

    schema: int = SCHEMA
    assets: dict[str, Entry] = {}


class Unreadable(ValueError):  # noqa: N818 - it is what a manifest can be
    """Why a manifest, or some of its lines, can't be taken for what vizpipe wrote."""


def read(folder: Path) -> Manifest:
    """The manifest of a folder as ``look`` gives it, without what is wrong with it."""
    return look(folder)[0]


def look(folder: Path) -> tuple[Manifest, str]:
    """The manifest of a folder without what is damaged, for the next build repairs it; and what is, or nothing.

    Raises UsageError for a file of this name that isn't vizpipe's, or is a newer vizpipe's, and MachineError for one
    that can't be read now: it must not be lost.
    """
    path = folder / NAME
    try:
        data = read_file(path)
    except (FileNotFoundError, NotADirectoryError):
        return Manifest(), ""
    except OSError as error:
        raise explain(error, str(path)) from error
    try:
        decoded = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return Manifest(), str(error)
    table = decoded if isinstance(decoded, dict) else {"schema": None if decoded else SCHEMA}  # nothing is nobody's
    schema = table.get("schema")
    if not isinstance(schema, int):
        raise UsageError(f"{path}: this is not vizpipe's manifest; choose another outputs folder")
    if schema > SCHEMA:
        raise UsageError(f"{path}: a newer vizpipe wrote this (schema {schema}); update vizpipe")
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        return Manifest(), str(error)
    entries = {name: _opened(name, entry) for name, entry in manifest.assets.items()}
    edited = next((_edited(name) for name, entry in entries.items() if entry is None), "")
    outdated = _other_schema(schema) if schema != SCHEMA else ""
    return Manifest(assets={name: entry for name, entry in entries.items() if entry is not None}), outdated or edited


def parse(data: bytes) -> Manifest:
    """The manifest in these bytes, every line as it was written. Raises Unreadable."""
    try:
        decoded = msgspec.json.decode(data)
        schema = decoded.get("schema") if isinstance(decoded, dict) else None
        if schema != SCHEMA:
            raise Unreadable(_other_schema(schema) if isinstance(schema, int) else "it is not vizpipe's")
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from None
    assets: dict[str, Entry] = {}
    for name, entry in manifest.assets.items():
        unsealed = _opened(name, entry)
        if unsealed is None:
            raise Unreadable(_edited(name))
        assets[name] = unsealed
    return Manifest(assets=assets)


def _other_schema(schema: int) -> str:
    return f"its schema is {schema!r}, not {SCHEMA}"


def _edited(name: str) -> str:
    return f"the line of {name[:100]} was edited"


def _opened(name: str, entry: Entry) -> Entry | None:
    """An entry without its seal, or None if that is broken or a file would lie outside the folder."""
    unsealed = msgspec.structs.replace(entry, seal="")
    is_inside = all(is_safe(file) for file in entry.files)
    return unsealed if is_inside and entry.seal == _seal(name, unsealed) else None


def _seal(name: str, entry: Entry) -> str:
    text = msgspec.json.encode((name, entry), order="deterministic")
    return hashlib.sha256(text).hexdigest()[:_SEAL]


def is_safe(name: str) -> bool:
    """Whether a file's name stays inside its folder."""
    return bool(_SAFE.fullmatch(name)) and ".." not in name.split("/") and len(name) < 200  # noqa: PLR2004


def encode(manifest: Manifest) -> bytes:
    """The manifest as text: one line an asset, in order of their names."""
    sealed = {name: msgspec.structs.replace(entry, seal=_seal(name, entry)) for name, entry in manifest.assets.items()}
    lines = [
        f"{msgspec.json.encode(name).decode()}:{msgspec.json.encode(entry, order='deterministic').decode()}"
        for name, entry in sorted(sealed.items())
    ]
    body = ",\n".join(lines)
    return f'{_HEAD}{manifest.schema},"assets":{{\n{body}\n}}}}\n'.encode()


def mark_kept(folder: Path, assets: dict[str, Entry], before: Mapping[str, Entry]) -> dict[str, Entry]:
    """Say of each file whether git keeps it; where git can't say, as it was before, and of new files that it does."""
    ignored = git.ignored(folder, [file for entry in assets.values() for file in entry.files])
    kept = {file: facts.kept for entry in before.values() for file, facts in entry.files.items()}

    def marked(file: str, facts: File) -> File:
        return msgspec.structs.replace(facts, kept=kept.get(file, True) if ignored is None else file not in ignored)

    return {
        name: msgspec.structs.replace(entry, files={file: marked(file, facts) for file, facts in entry.files.items()})
        for name, entry in assets.items()
    }


def enter(
    folder: Path, entries: dict[str, Entry], before: Mapping[str, Entry] | None = None, *, root: Path | None = None
) -> None:
    """Write new lines over the old, and leave those that another build has written meanwhile. Raises MachineError.

    ``before`` are the lines that the new ones were made from; without them every new line counts as newer.
    """
    with alone(folder):
        now = read(folder).assets
        newer = {name: entry for name, entry in entries.items() if _is_newer(folder, name, entry, now, before)}
        save(folder, Manifest(assets=mark_kept(folder, now | newer, now)), root)


def same(left: Entry, right: Entry, files: Collection[str] | None = None) -> bool:
    """Whether two lines say the same, but for what git keeps; of ``files`` only, if they are given."""
    return _plain(left, files) == _plain(right, files)


def _plain(entry: Entry, files: Collection[str] | None) -> Entry:
    replace = msgspec.structs.replace
    names = entry.files.keys() if files is None else entry.files.keys() & set(files)
    return replace(entry, files={name: replace(entry.files[name], kept=True) for name in sorted(names)})


def _is_newer(
    folder: Path, name: str, entry: Entry, now: Mapping[str, Entry], before: Mapping[str, Entry] | None
) -> bool:
    """Whether a line is newer than that which stands there; of two that are both new, the one whose files lie there."""
    present = now.get(name)
    origin = before.get(name) if before is not None else present
    if present is None or same(present, entry) or (origin is not None and same(present, origin)):
        return True
    is_new = origin is None or not same(entry, origin)
    return is_new and not _lies_there(folder, present)


def _lies_there(folder: Path, entry: Entry) -> bool:
    try:
        return all(sha256(folder / name) == facts.sha256 for name, facts in entry.files.items())
    except OSError:
        return False


def save(folder: Path, manifest: Manifest, root: Path | None = None) -> None:
    """Write the manifest if its text would change. Raises UsageError for a link out of ``root``, MachineError."""
    target, text = folder / NAME, encode(manifest)
    keep_inside(target, folder, root or folder)
    with contextlib.suppress(OSError):
        if target.read_bytes() == text:
            return
    write(target, text)
