"""Parts of a picture: panels and papers that hold marks, and how they stand: in a row, in a column, each of many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, Literal, TypeVar

from vizpipe.drawing.picture.channels import Channel, Phrase, Words, author_line, moves
from vizpipe.drawing.picture.mark import Array, F, Mark
from vizpipe.errors import RecipeError

T = TypeVar("T")
Ticks = tuple[Sequence[float] | Sequence[str] | None, Sequence[float] | Sequence[str] | None]
"""Of both axes: values, or names at 0, 1, 2 …; round values if None."""
Limits = tuple[float, float, float, float]
Kind = Literal["row", "column", "free"]
Lens = Callable[[Any], Any]


@dataclass(frozen=True)
class Panel(Generic[F]):
    """Axes with marks in them."""

    marks: tuple[Mark[Any], ...]
    title: Words = ""
    x: Words = ""
    y: Words = ""
    limits: Limits | None = None
    """Left, right, bottom, top; whatever holds all that the marks draw, unless given."""
    window: Channel[Any] | None = None
    """What gives the limits of each frame, if they move with the data."""
    reach: float | None = None
    """How far both axes reach from 0 either way."""
    ticks: Ticks = (None, None)
    is_equal: bool = False
    """Whether both axes have one scale, on a square."""
    is_bare: bool = False
    """Whether it has neither ticks nor spines."""
    is_positive: bool = False
    """Whether there are ticks at 0 and above only."""
    log: str = ""
    """The axes that are logarithmic: ``x``, ``y``, ``xy``."""
    of: Lens | None = None
    """What makes of a frame the frame that its marks see."""
    rank: int | None = None
    """What goes first where there is too little room: the highest; never, if None."""
    weight: tuple[float, float] = (1.0, 1.0)
    """How wide and how high it is beside its neighbours."""
    family: str = ""
    """Panels of one family are of one size, and are left out together."""
    is_paper: bool = False
    """Whether it is a sheet without axes, its units pixels."""
    line: int = 0
    WRITTEN: ClassVar = "panel"

    @property
    def seen(self) -> list[Mark[Any]]:
        """Its marks, and in the place of one that shows others at times these."""
        return [each for mark in self.marks for each in mark.seen()]


@dataclass(frozen=True)
class Stack(Generic[F]):
    """Parts that stand in a row, in a column, or as there is room."""

    parts: "tuple[Part[Any], ...]"
    kind: Kind = "free"
    title: Words = ""
    weight: tuple[float, float] = (1.0, 1.0)
    is_family: bool = False
    """Whether its parts are of one size, and share their limits where these follow from the data."""
    rank: int | None = None
    line: int = 0


Part = Panel[F] | Stack[F]


@dataclass(frozen=True)
class Picture(Generic[F]):
    """What there is to see: the parts of a page, and the words that change on it."""

    body: Part[F]
    aside: tuple[Panel[Any], ...] = ()
    """Small panels beside the headline."""
    counter: tuple[Words, ...] = ()
    """Where the film is, in small numbers, each in a place of its own."""
    has_words: bool = True
    """Whether the recipe's headline and caption stand on the page; without them the counter says all."""
    thumb: Part[F] | None = None
    """What stands for all of it on a thumbnail, under the title up to its colon, and in a small place of a sheet.

    The body, if None.
    """

    def glimpsed(self, *, is_whole: bool) -> "Picture[F]":
        """The picture as a thumbnail has it, or a place among others, which says where its film is."""
        return replace(self, body=self.thumb or self.body, aside=(), counter=() if is_whole else self.counter)


def panel(  # noqa: PLR0913 - a panel is its marks and its axes
    *marks: Mark[F],
    title: Words = "",
    x: Words = "",
    y: Words = "",
    limits: Sequence[float] | Array | str | Callable[[Any], Any] | None = None,
    reach: float | None = None,
    ticks: Ticks = (None, None),
    equal: bool = False,
    bare: bool = False,
    positive: bool = False,
    log: str = "",
    of: Lens | None = None,
    rank: int | None = None,
    weight: tuple[float, float] = (1.0, 1.0),
) -> Panel[F]:
    """Axes with these marks, drawn in this order where their own order is the same.

    ``limits`` (left, right, bottom, top) hold for the whole film; without them all that the marks draw lies inside.
    A function of the frame, or its field's name, gives those of each frame: a window that moves, with ticks of its own.
    ``equal`` gives both axes one scale on a square, ``reach`` does so from −reach to reach. ``bare`` leaves off ticks
    and spines, ``positive`` the ticks below 0; ``ticks`` are values for x and y, or names that stand at 0, 1, 2 …;
    ``log`` (``"xy"``) names logarithmic axes. ``of`` is a lens: every mark sees of(frame). ``weight`` is how wide and
    how high it is beside its neighbours; of parts with a ``rank`` the highest goes first where room is short.
    """
    window = limits if callable(limits) or isinstance(limits, str) else None
    four: Any = None if limits is None or window is not None else tuple(float(side) for side in limits)  # type: ignore[union-attr]
    return Panel(
        marks,
        title,
        x,
        y,
        four,
        window,
        reach,
        ticks,
        equal or reach is not None,
        bare,
        positive,
        log,
        of,
        rank,
        weight,
        line=author_line(),
    )


