"""Hidden mapping: after the hidden layer one straight line separates what no line in the plane could."""

import re
from typing import Any

import numpy as np
import pytest

from films import Recipes, module_of, said, texts
from scatter import turns
from staged import shapes_of, staged
from vizpipe import nn
from vizpipe.camera.scene import Scene
from vizpipe.drawing import signed
from vizpipe.drawing.picture import Image, Path, Points
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.recipe import Say


def width_of(lines: Any) -> float:
    """How wide a collection's first line is."""
    return float(np.atleast_1d(lines.get_linewidth())[0])


def test_one_straight_line_parts_what_no_line_could(recipes: Recipes) -> None:
    """No line in the input plane gets above 80 %; after the activation the line w·a + b = 0 gets 85 %."""
    for activation in ("tanh", "relu"):
        frame = recipes["hidden-mapping"].film(activation=activation)[-1]
        activated = frame.forward(frame.samples)[0][1]
        output = list(frame.network.layers(frame.parameters))[1]
        side = (activated @ output.weights[:, 0] + output.bias[0] > 0).astype(int)
        assert (side == frame.labels).mean() == frame.accuracy > 0.85
        angles = np.linspace(0, np.pi, 181)
        best = 0.0
        for direction in np.stack([np.cos(angles), np.sin(angles)], axis=1):
            order = np.argsort(frame.samples @ direction)
            right = np.abs(np.cumsum(np.where(frame.labels[order] == 1, 1, -1)) * 2 - 0).max() / 2
            best = max(best, 0.5 + right / len(order))
        assert best < 0.8


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("rate", [0.1, 0.01])
def test_the_default_seed_stops_and_folds_wide(recipes: Recipes, activation: str, rate: float) -> None:
    """At rates 0.1 and 0.01 the loss reaches 0.263 before epoch 200, and the fold is no sliver."""
    film = recipes["hidden-mapping"].film(activation=activation, learning_rate=rate)
    last = film[-1]
    assert last.loss <= 0.263
    assert last.epoch < 200
    weights = next(last.network.layers(last.parameters)).weights
    singular = np.linalg.svd(weights, compute_uv=False)
    assert singular[1] / singular[0] > 0.08


def test_slow_training_does_not_stop(recipes: Recipes) -> None:
    """At rate 0.001 all 200 epochs pass, and a tanh network at 0.01 can stay near 0.29 (seed 0)."""
    recipe = recipes["hidden-mapping"]
    assert recipe.film(learning_rate=0.001)[-1].epoch == 200
    stuck = recipe.film(seed=0)[-1]
    assert stuck.epoch == 200
    assert stuck.loss == pytest.approx(0.29, abs=0.02)


def test_hidden_mapping_has_the_six_variants(recipes: Recipes) -> None:
    """The six variants are ReLU and tanh at 0.1, 0.01 and 0.001."""
    found = {(v["activation"], v["learning_rate"]) for v in recipes["hidden-mapping"].variants.values()}
    assert found == {(a, r) for a in ("relu", "tanh") for r in (0.1, 0.01, 0.001)}


def test_the_numbers_in_the_words_are_the_films(recipes: Recipes) -> None:
    """The caption of the hidden mapping tells the film's own loss, epochs and accuracy."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film()
    caption = recipe.say_words(film, Say()).caption
    assert f"from {film[0].loss:.2f} to {film[-1].loss:.2f} in {film[-1].epoch} epochs" in caption
    assert f"{signed(100 * film[-1].accuracy, 0)}\u00a0%" in caption


def test_the_counter_says_the_epoch_alone(recipes: Recipes) -> None:
    """Above the panels stands the epoch of the frame; numbers that nobody can read so fast stand nowhere."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=3)
    scene, frame = Scene(recipe, film, Style(LIGHT, 1920, 760)), film[2]
    scene.still(2)
    said = texts(scene)
    assert f"Epoch {frame.epoch}" in said
    assert not any(text.startswith(("loss 0", "accuracy")) for text in said)


