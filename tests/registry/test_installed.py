"""Recipes of installed packages: found by their entry points, listed with their origin, each at its own cost."""

import re
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe.registry import code, installed, sources

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


class Shelf:
    """A folder of installed packages, which Python looks into."""

    def __init__(self, folder: Path) -> None:
        """Make it."""
        self.folder = folder
        folder.mkdir()

    @property
    def env(self) -> dict[str, str]:
        """The variables of a command that sees it."""
        return {"PYTHONPATH": f"{Path(__file__).parents[2]}:{self.folder}"}

    def write(self, name: str, text: str) -> Path:
        """A file in it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def install(self, distribution: str, value: str, version: str = "1.2") -> None:
        """What an installer writes of a distribution with one entry."""
        facts = f"{distribution}-{version}.dist-info"
        self.write(f"{facts}/METADATA", f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        text = f"[console_scripts]\nx = y:z\n\n[vizpipe.recipes]\n# ours\nall = {value}\n\n[other]\nall = nothing\n"
        self.write(f"{facts}/entry_points.txt", text)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty one."""
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def spinning(shelf: Shelf, counter: str) -> Shelf:
    """One with a package of a recipe that imports a helper; whoever imports the package leaves a mark."""
    mark = shelf.folder / "imported"
    shelf.write("spinning/__init__.py", f"open({str(mark)!r}, 'w').close()\n")
    shelf.write("spinning/recipes/__init__.py", "")
    shelf.write("spinning/recipes/_hidden.py", "")
    shelf.write("spinning/speed.py", "FACTOR = 1\n")
    text = counter.replace("counter", "spin").replace("index / steps)", "FACTOR * index / steps)")
    imported = "from spinning.speed import FACTOR\nfrom vizpipe.recipe import Canvas"
    shelf.write("spinning/recipes/spin.py", text.replace("from vizpipe.recipe import Canvas", imported))
    shelf.install("spinning", "spinning.recipes")
    return shelf


def test_a_packages_recipes_are_listed_with_their_origin_and_run(
    vizpipe: "Vizpipe", spinning: Shelf, tmp_path: Path
) -> None:
    """``list`` and ``info`` say from which distribution a recipe is, and ``run`` draws it."""
    listed = vizpipe("list", env=spinning.env)
    assert listed.code == 0, listed
    assert re.search(r"^spin +animation +A dot.*\(spinning 1\.2\)$", listed.out, re.MULTILINE)
    assert re.search(r"^gates .*[^)]$", listed.out, re.MULTILINE)
    assert "from spinning 1.2: " in vizpipe("info", "spin", env=spinning.env).out
    cards = {card["name"]: card["origin"] for card in vizpipe("list", "--json", env=spinning.env).json}
    assert (cards["spin"], cards["gates"]) == ("spinning 1.2", "vizpipe")
    assert vizpipe("run", "spin", "--size", "99x99", env=spinning.env).code == 0
    assert (tmp_path / "spin-99x99.gif").exists()
    assert vizpipe("run", "spin").code == 2


def test_looking_around_imports_no_package(vizpipe: "Vizpipe", spinning: Shelf) -> None:
    """When a recipe's card is known, ``list`` and ``info`` import nothing of its package."""
    assert vizpipe("list", env=spinning.env).code == 0
    mark = spinning.folder / "imported"
    assert mark.exists()
    mark.unlink()
    assert "spin" in vizpipe("list", env=spinning.env).out
    assert vizpipe("info", "spin", env=spinning.env).code == 0
    assert not mark.exists()


def test_an_asset_is_made_again_when_its_package_changes(
    vizpipe: "Vizpipe", spinning: Shelf, project: "Project"
) -> None:
    """A build is stale after a helper in the package of its recipe has changed, and not before."""
    project.write("vizpipe.toml", '[assets.one]\nrecipe = "spin"\nsize = "99x99"\n')
    assert vizpipe("build", env=spinning.env).code == 0
    assert vizpipe("build", "--locked", env=spinning.env).code == 0
    spinning.write("spinning/speed.py", "FACTOR = 0.5\n")
    assert vizpipe("build", "--locked", env=spinning.env).code == 4


