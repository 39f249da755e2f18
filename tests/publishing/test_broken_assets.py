"""An asset that can't be made among others: who shows them says so, and only of what was asked for."""

from typing import TYPE_CHECKING

import pytest

from projects import small_assets

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


@pytest.fixture
def half(project: "Project") -> "Project":
    """A project with an asset that can be made, and one whose recipe can't be read."""
    project.write("figures/wrong.py", "from vizpipe.recipe import recipe\n\n\n@recipe\ndef wrong(:\n")
    project.write("vizpipe.toml", small_assets(good="counter", bad="wrong").replace("99x99", "200x100"))
    return project


@pytest.mark.parametrize(
    ("names", "code"),
    [((), 1), (("*",), 1), (("good",), 0), (("g*",), 0), (("good", "bad"), 1), (("bad", "good"), 1), (("?a?",), 1)],
)
@pytest.mark.parametrize("verb", ["deck", "gallery"])
def test_a_broken_asset_counts_where_it_was_asked_for(
    vizpipe: "Vizpipe", half: "Project", verb: str, names: tuple[str, ...], code: int
) -> None:
    """Whoever asks for a broken asset reads its error in one line, and gets the others; who doesn't, hears nothing."""
    pytest.importorskip("pptx" if verb == "deck" else "pygments")
    done = vizpipe(verb, *names, *(["--motion", "stills"] if verb == "deck" else []))
    assert done.code == code, done
    told = [line for line in done.err.splitlines() if "wrong.py" in line]
    assert len(told) == code
    assert "Traceback" not in done.err
    assert "no recipe or asset" not in done.err
    made = half.root / ("deck.pptx" if verb == "deck" else "site/index.html")
    assert made.is_file() == (names != ("?a?",))


def test_a_broken_recipe_that_is_named_says_what_is_wrong(vizpipe: "Vizpipe", half: "Project") -> None:
    """A deck of a recipe that can't be read says why, as run does."""
    pytest.importorskip("pptx")
    done = vizpipe("deck", "wrong")
    assert (done.code, done.line) == (vizpipe("run", "wrong").code, vizpipe("run", "wrong").line)
    assert "wrong.py" in done.line
    assert not (half.root / "deck.pptx").exists()
