"""What pages show: an asset in all its looks, a recipe's page, a chapter of them."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from vizpipe.parameters.parameter import Parameter, Value
from vizpipe.registry.card import Card


class Exhibit(NamedTuple):
    """One asset to be shown: what was made of it, and what is said of it."""

    name: str
    card: Card
    parameters: dict[str, Value]
    page: str
    """The name under which it was made."""
    thumb: str
    """The same for the contact sheet; empty where another of its recipe has one."""
    caption: str
    line: str
    """What makes it again."""


class Still(NamedTuple):
    """A picture, and the script with its numbers; empty for a picture that can't be drawn from any."""

    address: str
    film: str
    width: int
    height: int


class Download(NamedTuple):
    """A file to take along."""

    kind: str
    address: str
    size: str


class Variation(NamedTuple):
    """An asset on its recipe's page."""

    name: str
    difference: str
    """The parameters in which the page's variations differ."""
    caption: str
    alternative: str
    line: str
    still: Still
    downloads: list[Download]
    snippets: list[tuple[str, str]]


class Page(NamedTuple):
    """A recipe's page."""

    file: str
    title: str
    claim: str
    thumb: Still
    variations: list[Variation]
    moments: list[tuple[int, str, int]]
    """When something changes in any of the films: the moment, in words, and for how many milliseconds it stands."""
    parameters: Sequence[Parameter]
    source: str
    code: Markup

    @property
    def scale(self) -> str:
        """What the slider leads through."""
        return self.moments[-1][1].partition(" ")[0] if self.moments else ""


class Chapter(NamedTuple):
    """Some pages under one heading."""

    name: str
    anchor: str
    pages: list[Page]
