"""The import law: the order of rooms, where each library stands, and how long a module may be."""

import ast
import functools
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "vizpipe"


@functools.cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, anywhere in it, by its dotted name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


FILES = sorted(HOUSE.rglob("*.py"))
ROOMS = (
    "cli",
    "library",
    "pipeline",
    "checking",
    "publishing",
    "workers",
    "manifest",
    "project",
    "camera",
    "registry",
    "encoding",
    "recipe",
    "recording",
    "store",
    "drawing",
    "film",
    "parameters",
    "tables",
    "datasets",
    "nn",
    "errors",
)
"""The import law: a room imports those that stand after it."""
MOST_LINES = 250
ONLY_IN = {
    "celluloid": {"camera/"},
    "PIL": {"encoding/", "recording/images.py"},
    "click": {"cli/"},
    "pebble": {"workers/"},
    "av": {"encoding/"},
    "jinja2": {"encoding/page.py"},
    "pptx": {"publishing/"},
    "pyarrow": {"encoding/", "tables/"},
    "seaborn": {"drawing/"},
    "platformdirs": {"store/"},
    "distributed": {"workers/"},
    "matplotlib": {"drawing/", "camera/", "encoding/vector.py"},
}


def room_of(path: Path) -> str:
    """The room that a file stands in."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def test_no_room_imports_one_that_stands_before_it() -> None:
    """Every import of the house, also those inside functions and for types alone, leads to a room that stands later."""
    backward = [
        (path.relative_to(HOUSE).as_posix(), name)
        for path in FILES
        if room_of(path) in ROOMS
        for name in imports(path)
        if name.startswith("vizpipe.") and name.split(".")[1] in ROOMS
        if ROOMS.index(name.split(".")[1]) < ROOMS.index(room_of(path))
    ]
    assert backward == []


def test_every_file_stands_in_a_room_of_the_order() -> None:
    """A new room has to take its place in the order, and the top folder stays one that can be read at a glance."""
    top = {each.name for each in HOUSE.iterdir() if each.name != "__pycache__"}
    assert top == {room for room in ROOMS if room != "errors"} | {"errors.py", "__init__.py", "__main__.py"}
    assert len(top) <= 23  # seventeen rooms behind, three doors for what users bring, and three files


def test_modules_import_each_other_in_no_circle() -> None:
    """Following imports from any module of the house, those inside functions too, never leads back to it."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in FILES}
    graph = {name: imports(path) & names.keys() - {name} for name, path in names.items()}
    while leaves := [name for name, targets in graph.items() if not targets]:
        graph = {name: targets - set(leaves) for name, targets in graph.items() if name not in leaves}
    assert graph == {}


def test_no_module_is_longer_than_a_reader_holds_in_mind() -> None:
    """Modules of the house, recipes and tests have at most 250 lines."""
    places = [*FILES, *(ROOT / "recipes").glob("*.py"), *(ROOT / "tests").rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in places}
    assert [name for name, length in lengths.items() if length > MOST_LINES] == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_stands_in_its_own_room(library: str) -> None:
    """Celluloid stands only in the camera, Pillow in encoding and where logs have images, and so on."""
    for path in FILES:
        name = path.relative_to(HOUSE).as_posix()
        if any(each == library or each.startswith(f"{library}.") for each in imports(path)):
            assert any(name == place or name.startswith(place) for place in ONLY_IN[library]), name


@pytest.mark.parametrize("room", ["nn", "datasets"])
def test_networks_and_data_need_numpy_alone(room: str) -> None:
    """Nn and datasets import numpy, the standard library and themselves."""
    for path in (HOUSE / room).rglob("*.py"):
        for name in imports(path):
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or top == "numpy" or name.startswith(f"vizpipe.{room}"), (path, name)


def test_recipes_import_four_rooms() -> None:
    """Of the house, a recipe imports recipe, nn, datasets and drawing."""
    for path in (ROOT / "recipes").glob("*.py"):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "vizpipe" and len(parts) > 1:
                assert parts[1] in ("recipe", "nn", "datasets", "drawing"), (path, name)


def test_nobody_imports_a_recipe_by_name() -> None:
    """Recipes are found by their path, in code and in tests."""
    for path in (*FILES, *(ROOT / "tests").rglob("*.py")):
        assert not [name for name in imports(path) if name.startswith("vizpipe.recipes.")], path


def test_only_the_store_writes_files() -> None:
    """No module but those of the store opens a file for writing, moves one or deletes one."""
    for path in FILES:
        if room_of(path) != "store":
            assert written(path.read_text()) == [], path


WRITERS = {
    "write_bytes",
    "write_text",
    "mkstemp",
    "NamedTemporaryFile",
    "rename",
    "savefig",
    "unlink",
    "touch",
    "rmtree",
}
WRITERS |= {"symlink_to", "hardlink_to", "mkdir", "makedirs", "rmdir", "truncate", "tofile", "savetxt"}


def written(text: str) -> list[str]:
    """Calls in some code that write, move or delete files."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            moves = owner in ("os", "shutil") and node.attr in (
                "replace",
                "remove",
                "copy",
                "copyfile",
                "copytree",
                "move",
            )
            found += [node.attr] if node.attr in WRITERS or moves else []
        elif isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            texts = [
                each.value
                for each in [*node.args, *(one.value for one in node.keywords)]
                if isinstance(each, ast.Constant)
            ]
            modes = [each for each in texts if isinstance(each, str) and len(each) <= 3 and set(each) & set("wax+")]
            in_memory = (
                isinstance(function, ast.Attribute) and ast.unparse(function.value) == "av"
            )  # writes to a stream
            found += ["open"] if name == "open" and modes and not in_memory else []
    return found


@pytest.mark.parametrize(
    "text",
    ["open(p, 'wb')", "p.open('w')", "open(p, mode='a')", "os.replace(a, b)", "shutil.copyfile(a, b)", "f.savefig(p)"],
)
def test_a_writer_is_noticed(text: str) -> None:
    """Whatever writes is found where it stands; reading is not."""
    assert written(text)
    assert not written("open(p, 'rb'); p.open(); os.getcwd(); text.replace('a', 'b')")


def test_no_global_state() -> None:
    """No module uses pyplot, global random numbers or global settings; one lends seaborn numpy's and puts them back."""
    for path in (*FILES, *(ROOT / "recipes").glob("*.py")):
        text = path.read_text()
        assert "pyplot" not in text, path
        assert "np.random.seed" not in text or path.relative_to(HOUSE).as_posix() == "drawing/picture/tables.py", path
        assert "sns.set" not in text, path
