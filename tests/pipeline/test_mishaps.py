"""What happened to somebody once and must not happen again: each test is the story of a mishap."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.encoding import gif
from vizpipe.encoding.formats import About
from vizpipe.encoding.palette import Palette
from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.project.names import slug
from vizpipe.recipe import Canvas, Say, recipe
from vizpipe.registry import registry, sources
from vizpipe.registry.loading import make_cards
from vizpipe.store.cache import Cache

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


class Weights(NamedTuple):
    """Some weights."""

    w: npt.NDArray[np.float64]


def test_an_array_that_is_updated_in_place_moves_from_frame_to_frame() -> None:
    """Each frame keeps the numbers that it had when it was yielded."""

    def frames() -> Any:
        w = np.zeros(3)
        for _ in range(4):
            yield Weights(w)
            w += 1.0

    film = Film.shoot("grow", Weights, frames(), {})
    assert [frame.w.tolist() for frame in film] == [[float(k)] * 3 for k in range(4)]


def test_emptying_the_cache_takes_nothing_else(tmp_path: Path) -> None:
    """A folder that was named as the cache by mistake keeps its own files."""
    (tmp_path / "mine.txt").write_text("precious")
    (tmp_path / "films").mkdir()
    cache = Cache(tmp_path)
    cache.write("films", "key", b"x")
    cache.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


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


def test_two_builds_at_once_lose_no_entry(vizpipe: "Vizpipe", project: "Project", shared_cache: Path) -> None:
    """Both assets stand in the manifest when both builds are done."""
    text = (project.root / "vizpipe.toml").read_text()
    project.write("vizpipe.toml", text + '\n[assets.two]\nrecipe = "counter"\nsize = "180x90"\n')
    assert vizpipe("list").code == 0
    import os

    env = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    for _ in range(3):
        commands = [[sys.executable, "-m", "vizpipe", "build", name, "--force"] for name in ("one", "two")]
        running = [subprocess.Popen(each, cwd=project.root, env=env, stdout=subprocess.DEVNULL) for each in commands]
        assert [each.wait(timeout=120) for each in running] == [0, 0]
        assert set(project.manifest) == {"one", "two"}
        (project.root / "outputs" / "manifest.json").unlink()


@pytest.mark.parametrize(
    "content", ['{"name": "my app", "start_url": "/"}', '{"schema": 99, "assets": {}}', '[{"name": "one"}]']
)
def test_a_manifest_that_is_not_ours_is_not_lost(vizpipe: "Vizpipe", project: "Project", content: str) -> None:
    """A web app's, or a newer vizpipe's: 2, and the file stands as it was."""
    path = project.write("outputs/manifest.json", content)
    for words in (["build"], ["clean"]):
        done = vizpipe(*words)
        assert done.code == 2
        assert "manifest.json" in done.line
    assert path.read_text() == content


def test_a_legend_in_the_best_place_stays_there() -> None:
    """It is where it was before the first frame, whatever is drawn, and pictures don't depend on their chunk."""

    class Step(NamedTuple):
        k: int

    def bars() -> Step:
        return Step(0)

    made = recipe()(bars)

    def stage(canvas: Canvas, film: Film[Step]) -> Any:
        del film
        axes = canvas.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.set_xlim(0, 10)
        axes.set_ylim(0, 10)
        axes.plot([0, 1], [0, 0], label="a rather long name")
        axes.legend()
        return axes

    def draw(frame: Step, axes: Any) -> None:
        axes.bar([9 - frame.k], [9.5], width=1.0, color="red")

    made.stage(stage).draw(draw)
    film = Film.shoot("bars", Step, (Step(k) for k in range(6)), {})
    scene = Scene(made, film, Style(LIGHT, 400, 300))
    together = list(scene.pictures(range(6)))
    for k in range(6):
        (alone,) = Scene(made, film, Style(LIGHT, 400, 300)).pictures([k])
        assert (alone == together[k]).all()


