"""A regression: it has no classes, so its film keeps curves."""

from sklearn.datasets import load_diabetes
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import scale

import vizpipe

X, y = load_diabetes(return_X_y=True)
X, y = scale(X), scale(y)
model = MLPRegressor(hidden_layer_sizes=(16,), learning_rate_init=0.01, random_state=0)

for _epoch in vizpipe.record(model, X, y, "scikit-diabetes.film").epochs(range(30)):
    model.partial_fit(X, y)
