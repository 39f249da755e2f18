"""The project file: a matrix, pyproject.toml, paths that are relative to it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_a_matrix_makes_one_asset_for_each(vizpipe: "Vizpipe", project: "Project") -> None:
    """A matrix makes an asset for each combination, named for the values; globs choose among them."""
    project.write(
        "vizpipe.toml",
        """
        recipes = "figures"
        [assets.hero]
        recipe = "counter"
        formats = ["png"]
        size = "90x90"
        [assets.hero.matrix]
        steps = [2, 3]
        seed = [0, 1]
        """,
    )
    assert vizpipe("build", "hero-2-*").code == 0
    assert project.files == ["hero-2-0.png", "hero-2-1.png", "manifest.json"]
    assert vizpipe("build").code == 0
    assert set(project.manifest) == {"hero-2-0", "hero-2-1", "hero-3-0", "hero-3-1"}


def test_a_project_may_live_in_pyproject_and_be_found_from_below(vizpipe: "Vizpipe", project: "Project") -> None:
    """A project may live in [tool.vizpipe], and is found from a folder further down, or with -C."""
    table = (project.root / "vizpipe.toml").read_text().replace("[assets", "[tool.vizpipe.assets")
    project.write("pyproject.toml", "[tool.vizpipe]\n" + table)
    (project.root / "vizpipe.toml").unlink()
    below = project.root / "deep" / "down"
    below.mkdir(parents=True)
    assert vizpipe("build", cwd=below).code == 0
    assert "one.gif" in project.files
    assert vizpipe("build", "-C", str(project.root), "--json", cwd=below).json["assets"][0]["status"] == "fresh"


def test_a_data_file_is_found_from_anywhere(vizpipe: "Vizpipe", project: "Project") -> None:
    """Paths in the project file are relative to it, a changed file is known, and other folders change nothing."""
    text = (project.root / "figures" / "counter.py").read_text()
    text = text.replace("import Canvas,", "import Path, Canvas,").replace(
        "seed: int = 0", "source: Path = Path('n.txt')"
    )
    project.write("figures/counter.py", text.replace("index / steps)", "index * float(source.read_text()))"))
    project.write("data/n.txt", "0.1")
    project.write(
        "vizpipe.toml",
        (project.root / "vizpipe.toml").read_text() + '\n[assets.one.parameters]\nsource = "data/n.txt"\n',
    )
    below = project.root / "figures"
    assert vizpipe("build", cwd=below).code == 0
    again = vizpipe("build", "-C", str(project.root), "--json", cwd=Path("/")).json
    assert again["assets"][0]["status"] == "fresh"
    project.write("data/n.txt", "0.2")
    changed = vizpipe("build", "--json").json
    assert "data/n.txt was changed" in changed["assets"][0]["why"]
    (project.root / "data" / "n.txt").unlink()
    gone = vizpipe("build")
    assert gone.code == 1
    assert "counter.py:" in gone.line