def test_only_the_package_itself_is_followed(spinning: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a recipe of a package is made of are files of that package; libraries beside it count by their versions."""
    monkeypatch.syspath_prepend(spinning.folder)
    spinning.write("beside.py", "X = 1\n")
    path = spinning.folder / "spinning" / "recipes" / "spin.py"
    path.write_text(f"import beside\n{path.read_text()}")
    (source,) = installed.sources()
    assert "spinning" not in sys.modules
    own = {Path(each).relative_to(spinning.folder).as_posix() for each in sources.fingerprint(source)}
    assert own == {"spinning/__init__.py", "spinning/speed.py", "spinning/recipes/spin.py"}
    assert any("speed.py FACTOR" in name for name in code.training(source, "spin").parts)


def test_a_module_of_its_own_and_one_in_a_package_are_found(
    shelf: Shelf, counter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry may name a module without a package, or one in a package; the package's others are left alone."""
    shelf.write("lonely.py", counter)
    shelf.write("several/__init__.py", "raise RuntimeError")
    shelf.write("several/one.py", counter)
    shelf.write("several/other.py", counter)
    shelf.install("lonely", "lonely")
    shelf.install("several", "several.one")
    monkeypatch.syspath_prepend(shelf.folder)
    found = [(source.module, source.package, source.problem) for source in installed.sources()]
    assert found == [("lonely", "", ""), ("several.one", "several", "")]


NOWHERE = {
    "nowhere": "there is no such module",
    "good.nothing": "there is no such module",
    "good": "there are no recipe files",
    "good.recipes:all": "must name a module",
    "../good": "must name a module",
}


@pytest.mark.parametrize("value", NOWHERE)
def test_an_entry_that_leads_to_nothing_says_so(spinning: Shelf, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """An entry that names no module with a recipe gives one problem, which names distribution, entry and reason."""
    spinning.write("good/__init__.py", "")
    spinning.install("bad", value)
    monkeypatch.syspath_prepend(spinning.folder)
    wrong, spin = installed.sources()
    assert wrong.problem == f"bad 1.2: its entry point all = {value}: {wrong.problem.rpartition(': ')[2]}"
    assert NOWHERE[value] in wrong.problem
    assert (spin.module, spin.problem) == ("spinning.recipes.spin", "")


def test_a_broken_package_costs_only_itself(vizpipe: "Vizpipe", spinning: Shelf) -> None:
    """Packages that can't be found, raise, or end the process are said in a line each; all other recipes are listed."""
    texts = {"raising": "raise RuntimeError('no')", "leaving": "import os\nos._exit(5)", "garbled": "\0"}
    for name, text in texts.items():
        spinning.write(f"{name}/recipes/it.py", text)
        spinning.install(name, f"{name}.recipes")
    spinning.install("absent", "nowhere")
    done = vizpipe("list", env=spinning.env)
    assert done.code == 1, done
    lines = [line for line in done.err.splitlines() if line.startswith("vizpipe: ")]
    assert len(lines) == 4, lines
    assert all(line.startswith("vizpipe: ") for line in lines)
    for name in ("absent", *texts):
        assert sum(name in line for line in lines) == 1, lines
    assert re.search(r"^spin ", done.out, re.MULTILINE)
    assert re.search(r"^gates ", done.out, re.MULTILINE)


def test_an_installed_recipe_takes_no_name_away(vizpipe: "Vizpipe", shelf: Shelf, counter: str) -> None:
    """An installed recipe of a built-in one's name is left out, in one line; the built-in one still works."""
    shelf.write("lonely.py", counter.replace("counter", "gates"))
    shelf.install("lonely", "lonely")
    done = vizpipe("list", env=shelf.env)
    assert done.code == 1, done
    assert "lonely 1.2: its recipe gates is left out" in done.line
    assert re.search(r"^gates +figure", done.out, re.MULTILINE)
    assert "One neuron" in vizpipe("info", "gates", env=shelf.env).out


def test_a_name_in_two_packages_belongs_to_neither(vizpipe: "Vizpipe", shelf: Shelf, counter: str) -> None:
    """Of two installed recipes of one name none can be run, which is said in one line; all others can."""
    for name in ("first", "second"):
        shelf.write(f"{name}.py", counter.replace("counter", "spin"))
        shelf.install(name, name)
    done = vizpipe("list", env=shelf.env)
    assert done.code == 1, done
    assert "two recipes are called spin" in done.line
    assert "first.py" in done.line
    assert "second.py" in done.line
    assert vizpipe("run", "spin", env=shelf.env).code == 1
    assert vizpipe("info", "gates", env=shelf.env).code == 0


def test_entries_are_those_that_the_standard_library_finds(shelf: Shelf, tmp_path: Path) -> None:
    """What is read off folders is what importlib.metadata finds, the first of a distribution that is there twice."""
    shelf.install("Some_Thing", "one", "1.0")
    shelf.install("plain", "two.three", "2.0")
    other = Shelf(tmp_path / "other")
    other.install("some.thing", "another", "3.0")
    other.write("old.egg-info/entry_points.txt", "[vizpipe.recipes]\nb=old\n")
    other.write("old.egg-info/PKG-INFO", "Metadata-Version: 2.1\nName: old\nVersion: 0.1\n")
    other.write("without-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: without\nVersion: 1\n")
    folders = [str(shelf.folder), str(other.folder), str(tmp_path / "missing")]
    theirs, known = set(), set()
    for distribution in distributions(path=folders):
        name = re.sub("[-_.]+", "-", distribution.metadata["Name"]).lower()
        if name not in known:
            known.add(name)
            theirs |= {(each.name, each.value) for each in distribution.entry_points.select(group=installed.GROUP)}
    ours = installed.entries(folders)
    assert {(each.name, each.value) for each in ours} == theirs
    assert len(ours) == len(theirs) == 3
    assert {each.origin for each in ours} == {"Some-Thing 1.0", "plain 2.0", "old"}
