"""``clean``: what is no longer asked for goes, and nothing else."""

from pathlib import Path
from typing import TYPE_CHECKING

from projects import small_assets

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_clean_takes_only_what_is_the_manifests(vizpipe: "Vizpipe", project: "Project") -> None:
    """Clean takes files of assets that are no longer named, unless they were changed; strangers stay."""
    project.write(
        "vizpipe.toml",
        small_assets(one="counter", two="counter", three="counter"),
    )
    assert vizpipe("build").code == 0
    project.write("outputs/stranger.gif", "mine")
    project.write("outputs/three.gif", "edited")
    project.write("vizpipe.toml", small_assets(one="counter"))
    assert "no longer asked for: three.gif, two.gif (vizpipe clean deletes them)" in vizpipe("build").out
    assert vizpipe("build", "one", "--json").json["unclaimed"] == ["three.gif", "two.gif"]
    done = vizpipe("clean")
    assert done.code == 0
    assert "deleted" in done.out
    assert "kept" in done.out
    assert project.files == ["manifest.json", "one.gif", "stranger.gif", "three.gif"]
    assert set(project.manifest) == {"one"}


def test_clean_empties_the_cache(vizpipe: "Vizpipe", own_cache: dict[str, str]) -> None:
    """Emptying the cache costs nothing but time."""
    cache = Path(own_cache["VIZPIPE_CACHE"])
    assert vizpipe("list", env=own_cache).code == 0
    assert list(cache.iterdir())
    assert vizpipe("clean", "--cache", env=own_cache).code == 0
    assert not cache.exists()


def test_a_format_that_is_no_longer_asked_for_goes_with_clean(vizpipe: "Vizpipe", project: "Project") -> None:
    """The manifest remembers the file of a format that is no longer asked for until clean takes it."""
    project.ask_for("gif", "png")
    assert vizpipe("build").code == 0
    project.ask_for("png")
    assert vizpipe("build").code == 0
    assert project.files == ["manifest.json", "one.gif", "one.png"]
    assert vizpipe("clean").code == 0
    assert project.files == ["manifest.json", "one.png"]
    assert set(project.manifest["one"]["files"]) == {"one.png"}


def test_clean_leaves_what_a_broken_recipe_made(vizpipe: "Vizpipe", project: "Project", counter: str) -> None:
    """Clean leaves what a broken recipe made: nobody can tell yet whether it is asked for."""
    project.write("figures/other.py", counter.replace("counter", "other"))
    toml = (project.root / "vizpipe.toml").read_text()
    project.write("vizpipe.toml", toml + '\n[assets.two]\nrecipe = "other"\nsize = "200x100"\n')
    assert vizpipe("build").code == 0
    project.write("figures/other.py", "def other(:\n")
    project.write("vizpipe.toml", toml)
    assert "no longer asked for" not in vizpipe("build", "--dry-run").out
    assert vizpipe("clean").code == 0
    assert "two.gif" in project.files
    project.write("figures/other.py", counter.replace("counter", "other"))
    assert vizpipe("clean").code == 0
    assert "two.gif" not in project.files
