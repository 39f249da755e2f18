"""A story in a film: where its beats are, which of them a film does not have, and what no story may be."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vizpipe.errors import RecipeError
from vizpipe.film.film import Film
from vizpipe.film.story import Beat, Cue, resolve


class Step(NamedTuple):
    """A training that slows down."""

    epoch: int
    loss: float


def film(losses: Sequence[float] = (1.0, 0.8, 0.5, 0.4, 0.2, 0.3, 0.1)) -> Film[Step]:
    """A film of these losses, ten epochs a frame."""

    def frames() -> Iterator[Step]:
        for number, loss in enumerate(losses):
            yield Step(10 * number, loss)

    return Film.shoot("descent", Step, frames(), {})


def below(limit: float) -> Callable[[Step], bool]:
    """A condition: the loss is below a limit."""
    return lambda frame: frame.loss < limit


def beat(name: str, when: Any, **parts: Any) -> Beat[Step]:
    """A beat that stands a second."""
    return Beat(name, when, parts.pop("say", name), parts.pop("stand", 1.0), **parts)


def at(story: Sequence[Beat[Step]], frames: Sequence[int] | None = None) -> list[tuple[str, int]]:
    """The beats that the film has, by name, with their frames."""
    return [(cue.name, cue.frame) for cue in resolve(story, film(), frames)]


def test_a_condition_is_met_by_the_first_frame_from_the_beat_before_on() -> None:
    """A beat is at the first frame that fulfils its condition, not before the beat before it, and maybe with it."""
    story = [beat("start", 0), beat("half", below(0.6)), beat("same", below(0.9)), beat("low", below(0.25))]
    assert at(story) == [("start", 0), ("half", 2), ("same", 2), ("low", 4)]


def test_what_never_happens_is_not_told() -> None:
    """A beat whose condition no frame fulfils, or whose frame the film hasn't, is left out."""
    story = [beat("start", 0), beat("never", below(0.01)), beat("far", 99), beat("low", below(0.25))]
    assert at(story) == [("start", 0), ("low", 4)]


def test_a_number_may_go_back_and_a_condition_goes_on_from_there() -> None:
    """A beat at an earlier frame winds the film back, and the next condition is looked for from there."""
    assert at([beat("end", -1), beat("again", 1), beat("half", below(0.6))]) == [("end", 6), ("again", 1), ("half", 2)]


def test_nothing_is_told_after_the_end() -> None:
    """The beats after one that ends the film are left out; one that ends it and isn't met ends nothing."""
    story = [beat("never", below(0.0), end=True), beat("half", 2, end=True), beat("late", 5)]
    assert at(story) == [("half", 2)]


def test_beats_are_looked_for_among_the_frames_that_are_told() -> None:
    """A beat between chosen frames is at the next of them, one outside of them is left out."""
    story = [beat("start", 0), beat("odd", 3), beat("low", below(0.25)), beat("end", 6)]
    assert at(story, [0, 2, 4, 6]) == [("start", 0), ("odd", 4), ("low", 4), ("end", 6)]
    assert at(story, [2, 3, 4]) == [("odd", 3), ("low", 4)]
    assert at([beat("last", -1), beat("before", -3)], [0, 2, 4]) == [("before", 4)]


def test_a_beat_is_told_with_values_of_its_frame() -> None:
    """A template's values are constants or functions of the frame at which the beat is."""
    values = {"loss": lambda frame: np.float64(frame.loss), "epoch": lambda frame: frame.epoch, "limit": 0.6}
    (cue,) = resolve([beat("half", below(0.6), say="Below {limit} at {epoch}", values=values)], film())
    assert cue.say.format(**cue.values) == "Below 0.6 at 20"
    assert cue.values["loss"] == 0.5
    assert type(cue.values["loss"]) is float


@given(st.lists(st.integers(-8, 8) | st.sampled_from([below(x / 10) for x in range(12)]), max_size=6), st.data())
def test_every_cue_keeps_its_promise(whens: list[Any], data: st.DataObject) -> None:
    """Cues keep the order of their beats, stand at chosen frames, and are the first to fulfil their condition."""
    frames = sorted(data.draw(st.sets(st.integers(0, 6), min_size=1)))
    story = [beat(f"{number}", when) for number, when in enumerate(whens)]
    made, before, cues = film(), frames[0], resolve(story, film(), frames)
    assert [cue.name for cue in cues] == sorted((cue.name for cue in cues), key=int)
    for cue in cues:
        when = whens[int(cue.name)]
        assert cue.frame in frames
        if callable(when):
            assert when(made[cue.frame])
            assert not any(when(made[frame]) for frame in frames if before <= frame < cue.frame)
        before = cue.frame
    assert msgspec.json.decode(msgspec.json.encode(cues), type=tuple[Cue, ...]) == cues


@pytest.mark.parametrize(
    ("story", "says"),
    [
        ([beat("half", lambda frame: 1 // (10 - frame.epoch) > 0)], "beat 'half' at frame 1: ZeroDivisionError: "),
        ([beat("half", lambda frame: frame.lose < 1)], "beat 'half' at frame 0: AttributeError: .*lose"),
        ([beat("half", 0, values={"x": lambda frame: frame.lose})], "beat 'half' at frame 0: AttributeError"),
        (
            [beat("half", 0, values={"x": np.zeros(2)})],
            r"beat 'half': x is array\(\[0., 0.\]\), not a number or a text",
        ),
        ([beat("half", 0, values={"x": float("nan")})], "beat 'half': x is nan"),
        (["half"], "its story holds a str, not a Beat"),
        ([beat("half", 0), beat("half", 3)], "beat 'half' stands twice in its story"),
        ([beat("", 0)], "beat '': its name must be a text"),
        ([beat("half", "20")], "beat 'half': when must be a frame's number or a function of a frame, not '20'"),
        ([beat("half", [1])], "beat 'half': when must be"),
        ([beat("half", 0, say=3)], "beat 'half': what it says must be a text, not 3"),
        ([beat("half", 0, stand=-1)], "beat 'half': it must stand for a number of seconds from 0 on, not -1"),
        ([beat("half", 0, stand=float("inf"))], "beat 'half': it must stand"),
    ],
)
def test_what_is_no_story_is_refused_in_a_line_that_names_the_recipe(story: list[Any], says: str) -> None:
    """A condition that raises, what is no beat, and a name that stands twice are refused, naming recipe and beat."""
    with pytest.raises(RecipeError, match=f"^descent: {says}"):
        resolve(story, film())
