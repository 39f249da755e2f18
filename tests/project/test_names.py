"""Names of files: they say all that is not as usual, and no two values share one."""

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import pytest

from vizpipe.parameters.parameter import complete
from vizpipe.parameters.settings import Settings
from vizpipe.project.asset import new_asset
from vizpipe.project.names import default_name, is_file_name, slug
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards, read_cards

if TYPE_CHECKING:
    from conftest import Vizpipe


@pytest.fixture(scope="module")
def card() -> Card:
    """A recipe that moves."""
    (source,) = [each for each in registry.built_in() if each.path.endswith("hidden_mapping.py")]
    (found,) = read_cards(make_cards(source))
    return found


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({}, "hidden-mapping"),
        ({"theme": "dark"}, "hidden-mapping-dark"),
        ({"size": "720x1800"}, "hidden-mapping-720x1800"),
        ({"size": "slide", "theme": "print", "lang": "de"}, "hidden-mapping-slide-print-de"),
        ({"layout": "column"}, "hidden-mapping-column"),
        ({"layout": "auto", "theme": "auto"}, "hidden-mapping"),
        ({"frames": 20, "fps": 5, "loop": 1}, "hidden-mapping-frames-20-fps-5-loop-1"),
        ({"frames": 60, "fps": 10, "loop": 0, "theme": "light"}, "hidden-mapping"),
        ({"hold": 0.0}, "hidden-mapping-hold-0"),
        ({"no_title": True, "no_caption": False}, "hidden-mapping-no-title"),
        ({"seeds": 3, "theme": "dark"}, "hidden-mapping-3-seeds-dark"),
        ({"compare": "activation"}, "hidden-mapping-by-activation"),
        ({"compare": "activation,learning_rate=0.1:1"}, "hidden-mapping-by-activation-and-learning-rate-0.1-1"),
        ({"theme": "mine.toml"}, "hidden-mapping-mine"),
        ({"max_bytes": "800kB"}, "hidden-mapping-max-bytes-800000"),
    ],
)
def test_a_name_says_all_that_is_not_as_usual(card: Card, said: dict[str, object], name: str) -> None:
    """A name has choices and sizes by value, others by name and value; what auto adds stands behind."""
    values = complete(card.parameters, {}, "")
    assert default_name(card, values, said) == name
    still = msgspec.structs.replace(card, kind="figure")
    moving = {"frames", "fps", "loop", "hold", "max_bytes"} & said.keys()
    assert (default_name(still, values, said) == name) == (not moving or name == "hidden-mapping")


def test_a_flag_of_a_recipe_is_named_alone(card: Card) -> None:
    """A flag that is on stands in the name without a value, as settings that are flags do."""
    assert default_name(card, complete(card.parameters, {"as_published": True}, "")) == "hidden-mapping-as-published"


def test_other_words_and_places_make_another_name(card: Card) -> None:
    """Titles, labels and themes that differ only in what no file's name can hold differ by a few letters."""
    values = complete(card.parameters, {}, "")
    names = [default_name(card, values, {"title": title}) for title in ("Größe", "Grösse", "größe", "/", "//")]
    names += [default_name(card, values, {}, [label]) for label in ("Loss=Fehler", "loss=fehler")]
    names += [default_name(card, values, {"theme": theme}) for theme in ("a/mine.toml", "b/mine.toml", "a-mine.toml")]
    names += [default_name(card, values, {"title": "x" * length}) for length in (900, 901)]
    assert len(set(names)) == len(names)
    assert all(is_file_name(name) for name in names)


