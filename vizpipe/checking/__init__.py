"""Does what is committed still come out? Findings: what differs between the committed manifest and a new run."""

from pathlib import Path
from typing import Literal, NamedTuple, get_args

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.wording import literal

Kind = Literal["environment", "training", "drawing", "files", "manifest", "unknown"]
UNKNOWN: Kind = "unknown"
"""What ``--no-exec`` can't tell, because it runs nothing: training or drawing. It fails if either does."""
Share = Literal["content", "rendering"]
"""Parts of ``drawing``: pictures that show something else, and others that show the same."""
Decisive = Kind | Share
KINDS: tuple[Decisive, ...] = (*(kind for kind in get_args(Kind) if kind != UNKNOWN), *get_args(Share))
FAIL_ON: tuple[Decisive, ...] = ("training", "files", "manifest")
"""What ends with 4 unless the project file says otherwise: a library that only moves text is told, not failed."""

DROPPED = "no longer asked for; vizpipe clean deletes it"
GONE = "it is committed, but no longer asked for; vizpipe clean deletes it, then commit"


class Finding(NamedTuple):
    """One difference."""

    kind: Kind
    asset: str
    """Empty if it belongs to all."""
    text: str
    file: str = ""
    """The file that it is about, below the outputs folder."""
    share: Share | Literal[""] = ""
    """Of a drawing, whether it shows something else; nothing if that can't be told."""
    pixels: str = ""
    """How many pixels differ, by how much and where, if that was measured."""
    source: str = ""
    """The file of code that is the reason, below the project's folder."""
    line: int = 0
    """The line there, if it is known."""


def parse_reuse(value: object, file: Path | None = None) -> bool:
    """Whether the project allows films of the cache. Raises UsageError."""
    if value is not None and not isinstance(value, bool):
        where = "" if file is None else f"{file}: "
        raise UsageError(f"{where}reuse-films must be true or false, not {str(value)[:40]!r}")
    return bool(value)


def parse_fail_on(value: object, file: Path | None = None) -> tuple[Decisive, ...]:
    """The kinds that the project file names. Raises UsageError."""
    where = "" if file is None else f"{file}: "
    if value is None:
        return FAIL_ON
    if not isinstance(value, list):
        wanted = 'a list such as ["training", "files", "manifest"]'
        raise UsageError(f"{where}fail-on must be {wanted}, not {literal(value)}")
    for each in value:
        if each not in KINDS:
            others = f"{', '.join(KINDS)}{nearest(str(each), KINDS)}"
            raise UsageError(f"{where}fail-on: {str(each)[:40]} is not one of {others}")
    return tuple(kind for kind in KINDS if kind in value)
