"""Whether two builds gave the same films, pictures and files: what their manifests say of each, compared one by one.

Run: python benchmarks/digests.py BEFORE AFTER, each a manifest's path, or a commit whose ``outputs/manifest.json`` is
meant. Keys are left out: they name code. Ends with 1 if anything differs; a refactoring ends with 0.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WHOLE = {"film": "digest", "pictures": "drawn", "parameters": "parameters", "frames": "frames"}
"""What an asset has once, and the manifest's word for it."""


def main() -> int:
    """Print how many of each kind are equal, and the name of each that is not."""
    if len(sys.argv) != 3:  # noqa: PLR2004 - two builds
        sys.exit(__doc__)
    before, after = (dict(digests(manifest(name))) for name in sys.argv[1:])
    equal: dict[str, int] = {}
    differing: list[tuple[str, str]] = []
    for thing in sorted(before.keys() | after.keys()):
        if before.get(thing) == after.get(thing):
            equal[thing[0]] = equal.get(thing[0], 0) + 1
        else:
            differing.append(thing)
    print("equal: " + ", ".join(f"{count} {kind}" for kind, count in sorted(equal.items())))
    for kind, name in differing:
        absent = "" if (kind, name) in before and (kind, name) in after else ", only in one"
        print(f"differs: {kind} of {name}{absent}")
    return int(bool(differing))


def manifest(name: str) -> dict[str, Any]:
    """The assets of a manifest, from a file or from a commit."""
    path = Path(name)
    if path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        command = ["git", "show", f"{name}:outputs/manifest.json"]
        text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assets: dict[str, Any] = json.loads(text)["assets"]
    return {name: asset for name, asset in assets.items() if name}


def digests(assets: dict[str, Any]) -> Iterator[tuple[tuple[str, str], object]]:
    """What each asset and each of its files is made of: a kind and a name, and a value to compare."""
    for name, asset in assets.items():
        for kind, word in WHOLE.items():
            yield (kind, name), asset[word]
        for file, values in asset["files"].items():
            yield ("bytes", file), values["sha256"]
            yield ("pixels", file), values.get("pixels")
            yield ("alternative texts", file), values.get("alt")


if __name__ == "__main__":
    sys.exit(main())
