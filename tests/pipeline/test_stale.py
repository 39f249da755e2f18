"""What is stale, counted by the command: each step for its own reasons, and no more."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keyed import Make, redone

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_a_folder_of_data_counts_file_by_file(make: Make, tmp_path: Path) -> None:
    """A parameter may name a folder; a change inside it retrains, and redraws what may read it."""
    (tmp_path / "a" / "d").mkdir(parents=True)
    (tmp_path / "a" / "d" / "one.txt").write_text("1")
    before = make(values={"source": "d"})
    (tmp_path / "a" / "d" / "one.txt").write_text("2")
    assert redone(before, make(values={"source": "d"})) == "film pictures"


def test_captions_that_name_a_parameter_follow_it(vizpipe: "Vizpipe", project: "Project") -> None:
    """The same frames of another parameter are drawn again: a caption may name it."""
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace('Words("Counter", "",', 'Words(f"Seed {film.parameters[\'seed\']}", "",'))
    assert vizpipe("build").code == 0
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + "\n[assets.one.parameters]\nseed = 5\n")
    assert vizpipe("build", "--json").json["drawn"] == 3


def test_a_colour_redraws_and_a_rate_rewrites(vizpipe: "Vizpipe", project: "Project") -> None:
    """A colour trains nothing, a frame rate draws nothing, and then nothing is to do."""
    assert vizpipe("build").code == 0
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace('"black"', '"red"'))
    why = vizpipe("build", "--why").out
    assert "counter.py:32: draw was changed" in why.replace("figures/", "")
    done = vizpipe("build", "--json").json
    assert (done["trained"], done["drawn"], done["written"]) == (0, 3, 1)
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + "fps = 5\n")
    done = vizpipe("build", "--json").json
    assert (done["trained"], done["drawn"], done["written"]) == (0, 0, 1)
    done = vizpipe("build", "--json").json
    assert (done["trained"], done["drawn"], done["written"]) == (0, 0, 0)


def test_every_step_that_is_stale_is_told(vizpipe: "Vizpipe", project: "Project") -> None:
    """Training, a colour, the size and the rate that are stale at once have a line each, and so in JSON."""
    assert vizpipe("build").code == 0
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace('"black"', '"red"').replace("index / steps", "index / (steps + 1)"))
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text().replace("200x100", "220x100") + "fps = 5\n")
    told = vizpipe("build", "--why").out
    for each in ("counter.py:17: counter was", "counter.py:32: draw was", "look width: 200 → 220", "fps"):
        assert each in told.replace("figures/", ""), told
    why = vizpipe("build", "--dry-run", "--json").json["assets"][0]["why"]
    assert "look width: 200 → 220" in why
    assert vizpipe("build").code == 0
    assert vizpipe("build", "--why").out.startswith("1 fresh")


def test_what_is_stale_does_not_depend_on_the_cache(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """Other code that gives the same is stale though the cache knows it: its line in the manifest would change."""
    assert vizpipe("build", env=own_cache).code == 0
    committed = (project.root / "outputs" / "manifest.json").read_bytes()
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("index / steps", "index / steps * 1"))
    assert vizpipe("build", env=own_cache).code == 0
    assert vizpipe("build", "--locked", env=own_cache).code == 0
    (project.root / "outputs" / "manifest.json").write_bytes(committed)
    done = vizpipe("build", "--locked", env=own_cache)
    assert done.code == 4
    assert "counter" in done.out
    assert (project.root / "outputs" / "manifest.json").read_bytes() == committed


@pytest.mark.parametrize("large", ["1e12", "1.0"])
def test_small_numbers_beside_a_large_one_count(vizpipe: "Vizpipe", project: "Project", large: str) -> None:
    """A factor of later frames that is small beside the first makes new data, and ``check`` sees it."""
    small = "0.4" if large == "1e12" else "1e-13"
    path = project.root / "figures" / "counter.py"
    text = path.read_text().replace("index / steps", f"{large} if index == 0 else {small} * index")
    path.write_text(text)
    toml = project.root / "vizpipe.toml"
    toml.write_text(toml.read_text() + 'formats = ["csv"]\n')
    assert vizpipe("build").code == 0
    csv = project.root / "outputs" / "one.csv"
    before = csv.read_text()
    path.write_text(text.replace(f"{small} * index", f"{small} * 4 * index"))
    assert vizpipe("check").code == 4
    assert vizpipe("build").code == 0
    assert csv.read_text() != before


@pytest.mark.parametrize(
    "code",
    [
        "Path(__file__).parent / 'data' / 'points.csv'",
        "Path(__file__).parent.joinpath('data', 'points.csv')",
        "os.path.join(os.path.dirname(__file__), 'data', 'points.csv')",
        "DATA / 'points.csv'\nDATA = Path(__file__).parent / 'data'",
        "Path('data/points.csv')",
    ],
)
def test_data_whose_name_is_joined_count(vizpipe: "Vizpipe", project: "Project", code: str) -> None:
    """A folder and a data file in it may stand in the code as texts of their own."""
    recipe = project.root / "figures" / "counter.py"
    lines = "\n".join(reversed(f"PLACE = {code}".split("\n")))
    recipe.write_text(f"import os\nfrom pathlib import Path\n{recipe.read_text()}\n{lines}\n")
    place = project.write("figures/data/points.csv", "1,2")
    assert vizpipe("build").code == 0
    assert vizpipe("build", "--locked").code == 0
    place.write_text("1,3")
    done = vizpipe("build", "--why")
    assert "figures/data/points.csv was changed" in done.out
    assert vizpipe("build", "--locked").code == 4


def test_a_comment_in_a_theme_redoes_nothing(vizpipe: "Vizpipe", project: "Project") -> None:
    """A comment in a theme redoes nothing, and a colour in it is named by its key."""
    theme = project.write("mine.toml", 'ink = "#111111"\n')
    project.write("vizpipe.toml", (project.root / "vizpipe.toml").read_text() + 'theme = "mine.toml"\n')
    assert vizpipe("build").code == 0
    theme.write_text('# my colours\n\nink = "#111111"  # dark\n')
    assert vizpipe("build", "--locked").code == 0
    theme.write_text('ink = "#112233"\n')
    assert "look sheet ink: #111111 → #112233" in vizpipe("build", "--why").out
