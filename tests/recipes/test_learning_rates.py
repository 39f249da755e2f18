"""Learning rates: larger ones part the classes sooner, one that is too large does not settle."""

from typing import Any

import numpy as np
import numpy.typing as npt

from films import Recipes
from vizpipe.film.film import Film
from vizpipe.recipe import Say


def test_larger_rates_part_the_classes_sooner(recipes: Recipes) -> None:
    """For most of 8 seeds rate 0.1 gets below 0.35 before 0.01, and 0.001 for none; all start alike."""
    for activation in ("tanh", "relu"):
        sooner = 0
        for seed in range(8):
            losses = recipes["learning-rates"].film(seed=seed, activation=activation).column("losses")[:, 1:]
            when = [int(np.argmax(losses[:, n] < 0.35)) if (losses[:, n] < 0.35).any() else 999 for n in range(3)]
            sooner += when[0] < when[1]
            assert when[2] == 999
        assert sooner >= 5
    film = recipes["learning-rates"].film()
    losses = film.column("losses")[:, 1:]
    below = [np.flatnonzero(losses[:, number] < 0.35) for number in range(3)]
    assert below[0][0] < below[1][0]
    assert not len(below[2])
    assert (film[0].parameters == film[0].parameters[0]).all()


def test_a_rate_that_is_too_large_does_not_settle(recipes: Recipes) -> None:
    """For 8 seeds rate 3 ends with a larger loss than rate 0.1, and its loss moves more in the last third."""
    for seed in range(8):
        film = recipes["learning-rates"].film(seed=seed)
        late = np.ptp(film.column("losses")[40:], axis=0)
        assert film[-1].losses[0] > film[-1].losses[1]
        assert late[0] > 3.0 * late[1]
    film = recipes["learning-rates"].film()
    jumps, wild = (cue for cue in recipes["learning-rates"].cues(film) if cue.name in {"jumps", "wild"})
    losses = film.column("losses")[: jumps.frame + 1, 0]
    assert losses[-1] > losses[0] + 0.1 > losses[:-1].max()
    assert wild.frame == 36
    assert "is too large" in wild.say


def right(film: Film[Any]) -> npt.NDArray[np.float64]:
    """The share of samples on the right side, by hand: frames × rates."""
    rows = []
    for frame in film:
        for vector in frame.parameters:
            sums = frame.samples @ vector[:4].reshape(2, 2) + vector[4:6]
            hidden = np.tanh(sums) if frame.activation == "tanh" else np.maximum(sums, 0.0)
            rows.append(((hidden @ vector[6:8] + vector[8] > 0.0) == frame.labels).mean())
    return np.array(rows).reshape(-1, 4)


def test_when_each_rate_got_there_is_told(recipes: Recipes) -> None:
    """The caption tells the first epoch in which 80 % are right at each rate, or that there was none."""
    film = recipes["learning-rates"].film(epochs=12)
    shares = right(film)[:, 1:]
    caption = recipes["learning-rates"].say_words(film, Say()).caption
    for number, rate in enumerate((0.1, 0.01, 0.001)):
        there = np.flatnonzero(shares[:, number] >= 0.8)
        assert f"at rate {rate} " + (f"in epoch {there[0]}" if len(there) else "not by epoch 12") in caption


def test_the_headlines_are_true(recipes: Recipes) -> None:
    """Rate 0.1 is told when it has 80 % right before 0.01 has, that one when it has; 0.001 if its loss has stayed."""
    for given in ({}, {"activation": "relu", "seed": 3}, {"activation": "relu", "seed": 1}, {"seed": 5}):
        film = recipes["learning-rates"].film(**given)
        cues = {cue.name: cue for cue in recipes["learning-rates"].cues(film)}
        there = right(film)[:, 1:] >= 0.8
        when = [int(each.argmax()) if each.any() else len(film) for each in there.T]
        assert ("first" in cues) == (when[0] < min(when[1], len(film)))
        assert ("second" in cues) == (when[0] < when[1] < len(film))
        assert [cues[name].frame for name in ("first", "second") if name in cues] == [
            at for name, at in zip(("first", "second"), when, strict=False) if name in cues
        ]
        assert ("hardly" in cues["rest"].say) == (film[-1].losses[3] > 0.8 * film[0].losses[3])
        if "never settles" in cues["rest"].say:
            assert when[0] < when[1]
            assert cues["wild"].values == {"rate": 3.0}
            assert [cues["rest"].values[name] for name in ("first", "rate", "large")] == [0.1, 0.001, 3.0]