def test_the_drawn_boundaries_lie_where_the_network_is_undecided(recipes: Recipes) -> None:
    """Every point of the input panel's line has probability ½ to 1e−6; the third panel's line is straight."""
    from matplotlib.collections import LineCollection

    recipe = recipes["hidden-mapping"]
    film = recipe.film()
    scene = Scene(recipe, film, Style(LIGHT, 960, 400))
    scene.still(len(film) - 1)
    frame = film[-1]
    panels = [axes for axes in scene.figure.axes if axes.axison]
    wide = max(width_of(each) for each in panels[0].collections if isinstance(each, LineCollection))
    lines = [
        each
        for axes in panels[:4]
        for each in axes.collections
        if isinstance(each, LineCollection) and width_of(each) == wide
    ]
    assert len(lines) >= 3
    points = np.concatenate([np.asarray(s) for s in lines[0].get_segments()])
    assert np.abs(frame.predict(points)[:, 0] - 0.5).max() < 1e-6
    output = list(frame.network.layers(frame.parameters))[1]
    bent = np.concatenate([np.asarray(s) for s in lines[2].get_segments()])
    assert np.abs(bent @ output.weights[:, 0] + output.bias[0]).max() < 1e-5


def test_what_relu_folds_lies_on_the_axes(recipes: Recipes) -> None:
    """No activation of a ReLU unit is drawn below zero: what it folds lies on the axes."""
    from matplotlib.collections import PathCollection

    recipe = recipes["hidden-mapping"]
    film = recipe.film(activation="relu")
    scene = Scene(recipe, film, Style(LIGHT, 960, 400))
    scene.still(len(film) - 1)
    frame = film[-1]
    panels = [axes for axes in scene.figure.axes if axes.axison]
    drawn = [each for axes in panels for each in axes.collections if isinstance(each, PathCollection)][2]
    shown = np.asarray(drawn.get_offsets())
    assert (frame.forward(frame.samples)[0][0] < 0).any()
    np.testing.assert_allclose(shown, frame.forward(frame.samples)[0][1][turns(frame.labels)])


def test_the_beats_are_true(recipes: Recipes) -> None:
    """A line will do once 80 % are right, which no line in the plane reaches, and four fifths of the loss are gone."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film()
    cues = {cue.name: cue.frame for cue in recipe.cues(film)}
    fallen = (film[0].loss - film.column("loss")) / (film[0].loss - film[-1].loss)
    assert cues["bending"] == int(np.argmax(fallen > 0.15))
    assert cues["parted"] == int(np.argmax((film.column("accuracy") >= 0.8) & (fallen > 0.8)))
    assert cues["rest"] == len(film) - 1
    short = recipe.film(learning_rate=0.001, max_epochs=3)
    assert [cue.name for cue in recipe.cues(short)] == ["start", "bending", "rest"]
    assert "not separate" in recipe.cues(short)[-1].say


def test_a_unit_that_answers_0_is_not_lost_for_ever(recipes: Recipes) -> None:
    """Adam's momentum can bring a dead ReLU unit back an epoch later, so no caption denies it."""
    recipe = recipes["hidden-mapping"]
    given: dict[str, Any] = {"activation": "relu", "learning_rate": 0.1, "seed": 21, "target_loss": None}
    film = recipe.film(**given, max_epochs=2)
    assert film[1].dead
    assert not film[2].dead
    caption = said(recipe, **given, max_epochs=1)
    assert "dead: it answers 0 to every sample" in caption
    assert "recover" not in caption
    _, gradient = film[1].network.gradient(
        film[1].parameters, film[1].samples, film[1].labels[:, None].astype(float), nn.binary_cross_entropy
    )
    (unit,) = (unit for _, unit in film[1].dead)
    layer = next(film[1].network.layers(gradient))
    assert not layer.weights[:, unit].any()
    assert not layer.bias[unit]


def test_a_loss_that_prints_alike_stays(recipes: Recipes) -> None:
    """A caption lets no loss fall from 0.75 to 0.75, and one epoch is an epoch."""
    recipe = recipes["hidden-mapping"]
    assert re.match(r"Loss stays at \d\.\d\d in 1 epoch; ", said(recipe, learning_rate=1e-6, max_epochs=1))


