"""What tells a manifest of vizpipe's from other JSON of that name."""

from pathlib import Path

from vizpipe.store.hashes import read_file

NAME = "manifest.json"


_HEAD = b'{"schema":'
_CONFLICT = b"<<<<<<< HEAD\n"


def is_ours(path: Path) -> bool:
    """Whether a file is a manifest of vizpipe's, by its name and how it begins. Raises OSError."""
    return path.name == NAME and read_file(path).startswith((_HEAD, _CONFLICT + _HEAD))
