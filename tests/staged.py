"""What a recipe's picture shows, as values."""

from typing import Any, TypeVar

from matplotlib.figure import Figure

from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.picture.shapes import Group, Shape
from vizpipe.drawing.picture.staging import Staged
from vizpipe.drawing.say import Say
from vizpipe.drawing.style import DPI, Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.film.film import Film
from vizpipe.recipe import Recipe

T = TypeVar("T")


def staged(recipe: Recipe[..., Any], film: Film[Any], size: tuple[int, int] = (1920, 1080)) -> Staged:
    """The stage of a film's picture, which gives shapes for each moment."""
    style = Style(LIGHT, *size)
    with style.applied():
        figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI)
        canvas = Canvas(figure, style, Say(), recipe.say_words(film, Say()))
        return Staged(recipe.pictured(film), film, canvas, recipe.cues(film))


def shapes_of(stage: Staged, index: int, panel: str, kind: type[T], mark: str = "") -> list[T]:
    """The shapes of one kind in a panel at a frame, of one mark only if it is named."""
    groups = stage.shapes(stage.moment(index, stage.film[index]))[panel]
    return [
        shape
        for group in groups
        if isinstance(group, Group) and mark in {"", group.name}
        for shape in flat(group)
        if isinstance(shape, kind)
    ]


def flat(group: Group) -> list[Shape]:
    """The shapes of a group and of groups in it."""
    return [each for shape in group.shapes for each in (flat(shape) if isinstance(shape, Group) else [shape])]
