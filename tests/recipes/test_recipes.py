"""The built-in recipes: each claim, the source notes' numbers, and the shape of every frame."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg

from films import SMALL, small
from vizpipe import datasets, nn
from vizpipe.camera.scene import Scene
from vizpipe.drawing.style import DPI, Style
from vizpipe.drawing.theme import DARK, LIGHT, PRINT
from vizpipe.recipe import Recipe, Say

Recipes = dict[str, Recipe[..., Any]]

# ---------------------------------------------------------------- every recipe


def test_every_frame_is_finite_and_keeps_its_shape(recipes: Recipes) -> None:
    """All fields of all frames of all recipes, variants too: finite, and the same shape and type throughout."""
    for recipe in recipes.values():
        for values in ({}, *recipe.variants.values()):
            film = small(recipe, **{k: v for k, v in values.items() if k not in SMALL})
            for name in film.frame_type._fields:
                column = film.column(name)
                assert len(column) == len(film)
                assert column.dtype.kind != "f" or np.isfinite(column).all(), (recipe.name, name)


def test_every_recipe_is_the_same_twice(recipes: Recipes) -> None:
    """The same parameters give the same film to the bit; another seed gives another."""
    for recipe in recipes.values():
        assert small(recipe).digest == small(recipe).digest
        if any(parameter.name == "seed" for parameter in recipe.parameters):
            assert small(recipe, seed=1).digest != small(recipe, seed=2).digest


SIZES = (((640, 300), LIGHT), ((300, 640), DARK), ((64, 64), PRINT))


@pytest.mark.parametrize("turn", range(2))
def test_every_recipe_can_be_drawn_at_any_size(recipes: Recipes, turn: int) -> None:
    """Wide, tall and tiny, light, dark and print: a picture of that size on the theme's background, not an empty one.

    Each recipe in two of the three; its neighbours in the others.
    """
    for number, recipe in enumerate(recipes.values()):
        size, theme = SIZES[(number + turn) % len(SIZES)]
        scene = Scene(recipe, small(recipe), Style(theme, *size))
        (picture,) = scene.pictures([0])
        assert picture.shape == (size[1], size[0], 4)
        corner = "#" + "".join(f"{channel:02x}" for channel in picture[0, 0, :3])
        assert corner == theme.background
        assert len(np.unique(picture.reshape(-1, 4), axis=0)) > 10


def test_every_recipe_speaks_in_sentences(recipes: Recipes) -> None:
    """Title, caption and alternative text have no identifiers and no leftover braces; the alternative says more."""
    for recipe in recipes.values():
        words = recipe.say_words(small(recipe), Say())
        for text in words:
            assert "_" not in text
            assert "{" not in text
        assert len(words.alternative) > len(words.title)
        assert words.caption.endswith(".")


def width_of(lines: Any) -> float:
    """How wide a collection's first line is."""
    return float(np.atleast_1d(lines.get_linewidth())[0])


def texts(scene: Scene[Any]) -> list[str]:
    """All words on a figure, as they stand now."""
    figure = scene.figure
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [text.get_text() for text in figure.texts]


def test_every_recipe_has_its_place_in_the_gallery(recipes: Recipes) -> None:
    """A chapter, and at least one idea in words of its own, shared with no other recipe."""
    ideas = [idea for recipe in recipes.values() for idea in recipe.ideas]
    assert all(recipe.chapter and recipe.ideas for recipe in recipes.values())
    assert len(set(ideas)) == len(ideas)


