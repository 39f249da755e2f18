"""A page's script composes a page as Python does: the same boxes to the pixel, or the same least size."""

import json
from pathlib import Path
from typing import Any

import pytest

from browsers import CHROMIUM
from composed import Chooser, told
from scripted import SOLVE, answers
from vizpipe.drawing.needs import Caption, Headline, Margins, Page, Part, Stack, Word, plain
from vizpipe.drawing.solve import solve

CASES = json.loads((Path(__file__).parents[1] / "drawing" / "solve_cases.json").read_text(encoding="utf-8"))
PAGES = 200

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]


def composed(browser: Any, asked: list[list[Any]]) -> list[Any]:
    """What the script makes of pages and their sizes."""
    return answers(browser, SOLVE, "pages.solve", asked)


def test_the_script_of_a_page_composes_every_case_as_the_table_does(browser: Any) -> None:
    """The same table, run in a browser: needs and a size give these boxes, or are refused with this least size."""
    found = composed(browser, [[case["page"], case["width"], case["height"]] for case in CASES])
    for case, boxes in zip(CASES, found, strict=True):
        assert boxes == {key: case[key] for key in case if key not in ("says", "width", "height", "page")}, case["says"]


class Maker(Chooser):
    """Makes pages of all kinds."""

    def part(self) -> Part:
        """A part without a name."""
        return Part(
            name="",
            width=self.upto(60, 8),
            height=self.upto(60, 8),
            aspect=self.one_of(None, None, 0.4, 1.0, 1.0, 1.7, 4 / 3),
            grows=self.upto(4) > 0,
            margins=self.one_of(Margins(), Margins(*(self.upto(14) for _ in range(4)))),
            bare=self.one_of(None, Margins(), Margins(), Margins(*(self.upto(3) for _ in range(4)))),
            axes=self.one_of(("", ""), ("x", "y"), ("epoch", "loss")),
            title=self.one_of(0, self.upto(90)),
            rank=self.one_of(None, 0, 1, 2),
        )

    def node(self, depth: int) -> Part | Stack:
        """A part, or a stack of different ones or of copies of one."""
        if depth == 0 or self.upto(4) == 0:
            return self.part()
        each = self.upto(1) == 1
        parts = (self.node(depth - 1),) * self.upto(6, 1)
        if not each:
            parts = tuple(self.node(depth - 1) for _ in range(self.upto(4, 1)))
            if self.upto(2) == 0:  # so that a last row can be larger than those above it
                parts = tuple(self.part()._replace(aspect=1.0, grows=True) for _ in range(self.upto(7, 3)))
                parts = (*parts[1:], self.one_of(parts[0], parts[0], self.part()))
        kind = self.one_of("row", "column", "free", "free")
        return Stack(parts, kind, self.upto(12), each, self.upto(1) == 1, "", self.one_of(0, 0, 9))

    def named(self, node: Part | Stack) -> Part | Stack:
        """The stack with another name for each of its parts and lines; some parts of one aspect are a family."""
        name = f"{self.one_of('', 'a part ')}{next(self.numbers)}"
        if isinstance(node, Part):
            family = f"{node.aspect} {node.grows}" if self.upto(2) == 0 else ""
            return node._replace(name=name, family=family)
        return node._replace(name=name, title=self.upto(90), parts=tuple(self.named(part) for part in node.parts))

    def texts(self, most: int) -> tuple[tuple[Word, ...], ...]:
        """None, one or two of some words."""
        counts = [self.upto(most, 1) for _ in range(self.upto(2))]
        return tuple(tuple((self.upto(160, 10) / 2, self.one_of(4.0, 3.7)) for _ in range(count)) for count in counts)

    def page(self) -> Page:
        """A page."""
        aside = self.named(self.node(1)) if self.upto(1) else None
        body = self.named(self.node(self.one_of(0, 1, 2, 2, 3)))
        caption = Caption(self.texts(6), 12, self.upto(3, 1), self.one_of(None, 0, 1, 2))
        return Page(body, Headline(self.texts(5), 20, self.upto(3, 1)), caption, aside, self.upto(10), self.upto(10))


def test_the_script_of_a_page_composes_any_page_as_python_does(browser: Any) -> None:
    """Whatever a page needs and however large it is: the same boxes, dropped parts and bare sides, or the same size."""
    maker = Maker(0)
    asked = [(maker.page(), maker.upto(1000, 100), maker.upto(800, 80)) for _ in range(PAGES)]
    expected = [told(solve(*each)) for each in asked]
    found = composed(browser, [plain(each) for each in asked])
    for each, wanted, boxes in zip(asked, expected, found, strict=True):
        assert boxes == wanted, each
    for key, least in (("refused", 10), ("dropped", 20), ("bare_left", 9), ("bare_bottom", 9)):
        assert sum(key in each for each in expected) >= least, key


def test_the_script_of_a_page_refuses_needs_that_contradict_each_other(browser: Any) -> None:
    """Parts of one name, a family of two aspects, pictures of one kind in two forms: the same line as in Python."""
    one, other = Part("a", 10, 10, 1.0, family="f"), Part("b", 10, 10, 2.0, family="f")
    forms = Stack((one,)), Stack((other, other._replace(name="c")))
    bodies = {
        "parts share a name: a, a, caption": Stack((one, one)),
        "family f has parts of several aspects": Stack((one, other)),
        "the parts of an each stack differ in form": Stack(forms, each=True),
    }
    found = composed(browser, [plain((Page(body), 200, 200)) for body in bodies.values()])
    assert found == [{"says": says} for says in bodies]
    for says, body in bodies.items():
        with pytest.raises(ValueError, match=f"^{says}$"):
            solve(Page(body), 200, 200)
