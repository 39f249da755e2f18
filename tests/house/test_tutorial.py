"""docs/tutorial.md, followed to the letter."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from nursery import Nursery, cards_only
from projects import edit
from vizpipe.registry.installed import GROUP
from watched import Watch

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "tutorial.md").read_text()
UNHURRIED = "vizpipe check --pictures"
"""It finds fault with what is small, and takes its time."""
SMALL = ["--size", "640x400", "--frames", "4"]


class Said(NamedTuple):
    """What a command wrote."""

    line: str
    out: str
    err: str


class Reader:
    """Somebody who types what the page says, in an empty folder with an empty home; one in a hurry makes it small.

    Then commands come from where those of other tests do.
    """

    def __init__(self, place: Path, env: dict[str, str], hurry: Nursery | None) -> None:
        """Sit down."""
        self.folder, home = place / "folder", place / "home"
        self.folder.mkdir()
        home.mkdir()
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PYTEST_", "VIZ"))}
        self._env = plain | {"HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | env
        self._hurry = hurry

    def type(self, line: str) -> Said:
        """Run a command as printed; it has to end well."""
        program, *words = shlex.split(line)
        assert program in ("vizpipe", "pytest"), line
        if self._hurry and words[:1] == ["run"]:
            words += [*SMALL, "--name", "small"]
        if words[:1] == ["watch"]:  # which has no end but Ctrl-C
            return self.watch(line, words[1:])
        if self._hurry and program == "vizpipe":
            ended = self._hurry.run(words, self.folder, self._env, 300)
            assert ended.code == 0, (line, ended)
            return Said(line, ended.out.decode(), ended.err.decode())
        command = [sys.executable, "-m", program, *words]
        done = subprocess.run(command, cwd=self.folder, env=self._env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return Said(line, done.stdout, done.stderr)

    def watch(self, line: str, words: list[str]) -> Said:
        """Look at the page until there is a picture, and leave."""
        watch = Watch([*words, *(SMALL[:2] if self._hurry else [])], self.folder, self._env)
        try:
            assert watch.picture().startswith(b"\x89PNG")
        finally:
            code, *said = watch.interrupt()
        assert code == 0, (line, *said)
        return Said(line, *said)

    def edit(self, change: str) -> None:
        """Make a change in the recipe's file; what is replaced stands there once."""
        old, new = (
            "".join(line[1:] + "\n" for line in change.splitlines() if line.startswith(sign)) for sign in ("-", "+")
        )
        path = self.folder / "recipes" / "two_moons.py"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")

    def follow(self) -> list[Said]:
        """The whole page."""
        said: list[Said] = []
        for kind, block in re.findall(r"```(console|diff)\n(.*?)```", TEXT, re.DOTALL):
            if kind == "diff":
                self.edit(block)
                continue
            for line in block.splitlines():
                if self._hurry and line == UNHURRIED:
                    continue
                said.append(self.type(line))
                if self._hurry and line.startswith("vizpipe new two-moons"):
                    with (self.folder / "vizpipe.toml").open("a") as file:
                        file.write(f'size = "{SMALL[1]}"\nframes = {SMALL[3]}\n')
        return said


@pytest.mark.slow
@pytest.mark.parametrize("pace", ["in a hurry", pytest.param("to the letter", marks=pytest.mark.soak)])
@pytest.mark.timeout(900)
def test_the_tutorial_can_be_followed(pace: str, shared_cache: Path, nursery: Nursery, tmp_path: Path) -> None:
    """Every command of the tutorial works where it stands, in an empty folder with an empty home, as it says.

    In a hurry pictures are small and the built-in recipes are known. With two units the claim would not hold.
    """
    in_a_hurry = pace == "in a hurry"
    env = cards_only(shared_cache, tmp_path / "cache") if in_a_hurry else {}
    reader = Reader(tmp_path, env, nursery if in_a_hurry else None)
    said = reader.follow()
    runs = [each for each in said if each.line == "vizpipe run two-moons"]
    assert ["training " in each.err for each in runs] == [True, False]
    files = {path.relative_to(reader.folder).as_posix() for path in reader.folder.rglob("*") if path.is_file()}
    expected = {"recipes/two_moons.py", "recipes/test_two_moons.py", "vizpipe.toml", "recipes/our_rates.py"}
    expected |= {"outputs/two-moons.gif", "outputs/two-moons.html"}
    expected |= {"small.gif"} if in_a_hurry else {"two-moons.gif", "two-moons-hidden-3-seed-4.gif"}
    assert expected <= files
    assert any(name.startswith("players/") for name in files)
    by_line = {each.line: each.out for each in said}
    assert by_line["vizpipe embed two-moons --for markdown"].startswith("![Two planes")
    assert "<figure" in by_line["vizpipe embed two-moons --for html"]
    assert re.search(r"^our-rates ", by_line["vizpipe list"], re.MULTILINE)
    if not in_a_hurry:
        recipe = reader.folder / "recipes" / "two_moons.py"
        edit(recipe, 'larger network"] = 10', 'larger network"] = 2')
        with pytest.raises(AssertionError, match="1 failed"):
            reader.type("pytest recipes/test_two_moons.py")


def test_the_entry_points_group_is_the_one_that_is_read() -> None:
    """The package file that the tutorial prints is TOML, and its group is the one that vizpipe looks for."""
    (block,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert tomllib.loads(block)["project"]["entry-points"] == {GROUP: {"moonshine": "moonshine.recipes"}}