class Reader(RendererAgg):
    """Keeps the place and the size of every text that is really drawn."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height, DPI)  # type: ignore[no-untyped-call]
        self.read: list[tuple[str, float, Any]] = []

    def draw_text(self, gc: Any, x: float, y: float, s: str, prop: Any, *rest: Any, **more: Any) -> None:
        """Take a note, then draw it."""
        mtext = more.get("mtext")
        if s.strip() and mtext is not None:
            self.read.append((s, prop.get_size_in_points() * DPI / 72.0, mtext.get_window_extent(self)))
        super().draw_text(gc, x, y, s, prop, *rest, **more)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("size", [None, (1920, 1080)])
def test_no_text_is_too_small_cut_or_covered(recipes: Recipes, size: tuple[int, int] | None) -> None:
    """In a last frame, seen at 1920 wide, no text is under 14 px, none leaves the page, and none lies on another."""
    for recipe in recipes.values():
        film = small(recipe)
        width, height = size or recipe.size
        scene = Scene(recipe, film, Style(LIGHT, width, height))
        figure, renderer = scene.still(len(film) - 1), Reader(width, height)
        with scene.applied():
            figure.draw(renderer)
        assert renderer.read
        for text, pixels, box in renderer.read:
            assert pixels * 1920.0 / width > 13.99, (recipe.name, text, pixels)
            inside = box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1
            assert inside, (recipe.name, text, box)
        for (one, _, box), (other, _, second) in combinations(renderer.read, 2):
            across, up = (
                min(box.x1, second.x1) - max(box.x0, second.x0),
                min(box.y1, second.y1) - max(box.y0, second.y0),
            )
            data = len(one) == len(other) == 1  # samples drawn as characters lie where they lie
            assert data or one == other or across < 4.0 or up < 5.0, (recipe.name, one, other)


# ---------------------------------------------------------------- activations


def test_the_steps_derivative_alone_is_zero_everywhere(recipes: Recipes) -> None:
    """The claim: of six derivatives, only the step's never differs from 0."""
    frame = recipes["activations"].film()[0]
    assert [not row.any() for row in frame.derivatives] == [True, False, False, False, False, False]


def test_activations_cover_the_source_notes_range(recipes: Recipes) -> None:
    """From −5 to 4.9 in steps of 0.1; at 0 the known values; derivatives agree with differences."""
    frame = recipes["activations"].film()[0]
    assert len(frame.x) == 100
    assert (frame.x[0], frame.x[50], frame.x[-1]) == (-5.0, 0.0, 4.9)
    by_name = dict(zip(("step", "sigmoid", "relu", "tanh", "identity", "softmax"), frame.values, strict=True))
    assert (by_name["sigmoid"][50], by_name["step"][50], by_name["relu"][50]) == (0.5, 0.0, 0.0)
    for row in (1, 3, 4, 5):
        inner = (frame.values[row][2:] - frame.values[row][:-2]) / 0.2
        np.testing.assert_allclose(frame.derivatives[row][1:-1], inner, atol=4e-3)
    softmax = nn.softmax.forward(np.array([[frame.x[70], 1.0, 0.0]]))
    assert by_name["softmax"][70] == softmax[0, 0]


# ---------------------------------------------------------------- gates


def test_one_line_is_enough_for_all_but_xor(recipes: Recipes) -> None:
    """The claim: truth tables as in the notes; no single neuron on a grid of (w₁, w₂, b) answers XOR."""
    frame = recipes["gates"].film()[0]
    assert frame.inputs.tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]
    assert frame.outputs.tolist() == [[0, 0, 0, 1], [1, 1, 1, 0], [0, 1, 1, 1]]
    assert frame.xor.tolist() == [0, 1, 1, 0]
    grid = np.linspace(-2, 2, 41)
    weights = np.stack(np.meshgrid(grid, grid, grid), axis=-1).reshape(-1, 3)
    answers = weights[:, :2] @ frame.inputs.T + weights[:, 2:] > 0
    for wanted, possible in (
        (frame.outputs[0], True),
        (frame.outputs[1], True),
        (frame.outputs[2], True),
        (frame.xor, False),
    ):
        assert (answers == wanted.astype(bool)).all(axis=1).any() == possible


def test_gate_boundaries_are_where_the_sum_is_zero(recipes: Recipes) -> None:
    """Each drawn line solves b + w·x = 0, at distance |b|/‖w‖ from the origin."""
    frame = recipes["gates"].film()[0]
    for gate in range(3):
        line = frame.line(gate)
        np.testing.assert_allclose(line @ frame.weights[gate] + frame.biases[gate], 0, atol=1e-12)
        direction = (line[1] - line[0]) / np.linalg.norm(line[1] - line[0])
        distance = abs(line[0, 0] * direction[1] - line[0, 1] * direction[0])
        assert distance == pytest.approx(abs(frame.biases[gate]) / np.linalg.norm(frame.weights[gate]))


