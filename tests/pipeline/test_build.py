"""``build``: each step only if what it depends on changed."""

import hashlib
import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nursery import cards_only
from projects import digests, small_assets

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_build_makes_then_finds_everything_fresh(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """A first build makes all with a true manifest; a second trains, draws and writes nothing."""
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
    vizpipe: "Vizpipe",
    project: "Project",
    shared_cache: Path,
    own_cache: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The manifest alone says what is fresh, as in a fresh clone; a deleted file comes back the same."""
    assert vizpipe("build").code == 0
    before = digests(project.root / "outputs")
    empty = cards_only(shared_cache, tmp_path_factory.mktemp("empty"))
    again = vizpipe("build", "--json", env=empty).json
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


def test_assets_that_share_a_film_train_it_once(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """Light and dark assets of the same network are one training."""
    text = (project.root / "vizpipe.toml").read_text()
    dark = textwrap.dedent('\n[assets.dark]\nrecipe = "counter"\nsize = "200x100"\ntheme = "dark"\n')
    project.write("vizpipe.toml", text + dark)
    done = vizpipe("build", "--json", env=own_cache).json
    assert done["trained"] == 1
    assert done["written"] == 2


def test_what_a_manifest_says_does_not_depend_on_what_was_drawn_before(
    vizpipe: "Vizpipe", tmp_path: Path, shared_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A still comes to one line, whether its picture lies in the cache as that of a GIF or not."""
    lines = []
    for before in (("run", "gates", "-f", "gif", "--size", "thumb", "-o", "g.gif", "--no-caption"), ("list",)):
        cache = cards_only(shared_cache, tmp_path_factory.mktemp("own"))
        project = "[assets.g]\nrecipe = 'gates'\nformats = ['png']\nsize = 'thumb'\nno-caption = true\n"
        (tmp_path / "vizpipe.toml").write_text(project, encoding="utf-8")
        assert vizpipe(*before, env=cache).code == 0
        assert (done := vizpipe("build", env=cache)).code == 0, done
        lines.append((tmp_path / "outputs" / "manifest.json").read_bytes())
        shutil.rmtree(tmp_path / "outputs")
    assert lines[0] == lines[1]