def test_for_most_seeds_one_straight_line_parts_the_bent_plane(recipes: Recipes) -> None:
    """One straight line separates 80 % of the samples for all of six seeds with tanh, and for most with ReLU."""
    recipe, parted = recipes["hidden-mapping"], module_of("hidden-mapping").PARTED
    for activation, least in (("tanh", 6), ("relu", 4)):
        films = [recipe.film(seed=seed, activation=activation) for seed in range(6)]
        assert sum(film[-1].accuracy >= parted for film in films) >= least
        for film in films:
            says = "does not separate" in recipe.say_words(film, Say()).caption
            assert says == (film[-1].accuracy < parted) or "dead" in recipe.say_words(film, Say()).caption


def test_the_straight_line_is_where_the_output_unit_wavers(recipes: Recipes) -> None:
    """After the activation one line is drawn, from edge to edge, where the output unit's weighted sum is 0."""
    from matplotlib.collections import LineCollection

    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=3)
    scene = Scene(recipe, film, Style(LIGHT, 960, 400))
    scene.still(2)
    last = [axes for axes in scene.figure.axes if axes.axison][2]
    lines = [each for each in last.collections if isinstance(each, LineCollection)]
    straight = max(lines, key=lambda line: float(np.max(line.get_linewidth())))
    output = list(film[2].network.layers(film[2].parameters))[1]
    ends = np.concatenate([np.asarray(each) for each in straight.get_segments()])
    assert (np.abs(ends) > [last.get_xlim()[1], last.get_ylim()[1]]).any(axis=1).all()
    assert np.abs(ends @ output.weights[:, 0] + output.bias[0]).max() < 1e-9


def test_planes_of_a_phone_are_larger_without_ticks(recipes: Recipes) -> None:
    """On a phone planes stand without ticks that nobody chose and without the network, and are two fifths wide."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=2)
    scene = Scene(recipe, film, Style(LIGHT, 720, 1800))
    planes = [axes for axes in scene.figure.axes if axes.axison]
    assert [len(axes.get_xticks()) for axes in planes] == [0, 0, 0]
    assert min(axes.bbox.width for axes in planes) > 0.4 * 720
    wide = Scene(recipe, film, Style(LIGHT, 1280, 720))
    assert all(len(axes.get_xticks()) > 2 for axes in wide.figure.axes if axes.axison and axes.bbox.width > 200)


def test_the_data_stand_alone_before_any_field(recipes: Recipes) -> None:
    """In the first frame all 400 samples stand in the input plane, without a field; from the first epoch on with one.

    They are 200 of each class: 100 around (−1, −1) and 100 around (1, 1), with a deviation of ½, against 200 around
    the middle.
    """
    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=3)
    stage = staged(recipe, film)
    for index in range(len(film)):
        assert bool(shapes_of(stage, index, "0", Image)) == (index > 0)
        assert any(path.lines for path in shapes_of(stage, index, "0", Path)) == (index > 0)
        (dots,) = shapes_of(stage, index, "0", Points)
        np.testing.assert_array_equal(dots.places, film[0].samples[turns(film[0].labels)])
        assert len(shapes_of(stage, index, "2", Image)) == 2
    samples, labels = film[0].samples, film[0].labels
    clouds = samples[labels == 0][:100], samples[labels == 0][100:], samples[labels == 1]
    for cloud, count, middle in zip(clouds, (100, 100, 200), (-1.0, 1.0, 0.0), strict=True):
        assert cloud.shape == (count, 2)
        np.testing.assert_allclose(cloud.mean(axis=0), middle, atol=0.15)
        np.testing.assert_allclose(cloud.std(axis=0), 0.5, atol=0.08)


def test_a_film_of_one_frame_has_its_field(recipes: Recipes) -> None:
    """A network that has nothing to learn ends before its first epoch, and its field is seen all the same."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(target_loss=5.0)
    assert len(film) == 1
    assert shapes_of(staged(recipe, film), 0, "0", Image)
