"""Three keys: what changes which, one dependency at a time; what changes none; and the words for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keyed import Make, redone
from vizpipe.manifest import keys
from vizpipe.registry import bases, code


@pytest.mark.parametrize(
    ("change", "steps", "says"),
    [
        (("moves.py", "TWICE * x", "TWICE + x"), "film", "moves.py:{}: twice was changed"),
        (("moves.py", "TWICE = TWICE + 1", "TWICE = TWICE + 2"), "film", "moves.py:{}: TWICE was changed"),
        (("moves.py", "TWICE = 1\n", "TWICE = 7\n"), "film", "moves.py:{}: TWICE was changed"),
        (("moves.py", "range(3)", "range(4)"), "film", "moves.py:{}: moves was changed"),
        (("moves.py", "self.x * 2.0", "self.x * 2.5"), "film", "moves.py:{}: Step.trained was changed"),
        (("_three.py", "1.0", "2.0"), "film", "_three.py:{} VALUE: 1.0 → 2.0"),
        (("moves.py", "    x: float\n", "    x: float = 1.0\n"), "film pictures", "moves.py:{}: Step was changed"),
        (("moves.py", 'COLOUR = "red"', 'COLOUR = "blue"'), "pictures", "moves.py:{} COLOUR: 'red' → 'blue'"),
        (("moves.py", "math.pi", "math.tau"), "pictures", "moves.py:{}: stage was changed"),
        (("moves.py", "frame.drawn()", "frame.drawn(); frame.x"), "pictures", "moves.py:{}: draw was changed"),
        (("moves.py", "self.x * 3.0", "self.x * 3.5"), "pictures", "moves.py:{}: Step.drawn was changed"),
        (("moves.py", "self.x * 4.0", "self.x * 4.5"), "pictures", "moves.py:{}: Step.painted was changed"),
        (("_paint.py", "frame.painted()", "frame.painted() + 1"), "pictures", "_paint.py:{}: dot was changed"),
        (("moves.py", '"Title"', '"Other"'), "pictures", "moves.py:{}: words was changed"),
        (("moves.py", 'title="Moves"', 'title="Runs"'), "pictures", "title: Moves → Runs"),
        (("moves.py", "import page", "import panel as page"), "pictures", "moves.py: its imports were changed"),
    ],
)  # fmt: skip
def test_a_change_of_code_redoes_its_step_and_no_earlier_one(
    make: Make, change: tuple[str, str, str], steps: str, says: str
) -> None:
    """A change of a function, constant, method or far helper redoes the step that uses it, by name, and none before."""
    before, after = make(), make(change)
    assert redone(before, after) == steps
    step = steps.split(maxsplit=1)[0]
    told = "\n".join(keys.changed(getattr(before, step).ingredients, getattr(after, step).ingredients, _Lines()))
    assert says.format(1) in told


class _Lines(dict[str, int]):
    """Every name stands in line 1."""

    def get(self, key: str, default: Any = None) -> Any:
        return default if key.endswith(("imports", "top level")) else 1


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ({"values": {"rate": 0.7}}, "film pictures"),
        ({"values": {"seed": 1}}, "film pictures"),
        ({"size": "120x80"}, "pictures"),
        ({"theme": "dark"}, "pictures"),
        ({"frames": 2}, "pictures"),
        ({"fps": 5}, "file"),
        ({"loop": 2}, "file"),
        ({"hold": 0.5}, "file"),
    ],
)
def test_a_setting_redoes_its_step(make: Make, given: dict[str, Any], steps: str) -> None:
    """A parameter or a seed retrains, a look redraws, a timing only writes."""
    assert redone(make(), make(**given)) == steps


@pytest.mark.parametrize(
    "change",
    [
        ("moves.py", '"""A claim."""', '"""Another claim."""'),
        ("moves.py", "RATE = 0.5\n", "# why\n\n\nRATE = 0.5  # because\n"),
        ("moves.py", '    """Train."""\n', ""),
        ("moves.py", "def spare() -> int:\n    return UNUSED", "def spare() -> int:\n    return 2 * UNUSED"),
        ("moves.py", "UNUSED = 3", "UNUSED = 4\nANOTHER = 5"),
        ("moves.py", "x: float) -> float", "x:float)  ->  float"),
        ("_three.py", "VALUE = 1.0\n", '"""Doc."""\nVALUE = 1.0\n"""What it is."""\n'),
    ],
)  # fmt: skip
def test_words_beside_the_code_and_code_beside_the_recipe_redo_nothing(
    make: Make, change: tuple[str, str, str]
) -> None:
    """Comments, docstrings, blank lines, spaces, and what nobody calls or reads, redo nothing."""
    assert redone(make(), make(change)) == ""


def test_time_place_and_order_redo_nothing(make: Make, tmp_path: Path) -> None:
    """File times, another folder and the order in which parameters are given redo nothing."""
    import os

    before = make(values={"rate": 0.7, "seed": 1})
    for path in (tmp_path / "a").iterdir():
        os.utime(path, (1.0, 1.0))
    assert redone(before, make(folder="b", values={"seed": 1, "rate": 0.7})) == ""


def test_a_data_file_retrains(make: Make, tmp_path: Path) -> None:
    """A data file retrains if its content changes, not if its time does."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "n.txt").write_text("1")
    before = make(values={"source": "n.txt"})
    (tmp_path / "a" / "n.txt").write_text("2")
    assert redone(before, make(values={"source": "n.txt"})) == "film pictures"


