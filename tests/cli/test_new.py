"""``vizpipe new``: a recipe to begin with, and its test."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import edit, snapshot

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

ROOT = Path(__file__).parents[2]


def tried(test: Path) -> "subprocess.CompletedProcess[str]":
    """What pytest says of a file of tests, as somebody runs it who has no settings of their own."""
    plain = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*plain, "--rootdir", str(test.parent), str(test)], env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_a_new_recipe_runs_and_its_claim_holds_until_it_is_broken(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """In an empty folder ``new`` writes a recipe that runs, and a test that passes and fails if nothing is learned."""
    done = vizpipe("new", "two-moons")
    assert done.code == 0, done
    assert "vizpipe run two-moons" in done.out
    assert {path.name for path in tmp_path.iterdir()} == {"recipes", "vizpipe.toml"}
    assert "two-moons " in vizpipe("list").out
    ran = vizpipe("run", "two-moons", "--size", "640x400", "--frames", "4")
    assert ran.code == 0, ran
    recipe, test = tmp_path / "recipes" / "two_moons.py", tmp_path / "recipes" / "test_two_moons.py"
    assert tried(test).returncode == 0, tried(test).stdout
    edit(recipe, "adam = nn.Adam(learning_rate)", "adam = nn.SGD(1e-9)")
    broken = tried(test)
    assert broken.returncode == 1, broken.stdout
    assert "AssertionError" in broken.stdout


@pytest.mark.soak
def test_the_new_recipes_picture_has_no_findings(vizpipe: "Vizpipe") -> None:
    """``check --pictures`` finds nothing to remark about the recipe that one begins with."""
    assert vizpipe("new", "two-moons").code == 0
    done = vizpipe("check", "--pictures", timeout=300)
    assert done.code == 0, done
    assert "0 findings" in done.out


def test_what_a_new_recipe_begins_as_is_in_shape(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """What ``new`` writes passes this repository's own rules of style, for the parameters and test of a copy too."""
    assert vizpipe("new", "two-moons").code == 0
    assert vizpipe("new", "steeper", "--from", "gradient-descent").code == 0
    ruff, place = [sys.executable, "-m", "ruff"], str(tmp_path / "recipes")
    settings = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    apart = "INP001,PLR2004,S101,I001"  # a project's own folder is no package, and who is a first party depends on it
    looked = subprocess.run(
        [*ruff, "check", *settings, "--extend-ignore", apart, place], capture_output=True, text=True, check=False
    )
    assert looked.returncode == 0, looked.stdout
    shaped = subprocess.run([*ruff, "format", "--check", *settings, place], capture_output=True, text=True, check=False)
    assert shaped.returncode == 0, shaped.stdout


