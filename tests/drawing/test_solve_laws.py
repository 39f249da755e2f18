"""What holds on every page that is composed, whatever it needs."""

import itertools

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from composed import Chooser
from vizpipe.drawing.fill import NOTICED, counted, largest
from vizpipe.drawing.needs import Box, Boxes, Caption, Headline, Margins, Page, Part, Refused, Stack, Word
from vizpipe.drawing.notes import holds, meet
from vizpipe.drawing.solve import CAPTION, attempts, solve
from vizpipe.drawing.stands import arrangements
from vizpipe.drawing.surround import surrounds
from vizpipe.drawing.tree import evened, leaves, without

PROFILE = settings(max_examples=40, deadline=None, phases=[Phase.generate])


class Maker(Chooser):
    """Makes a page of any kind; quicker than strategies in strategies, which take longer than what is tested."""

    def part(self) -> Part:
        """A part without a name."""
        return Part(
            name="",
            width=self.upto(60, 8),
            height=self.upto(60, 8),
            aspect=self.one_of(None, None, 0.4, 1.0, 1.0, 1.7),
            grows=self.upto(3) > 0,
            margins=Margins(*(self.upto(14) for _ in range(4))),
            bare=self.one_of(None, Margins()),
            title=self.upto(90),
            rank=self.one_of(None, 0, 1, 2),
        )

    def node(self, depth: int) -> Part | Stack:
        """A part, or a stack of different ones or of copies of one."""
        if depth == 0 or self.upto(3) == 0:
            return self.part()
        each = self.upto(1) == 1
        parts = (self.node(depth - 1),) * self.upto(6, 1)
        if not each:
            parts = tuple(self.node(depth - 1) for _ in range(self.upto(4, 1)))
        kind = self.one_of("row", "column", "free", "free")
        return Stack(parts, kind, self.upto(12), each, each and self.upto(1) == 1, "", self.one_of(0, 0, 9))

    def named(self, node: Part | Stack) -> Part | Stack:
        """The stack with another name for each of its parts and lines; some parts of one aspect are a family."""
        name = f"{next(self.numbers)}"
        if isinstance(node, Part):
            return node._replace(name=name, family=f"{node.aspect} {node.grows}" if node.title % 2 else "")
        return node._replace(name=name, title=self.upto(90), parts=tuple(self.named(part) for part in node.parts))

    def words(self, most: int) -> tuple[Word, ...]:
        """A text."""
        return tuple((float(self.upto(80, 5)), 4.0) for _ in range(self.upto(most, 1)))

    def texts(self, most: int) -> tuple[tuple[Word, ...], ...]:
        """None, one or two."""
        return tuple(self.words(most) for _ in range(self.upto(2)))

    def page(self) -> Page:
        """A page."""
        caption = Caption(self.texts(6), 12, rank=self.one_of(None, 0, 1, 2))
        aside = self.named(self.node(1)) if self.upto(1) else None
        body = self.named(self.node(self.upto(2)))
        return Page(body, Headline(self.texts(5), 20), caption, aside, self.upto(10), self.upto(10))


def pages() -> st.SearchStrategy[Page]:
    """Pages of all kinds."""
    return st.integers(0, 2**32).map(lambda seed: Maker(seed).page())


sides = st.integers(60, 900)


def kept(page: Page, boxes: Boxes) -> tuple[Page, list[Part]]:
    """The page that was composed, its needs evened, and its parts with the margins that they are drawn with."""
    gone = set(boxes.dropped) - {CAPTION}
    body = without(page.body, gone)
    aside = without(page.aside, gone) if page.aside else None
    assert body is not None
    page = page._replace(body=evened(body), aside=evened(aside) if aside else None)
    drawn = []
    for part in [*leaves(page.body), *(leaves(page.aside) if page.aside else [])]:
        left = part.bare.left if part.bare and part.name in boxes.bare_left else part.margins.left
        bottom = part.bare.bottom if part.bare and part.name in boxes.bare_bottom else part.margins.bottom
        drawn.append(part._replace(margins=part.margins._replace(left=left, bottom=bottom)))
    return page, drawn


def outer(part: Part, box: Box) -> Box:
    """A plot box with its margins."""
    left, bottom, right, top = part.margins
    return Box(box.left - left, box.bottom - bottom, box.width + left + right, box.height + bottom + top)


def composed(page: Page, width: int, height: int) -> Boxes:
    """The boxes; other examples are looked for where the page is refused."""
    boxes = solve(page, width, height)
    assume(isinstance(boxes, Boxes))
    assert isinstance(boxes, Boxes)
    return boxes


@PROFILE
@given(pages(), sides, sides)
def test_nothing_leaves_the_page_or_lies_on_another(page: Page, width: int, height: int) -> None:
    """Parts with margins and names, headline and caption lie inside the page's edge, in whole pixels, on no other."""
    boxes = composed(page, width, height)
    _, drawn = kept(page, boxes)
    blocks = {part.name: outer(part, boxes.parts[part.name]) for part in drawn}
    texts = {name: box for name, box in boxes.parts.items() if name not in blocks}
    texts |= {"headline": boxes.headline, "caption": boxes.caption}
    inside = Box(page.edge, page.edge, width - 2 * page.edge, height - 2 * page.edge)
    for name, box in (blocks | texts).items():
        assert all(isinstance(number, int) for number in box)
        assert holds(inside, box) or not (box.width and box.height), (name, box)
    for one, other in itertools.combinations((blocks | texts).items(), 2):
        assert not meet(one[1], other[1]) or 0 in one[1][2:] or 0 in other[1][2:], (one, other)
    for part in drawn:
        box = boxes.parts[part.name]
        title = Box(box.left, box.bottom + box.height, part.title, part.margins.top)
        if part.title and part.margins.top:
            assert holds(inside, title), (part, title)
            assert not [name for name, other in blocks.items() if name != part.name and meet(title, other)]