@pytest.mark.parametrize(
    ("package", "steps"),
    [("numpy", "film pictures"), ("matplotlib", "pictures"), ("seaborn", "pictures"), ("pillow", "pictures")],
)
def test_a_librarys_version_redoes_what_uses_it(
    make: Make, monkeypatch: pytest.MonkeyPatch, package: str, steps: str
) -> None:
    """Another version of matplotlib redraws and trains nothing."""
    before = make()
    real = keys._version
    monkeypatch.setattr(keys, "_version", lambda name: "99" if name == package else real(name))
    assert redone(before, make()) == steps


@pytest.mark.parametrize(
    ("place", "step"),
    [("nn/network.py", "film"), ("drawing/style.py", "pictures"), ("encoding/gif.py", "file")],
)
def test_a_part_of_vizpipe_counts_where_it_is_used(
    make: Make, monkeypatch: pytest.MonkeyPatch, place: str, step: str
) -> None:
    """A change in nn retrains what imports it, a new style only redraws, a new encoder only writes."""
    before = make()
    real = code.house.__wrapped__
    monkeypatch.setattr(code, "house", lambda *places: _changed(real, place, *places))
    assert redone(before, make()) == step


def _changed(real: Callable[..., str], place: str, *places: str) -> str:
    """The hash as if the file at ``place`` had changed."""
    inside = any(place.startswith(f"{each.split()[0]}/") or place == each for each in places)
    return real(*places) + ("changed" if inside else "")


def test_another_font_is_another_drawing(monkeypatch: pytest.MonkeyPatch, make: Make) -> None:
    """The font is named in the style, whose code every picture's key holds, and comes in a package of its own."""
    before = make()
    monkeypatch.setattr(code, "house", _edited(code.house, "drawing", b"Source Sans Pro", b"Liberation Sans"))
    assert redone(before, make()) == "pictures"
    assert {"font-source-sans-pro", "matplotlib"} <= set(bases.PACKAGES["pictures"])


def _edited(real: Callable[..., str], room: str, old: bytes, new: bytes) -> Callable[..., str]:
    """The hash of vizpipe's files as if a text in the files of one room were another."""
    meaning = code.meaning
    hit: list[int] = []

    def house(*places: str) -> str:
        def changed(data: bytes) -> str:
            hit.append(data.count(old))
            return meaning(data.replace(old, new))

        if not any(each.split()[0] == room for each in places):
            return real(*places)
        code.meaning = changed  # type: ignore[assignment]
        try:
            found: str = real.__wrapped__(*places)  # type: ignore[attr-defined]
        finally:
            code.meaning = meaning
        assert sum(hit)
        return found

    return house