@pytest.mark.parametrize("name", ["frame", "field", "index", "value"])
def test_a_field_that_the_table_would_swallow_is_refused(name: str) -> None:
    """Its table has a column of that name."""
    scope: dict[str, Any] = {"NamedTuple": NamedTuple}
    exec(f"class F(NamedTuple):\n    {name}: float\ndef f() -> F: ...", scope)  # noqa: S102 - our own names
    with pytest.raises(RecipeError, match=f"a field can't be called {name}"):
        recipe()(scope["f"])


def test_words_say_what_the_film_says(recipes: dict[str, Any]) -> None:
    """A loss that rises is not said to fall, and a line that parts nothing is not said to part the classes."""
    wild = recipes["hidden-mapping"]
    film = wild.film(learning_rate=100.0, max_epochs=30, target_loss=None)
    caption = wild.say_words(film, Say()).caption
    assert film[-1].loss > film[0].loss
    assert "Loss rises from" in caption
    assert "one straight line parts" not in caption
    still = wild.say_words(wild.film(learning_rate=1e-9, max_epochs=1), Say()).caption
    assert "Loss stays at" in still
    digits = recipes["loss-curves"]
    assert "Loss rises" in digits.say_words(digits.film(learning_rate=50.0, epochs=3), Say()).caption


