"""Generalization: what is learned by heart does not hold for unseen points."""

import numpy as np
import numpy.typing as npt
import pytest

from films import Recipes, module_of, said
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Points, Text

Array = npt.NDArray[np.float64]


def curve(parameters: Array, hidden: int, x: Array) -> Array:
    """What 1-hidden-hidden-1 with tanh answers, worked out from its numbers."""
    shapes, at, values = [(1, hidden), (hidden, hidden), (hidden, 1)], 0, x[:, None] / 3.0
    for number, (inputs, units) in enumerate(shapes):
        weights, at = parameters[at : at + inputs * units].reshape(inputs, units), at + inputs * units
        values, at = values @ weights + parameters[at : at + units], at + units
        values = np.tanh(values) if number < 2 else values
    return values[:, 0]


def test_what_is_learned_by_heart_does_not_generalize(recipes: Recipes) -> None:
    """For most of five seeds, and the default, the test loss is lowest early, the training loss at the end."""
    worse = 0
    for seed in range(5):
        train, test = recipes["generalization"].film(seed=seed).column("losses").T
        assert train[-1] < 0.2 * train[0]
        worse += test[-1] > 1.3 * test.min()
    assert worse >= 4
    film = recipes["generalization"].film()
    test = film.column("losses")[:, 1]
    assert test[-1] > 2 * test.min()
    assert not {tuple(row) for row in film[0].train} & {tuple(row) for row in film[0].test}


def test_losses_are_half_the_mean_squares_of_two_sets(recipes: Recipes) -> None:
    """The first is that of the points that it learns from, the second that of the points kept apart."""
    for frame in recipes["generalization"].film(iterations=40):
        for loss, points in zip(frame.losses, (frame.train, frame.test), strict=True):
            off = curve(frame.parameters, frame.hidden, points[:, 0]) - points[:, 1]
            assert loss == pytest.approx(np.mean(off**2) / 2.0)


def test_memorising_is_seen_happening(recipes: Recipes) -> None:
    """While the curve bends to meet its last points the loss on them falls tenfold, and that in many frames."""
    film = recipes["generalization"].film()
    train = film.column("losses")[:, 0]
    assert train[-1] < 0.1 * train[film.column("step") > 2000][0]
    assert (film.column("step") > 2000).sum() >= 10
    assert np.abs(film[-1].curve(film[-1].train[:, 0]) - film[-1].train[:, 1]).max() < 0.1


def test_the_best_step_is_the_best_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lowest loss on unseen points is looked for in every step, and the film has a frame for that step."""
    module = module_of("generalization")
    recipe = module.generalization
    shown = recipe.film(iterations=150)
    monkeypatch.setattr(module, "FRAMES", 5000)
    whole = recipe.film(iterations=150)
    losses = whole.column("losses")[:, 1]
    assert len(whole) == 150
    assert len(shown) < 62
    best = whole[int(losses.argmin())]
    assert {frame.best_step for frame in shown} == {best.step}
    assert {frame.best_loss for frame in shown} == {losses.min()}
    assert best.step in shown.column("step")
    assert shown.column("losses")[:, 1].min() == losses.min()


@pytest.mark.parametrize("seed", [7, 0, 2, 4])
def test_the_headlines_are_true(recipes: Recipes, seed: int) -> None:
    """The best step is told if training goes on, parting losses if they part, learned noise if it is paid for."""
    recipe = recipes["generalization"]
    film = recipe.film(seed=seed)
    cues = {cue.name: cue.frame for cue in recipe.cues(film)}
    train, test = film.column("losses").T
    best = int(test.argmin())
    assert cues["best"] == best
    parted = [n for n in range(best, len(film)) if train[n] < train[best] and test[n] > 1.5 * test[best]]
    assert cues.get("parts") == (parted[0] if parted else None)
    has_learned = train[-1] < 0.35**2 / 2.0 < test[-1] and test[-1] > 2.0 * test.min()
    assert cues.get("noise") == (len(film) - 1 if has_learned else None)
    assert ("Then it learns the noise" in said(recipe, seed=seed)) == has_learned
    assert has_learned == (seed in (7, 0))


@pytest.mark.parametrize("given", [{"iterations": 2}, {"samples": 500, "iterations": 150}])
def test_noise_is_learned_only_where_it_is(recipes: Recipes, given: dict[str, int]) -> None:
    """A short training, or one on many points, has not learned the noise, and its caption doesn't say it has."""
    recipe = recipes["generalization"]
    assert "noise" not in said(recipe, **given)


def test_what_is_drawn_is_the_network_and_its_points(recipes: Recipes) -> None:
    """Threads lead from unseen points to the curve, the truth is sin 1.4x + 0.2x; the best step is marked later."""
    film = recipes["generalization"].film()
    stage = staged(recipes["generalization"], film)
    for index in (0, 30, len(film) - 1):
        frame = film[index]
        (threads,) = (path for path in shapes_of(stage, index, "0", Path, "Edge") if path.stroke == "ink")
        x = frame.test[:, 0]
        ends = np.stack([frame.test, np.stack([x, curve(frame.parameters, frame.hidden, x)], axis=1)], axis=1)
        np.testing.assert_allclose(np.array(threads.lines), ends)
        lines = {str(path.stroke): path.lines[0] for path in shapes_of(stage, index, "0", Path, "Line")}
        x = lines["accent"][:, 0]
        np.testing.assert_allclose(lines["accent"][:, 1], curve(frame.parameters, frame.hidden, x))
        np.testing.assert_allclose(lines["line"][:, 1], np.sin(1.4 * x) + 0.2 * x)
        dots = {str(each.fill): each.places for each in shapes_of(stage, index, "0", Points, "Dots")}
        np.testing.assert_array_equal(dots["series 2"][:-1], frame.train)
        np.testing.assert_array_equal(dots["background"][:-1], frame.test)
        strokes = {str(path.stroke): path.lines[0] for path in shapes_of(stage, index, "0", Path, "Edge")}
        keys = [
            dots["series 2"][-1],
            dots["background"][-1],
            strokes["accent"].mean(axis=0),
            strokes["line"].mean(axis=0),
        ]
        names = shapes_of(stage, index, "0", Text, "Label")
        assert [name.text for name in names] == ["learned from", "unseen", "the network", "the truth"]
        for key, name in zip(keys, names, strict=True):  # each name stands at the right of a mark like those it names
            assert key == pytest.approx(name.place, abs=0.06)
        marked = [path.lines[0] for path in shapes_of(stage, index, "1", Path, "When")]
        assert len(marked) == (frame.step >= frame.best_step)
        if marked:
            assert set(marked[0][:, 0]) == {frame.best_step}
            assert f"lowest: step {frame.best_step}" in [
                text.text for text in shapes_of(stage, index, "1", Text, "When")
            ]
