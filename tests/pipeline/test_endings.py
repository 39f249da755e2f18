"""A still of a told film shows what its moving files end with."""

from pathlib import Path

from PIL import Image

from conftest import Vizpipe


def test_a_still_shows_where_the_story_ends(vizpipe: Vizpipe, tmp_path: Path) -> None:
    """A still alone is the one beside a moving file, and a figure's too: the film goes on, its story doesn't."""
    words = ("run", "xor-duel", "--size", "480x270", "-f")
    alone, beside = (tmp_path / f"{name}.png" for name in ("alone", "beside"))
    assert vizpipe(*words, "png", "--name", "alone").code == 0
    assert vizpipe(*words, "png,gif,svg", "--name", "beside").code == 0
    figure = (tmp_path / "beside.svg").read_text()
    assert "Update 53" in figure
    assert "Update 118" not in figure
    with Image.open(alone) as one, Image.open(beside) as other:
        assert one.convert("RGB").tobytes() == other.convert("RGB").tobytes()
