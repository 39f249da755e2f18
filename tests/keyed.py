"""A recipe with helpers, and the keys of its three steps."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from vizpipe.manifest import keys
from vizpipe.parameters.parameter import complete
from vizpipe.project.asset import new_asset
from vizpipe.registry import registry
from vizpipe.registry.loading import make_cards, read_cards

RECIPE = '''
"""A claim."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import _one
import _paint
from vizpipe import nn
from vizpipe.drawing import page
from vizpipe.recipe import Canvas, Film, Path, Say, Words, recipe

RATE = 0.5
TWICE = 1
TWICE = TWICE + 1
COLOUR = "red"
UNUSED = 3


class Step(NamedTuple):
    """A frame."""

    x: float

    def trained(self) -> float:
        return self.x * 2.0

    def drawn(self) -> float:
        return self.x * 3.0

    def painted(self) -> float:
        return self.x * 4.0


def twice(x: float) -> float:
    """Help the training."""
    return TWICE * x


def spare() -> int:
    return UNUSED


@recipe(variants={"fast": {"rate": 1.0}}, title="Moves")
def moves(*, rate: float = RATE, seed: int = 0, source: Path | None = None) -> Iterator[Step]:
    """Train."""
    for k in range(3):
        step = Step(twice(rate * k) + _one.value + nn.relu(0.0))
        words = step.trained()
        yield Step(words)


@moves.stage
def stage(canvas: Canvas, film: Film[Step]) -> object:
    """Set."""
    return page(canvas), math.pi, COLOUR


@stage.draw
def draw(frame: Step, panels: object) -> None:
    """Draw."""
    _paint.dot(frame)
    frame.drawn()


@moves.words
def words(film: Film[Step], say: Say) -> Words:
    return Words("Title", "", "alt")
'''
FILES = {
    "moves.py": RECIPE,
    "_one.py": "from _two import value\n",
    "_two.py": "import _three\nvalue = _three.VALUE\n",
    "_three.py": "VALUE = 1.0\n",
    "_paint.py": "def dot(frame):\n    return frame.painted()\n",
}


class Keys(NamedTuple):
    """An asset's film, pictures and file key, the later ones for given content."""

    film: keys.Key
    pictures: keys.Key
    file: keys.Key


Make = Callable[..., Keys]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the files, changed as asked, and give the keys."""

    def made(
        *changes: tuple[str, str, str], folder: str = "a", values: dict[str, Any] | None = None, **settings: Any
    ) -> Keys:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for name, text in FILES.items():
            changed = text
            for file, old, new in changes:
                if file == name:
                    assert old in changed, old
                    changed = changed.replace(old, new)
            (place / name).write_text(changed)
        (source,) = registry.folder_sources(place)
        (card,) = read_cards(make_cards(source))
        given = complete(card.parameters, values or {}, "")
        asset = new_asset("a", card, given, **({"size": "100x80"} | settings))._replace(root=str(place))
        return Keys(
            keys.film(card, given, asset.root),
            keys.pictures(card, "digest", given, asset.look._asdict(), asset.frames, asset.root),
            keys.file(card, "content", "gif", 1, dict(asset.timing._asdict())),
        )

    return made


def redone(before: Keys, after: Keys) -> str:
    """Which steps' own keys changed."""
    return " ".join(name for name, one, two in zip(Keys._fields, before, after, strict=True) if one.hash != two.hash)
