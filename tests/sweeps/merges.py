"""Pairs of branches that touch assets of one manifest, merged by git: what it could not merge, and what that costs."""

import subprocess
from pathlib import Path

import numpy as np

from sweeps import Count
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Entry, File, Keys, Manifest
from vizpipe.store import ours
from vizpipe.store.hashes import sha256_of

Branch = dict[str, str]
"""The content of each asset's file."""
NAMES = [f"asset-{number:02}" for number in range(0, 24, 2)]
"""The twelve assets with which both branches begin; others would stand between them."""


def line(content: str) -> Entry:
    """A line of the manifest whose one file has this content, and is called as most tests' is."""
    return _line("a", content)


def _line(name: str, content: str) -> Entry:
    digest = sha256_of(content.encode())
    facts = File(digest, digest, len(content), 1, 1, 1, 0, content, kept=True)
    return Entry("tiny", {}, Keys(digest, digest, {}, {}), 1, digest, digest, [], {f"{name}.png": facts})


def text_of(branch: Branch) -> bytes:
    """The manifest of a branch."""
    return manifest.encode(Manifest(assets={name: _line(name, content) for name, content in branch.items()}))


def merge(place: Path, base: bytes, mine: bytes, theirs: bytes, *words: str) -> tuple[int, bytes]:
    """What git makes of three texts, and how many conflicts it leaves."""
    files = [place / name for name in ("mine", "base", "theirs")]
    for file, data in zip(files, (mine, base, theirs), strict=True):
        file.write_bytes(data)
    settings, options = (words[:2], words[2:]) if words[:1] == ("-c",) else ((), words)
    done = subprocess.run(
        ["git", *settings, "merge-file", "-p", *options, *map(str, files)], capture_output=True, check=False
    )
    return done.returncode, done.stdout


def pairs(place: Path, count: int, seed: int = 0) -> Count:
    """Two branches that each change, add and remove a few assets of twelve: merged, and as a union."""
    rng = np.random.default_rng(seed)
    base = {name: f"{name} as it was" for name in NAMES}
    failures = []
    for number in range(count):
        mine, theirs = (_branch(base, rng, side) for side in ("mine", "theirs"))
        for words in ((), ("--union",)):
            place.joinpath(str(number)).mkdir(exist_ok=True)
            if problem := _problem(place / str(number), base, mine, theirs, words):
                failures.append(f"{number} {words}: {problem}")
    return Count(2 * count, failures)


def _branch(base: Branch, rng: np.random.Generator, side: str) -> Branch:
    """One to four edits, each of an asset of its own."""
    branch = dict(base)
    for name in rng.choice(NAMES, size=int(rng.integers(1, 5)), replace=False):
        match rng.integers(4):
            case 0:
                del branch[name]
            case 1:
                branch[f"asset-{int(name[-2:]) + 1:02}"] = f"new, {side}"
            case _:
                branch[name] = f"{name}, {side}"
    return branch


def _problem(place: Path, base: Branch, mine: Branch, theirs: Branch, words: tuple[str, ...]) -> str:
    """What is wrong with a merge: a conflict that needn't be, an asset that is lost, no manifest; or nothing."""
    conflicts, merged = merge(place, text_of(base), text_of(mine), text_of(theirs), *words)
    changed = [{name for name in base | side if base.get(name) != side.get(name)} for side in (mine, theirs)]
    contested = changed[0] & changed[1]
    if conflicts and not _touch(base, mine, theirs):
        return "a conflict that git could have avoided"
    if words and conflicts:
        return "a union with a conflict"
    (place / ours.NAME).write_bytes(merged)
    meant = {name: (mine if name in changed[0] else theirs).get(name) for name in sorted((base | mine | theirs).keys())}
    known = manifest.read(place).assets
    lost = [name for name, content in meant.items() if content and name not in contested and name in theirs | mine]
    lost = [name for name in lost if known.get(name) != _line(name, str(meant[name]))]
    if lost:
        return f"{', '.join(lost)} would be made again"
    if manifest.is_merge(merged):
        return "" if conflicts or contested else "a manifest with two versions of an asset"
    try:
        manifest.parse(merged)
    except manifest.Unreadable as error:
        return f"no manifest: {error}"
    back = {name for name in known if not meant.get(name) and name not in contested}
    return f"{', '.join(back)} came back" if back and not _touch(base, mine, theirs) else ""


def _touch(base: Branch, mine: Branch, theirs: Branch) -> bool:
    """Whether both branches change one asset, or add or remove at one place, where no line stands between the two."""
    order = sorted((base | mine | theirs).keys())
    kinds = [
        {name: (name in base, name in side) for name in order if base.get(name) != side.get(name)}
        for side in (mine, theirs)
    ]
    if kinds[0].keys() & kinds[1].keys():
        return True
    for first, second in (kinds, kinds[::-1]):
        for name in first:
            for other in second:
                between = [each for each in order[order.index(name) + 1 : order.index(other)] if each in base]
                moves = [False in (first[name]), False in (second[other])]
                if name < other and all(moves) and all(each in first or each in second for each in between):
                    return True
    return False
