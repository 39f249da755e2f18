"""``vizpipe.make``: what the command line makes, with its words, from Python."""

import gc
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import vizpipe as library
from vizpipe.library import making
from vizpipe.parameters.settings import SETTINGS
from vizpipe.parameters.signature import RESERVED
from vizpipe.workers.here import Here

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

SMALL = "200x100"


def test_the_files_are_those_of_the_command_line(own: "Project", vizpipe: "Vizpipe") -> None:
    """``make`` writes byte for byte what ``vizpipe run`` writes, under the same name."""
    assert vizpipe("run", "counter", "--steps", "4", "--size", SMALL, "-f", "gif,png", "-o", "line").code == 0
    made = library.make("counter", steps=4, size=(200, 100), formats=["gif", "png"], output="made")
    assert [path.name for path in made.paths] == ["counter-steps-4-200x100.gif", "counter-steps-4-200x100.png"]
    for path in made.paths:
        assert path.read_bytes() == (own.root / "line" / path.name).read_bytes()
    assert (made.title, made.caption, made.alternative_text) == ("Counter", "", "A dot that moves in 4 steps.")
    assert made.path == made.paths[0]
    assert repr(made) == f"<vizpipe.Result {made.paths[0].name}, {made.paths[1].name}: Counter>"
    assert made.seconds > 0.0


@pytest.mark.usefixtures("own")
def test_files_without_a_place_live_as_long_as_the_result() -> None:
    """Without an output files lie in a folder that is gone when nobody holds the result or a path of it any more."""
    path = library.make("counter", size=SMALL).path
    gc.collect()
    assert path.is_file()
    plain = Path(str(path))
    assert path == plain
    assert repr(path) == repr(plain)
    assert plain.parent != Path.cwd()
    del path
    gc.collect()
    assert not plain.parent.exists()


def test_nobody_elses_file_is_replaced_unasked(own: "Project") -> None:
    """A file that vizpipe did not write stays, and the error is the command line's; ``overwrite`` replaces it."""
    place = own.write("picture.gif", "precious")
    with pytest.raises(library.UsageError, match="vizpipe did not write it"):
        library.make("counter", size=SMALL, output=place)
    assert place.read_text() == "precious"
    made = library.make("counter", size=SMALL, output=place, overwrite=True)
    assert made.paths == (place,)
    assert place.read_bytes()[:3] == b"GIF"


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["counter", "--steps", "0"], {"steps": 0}),
        (["counter", "--fps", "100"], {"fps": 100.0}),
        (["counter", "--theme", "drak"], {"theme": "drak"}),
        (["counter", "-f", "gfi"], {"formats": "gfi"}),
        (["counter", "-f", "gif,png", "-o", "a.gif"], {"formats": ["gif", "png"], "output": "a.gif"}),
        (["counter", "--label", "=a"], {"labels": {"": "a"}}),
        (["counter", "--seeds", "2", "-f", "csv"], {"seeds": 2, "formats": ["csv"]}),
        (["cuonter"], {}),
    ],
)
def test_errors_have_the_words_of_the_command_line(
    words: list[str], given: dict[str, Any], own: "Project", vizpipe: "Vizpipe"
) -> None:
    """What is wrong is an exception of its own class that says what ``vizpipe run`` says, and its exit code."""
    done = vizpipe("run", *words, cwd=own.root)
    with pytest.raises(library.VizpipeError) as error:
        library.make(words[0], **given)
    assert done.line.partition(" (see ")[0] == f"vizpipe: {error.value}".partition(" (see ")[0]
    assert done.code == error.value.exit_code
    assert error.value.__cause__ is None


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("word", "meant"), [("stesp", "steps"), ("formts", "formats"), ("thme", "theme")])
def test_a_mistyped_keyword_is_answered_with_the_nearest(word: str, meant: str) -> None:
    """A keyword that is nobody's names the nearest of the recipe's parameters, the settings and what make takes."""
    given: dict[str, Any] = {word: 1}
    with pytest.raises(library.UsageError, match=f"no parameter {word} — did you mean {meant}"):
        library.make("counter", **given)


def test_every_setting_of_run_is_a_keyword_with_the_same_default() -> None:
    """``make`` takes each setting by its name, with run's default, and no parameter has such a name."""
    taken = {
        name: each.default
        for name, each in inspect.signature(making.make).parameters.items()
        if each.kind is inspect.Parameter.KEYWORD_ONLY
    }
    assert {name: taken[name] for name in taken if name in SETTINGS} == {
        name: each.default for name, each in SETTINGS.items()
    }
    assert taken.keys() - SETTINGS.keys() == set(making.OWN)
    assert taken.keys() <= RESERVED


@pytest.mark.usefixtures("own")
def test_numbers_of_numpy_are_numbers() -> None:
    """A value may be a number of numpy's, as it comes out of a loop over an array."""
    steps: Any = np.arange(2, 4)
    assert [len(library.film("counter", steps=each)) for each in steps] == [2, 3]


@pytest.mark.usefixtures("own")
def test_a_second_call_is_served_by_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was trained and drawn is not done again, neither by ``make`` nor by ``film``."""
    asked: list[str] = []
    submit: Callable[..., Any] = Here.submit

    def counted(self: Here, task: Callable[..., Any], *more: Any, **named: Any) -> Any:
        asked.append(task.__name__)
        return submit(self, task, *more, **named)

    monkeypatch.setattr(Here, "submit", counted)
    library.make("counter", steps=6, size=SMALL, formats=["gif", "html", "svg"])
    assert {"train", "draw", "live", "vector"} <= set(asked)
    asked.clear()
    library.make("counter", steps=6, size=SMALL, formats=["gif", "html", "svg"])
    library.film("counter", steps=6)
    assert not {"train", "draw", "describe", "cards", "live", "vector"} & set(asked)


@pytest.mark.usefixtures("own")
def test_processes_do_the_work_if_asked_for() -> None:
    """With ``jobs`` nothing of a recipe runs in this process, and the files are the same."""
    before = set(sys.modules)
    made = library.make("counter", size=SMALL, steps=7, jobs=1)
    assert not [name for name in set(sys.modules) - before if name.startswith("vizpipe_recipe_")]
    assert made.path.read_bytes() == library.make("counter", size=SMALL, steps=7).path.read_bytes()
    with pytest.raises(library.UsageError, match="jobs is 0, but must be a whole number from 1 to 256"):
        library.make("counter", jobs=0)


@pytest.mark.usefixtures("own")
def test_what_run_warns_of_is_a_warning() -> None:
    """A label that nothing is drawn for is told as a warning of Python's, at the line that asked."""
    with pytest.warns(UserWarning, match="no text 'Nowhere' is drawn") as told:
        library.make("counter", size=SMALL, labels={"Nowhere": "Nirgends"})
    assert Path(told[0].filename).name == Path(__file__).name
