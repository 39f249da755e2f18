"""scikit-learn's MLPClassifier, epoch by epoch with ``partial_fit``."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

import vizpipe

X, y = load_digits(return_X_y=True)
X = X / 16.0
model = MLPClassifier(hidden_layer_sizes=(40,), learning_rate_init=0.005, random_state=0)

for _epoch in vizpipe.record(model, X, y, "scikit-digits.film").epochs(range(20)):
    model.partial_fit(X, y, classes=np.unique(y))
