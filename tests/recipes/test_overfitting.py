"""Overfitting: every remedy helps, each in its own way."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, told
from vizpipe import nn
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture.shapes import Path
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT


def hidden(frame: Any, way: int) -> Any:
    """The weight vectors into the hidden units of one of the five networks, shape (hidden, 2)."""
    return next(nn.Network((2, 32, 1), ("tanh", "sigmoid")).layers(frame.parameters[way])).weights.T


def test_every_remedy_helps(recipes: Recipes) -> None:
    """For four seeds each remedy ends with a lower validation loss than the network left to itself."""
    for seed in range(4):
        last = recipes["overfitting"].film(seed=seed)[-1]
        alone, *helped = last.validation
        assert all(loss < alone for loss in helped), (seed, last.validation)


def test_each_remedy_does_what_it_is_said_to_do(recipes: Recipes) -> None:
    """The restored epoch has the lowest validation loss so far, weights shrink, vectors stay in the circle."""
    film = recipes["overfitting"].film()
    last = film[-1]
    lengths = [np.linalg.norm(hidden(last, way), axis=1) for way in range(5)]
    assert lengths[3].mean() < 0.5 * lengths[0].mean()
    for frame in film:
        assert np.linalg.norm(hidden(frame, 4), axis=1).max() <= frame.max_norm * (1 + 1e-12)
    assert 0 < last.restored < last.epoch
    stopped = [frame for frame in film if frame.restored >= 0]
    assert len({frame.parameters[1].tobytes() for frame in stopped}) == 1
    running = [frame.validation[1] for frame in film if frame.restored < 0]
    assert stopped[0].validation[1] <= min(running) + 1e-12
    assert not film[0].dropped.any()
    assert film.column("dropped")[1:].mean() == pytest.approx(0.5, abs=0.05)
    assert recipes["overfitting"].film(dropout=0.0, epochs=3).column("dropped").sum() == 0
    more = recipes["overfitting"].film(dropout=0.9, epochs=3).column("dropped")
    assert more[1:].mean() > 0.75
    # dropout is what the third network gets: without it, it goes the first one's way; with it, its own
    plain = recipes["overfitting"].film(dropout=0.0, epochs=5)[-1]
    np.testing.assert_array_equal(plain.parameters[2], plain.parameters[0])
    assert np.linalg.norm(hidden(film[-1], 2)) > 2 * np.linalg.norm(hidden(film[-1], 3))  # and no decay


def test_every_beat_says_what_happens(recipes: Recipes) -> None:
    """Each sentence of the story is true at its frame, for seeds whose films have it and whose films do not."""
    met = set()
    for seed in (3, 0, 2):
        film = recipes["overfitting"].film(seed=seed)
        unseen, own = film.column("validation")[:, 0], film.column("train")[:, 0]
        beats = {cue.name: cue for cue in recipes["overfitting"].cues(film)}
        frames = [cue.frame for cue in beats.values()]
        assert frames == sorted(frames)
        assert beats["start"].values == {"n": 60}
        met |= set(beats)
        assert film[beats["once"].frame].epoch == 1
        assert unseen[beats["once"].frame] < unseen[0]
        assert own[beats["once"].frame] < own[0]
        at = beats["fall"].frame
        assert max(unseen[at] / unseen[0], own[at] / own[0]) < 0.8
        if "turn" in beats:
            at = beats["turn"].frame
            best = int(unseen.argmin())
            assert beats["turn"].values == {"n": film[best].epoch}
            assert unseen[at] > 1.05 * unseen[best] >= unseen[best:at].max()
        at = beats["back"].frame
        assert beats["back"].values["n"] == film[at].restored < film[at].epoch
        assert film[at].validation[1] == pytest.approx(film.column("validation")[at:, 1])
        if "wrong" in beats:
            wrong = [int(film[k].mistaken(0).sum()) for k in (int(np.argmin(unseen)), beats["wrong"].frame)]
            assert wrong[1] > 2 * wrong[0]
        assert beats["end"].frame == len(film) - 1
        assert (film[-1].validation[1:] < film[-1].validation[0]).all()
    assert met == {"start", "once", "fall", "turn", "back", "wrong", "end"}
    short = recipes["overfitting"].film(epochs=5)
    assert not {"turn", "back"} & {cue.name for cue in recipes["overfitting"].cues(short)}


def test_what_is_sure_and_wrong_costs_most(recipes: Recipes) -> None:
    """A × costs at least −log 0.1 and every other unseen point less; their mean is the validation loss."""
    frame = recipes["overfitting"].film()[-1]
    for way, vector in enumerate(frame.parameters):
        answers = nn.Network((2, 32, 1), ("tanh", "sigmoid")).predict(vector, frame.unseen)[:, 0]
        costs = -np.log(np.where(frame.truth == 1, answers, 1.0 - answers) + nn.EPSILON)
        wrong = frame.mistaken(way)
        assert costs[wrong].min() >= -np.log(0.1 + nn.EPSILON) > costs[~wrong].max()
        assert costs.mean() == pytest.approx(frame.validation[way])


def test_the_picture_shows_what_the_frame_says(recipes: Recipes) -> None:
    """Each plane has a × where its network is sure and wrong; curves and bars are the losses."""
    recipe = recipes["overfitting"]
    film = recipe.film()
    staged: Any = Scene(recipe, film, Style(LIGHT, *recipe.size)).built[0]
    for index in (5, len(film) - 1):
        frame = film[index]
        shown = list(staged.shapes(staged.moment(index, frame)).values())
        planes = [panel for panel in shown if "Decision" in {group.name for group in panel}]
        groups = [{group.name: list(group.shapes) for group in plane} for plane in planes]
        assert ["Crosses" in each for each in groups] == [True, True]
        for way, plane in zip((0, 3), groups, strict=True):  # left to itself, and with weight decay
            middles = np.array([line.mean(axis=0) for line in plane["Crosses"][-1].lines[::2]]).reshape(-1, 2)
            np.testing.assert_allclose(middles, frame.unseen[frame.mistaken(way)])
        (curves,) = [group.shapes for panel in shown for group in panel if group.name == "Trail"]
        lines = [shape.lines[0][:, 1] for shape in curves if isinstance(shape, Path)]
        np.testing.assert_allclose(lines, np.transpose([each.alone for each in film])[:, : index + 1])
        ((bars,),) = [group.shapes for panel in shown for group in panel if group.name == "Bars"]
        np.testing.assert_allclose([corners[:, 0].max() for corners in bars.lines[::-1]], frame.validation)


def test_a_dropout_of_nought_silences_nothing(recipes: Recipes) -> None:
    """The caption says that a dropout of 0 silences no unit, and of any other what is pale."""
    assert "dropout of 0 silences no unit" in told(recipes["overfitting"], dropout=0.0, epochs=2).caption
    assert "dropout silences units at random" in told(recipes["overfitting"], epochs=2).caption
