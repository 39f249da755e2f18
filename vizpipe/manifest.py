"""What was published, from what: one stable line an asset, so that merges are easy."""

import re
from pathlib import Path

import msgspec

from vizpipe.errors import UsageError
from vizpipe.parameters import Value
from vizpipe.store import write

SCHEMA = 1
NAME = "manifest.json"
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
    film: dict[str, list[list[float]]]
    """The film in a few numbers."""
    files: dict[str, File]


class Manifest(msgspec.Struct, frozen=True):
    """All assets of one outputs folder."""

    schema: int = SCHEMA
    assets: dict[str, Entry] = {}


def read(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one if it is missing or damaged, for the next build repairs it.

    Raises UsageError for a file of this name that isn't vizpipe's, or is a newer vizpipe's: it must not be lost.
    """
    path = folder / NAME
    try:
        data = path.read_bytes()
        rough = msgspec.json.decode(data)
    except (OSError, msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return Manifest()
    if isinstance(rough, dict):
        schema = rough.get("schema")
        if not isinstance(schema, int):
            raise UsageError(f"{path}: this is not vizpipe's manifest; choose another outputs folder")
        if schema > SCHEMA:
            raise UsageError(f"{path}: a newer vizpipe wrote this (schema {schema}); update vizpipe")
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError:
        return Manifest()
    inside = all(is_safe(file) for entry in manifest.assets.values() for file in entry.files)
    return manifest if inside else Manifest()


def is_safe(name: str) -> bool:
    """Whether a file's name stays inside its folder."""
    return bool(_SAFE.fullmatch(name)) and ".." not in name.split("/") and len(name) < 200  # noqa: PLR2004


def encode(manifest: Manifest) -> bytes:
    """The manifest as text: one line an asset, in order of their names."""
    lines = [
        f"{msgspec.json.encode(name).decode()}:{msgspec.json.encode(entry, order='deterministic').decode()}"
        for name, entry in sorted(manifest.assets.items())
    ]
    body = ",\n".join(lines)
    return f'{{"schema":{manifest.schema},"assets":{{\n{body}\n}}}}\n'.encode()


def mark_kept(folder: Path, assets: dict[str, Entry]) -> dict[str, Entry]:
    """Say of each file whether git keeps it; outside git all are kept."""
    import subprocess  # noqa: PLC0415 - only to write a manifest

    names = [file for entry in assets.values() for file in entry.files]
    asked = "\0".join(names).encode()
    try:
        command = ["git", "-C", str(folder), "check-ignore", "-z", "--stdin"]
        done = subprocess.run(command, input=asked, capture_output=True, check=False, timeout=20)
        ignored = set(done.stdout.decode(errors="replace").split("\0"))
    except (OSError, subprocess.SubprocessError):
        ignored = set()
    return {
        name: msgspec.structs.replace(
            entry,
            files={
                file: msgspec.structs.replace(facts, kept=file not in ignored) for file, facts in entry.files.items()
            },
        )
        for name, entry in assets.items()
    }


def save(folder: Path, manifest: Manifest) -> None:
    """Write the manifest if its text would change. Raises MachineError."""
    target, text = folder / NAME, encode(manifest)
    try:
        if target.read_bytes() == text:
            return
    except OSError:
        pass
    write(target, text)
