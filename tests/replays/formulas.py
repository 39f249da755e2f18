"""Recipes that train nothing: the sources' formulas and numbers."""

import numpy as np

from replays import Call, Replay
from replays.networks import TINY, Array, Shape, outputs, passed, sigmoid
from replays.planes import seeded

CASES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
THREE_LAYERS = (
    (2, 3, 2, 2), ("sigmoid", "sigmoid", "identity"),
    (0.1, 0.3, 0.5, 0.2, 0.4, 0.6, 0.1, 0.2, 0.3, 0.1, 0.4, 0.2, 0.5, 0.3, 0.6, 0.1, 0.2, 0.1, 0.3, 0.2, 0.4, 0.1, 0.2),
)  # fmt: skip
ALL_SIGMOID = (
    (2, 2, 2, 2), ("sigmoid", "sigmoid", "sigmoid"), (1, -1, -2, 1, 1, 0, 2, -2, -1, -1, 0, 0, 3, -1, -1, 4, -2, 2),
)  # fmt: skip
PRINTED = {
    "three-layers": (THREE_LAYERS, (1.0, 0.5)),
    "all-sigmoid": (ALL_SIGMOID, (1.0, -1.0)),
}
"""Networks and inputs as the sources print them."""


def activations(*, reach: float) -> Replay:
    """Step, sigmoid, ReLU, tanh, identity, and softmax beside 1 and 0, with their derivatives, every tenth."""
    x = np.array([tenth / 10.0 for tenth in range(-round(10 * reach), round(10 * reach))])
    share = 1.0 / (1.0 + np.exp(1.0 - x) + np.exp(-x))
    positive = np.where(x > 0.0, 1.0, 0.0)
    yield {
        "x": x, "values": np.stack([positive, sigmoid(x), positive * x, np.sinh(x) / np.cosh(x), x, share]),
        "derivatives": np.stack([
            0.0 * x, sigmoid(x) * sigmoid(-x), positive, np.cosh(x) ** -2.0, 0.0 * x + 1.0, share - share**2,
        ]),
    }  # fmt: skip


def backpropagation(*, x1: float, w1: float, x2: float, w2: float, b: float, t: float) -> Replay:
    """L = ½(σ(w₁x₁ + w₂x₂ + b) − t)², six steps forward, five back, and all once more."""
    z = w1 * x1 + w2 * x2 + b
    y = 1.0 / (1.0 + np.exp(-z))
    d = y - t
    values = {
        "x1": x1, "w1": w1, "x2": x2, "w2": w2, "b": b, "t": t, "p1": w1 * x1, "p2": w2 * x2, "z": z, "y": y, "d": d,
        "L": d**2 / 2.0,
    }  # fmt: skip
    s = d * np.exp(-z) / (1.0 + np.exp(-z)) ** 2
    gradients = {
        "L": 1.0, "d": d, "y": d, "t": -d, "z": s, "p1": s, "p2": s, "b": s, "x1": s * w1, "w1": s * x1, "x2": s * w2,
        "w2": s * x2,
    }  # fmt: skip
    for step in range(12):
        yield {
            "forward": min(step + 1, 6), "back": min(max(0, step - 5), 5), "is_traced": step == 11,
            "leaves": np.array([x1, w1, x2, w2, b, t]),
            "values": values, "gradients": gradients,
        }  # fmt: skip


def depth_and_error() -> Replay:
    """The papers' numbers."""
    yield {
        "names": np.array(["AlexNet", "VGG", "GoogLeNet", "ResNet"]), "years": np.array([2012, 2014, 2014, 2015]),
        "layers": np.array([8, 19, 22, 152]), "errors": np.array([16.4, 7.3, 6.7, 3.57]),
        "ensembles": np.array([5, 7, 7, 6]),
    }  # fmt: skip


def forward_pass(*, network: str) -> Replay:
    """Eight frames on the way through each layer, for the source's input and for zeros."""
    (units, names, numbers), x = PRINTED[network]
    vector = np.array(numbers, dtype=float)
    for given in (np.array(x), np.zeros(len(x))):
        values = [each[0] for each in passed(Shape(units, names), vector, given[None])[1]]
        for step in range(25):
            yield {
                "progress": step / 8.0, "parameters": vector, "sizes": np.array(units), "activations": np.array(names),
                "x": given, "values": values,
            }  # fmt: skip


