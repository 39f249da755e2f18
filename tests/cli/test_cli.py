"""The command line: what each verb does when it is used right."""

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from nursery import cards_only

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

SHORT = ["--max-epochs", "2", "--samples", "40", "--size", "320x160"]


def small_assets(**recipes: str) -> str:
    """A project file with small assets: name = recipe."""
    lines = ['recipes = "figures"']
    for name, recipe in recipes.items():
        lines += [f"[assets.{name}]", f'recipe = "{recipe}"', 'size = "99x99"']
    return "\n".join(lines)


def digests(folder: Path) -> dict[str, str]:
    """All files of a folder by the hash of their content."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_list_json_has_the_plans_shape(vizpipe: "Vizpipe") -> None:
    """An array of cards with exactly the planned keys; every parameter has type, default and help."""
    cards = vizpipe("list", "--json").json
    assert {"activations", "gates", "hidden-mapping", "loss-curves"} <= {card["name"] for card in cards}
    for card in cards:
        assert set(card) == {"name", "title", "claim", "kind", "parameters", "variants", "module"}
        assert card["kind"] in ("figure", "animation")
        for parameter in card["parameters"].values():
            assert {"type", "default", "help"} <= set(parameter)
    hidden = next(card for card in cards if card["name"] == "hidden-mapping")
    assert set(hidden["parameters"]) == {"activation", "learning_rate", "max_epochs", "target_loss", "samples", "seed"}
    assert hidden["parameters"]["activation"]["choices"] == ["tanh", "relu"]
    assert hidden["parameters"]["learning_rate"]["minimum"] == 0


def test_list_and_info_speak_to_people(vizpipe: "Vizpipe") -> None:
    """A line a recipe; all about one."""
    assert re.search(r"^gates +figure +One neuron", vizpipe("list").out, re.MULTILINE)
    about = vizpipe("info", "hidden-mapping").out
    for words in (
        "bends the plane",
        "--learning-rate 0.01",
        "greater than 0",
        "one of tanh, relu",
        "or none",
        "vizpipe run",
    ):
        assert words in about


def test_run_writes_one_picture_here_and_nothing_else(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """In an empty folder, one PNG, named for the recipe."""
    done = vizpipe("run", "gates", "--size", "640x360")
    assert done.code == 0, done.err
    assert [path.name for path in tmp_path.iterdir()] == ["gates-640x360.png"]
    assert "gates-640x360.png" in done.out


def test_a_file_is_named_for_what_is_not_default(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Choices by value, others by name and value."""
    done = vizpipe(
        "run", "hidden-mapping", "--activation", "relu", "--learning-rate", "0.1", "--seed", "3", "-f", "npz"
    )
    assert done.code == 0, done.err
    assert [path.name for path in tmp_path.iterdir()] == ["hidden-mapping-relu-learning-rate-0.1-seed-3.npz"]


def test_the_same_bytes_whatever_the_surroundings(vizpipe: "Vizpipe", tmp_path: Path, shared_cache: Path) -> None:
    """Twice, with one and three workers, another hash seed, time zone, locale and cache: the same bytes."""
    words = ["run", "hidden-mapping", "--activation", "relu", "--seed", "3", "--max-epochs", "20", "--size", "640x300"]
    words += ["-f", "gif,png,csv,npz"]
    seen = []
    for number, (jobs, env) in enumerate(
        [
            ("1", {}),
            ("3", {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}),
            ("2", {"PYTHONHASHSEED": "1", "LC_ALL": "C", "MPLBACKEND": "svg", "OPENBLAS_NUM_THREADS": "2"}),
        ]
    ):
        out = tmp_path / str(number)
        cache = cards_only(shared_cache, tmp_path / f"cache{number}")
        done = vizpipe(*words, "-o", str(out), "-j", jobs, env=env | cache)
        assert done.code == 0, done.err
        seen.append(digests(out))
    assert len(seen[0]) == 4
    assert seen[0] == seen[1] == seen[2]


