"""A two-layer network from scratch, as blogs have it."""

import numpy as np

import vizpipe

rng = np.random.default_rng(0)
X = rng.uniform(-1.0, 1.0, (400, 2))
y = (X[:, 0] * X[:, 1] > 0.0).astype(int)
W1, b1 = rng.normal(size=(2, 6)), np.zeros(6)
W2, b2 = rng.normal(size=(6, 1)), np.zeros(1)

tape = vizpipe.record(lambda: [(W1, b1), (W2, b2)], X, y, "numpy-xor.film", activations=["tanh", "sigmoid"])
for _epoch in range(150):
    for batch in np.split(rng.permutation(400), 20):
        hidden = np.tanh(X[batch] @ W1 + b1)
        output = 1.0 / (1.0 + np.exp(-(hidden @ W2 + b2)))
        error = (output - y[batch, None]) / len(batch)
        back = error @ W2.T * (1.0 - hidden**2)
        W2 -= 0.5 * hidden.T @ error
        b2 -= 0.5 * error.sum(0)
        W1 -= 0.5 * X[batch].T @ back
        b1 -= 0.5 * back.sum(0)
    tape.epoch()
tape.close()
