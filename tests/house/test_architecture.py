"""docs/architecture.md and CONTRIBUTING.md tell what is there."""

import re
from pathlib import Path

import pytest
from test_imports import ROOMS

ROOT = next(folder for folder in Path(__file__).parents if (folder / "pyproject.toml").exists())
HOUSE = ROOT / "vizpipe"
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
TABLE = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", ARCHITECTURE, re.MULTILINE))
"""What is said of each room."""
DOCUMENTS = ("docs/architecture.md", "CONTRIBUTING.md", "docs/extending.md")


def test_the_table_of_rooms_is_the_import_law() -> None:
    """The rooms stand in the document in the order that the test of imports holds."""
    assert tuple(TABLE) == ROOMS


def test_the_sentence_names_every_room() -> None:
    """Each room but errors, which all raise, has its part in the sentence that says how vizpipe works."""
    sentence = "".join(line for line in ARCHITECTURE.splitlines() if line.startswith("> "))
    assert set(re.findall(r"\*\*(\w+)\*\*", sentence)) == set(ROOMS) - {"errors"}


@pytest.mark.parametrize("room", TABLE)
def test_modules_of_a_room_are_there(room: str) -> None:
    """Every name in what is said of a room is one of its modules or folders."""
    names = re.findall(r"`([a-z_]+)`", TABLE[room])
    assert [name for name in names if not any((HOUSE / room).glob(f"{name}*"))] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_are_named_are_there(document: str) -> None:
    """Every path of vizpipe, of the tests and of the documents exists; of one to be added the folder does."""
    text = re.sub(r"^```.*?^```$", "", (ROOT / document).read_text(), flags=re.MULTILINE | re.DOTALL)
    paths = re.findall(r"`((?:vizpipe|recipes|tests|docs|benchmarks|outputs)/[\w./]*)`", text)
    added = document == "docs/extending.md"
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert paths
    assert [path for path in missing if not ((added or "NAME" in path) and (ROOT / path).parent.is_dir())] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_names_of_modules_lead_to_modules(document: str) -> None:
    """What is written as room.module is a module of that room."""
    names = re.findall(rf"`((?:{'|'.join(ROOMS)})\.(?!py)[a-z_]+)`", (ROOT / document).read_text())
    assert [name for name in names if not (HOUSE / f"{name.replace('.', '/')}.py").exists()] == []
