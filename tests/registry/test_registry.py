"""Names → recipes: folders, cards, what one broken file costs."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vizpipe.errors import RecipeError, UsageError
from vizpipe.registry import registry, sources
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards
from vizpipe.registry.registry import Registry
from vizpipe.registry.source import Source
from vizpipe.store.cache import Cache

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


class Folder:
    """A folder of recipes, and a count of the files that were imported for their cards."""

    def __init__(self, root: Path) -> None:
        """Use ``root``/recipes and a cache beside it."""
        self.recipes, self.cache = root / "recipes", Cache(root / "cache")
        self.recipes.mkdir()
        self.read: list[str] = []

    def write(self, name: str, text: str) -> None:
        """Write a recipe file."""
        (self.recipes / name).write_text(text)

    def survey(self) -> Registry[Card]:
        """Look at the folder as a command does."""
        return registry.survey(registry.folder_sources(self.recipes), self.cache, Card, self._refresh)

    def _refresh(self, sources: Sequence[Source]) -> list[bytes | str]:
        self.read += [Path(source.path).name for source in sources]
        return [make_cards(source) for source in sources]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder."""
    return Folder(tmp_path)


def test_a_card_says_all_without_the_code(folder: Folder, counter: str) -> None:
    """A card has name, claim, kind, parameters with limits and variants; the second look imports nothing."""
    folder.write("counter.py", counter)
    card = folder.survey().find("counter")
    assert card.claim == "A dot moves to the right, one step a frame."
    assert card.kind == "animation"
    assert card.variants == {"long": {"steps": 5}}
    assert [parameter.name for parameter in card.parameters] == ["steps", "seed"]
    assert card.film.packages == ("numpy",)
    assert {"numpy", "matplotlib", "celluloid"} <= set(card.pictures.packages)
    assert folder.survey().find("counter") == card
    assert folder.read == ["counter.py"]


def test_a_changed_file_gets_a_new_card(folder: Folder, counter: str) -> None:
    """A card follows its file's content."""
    folder.write("counter.py", counter)
    folder.survey()
    folder.write("counter.py", counter.replace("steps: Count = 3", "steps: Count = 4"))
    assert folder.survey().find("counter").parameters[0].default == 4


def test_a_changed_helper_gets_a_new_card(folder: Folder, counter: str) -> None:
    """A changed helper makes a new card, also a helper's helper that is imported inside a function."""
    folder.write("_one.py", "def f():\n    import _two\n    return _two.VALUE\n")
    folder.write("_two.py", "from _three import VALUE\n")
    folder.write("_three.py", "VALUE = 1\n")
    folder.write("counter.py", counter + "\nimport _one\n")
    before = folder.survey().find("counter").film.parts
    folder.write("_three.py", "VALUE = 2\n")
    after = folder.survey().find("counter").film.parts
    names = {"counter.py", "_one.py", "_two.py", "_three.py"}
    assert names == {name.split()[1] for name in before if name.startswith("code ")}
    assert [name for name in before if before[name] != after[name]] == ["code _three.py VALUE"]


def test_a_name_of_two_recipes_names_both_files(folder: Folder, counter: str) -> None:
    """Of two recipes of one name neither is used, and the error says where both are."""
    folder.write("first.py", counter)
    folder.write("second.py", counter)
    found = folder.survey()
    assert found.cards == {}
    with pytest.raises(RecipeError, match=r"two recipes are called counter: .*first\.py and .*second\.py"):
        found.find("counter")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("def f(:", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("x = 1", "no recipe in it"),
        ("\x00", "SyntaxError|ValueError"),
    ],
)
def test_a_broken_file_costs_only_itself(folder: Folder, counter: str, text: str, says: str) -> None:
    """Beside a broken file the others are there, and whoever asks for the broken one learns why."""
    folder.write("counter.py", counter)
    folder.write("broken.py", text)
    found = folder.survey()
    assert list(found.cards) == ["counter"]
    with pytest.raises(RecipeError, match=says):
        found.find("broken")


def test_a_damaged_card_is_made_again(folder: Folder, counter: str) -> None:
    """Whatever the cache holds in a card's place, the card is right."""
    folder.write("counter.py", counter)
    card = folder.survey().find("counter")
    for path in (folder.cache.folder / "cards").iterdir():
        path.write_bytes(path.read_bytes()[:50])
    assert folder.survey().find("counter") == card


