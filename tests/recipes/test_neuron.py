"""One neuron: products, their sum, and what is made of it."""

import re
from decimal import Decimal

import numpy as np
import pytest

from films import Recipes, drawn, numbers
from staged import shapes_of, staged
from vizpipe.drawing.picture import Moment, Path, Points, Room
from vizpipe.drawing.picture.parts import panels_of
from vizpipe.nn.network import with_ones


def test_a_sigmoid_neuron_is_a_logistic_regression(recipes: Recipes) -> None:
    """Gradient descent ends where Newton's method for logistic regression, written here, ends, to two decimals."""
    frame = recipes["neuron"].film(steps=60000)[0]
    x, t = with_ones(frame.samples), frame.labels.astype(float)
    weights = np.zeros(3)
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        weights = weights + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (t - p))
    np.testing.assert_array_equal([*frame.weights, frame.bias], weights.round(2))


def test_a_neurons_parts_add_up(recipes: Recipes) -> None:
    """In every frame what is added is the inputs times the weights and the bias, and its sum is squashed."""
    for frame in recipes["neuron"].film():
        np.testing.assert_allclose(frame.parts, [*(frame.x * frame.weights), frame.bias])
        total = frame.x @ frame.weights + frame.bias
        assert frame.parts.sum() == pytest.approx(total)
        assert frame.output == pytest.approx(1 / (1 + np.exp(-total)))


def test_one_sample_goes_step_by_step_and_others_follow(recipes: Recipes) -> None:
    """The first sample comes from its inputs to its output in sixteenths of a part; then seven more at theirs."""
    film = recipes["neuron"].film()
    assert [(frame.sample, frame.progress) for frame in film] == [
        *((0, move / 16) for move in range(49)),
        *((sample, 3.0) for sample in range(1, 8)),
    ]
    for frame in film:
        np.testing.assert_array_equal(frame.x, frame.samples[frame.sample])
        assert frame.label == frame.labels[frame.sample]


@pytest.mark.parametrize("seed", [4, 5])
def test_a_neurons_products_and_sum_close_on_the_screen(recipes: Recipes, seed: int) -> None:
    """Each product is, to its last digit, the input times the weight that are drawn, and the sum is their sum."""
    recipe = recipes["neuron"]
    for texts in drawn(recipe, recipe.film(seed=seed), 48, 51, 55):
        *weights, bias = [numbers(text)[0] for text in texts if text.startswith("× ")]
        plain = [Decimal(text) for text in texts if re.fullmatch(r"-?\d+(?:\.\d+)?", text)]
        inputs, one, (total, output), products = plain[:2], plain[2], plain[3:5], plain[5:]
        assert len(weights) == 2
        assert len(products) == 3
        assert one == Decimal(1)
        assert [given * weight for given, weight in zip([*inputs, one], [*weights, bias], strict=True)] == products
        assert sum(products) == total
        assert output == Decimal(f"{1 / (1 + np.exp(-float(total))):.2f}")


@pytest.mark.parametrize("given", [{}, {"seed": 5}, {"samples": 2, "steps": 3}])
def test_what_a_neurons_beats_say_is_so(recipes: Recipes, given: dict[str, int]) -> None:
    """A headline stands while its part is passed; the last names the share of samples on the side of their class."""
    film = recipes["neuron"].film(**given)
    first = film[0]
    answers = 1 / (1 + np.exp(-(first.samples @ first.weights + first.bias)))
    cues = {cue.name: cue for cue in recipes["neuron"].cues(film)}
    assert cues["rest"].values["share"] == pytest.approx(100 * np.mean((answers > 0.5) == first.labels))
    progress = [film[cues[name].frame].progress for name in ("inputs", "products", "sum", "output")]
    assert progress == [0.0, 1.0, 2.0, 3.0]
    for part, name in enumerate(("weights", "addition", "activation")):
        assert part < film[cues[name].frame].progress < part + 1
    assert film[cues["others"].frame].sample == film[cues["others"].frame - 1].sample + 1 == 1
    assert cues["rest"].frame == len(film) - 1


def test_streams_and_bars_are_as_long_and_wide_as_their_numbers(recipes: Recipes) -> None:
    """A neuron's streams are as wide as its products, half of the way as far; bars laid end to end reach the sum."""
    film = recipes["neuron"].film()
    picture = recipes["neuron"].pictured(film)
    (cell, _), (_, _, waterfall, *_) = (part.marks for _, part in panels_of(picture.body))
    room = Room(800.0, 500.0, (-10.0, 10.0, -0.5, 1.1))
    last = Moment(film, 48, film[48])
    paths = [shape for shape in cell.shapes(last, room) if isinstance(shape, Path) and shape.is_round]
    widths = np.array([float(path.width) for path in paths])  # type: ignore[arg-type]
    numbers_ = [*np.column_stack([[*film[48].x, 1.0], film[48].parts]).ravel(), film[48].parts.sum()]
    np.testing.assert_allclose(widths / widths[-1], np.abs(numbers_) / abs(film[48].parts.sum()))
    assert [path.stroke for path in paths[1::2]] == ["positive" if part > 0 else "negative" for part in film[48].parts]
    begun = [shape for shape in cell.shapes(Moment(film, 8, film[8]), room) if isinstance(shape, Path)][1:]
    reached = [max(line[:, 0].max() for line in path.lines) for path in begun[1:4:2]]
    assert paths[0].lines[0][0, 0] < reached[0] == reached[1] < paths[1].lines[0][-1, 0]
    assert not begun[-1].lines
    bars = next(shape for shape in waterfall.shapes(last, room) if isinstance(shape, Path) and shape.fill is not None)
    ends = [bar[1, 0] for bar in bars.lines]
    np.testing.assert_allclose(ends, np.cumsum(film[48].parts))
    np.testing.assert_allclose([bar[0, 0] for bar in bars.lines], [0.0, *ends[:-1]], atol=1e-12)
    before = waterfall.shapes(Moment(film, 0, film[0]), room)  # a bar without length would be seen as a line
    assert not any(isinstance(shape, Path) and shape.fill is not None for shape in before)


def test_the_answer_is_not_given_away(recipes: Recipes) -> None:
    """The sample has its ring among the others from the frame on in which its sum is there, not before."""
    film = recipes["neuron"].film()
    stage = staged(recipes["neuron"], film)
    rings = [[dots for dots in shapes_of(stage, frame, "1", Points) if dots.size == 22.0] for frame in (0, 31, 32)]
    assert not any(len(dots.places) for found in rings[:2] for dots in found)
    np.testing.assert_allclose(rings[2][0].places, [[film[32].parts.sum(), film[32].label]])
