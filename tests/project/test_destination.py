"""Where output goes: a folder or the file it names."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from vizpipe.errors import UsageError
from vizpipe.project.destination import Destination, find

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.mark.parametrize(
    ("output", "formats", "expected"),
    [
        (None, None, Destination(Path.cwd())),
        ("", None, "-o is empty"),
        ("out", None, Destination(Path("out"))),
        ("v1.2", ["gif", "png"], Destination(Path("v1.2"))),
        ("out.gif", None, Destination(Path(), "out.gif", "gif")),
        ("a b/c/OUT.GIF", None, Destination(Path("a b/c"), "OUT.GIF", "gif")),
        ("../out.svg", ["svg"], Destination(Path(".."), "out.svg", "svg")),
        ("out.gif/", None, Destination(Path("out.gif"))),
        ("out.filmstrip.png", None, Destination(Path(), "out.filmstrip.png", "filmstrip.png")),
        ("out-filmstrip.png", None, Destination(Path(), "out-filmstrip.png", "filmstrip.png")),
        ("out-filmstrip.png", ["png"], Destination(Path(), "out-filmstrip.png", "png")),
        ("strip.png", ["filmstrip.png"], Destination(Path(), "strip.png", "filmstrip.png")),
        ("out.tar.gif", None, Destination(Path(), "out.tar.gif", "gif")),
        ("out.gif", ["png"], "out.gif must end in .png for -f png"),
        ("out.gif", ["gif", "png"], "one file, but there are 2 formats"),
        ("out.jpg", None, "unknown format jpg"),
        ("out.jpg", ["gif", "png"], "unknown format jpg"),
        (".gif", None, "no name before its ending"),
        ("out\\pics", None, r"folders are parted by / here: out/pics"),
        ("out.gif", ["gfi"], "did you mean gif"),
    ],
)
def test_an_output_is_a_folder_or_the_file_it_names(
    output: str | None, formats: list[str] | None, expected: Destination | str
) -> None:
    """An output is a file by its ending, in capitals too; what is a folder already, or ends in a slash, stays one."""
    if isinstance(expected, str):
        with pytest.raises(UsageError, match=expected):
            find(output, formats)
    else:
        assert find(output, formats) == expected


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    """A folder that is called like a file and is there already is written into."""
    (tmp_path / "out.gif").mkdir()
    assert find(str(tmp_path / "out.gif"), ["gif", "png"]) == Destination(tmp_path / "out.gif")


def test_run_writes_the_file_that_is_named(vizpipe: "Vizpipe", project: "Project") -> None:
    """``run`` writes the file that is named and no other, in a folder that it makes; two pictures are refused."""
    words = ["run", "counter", "--size", "200x100"]
    done = vizpipe(*words, "-o", "a b/My Dot.GIF")
    assert done.code == 0, done
    assert [path.name for path in (project.root / "a b").iterdir()] == ["My Dot.GIF"]
    assert "My Dot.GIF" in done.out
    with Image.open(project.root / "a b" / "My Dot.GIF") as image:
        assert image.format == "GIF"
    for more in (["--theme", "auto"], ["--name", "x"], ["-f", "png"], ["-f", "gif,png"]):
        done = vizpipe(*words, "-o", "dot.gif", *more)
        assert done.code == 2
        assert done.line
    assert not (project.root / "dot.gif").exists()
