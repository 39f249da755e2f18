"""A page that its script composes anew for the room that a reader has: where everything goes, what is written there."""

from pathlib import Path
from typing import Any

import pytest

from browsers import CHROMIUM, Page, ready
from composed import read, texts
from vizpipe.drawing.breaking import balanced
from vizpipe.drawing.needs import Boxes
from vizpipe.drawing.solve import solve
from vizpipe.publishing.films import numbers
from vizpipe.publishing.inline import Player, files, snippet, still_of

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
ROOMS = [(640, 800), (700, 1000), (820, 1100)]
_LOAD = """const data = JSON.parse(document.querySelector("script[type='application/json']").textContent);
const film = await new Film(data.film).load(), drawn = film.sheets[0];
const strokes = (sheet, tick) => [
  ...sheet.order[tick].map((number) => film.stroke(sheet, sheet.tracks[number], tick, 0, 0)),
  ...(sheet.written ? sheet.written.at(tick, 0).map(({ stroke }) => stroke) : [])];
const texts = (sheet, tick) => strokes(sheet, tick).filter(({ text }) => text).map(({ text, x, y, sizes }) => (
  [text[0], x[0], y[0], x[0] + text[1][text[1].length - 1] * sizes[0] / 1000]));"""


_RATIO = "({ width, height }) => width / height"


@pytest.fixture(scope="module")
def page(browser: Any, told: Path) -> Any:
    """The page of a film with a story."""
    return ready(browser, told, viewport={"width": 1280, "height": 720}, reduced_motion="reduce").page


@pytest.mark.parametrize(("wide", "tall"), ROOMS)
def test_panels_stand_where_python_would_put_them(page: Any, wide: int, tall: int) -> None:
    """The page's script gives every panel the box that ``solve`` gives it, for the same needs and the same room."""
    script = f"""async ([wide, tall]) => {{ {_LOAD}
      const sheet = recomposing.recomposed(film, drawn, wide, tall), {{ page, kicker }} = drawn.needs;
      const boxes = Object.fromEntries(sheet.plots.map(([name, [left, bottom, right, top]]) => (
        [name, [left, bottom, right - left, top - bottom]])));
      return {{ page, kicker, size: sheet.size, boxes }}; }}"""
    told = page.evaluate(script, [wide, tall])
    width, height = told["size"]
    found = solve(read(told["page"]), width, height - told["kicker"])
    assert isinstance(found, Boxes)
    assert not found.dropped
    assert {name: tuple(told["boxes"][name]) for name in found.parts} == {
        name: tuple(box) for name, box in found.parts.items()
    }
    assert width < 1280 / 1.15
    assert height <= width * tall / wide


@pytest.mark.parametrize(("wide", "tall"), ROOMS)
def test_all_words_are_there_and_on_the_page(page: Any, wide: int, tall: int) -> None:
    """At every tick the same words are written as on the page that was drawn, and none begins or ends off the page."""
    script = f"""async ([wide, tall]) => {{ {_LOAD}
      const sheet = recomposing.recomposed(film, drawn, wide, tall);
      return [sheet.size, data.film.ms.map((_, tick) => [texts(drawn, tick), texts(sheet, tick)])]; }}"""
    (width, height), ticks = page.evaluate(script, [wide, tall])
    assert len(ticks) > 10
    for before, after in ticks:
        said = [sorted(word for text, *_ in each for word in text.split()) for each in (before, after)]
        assert said[0] == said[1]
        assert all(left >= 0 and right < width and 0 < level < height for _, left, level, right in after)


def test_lines_break_where_python_breaks_them(page: Any) -> None:
    """A headline has the lines that ``balanced`` makes of its words in the box that it gets."""
    script = f"""async () => {{ {_LOAD}
      const sheet = recomposing.recomposed(film, drawn, 640, 800), {{ page, kicker }} = drawn.needs;
      const boxes = pages.standing(page, sheet.size[0], sheet.size[1] - kicker);
      const lines = data.film.ms.map((_, tick) => sheet.written.at(tick, 0).map(({{ stroke }}) => stroke));
      const isHead = ({{ plot }}) => plot[0] === "headline";
      return [page.headline.versions, boxes.headline, lines.map((each) => each.filter(isHead)
        .map(({{ text, x, y }}) => [text[0], x[0], y[0]]))]; }}"""
    versions, (left, bottom, width, height), ticks = page.evaluate(script)
    kept = {tuple(tuple(text.split()) for text, *_ in lines) for lines in ticks}
    assert len(kept) > 2
    for lines in kept:
        words = [word for line in lines for word in line]
        starts = [sum(map(len, lines[:at])) for at in range(len(lines))]
        assert starts in [balanced(texts([each])[0], width) for each in versions if len(each) == len(words)]
    for lines in ticks:
        levels = [level for *_, level in lines]
        assert levels == sorted(levels, reverse=True)
        assert all(x == left and bottom <= level <= bottom + height for _, x, level in lines)


