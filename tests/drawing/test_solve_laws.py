"""What holds on every page that is composed, whatever it needs."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from vizpipe.drawing.arrange import arrangements
from vizpipe.drawing.fill import NOTICED, counted, largest
from vizpipe.drawing.needs import Box, Boxes, Caption, Headline, Margins, Page, Part, Refused, Stack, Word
from vizpipe.drawing.notes import SIDES, holds, meet, place_note
from vizpipe.drawing.solve import CAPTION, attempts, solve
from vizpipe.drawing.surround import surrounds
from vizpipe.drawing.tree import evened, leaves, without

PROFILE = settings(max_examples=20, deadline=None, phases=[Phase.generate])
margins = st.builds(Margins, *[st.integers(0, 14)] * 4)
ranks = st.none() | st.integers(0, 2)
ONE = {
    "width": st.integers(8, 60),
    "height": st.integers(8, 60),
    "aspect": st.none() | st.sampled_from([0.4, 1.0, 1.0, 1.7]),
    "grows": st.sampled_from([True, True, True, False]),
    "margins": margins,
    "bare": st.none() | st.just(Margins()),
    "title": st.integers(0, 90),
    "rank": ranks,
    "family": st.just(""),
}
parts = st.builds(Part, st.just(""), **ONE)


def stacked(inner: st.SearchStrategy[Part | Stack]) -> st.SearchStrategy[Part | Stack]:
    """Stacks of some nodes, and of copies of one."""
    look = {
        "kind": st.sampled_from(["row", "column", "free", "free"]),
        "gap": st.integers(0, 12),
        "head": st.sampled_from([0, 0, 9]),
        "title": st.integers(0, 90),
        "name": st.just(""),
    }
    no = st.just(value=False)
    different = st.builds(Stack, st.lists(inner, min_size=1, max_size=4).map(tuple), each=no, shared=no, **look)
    counts = st.integers(1, 6)
    copies = st.tuples(inner, counts).map(lambda pair: (pair[0],) * pair[1])
    return different | st.builds(Stack, copies, each=st.just(value=True), shared=st.booleans(), **look)


def named(node: Part | Stack, numbers: Iterator[int]) -> Part | Stack:
    """The stack with another name for each of its parts and lines."""
    if isinstance(node, Part):
        family = f"fixed {node.aspect}" if not node.grows else f"aspect {node.aspect}"
        return node._replace(name=f"part {next(numbers)}", family=family if node.title % 2 else "")
    return node._replace(name=f"line {next(numbers)}", parts=tuple(named(part, numbers) for part in node.parts))


def words(most: int) -> st.SearchStrategy[tuple[Word, ...]]:
    """Texts, as the widths of words and spaces."""
    return st.lists(st.tuples(st.floats(5.0, 80.0), st.just(4.0)), min_size=1, max_size=most).map(tuple)


@st.composite
def pages(draw: Any) -> Page:
    """Pages of all kinds."""
    nodes = st.recursive(parts, stacked, max_leaves=4)
    numbers = itertools.count()
    body = named(draw(nodes), numbers)
    aside = draw(st.none() | st.recursive(parts, stacked, max_leaves=2))
    sentences = draw(st.lists(words(6), max_size=2).map(tuple))
    return Page(
        body,
        Headline(draw(st.lists(words(5), max_size=2).map(tuple)), 20),
        Caption(sentences, 12, rank=draw(ranks)),
        None if aside is None else named(aside, numbers),
        draw(st.integers(0, 10)),
        draw(st.integers(0, 10)),
    )


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


boxes_ = st.builds(Box, st.integers(0, 200), st.integers(0, 200), st.integers(1, 60), st.integers(1, 60))


@PROFILE
@given(boxes_, st.lists(boxes_, max_size=8), st.integers(1, 60), st.integers(1, 30))
def test_a_note_stands_at_the_first_place_that_is_clear(thing: Box, taken: list[Box], width: int, height: int) -> None:
    """A note covers nothing and lies inside; it is refused only if all sixteen places are taken."""
    inside = Box(0, 0, 260, 260)
    noted = place_note(thing, width, height, inside=inside, taken=taken, distances=(8, 24))
    tried = [place_note(thing, width, height, inside=inside, taken=[], distances=(distance,)) for distance in (8, 24)]
    if noted is None:
        return
    assert holds(inside, noted.box)
    assert not [other for other in [thing, *taken] if meet(other, noted.box)]
    assert noted.side in SIDES
    if not taken:
        assert noted == tried[0] or (tried[0] is None and noted == tried[1])
