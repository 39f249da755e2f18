"""New lines beside those that stand in the manifest: which of two counts, and what git keeps of their files."""

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Entry, File, Manifest, lies_there
from vizpipe.store import git
from vizpipe.store.locks import alone


def mark_kept(folder: Path, assets: dict[str, Entry], before: Mapping[str, Entry]) -> dict[str, Entry]:
    """Say of each file whether git keeps it; where git can't say, as it was before, and of new files that it does."""
    ignored = git.ignored(folder, [file for entry in assets.values() for file in entry.files])
    kept = {file: facts.kept for entry in before.values() for file, facts in entry.files.items()}

    def marked(file: str, facts: File) -> File:
        return msgspec.structs.replace(facts, kept=kept.get(file, True) if ignored is None else file not in ignored)

    return {
        name: msgspec.structs.replace(entry, files={file: marked(file, facts) for file, facts in entry.files.items()})
        for name, entry in assets.items()
    }


def enter(
    folder: Path, entries: dict[str, Entry], before: Mapping[str, Entry] | None = None, *, root: Path | None = None
) -> None:
    """Write new lines over the old, and leave those that another build has written meanwhile. Raises MachineError.

    ``before`` are the lines that the new ones were made from; without them every new line counts as newer.
    """
    with alone(folder):
        now = manifest.read(folder).assets
        newer = {name: entry for name, entry in entries.items() if _is_newer(folder, name, entry, now, before)}
        manifest.save(folder, Manifest(assets=mark_kept(folder, now | newer, now)), root)


def same(left: Entry, right: Entry, files: Collection[str] | None = None) -> bool:
    """Whether two lines say the same, but for what git keeps; of ``files`` only, if they are given."""
    return _plain(left, files) == _plain(right, files)


def _plain(entry: Entry, files: Collection[str] | None) -> Entry:
    replace = msgspec.structs.replace
    names = entry.files.keys() if files is None else entry.files.keys() & set(files)
    return replace(entry, files={name: replace(entry.files[name], kept=True) for name in sorted(names)})


def _is_newer(
    folder: Path, name: str, entry: Entry, now: Mapping[str, Entry], before: Mapping[str, Entry] | None
) -> bool:
    """Whether a line is newer than that which stands there; of two that are both new, the one whose files lie there."""
    present = now.get(name)
    origin = before.get(name) if before is not None else present
    if present is None or same(present, entry) or (origin is not None and same(present, origin)):
        return True
    is_new = origin is None or not same(entry, origin)
    return is_new and not lies_there(folder, present)
