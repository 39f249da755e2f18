"""All about a recipe that can be known without running it."""

from typing import Any, Literal

import msgspec

from vizpipe.parameters.parameter import Parameter, Value
from vizpipe.registry.code import Code


class Card(msgspec.Struct, frozen=True):
    """All about a recipe that can be known without running it."""

    name: str
    title: str
    claim: str
    kind: Literal["figure", "animation"]
    parameters: tuple[Parameter, ...]
    variants: dict[str, dict[str, Value]]
    module: str
    path: str
    loops: bool
    chaotic: bool
    """Rounding decides how its training ends."""
    size: tuple[int, int]
    chapter: str
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
        }
