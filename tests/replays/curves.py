"""Recipes that train on a curve's points, on several tasks, or case by case."""

import numpy as np

from replays import Call, Replay
from replays.draws import clouds, initial, noisy_curve, random_clouds
from replays.networks import (
    Array,
    Shape,
    Task,
    adam,
    cost,
    gradient,
    outputs,
    passed,
    sgd,
    share_right,
    sigmoid,
    softmax,
)
from replays.networks import (
    epochs as train,
)
from replays.planes import seeded


def classifier(*, samples: int, batch_size: int, epochs: int, learning_rate: float, seed: int) -> Replay:
    """32-64-256-5 by plain descent; the first 200 samples are kept apart."""
    rng, shape = seeded(seed), Shape((32, 64, 256, 5), ("sigmoid", "sigmoid", "softmax"))
    x, t = random_clouds(rng, samples, 5, 32)
    vector = initial(shape, rng, "glorot")
    run = train(shape, vector, Task(x[200:], t[200:], "classes", batch_size), sgd(learning_rate), rng)
    for epoch in range(epochs + 1):
        learned, unseen = outputs(shape, vector, x[200:]), outputs(shape, vector, x[:200])
        yield {
            "epoch": epoch, "loss": cost("classes", learned, t[200:]), "train_accuracy": share_right(learned, t[200:]),
            "test_accuracy": share_right(unseen, t[:200]), "answers": unseen.argmax(axis=1), "truth": t[:200],
        }  # fmt: skip
        vector = next(run)[0]


def outputs_for_tasks(*, samples: int, epochs: int, learning_rate: float, seed: int) -> Replay:
    """A sum and a difference, class 2 or not, three classes: one network, whose three heads learn at once."""
    rng, shape = seeded(seed), Shape((2, 6, 6), ("tanh", "identity"))
    turned = 1.35 * np.exp(1j * (0.5 + 2.0 * np.pi * np.arange(3) / 3.0))
    centres = np.stack([turned.real, turned.imag], axis=1)
    points, labels = clouds(rng, samples, centres, 0.55)
    points = np.round(points, 2)
    x1, x2 = points.T
    t = np.stack([x1 + x2, x1 - x2, *(labels == k for k in (2, 0, 1, 2))], axis=1)
    vector, step = initial(shape, rng, "xavier"), adam(learning_rate)

    def heads(z: Array) -> Array:
        return np.hstack([z[:, :2], sigmoid(z[:, 2:3]), softmax(z[:, 3:])])

    def middle(k: int) -> int:
        mine = np.flatnonzero(labels == k)
        return int(mine[np.linalg.norm(points[mine] - centres[k], axis=1).argmin()])

    frames = [(epoch, middle(1)) for epoch in range(epochs + 1)] + [(epochs, middle(k)) for k in (0, 2)]
    for number, (epoch, sample) in enumerate(frames):
        yield {
            "epoch": epoch, "sample": sample, "parameters": vector, "points": points, "labels": labels,
            "target": t[sample],
            "answers": heads(outputs(shape, vector, points[[sample]]))[0],
        }  # fmt: skip
        order = rng.permutation(samples) if number < epochs else np.array([], dtype=int)
        for rows in np.split(order, range(16, len(order), 16)) if len(order) else ():
            z = outputs(shape, vector, points[rows])
            vector = step(vector, gradient(shape, vector, points[rows], z - heads(z) + t[rows], "squares"))


def generalization(  # noqa: PLR0913 - as the recipe
    *, data: str, samples: int, tests: int, hidden: int, iterations: int, learning_rate: float, seed: int
) -> Replay:
    """Adam on all points at once; inputs are divided by 3; shown from step 1 on, the best step of all among them."""
    assert data == "noisy-wave"
    rng, shape = seeded(seed), Shape((1, hidden, hidden, 1), ("tanh", "tanh", "identity"))
    points = np.hstack(noisy_curve(rng, samples + tests, lambda x: np.sin(1.4 * x) + 0.2 * x, noise=0.35))
    learned, unseen = points[:samples], points[samples:]
    vector, step, vectors, seen = initial(shape, rng, "xavier"), adam(learning_rate), [], []
    for _ in range(iterations):
        vector = step(vector, gradient(shape, vector, learned[:, :1] / 3.0, learned[:, 1:], "squares"))
        vectors.append(vector)
        seen.append(
            [cost("squares", outputs(shape, vector, part[:, :1] / 3.0), part[:, 1:]) for part in (learned, unseen)]
        )
    best = int(np.argmin([each[1] for each in seen]))
    for number in sorted({best + 1} | {max(1, round(iterations * n * n / 3600.0)) for n in range(61)}):
        yield {
            "step": number, "parameters": vectors[number - 1], "losses": np.array(seen[number - 1]),
            "best_step": best + 1, "best_loss": seen[best][1], "hidden": hidden, "train": learned, "test": unseen,
            "curve": Call((points[:4, 0],), outputs(shape, vectors[number - 1], points[:4, :1] / 3.0)[:, 0]),
        }  # fmt: skip