def test_what_a_recipe_prints_does_not_spoil_json(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """Its output goes to standard error."""
    path = project.root / "figures" / "counter.py"
    path.write_text(path.read_text().replace("class Step", "print('noise')\nclass Step"))
    listed = vizpipe("list", "--json", env=own_cache)
    assert json.loads(listed.out)
    built = vizpipe("build", "--json", env=own_cache)
    assert json.loads(built.out)["trained"] == 1


def test_a_data_file_is_found_from_anywhere(vizpipe: "Vizpipe", project: "Project") -> None:
    """Paths in the project file are relative to it, a changed file is known, and other folders change nothing."""
    text = (project.root / "figures" / "counter.py").read_text()
    text = text.replace("import Canvas,", "import Path, Canvas,").replace(
        "seed: int = 0", "source: Path = Path('n.txt')"
    )
    project.write("figures/counter.py", text.replace("index / steps)", "index * float(source.read_text()))"))
    project.write("data/n.txt", "0.1")
    project.write(
        "vizpipe.toml",
        (project.root / "vizpipe.toml").read_text() + '\n[assets.one.parameters]\nsource = "data/n.txt"\n',
    )
    below = project.root / "figures"
    assert vizpipe("build", cwd=below).code == 0
    again = vizpipe("build", "-C", str(project.root), "--json", cwd=Path("/")).json
    assert again["assets"][0]["status"] == "fresh"
    project.write("data/n.txt", "0.2")
    changed = vizpipe("build", "--json").json
    assert "data data/n.txt" in changed["assets"][0]["why"]
    (project.root / "data" / "n.txt").unlink()
    gone = vizpipe("build")
    assert gone.code == 1
    assert "counter.py:" in gone.line


def test_odd_files_among_recipes_cost_nothing(vizpipe: "Vizpipe", project: "Project", counter: str) -> None:
    """Lock files of editors, folders that end in .py, resource forks, a byte order mark."""
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


def test_a_picture_that_stands_for_long_is_kept(tmp_path: Path) -> None:
    """More than eleven minutes in one frame are split, and the whole time is kept."""
    palette = Palette(np.array([[0, 0, 0], [255, 255, 255]], dtype=np.uint8))
    target = tmp_path / "long.gif"
    with target.open("wb") as stream:
        writer = gif.Writer(stream, palette, 0, About("", "", ""))
        for _ in range(100):
            writer.add(np.zeros((5, 5), dtype=np.uint8), 10_000)
        writer.add(np.ones((5, 5), dtype=np.uint8), 100)
        writer.close()
    with Image.open(target) as image:
        total = 0
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            total += int(image.info["duration"])
        assert total == 1_000_100
        assert np.asarray(image.convert("RGB")).min() == 255


def test_a_run_that_fails_leaves_no_folder(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Nothing is created before there is something to publish."""
    done = vizpipe("run", "hidden-mapping", "--learning-rate", "1e308", "-o", "new/deep")
    assert done.code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_the_others_built(vizpipe: "Vizpipe", project: "Project") -> None:
    """A folder stands where one file should go: that asset fails with 3, the other is made and listed."""
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
    """One line that says what is wrong with the recipe, not a traceback."""
    path = project.root / "figures" / "counter.py"
    head = "from typing import Annotated, NamedTuple\nfrom msgspec import Meta"
    path.write_text(path.read_text().replace("from typing import NamedTuple", head).replace(old, new))
    done = vizpipe("build")
    assert done.code == 1
    assert says in done.line


def test_a_recipe_with_two_names_is_one(tmp_path: Path, counter: str) -> None:
    """An alias, or an import in another recipe's file, is no second recipe."""
    (tmp_path / "counter.py").write_text(counter + "\nalias = counter\n")
    other = counter.replace("def counter", "def other").replace("@counter", "@other")
    (tmp_path / "second.py").write_text(other + "\nfrom counter import counter\n")
    cache = Cache(tmp_path / "cache")
    sources = registry.folder_sources(tmp_path)
    found = registry.survey(sources, cache, lambda stale: [make_cards(each) for each in stale])
    assert not found.problems
    assert set(found.cards) == {"counter", "other"}


def test_help_without_a_verb_is_plain_help(vizpipe: "Vizpipe") -> None:
    """No prefix, no hint to what is already there."""
    for words in ([], ["run"]):
        done = vizpipe(*words)
        assert done.code == 2
        assert done.out.startswith("Usage: vizpipe")
        assert not done.err


@pytest.mark.parametrize("value", ["²", "1" * 40, "٣"])
def test_strange_digits_are_no_frame_count(vizpipe: "Vizpipe", value: str) -> None:
    """One line, exit code 2."""
    done = vizpipe("run", "gates", "--frames", value)
    assert done.code == 2
    assert "frames is" in done.line


def test_a_terminal_without_unicode_is_no_reason_to_fail(vizpipe: "Vizpipe", project: "Project") -> None:
    """Words that it can't show are shown as escapes."""
    assert vizpipe("build").code == 0
    path = project.root / "vizpipe.toml"
    path.write_text(path.read_text().replace("200x100", "210x100"))
    done = vizpipe("build", "--dry-run", env={"PYTHONIOENCODING": "latin-1"})
    assert done.code == 0, done
    assert "200" in done.out


def test_a_format_that_is_no_longer_asked_for_goes_with_clean(vizpipe: "Vizpipe", project: "Project") -> None:
    """The manifest remembers its file until then."""
    project.ask_for("gif", "png")
    assert vizpipe("build").code == 0
    project.ask_for("png")
    assert vizpipe("build").code == 0
    assert project.files == ["manifest.json", "one.gif", "one.png"]
    assert vizpipe("clean").code == 0
    assert project.files == ["manifest.json", "one.png"]
    assert set(project.manifest["one"]["files"]) == {"one.png"}


def test_clean_leaves_what_a_broken_recipe_made(vizpipe: "Vizpipe", project: "Project", counter: str) -> None:
    """Whether anybody asks for it can't be told as long as the recipe can't be read."""
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


def test_assets_that_share_a_film_train_it_once(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """Light and dark of the same network: one training."""
    text = (project.root / "vizpipe.toml").read_text()
    dark = textwrap.dedent('\n[assets.dark]\nrecipe = "counter"\nsize = "200x100"\ntheme = "dark"\n')
    project.write("vizpipe.toml", text + dark)
    done = vizpipe("build", "--json", env=own_cache).json
    assert done["trained"] == 1
    assert done["written"] == 2
