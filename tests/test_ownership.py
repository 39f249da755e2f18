"""Whose files are whose: what links lead to, what others wrote, names that are two spellings of one file."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PIL import Image

from vizpipe.errors import UsageError
from vizpipe.film.packing import pack
from vizpipe.manifest import manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.parameter import complete
from vizpipe.parameters.settings import Settings
from vizpipe.project.asset import new_asset
from vizpipe.project.destination import Destination, find
from vizpipe.project.names import default_name, is_file_name
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.loading import make_cards
from vizpipe.store import atomic, hashes
from vizpipe.store.cache import PUBLISHED, Cache
from vizpipe.store.folders import keep_inside
from vizpipe.store.identity import identities, is_one_of

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

LINE = "vizpipe 1.0: vizpipe run gates"


# ---------------------------------------------------------------- links


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_link_gives_way_to_a_file(tmp_path: Path, steps: int) -> None:
    """However many links lead to it, a store's read-only object keeps its bytes and mode; the file is a plain one."""
    thing, new = tmp_path / "object", tmp_path / "new"
    thing.write_bytes(b"theirs")
    thing.chmod(0o444)
    last = thing
    for number in range(steps):
        link = tmp_path / f"link{number}"
        link.symlink_to(last.name)
        last = link
    atomic.write(last, b"ours")
    atomic.write(new, b"ours")
    assert thing.read_bytes() == b"theirs"
    assert stat.S_IMODE(thing.stat().st_mode) == 0o444
    assert not last.is_symlink()
    assert last.read_bytes() == b"ours"
    assert last.stat().st_mode == new.stat().st_mode
    assert [(tmp_path / f"link{number}").is_symlink() for number in range(steps - 1)] == [True] * (steps - 1)


def test_another_name_of_a_file_keeps_the_old_content(tmp_path: Path) -> None:
    """A read-only object that is a hard link stays as it is; the new file is its own, and its owner may write it."""
    thing, name = tmp_path / "object", tmp_path / "a.gif"
    thing.write_bytes(b"theirs")
    thing.chmod(0o444)
    name.hardlink_to(thing)
    atomic.write(name, b"ours")
    assert (thing.read_bytes(), name.read_bytes()) == (b"theirs", b"ours")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (thing, name)] == [0o444, 0o644]


def test_a_link_to_nothing_gives_way_and_makes_nothing_elsewhere(tmp_path: Path) -> None:
    """The object of a store that is not here now is not made in the store."""
    (tmp_path / "a.gif").symlink_to("store/gone")
    atomic.write(tmp_path / "a.gif", b"ours")
    assert (tmp_path / "a.gif").read_bytes() == b"ours"
    assert not (tmp_path / "store").exists()


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    """A linked file, a linked folder on the way, links in a circle; links that stay inside are none of these."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (inside / "folder").symlink_to(outside)
    (inside / "file").symlink_to(outside / "file")
    (inside / "one").symlink_to("two")
    (inside / "two").symlink_to("one")
    (inside / "near").symlink_to("file-that-is-not-there")
    for name in ("folder/x", "file", "one"):
        with pytest.raises(UsageError, match="leads elsewhere"):
            keep_inside(inside / name, inside)
    for name in ("near", "plain"):
        keep_inside(inside / name, inside)
    keep_inside(inside / "file", inside, outside)


def test_a_build_leaves_a_stores_objects_alone(vizpipe: "Vizpipe", project: "Project") -> None:
    """Outputs and the manifest are links into a store of the project's, one leads to nothing: all become files."""
    project.ask_for("gif", "png", "csv")
    assert vizpipe("build").code == 0
    outputs, objects = project.root / "outputs", project.root / ".store"
    objects.mkdir()
    for name in ("one.gif", "one.csv", "manifest.json"):
        (outputs / name).rename(objects / name)
        (objects / name).chmod(0o444)
        (outputs / name).symlink_to(f"../.store/{name}")
    before = {path.name: path.read_bytes() for path in objects.iterdir()}
    assert vizpipe("build", "--locked").code == 0
    assert all((outputs / name).is_symlink() for name in before)
    (outputs / "one.png").unlink()
    (outputs / "one.png").symlink_to("../.store/gone")
    text = (project.root / "figures" / "counter.py").read_text()
    project.write("figures/counter.py", text.replace('"black"', '"red"').replace("index / steps", "index / steps / 2"))
    done = vizpipe("build")
    assert done.code == 0, done
    assert {path.name: path.read_bytes() for path in objects.iterdir()} == before
    assert not any(path.is_symlink() for path in outputs.iterdir())
    assert all(path.stat().st_mode & stat.S_IWUSR for path in outputs.iterdir())
    assert vizpipe("build", "--locked").code == 0


