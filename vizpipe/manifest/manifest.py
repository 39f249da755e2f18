"""What was published, from what: each asset stands for itself, so that merges are easy."""

import contextlib
import hashlib
from pathlib import Path
from typing import NamedTuple

import msgspec

from vizpipe.errors import UsageError, explain
from vizpipe.film.content import Before, Content
from vizpipe.film.drift import Record
from vizpipe.manifest import lines
from vizpipe.parameters.parameter import Value
from vizpipe.store import folders
from vizpipe.store.atomic import write
from vizpipe.store.hashes import is_still, read_file, unix
from vizpipe.store.ours import NAME
from vizpipe.store.sizes import weight_of

SCHEMA = 3
_KNOWN = (2, SCHEMA)  # they say the same: 2 has a line an asset
_DAMAGED = "it is damaged"
_SEAL = 12


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
        return weight_of(self.bytes)


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
    shown: Content | Before | msgspec.UnsetType = msgspec.UNSET
    """What its pictures show; lines of before have less of it, or nothing, and their seals hold."""
    processor: str | msgspec.UnsetType = msgspec.UNSET
    """What trained the film, if that is not the level whose last digits are the same everywhere."""
    seal: str = ""
    """A hash of all the rest, which tells a line that was edited from one that was written."""


class _Written(Entry, frozen=True):
    """One asset as it stands in the text."""

    name: str = ""


class _Text(msgspec.Struct, frozen=True):
    """What stands in the text, its assets unread."""

    assets: dict[str, msgspec.Raw] = {}


class Manifest(msgspec.Struct, frozen=True):
    """All assets of one outputs folder."""

    schema: int = SCHEMA
    assets: dict[str, Entry] = {}


class Unreadable(ValueError):  # noqa: N818 - it is what a manifest can be
    """Why a manifest, or some of its lines, can't be taken for what vizpipe wrote."""


class Look(NamedTuple):
    """What there is of a manifest, and what is wrong with it."""

    manifest: Manifest
    problem: str = ""
    """Nothing if it is as vizpipe wrote it."""
    is_merge: bool = False
    """Whether git left a conflict in it, or two branches side by side."""


def read(folder: Path) -> Manifest:
    """The manifest of a folder as ``look`` gives it, without what is wrong with it."""
    return look(folder).manifest


def look(folder: Path) -> Look:
    """The manifest of a folder without what is damaged, of what stands there twice the version whose files lie there.

    Raises UsageError for one that isn't vizpipe's, or a newer one's, and MachineError for one that can't be read now.
    """
    path = folder / NAME
    try:
        data = read_file(path)
    except (FileNotFoundError, NotADirectoryError):
        return Look(Manifest())
    except OSError as error:
        raise explain(error, str(path)) from error
    schemas = lines.schemas(data)
    for schema in schemas:
        if not isinstance(schema, int):
            raise UsageError(f"{path}: this is not vizpipe's manifest; choose another outputs folder")
        if schema > SCHEMA:
            raise UsageError(f"{path}: a newer vizpipe wrote this (schema {schema}); update vizpipe")
    if is_merge(data):
        kept, twice = _salvaged(folder, data)
        names = f" (in both: {', '.join(twice)[:200]})" if twice else ""
        return Look(kept, lines.told_of(f"{folder.name}/{NAME}") + names, is_merge=True)
    if (text := _text(data)) is None or not schemas:  # of a key that is no UTF-8 only one decoder complains
        return Look(_salvaged(folder, data)[0], _DAMAGED)
    entries = {name: _opened(name, entry) for name, entry in text.items()}
    edited = next((_edited(name) for name, entry in entries.items() if entry is None), "")
    outdated = "" if schemas[0] in _KNOWN else _other_schema(schemas[0])
    whole = {name: entry for name, entry in entries.items() if entry is not None}
    return Look(Manifest(assets=whole), outdated or edited)


