"""The commands that the documents show: which are tried when."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TUTORIAL = ROOT / "docs" / "tutorial.md"
"""Its commands follow one another: tests/house/test_tutorial.py types them all."""


def module_at(path: Path) -> ModuleType:
    """A file of Python's as a module of its own, such as a script in docs/."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def commands() -> list[str]:
    """Every vizpipe command in the documents, alone on a line or between backticks."""
    found: dict[str, None] = {}
    for document in DOCUMENTS:
        if document == TUTORIAL:
            continue
        text = document.read_text()
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
            found |= dict.fromkeys(
                line.split("#")[0].strip() for line in block.splitlines() if line.startswith("vizpipe")
            )
        found |= dict.fromkeys(re.findall(r"`(vizpipe [^`]+)`", text))
    return [command for command in found if "…" not in command and command not in SETS]


SETS = {
    "vizpipe gallery",  # as the next
    "vizpipe gallery 'hero-*'",  # a minute; tests/publishing/test_site.py runs it with small recipes
    "vizpipe check --pictures",  # finds fault with README's project made small; tests/camera/test_inspection.py runs it
    "vizpipe check --pictures --gallery",  # takes minutes; make looks runs it
    "vizpipe chapters",  # needs the verb of docs/extending.md; tests/house/test_seams.py adds it
    "vizpipe run hidden-mapping --data birds.csv",  # needs the file beside it; tests/tables/test_documents.py has it
    "vizpipe run hidden-mapping --data birds.csv --label kind --x height,width",  # as above
    "vizpipe run generalization --data cars.csv",  # as above
    "vizpipe run generalization --data cars.csv --label mpg --x weight",  # as above
    "vizpipe run digits-in-the-plane --data shapes.npz",  # as above
    "vizpipe run it-is-a-two --data shapes.npz --label y --digit 1",  # as above
    "vizpipe run spiral",  # needs the recipe of CONTRIBUTING.md; it has a test of its own
    "vizpipe run learning-curves --film run.film",  # needs a film; tests/recording/test_document.py makes it
    "vizpipe film log.csv -o log.film",  # as above
    "vizpipe run learning-curves --film log.film -f png",  # as above
    "vizpipe build --cluster tcp://127.0.0.1:8786",  # needs a cluster; tests/workers/test_cluster.py has one
}
LATER = {
    "vizpipe run nine-seeds": "",
    "vizpipe run hidden-mapping --size slide": "",
    "vizpipe run hidden-mapping --size slide --theme dark": "",
    "vizpipe run hidden-mapping --theme print -f filmstrip.pdf": "",
    "vizpipe run hidden-mapping --activation relu --learning-rate 0.1 --seed 34": "cli/test_run.py",
    "vizpipe run gates --theme print -f pdf": "",
    "vizpipe run hidden-mapping --size 720x1800": "",
    "vizpipe run learning-rates --theme print --size 760x1800 -f pdf": "",
    "vizpipe deck xor-duel --steps 5 -o steps.pptx": "publishing/test_deck.py",
    "vizpipe deck hidden-mapping gates": "publishing/test_deck.py",
    "vizpipe deck gates weights-and-bias --motion mp4 -o films.pptx": "publishing/test_deck.py",
    "vizpipe gallery 'hero-*' -o pages": "publishing/test_site.py",
    "vizpipe build --force": "pipeline/test_churn.py",
    "vizpipe build --why": "pipeline/test_stale.py",
    "vizpipe check --report report": "checking/test_reports.py",
    "vizpipe check --json": "checking/test_check.py",
    "vizpipe check --accept drawing": "checking/test_accepting.py",
    "vizpipe check --accept training": "checking/test_accepting.py",
}
"""What takes long, and make soak tries: its verbs and options are tried every time in others, or in tests of a file."""


def later(command: str) -> "ParameterSet":
    """A command, marked if make soak tries it."""
    return pytest.param(command, marks=[pytest.mark.soak] * (command in LATER))
