"""All about a recipe that can be known without running it."""

from typing import Any, NamedTuple

from vizpipe.parameters.parameter import Parameter, Value
from vizpipe.registry.index import Summary


class Code(NamedTuple):
    """What one step of a recipe is made of."""

    parts: dict[str, str]
    """Every function, class and constant that counts, by file and name; vizpipe's own rooms."""
    packages: tuple[str, ...]
    """The distributions that it imports."""


class Card(Summary, frozen=True):
    """All about a recipe that can be known without running it."""

    title: str
    parameters: tuple[Parameter, ...]
    variants: dict[str, dict[str, Value]]
    loops: bool
    chaotic: bool
    """Rounding decides how its training ends."""
    size: tuple[int, int]
    ideas: tuple[str, ...]
    """The questions that it answers, in words."""
    film: Code
    """What it is trained with."""
    pictures: Code
    """What it is drawn with."""
    files: str
    """The hash of what encodes its files."""
    lines: dict[str, int]
    """Where each name stands, by file and name."""
    is_told: bool = False
    """Whether it has a story."""
    shown: str = ""
    """The hash of what it is drawn with, but for its story."""

    pictured: tuple[str, ...] = ()
    """The parameters that its pictures alone depend on."""

    def as_json(self) -> dict[str, Any]:
        """What ``list --json`` says of it."""
        return {
            "name": self.name,
            "title": self.title,
            "claim": self.claim,
            "kind": self.kind,
            "parameters": {parameter.name: parameter.as_json() for parameter in self.parameters},
            "variants": self.variants,
            "module": self.module,
            "origin": self.origin or ("vizpipe" if self.is_built_in else "project"),
        }
