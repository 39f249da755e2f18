"""A table of pandas' and classes that are texts."""

from sklearn.datasets import load_iris
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

import vizpipe

iris = load_iris(as_frame=True)
X = iris.data.copy()
X[:] = StandardScaler().fit_transform(iris.data)
y = iris.target_names[iris.target]
model = MLPClassifier((8, 4), activation="tanh", learning_rate_init=0.02, random_state=0)

with vizpipe.record(model, X, y, "scikit-iris.film") as tape:
    for _epoch in range(60):
        model.partial_fit(X.to_numpy(), y, classes=iris.target_names)
        tape.epoch(loss=model.loss_)