# ---------------------------------------------------------------- what others wrote


def _picture(path: Path) -> None:
    Image.fromarray(np.zeros((4, 4), dtype=np.uint8)).save(path, format="GIF", comment=LINE.encode())


def _text(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text)


MARKED = f"<svg><metadata><dc:title>{LINE}</dc:title></metadata></svg>"
XML = "<testsuite/>\n<!-- vizpipe 1.0: vizpipe check -->\n"


@pytest.mark.parametrize(
    ("name", "make", "repairs", "outcome"),
    [
        ("a.gif", lambda _: None, False, "free"),
        ("a.gif", _text(""), False, "free"),
        ("a.gif", _picture, False, "free"),
        ("a.gif", _text("mine"), False, "foreign"),
        ("a.gif", _text("mine"), True, "foreign"),
        ("a.GIF", _text("GIF89a"), True, "foreign"),
        ("a.svg", _text("<svg/>"), False, "foreign"),
        ("a.svg", _text(MARKED), False, "unknown"),
        ("a.svg", _text(MARKED), True, "free"),
        ("a.csv", _text("frame,x\n"), False, "unknown"),
        ("a.csv", _text("frame,x\n"), True, "unknown"),
        ("a.npz", lambda path: path.write_bytes(pack({"__film__": np.zeros(2)})), False, "free"),
        ("a.npz", lambda path: path.write_bytes(pack({"mine": np.zeros(2)})), False, "foreign"),
        ("a.npz", _text("PK"), False, "foreign"),
        ("a.xml", _text(XML), True, "free"),
        ("a.xml", _text(XML + "<mine/>"), True, "foreign"),
        ("a.gif", lambda path: path.symlink_to("gone"), True, "foreign"),
        ("a.gif", os.mkfifo, True, "no file"),
    ],
)
def test_only_what_vizpipe_wrote_is_replaced_unasked(
    tmp_path: Path, *, name: str, make: Callable[[Path], object], repairs: bool, outcome: str
) -> None:
    """By the line in it, by its hash, or because it would stay the same; asked, every file; a pipe never."""
    path, cache = tmp_path / name, Cache(tmp_path / "cache")
    make(path)
    guard = Guard(cache, overwrite=False, repairs=repairs)
    willing = Guard(cache, overwrite=True, repairs=repairs)
    if outcome in ("foreign", "no file"):
        with pytest.raises(UsageError, match="overwrite" if outcome == "foreign" else "is no file"):
            guard.claim(path)
    else:
        guard.claim(path)
        guard.claim(path)
    if outcome == "no file":
        with pytest.raises(UsageError, match="is no file"):
            willing.claim(path)
        return
    willing.claim(path)
    if outcome == "unknown":
        with pytest.raises(UsageError, match="overwrite"):
            guard.admit(path, hashes.sha256_of(b"other"))
        guard.admit(path, hashes.sha256(path))
    elif outcome == "free":
        guard.admit(path, hashes.sha256_of(b"other"))
    willing.admit(path, hashes.sha256_of(b"other"))


@pytest.mark.parametrize("name", ["a.csv", "a.svg", "a.pptx", "a.gif", "a"])
def test_what_was_written_here_is_known_by_its_hash(tmp_path: Path, name: str) -> None:
    """It may be replaced until somebody changes it, or the cache is emptied."""
    path, cache = tmp_path / name, Cache(tmp_path / "cache")
    path.write_bytes(b"ours")
    Guard(cache, overwrite=False).admit(path, hashes.sha256(path))
    later = Guard(cache, overwrite=False)
    later.claim(path)
    later.admit(path, hashes.sha256_of(b"newer"))
    path.write_bytes(b"ours, and a word of mine")
    with pytest.raises(UsageError):
        _replaced(path, Guard(cache, overwrite=False))
    path.write_bytes(b"ours")
    cache.clear()
    assert cache.read(PUBLISHED, hashes.sha256(path)) is None
    with pytest.raises(UsageError):
        _replaced(path, Guard(cache, overwrite=False))


