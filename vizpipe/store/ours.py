"""What tells a manifest of vizpipe's from other JSON of that name."""

import re
from pathlib import Path

from vizpipe.store.hashes import read_file

NAME = "manifest.json"
_HEAD = re.compile(rb'(<{7} [^\n]*\n)?\{"schema":')
"""Git may have left a conflict in its first line, under any branch's name."""


def is_ours(path: Path) -> bool:
    """Whether a file is a manifest of vizpipe's, by its name and how it begins. Raises OSError."""
    return path.name == NAME and _HEAD.match(read_file(path)) is not None
