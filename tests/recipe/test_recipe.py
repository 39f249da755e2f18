"""What a recipe author writes: stages, draws and words, animations and figures."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from vizpipe.errors import RecipeError
from vizpipe.recipe import Canvas, Count, Film, Recipe, Say, Words, recipe


class Dot(NamedTuple):
    """A place."""

    x: float


def test_second_stages_draws_and_words_are_refused() -> None:
    """A second stage, draw or words is refused: a recipe has one of each."""

    def fine() -> Dot:
        return Dot(0.0)

    made: Recipe[..., Dot] = recipe()(fine)

    def stage(canvas: Canvas, film: Film[Dot]) -> None: ...
    def draw(frame: Dot, built: None) -> None: ...
    def words(film: Film[Dot], say: Say) -> Words:
        return Words(say("a"), "", str(len(film)))

    staged = made.stage(stage)
    staged.draw(draw)
    made.words(words)
    for again in (lambda: made.stage(stage), lambda: staged.draw(draw), lambda: made.words(words)):
        with pytest.raises(RecipeError, match="already has"):
            again()


def test_generators_make_animations_and_functions_figures() -> None:
    """The return annotation tells animations from figures; names are the function's, in kebab-case."""

    def many_dots(*, count: Count = 2) -> Iterator[Dot]:
        yield from (Dot(float(index)) for index in range(count))

    def one_dot() -> Dot:
        return Dot(1.0)

    film = recipe()(many_dots)
    figure = recipe(title="Just one")(one_dot)
    assert (film.name, film.kind, film.title) == ("many-dots", "animation", "Many dots")
    assert (figure.name, figure.kind, figure.title) == ("one-dot", "figure", "Just one")
    assert len(film.film(count=5)) == 5
    assert len(figure.film()) == 1


@pytest.mark.parametrize("name", ["frame", "field", "index", "value"])
def test_a_field_that_the_table_would_swallow_is_refused(name: str) -> None:
    """A field that is called like one of the table's own columns is refused."""
    scope: dict[str, Any] = {"NamedTuple": NamedTuple}
    exec(f"class F(NamedTuple):\n    {name}: float\ndef f() -> F: ...", scope)  # noqa: S102 - our own names
    with pytest.raises(RecipeError, match=f"a field can't be called {name}"):
        recipe()(scope["f"])
