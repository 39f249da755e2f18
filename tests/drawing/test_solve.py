"""Pages and what comes out of them: the table of cases in solve_cases.json, which other programs can run too.

A case says what a page needs, in pixels, without what is as usual: least plot boxes, margins (left, bottom, right,
top), words as pairs of a width and the space after it; and where everything then stands (left, bottom, width, height),
or the least size that would do.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from composed import Json, read, told
from vizpipe.drawing.breaking import balanced, starts
from vizpipe.drawing.needs import Boxes, Page, Part, Refused, Stack
from vizpipe.drawing.solve import solve
from vizpipe.drawing.tree import leaves

CASES = json.loads(Path(__file__).with_name("solve_cases.json").read_text(encoding="utf-8"))


def case(beginning: str) -> Json:
    """The one case that begins so."""
    (found,) = [each for each in CASES if each["says"].startswith(beginning)]
    return dict(found)


@pytest.mark.parametrize("each", CASES, ids=[each["says"] for each in CASES])
def test_a_case_comes_out_as_it_says(each: Json) -> None:
    """Needs and a size give the boxes of the table, or are refused with its least size."""
    expected = {key: value for key, value in each.items() if key not in ("says", "width", "height", "page")}
    assert told(solve(read(each["page"]), each["width"], each["height"])) == expected


def test_the_table_is_large_enough_to_be_a_specification() -> None:
    """There are forty cases and more, each says another thing, and some are refused, some drop parts."""
    assert len({each["says"] for each in CASES}) == len(CASES) >= 40
    assert len([each for each in CASES if "refused" in each]) >= 5
    assert len([each for each in CASES if "dropped" in each]) >= 5


def test_a_refused_case_fits_on_its_least_page_and_on_none_smaller() -> None:
    """The least size of a refused case gives boxes, a page of its ratio with a pixel less on the longer side none."""
    for each in CASES:
        if "refused" in each:
            page, least = read(each["page"]), each["refused"]
            assert isinstance(solve(page, *least), Boxes), each["says"]
            ratio = each["width"], each["height"]
            smaller = [-(-(max(least) - 1) * side // max(ratio)) for side in ratio]
            assert isinstance(solve(page, *smaller), Refused), each["says"]


def test_the_order_of_hashes_changes_nothing() -> None:
    """Another Python process, with another seed for its hashes, gives the same boxes."""
    code = "import json; import test_solve as t; print(json.dumps([t.told(t.solve(t.read(c['page']), c['width'], \
c['height'])) for c in t.CASES[:24]]))"
    folders = Path(__file__).parents[:2]
    env = os.environ | {"PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(map(str, folders))}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True, text=True)
    here = [told(solve(read(each["page"]), each["width"], each["height"])) for each in CASES[:24]]
    assert json.loads(done.stdout) == here


def test_all_cells_of_a_sheet_are_laid_out_alike() -> None:
    """In a sheet the curve stands at the same place beside its plane in every cell of a column, and is as large."""
    boxes = case("Nine seeds of a plane and a curve")["boxes"]
    for column in range(3):
        cells = [(boxes[f"plane {index}"], boxes[f"loss {index}"]) for index in range(column, 9, 3)]
        assert len({(loss[0] - plane[0], loss[2], loss[3], plane[2]) for plane, loss in cells}) == 1
        assert len({plane[0] for plane, _ in cells}) == 1


def test_only_the_left_column_and_the_lowest_row_of_a_sheet_bear_tick_labels() -> None:
    """Three by three seeds share their axes: six cells have no labels at the left, six none below."""
    found = case("Nine seeds in a square")
    assert found["bare_left"] == [f"seed {index}" for index in (1, 2, 4, 5, 7, 8)]
    assert found["bare_bottom"] == [f"seed {index}" for index in range(6)]


def test_parts_with_one_name_are_refused() -> None:
    """Boxes are found by name, so two parts of one name are a mistake, and so is a part called caption."""
    for names in (("a", "a"), ("caption", "b")):
        parts = tuple(Part(name, 10, 10) for name in names)
        with pytest.raises(ValueError, match="share a name"):
            solve(Page(Stack(parts)), 200, 200)


def test_a_family_of_two_aspects_is_refused() -> None:
    """A square and an oblong can't be of one size."""
    parts = (Part("a", 10, 10, 1.0, family="f"), Part("b", 10, 10, 2.0, family="f"))
    with pytest.raises(ValueError, match="family f has parts of several aspects"):
        solve(Page(Stack(parts)), 200, 200)


def test_pictures_of_one_kind_have_one_form() -> None:
    """The parts of an each stack are the same picture of several things, so that one can't have a curve more."""
    one, other = Stack((Part("a", 10, 10), Part("b", 10, 10))), Part("c", 10, 10)
    with pytest.raises(ValueError, match="differ in form"):
        solve(Page(Stack((one, other), each=True)), 200, 200)


def test_every_part_of_the_table_is_placed_or_dropped() -> None:
    """No part is forgotten: each has a box, or is named among the dropped."""
    for each in CASES:
        if "boxes" in each:
            page = read(each["page"])
            names = {part.name for root in (page.body, page.aside) if root for part in leaves(root)}
            gone = set(each.get("dropped", [])) - {"caption"}
            assert names <= each["boxes"].keys() | gone
            assert not gone & each["boxes"].keys()


WORDS = ((40.0, 5.0), (40.0, 5.0), (40.0, 5.0), (10.0, 0.0))


def test_lines_are_broken_by_widths() -> None:
    """A line takes words until the next would not fit; the space after the last does not count."""
    assert starts(WORDS, 145.0) == [0]
    assert starts(WORDS, 144.0) == [0, 3]
    assert starts(WORDS, 85.0) == [0, 2]
    assert starts(WORDS, 84.0) == [0, 1, 2]
    assert starts(WORDS, 39.0) is None
    assert starts((), 39.0) == []


def test_as_few_lines_as_can_be_are_as_even_as_they_can_be() -> None:
    """Where two lines are needed, the last one is not a single short word."""
    assert balanced(WORDS, 144.0) == [0, 2]
    assert balanced(WORDS, 145.0) == [0]
    assert balanced(WORDS, 39.0) is None
