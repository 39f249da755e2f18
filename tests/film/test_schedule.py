"""What is shown when: cases that a browser runs too, and which frames are told."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vizpipe.errors import UsageError
from vizpipe.film.schedule import Medium, Schedule, schedule
from vizpipe.film.stops import Pace, chosen
from vizpipe.film.story import Cue

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "schedule_cases.json").read_text())


def of_case(case: dict[str, Any]) -> Schedule:
    """The schedule that a case asks for."""
    cues = msgspec.convert(case.get("cues", []), list[Cue])
    pace = msgspec.convert(case.get("pace", {}), Pace)
    return schedule(case["changes"], cues, pace, msgspec.convert(case.get("medium", {}), Medium), case.get("frames"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_film_is_told_as_the_table_says(case: dict[str, Any]) -> None:
    """Every case of the table has these ticks and this remark, or is refused with this line."""
    if "refused" in case:
        with pytest.raises(UsageError) as refused:
            of_case(case)
        assert str(refused.value) == case["refused"]
        return
    made = of_case(case)
    assert json.loads(msgspec.json.encode(made.ticks)) == case["ticks"]
    assert made.remark == case.get("remark", "")
    assert list(made.stays) == case.get("stays", list(made.stays))


@pytest.mark.parametrize(
    ("wanted", "frames"),
    [
        ((11,), [*range(11)]),
        ((11, 3), [0, 3, 6, 9, 10]),
        ((11, 2, 4, -3), [4, 6, 8]),
        ((11, 5, -1), [10]),
        ((1, 7), [0]),
    ],
)
def test_every_so_many_frames_from_one_to_another(wanted: tuple[int, ...], frames: list[int]) -> None:
    """Every so many frames are chosen, from one to another, whose last is always among them."""
    assert chosen(*wanted) == frames


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ((11, 1, 11), "from is 11, but there are 11 frames, 0 to 10"),
        ((11, 1, 0, -12), "to is -12, but there are 11 frames, 0 to 10"),
        ((11, 1, 5, 4), "from is 5, but to is 4, which is before"),
    ],
)
def test_frames_that_are_not_there_cannot_be_chosen(wanted: tuple[int, ...], says: str) -> None:
    """A first or last frame that is not there, or the wrong way round, is refused by name."""
    with pytest.raises(UsageError, match=says):
        chosen(*wanted)


def test_a_schedule_needs_no_numpy() -> None:
    """A command that only reads or asks for a schedule imports neither numpy nor what needs it."""
    code = "import sys, vizpipe.film.schedule; print({'numpy', 'pandas', 'matplotlib'} & sys.modules.keys())"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout == "set()\n"