def test_a_page_whose_words_are_not_those_that_were_measured_stays_as_it_is(page: Any) -> None:
    """If a headline's letters don't begin where its words were measured, nothing is broken anew."""
    script = f"""async () => {{ {_LOAD}
      for (const version of drawn.needs.page.headline.versions) version[1][0] += 9;
      return recomposing.recomposed(film, drawn, 640, 800); }}"""
    assert page.evaluate(script) is None


def test_a_pointer_reads_the_same_where_a_panel_has_gone(page: Any) -> None:
    """What lies under a pointer is told as it was where its panel was drawn: a dot's numbers, by the axes' names."""
    script = f"""async () => {{ {_LOAD}
      const sheet = recomposing.recomposed(film, drawn, 640, 800), tick = data.film.ms.length - 1;
      return drawn.plots.map((plot, at) => {{
        if (!plot[2]) return [];
        const [, [left, bottom, right, top]] = plot, [, [west, south]] = sheet.plots[at];
        const shares = Array.from({{ length: 40 }}, (_, part) => part / 40);
        return shares.map((share) => {{
          const [x, y] = [(right - left) * share, (top - bottom) * share], moment = {{ tick, share: 0 }};
          const before = film.under(drawn, moment, left + x, bottom + y, 14);
          return [before, film.under(sheet, moment, west + x, south + y, 14)];
        }});
      }}).flat(); }}"""
    read = page.evaluate(script)
    assert all(one == other for one, other in read)
    assert len({one for one, _ in read if one}) > 20


@pytest.mark.parametrize(
    ("wide", "tall", "is_anew"), [(640, 900, True), (1000, 1000, True), (1280, 720, False), (500, 900, False)]
)
def test_a_window_shows_what_is_composed_for_it(
    browser: Any, told: Path, wide: int, tall: int, *, is_anew: bool
) -> None:
    """In a tall window panels stand below each other; in a wide one, and on a phone, pages are as they were drawn."""
    opened = ready(browser, told, viewport={"width": wide, "height": tall}, reduced_motion="reduce")
    script = f"""async () => {{ {_LOAD}
      const {{ width, height }} = document.querySelector("canvas");
      const {{ bottom }} = document.querySelector("form").getBoundingClientRect();
      return [film.sheets.map(({{ size }}) => size), width / height, bottom <= innerHeight + 1]; }}"""
    sizes, ratio, has_room = opened.page.evaluate(script)
    assert (min(abs(ratio - across / up) for across, up in sizes) > 0.01) == is_anew
    assert has_room or not is_anew
    assert opened.said == []


def test_a_frame_with_a_height_of_its_own_keeps_the_page_that_was_drawn(
    browser: Any, told: Path, tmp_path: Path
) -> None:
    """A frame as high as the wide page shows that page: there is no room for panels below each other."""
    around = tmp_path / "around.html"
    around.write_text(f'<!doctype html><iframe src="{told.as_uri()}" style="width: 700px; height: 388px; border: 0">')
    opened = Page(browser, around, viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    frame = opened.page.frames[1]
    frame.wait_for_selector("html[data-ready]")
    ratio = frame.evaluate("document.querySelector('canvas').width / document.querySelector('canvas').height")
    assert abs(ratio - 1280 / 600) < 0.01


@pytest.mark.parametrize(("width", "is_anew"), [(660, True), (940, True), (1100, False), (420, False)])
def test_in_a_column_of_text_the_page_finds_as_much_room_as_is_kept_free(
    browser: Any, told: Path, tmp_path: Path, width: int, *, is_anew: bool
) -> None:
    """A player in a column stands as high before its script comes as when it plays, with panels below each other."""
    text = told.read_text("utf-8")
    player = Player("told", numbers(text), "A film.", "en", still_of(text))
    for name, content in files([player]):
        (tmp_path / name).write_bytes(content)
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><title>A page</title><body style='margin: 0'>{snippet([player], '')}")
    ratios: list[float] = []
    for scripts in (False, True):
        settings = {"viewport": {"width": width, "height": 900}, "java_script_enabled": scripts}
        opened = Page(browser, page, reduced_motion="reduce", **settings)
        if scripts:
            opened.page.wait_for_selector("[data-vizpipe][data-ready]")
            ratios.append(opened.page.evaluate(f"({_RATIO})(document.querySelector('canvas'))"))
        box = opened.page.locator("canvas").bounding_box()
        ratios.append(box["width"] / box["height"])
        assert opened.said == []
        opened.context.close()
    assert ratios == pytest.approx([ratios[0]] * 3, abs=0.01)
    assert (ratios[0] < 1.5) == (is_anew or width < 600)