def test_a_copy_is_a_recipe_of_its_own(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """``--from`` copies a recipe that runs under its new name beside the old one, with a test that passes."""
    done = vizpipe("new", "sure-thing", "--from", "gates")
    assert done.code == 0, done
    ran = vizpipe("run", "sure-thing", "--size", "640x400")
    assert ran.code == 0, ran
    assert vizpipe("info", "gates").code == 0
    test = tmp_path / "recipes" / "test_sure_thing.py"
    assert tried(test).returncode == 0, tried(test).stdout


WRONG = {
    "My Net": "such as my-net",
    "HTTPNet": "such as httpnet",
    "übung": "such as ubung",
    "straße": "digits and - between words",
    "test-moons": "pytest takes test_moons.py for tests",
    "a" * 61: "can't name a recipe",
    "../up": "such as up",
    "-5": "there is no option -5",
    "gates": "already",
    "counter": "already",
    "network": "the recipe's own code",
    "max": "the recipe's own code",
    "class": "the recipe's own code",
    "random": "a Python module",
    "numpy": "a Python module",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_name_that_will_not_do_is_refused(vizpipe: "Vizpipe", project: "Project", name: str) -> None:
    """A name that no recipe can have, or that is taken, ends with 2 and one line, and nothing is written."""
    before = snapshot(project.root / "figures")
    done = vizpipe("new", name)
    assert done.code == 2, done
    assert WRONG[name] in done.line
    assert snapshot(project.root / "figures") == before


def test_an_unknown_recipe_to_begin_with_is_refused(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """``--from`` with a name that no recipe has ends with 2 and the nearest one."""
    done = vizpipe("new", "mine", "--from", "gate")
    assert done.code == 2, done
    assert "did you mean gates?" in done.line
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["mine.py", "test_mine.py"])
def test_a_file_that_is_there_is_never_replaced(vizpipe: "Vizpipe", project: "Project", name: str) -> None:
    """Where one of the files is there, ``new`` ends with 2 and its name, and writes none of them."""
    path = project.write(f"figures/{name}", "# mine\n")
    done = vizpipe("new", "mine")
    assert done.code == 2, done
    assert name in done.line
    assert path.read_text() == "# mine\n"
    assert sorted(each.name for each in path.parent.iterdir()) == sorted(["counter.py", name])


def test_a_link_is_not_written_through(vizpipe: "Vizpipe", project: "Project") -> None:
    """A link to nothing under a file's name ends with 2, and what it leads to is not made."""
    (project.root / "figures" / "mine.py").symlink_to(project.root / "elsewhere.py")
    assert vizpipe("new", "mine").code == 2
    assert not (project.root / "elsewhere.py").exists()


def test_the_projects_own_folder_is_used(vizpipe: "Vizpipe", project: "Project") -> None:
    """In a project the files go into the folder that it names, from anywhere in it, and its file stays as it is."""
    before = (project.root / "vizpipe.toml").read_bytes()
    below = project.root / "some" / "where"
    below.mkdir(parents=True)
    done = vizpipe("new", "mine", cwd=below)
    assert done.code == 0, done
    assert "../../figures/mine.py" in done.out.replace(os.sep, "/")
    assert (project.root / "figures" / "test_mine.py").exists()
    assert (project.root / "vizpipe.toml").read_bytes() == before
    assert "mine" in vizpipe("list", cwd=below).out


def test_a_folder_that_the_project_names_is_made(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A folder of recipes that a project names, and that is missing, is made."""
    (tmp_path / "vizpipe.toml").write_text('recipes = "a/b"\n')
    assert vizpipe("new", "mine").code == 0
    assert (tmp_path / "a" / "b" / "mine.py").exists()


@pytest.mark.parametrize("file", ["vizpipe.toml", "pyproject.toml"])
def test_a_project_without_a_folder_of_recipes_is_told_what_to_add(
    vizpipe: "Vizpipe", tmp_path: Path, file: str
) -> None:
    """Where a project names no folder of recipes, ``new`` ends with 2 and the line to add, and writes nothing."""
    (tmp_path / file).write_text('[tool.vizpipe]\noutputs = "o"\n' if file == "pyproject.toml" else 'outputs = "o"\n')
    done = vizpipe("new", "mine")
    assert done.code == 2, done
    assert 'recipes = "recipes"' in done.line
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_a_folder_of_other_python_files_is_left_alone(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Where there is no project, a folder called recipes with somebody's Python files is not taken for recipes."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "soup.py").write_text("")
    done = vizpipe("new", "mine")
    assert done.code == 2, done
    assert "recipes" in done.line
    assert [path.name for path in (tmp_path / "recipes").iterdir()] == ["soup.py"]


def test_a_folder_that_cannot_be_made_ends_with_3(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Where the folder of recipes can't be made, ``new`` ends with 3 and its name."""
    (tmp_path / "recipes").write_text("a file")
    done = vizpipe("new", "mine")
    assert done.code == 3, done
    assert "recipes" in done.line


def test_tests_beside_recipes_are_no_recipes(vizpipe: "Vizpipe", project: "Project") -> None:
    """A file of tests among recipes is no broken recipe, and one called so that holds a recipe is one."""
    project.write("figures/test_counter.py", "def test_it() -> None:\n    assert True\n")
    project.write("figures/conftest.py", "")
    assert vizpipe("list").code == 0
    text = (project.root / "figures" / "counter.py").read_text()
    project.write("figures/test_error.py", text.replace("counter", "test_error"))
    assert "test-error" in vizpipe("list").out
