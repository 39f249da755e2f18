"""What a new recipe is made of: other names in other people's code."""

from pathlib import Path

import pytest

from vizpipe.errors import MachineError, UsageError
from vizpipe.project import scaffold
from vizpipe.project.renaming import function_of, renamed
from vizpipe.project.scaffold import Draft
from vizpipe.registry import registry
from vizpipe.registry.loading import load
from vizpipe.registry.source import Source
from vizpipe.store import atomic

BUILT_IN = {Path(source.path).stem.replace("_", "-"): source for source in registry.built_in()}


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_recipe_can_be_copied(name: str, tmp_path: Path) -> None:
    """A copy of each is one recipe of the new name with the same claim, parameters, story and words, in no chapter."""
    source = BUILT_IN[name]
    original = scaffold.copied(source.text, function_of(source.text, name))
    (draft, *_) = scaffold.drafts("zebra", original, tmp_path, None)
    (old,) = load(source)
    (new,) = load(Source(str(draft.path), draft.text))
    assert (new.name, new.chapter, new.ideas, new.title) == ("zebra", "", (), "Zebra")
    assert (new.parameters, new.variants, new.size, new.loops) == (old.parameters, old.variants, old.size, old.loops)
    assert (new.is_told, new.is_pictured, new.chaotic) == (old.is_told, old.is_pictured, old.chaotic)
    assert scaffold.copied(draft.text, "zebra").claim == original.claim
    assert draft.text.count("zebra") >= source.text.count(f"@{old.function.__name__}.") + 1


TEXT = '''"""A claim about loss."""
from vizpipe.recipe import recipe


@recipe(title="Loss")
def loss(*, steps: int = 3) -> int:
    """The loss, loss and all."""
    return steps


@loss.picture
def picture(film):
    loss = film.loss
    return loss, film["loss"], film.get(loss=1)


def more():
    return [loss() for _ in "loss"]
'''


def test_only_the_function_is_renamed() -> None:
    """A field, a word, a text and a variable of the recipe's name stay; the function does not, nor what calls it."""
    made = renamed(TEXT, "loss", "gain")
    assert "@recipe()\ndef gain(*" in made
    assert "@gain.picture" in made
    assert "return [gain() for" in made
    assert 'return loss, film["loss"], film.get(loss=1)' in made
    assert "loss = film.loss" in made
    assert made.count("gain") == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TEXT.replace("def more", "@recipe()\ndef more"), "2 recipes"),
        (TEXT.replace("from vizpipe.recipe import recipe", "from . import helper"), "imports modules beside it"),
    ],
    ids=["two recipes", "a relative import"],
)
def test_what_would_not_run_elsewhere_is_not_copied(text: str, reason: str) -> None:
    """A file of two recipes, or one that imports by a relative name, is refused with the reason."""
    with pytest.raises(UsageError, match=reason):
        function_of(text, "loss")


def test_all_files_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the second file can't be written, the first is gone again."""
    plain = atomic.write

    def full(target: Path, data: bytes) -> None:
        if target.name == "b":
            raise MachineError("no space is left")
        plain(target, data)

    monkeypatch.setattr(atomic, "write", full)
    with pytest.raises(MachineError):
        scaffold.write([Draft(tmp_path / name, name, "") for name in "abc"])
    assert not list(tmp_path.iterdir())


def test_a_test_in_a_package_imports_from_it(tmp_path: Path) -> None:
    """Where the folder of recipes is a package, the test imports its recipe from the package."""
    (tmp_path / "__init__.py").write_text("")
    _, test = scaffold.drafts("two-moons", scaffold.starter(), tmp_path, None)
    assert "from .two_moons import two_moons\n" in test.text