def test_and_with_a_threshold_is_and_with_a_bias(recipes: Recipes) -> None:
    """θ = −b: w·x > 0.7 fires at (1, 1) only."""
    frame = recipes["gates"].film()[0]
    assert (frame.inputs @ np.array([0.5, 0.5]) > 0.7).tolist() == [False, False, False, True]
    assert (frame.inputs @ frame.weights[0] > -frame.biases[0]).tolist() == frame.outputs[0].astype(bool).tolist()


def test_truth_tables_are_drawn_cell_by_cell(recipes: Recipes) -> None:
    """The digits on the figure are those of the frame; 5 tables of 4 rows and 3 columns."""
    scene = Scene(recipes["gates"], recipes["gates"].film(), Style(LIGHT, 1920, 1080))
    digits = [text for text in texts(scene) if text in ("0", "1")]
    assert len(digits) == 5 * 4 * 3
    frame = recipes["gates"].film()[0]
    between = np.stack([frame.outputs[1], frame.outputs[2]])
    ones = 4 * frame.inputs.sum() + frame.outputs.sum() + 2 * frame.xor.sum() + between.sum()
    assert digits.count("1") == ones


# ---------------------------------------------------------------- hidden mapping


def test_one_straight_line_parts_what_no_line_could(recipes: Recipes) -> None:
    """The claim: no line in the input plane gets above 80 %; after the activation the line w·a + b = 0 gets 85 %."""
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
    """At 0.1 and 0.01 the loss reaches 0.263 before epoch 200, and the fold is no sliver."""
    film = recipes["hidden-mapping"].film(activation=activation, learning_rate=rate)
    last = film[-1]
    assert last.loss <= 0.263
    assert last.epoch < 200
    weights = next(last.network.layers(last.parameters)).weights
    singular = np.linalg.svd(weights, compute_uv=False)
    assert singular[1] / singular[0] > 0.08


def test_slow_training_does_not_stop(recipes: Recipes) -> None:
    """At 0.001 all 200 epochs pass, and a tanh network at 0.01 can stay near 0.29 (seed 0)."""
    recipe = recipes["hidden-mapping"]
    assert recipe.film(learning_rate=0.001)[-1].epoch == 200
    stuck = recipe.film(seed=0)[-1]
    assert stuck.epoch == 200
    assert stuck.loss == pytest.approx(0.29, abs=0.02)


def test_hidden_mapping_has_the_six_variants(recipes: Recipes) -> None:
    """ReLU and tanh at 0.1, 0.01 and 0.001."""
    found = {(v["activation"], v["learning_rate"]) for v in recipes["hidden-mapping"].variants.values()}
    assert found == {(a, r) for a in ("relu", "tanh") for r in (0.1, 0.01, 0.001)}