def _replaced(path: Path, guard: Guard) -> None:
    guard.claim(path)
    guard.admit(path, hashes.sha256_of(b"newest"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["run", "counter", "--size", "200x100", "--name", "a"], "a.gif"),
        (["run", "counter", "-f", "csv", "-o", "a.csv"], "a.csv"),
        (["build"], "outputs/one.gif"),
        (["check", "--no-exec", "--junit", "j.xml"], "j.xml"),
        (["check", "--no-exec", "--report", "page"], "page/index.html"),
    ],
)
def test_every_writer_asks_first(vizpipe: "Vizpipe", project: "Project", words: list[str], name: str) -> None:
    """One line and 2, and the file is as it was; with --overwrite it is replaced, and the same line works again."""
    path = project.write(name, "mine")
    done = vizpipe(*words)
    assert done.code == 2
    assert "overwrite" in done.err
    assert str(path.name) in done.err
    assert path.read_text() == "mine"
    if "--no-exec" in words:
        return
    assert vizpipe(*words, "--overwrite").code == 0
    assert path.read_bytes() != b"mine"
    assert vizpipe(*words).code == 0


def test_a_build_without_its_manifest_and_cache_heals(
    vizpipe: "Vizpipe", project: "Project", own_cache: dict[str, str]
) -> None:
    """Nobody has to be asked: pictures say what made them, tables come out the same; new drawing replaces old."""
    project.ask_for("gif", "png", "svg", "html", "csv", "npz")
    assert vizpipe("build").code == 0
    before = {path.name: path.read_bytes() for path in (project.root / "outputs").iterdir()}
    (project.root / "outputs" / "manifest.json").unlink()
    assert vizpipe("build", env=own_cache).code == 0
    assert {path.name: path.read_bytes() for path in (project.root / "outputs").iterdir()} == before
    (project.root / "outputs" / "manifest.json").unlink()
    text = (project.root / "figures" / "counter.py").read_text()
    project.write("figures/counter.py", text.replace('"black"', '"red"').replace("index / steps", "index / steps / 2"))
    assert vizpipe("build", env=own_cache).code == 0
    after = {path.name: path.read_bytes() for path in (project.root / "outputs").iterdir()}
    assert all(after[name] != before[name] for name in before)


# ---------------------------------------------------------------- two spellings of one file


def test_a_file_is_known_by_more_than_its_name(tmp_path: Path) -> None:
    """Other names, and every link on the way; a copy is another file, and what is missing is none."""
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "A").hardlink_to(tmp_path / "a")
    (tmp_path / "middle").symlink_to("a")
    (tmp_path / "first").symlink_to("middle")
    (tmp_path / "copy").write_bytes(b"x")
    known = identities([tmp_path / "first", tmp_path / "gone"])
    found = [is_one_of(tmp_path / name, known) for name in ("a", "A", "middle", "first", "copy", "gone")]
    assert found == [True, True, True, True, False, False]


def test_clean_deletes_no_file_that_is_asked_for_under_another_spelling(vizpipe: "Vizpipe", project: "Project") -> None:
    """The old line says ONE.gif, the new one.gif, and the file system that they are one file; another file goes."""
    assert vizpipe("build").code == 0
    outputs = project.root / "outputs"
    known = manifest.read(outputs)
    facts = known.assets["one"].files["one.gif"]
    (outputs / "ONE.gif").hardlink_to(outputs / "one.gif")  # what a file system that ignores capitals shows
    (outputs / "two.gif").write_bytes((outputs / "one.gif").read_bytes())
    old = {
        name.upper(): msgspec.structs.replace(known.assets["one"], files={file: facts})
        for name, file in (("one", "ONE.gif"), ("two", "two.gif"))
    }
    manifest.save(outputs, manifest.Manifest(assets=known.assets | old))
    told = vizpipe("build").out
    assert "no longer asked for: two.gif (" in told
    done = vizpipe("clean")
    assert done.code == 0
    assert "another name of a file that is asked for" in done.out
    assert sorted(path.name for path in outputs.glob("*.gif")) == ["ONE.gif", "one.gif"]
    assert set(manifest.read(outputs).assets) == {"one"}


