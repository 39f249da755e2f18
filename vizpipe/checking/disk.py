"""Published files that git keeps: whether each still is what the manifest says."""

from collections.abc import Mapping
from pathlib import Path

from vizpipe import store
from vizpipe.checking import Finding
from vizpipe.manifest import Entry, File

_PICTURES = (".apng", ".gif", ".png", ".webp")
"""What is looked at where its bytes are others."""
_TEXTS = (".csv", ".html", ".svg")


def kept_files(folder: Path, old: Mapping[str, Entry], new: Mapping[str, Entry], *, names: set[str]) -> list[Finding]:
    """What is wrong with the kept files of these assets; what a build has just made anew is no edit."""
    found: list[Finding] = []
    for name in sorted(names & old.keys()):
        for file, facts in sorted(old[name].files.items()):
            made = new[name].files.get(file) if name in new else None
            problem = problem_of(folder, file, facts, made) if facts.kept else None
            if problem:
                found.append(Finding("files", name, f"{file} {problem}", file))
    return found


def problem_of(folder: Path, file: str, facts: File, made: File | None = None) -> str | None:
    """What is wrong with one file, or None: it has the same bytes, or shows the same."""
    path = folder / file
    if store.leads_out(path, folder):
        return "leads outside of its folder"
    try:
        if not path.is_file():
            return "is missing"
        digest = store.sha256(path)
    except OSError as error:
        return f"can't be read: {error.strerror}"
    same = digest == facts.sha256 or (made is not None and digest == made.sha256)
    if same or (path.suffix in _TEXTS and _with_plain_lines(path) == facts.sha256):
        return None
    return _shown(path, facts) if path.suffix in _PICTURES else "was edited"


def _with_plain_lines(path: Path) -> str:
    """The hash of a text whose lines end as they were written, whatever git made of them."""
    try:
        return store.sha256_of(path.read_bytes().replace(b"\r\n", b"\n"))
    except OSError:
        return ""


def _shown(path: Path, facts: File) -> str | None:
    """How a picture that was encoded again differs from what the manifest says of it."""
    from vizpipe.encoding.decode import decode  # noqa: PLC0415 - Pillow, only for files that were touched

    try:
        shown = decode(path, (facts.width, facts.height), facts.frames)
    except (ValueError, OSError, MemoryError) as error:
        return f"was edited and can't be decoded ({' '.join(str(error).split())[:120]})"
    if (shown.width, shown.height) != (facts.width, facts.height):
        return f"was edited: it is {shown.width}×{shown.height}, not {facts.width}×{facts.height}"
    if shown.duration_ms != facts.duration_ms and shown.pixels:
        return f"was edited: it lasts {shown.duration_ms} ms, not {facts.duration_ms} ms"
    if shown.frames != facts.frames:
        return f"was edited: it has {shown.frames} different frames, not {facts.frames}"
    return None if shown.pixels == facts.pixels else "was edited: other pixels, or another loop"
