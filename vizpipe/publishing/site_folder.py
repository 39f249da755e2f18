"""The folder that a site stands in, with a list of the files that are the site's: those it no longer needs can go."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from vizpipe.errors import UsageError
from vizpipe.manifest.ownership import holds
from vizpipe.store import atomic, folders, hashes
from vizpipe.store.folders import keep_inside
from vizpipe.store.identity import identities

LISTING = "vizpipe-site.json"
"""What lies beside the pages."""


class Written(NamedTuple):
    """A file of the site: its hash and how many bytes it has."""

    sha256: str
    size: int


def listing(output: Path) -> dict[str, str]:
    """The files of the site that stands there, with their hashes. Raises UsageError for a folder with anything else."""
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file; name a folder with -o")
    try:
        if not output.exists() or not any(output.iterdir()):
            return {}
        files = json.loads((output / LISTING).read_bytes())["files"]
        return {str(path): str(digest) for path, digest in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{output}: it holds something that is no site of vizpipe; name another with -o") from None


def write(pages: Iterable[tuple[str, bytes]], output: Path, origin: str, *, overwrite: bool) -> dict[str, Written]:
    """Write the site, and delete what an older one left. Before the first file the folder says whose they all are.

    Raises UsageError, before anything is written, where a file stands that is not the site's.
    """
    old = listing(output)
    contents = dict(pages)
    files = {address: Written(hashes.sha256_of(data), len(data)) for address, data in contents.items()}
    digests = {address: file.sha256 for address, file in files.items()}
    keep_inside(output / LISTING, output)
    ours = identities(output / address for address in old)
    for address, digest in digests.items():
        target = output / address
        keep_inside(target, output)
        if not overwrite and identities([target]) - ours and not holds(target, digest):
            raise UsageError(f"{target} is there, and is not the site's; --overwrite replaces it")
    folders.make_folder(output)
    _list(output, origin, old | digests)
    for address, data in contents.items():
        target = output / address
        folders.make_folder(target.parent)
        atomic.write(target, data)
    _list(output, origin, digests)
    _discard(output, old, files)
    return files


def _discard(output: Path, old: Mapping[str, str], new: Mapping[str, Written]) -> None:
    """Delete the files of an older site that the new one has no longer, as far as they are as they were written."""
    needed = identities(output / address for address in new)
    for address in sorted(old.keys() - new.keys()):
        atomic.discard(output, address, old[address], needed)


def _list(output: Path, origin: str, files: Mapping[str, str]) -> None:
    table = {"made by": origin, "files": dict(sorted(files.items()))}
    atomic.write(output / LISTING, json.dumps(table, indent=1).encode() + b"\n")
