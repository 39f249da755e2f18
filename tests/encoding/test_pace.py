"""A player that tells its film slower or faster: the same states at the same beats, in another time."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from browsers import CHROMIUM, ready
from vizpipe.film.schedule import schedule
from vizpipe.film.stops import Pace
from vizpipe.film.story import Cue

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
_TOLD = """(pace) => {
  const data = JSON.parse(document.querySelector("script[type='application/json']").textContent);
  return paces.told(data, pace);
}"""
_SHOWN = """() => {
  const [play, speed] = document.querySelectorAll("button"), slider = document.querySelector("input");
  return { label: speed.ariaLabel, text: speed.textContent, most: Number(slider.max), at: Number(slider.value),
    said: document.querySelector("output").textContent,
    beats: [...document.querySelectorAll("option")].map((mark) => Number(mark.value)) };
}"""


@pytest.fixture
def page(browser: Any, told: Path) -> Any:
    """A film with a story at its end, since its reader wants no motion."""
    return ready(browser, told, viewport={"width": 1280, "height": 720}, reduced_motion="reduce").page


def data_of(told: Path) -> dict[str, Any]:
    """What the page was given."""
    found = re.search(r'<script type="application/json">(.*?)</script>', told.read_text("utf-8"), re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_what_the_page_is_given_makes_the_schedule_that_was_drawn(told: Path) -> None:
    """From the steps, cues and pace in a player Python makes the very times of its pictures."""
    data = data_of(told)
    change = [0]
    for step in data["story"]["steps"]:
        change.append(change[-1] + step)
    cues, pace = msgspec.convert(data["story"]["cues"], list[Cue]), msgspec.convert(data["story"]["pace"], Pace)
    made = schedule([change[1:]], cues, pace)
    assert [tick.ms for tick in made.ticks] == data["film"]["ms"]
    assert next(tick.beat for tick in made.ticks if tick.beat) == cues[0].name


@pytest.mark.parametrize("pace", [0.5, 2])
def test_another_pace_takes_another_time_and_leaves_nothing_out(page: Any, told: Path, pace: float) -> None:
    """At half the pace a film takes twice as long, at twice half as long; it passes every picture, in order."""
    data, made = data_of(told), page.evaluate(_TOLD, pace)
    assert abs(sum(made["ms"]) - sum(data["film"]["ms"]) / pace) <= len(made["ms"]) + 1000 * (pace < 1)
    places = made["places"]
    assert places[0] == 0
    assert places[-1] == len(data["film"]["ms"]) - 1
    assert all(0 <= after - before <= 1 for before, after in pairwise(places))


def test_slower_every_way_is_passed_as_the_data_move(page: Any, told: Path) -> None:
    """At half the pace a state between two stops is where a schedule of twice the time would have it."""
    data, made = data_of(told), page.evaluate(_TOLD, 0.5)
    ticks = page.evaluate(
        """() => { const { story } = JSON.parse(document.querySelector("script[type='application/json']").textContent);
        let reached = 0;
        return schedules.schedule([story.steps.map((step) => reached += step)], story.cues, story.pace).ticks; }"""
    )
    drawn = [index + share for index, share, *_ in ticks]
    states = []
    for place in made["places"]:
        at = min(int(place), len(drawn) - 2)
        states.append(drawn[at] + (place - at) * (drawn[at + 1] - drawn[at]))
    change = [0]
    for step in data["story"]["steps"]:
        change.append(change[-1] + step)
    moved = [change[1:][int(state)] for state in states if state == int(state)]
    assert len(moved) > 20
    assert all(abs(after - before) < 0.2 * change[-1] for before, after in pairwise(moved))
    longest = max(after - before for before, after in pairwise(states))
    assert longest < max(after - before for before, after in pairwise(drawn))


def test_a_button_and_two_keys_change_the_pace_and_nothing_else(page: Any) -> None:
    """The button goes round, the keys go slower and faster; what is shown stays, slider and beats follow the time."""
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('input').focus()")
    page.keyboard.press("Home")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    usual = page.evaluate(_SHOWN)
    page.click("[data-speed]")
    slow = page.evaluate(_SHOWN)
    page.click("[data-speed]")
    fast = page.evaluate(_SHOWN)
    page.click("[data-speed]")
    assert [each["text"] for each in (usual, slow, fast)] == ["1×", "½×", "2×"]
    assert [each["label"] for each in (usual, slow, fast)] == ["Speed 1×", "Speed ½×", "Speed 2×"]
    assert usual["said"] == slow["said"] == fast["said"]
    assert page.evaluate(_SHOWN) == usual
    assert fast["most"] == pytest.approx(usual["most"] / 2)
    assert fast["beats"] == pytest.approx([each / 2 for each in usual["beats"]])
    assert slow["most"] > 1.8 * usual["most"]
    assert slow["beats"] == sorted(slow["beats"])
    assert all(after > 1.5 * before for before, after in zip(usual["beats"][1:], slow["beats"][1:], strict=True))
    for key, text in [("<", "½×"), ("<", "½×"), (">", "1×"), (">", "2×"), (">", "2×"), ("<", "1×")]:
        page.keyboard.press(key)
        assert page.evaluate(_SHOWN)["text"] == text
    assert page.evaluate(_SHOWN) == usual


def test_space_on_the_button_changes_the_pace(page: Any) -> None:
    """Who goes to the button by keys presses it with Space, which plays only elsewhere."""
    page.focus("[data-speed]")
    page.keyboard.press(" ")
    assert page.evaluate(_SHOWN)["text"] == "½×"
    assert page.inner_text("button >> nth=0") == "Play"


def test_a_film_without_a_story_has_no_button_for_it(browser: Any, player: Path) -> None:
    """A film that is shown frame by frame has one button, to play it."""
    opened = ready(browser, player, reduced_motion="reduce")
    assert opened.page.evaluate("[...document.querySelectorAll('button')].length") == 1
    assert "story" not in data_of(player)
