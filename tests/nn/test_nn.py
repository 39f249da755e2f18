"""Networks: numbers against the textbook and against a second way to compute them."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vizpipe import nn

Array = npt.NDArray[np.float64]


def close(one: object, other: object, tolerance: float = 1e-8) -> None:
    """Compare arrays absolutely."""
    np.testing.assert_allclose(np.asarray(one), np.asarray(other), rtol=0, atol=tolerance)


def test_activations_have_the_textbook_values_at_zero() -> None:
    """Sigmoid is ½ with slope ¼ at 0; step and ReLU are 0 there."""
    zero = np.zeros((1, 1))
    assert nn.sigmoid.forward(zero) == 0.5
    assert nn.sigmoid.derivative(zero) == 0.25
    assert nn.step.forward(zero) == 0.0
    assert nn.relu.forward(zero) == 0.0


def test_sigmoid_keeps_its_digits_in_both_tails() -> None:
    """Far out, the sigmoid is e⁻|z| and 1, without a warning or an overflow."""
    values = nn.sigmoid.forward(np.array([[-1000.0, -40.0, 40.0, 1000.0]]))
    assert 0.0 <= values[0, 0] < 1e-300
    assert values[0, 1] == pytest.approx(np.exp(-40.0), rel=1e-12)
    assert values[0, 3] == 1.0


def test_softmax_has_the_textbook_values() -> None:
    """(0.3, 2.9, 4.0) and the overflowing (1010, 1000, 990) give the known probabilities."""
    close(nn.softmax.forward(np.array([[0.3, 2.9, 4.0]])), [[0.01821127, 0.24519181, 0.73659691]])
    huge = nn.softmax.forward(np.array([[1010.0, 1000.0, 990.0]]))
    np.testing.assert_allclose(huge, [[9.99954600e-01, 4.53978686e-05, 2.06106005e-09]], rtol=1e-8)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=6), st.floats(-100, 100))
def test_softmax_does_not_feel_a_constant(row: list[float], constant: float) -> None:
    """Adding a constant to all inputs changes no output, and outputs sum to 1."""
    z = np.array([row])
    close(nn.softmax.forward(z + constant), nn.softmax.forward(z), 1e-12)
    assert nn.softmax.forward(z).sum() == pytest.approx(1.0)


def test_losses_have_the_textbook_values() -> None:
    """The two cases of the source notes, one-hot and as class numbers."""
    right = np.array([[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]])
    wrong = np.array([[0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0]])
    target, number = np.eye(10)[[2]], np.array([2])
    assert nn.sum_of_squared_errors.value(right, target) == pytest.approx(0.0975)
    assert nn.sum_of_squared_errors.value(wrong, target) == pytest.approx(0.5975)
    for y, expected in ((right, 0.510825457), (wrong, 2.302584093)):
        assert nn.categorical_cross_entropy.value(y, target) == pytest.approx(expected, abs=1e-9)
        assert nn.sparse_categorical_cross_entropy.value(y, number) == pytest.approx(expected, abs=1e-9)


def test_three_layers_have_the_textbook_values() -> None:
    """The forward pass of the source notes, layer by layer."""
    network = nn.Network((2, 3, 2, 2), ("sigmoid", "sigmoid", "identity"))
    weights = ([0.1, 0.3, 0.5, 0.2, 0.4, 0.6], [0.1, 0.4, 0.2, 0.5, 0.3, 0.6], [0.1, 0.3, 0.2, 0.4])
    biases = ([0.1, 0.2, 0.3], [0.1, 0.2], [0.1, 0.2])
    vector = np.concatenate([part for layer in zip(weights, biases, strict=True) for part in layer])
    passed = network.forward(vector, np.array([[1.0, 0.5]]))
    close(passed[0][1], [[0.57444252, 0.66818777, 0.75026011]])
    close(passed[1][1], [[0.62624937, 0.7710107]])
    close(passed[2][1], [[0.31682708, 0.69627909]])


def test_a_batch_is_its_rows() -> None:
    """Predicting a batch gives what predicting each row gives, to 1e−15."""
    rng = np.random.default_rng(1)
    network = nn.Network((4, 7, 3), ("tanh", "softmax"))
    vector = network.initial(rng, nn.initializers.glorot_uniform)
    batch = rng.normal(size=(9, 4))
    rows = np.concatenate([network.predict(vector, row[None]) for row in batch])
    close(network.predict(vector, batch), rows, 1e-15)


def test_numerical_gradient_of_a_bowl() -> None:
    """F = x₀² + x₁² has gradients (6, 8), (0, 4) and (6, 0) at the three points of the source notes."""
    for point, expected in (((3.0, 4.0), (6.0, 8.0)), ((0.0, 2.0), (0.0, 4.0)), ((3.0, 0.0), (6.0, 0.0))):
        close(nn.numerical_gradient(lambda x: float((x * x).sum()), np.array(point)), expected, 1e-9)


def test_a_check_finds_a_wrong_gradient_and_prints_both_numbers() -> None:
    """A gradient that is off by 1e−5 is caught, and the verdict shows both norms."""
    point = np.array([3.0, 4.0])
    bowl = lambda x: float((x * x).sum())  # noqa: E731 - a formula
    assert nn.check_gradient(bowl, 2.0 * point, point).agree
    verdict = nn.check_gradient(bowl, 2.0 * point + 1e-5, point)
    assert not verdict.agree
    assert "exact 10" in str(verdict)
    assert "numerical 10" in str(verdict)


def targets_of(loss: nn.Loss, rng: np.random.Generator, batch: int, units: int) -> Array | npt.NDArray[np.int64]:
    """Targets of the kind that a loss takes."""
    classes = rng.integers(0, units, batch)
    if loss.name.startswith("sparse"):
        return classes
    if loss.name == "categorical-cross-entropy":
        return np.eye(units)[classes]
    return rng.uniform(0.1, 0.9, (batch, units))


HIDDEN = ("sigmoid", "tanh", "relu", "identity", "softmax")
OUTPUT_OF = {
    "sum-of-squared-errors": HIDDEN,
    "binary-cross-entropy": ("sigmoid", "softmax"),
    "categorical-cross-entropy": ("sigmoid", "softmax"),
    "sparse-categorical-cross-entropy": ("sigmoid", "softmax"),
}
CASES = [(hidden, out, loss) for loss, outs in OUTPUT_OF.items() for hidden, out in itertools.product(HIDDEN, outs)]


@pytest.mark.parametrize(("hidden", "out", "loss"), CASES)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), batch=st.integers(1, 5), units=st.integers(2, 4))
def test_exact_and_numerical_gradient_agree(
    hidden: str, out: str, loss: str, seed: int, batch: int, units: int
) -> None:
    """‖exact − numerical‖ ≤ 1e−7·max(1, ‖exact‖) for every layer, activation and loss, away from kinks."""
    rng = np.random.default_rng(seed)
    network = nn.Network((3, 4, units), (hidden, out))
    vector = rng.uniform(-0.8, 0.8, network.parameter_count)
    x = rng.uniform(-1.0, 1.0, (batch, 3))
    sums = [z for z, _ in network.forward(vector, x)]
    names = (hidden, out)
    if any(name == "relu" and np.abs(z).min() < 1e-3 for name, z in zip(names, sums, strict=True)):
        return  # a kink within reach of the numerical gradient
    chosen = nn.LOSSES[loss]
    targets = targets_of(chosen, rng, batch, units)
    _, exact = network.gradient(vector, x, targets, chosen)
    verdict = nn.check_gradient(lambda v: chosen.value(network.predict(v, x), targets), exact, vector)
    assert verdict.agree, str(verdict)


def test_nothing_flows_through_a_step() -> None:
    """Behind a step every gradient is exactly zero, exact and numerical."""
    rng = np.random.default_rng(2)
    network = nn.Network((2, 3, 1), ("step", "sigmoid"))
    vector, x, t = network.initial(rng, nn.initializers.he), rng.normal(size=(6, 2)), np.ones((6, 1))
    _, gradient = network.gradient(vector, x, t, nn.binary_cross_entropy)
    first = network.places[0]
    assert not gradient[first.weights].any()
    assert not gradient[first.bias].any()
    assert (nn.step.derivative(np.array([-1.0, 2.0])) == 0.0).all()


def reference(name: str, rate: float, gradients: Array, start: Array) -> list[Array]:
    """Update rules once more, number by number, as the papers print them."""
    path, w = [], [float(v) for v in start]
    memory = [[0.0] * len(w) for _ in range(2)]
    for step, gradient in enumerate(gradients, start=1):
        for i, g in enumerate(map(float, gradient)):
            if name == "SGD":
                w[i] -= rate * g
            elif name == "Momentum":
                memory[0][i] = 0.9 * memory[0][i] - rate * g
                w[i] += memory[0][i]
            elif name == "AdaGrad":
                memory[0][i] += g**2
                w[i] -= rate * g / (memory[0][i] ** 0.5 + 1e-7)
            elif name == "RMSProp":
                memory[0][i] = 0.99 * memory[0][i] + 0.01 * g**2
                w[i] -= rate * g / (memory[0][i] ** 0.5 + 1e-7)
            else:
                memory[0][i] = 0.9 * memory[0][i] + 0.1 * g
                memory[1][i] = 0.999 * memory[1][i] + 0.001 * g**2
                mean, square = memory[0][i] / (1 - 0.9**step), memory[1][i] / (1 - 0.999**step)
                w[i] -= rate * mean / (square**0.5 + 1e-8)
        path.append(np.array(w))
    return path


@pytest.mark.parametrize("rule", [nn.SGD, nn.Momentum, nn.AdaGrad, nn.RMSProp, nn.Adam])
def test_update_rules_agree_with_a_second_reference(rule: type[nn.Adam]) -> None:
    """For 100 steps, to 1e−12, and without touching what they were given."""
    rng = np.random.default_rng(3)
    gradients, start = rng.normal(size=(100, 5)), rng.normal(size=5)
    optimizer = rule(0.05)
    vector, state, before = start, optimizer.start(start), start.copy()
    for gradient, expected in zip(gradients, reference(rule.__name__, 0.05, gradients, start), strict=True):
        vector, state = optimizer.update(vector, gradient, state)
        close(vector, expected, 1e-12)
    assert (start == before).all()


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(0.1, (-6.11110793e-10, 8.14814391e-10)), (1e-10, (-2.99999994, 3.99999992))],
)
def test_gradient_descent_has_the_textbook_values(rate: float, expected: tuple[float, float]) -> None:
    """From (−3, 4) on x₀² + x₁², 100 steps end where the source notes end."""
    vector, rule = np.array([-3.0, 4.0]), nn.SGD(rate)
    for _ in range(100):
        vector, _ = rule.update(vector, 2.0 * vector, None)
    np.testing.assert_allclose(vector, expected, rtol=1e-8)


def test_initial_weights_have_their_spread() -> None:
    """Each initializer has the standard deviation that its paper states, within sampling error."""
    rng, shape = np.random.default_rng(4), (200, 300)
    assert not nn.initializers.zero(rng, *shape).any()
    assert nn.initializers.normal(0.01)(rng, *shape).std() == pytest.approx(0.01, rel=0.02)
    assert nn.initializers.xavier(rng, *shape).std() == pytest.approx((1 / 200) ** 0.5, rel=0.02)
    assert nn.initializers.he(rng, *shape).std() == pytest.approx((2 / 200) ** 0.5, rel=0.02)
    glorot = nn.initializers.glorot_uniform(rng, *shape)
    assert glorot.std() == pytest.approx((2 / 500) ** 0.5, rel=0.02)
    assert np.abs(glorot).max() <= (6 / 500) ** 0.5


def test_training_is_the_same_twice_and_learns() -> None:
    """The same generator gives the same snapshots to the bit; the loss falls."""

    def run() -> list[nn.Snapshot]:
        rng = np.random.default_rng(5)
        x = rng.normal(size=(60, 2))
        labels = (x[:, 0] > 0).astype(np.int64)
        network = nn.Network((2, 1), ("sigmoid",))
        start = network.initial(rng, nn.initializers.zero)
        loss, rule = nn.binary_cross_entropy, nn.SGD(0.5)
        snapshots = nn.train(network, start, x, labels, loss=loss, optimizer=rule, batch_size=16, rng=rng)
        return list(itertools.islice(snapshots, 10))

    one, two = run(), run()
    assert [s.epoch for s in one] == list(range(10))
    assert all((a.parameters == b.parameters).all() and a.loss == b.loss for a, b in zip(one, two, strict=True))
    assert one[0].loss == pytest.approx(np.log(2), abs=1e-6)
    assert one[-1].loss < 0.5 * one[0].loss
    assert one[-1].accuracy > 0.9


@pytest.mark.parametrize(
    ("sizes", "activations", "says"),
    [((2, 1), (), "activations"), ((2, 0), ("tanh",), "at least one"), ((2, 1), ("tahn",), "unknown activation")],
)
def test_a_shape_that_is_no_network_is_refused(sizes: tuple[int, ...], activations: tuple[str, ...], says: str) -> None:
    """The error says what is wrong with it."""
    with pytest.raises(ValueError, match=says):
        nn.Network(sizes, activations)


def test_the_small_number_in_logarithms_has_its_price() -> None:
    """A perfect answer costs −10⁻⁷, a wrong one 16.1 at most, and a confident mistake loses its gradient."""
    right, wrong = np.ones((1, 1)), np.zeros((1, 1))
    for loss in (nn.binary_cross_entropy, nn.categorical_cross_entropy):
        assert loss.value(right, right) == pytest.approx(-1e-7, rel=1e-6)
        assert loss.value(wrong, right) == pytest.approx(16.118, abs=1e-3)
    for z, slope in ((-5.0, -0.993), (-15.0, -0.754), (-20.0, -0.020), (-30.0, 0.0)):
        y = nn.sigmoid.forward(np.full((1, 1), z))
        found = nn.binary_cross_entropy.gradient(y, right) * y * (1.0 - y)
        assert float(found[0, 0]) == pytest.approx(slope, abs=5e-4)
