"""A page is composed by its content: where the headline, the panels and the caption stand, in whole pixels.

Nothing here draws or knows a font. The same needs give the same boxes in every language that has whole numbers and
square roots; ``tests/drawing/solve_cases.json`` holds cases for one that follows this line by line.
"""

from collections.abc import Iterator, Sequence

from vizpipe.drawing.fill import NOTICED, Laid, best, fits, largest
from vizpipe.drawing.needs import Boxes, Page, Part, Refused, Stack
from vizpipe.drawing.stands import arrangements
from vizpipe.drawing.surround import Surround, moved, surrounds
from vizpipe.drawing.tree import evened, first_to_go, groups, leaves, named, without

CAPTION = "caption"
_LARGEST = 1 << 20
"""Pixels of a page's longer side; none needs more."""


def solve(page: Page, width: int, height: int) -> Boxes | Refused:
    """Where everything on a page of ``width`` × ``height`` pixels stands, or how large it would have to be.

    Of all that meets every least size, it is what has the largest plot boxes; width and height that are left are shared
    on both sides. If nothing does, the caption's last sentences go, then parts by their ranks. Raises ValueError for
    needs that contradict each other.
    """
    names = [CAPTION, *named(page.body), *(named(page.aside) if page.aside else [])]
    if len(set(names)) < len(names):
        raise ValueError(f"parts share a name: {', '.join(sorted(names))}")
    for kept, dropped in attempts(page):
        for sentences in counts(kept):
            boxes = _composed(kept, sentences, width, height)
            if boxes is not None:
                return boxes._replace(dropped=dropped)
    return _least(page, width, height)


def attempts(page: Page) -> Iterator[tuple[Page, tuple[str, ...]]]:
    """The page, then with ever fewer parts; each with the names of those that are gone. One of the body remains."""
    gone: tuple[str, ...] = ()
    while True:
        yield page._replace(body=evened(page.body), aside=evened(page.aside) if page.aside else None), gone
        data = _units(page.body)
        units = [*(data if len(data) > 1 else []), *(_units(page.aside) if page.aside else [])]
        if page.caption.sentences:
            units.append((page.caption.rank, (CAPTION,)))
        names = first_to_go(units)
        if not names:
            return
        gone += names
        if names == (CAPTION,):
            page = page._replace(caption=page.caption._replace(sentences=()))
        else:
            aside = without(page.aside, names) if page.aside else None
            page = page._replace(body=without(page.body, names) or page.body, aside=aside)


def _units(node: Part | Stack) -> list[tuple[int | None, tuple[str, ...]]]:
    """The ranks and names of what is dropped together: one place of an ``each`` stack, and a family of one rank."""
    units: dict[object, tuple[int | None, tuple[str, ...]]] = {}
    for group in groups(node):
        first, names = group[0], tuple(part.name for part in group)
        key = (first.family, first.rank) if first.family else names
        units[key] = first.rank, (*units.get(key, (None, ()))[1], *names)
    return list(units.values())


def counts(page: Page) -> range:
    """How many sentences of the caption are tried: all, then fewer, but at least one if there are any."""
    count = len(page.caption.sentences)
    return range(count, min(count, 1) - 1, -1)


def _composed(page: Page, sentences: int, width: int, height: int) -> Boxes | None:
    """The page with so many sentences and every part, its plot boxes as large as can be; None if it doesn't fit."""
    found: tuple[Surround, Laid] | None = None
    for surround in surrounds(page, sentences, width, height):
        laid = best(page.body, surround.body.width, surround.body.height)
        if laid is not None and (found is None or laid.size > NOTICED * found[1].size):
            found = surround, laid
    if found is None:
        return None
    surround, laid = found
    body = surround.body
    middle = body._replace(left=body.left + laid.aside // 2, bottom=body.bottom - laid.spare // 2)
    boxes = moved(laid.boxes, middle)
    drawn, needs = list(laid.parts), list(leaves(page.body))
    aside = largest(surround.aside, surround.place.width, surround.place.height) if surround.aside else None
    if aside and page.aside:
        boxes |= moved(aside.boxes, surround.place)
        drawn += aside.parts
        needs += leaves(page.aside)
    pairs = list(zip(drawn, needs, strict=True))
    return Boxes(
        parts=boxes,
        headline=surround.headline,
        lines=surround.lines,
        caption=surround.caption,
        sentences=sentences,
        bare_left=tuple(part.name for part, need in pairs if part.margins.left != need.margins.left),
        bare_bottom=tuple(part.name for part, need in pairs if part.margins.bottom != need.margins.bottom),
    )


def _least(page: Page, width: int, height: int) -> Refused:
    """The least page of the same ratio that isn't refused, by halving what its longer side can be."""
    tried = [kept for kept, _ in attempts(page)]
    too_small, enough = 0, max(width, height)
    while enough < _LARGEST and not _is_enough(tried, *_sides(width, height, enough)):
        too_small, enough = enough, 2 * enough
    while enough - too_small > 1:
        middle = (too_small + enough) // 2
        if _is_enough(tried, *_sides(width, height, middle)):
            enough = middle
        else:
            too_small = middle
    return Refused(*_sides(width, height, enough))


def _sides(width: int, height: int, longer: int) -> tuple[int, int]:
    """A page of the same ratio, by its longer side; the shorter one rounded up."""
    if width >= height:
        return longer, -(-longer * height // width)
    return -(-longer * width // height), longer


def _is_enough(pages: Sequence[Page], width: int, height: int) -> bool:
    """Whether one of these pages fits."""
    return any(
        fits(tree, surround.body.width, surround.body.height)
        for page in pages
        for sentences in counts(page)
        for surround in surrounds(page, sentences, width, height)
        for tree in arrangements(page.body)
    )