def matrices() -> Replay:
    """Four rows through the three-layer network: nothing yet, one number, two steps a product, a row by itself."""
    units, names, numbers = THREE_LAYERS
    vector, batch = np.array(numbers), np.array([[1.0, 0.5], [5.0, 6.0], [-6.0, -3.0], [-3.0, 0.0]])
    rows = [passed(Shape(units, names), vector, row[None])[1] for row in batch]
    blocks = [np.concatenate(each) for each in zip(*rows, strict=True)]
    way = [(halves / 2.0, "batch", (0, 24, 48, 64)[halves // 2]) for halves in range(1, 7)]
    for progress, part, count in ((0, "batch", 0), (0, "number", 2), *way, (3, "row", 64)):
        yield {
            "progress": float(progress), "part": part, "parameters": vector, "batch": batch, "blocks": blocks,
            "multiplications": count,
        }  # fmt: skip


def fires(points: Array, w1: float, w2: float, b: float) -> Array:
    """1 where b + w·x > 0."""
    return np.array([int(w1 * x1 + w2 * x2 + b > 0.0) for x1, x2 in points])


def ends(w1: float, w2: float, b: float) -> Array:
    """The points of the line b + w·x = 0 that lie ten either way of the one nearest to the origin, (2, 2)."""
    length = np.hypot(w1, w2)
    nearest = -b / length * np.array([w1, w2]) / length
    return np.stack([nearest + way * 10.0 * np.array([-w2, w1]) / length for way in (-1.0, 1.0)])


def gates() -> Replay:
    """AND, NAND and OR in the form with a bias; XOR = AND(NAND, OR)."""
    neurons = ((0.5, 0.5, -0.7), (-0.5, -0.5, 0.7), (0.5, 0.5, -0.2))
    yield {
        "inputs": CASES.astype(int), "weights": np.array(neurons)[:, :2], "biases": np.array([-0.7, 0.7, -0.2]),
        "outputs": np.array([[0, 0, 0, 1], [1, 1, 1, 0], [0, 1, 1, 1]]), "xor": np.array([0, 1, 1, 0]),
        "stack": Call((CASES,), np.array([0, 1, 1, 0])),
        **{f"fires {gate}": Call((gate, CASES / 2.0), fires(CASES / 2.0, *each)) for gate, each in enumerate(neurons)},
        **{f"line {gate}": Call((gate,), ends(*each)) for gate, each in enumerate(neurons)},
    }  # fmt: skip


def weights_and_bias(*, frames_each: int) -> Replay:
    """From AND: w₁ by 1.0 and −0.1 and back, then b by −0.2 and −1.1 and back, slow at each stop."""
    names = {(0, 0, 0, 1): "AND", (0, 1, 1, 1): "OR", (0, 1, 0, 1): "copies x₁", (0, 0, 0, 0): "never"}
    for turning, stops in enumerate(((0.5, 1.0, -0.1, 0.5), (-0.7, -0.2, -1.1, -0.7))):
        for frame in range(frames_each):
            way = 3.0 * frame / frames_each
            leg = int(way)
            share = 3.0 * (way - leg) ** 2 - 2.0 * (way - leg) ** 3
            value = round((1.0 - share) * stops[leg] + share * stops[leg + 1], 2)
            w1, b = (0.5, value) if turning else (value, -0.7)
            answers = fires(CASES, w1, 0.5, b)
            yield {
                "number": turning * frames_each + frame, "turning": turning, "weights": np.array([w1, 0.5]), "bias": b,
                "threshold": -b, "foot": ends(w1, 0.5, b).mean(axis=0), "fires": Call((CASES,), answers),
                "neuron": np.array([w1, 0.5, b]), "table": np.hstack([CASES, np.array(answers)[:, None]]),
                "gate": names.get(tuple(np.array(answers).tolist()), ""),
            }  # fmt: skip


def gradient_descent(*, surface: str, learning_rate: float, too_large: float, too_small: float, steps: int) -> Replay:
    """x₀² + x₁² from (−3, 4), or x₀²/20 + x₁² from (−7, 2): each step is x − η·2ax, until 10¹⁵⁰ is passed."""
    curvature, start, rim = (
        (np.array([1.0, 1.0]), (-3.0, 4.0), 30.0) if surface == "bowl" else (np.array([0.05, 1.0]), (-7.0, 2.0), 7.0)
    )
    places, start_distance = np.array([start] * 3), np.sqrt(start[0] ** 2 + start[1] ** 2)
    for step in range(steps + 1):
        distances = np.sqrt(np.square(places).sum(axis=1))
        yield {
            "step": step, "places": places, "surface": surface, "distances": distances,
            "decades": np.log10(np.where(distances > 1e-10, distances, 1e-10)),
            "shares": 1.0 - distances / start_distance, "is_out": curvature @ places[1] ** 2 > rim,
        }  # fmt: skip
        moved = places - np.array([[learning_rate], [too_large], [too_small]]) * 2.0 * curvature * places
        places = np.where(np.abs(places).max(axis=1)[:, None] < 1e150, moved, places)


def partial_derivatives(*, h: float, steps: int, x0: float, x1: float) -> Replay:
    """On the bowl x₀² + x₁², whose gradient is 2x, 2 to either side, twelve times so much less, and then round."""
    start = np.array([round(x0, 2), round(x1, 2)])
    turns = [np.exp(2j * np.pi * step / steps) * complex(*start) for step in range(steps + 1)]
    places = [*14 * [start], *(np.round([turn.real, turn.imag], 2) for turn in turns[1:])]
    widths = [0.0, *(2.0 * (h / 2.0) ** (min(step, 12) / 12.0) for step in range(13 + steps))]
    for point, width in zip(places, widths, strict=True):
        heights = point**2 + (point**2)[::-1]
        yield {
            "point": point, "h": width, "gradient": 2.0 * point, "cut": Call((0, 1.5), 2.25 + point[1] ** 2),
            "cut 1": Call((1, point[1]), heights[1]),
        }  # fmt: skip


def losses() -> Replay:
    """The textbook's two answers to a 2: ½Σ(y − t)², and −log of what class 2 got."""
    found = np.array([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0])
    missed = np.array([0.1, 0.05, 0.1, 0.0, 0.05, 0.1, 0.0, 0.6, 0.0, 0.0])
    entropy = np.array([0.510825457, 2.302584093])
    np.testing.assert_allclose(entropy, -np.log(np.array([0.6, 0.1]) + TINY), atol=1e-9)
    yield {
        "outputs": np.stack([found, missed]), "label": 2, "squared": np.array([0.0975, 0.5975]), "entropy": entropy,
        "sparse": entropy,
    }  # fmt: skip


def sigmoid_to_step(*, steepest: float, samples: int, steps: int, seed: int) -> Replay:
    """K grows by the same factor a frame, from ½ at most; samples of class 1 lie above 1, give or take 0.8."""
    rng = seeded(seed)
    x = np.array(sorted(10.0 * rng.random(samples) - 5.0))
    labels = (x + 0.8 * rng.standard_normal(samples) > 1.0).astype(int)
    first = min(0.5, steepest / 2.0)
    for step in range(steps):
        k = first * (steepest / first) ** (step / (steps - 1))
        answers, h = [sigmoid(k * (x - place)) for place in (-2.6, 0.4)], 1e-6
        cost = [((sigmoid(k * (x - place)) - labels) ** 2).mean() / 2.0 for place in (0.4 + h, 0.4 - h)]
        yield {
            "doublings": np.log2(k), "steepness": k, "samples": x, "labels": labels,
            "answer": Call((x, -2.6), answers[0]),
            "loss": Call((np.array([-2.6, 0.4]),), np.array([((a - labels) ** 2).mean() / 2.0 for a in answers])),
            "slope": Call((np.array([0.4]),), np.array([(cost[0] - cost[1]) / (2.0 * h)])),
        }  # fmt: skip


def softmax_shift(*, scores: str, largest: float, steps: int) -> Replay:
    """Scores (0.3, 2.9, 4.0) or (10, 0, −10) and a constant; the definition breaks where a power overflows."""
    base = np.array({"near": [0.3, 2.9, 4.0], "far": [10.0, 0.0, -10.0]}[scores])
    for step in range(steps):
        shift = round(largest * step / (steps - 1), 1)
        whole = outputs(Shape((3, 3), ("softmax",)), np.array([*np.eye(3).ravel(), 0, 0, 0]), base[None])
        fits = shift + base.max() < np.log(np.finfo(float).max)
        yield {
            "shift": shift, "scores": base + shift, "stable": whole[0], "less": base - base.max(),
            "naive": whole[0] if fits else broken(base + shift), "is_broken": not fits,
        }  # fmt: skip


def broken(scores: Array) -> Array:
    """What e to the power of too large a score over the sum of all is: nan, or 0 over infinity."""
    powers = scores < np.log(np.finfo(float).max)
    return np.array([0.0 if fits else np.nan for fits in powers])