def test_the_numbers_in_the_words_are_the_films(recipes: Recipes) -> None:
    """The caption tells the film's own loss, epochs and accuracy; dead units are named."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film()
    caption = recipe.say_words(film, Say()).caption
    assert f"from {film[0].loss:.2f} to {film[-1].loss:.2f} in {film[-1].epoch} epochs" in caption
    assert f"{100 * film[-1].accuracy:.0f}\u00a0%" in caption


def test_three_panels_show_the_samples_where_the_network_puts_them(recipes: Recipes) -> None:
    """Offsets and colours of the drawn dots: the samples, their sums, their activations; classes in class colours."""
    recipe = recipes["hidden-mapping"]
    film = recipe.film(max_epochs=3)
    scene = Scene(recipe, film, Style(LIGHT, 1920, 760))
    frame = film[2]
    scene.still(2)
    panels = [axes for axes in scene.figure.axes if axes.axison][:4]
    from matplotlib.collections import PathCollection

    drawn = [each for axes in panels for each in axes.collections if isinstance(each, PathCollection)]
    sums, activated = frame.forward(frame.samples)[0]
    assert len(drawn) == 3
    for dots, expected in zip(drawn, (frame.samples, sums, activated), strict=True):
        np.testing.assert_allclose(np.asarray(dots.get_offsets()), expected, atol=1e-12)
        first = np.asarray(dots.get_facecolor())[[0, -1]][:, :3]
        np.testing.assert_allclose(first, [[0x2B / 255, 0x7A / 255, 0x9B / 255], [0xD1 / 255, 0x60 / 255, 0x3D / 255]])
        np.testing.assert_allclose(np.asarray(dots.get_edgecolor())[0, :3], 1.0)
    assert f"Epoch {frame.epoch}" in texts(scene)
    assert f"loss {frame.loss:.3f}" in texts(scene)
    assert f"accuracy {100 * frame.accuracy:.0f}\u00a0%" in texts(scene)


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


def test_what_relu_folds_stays_visible(recipes: Recipes) -> None:
    """Samples whose sums are below zero are drawn beside the axis, not on it, the farther the lower the sum."""
    from matplotlib.collections import PathCollection

    recipe = recipes["hidden-mapping"]
    film = recipe.film(activation="relu")
    scene = Scene(recipe, film, Style(LIGHT, 960, 400))
    scene.still(len(film) - 1)
    frame = film[-1]
    sums = frame.forward(frame.samples)[0][0]
    panels = [axes for axes in scene.figure.axes if axes.axison]
    drawn = [each for axes in panels for each in axes.collections if isinstance(each, PathCollection)][2]
    shown = np.asarray(drawn.get_offsets())
    below = sums < 0
    assert below.any()
    assert (shown[below] < 0).all()
    np.testing.assert_allclose(shown[~below], sums[~below])
    share = shown[below] / sums[below]
    np.testing.assert_allclose(share, share[0])


# ---------------------------------------------------------------- loss curves


def test_unseen_digits_are_read_almost_as_well(recipes: Recipes) -> None:
    """The claim and the notes' numbers: about 0.95 after 3,000 iterations, 0.98–0.99 after 10,000, at rate 0.1."""
    film = recipes["loss-curves"].film()
    last = film[-1]
    assert last.epoch * last.losses.size == 3000
    assert last.test_accuracy == pytest.approx(0.95, abs=0.02)
    assert last.train_accuracy == pytest.approx(0.95, abs=0.02)
    assert last.train_accuracy - last.test_accuracy < 0.02
    long = recipes["loss-curves"].film(epochs=667)[-1]
    assert long.epoch * long.losses.size >= 10_000
    assert long.train_accuracy == pytest.approx(0.985, abs=0.01)
    assert long.test_accuracy > 0.96


def test_losses_are_those_of_the_iterations(recipes: Recipes) -> None:
    """The untrained loss is about log 10; 15 iterations an epoch; the first epoch's losses start there."""
    film = recipes["loss-curves"].film(epochs=2)
    assert film[0].losses == pytest.approx(np.log(10), abs=0.05)
    assert film.column("losses").shape == (3, 15)
    assert film[1].losses[0] == pytest.approx(np.log(10), abs=0.05)


def test_example_digits_are_real(recipes: Recipes) -> None:
    """The ten images in the header are the first of each digit in the set."""
    images, labels = datasets.digits()
    examples = recipes["loss-curves"].film(epochs=1)[0].examples
    for digit in range(10):
        assert (examples[digit].ravel() == images[np.flatnonzero(labels == digit)[0]]).all()


def test_curves_grow_with_the_epochs(recipes: Recipes) -> None:
    """In the drawing of epoch k the accuracy curves have k + 1 points."""
    recipe = recipes["loss-curves"]
    film = recipe.film(epochs=5)
    for index in (1, 3, 5):
        scene = Scene(recipe, film, Style(LIGHT, 960, 400))
        before = {id(line) for axes in scene.figure.axes for line in axes.lines}
        scene.still(index)
        added = [line for axes in scene.figure.axes for line in axes.lines if id(line) not in before]
        lengths = sorted(len(np.asarray(line.get_xdata())) for line in added if len(np.asarray(line.get_xdata())) > 1)
        assert lengths == sorted([index + 1, index + 1, index * 15])