@pytest.mark.parametrize(
    ("option", "ending", "choices"),
    [
        ("data", ".csv", ("moons", "relu", "dark", "de", "slide", "column", "no-title")),
        ("theme", ".toml", ("dark", "de", "slide", "column", "no-title", "relu")),
        ("film", ".film", ("dark", "de", "slide", "moons", "no-title")),
        ("texts", ".toml", ("de", "dark", "mine")),
    ],
)
def test_two_files_never_share_a_name(
    card: Card, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, option: str, ending: str, choices: tuple[str, ...]
) -> None:
    """Files of one name in other folders, or of another ending, or called as a choice is, make other pictures' names.

    A file has one name however somebody spells it.
    """
    monkeypatch.chdir(tmp_path)

    def name(**given: object) -> str:
        own = {key: value for key, value in given.items() if key in ("data", "activation")}
        said = {key: value for key, value in given.items() if key not in own}
        found = default_name(card, complete(card.parameters, own, ""), said)
        assert is_file_name(found)
        return found

    paths = [f"{folder}birds{ending}" for folder in ("", "a/", "b/", "a/b/", "../", "/", f"{tmp_path}/a/b/c/")]
    paths += [f"birds.other{ending}", "birds.npz", f"Birds{ending}", f"a-birds{ending}"]
    paths += [f"{choice}{ending}" for choice in choices]
    paths = [path for path in paths if option != "theme" or path.endswith(ending)]
    names = [name(**{option: path}) for path in paths]
    names += [name(theme="dark"), name(lang="de"), name(size="slide"), name(layout="column"), name(no_title=True)]
    names += [name(data="circles"), name(activation="relu"), name(data="moons"), name()]
    assert len(set(names)) == len(names) - names.count(name()) + 1
    for folder in ("./", f"{tmp_path}/"):
        assert name(**{option: f"{folder}birds{ending}"}) == names[0]


def test_a_file_in_the_working_folder_has_a_plain_name(card: Card) -> None:
    """What is not told apart by hashes stays as it is known: the file's name, without the usual ending."""
    values = complete(card.parameters, {"data": "birds.csv"}, "")
    assert default_name(card, values) == "hidden-mapping-birds"
    still = msgspec.structs.replace(card, parameters=())
    assert default_name(still, {}, {"film": "run.film"}) == "hidden-mapping-run"


def test_the_one_file_of_an_asset_has_the_name_that_was_chosen(card: Card) -> None:
    """An asset's one file has the name that was chosen, whatever its format adds to other names."""
    made = new_asset("strip", card, complete(card.parameters, {}, ""), formats=["filmstrip.png"])
    assert made.files == ["strip-filmstrip.png"]
    assert made._replace(file="strip.png").files == ["strip.png"]
    assert Settings({})["theme"] == "light"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (-5, 5),
        (0.12345671, 0.12345672),
        ("<", ">"),
        ("a b", "a-b"),
        ("x" * 60 + "1", "x" * 60 + "2"),
        ("A", "a"),
        (1e-5, 1e5),
    ],
)
def test_different_values_make_different_names(one: object, other: object) -> None:
    """No two values of a parameter share a file."""
    assert slug(one) != slug(other)
    for value in (one, other):
        assert set(slug(value)) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-+")


def test_no_two_names_differ_by_a_form_of_unicode_alone() -> None:
    """A name with letters beyond ASCII is refused in both forms, and values in two forms make two plain names."""
    composed, decomposed = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    assert composed != decomposed
    for name in (composed, decomposed):
        assert not is_file_name(name)
        assert is_file_name(slug(name))
    assert slug(composed) != slug(decomposed)
    assert is_file_name("cafe")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_project_with_a_name_beyond_ascii_is_refused(
    vizpipe: "Vizpipe", tmp_path: Path, form: Literal["NFC", "NFD"]
) -> None:
    """An asset called so is refused with 2 and one line, whatever the form of Unicode."""
    name = unicodedata.normalize(form, "café")
    (tmp_path / "vizpipe.toml").write_text(f'[assets."{name}"]\nrecipe = "gates"\n', encoding="utf-8")
    done = vizpipe("build")
    assert done.code == 2
    assert "can't name a file; use a to z" in done.line
