"""Recipes from Python: by name, as objects, edited while the program runs; films, lists, what a recipe takes."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import vizpipe as library
from documented import module_at
from projects import edit
from vizpipe.film.film import Film
from vizpipe.parameters.settings import SETTINGS

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

SMALL = "200x100"
HELPED = ("from collections.abc", "from helped import WHERE\nfrom collections.abc")


def test_a_recipe_that_was_imported_is_made_from_its_file(own: "Project") -> None:
    """A recipe object stands for its file: inside the project's folder of recipes and beside it."""
    inside: Any = module_at(own.root / "figures" / "counter.py")
    outside = own.write("elsewhere/other.py", (own.root / "figures" / "counter.py").read_text())
    assert library.make(inside.counter, size=SMALL).title == "Counter"
    assert len(library.film(inside.counter, steps=5)) == 5
    (own.root / "figures" / "counter.py").unlink()
    assert library.make(vars(module_at(outside))["counter"], size=SMALL).title == "Counter"


@pytest.mark.usefixtures("own")
def test_a_recipe_that_no_file_holds_is_refused(counter: str) -> None:
    """A recipe of a notebook's cell has no file whose code could tell what is stale: one line says what to do."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(counter, "<cell 1>", "exec"), names)  # noqa: S102 - as a kernel runs a cell
    with pytest.raises(library.RecipeError, match=r"^counter: it stands in no file of its own, .* save it as a file"):
        library.make(names["counter"])


def test_an_edited_helper_counts_at_once(own: "Project", monkeypatch: pytest.MonkeyPatch) -> None:
    """A recipe's helper module that is edited while the program runs is read anew, though its name is imported."""
    path = own.root / "figures" / "counter.py"
    text = path.read_text().replace(*HELPED, 1).replace("index / steps)", "WHERE)")
    assert "WHERE)" in text
    path.write_text(text)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    for where in (0.25, 0.75):
        own.write("figures/helped.py", f"WHERE = {where}\n")
        assert library.film("counter")[1].x == where
        assert not list(own.root.rglob("helped*.pyc"))
    assert not sys.dont_write_bytecode
    assert "helped" not in sys.modules
    sys.modules["helped"] = mine = ModuleType("helped")
    mine.__file__ = str(own.root / "figures" / "helped.py")
    assert library.film("counter", steps=4)[1].x == 0.75
    assert sys.modules.pop("helped") is mine


@pytest.mark.parametrize("what", ["raise ValueError('no')", "raise SystemExit(3)"])
def test_a_recipe_that_fails_costs_its_call_alone(own: "Project", vizpipe: "Vizpipe", what: str) -> None:
    """What a recipe raises is a RecipeError with the command line's words, and its traceback is the details."""
    edit(own.root / "figures" / "counter.py", "yield Step", f"{what}\n        yield Step")
    with pytest.raises(library.RecipeError, match=r"^counter: frame 0: ") as error:
        library.make("counter")
    assert vizpipe("run", "counter", cwd=own.root).line == f"vizpipe: {error.value}"
    assert "counter.py" in error.value.details


def test_an_interrupt_reaches_the_program(own: "Project") -> None:
    """Ctrl-C while a recipe trains or draws is the program's own, and no recipe's failure."""
    path = own.root / "figures" / "counter.py"
    text = path.read_text()
    for before in ("        yield Step", "    axes.plot"):
        space = before[: len(before) - len(before.lstrip())]
        assert before in text
        path.write_text(text.replace(before, f"{space}raise KeyboardInterrupt\n{before}"))
        with pytest.raises(KeyboardInterrupt):
            library.make("counter", size=SMALL)
    path.write_text(text)
    assert library.make("counter", size=SMALL).path.is_file()


@pytest.mark.usefixtures("own")
def test_a_film_holds_the_recipes_frames() -> None:
    """``film`` gives a Film of the recipe's own frames, as a table too, and what it saves is the same film."""
    film: Film[Any] = library.film("counter", steps=4)
    assert [frame.x for frame in film] == [0.0, 0.25, 0.5, 0.75]
    assert film.parameters == {"steps": 4, "seed": 0}
    assert list(film.table()["epoch"]) == [0, 1, 2, 3]
    assert Film.load(film.save(), film.frame_type).digest == film.digest
    assert np.array_equal(film.column("epoch"), np.arange(4))
    with pytest.raises(library.UsageError, match=r"^steps is 0, but must be a whole number, 1 or more"):
        library.film("counter", steps=0)


def test_the_list_is_that_of_the_command_line(own: "Project", vizpipe: "Vizpipe") -> None:
    """``recipes`` lists built-in recipes and the project's own as ``vizpipe list`` does, also as a table of HTML."""
    listed = library.recipes()
    assert f"{listed!r}\n" == vizpipe("list", cwd=own.root).out
    assert "counter" in listed.names
    assert {"gates", "hidden-mapping"} <= set(listed.names)
    assert listed._repr_html_().count("<tr>") == len(listed) + 1


def test_info_tells_all_that_make_takes(own: "Project", vizpipe: "Vizpipe") -> None:
    """``info`` has each parameter with its limits, the variants and the settings; unknown names name the nearest."""
    told = library.info("counter")
    assert [(each.name, each.default, each.limits) for each in told.parameters] == [
        ("steps", 3, "a whole number, 1 or more"),
        ("seed", 0, "a whole number"),
    ]
    assert told.variants == {"long": {"steps": 5}}
    assert [each.key for each in told.settings] == list(SETTINGS)
    assert "steps=3\n      a whole number, 1 or more" in repr(told)
    assert 'long: vizpipe.make("counter", steps=5)' in repr(told)
    assert "<td" in told._repr_html_()
    with pytest.raises(library.UsageError) as error:
        library.info("cuonter")
    assert vizpipe("info", "cuonter", cwd=own.root).line == f"vizpipe: {error.value}"
