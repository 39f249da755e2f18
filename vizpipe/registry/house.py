"""vizpipe's own files: what cards are made with, whatever the recipe."""

import functools
import hashlib
import io
import os
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

DATA_KINDS = (".npz", ".toml", ".html", ".js", ".css")
"""Files of vizpipe that count by their bytes."""
_APART = ("cli", "library", "publishing", "recipes")


@functools.cache
def digest() -> str:
    """A hash of all of vizpipe's own code and data, recipes and the command apart: cards are made with it."""
    found = hashlib.sha256()
    for place, data in _files(str(Path(__file__).parents[1])):
        found.update(b"%b\0%b\0" % (place.encode(), data))
    return found.hexdigest()


def _files(folder: str, inside: str = "") -> Iterator[tuple[str, bytes]]:
    """Where they lie in vizpipe's folder, and what stands in them. Every command waits for this: no paths are made."""
    for entry in sorted(os.scandir(folder), key=attrgetter("name")):
        place = inside + entry.name
        if entry.is_dir(follow_symlinks=False):
            if place not in _APART and entry.name != "__pycache__":
                yield from _files(entry.path, f"{place}/")
        elif entry.name.endswith((".py", *DATA_KINDS)) and entry.is_file():
            with io.FileIO(entry.path) as stream:
                yield place, stream.readall()