@PROFILE
@given(pages(), sides, sides)
def test_every_part_gets_what_it_needs(page: Page, width: int, height: int) -> None:
    """No plot box is smaller than its least, none is off its aspect by a pixel, and families are of one size."""
    boxes = composed(page, width, height)
    whole, drawn = kept(page, boxes)
    body = {part.name for part in leaves(whole.body)}
    families: dict[tuple[str, bool], set[tuple[int, int]]] = {}
    for part in drawn:
        box = boxes.parts[part.name]
        assert box.width >= part.width
        assert box.height >= part.height
        if not part.grows:
            assert box[2:] == (part.width, part.height)
        elif part.aspect:
            assert abs(box.height - box.width / part.aspect) <= 0.5
        families.setdefault((part.family or part.name, part.name in body), set()).add(box[2:])
    assert all(len(members) == 1 for members in families.values())


@PROFILE
@given(pages(), sides, sides)
def test_no_other_arrangement_shows_more(page: Page, width: int, height: int) -> None:
    """Of all ways to stand, with the aside beside or below, none has plot boxes that are seen to be larger."""
    boxes = composed(page, width, height)
    whole, _ = kept(page, boxes)
    size = sum(counted(part, *boxes.parts[part.name][2:]) for part in leaves(whole.body))
    for surround in surrounds(whole, boxes.sentences, width, height):
        for tree in arrangements(whole.body):
            other = largest(tree, surround.body.width, surround.body.height)
            assert other is None or other.size <= NOTICED**2 * size + 1e-9


@PROFILE
@given(pages(), st.integers(40, 200), st.integers(40, 200), st.integers(1, 6), st.integers(0, 4))
def test_a_larger_page_of_the_same_ratio_holds_as_much(page: Page, wide: int, tall: int, times: int, more: int) -> None:
    """What fits on a page fits on a larger one of the same ratio."""
    composed(page, wide * times, tall * times)
    assert isinstance(solve(page, wide * (times + more), tall * (times + more)), Boxes)


@PROFILE
@given(pages(), st.integers(20, 120), st.integers(20, 120))
def test_a_refusal_names_the_least_page_that_would_do(page: Page, width: int, height: int) -> None:
    """The least size is of the same ratio and does; one pixel less doesn't."""
    refused = solve(page, width, height)
    assume(isinstance(refused, Refused))
    assert isinstance(refused, Refused)
    assert isinstance(solve(page, *refused), Boxes)
    longer = max(refused)
    least = [-(-(longer - 1) * side // max(width, height)) for side in (width, height)]
    assert isinstance(solve(page, *least), Refused)
    assert abs(refused.width * height - refused.height * width) <= max(width, height)


@PROFILE
@given(pages(), st.integers(40, 240), st.integers(40, 240))
def test_what_has_no_rank_stays(page: Page, width: int, height: int) -> None:
    """Only parts with a rank are dropped, the highest first; what is left has a lower rank, is the last or has none."""
    boxes = composed(page, width, height)
    everything = [*leaves(page.body), *(leaves(page.aside) if page.aside else [])]
    given_ranks = {part.name: part.rank for part in everything} | {CAPTION: page.caption.rank}
    lost = [given_ranks[name] for name in boxes.dropped]
    assert None not in lost
    assert lost == sorted(lost, key=lambda rank: -(rank or 0))
    assert [part for part in leaves(page.body) if part.name in boxes.parts]
    assert {part.name for part in everything} - boxes.parts.keys() == set(boxes.dropped) - {CAPTION}


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 9, 12])
@PROFILE
@given(width=sides, height=sides, gap=st.integers(0, 20))
def test_equal_planes_are_as_large_as_they_can_be(count: int, width: int, height: int, gap: int) -> None:
    """So many squares have the largest side that any number of columns allows, but for what the eye doesn't see."""
    planes = tuple(Part(f"plane {number}", 4, 4, 1.0) for number in range(count))
    boxes = composed(Page(Stack(planes, "free", gap, each=True)), width, height)
    best = 0
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        best = max(best, min((width - (columns - 1) * gap) // columns, (height - (rows - 1) * gap) // rows))
    assert {box.width for box in boxes.parts.values()} == {box.height for box in boxes.parts.values()}
    assert best / NOTICED - 1.0 <= boxes.parts["plane 0"].width <= best


@PROFILE
@given(pages())
def test_fewer_parts_each_time(page: Page) -> None:
    """Every attempt has fewer parts than the one before, and one of the body in the end."""
    sizes = [len(list(leaves(tried.body))) + len(dropped) for tried, dropped in attempts(page)]
    assert min(sizes) >= 1
    gone = [dropped for _, dropped in attempts(page)]
    assert all(more[: len(fewer)] == fewer and len(more) > len(fewer) for fewer, more in itertools.pairwise(gone))