def paper(
    *marks: Mark[F],
    title: Words = "",
    of: Lens | None = None,
    rank: int | None = None,
    weight: tuple[float, float] = (1.0, 1.0),
    family: str = "",
) -> Panel[F]:
    """A sheet without axes for diagrams and tables, its units pixels at the reference size."""
    return Panel(marks, title, of=of, rank=rank, weight=weight, family=family, is_paper=True, line=author_line())


def row(*parts: Part[F], weight: tuple[float, float] = (1.0, 1.0), rank: int | None = None) -> Stack[F]:
    """Parts side by side, whatever the page."""
    return Stack(parts, "row", weight=weight, rank=rank)


def column(*parts: Part[F], weight: tuple[float, float] = (1.0, 1.0), rank: int | None = None) -> Stack[F]:
    """Parts one below the other, whatever the page."""
    return Stack(parts, "column", weight=weight, rank=rank)


def stack(*parts: Part[F], weight: tuple[float, float] = (1.0, 1.0), rank: int | None = None) -> Stack[F]:
    """Parts as there is room: in a row, in a column, or in a grid."""
    return Stack(parts, "free", weight=weight, rank=rank)


def each(items: Iterable[T], part: Callable[[T], Part[F]]) -> Stack[F]:
    """A part for each item, all of one size and with limits in common, standing as there is room."""
    return Stack(tuple(part(item) for item in items), "free", is_family=True)


def named(title: Words, part: Stack[F]) -> Stack[F]:
    """Parts with a title above them."""
    return replace(part, title=title, line=author_line())


def panels_of(part: Part[Any], path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Panel[Any]]]:
    """All panels of a part, with the way to each: its number among its neighbours, from the outermost stack in."""
    if isinstance(part, Panel):
        yield path, part
        return
    for number, inner in enumerate(part.parts):
        yield from panels_of(inner, (*path, number))


def named_in(part: Part[Any], path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Stack[Any]]]:
    """The stacks that have a title, with the way to each."""
    if isinstance(part, Stack):
        if part.title:
            yield path, part
        for number, inner in enumerate(part.parts):
            yield from named_in(inner, (*path, number))


def refuse_moving(picture: Picture[Any]) -> None:
    """Raise RecipeError if a name of a part changes over the film: the page has room for one, and draws it once."""
    named: list[tuple[Part[Any], str, Words]] = []
    for root in (picture.body, *picture.aside):
        named += [(stack, "title", stack.title) for _, stack in named_in(root)]
        named += [(each, what, getattr(each, what)) for _, each in panels_of(root) for what in ("title", "x", "y")]
    for part, what, words in named:
        if moves(words):
            text = "changes from frame to frame, and is drawn once: say it in a Corner, a Label or the counter"
            raise RecipeError(f"line {part.line}: {type(part).__name__.lower()}: {what} {text}")


def texts_of(picture: Picture[Any]) -> list[str]:
    """Every template that a picture draws, each once, in the order of the page: what there is to translate."""
    words: list[Words] = [*picture.counter]
    for root in (picture.body, *picture.aside):
        words += [stack.title for _, stack in named_in(root)]
        for _, inner in panels_of(root):
            words += [inner.title, inner.x, inner.y]
            for mark in inner.seen:
                words += [each for each in vars(mark).values() if isinstance(each, Phrase)]
                words += [text for text in (getattr(mark, "text", ""),) if isinstance(text, str)]
                words += [name for name in getattr(mark, "names", ()) if isinstance(name, str | Phrase)]
                words += list(getattr(mark, "heads", ()))
    plain = (each.template if isinstance(each, Phrase) else each for each in words)
    return list(dict.fromkeys(text for text in plain if text))