def three_steps(*, functions: int, samples: int, learning_rate: float, seed: int) -> Replay:
    """A set from N(0, 1), its best, and six steps of Adam a frame from there."""
    rng, shape = seeded(seed), Shape((1, 5, 1), ("tanh", "identity"))
    x, t = noisy_curve(rng, samples, lambda x: 0.9 * np.sin(1.5 * x) + 0.35 * x, noise=0.12, ordered=True)
    many = rng.standard_normal((functions, shape.numbers))
    losses = np.array([cost("squares", outputs(shape, each, x), t) for each in many])
    vector, step = many[np.argmin(losses)], adam(learning_rate)
    for frame in range(47):
        if frame > 26:
            for _ in range(6):
                vector = step(vector, gradient(shape, vector, x, t, "squares"))
        drawn = max(1, round(functions * ((frame + 1) / 12.0) ** 2)) if frame < 12 else functions
        known = round(functions * min(max(frame - 11, 0) / 14.0, 1.0) ** 2)
        yield {
            "step": 1 if frame < 12 else 2 if frame < 26 else 3, "shown": drawn, "measured": known,
            "updates": 6 * max(frame - 26, 0), "parameters": vector,
            "functions": many, "x": x, "t": t, "losses": losses,
            "loss": Call((vector,), cost("squares", outputs(shape, vector, x), t)),
        }  # fmt: skip


