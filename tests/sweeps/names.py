"""Names that lead out of the folder, or that no file can have: 2, and nothing is written."""

import json
import subprocess
from pathlib import Path

from sweeps import Count, make_project, run
from sweeps.damage import here

BAD = [
    "../x",
    "/etc/x",
    "a/b",
    "a\\b",
    "x" * 300,
    "",
    ".",
    "..",
    "CON",
    "nul.gif",
    "a b",
    "a:b",
    "-x",
    "ä",
    "a\x01",
    "~",
]


def refused(place: Path) -> Count:
    """As an asset, as --name, as the outputs folder; twins that differ by case; links that lead outside."""
    project = make_project(place / "names", committed=False)
    outside = place / "outside"
    outside.mkdir()
    whole = (project / "vizpipe.toml").read_text()
    before = sorted(place.rglob("*"))
    failures: list[str] = []
    tried = 0

    def expect(toml: str, words: list[str], what: str) -> None:
        nonlocal tried
        tried += 1
        (project / "vizpipe.toml").write_text(toml)
        done = here(words, project)
        if done.code != 2 or not done.tidy or sorted(place.rglob("*")) != before:
            failures.append(f"{what}: {done}")

    for name in BAD:
        table = json.dumps(name)
        expect(f'recipes = "figures"\n[assets.{table}]\nrecipe = "tiny"\n', ["build"], f"asset {name!r}")
        expect(whole, ["run", "tiny", "--epochs", "1", f"--name={name}"], f"--name {name!r}")
    for folder in ("../outside", "/etc", "..", "a\x00b"):
        expect(f"outputs = {json.dumps(folder)}\n{whole}", ["build"], f"outputs {folder!r}")
    twins = 'recipes = "figures"\n[assets.one]\nrecipe = "tiny"\n[assets.ONE]\nrecipe = "tiny"\n'
    expect(twins, ["build"], "case twins")
    (project / "vizpipe.toml").write_text(whole)
    failures += _links(project, outside)
    return Count(tried + 2, failures)


def _links(project: Path, outside: Path) -> list[str]:
    """A linked outputs folder inside the root is kept as it is, one that leads outside is refused."""
    failures = []
    outputs = project / "outputs"
    moved = project / "elsewhere"
    outputs.rename(moved)
    outputs.symlink_to(moved, target_is_directory=True)
    done = run(["build"], project)
    if done.code != 0 or not outputs.is_symlink():
        failures.append(f"a link inside: {done}")
    outputs.unlink()
    outputs.symlink_to(outside, target_is_directory=True)
    done = run(["build"], project)
    if done.code != 2 or list(outside.iterdir()):
        failures.append(f"a link outside: {done}")
    outputs.unlink()
    moved.rename(outputs)
    (outputs / "one.png").unlink()
    (outputs / "one.png").symlink_to(outside / "one.png")
    done = run(["build"], project)
    if done.code != 2 or list(outside.iterdir()):
        failures.append(f"a linked file outside: {done}")
    subprocess.run(["ls", str(outputs)], check=True, capture_output=True)
    return failures