def test_files_hold_what_was_asked_for(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Size, frames, durations and loop of the GIF; the PNG is its last frame, but for the palette."""
    words = ["run", "hidden-mapping", "--max-epochs", "5", "--target-loss", "none", "--size", "400x200", "--name", "a"]
    done = vizpipe(*words, "--fps", "5", "--loop", "2", "--hold", "1", "--frames", "4", "-f", "gif,png")
    assert done.code == 0, done.err
    with Image.open(tmp_path / "a.gif") as image:
        assert image.size == (400, 200)
        assert getattr(image, "n_frames", 1) == 4
        assert image.info["loop"] == 1
        assert b"vizpipe run hidden-mapping" in image.info["comment"]
        durations = []
        for number in range(4):
            image.seek(number)
            durations.append(image.info["duration"])
        last = np.asarray(image.convert("RGB")).astype(float)
    assert durations == [700, 200, 200, 1000]
    with Image.open(tmp_path / "a.png") as still:
        exact = np.asarray(still.convert("RGB")).astype(float)
    assert 10 * np.log10(255**2 / np.mean((exact - last) ** 2)) > 38


def test_frame_data_can_be_read_without_vizpipe(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """CSV with a header that explains itself, NPZ without pickle."""
    import pandas as pd

    assert vizpipe("run", "hidden-mapping", *SHORT, "-f", "csv,npz", "--name", "a").code == 0
    table = pd.read_csv(tmp_path / "a.csv")
    assert {"frame", "epoch", "loss", "accuracy", "field", "index", "value"} <= set(table.columns)
    with np.load(tmp_path / "a.npz", allow_pickle=False) as film:
        assert film["loss"].shape == (3,)
        losses = table.groupby("frame").loss.first().to_numpy()
        np.testing.assert_array_equal(losses, film["loss"])


def test_a_taller_picture_stacks_its_panels(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """A column for phones."""
    assert vizpipe("run", "hidden-mapping", *SHORT[:4], "--size", "300x750", "-f", "png", "--name", "a").code == 0
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (300, 750)


# ---------------------------------------------------------------- build


def test_build_makes_then_finds_everything_fresh(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """First made, with a true manifest; then nothing is trained, drawn or written, and no byte changes."""
    first = vizpipe("build", "--json", env=own_cache).json
    assert [(each["name"], each["status"]) for each in first["assets"]] == [("one", "made")]
    assert (first["trained"], first["drawn"], first["written"]) == (1, 3, 1)
    facts = project.manifest["one"]["files"]["one.gif"]
    path = project.root / "outputs" / "one.gif"
    assert facts["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert facts["bytes"] == path.stat().st_size
    assert (facts["width"], facts["height"], facts["frames"]) == (200, 100, 3)
    assert facts["alt"] == "A dot that moves in 3 steps."
    before = digests(project.root / "outputs")
    second = vizpipe("build", "--json", env=own_cache).json
    assert (second["trained"], second["drawn"], second["written"]) == (0, 0, 0)
    assert second["assets"][0]["status"] == "fresh"
    assert digests(project.root / "outputs") == before


def test_build_knows_what_is_fresh_without_the_cache(
    vizpipe: "Vizpipe", project: "Project", tmp_path: Path, own_cache: dict[str, str]
) -> None:
    """The manifest alone says so, as in a fresh clone; a deleted file comes back the same."""
    assert vizpipe("build").code == 0
    before = digests(project.root / "outputs")
    again = vizpipe("build", "--json", env={"VIZPIPE_CACHE": str(tmp_path / "empty")}).json
    assert (again["trained"], again["drawn"], again["written"]) == (0, 0, 0)
    (project.root / "outputs" / "one.gif").unlink()
    third = vizpipe("build", "--json", env=own_cache).json
    assert third["assets"][0]["why"] == "one.gif: the file is missing"
    assert digests(project.root / "outputs") == before


@pytest.mark.parametrize(
    ("change", "why", "counts"),
    [
        (("steps: Count = 3", "steps: Count = 4"), "parameter steps: 3 → 4", (1, 4, 1)),
        (("vizpipe.toml", 'size = "200x100"', 'size = "210x100"'), "look width: 200 → 210", (0, 3, 1)),
        (
            ("vizpipe.toml", 'size = "200x100"', 'size = "200x100"\ntheme = "dark"'),
            "look theme: light → dark",
            (0, 3, 1),
        ),
        (("vizpipe.toml", 'size = "200x100"', 'size = "200x100"\nfps = 5'), "fps: 10.0 → 5.0", (0, 0, 1)),
        (
            ("vizpipe.toml", 'size = "200x100"', 'size = "200x100"\n[assets.one.parameters]\nsteps = 2'),
            "parameter steps: 3 → 2",
            (1, 2, 1),
        ),
        (("vizpipe.toml", 'size = "200x100"', 'size = "200x100"\nformats = ["gif", "csv"]'), "one.csv", (0, 0, 1)),
    ],
)
def test_build_redoes_what_depends_on_the_change(
    vizpipe: "Vizpipe",
    project: "Project",
    own_cache: dict[str, str],
    change: tuple[str, ...],
    why: str,
    counts: tuple[int, int, int],
) -> None:
    """Each change redoes its own step and those after it, no earlier one, and says why."""
    assert vizpipe("build", env=own_cache).code == 0
    name = change[0] if len(change) == 3 else "figures/counter.py"
    path = project.root / name
    path.write_text(path.read_text().replace(change[-2], change[-1]))
    done = vizpipe("build", "--json", env=own_cache).json
    assert why in done["assets"][0]["why"]
    assert (done["trained"], done["drawn"], done["written"]) == counts


def test_build_redoes_when_a_helper_changes(vizpipe: "Vizpipe", project: "Project") -> None:
    """A helper three imports away makes its recipe stale, and no other."""
    project.write("figures/_a.py", "from _b import *\n")
    project.write("figures/_b.py", "import _c\nVALUE = _c.VALUE\n")
    project.write("figures/_c.py", "VALUE = 1.0\n")
    text = (project.root / "figures/counter.py").read_text()
    using = (
        text.replace("def counter", "def other")
        .replace("@counter", "@other")
        .replace("index / steps)", "index * VALUE)")
    )
    project.write("figures/other.py", "import _a\n" + using.replace("index * VALUE", "index * _a.VALUE / 5"))
    project.write(
        "vizpipe.toml",
        small_assets(one="counter", two="other"),
    )
    assert vizpipe("build").code == 0
    project.write("figures/_c.py", "VALUE = 0.5\n")
    done = {each["name"]: each["status"] for each in vizpipe("build", "--json").json["assets"]}
    assert done == {"one": "fresh", "two": "made"}


def test_a_dry_run_says_and_does_nothing(vizpipe: "Vizpipe", project: "Project") -> None:
    """Stale assets with their reason; no folder is made."""
    done = vizpipe("build", "--dry-run", "--json").json
    assert [(each["status"], each["why"]) for each in done["assets"]] == [("stale", "never built here")]
    assert not (project.root / "outputs").exists()


def test_locked_ends_with_4_where_something_is_stale(vizpipe: "Vizpipe", project: "Project") -> None:
    """For CI: 4 before the build, 0 after it, 4 after a change; nothing is written."""
    assert vizpipe("build", "--locked").code == 4
    assert not (project.root / "outputs").exists()
    assert vizpipe("build").code == 0
    before = {path: path.read_bytes() for path in (project.root / "outputs").iterdir()}
    assert vizpipe("build", "--locked").code == 0
    text = (project.root / "vizpipe.toml").read_text()
    (project.root / "vizpipe.toml").write_text(text + '\n[assets.more]\nrecipe = "counter"\n')
    done = vizpipe("build", "--locked")
    assert done.code == 4
    assert "more" in done.out
    assert {path: path.read_bytes() for path in (project.root / "outputs").iterdir()} == before


def test_why_gives_every_reason_old_and_new(vizpipe: "Vizpipe", project: "Project") -> None:
    """Two changed parameters are two lines; nothing is made; --force makes no sense with it."""
    project.write("vizpipe.toml", _with("steps = 2, seed = 0"))
    assert vizpipe("build").code == 0
    project.write("vizpipe.toml", _with("steps = 3, seed = 7"))
    done = vizpipe("build", "--why")
    assert done.code == 0
    assert "parameter seed: 0 → 7" in done.out
    assert "parameter steps: 2 → 3" in done.out
    assert vizpipe("build", "--json", "--dry-run").json["trained"] == 0
    wrong = vizpipe("build", "--why", "--force")
    assert (wrong.code, "--force" in wrong.line) == (2, True)


def _with(parameters: str) -> str:
    return f"""
        recipes = "figures"
        [assets.one]
        recipe = "counter"
        size = "90x90"
        parameters = {{ {parameters} }}
        """


def test_a_matrix_makes_one_asset_for_each(vizpipe: "Vizpipe", project: "Project") -> None:
    """Named for the values; globs choose among them."""
    project.write(
        "vizpipe.toml",
        """
        recipes = "figures"
        [assets.hero]
        recipe = "counter"
        formats = ["png"]
        size = "90x90"
        [assets.hero.matrix]
        steps = [2, 3]
        seed = [0, 1]
        """,
    )
    assert vizpipe("build", "hero-2-*").code == 0
    assert project.files == ["hero-2-0.png", "hero-2-1.png", "manifest.json"]
    assert vizpipe("build").code == 0
    assert set(project.manifest) == {"hero-2-0", "hero-2-1", "hero-3-0", "hero-3-1"}


def test_a_project_may_live_in_pyproject_and_be_found_from_below(vizpipe: "Vizpipe", project: "Project") -> None:
    """[tool.vizpipe], from a folder further down, or with -C."""
    table = (project.root / "vizpipe.toml").read_text().replace("[assets", "[tool.vizpipe.assets")
    project.write("pyproject.toml", "[tool.vizpipe]\n" + table)
    (project.root / "vizpipe.toml").unlink()
    below = project.root / "deep" / "down"
    below.mkdir(parents=True)
    assert vizpipe("build", cwd=below).code == 0
    assert "one.gif" in project.files
    assert vizpipe("build", "-C", str(project.root), "--json", cwd=below).json["assets"][0]["status"] == "fresh"


def test_one_failure_leaves_the_others_built(vizpipe: "Vizpipe", project: "Project") -> None:
    """The bad asset is named, the good one is there, and the exit code is 1."""
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


def test_the_manifest_is_one_stable_line_an_asset(vizpipe: "Vizpipe", project: "Project") -> None:
    """So that merges are easy."""
    assert vizpipe("build").code == 0
    lines = (project.root / "outputs" / "manifest.json").read_text().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith('"one":')
    json.loads("\n".join(lines))


def test_clean_takes_only_what_is_the_manifests(vizpipe: "Vizpipe", project: "Project") -> None:
    """Files of assets that are no longer named go, unless they were changed; strangers stay."""
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


def test_clean_empties_the_cache(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """All it costs is time."""
    env = {"VIZPIPE_CACHE": str(tmp_path / "cache")}
    assert vizpipe("list", env=env).code == 0
    assert (tmp_path / "cache").exists()
    assert vizpipe("clean", "--cache", env=env).code == 0
    assert not (tmp_path / "cache").exists()


def test_git_tells_what_is_kept(vizpipe: "Vizpipe", project: "Project") -> None:
    """``kept`` is false for files that git ignores."""
    import subprocess

    subprocess.run(["git", "init", "-q", str(project.root)], check=True)
    project.write(".gitignore", "*.gif\n")
    text = (project.root / "vizpipe.toml").read_text()
    project.write("vizpipe.toml", text + 'formats = ["gif", "png"]\n')
    assert vizpipe("build").code == 0
    assert {name: facts["kept"] for name, facts in project.manifest["one"]["files"].items()} == {
        "one.gif": False,
        "one.png": True,
    }


@pytest.mark.parametrize(
    ("words", "offered"),
    [("vizpipe ru", "run"), ("vizpipe run ga", "gates"), ("vizpipe run hidden-mapping --le", "--learning-rate"),
     ("vizpipe run hidden-mapping --activation r", "relu"), ("vizpipe info lo", "loss-curves")],
)  # fmt: skip
def test_bash_completes_recipes_options_and_values(vizpipe: "Vizpipe", words: str, offered: str) -> None:
    """What bash asks click is answered from cards."""
    env = {"_VIZPIPE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    assert offered in vizpipe(env=env).out.replace("\n", " ").replace("plain,", " ").split()


def test_another_umask_and_a_read_only_cache_do_not_matter(
    vizpipe: "Vizpipe", project: "Project", tmp_path: Path
) -> None:
    """A cache that can't be made costs a warning; the build is whole."""
    (tmp_path / "file").write_text("")
    done = vizpipe("build", env={"VIZPIPE_CACHE": str(tmp_path / "file" / "cache")})
    assert done.code == 0
    assert "the cache is not kept" in done.err
    assert project.files == ["manifest.json", "one.gif"]
    assert (tmp_path / "file").stat().st_size == 0


def test_an_interrupt_in_a_finalizer_is_not_lost(tmp_path: Path) -> None:
    """It can't end the command there, so it comes again a moment later: 130, one line, no traceback."""
    import subprocess
    import sys

    code = """
import os, signal, sys, time
from vizpipe import cli

class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGHUP)
        time.sleep(0.2)

def listed(*args, **kwargs):
    Last()
    time.sleep(20)

cli.vizpipe.main = listed
cli.main(["list"])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "vizpipe: interrupted; nothing is half-written\n"
