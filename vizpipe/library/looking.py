"""``vizpipe.recipes`` and ``vizpipe.info``: what there is, and what a recipe takes."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vizpipe.errors import VizpipeError
from vizpipe.library import surroundings
from vizpipe.parameters.parameter import Parameter, Value, typed
from vizpipe.parameters.settings import SETTINGS, Setting
from vizpipe.registry.card import Card
from vizpipe.registry.index import Summary, lines


class Listing(tuple[Summary, ...]):
    """Recipes, each with its ``name``, ``claim``, ``kind`` and ``path``; shows itself as a table."""

    __slots__ = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(each.name for each in self)

    def __repr__(self) -> str:
        """A line for each."""
        return "\n".join(lines(self))

    def _repr_html_(self) -> str:
        return table(("recipe", "kind", "claim"), ((each.name, each.kind, each.claim) for each in self))


@dataclass(frozen=True, repr=False)
class Info:
    """All about a recipe; shows itself as text, or as tables."""

    name: str
    """What it is called."""
    title: str
    """The same in words."""
    claim: str
    """What its picture shows, in one sentence that could be false."""
    kind: str
    """``figure`` or ``animation``."""
    size: tuple[int, int]
    """Width and height in pixels, unless another is asked for."""
    parameters: tuple[Parameter, ...]
    """Each with ``name``, ``kind``, ``default``, ``help``, ``choices`` and ``limits``, in words."""
    variants: dict[str, dict[str, Value]]
    """Parameters that belong together, by name."""
    settings: tuple[Setting, ...]
    """What ``make`` takes of every recipe."""

    def __repr__(self) -> str:
        """The recipe in a few lines."""
        told = [f"{self.title} ({self.kind}, {self.size[0]}x{self.size[1]} pixels)", "", self.claim, ""]
        for each in self.parameters:
            told += [f"  {each.name}={each.default!r}", f"      {each.meaning}"]
        told += [f"{name}: {_call(self.name, values)}" for name, values in self.variants.items()]
        return "\n".join([*told, "", _call(self.name, {})])

    def _repr_html_(self) -> str:
        """The claim, parameters and variants."""
        rows = ((each.name, typed(each.default), each.meaning) for each in self.parameters)
        variants = ((name, _call(self.name, values)) for name, values in self.variants.items())
        parts = [f"<p><strong>{html.escape(self.title)}</strong> {html.escape(self.claim)}</p>"]
        parts += [table(("parameter", "default", ""), rows)] if self.parameters else []
        return "\n".join([*parts, *([table(("variant", ""), variants)] if self.variants else [])])


def recipes() -> Listing:
    """The recipes that can be used here: the built-in ones, and those of the project around the working folder."""
    try:
        return Listing(surroundings.seen(Summary).cards.values())
    except VizpipeError as error:
        raise error.with_traceback(None) from None


def info(name: str, /) -> Info:
    """All about a recipe: its claim, its parameters with their limits, its variants, and the settings of all recipes.

    Raises UsageError for an unknown name, with the nearest.
    """
    try:
        card = surroundings.seen(Card).find(name)
    except VizpipeError as error:
        raise error.with_traceback(None) from None
    about = card.name, card.title, card.claim, card.kind, card.size
    return Info(*about, card.parameters, card.variants, tuple(SETTINGS.values()))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as HTML, its words to the left."""
    lines = [f"<tr>{''.join(_cell(each, 'th') for each in head)}</tr>"]
    lines += [f"<tr>{''.join(_cell(each, 'td') for each in row)}</tr>" for row in rows]
    return "\n".join(["<table>", *lines, "</table>"])


def _cell(word: object, tag: str) -> str:
    return f'<{tag} style="text-align: left; padding: 2px 12px 2px 0">{html.escape(str(word))}</{tag}>'


def _call(name: str, values: dict[str, Value]) -> str:
    """The line that makes it."""
    words = "".join(f", {key}={value!r}" for key, value in values.items())
    return f'vizpipe.make("{name}"{words})'