def training_loop(*, samples: int, batch_size: int, epochs: int, learning_rate: float, seed: int) -> Replay:
    """A line w·x + b from (−0.8, −1.2); half the mean squared error."""
    rng = seeded(seed)
    x = 0.9 * (6.0 * rng.random((samples, 1)) - 3.0)
    t = 0.5 + 0.7 * x + 0.45 * rng.standard_normal((samples, 1))
    line, iteration = np.array([-0.8, -1.2]), 0
    for epoch in range(1, epochs + 1):
        order = rng.permutation(samples)
        for rows in np.split(order, range(batch_size, samples, batch_size)):
            iteration += 1
            errors = line[0] * x[rows] + line[1] - t[rows]
            slope = np.array([(errors * x[rows]).mean(), errors.mean()])
            after = line - learning_rate * slope
            batch = np.array([*rows, *[rows[-1]] * (batch_size - len(rows))])
            for beat in range(4):
                yield {
                    "epoch": epoch, "iteration": iteration, "beat": beat, "parameters": line, "gradient": slope,
                    "updated": after, "batch": batch, "order": order, "x": x, "t": t,
                    "total": Call((after,), ((after[0] * x + after[1] - t) ** 2).mean() / 2.0),
                    "points": np.stack([x[:, 0], t[:, 0]], axis=1), "now": after if beat > 1 else line,
                    "taken": np.sort(rows) if beat < 3 else rows[:0],
                    "used": (iteration - 1) * batch_size % (-(-samples // batch_size) * batch_size)
                    + (len(rows) if beat == 3 else 0),
                }  # fmt: skip
            line = after


def neuron(*, samples: int, learning_rate: float, steps: int, seed: int) -> Replay:
    """Logistic regression from zero on all samples at once, rounded to two decimals.

    The first sample takes sixteen frames from part to part; it and seven more then stand behind the last part.
    """
    points, labels = clouds(seeded(seed), samples, np.array([[-0.7, -0.4], [0.7, 0.4]]), 0.8)
    points, shape = np.round(points, 2), Shape((2, 1), ("sigmoid",))
    vector = np.zeros(3)
    for _ in range(steps):
        vector = sgd(learning_rate)(vector, gradient(shape, vector, points, labels[:, None], "binary"))
    *weights, bias = np.round(vector, 2)
    sums = np.array([bias + weights[0] * x1 + weights[1] * x2 for x1, x2 in points])
    right = sum(int(total > 0.0) == label for total, label in zip(sums, labels, strict=True))
    sixteenths = [(0, number / 16.0) for number in range(48)]
    for sample, progress in sixteenths + [(sample, 3.0) for sample in range(samples)][:8]:
        x1, x2 = points[sample]
        yield {
            "sample": sample, "progress": progress, "x": points[sample], "label": labels[sample],
            "weights": np.array(weights), "bias": bias, "samples": points, "labels": labels, "sums": sums,
            "parts": np.array([weights[0] * x1, weights[1] * x2, bias]), "output": sigmoid(sums[sample]),
            "right": 100.0 * right / samples,
        }  # fmt: skip


def neurons_draw(*, neurons: int) -> Replay:
    """Of 240 hinges the one is added with which least squares gets nearest, tried one by one."""
    from films import module_of

    x = np.linspace(0.0, 1.5, 600)
    target = np.interp(x, *module_of("neurons-draw").BACK.T)
    hinges: list[float] = []
    for number in range(neurons + 1):
        if number:
            rest = [place / 160.0 for place in range(240) if place / 160.0 not in hinges]
            hinges.append(min(rest, key=lambda place: fitted(x, target, [*hinges, place])[0]))
        error, found = fitted(x, target, hinges)
        blank = neurons - number
        answers = np.stack([w * np.maximum(x - h, 0.0) for w, h in zip(found[1:], hinges, strict=True)] or [0.0 * x])
        yield {
            "neurons": number, "hinges": np.array(hinges + [-1.0] * blank), "bias": found[0], "error": error,
            "weights": np.array([*found[1:], *[0.0] * blank]), "x": x, "target": target,
            "curve": found[0] + answers.sum(axis=0),
            "answers": np.concatenate([answers[:number], np.zeros((blank, 600))]),
        }  # fmt: skip


def fitted(x: Array, target: Array, hinges: list[float]) -> tuple[float, Array]:
    """The smallest root of the mean squared error with these hinges, and the bias and weights that reach it."""
    design = np.stack([np.ones_like(x), *(np.maximum(x - hinge, 0.0) for hinge in hinges)], axis=1)
    found = np.linalg.lstsq(design, target, rcond=None)[0]
    return float(np.sqrt(((design @ found - target) ** 2).mean())), found


def xor_duel(*, ticks: int, learning_rate: float, neuron_rate: float, seed: int) -> Replay:
    """Rosenblatt's rule on a case a tick, all four in a new order again and again; Adam on all four at once."""
    rng, shape = seeded(seed), Shape((2, 2, 1), ("tanh", "sigmoid"))
    cases, xor = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
    w = 0.3 * rng.standard_normal(3)
    vector, step = initial(shape, rng, "glorot"), adam(learning_rate)
    queue: list[int] = []
    for tick in range(ticks + 1):
        if tick:
            queue = queue or list(rng.permutation(4))
            case = queue.pop(0)
            (x1, x2), fires = cases[case], cases[case] @ w[:2] + w[2] > 0.0
            w = w + neuron_rate * (int(xor[case]) - int(fires)) * np.array([x1, x2, 1.0])
            vector = step(vector, gradient(shape, vector, cases, xor[:, None], "binary"))
        answers = passed(shape, vector, cases)[1]
        fires = [int(w[0] * x1 + w[1] * x2 + w[2] > 0.0) for x1, x2 in cases]
        wrong = np.stack([fires, answers[2][:, 0] > 0.5]) != xor
        yield {
            "tick": tick, "neuron": w, "parameters": vector,
            "wrong": wrong, "right": (4 - wrong[0].sum(), 4 - wrong[1].sum()),
        }  # fmt: skip


def perceptron_rule(*, ticks: int, learning_rate: float) -> Replay:
    """Four gates from zero in units of η, the cases in turn."""
    assert learning_rate > 0.0
    cases = ((0, 0), (1, 0), (0, 1), (1, 1))
    gates = ((0, 0, 0, 1), (1, 1, 1, 0), (0, 1, 1, 1), (0, 1, 1, 0))
    w, b, changed = [[0, 0] for _ in gates], [0] * 4, [0] * 4
    for tick in range(ticks + 1):
        case = (tick - 1) % 4 if tick else -1
        for gate, answers in enumerate(gates if tick else ()):
            x1, x2 = cases[case]
            error = answers[case] - int(w[gate][0] * x1 + w[gate][1] * x2 + b[gate] > 0)
            w[gate] = [w[gate][0] + error * x1, w[gate][1] + error * x2]
            b[gate] += error
            changed[gate] += abs(error)
        fires = [[int(v[0] * x1 + v[1] * x2 + c > 0) for x1, x2 in cases] for v, c in zip(w, b, strict=True)]
        yield {
            "tick": tick, "case": case, "weights": np.array(w), "biases": np.array(b), "updates": np.array(changed),
            "fires": Call((2, np.array(cases, dtype=float)), np.array(fires[2])),
            "wrong": Call((3,), np.not_equal(fires[3], gates[3])),
        }  # fmt: skip
