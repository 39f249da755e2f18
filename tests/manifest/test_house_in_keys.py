"""What of vizpipe itself counts in keys: every part that does a step, and no other."""

import ast
from pathlib import Path

import pytest

from vizpipe.registry import code, house, module, reach
from vizpipe.registry.bases import BASES
from vizpipe.registry.module import Import


def test_the_digits_are_data_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room's hash is made of its data files too."""
    (tmp_path / "datasets").mkdir()
    monkeypatch.setattr(code, "__file__", str(tmp_path / "registry" / "code.py"))
    hashes = []
    for content in (b"1", b"2"):
        (tmp_path / "datasets" / "digits.npz").write_bytes(content)
        hashes.append(code.house.__wrapped__("datasets"))
    assert hashes[0] != hashes[1]


@pytest.mark.parametrize(
    "name", ["drawing/themes/light.toml", "datasets/digits.npz", "encoding/templates/player.html", "keys.py"]
)
def test_cards_know_vizpipes_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A theme, data or a page that is edited makes every card anew, as code does."""
    monkeypatch.setattr(house, "__file__", str(tmp_path / "registry" / "house.py"))
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True, parents=True)
    hashes = []
    for content in (b"1", b"2"):
        path.write_bytes(content)
        hashes.append(house.digest.__wrapped__())
    assert hashes[0] != hashes[1]


HARMLESS = {
    "__version__",
    "camera.remark",
    "errors",
    "film.drift",
    "manifest",
    "pipeline",
    "project",
    "registry",
    "store",
    "workers.answers",
    "workers.tasks",
}
"""What only carries, finds, names or checks things; none of it computes a number or a pixel."""


@pytest.mark.parametrize("step", ["film", "pictures", "files"])
def test_the_parts_of_vizpipe_that_do_a_step_are_all_in_its_key(step: str) -> None:
    """Followed by imports, the functions that train, draw and encode lead to no part that is not in the key."""
    root = Path(code.__file__).parents[1]
    known: set[str] = set()
    # a vector file is drawn when it is written: its key holds that of the pictures
    for place in (*BASES[step], *(BASES["pictures"] if step == "files" else ())):
        file, *functions = place.split()
        dotted = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        known |= {f"{dotted}.{each}" for each in functions} or {dotted}
    waiting: list[Import] = []
    for place in BASES[step]:
        name, *functions = place.split()
        for path in (root / name).rglob("*.py") if (root / name).is_dir() else [root / name]:
            if functions:
                waiting += reach.part(path.read_bytes(), functions).imports
            else:
                tree = reach.bare(path.read_bytes())
                tree.body = [node for node in tree.body if not isinstance(node, ast.If)]
                waiting += module.imports_of(tree)
    for each in waiting:
        top, _, rest = each.module.partition(".")
        if top == "vizpipe":
            place = f"{rest}.{each.name}".removeprefix(".")
            assert any(f"{place}.".startswith(f"{name}.") for name in known | HARMLESS), (step, each)