def parse(data: bytes) -> Manifest:
    """The manifest in these bytes, every line as it was written. Raises Unreadable."""
    if is_merge(data):
        raise Unreadable(lines.told_of("it"))
    schemas = lines.schemas(data)
    if schemas and schemas[0] not in _KNOWN:
        raise Unreadable(_other_schema(schemas[0]) if isinstance(schemas[0], int) else "it is not vizpipe's")
    text = _text(data)
    if text is None or not schemas:
        raise Unreadable(_DAMAGED)
    assets: dict[str, Entry] = {}
    for name, entry in text.items():
        unsealed = _opened(name, entry)
        if unsealed is None:
            raise Unreadable(_edited(name))
        assets[name] = unsealed
    return Manifest(assets=assets)


def is_merge(data: bytes) -> bool:
    """Whether git left a conflict in these bytes, or two branches side by side."""
    text = None if lines.is_conflict(data) else _text(data)
    if text is not None and data.count(b'\n"recipe":') <= len(text):
        return False
    return lines.is_conflict(data) or any(len(entries) > 1 for entries in _versions(data).values())


def _text(data: bytes) -> dict[str, _Written] | None:
    """The assets in these bytes as they are written, or None if that is no manifest."""
    try:
        text = msgspec.json.decode(data, type=_Text)
        assets = text.assets
        if lines.END in assets and lines.is_last(bytes(assets[lines.END])):
            del assets[lines.END]
        return {name: msgspec.json.decode(raw, type=_Written) for name, raw in assets.items()}
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _versions(data: bytes) -> dict[str, list[Entry]]:
    """Every asset whose seal is whole, wherever it stands in these bytes, in each version that there is."""
    versions: dict[str, list[Entry]] = {}
    for name, text in lines.entries(data):
        with contextlib.suppress(msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            entry = _opened(name, msgspec.json.decode(text, type=_Written))
            if entry is not None and entry not in versions.get(name, []):
                versions.setdefault(name, []).append(entry)
    return versions


def _salvaged(folder: Path, data: bytes) -> tuple[Manifest, list[str]]:
    """Those assets, each in the version whose files lie there; and the names of those of which there are two."""
    found = _versions(data)
    assets = {name: next((e for e in each if lies_there(folder, e)), each[0]) for name, each in found.items()}
    return Manifest(assets=assets), sorted(name for name, entries in found.items() if len(entries) > 1)


def lies_there(folder: Path, entry: Entry) -> bool:
    """Whether all files of an entry lie in the folder, as they were built."""
    with contextlib.suppress(OSError):
        return all(is_still(folder / name, facts.sha256) for name, facts in entry.files.items())
    return False


def _other_schema(schema: object) -> str:
    return f"its schema is {schema!r}, not {SCHEMA}"


def _edited(name: str) -> str:
    return f"the line of {name[:100]} was edited"


def _opened(name: str, written: _Written) -> Entry | None:
    """An entry without its seal, or None if that is broken or a file would lie outside the folder."""
    if written.name not in ("", name):
        return None
    unsealed = Entry(**{field: getattr(written, field) for field in Entry.__struct_fields__ if field != "seal"})
    is_inside = all(folders.is_safe(file) for file in unsealed.files)
    return unsealed if is_inside and written.seal == _seal(name, unsealed) else None


def _seal(name: str, entry: Entry) -> str:
    return hashlib.sha256(msgspec.json.encode((name, entry), order="deterministic")).hexdigest()[:_SEAL]


def encode(manifest: Manifest) -> bytes:
    """The manifest as text (see ``lines``), in order of the assets' names."""
    sealed = {name: msgspec.structs.replace(entry, seal=_seal(name, entry)) for name, entry in manifest.assets.items()}
    told = [(name, msgspec.json.encode(entry, order="deterministic")) for name, entry in sealed.items()]
    return lines.join(manifest.schema, told)


def save(folder: Path, manifest: Manifest, root: Path | None = None) -> None:
    """Write the manifest if its text would change. Raises UsageError for a link out of ``root``, MachineError."""
    target, text = folder / NAME, encode(manifest)
    folders.keep_inside(target, folder, root or folder)
    with contextlib.suppress(OSError):
        if unix(target.read_bytes()) == text:  # git may have given it other line ends
            return
    write(target, text)
