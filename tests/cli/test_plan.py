"""What a build would do, without doing it: --dry-run, --locked and --why."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_a_dry_run_says_and_does_nothing(vizpipe: "Vizpipe", project: "Project") -> None:
    """A dry run names stale assets with their reason, and makes no folder."""
    done = vizpipe("build", "--dry-run", "--json").json
    assert [(each["status"], each["why"]) for each in done["assets"]] == [("stale", "never built here")]
    assert not (project.root / "outputs").exists()


def test_locked_ends_with_4_where_something_is_stale(vizpipe: "Vizpipe", project: "Project") -> None:
    """--locked ends with 4 before the build and after a change, with 0 in between, and writes nothing."""
    assert vizpipe("build", "--locked").code == 4
    assert not (project.root / "outputs").exists()
    assert vizpipe("build").code == 0
    before = {path: path.read_bytes() for path in (project.root / "outputs").iterdir()}
    assert vizpipe("build", "--locked").code == 0
    text = (project.root / "vizpipe.toml").read_text()
    (project.root / "vizpipe.toml").write_text(text + '\n[assets.more]\nrecipe = "counter"\n')
    done = vizpipe("build", "--locked")
    assert done.code == 4
    assert "more" in done.out
    assert {path: path.read_bytes() for path in (project.root / "outputs").iterdir()} == before


def test_why_gives_every_reason_old_and_new(vizpipe: "Vizpipe", project: "Project") -> None:
    """--why tells two changed parameters in two lines and makes nothing; with --force it is refused."""
    project.write("vizpipe.toml", _with("steps = 2, seed = 0"))
    assert vizpipe("build").code == 0
    project.write("vizpipe.toml", _with("steps = 3, seed = 7"))
    done = vizpipe("build", "--why")
    assert done.code == 0
    assert "parameter seed: 0 → 7" in done.out
    assert "parameter steps: 2 → 3" in done.out
    assert vizpipe("build", "--json", "--dry-run").json["trained"] == 0
    wrong = vizpipe("build", "--why", "--force")
    assert (wrong.code, "--force" in wrong.line) == (2, True)


def _with(parameters: str) -> str:
    return f"""
        recipes = "figures"
        [assets.one]
        recipe = "counter"
        size = "90x90"
        parameters = {{ {parameters} }}
        """
