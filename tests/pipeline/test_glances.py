"""What a command says of how something looks that it just made."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

SAID = "(vizpipe check --pictures looks closer)"


def write_large(project: "Project", words: str) -> None:
    """Have the counter's stage say something at a place where it is cut."""
    path = project.root / "figures" / "counter.py"
    line = f'    axes.set_ylim(-1, 1)\n    canvas.figure.text(0.9, 0.5, "{words}", fontsize=14)\n'
    path.write_text(path.read_text().replace("    axes.set_ylim(-1, 1)\n", line))


@pytest.mark.parametrize("verb", ["run counter -o .", "build", "deck counter"])
def test_what_is_cut_is_told_at_once(vizpipe: "Vizpipe", project: "Project", verb: str) -> None:
    """Whoever makes a picture with a text that leaves it is told in a line, beside the file and an exit code of 0."""
    write_large(project, "a long text that leaves the picture")
    done = vizpipe(*verb.split())
    assert done.code == 0
    lines = [line for line in done.err.splitlines() if SAID in line]
    assert len(lines) == 1
    assert "cut: " in lines[0]
    assert "a long text" in lines[0]


def test_a_fresh_asset_is_not_looked_at_again(vizpipe: "Vizpipe", project: "Project") -> None:
    """What was made before and stands is told once, also where it is made again without need."""
    write_large(project, "a long text that leaves the picture")
    assert SAID in vizpipe("build").err
    assert SAID not in vizpipe("build").err
    again = vizpipe("build", "--force", "--json").json
    assert again["trained"] == 1, "and looking trains nothing more"


def test_nothing_is_said_where_nothing_is_wrong(vizpipe: "Vizpipe", project: "Project") -> None:
    """A picture without fault, and data that are no picture, bring no line."""
    assert (project.root / "figures").is_dir()
    assert SAID not in vizpipe("run", "gates", "-f", "csv,png", "-o", "made").err


def test_what_has_no_room_is_told(vizpipe: "Vizpipe", project: "Project") -> None:
    """Parts that go because type is larger are named in a line, also by the closer look, which counts them as none."""
    assert (project.root / "figures").is_dir()
    done = vizpipe("run", "gates", "--font", "2", "-o", "made")
    assert done.code == 0
    (line,) = (line for line in done.err.splitlines() if SAID in line)
    assert "left out: “The stack of three as a network” and 5 more parts: a larger page" in line
    assert "left out" not in vizpipe("run", "gates", "--size", "thumb", "-o", "made").err, "a thumbnail is meant to"
    (project.root / "vizpipe.toml").write_text('[assets.large]\nrecipe = "gates"\nfont = 1.8\n')
    told = vizpipe("check", "--pictures")
    assert "left out: “The stack of three as a network”" in told.out
    assert "(only told)" in next(line for line in told.out.splitlines() if "left out" in line)
