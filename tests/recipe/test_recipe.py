"""What a recipe author writes: stages, draws and words, animations and figures."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from vizpipe.errors import RecipeError
from vizpipe.recipe import Beat, Canvas, Count, Film, Recipe, Say, Words, recipe


class Dot(NamedTuple):
    """A place."""

    x: float


def test_second_stages_draws_words_and_stories_are_refused() -> None:
    """A second stage, draw, words or story is refused: a recipe has one of each."""

    def fine() -> Dot:
        return Dot(0.0)

    made: Recipe[..., Dot] = recipe()(fine)

    def stage(canvas: Canvas, film: Film[Dot]) -> None: ...
    def draw(frame: Dot, built: None) -> None: ...
    def words(film: Film[Dot], say: Say) -> Words:
        return Words(say("a"), "", str(len(film)))

    def story(film: Film[Dot]) -> list[Beat[Dot]]:
        return [Beat("end", len(film) - 1, "At the end", 1.0)]

    staged = made.stage(stage)
    staged.draw(draw)
    made.words(words)
    made.story(story)
    again = (lambda: made.stage(stage), lambda: staged.draw(draw), lambda: made.words(words), lambda: made.story(story))
    for second in again:
        with pytest.raises(RecipeError, match="already has"):
            second()


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


def dots() -> Iterator[Dot]:
    """Dots that move away from nought."""
    yield from (Dot(float(index)) for index in range(5))


def test_a_story_has_its_beats_in_a_film() -> None:
    """A recipe's story gives its beats at their frames in a film, and a recipe without one has none."""
    told, plain = recipe()(dots), recipe()(dots)
    told.story(lambda film: [Beat("far", lambda frame: frame.x > 0.5 * film.span("x")[1], "Half-way", 1.0)])
    assert [(cue.name, cue.frame) for cue in told.cues(told.film())] == [("far", 3)]
    assert [(cue.name, cue.frame) for cue in told.cues(told.film(), [0, 2, 4])] == [("far", 4)]
    assert plain.cues(plain.film()) == ()


@pytest.mark.parametrize(
    ("story", "says"),
    [
        (lambda film: film.nothing, "dots: its story: AttributeError: 'Film' object has no attribute 'nothing'"),
        (lambda _film: {"start": 0}, "dots: its story must be a list of beats, not a dict"),
        (lambda _film: ["start"], "dots: its story holds a str, not a Beat"),
        (lambda _film: [Beat("far", lambda frame: frame.y, "", 1.0)], "dots: beat 'far' at frame 0: AttributeError: "),
        (lambda film: film.span("y") and [], "dots: its story: KeyError: 'y'"),
    ],
)
def test_a_story_that_fails_is_refused_in_a_line_that_names_the_recipe(story: Any, says: str) -> None:
    """A story that raises or gives no beats is the recipe's fault, said in one line."""
    made = recipe()(dots)
    made.story(story)
    with pytest.raises(RecipeError, match=f"^{says}") as refused:
        made.cues(made.film())
    assert refused.value.exit_code == 1
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["frame", "field", "index", "value"])
def test_a_field_that_the_table_would_swallow_is_refused(name: str) -> None:
    """A field that is called like one of the table's own columns is refused."""
    scope: dict[str, Any] = {"NamedTuple": NamedTuple}
    exec(f"class F(NamedTuple):\n    {name}: float\ndef f() -> F: ...", scope)  # noqa: S102 - our own names
    with pytest.raises(RecipeError, match=f"a field can't be called {name}"):
        recipe()(scope["f"])
