"""Published files that git keeps: whether each still is what the manifest says."""

from collections.abc import Collection, Mapping
from pathlib import Path

from vizpipe import store
from vizpipe.checking import Finding
from vizpipe.manifest import Entry, File

_PICTURES = (".apng", ".gif", ".png", ".webp")
"""What is looked at where its bytes are others."""
_MISSING = "is missing"


def kept_files(
    folder: Path,
    old: Mapping[str, Entry],
    new: Mapping[str, Entry],
    *,
    names: set[str],
    asked: Mapping[str, Collection[str]],
) -> list[Finding]:
    """What is wrong with the kept files of these assets; what a build has just made anew is no edit.

    Of the assets in ``asked`` only these files have to be there.
    """
    found: list[Finding] = []
    for name in sorted(names & old.keys()):
        for file, facts in sorted(old[name].files.items()):
            made = new[name].files.get(file) if name in new else None
            problem = problem_of(folder, file, facts, made) if facts.kept else None
            if problem and (problem != _MISSING or file in asked.get(name, (file,))):
                found.append(Finding("files", name, f"{file} {problem}", file))
    return found


def problem_of(folder: Path, file: str, facts: File, made: File | None = None) -> str | None:
    """What is wrong with one file, or None: it has the same bytes, or shows the same."""
    path = folder / file
    if store.leads_out(path, folder):
        return "leads outside of its folder"
    try:
        if not path.is_file():
            return _MISSING
        if store.is_still(path, facts.sha256, *([made.sha256] if made is not None else [])):
            return None
    except OSError as error:
        return f"can't be read: {error.strerror}"
    return _shown(path, facts) if path.suffix in _PICTURES else "was edited"


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
