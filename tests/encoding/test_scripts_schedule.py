"""A page's script tells a film as Python does: the same pictures, for as long, and the same lines where it can't."""

import itertools
import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from browsers import CHROMIUM
from scripted import SCHEDULE, answers
from vizpipe.errors import UsageError
from vizpipe.film.schedule import Medium, schedule
from vizpipe.film.sharing import shared
from vizpipe.film.stops import Pace, chosen
from vizpipe.film.story import Cue

CASES = json.loads((Path(__file__).parents[1] / "film" / "schedule_cases.json").read_text(encoding="utf-8"))
FILMS = 300

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]


def drawn(browser: Any, asked: list[list[Any]]) -> list[Any]:
    """What the script makes of films, their cues, pace, medium and frames."""
    return answers(browser, SCHEDULE, "schedules.schedule", asked)


def test_the_script_of_a_page_tells_every_case_as_the_table_does(browser: Any) -> None:
    """The same table, run in a browser: these ticks, stays and remark, or this line where a film is refused."""
    usual: dict[str, Any] = {"cues": [], "pace": {}, "medium": {}, "frames": None}
    asked = [[case["changes"], *(case.get(name, usual[name]) for name in usual)] for case in CASES]
    for case, found in zip(CASES, drawn(browser, asked), strict=True):
        if "refused" in case:
            assert found == {"says": case["refused"]}, case["case"]
            continue
        expected = {
            "ticks": case["ticks"],
            "stays": case.get("stays", found["stays"]),
            "remark": case.get("remark", ""),
        }
        assert found == expected, case["case"]


class Maker:
    """Makes films, and what is asked of them."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def upto(self, most: int, least: int = 0) -> int:
        """A number."""
        return int(self.rng.integers(least, most + 1))

    def one_of(self, *choices: Any) -> Any:
        """One of these."""
        return choices[self.upto(len(choices) - 1)]

    def is_so(self, share: float) -> bool:
        """Whether something is, so often."""
        return float(self.rng.random()) < share

    def change(self) -> list[float]:
        """How far a film has moved at each frame: evenly, ever less, not at all, in leaps."""
        count = self.upto(60)
        steps = {
            "even": np.ones(count),
            "any": self.rng.random(count),
            "less": 0.8 ** np.arange(count),
            "flat": np.zeros(count),
            "leaps": self.rng.choice([0.0, 1e-9, 0.01, 1.0, 500.0], count),
            "late": np.arange(count) * (np.arange(count) > count // 2) * 1e-3,
        }
        return [0.0, *itertools.accumulate(steps[self.one_of(*steps)].tolist())]

    def cues(self, frames: list[int]) -> list[Cue]:
        """A story, mostly in the order of its frames."""
        places = [self.one_of(*frames) for _ in range(self.one_of(0, 0, 1, 2, 3, 5))]
        places = places if self.is_so(0.25) else sorted(places)
        ends = self.is_so(0.3)
        return [
            Cue(
                self.one_of("", f"beat {at}", f"beat {at}", f"beat {at}"),
                frame,
                stand=self.one_of(0.0, 0.33, 1.0, 2.5, 4.0),
                each=self.is_so(0.2),
                glide=self.is_so(0.3),
                end=ends and at == len(places) - 1,
            )
            for at, frame in enumerate(places)
        ]

    def pace(self, count: int) -> Pace:
        """What is asked; some of it can't be."""
        pauses = [(self.upto(count), self.one_of(0.0, 0.5, 1.7)) for _ in range(self.one_of(0, 0, 0, 1, 2))]
        return Pace(
            seconds=self.one_of(None, None, 1.0, 3.3, 12.0, 0.05 * self.upto(700, 1)),
            frames=self.one_of(None, None, self.upto(5, 1), self.upto(40, 1)),
            fps=self.one_of(None, None, 5.0, 12.5, 30.0),
            is_calm=self.is_so(0.7),
            hold=self.one_of(None, None, 0.0, 0.75, 3.0),
            pauses=tuple(pauses),
            loops=self.is_so(0.25),
            may_skip=self.is_so(0.2),
            result_first=self.is_so(0.2),
        )

    def film(self) -> tuple[list[list[float]], list[Cue], Pace, Medium, list[int] | None]:
        """One or several films side by side, and all that is asked."""
        changes = [self.change() for _ in range(self.one_of(1, 1, 1, 2, 4))]
        count = max(map(len, changes))
        first = self.upto(count - 1)
        told = chosen(count, self.upto(4, 1), first, self.upto(count - 1, first)) if self.is_so(0.4) else None
        medium = Medium(self.one_of(50, 50, 100, 1000), tweens=self.is_so(0.3))
        return changes, self.cues(told or [*range(count)]), self.pace(count), medium, told


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return json.loads(msgspec.json.encode(value))


def expected(film: tuple[Any, ...]) -> Any:
    """What Python makes of a film."""
    try:
        made = schedule(*film)
    except (UsageError, ValueError) as refused:
        return {"says": str(refused)}
    return plain({"ticks": made.ticks, "stays": made.stays, "remark": made.remark})


def test_the_script_of_a_page_tells_any_film_as_python_does(browser: Any) -> None:
    """Whatever a film, its story, the pace and the medium are: the same ticks, stays and remark, or the same line."""
    maker = Maker(0)
    films = [maker.film() for _ in range(FILMS)]
    told = [expected(film) for film in films]
    for film, wanted, found in zip(films, told, drawn(browser, plain(films)), strict=True):
        assert found == wanted, film
    assert sum("says" in each for each in told) >= 20
    assert sum(bool(each.get("remark")) for each in told) >= 20
    assert any(share for each in told for _, share, *_ in each.get("ticks", []))


def test_the_script_of_a_page_rounds_what_it_remarks_as_python_does(browser: Any) -> None:
    """Half a tenth of a second goes to the even digit, what no binary number is exactly to the nearer one."""
    stands = [3.25, 3.75, 3.05, 3.15, 3.35, 12.25, 4.0]
    films = [([[0.0]], [Cue("a", 0, stand=stand)], Pace(seconds=stand / 7), Medium(1000), None) for stand in stands]
    found = drawn(browser, plain(films))
    assert found == [expected(film) for film in films]
    assert found[0]["remark"] == "it takes 3.2 seconds, not 0.464: it stops that long"


def test_the_script_of_a_page_shares_out_as_python_does(browser: Any) -> None:
    """Any whole by any weights between any limits, large ones too: the same parts, or the same line."""
    maker = Maker(1)
    asked: list[list[Any]] = []
    for _ in range(FILMS):
        count, most = maker.upto(6, 1), maker.one_of(3, 100, 10_000_000)
        weights = [maker.one_of(0, 1, maker.upto(10), maker.upto(2_000_000_000)) for _ in range(count)]
        asked.append([maker.upto(most), weights, maker.upto(most // count // 2), maker.upto(most, most // count)])
    told: list[Any] = []
    for each in asked:
        try:
            told.append(shared(*each))
        except ValueError as refused:
            told.append({"says": str(refused)})
    assert answers(browser, SCHEDULE, "sharing.shared", asked) == told
    assert 20 <= sum(isinstance(each, dict) for each in told) <= FILMS // 2
