"""How far the pixels that were drawn differ from those that are committed: for eyes, it decides nothing."""

from collections.abc import Callable, Mapping, Sequence

from vizpipe.checking import Finding
from vizpipe.encoding.formats import EXACT

Fetch = Callable[[str], bytes | None]


def measured(findings: Sequence[Finding], files: Mapping[str, Sequence[str]], old: Fetch, new: Fetch) -> list[Finding]:
    """The findings; the first of each asset that says what came out tells how many pixels differ, and where."""
    told: set[str] = set()
    known = []
    for finding in findings:
        is_picture = finding.kind in {"drawing", "training"} and finding.asset in files and not finding.file
        if not is_picture or finding.asset in told:
            known.append(finding)
            continue
        told.add(finding.asset)
        words = next(filter(None, (_words(old(file), new(file), file) for file in files[finding.asset])), "")
        known.append(finding._replace(pixels=words, text=f"{finding.text}; {words}" if words else finding.text))
    return known


def _words(old: bytes | None, new: bytes | None, file: str) -> str:
    """How far two files differ; nothing if they are no pictures, or can't be compared."""
    from vizpipe.encoding import apart  # noqa: PLC0415 - Pillow, only where something differs

    suffix = file.rpartition(".")[2]
    if old is None or new is None or suffix not in EXACT:
        return ""
    try:
        found = apart.apart(old, new, suffix)
    except ValueError:
        return ""
    return str(found) if found is not None else "the pictures are of another size"
