"""Samples that drift, drawn by a picture that is a value."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from matplotlib.text import Text as Written

from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Corner, Picture, Samples, Trail, panel, phrase, stack
from vizpipe.drawing.picture.staging import Staged
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT, Theme
from vizpipe.film.film import Film
from vizpipe.recipe import Beat, Recipe, Words, recipe

Array = npt.NDArray[np.float64]
SIZE = (960, 540)


class Step(NamedTuple):
    """Samples that drift, and a loss that falls."""

    step: int
    loss: float
    samples: Array
    labels: npt.NDArray[np.int64]


Drawing = Callable[[Film[Step]], Picture[Step]]


def made(picture: Drawing, story: Callable[[Film[Step]], list[Beat[Step]]] | None = None) -> Recipe[..., Step]:
    """A recipe of four steps, drawn so."""

    def drifting() -> Iterator[Step]:
        rng = np.random.default_rng(3)
        points, labels = rng.normal(size=(12, 2)), np.arange(12) % 2
        for step in range(4):
            yield Step(step, 1.0 / (1 + step), points + 0.5 * step, labels)

    new: Recipe[..., Step] = recipe(title="Drifting")(drifting)
    new.picture(picture)
    new.words(lambda _, say: Words(say("Drifting samples"), say("They drift. It is a test."), say("Samples drift.")))
    if story is not None:
        new.story(story)
    return new


def scene(of: Recipe[..., Step], size: tuple[int, int] = SIZE, theme: Theme = LIGHT) -> Scene[Step]:
    """It on stage."""
    return Scene(of, of.film(), Style(theme, *size))


def staged(of: Scene[Step]) -> Staged:
    """What the stage handed to the drawer."""
    (built,) = of.built
    assert isinstance(built, Staged)
    return built


def both(film: Film[Step]) -> Picture[Step]:
    """Samples and the loss."""
    del film
    words = phrase("loss {loss:.2f}", loss=lambda frame: frame.loss)
    return Picture(
        stack(
            panel(Samples(), Corner(words), title="Samples", x="x", y="y", equal=True),
            panel(Trail("step", "loss"), title="Loss", x="step", y="loss", rank=1),
        ),
        counter=(phrase("Step {n}", n=lambda frame: frame.step),),
    )


def texts(figure: Figure) -> list[str]:
    """All that is written."""
    return [text.get_text() for text in figure.findobj(Written) if text.get_text()]