def test_an_unknown_name_offers_the_nearest(folder: Folder, counter: str) -> None:
    """An unknown name is refused in one line with the nearest."""
    folder.write("counter.py", counter)
    with pytest.raises(UsageError, match="unknown recipe countr — did you mean counter"):
        folder.survey().find("countr")


def test_a_helper_may_be_called_like_a_library(folder: Folder, counter: str) -> None:
    """A helper never replaces a library, nor does a recipe file."""
    folder.write("numpy.py", counter)
    folder.write("counter2.py", counter.replace("def counter", "def other").replace("@counter", "@other"))
    found = folder.survey()
    assert set(found.cards) == {"counter", "other"}


@pytest.mark.parametrize("missing", ["stage"])
def test_a_recipe_without_a_stage_is_refused(folder: Folder, missing: str, counter: Callable[[], str]) -> None:
    """A recipe without a stage is refused with the file and what to add."""
    del counter
    folder.write(
        "half.py",
        "from typing import NamedTuple\nfrom vizpipe.recipe import recipe\n"
        "class F(NamedTuple):\n    x: float\n@recipe()\ndef half() -> F:\n    return F(1.0)\n",
    )
    with pytest.raises(RecipeError, match=rf"half\.py: half: it has no {missing}; add one with @half\.stage"):
        folder.survey().find("half")


def test_every_built_in_recipe_has_a_card_worth_reading(shared_cache: Path) -> None:
    """Every built-in recipe has a card with a claim of one sentence and help for its parameters."""
    found = registry.summaries(registry.built_in(), Cache(shared_cache), Card)
    assert found is not None
    assert {"activations", "gates", "hidden-mapping", "loss-curves"} <= set(found.cards)
    for card in found.cards.values():
        assert card.claim.endswith(".")
        assert 30 < len(card.claim) < 200
        assert all(parameter.help for parameter in card.parameters), card.name


def test_a_module_behind_a_relative_import_counts(tmp_path: Path, counter: str) -> None:
    """``from .core import x`` in a helper package is code that the recipe uses."""
    package = tmp_path / "_lib"
    package.mkdir()
    (package / "__init__.py").write_text("from .core import level\nfrom . import more\n")
    (package / "core.py").write_text("level = 1\n")
    (package / "more.py").write_text("from ..outside import x\n")
    (tmp_path / "outside.py").write_text("x = 1\n")
    (tmp_path / "a.py").write_text(counter + "\nimport _lib\n")
    source = next(each for each in registry.folder_sources(tmp_path) if each.path.endswith("a.py"))
    names = {Path(path).relative_to(tmp_path).as_posix() for path in sources.fingerprint(source)}
    assert names == {"a.py", "_lib/__init__.py", "_lib/core.py", "_lib/more.py", "outside.py"}


def test_odd_files_among_recipes_cost_nothing(vizpipe: "Vizpipe", project: "Project", counter: str) -> None:
    """Editors' lock files, folders that end in .py, resource forks and a byte order mark cost nothing."""
    figures = project.root / "figures"
    (figures / ".#counter.py").symlink_to("me@host.1")
    (figures / "folder.py").mkdir()
    (figures / "._counter.py").write_bytes(b"\x00\x05")
    (figures / "counter.py").write_text("\ufeff" + counter)
    toml = project.root / "vizpipe.toml"
    toml.write_text("\ufeff" + toml.read_text())
    done = vizpipe("build")
    assert done.code == 0, done
    assert vizpipe("list").code == 0


def test_a_recipe_with_two_names_is_one(tmp_path: Path, counter: str) -> None:
    """An alias, or an import in another recipe's file, is no second recipe."""
    (tmp_path / "counter.py").write_text(counter + "\nalias = counter\n")
    other = counter.replace("def counter", "def other").replace("@counter", "@other")
    (tmp_path / "second.py").write_text(other + "\nfrom counter import counter\n")
    cache = Cache(tmp_path / "cache")
    sources = registry.folder_sources(tmp_path)
    found = registry.survey(sources, cache, Card, lambda stale: [make_cards(each) for each in stale])
    assert not found.problems
    assert set(found.cards) == {"counter", "other"}
