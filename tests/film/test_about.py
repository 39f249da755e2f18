"""What is known of a film's numbers travels with them, and is said."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from vizpipe.drawing.canvas import Words
from vizpipe.drawing.say import Say
from vizpipe.film.about import About
from vizpipe.film.film import Film
from vizpipe.recipe import recipe

ABOUT = About("moons.csv", ("height", "width"), ("finch", "wren"), ("Columns are standardised.",))


class Frame(NamedTuple):
    """One number."""

    loss: float


@recipe()
def fall(*, epochs: int = 3) -> Iterator[Frame]:
    """A loss that falls."""
    return (Frame(1.0 / (epoch + 1)) for epoch in range(epochs))


@fall.words
def words(film: Film[Frame], say: Say) -> Words:
    """What happened."""
    return Words(say("It falls"), say("Loss {a:.2f}.", a=film[-1].loss), say("A curve."))


def film(about: About) -> Film[Frame]:
    """Three frames of which something is known."""
    return Film.shoot("fall", Frame, fall.frames({"epochs": 3}), {"epochs": 3}, about)


def test_what_is_known_of_a_film_travels_with_it() -> None:
    """Origin, names and notes come back from a film's bytes; a film of which nothing is known has other bytes."""
    assert Film.load(film(ABOUT).save(), Frame).about == ABOUT
    assert Film.load(film(About()).save(), Frame).about == About()
    assert film(ABOUT).digest != film(About()).digest
    assert b"about" not in film(About()).save()


@pytest.mark.parametrize("about", [3, {"classes": "finch"}, {"notes": [1]}, {"origin": None}])
def test_what_is_known_of_a_film_is_checked(about: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film whose file says of its data what is no text is no film."""
    monkeypatch.setattr("msgspec.to_builtins", lambda _: about)
    stored = film(ABOUT).save()
    with pytest.raises(ValueError, match="not a film"):
        Film.load(stored, Frame)


def test_captions_end_with_the_notes_on_the_data() -> None:
    """Caption and alternative text end with each note; without one they are the recipe's own."""
    assert fall.say_words(film(ABOUT), Say()) == Words(
        "It falls", "Loss 0.33. Columns are standardised.", "A curve. Columns are standardised."
    )
    assert fall.say_words(film(About()), Say()).caption == "Loss 0.33."