# ---------------------------------------------------------------- names


@pytest.fixture(scope="module")
def card() -> Card:
    """A recipe that moves."""
    (source,) = [each for each in registry.built_in() if each.path.endswith("hidden_mapping.py")]
    (found,) = registry.read_cards(make_cards(source))
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
    """Choices and sizes by value, others by name and value; what auto adds stands behind."""
    values = complete(card.parameters, {}, "")
    assert default_name(card, values, said) == name
    still = msgspec.structs.replace(card, kind="figure")
    moving = {"frames", "fps", "loop", "hold", "max_bytes"} & said.keys()
    assert (default_name(still, values, said) == name) == (not moving or name == "hidden-mapping")


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
    ("output", "formats", "expected"),
    [
        (None, None, Destination(Path.cwd())),
        ("", None, Destination(Path())),
        ("out", None, Destination(Path("out"))),
        ("v1.2", ["gif", "png"], Destination(Path("v1.2"))),
        ("out.gif", None, Destination(Path(), "out.gif", "gif")),
        ("a b/c/OUT.GIF", None, Destination(Path("a b/c"), "OUT.GIF", "gif")),
        ("../out.svg", ["svg"], Destination(Path(".."), "out.svg", "svg")),
        ("out.gif/", None, Destination(Path("out.gif"))),
        ("out.filmstrip.png", None, Destination(Path(), "out.filmstrip.png", "filmstrip.png")),
        ("out-filmstrip.png", None, Destination(Path(), "out-filmstrip.png", "filmstrip.png")),
        ("out-filmstrip.png", ["png"], Destination(Path(), "out-filmstrip.png", "png")),
        ("strip.png", ["filmstrip.png"], Destination(Path(), "strip.png", "filmstrip.png")),
        ("out.tar.gif", None, Destination(Path(), "out.tar.gif", "gif")),
        ("out.gif", ["png"], "no name of a file in png"),
        ("out.gif", ["gif", "png"], "one file, but there are 2 formats"),
        ("out.jpg", None, "unknown format jpg"),
        ("out.jpg", ["gif", "png"], "unknown format jpg"),
        (".gif", None, "no name before its ending"),
        ("out.gif", ["gfi"], "did you mean gif"),
    ],
)
def test_an_output_is_a_folder_or_the_file_it_names(
    output: str | None, formats: list[str] | None, expected: Destination | str
) -> None:
    """By its ending, in capitals too; whatever is a folder already, or ends in a slash, stays one."""
    if isinstance(expected, str):
        with pytest.raises(UsageError, match=expected):
            find(output, formats)
    else:
        assert find(output, formats) == expected


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    """One that is there already is written into."""
    (tmp_path / "out.gif").mkdir()
    assert find(str(tmp_path / "out.gif"), ["gif", "png"]) == Destination(tmp_path / "out.gif")


def test_run_writes_the_file_that_is_named(vizpipe: "Vizpipe", project: "Project") -> None:
    """And no other, in a folder that it makes, with spaces and capitals; two pictures for one name are refused."""
    words = ["run", "counter", "--size", "200x100"]
    done = vizpipe(*words, "-o", "a b/My Dot.GIF")
    assert done.code == 0, done
    assert [path.name for path in (project.root / "a b").iterdir()] == ["My Dot.GIF"]
    assert "My Dot.GIF" in done.out
    with Image.open(project.root / "a b" / "My Dot.GIF") as image:
        assert image.format == "GIF"
    for more in (["--theme", "auto"], ["--name", "x"], ["-f", "png"], ["-f", "gif,png"]):
        done = vizpipe(*words, "-o", "dot.gif", *more)
        assert done.code == 2
        assert done.line
    assert not (project.root / "dot.gif").exists()


def test_the_one_file_of_an_asset_has_the_name_that_was_chosen(card: Card) -> None:
    """Whatever its format adds to other names."""
    made = new_asset("strip", card, complete(card.parameters, {}, ""), formats=["filmstrip.png"])
    assert made.files == ["strip-filmstrip.png"]
    assert made._replace(file="strip.png").files == ["strip.png"]
    assert Settings({})["theme"] == "light"
