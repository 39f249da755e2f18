"""What fails: it is named, what was published stays, and the others are built."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_one_failure_leaves_the_others_built(vizpipe: "Vizpipe", project: "Project") -> None:
    """Where one asset fails it is named, the good one is there, and the exit code is 1."""
    text = (project.root / "figures/counter.py").read_text()
    project.write(
        "figures/bad.py",
        text.replace("def counter", "def bad").replace("@counter", "@bad").replace("index / steps", "1 / 0"),
    )
    project.write("vizpipe.toml", (project.root / "vizpipe.toml").read_text() + '[assets.two]\nrecipe = "bad"\n')
    done = vizpipe("build")
    assert done.code == 1
    assert "two: bad: frame 0: ZeroDivisionError" in done.err
    assert "bad.py:" in done.err
    assert project.files == ["manifest.json", "one.gif"]


BROKEN = [
    ("yield Step(index, index / steps)", "yield Step(index, float('nan'))", r"counter: frame 0 (epoch 0): x is nan"),
    ("yield Step(index, index / steps)", "yield Step(index, 1 / (1 - index))", "counter: frame 1: ZeroDivisionError"),
    ("yield Step(index, index / steps)", "yield from ()", "counter: it yielded no frame"),
    ("yield Step(index, index / steps)", "import os; os._exit(3); yield", "exit code 3"),
    ("yield Step(index, index / steps)", "import sys; sys.exit(3); yield", "sys.exit(3)"),
    ("yield Step(index, index / steps)", "raise BaseException('a\\nb\\x1b[31m'); yield", "a b\\x1b[31m"),
    ("yield Step(index, index / steps)", "raise GeneratorExit; yield", "GeneratorExit"),
    ("yield Step(index, index / steps)", "raise KeyboardInterrupt; yield", "frame 0: KeyboardInterrupt"),
    (
        "yield Step(index, index / steps)",
        "raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0}); yield",
        "frame 0: Odd: (it can't be put into words)",
    ),
    ("yield Step(index, index / steps)", "yield index", "is a int, not a Step"),
    ("    axes.plot([frame.x]", "    assert frame.epoch < 2\n    axes.plot([frame.x]", "counter: drawing frames"),
    ("    axes.plot([frame.x]", "    import os; os._exit(4)\n    axes.plot([frame.x]", "exit code 4"),
    ("    axes.plot([frame.x]", "    axes.set_title(str(frame.x))\n    axes.plot([frame.x]", "draw, frame"),
    ("    axes.set_xlim(0, 1)", "    axes.set_xlim(0, 1 / 0)", "counter: its stage: ZeroDivisionError"),
    ('f"A dot', 'f"{1 / 0}A dot', "ZeroDivisionError"),
    ("steps: Count = 3", "steps=3", "counter.py: counter: parameter steps has no type"),
    ("steps: Count = 3", "fps: Count = 3", "counter.py: counter: parameter fps: the name is one of run's own"),
    ("from typing import NamedTuple", "from typing import NamedTuple\nimport os; os._exit(5)", "exit code 5"),
    ("from typing import NamedTuple", "from typing import NamedTuple\nimport nothing_here", "nothing_here"),
]


LESS_LIKELY = BROKEN[5:9] + BROKEN[10:12] + BROKEN[14:16] + BROKEN[17:18]
"""What make soak tries; another of its kind is tried every time."""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [pytest.param(*each, marks=[pytest.mark.soak] * (each in LESS_LIKELY)) for each in BROKEN],
)
def test_a_broken_recipe_is_named_and_the_old_file_stays(
    vizpipe: "Vizpipe", project: "Project", old: str, new: str, says: str
) -> None:
    """A broken recipe ends with 1 and one line with recipe, frame and file; what was published stays."""
    assert vizpipe("build").code == 0
    before = (project.root / "outputs" / "one.gif").read_bytes()
    path = project.root / "figures" / "counter.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    done = vizpipe("build")
    assert done.code == 1, done
    assert says in done.line
    assert (project.root / "outputs" / "one.gif").read_bytes() == before
    assert project.files == ["manifest.json", "one.gif"]
    run = vizpipe("run", "counter", "-o", "elsewhere")
    assert run.code == 1, run
    assert says in run.line


def test_a_diverging_training_names_recipe_and_epoch(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A training that diverges ends with 1 and its recipe and epoch, and the old file stays."""
    (tmp_path / "a.gif").write_bytes(b"old")
    done = vizpipe("run", "hidden-mapping", "--learning-rate", "1e308", "--name", "a", "-f", "gif", "--overwrite")
    assert done.code == 1, done
    assert "hidden-mapping: frame 1 (epoch 1): parameters is" in done.line
    assert "the training diverged" in done.line
    assert (tmp_path / "a.gif").read_bytes() == b"old"


def test_two_recipes_of_one_name_are_an_error_that_names_both(vizpipe: "Vizpipe", project: "Project") -> None:
    """Whoever asks for a name of two recipes, in list, run or build, gets both files; other recipes work."""
    project.write("figures/gates.py", (project.root / "figures/counter.py").read_text())
    (project.root / "figures/counter.py").rename(project.root / "figures/other.py")
    for words in (["list"], ["run", "counter"], ["build"]):
        done = vizpipe(*words)
        assert done.code == 1
        assert "gates.py" in done.err
        assert "other.py" in done.err
    assert vizpipe("run", "gates", "--size", "480x270").code == 0


def test_a_run_that_fails_leaves_no_folder(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A run that fails creates no folder: there is nothing to publish yet."""
    done = vizpipe("run", "hidden-mapping", "--learning-rate", "1e308", "-o", "new/deep")
    assert done.code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_the_others_built(vizpipe: "Vizpipe", project: "Project") -> None:
    """An asset in whose file's place a folder stands fails with 3; the other is made and listed."""
    text = (project.root / "vizpipe.toml").read_text()
    project.write("vizpipe.toml", text + '\n[assets.two]\nrecipe = "counter"\nsize = "180x90"\n')
    (project.root / "outputs" / "one.gif").mkdir(parents=True)
    done = vizpipe("build", "--json")
    assert done.code == 3
    assert {each["name"]: each["status"] for each in done.json["assets"]} == {"one": "failed", "two": "made"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("return Words(", "return tuple(('a',)) or Words(", "words must be Words"),
        ('@recipe(variants={"long": {"steps": 5}})', '@recipe(size="3x4")', "size must be"),
        ('@recipe(variants={"long": {"steps": 5}})', "@recipe(size=(10, 99999))", "size must be"),
        ('@recipe(variants={"long": {"steps": 5}})', "@recipe(title=3)", "title must be a text"),
        ("seed: int = 0", "even: Annotated[int, Meta(multiple_of=2)] = 0", "multiple_of is not a limit"),
    ],
)
def test_what_an_author_gets_wrong_is_named(
    vizpipe: "Vizpipe", project: "Project", old: str, new: str, says: str
) -> None:
    """What an author gets wrong ends with 1 and one line that says what, not a traceback."""
    path = project.root / "figures" / "counter.py"
    head = "from typing import Annotated, NamedTuple\nfrom msgspec import Meta"
    path.write_text(path.read_text().replace("from typing import NamedTuple", head).replace(old, new))
    done = vizpipe("build")
    assert done.code == 1
    assert says in done.line
