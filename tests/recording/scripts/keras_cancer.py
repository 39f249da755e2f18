"""The functional API, layers and activations apart, one sigmoid unit."""

import keras
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import StandardScaler

import vizpipe

keras.utils.set_random_seed(0)
table = load_breast_cancer()
X, y = StandardScaler().fit_transform(table.data).astype("float32"), table.target

inputs = keras.Input((30,))
hidden = keras.layers.Dense(12)(inputs)
hidden = keras.layers.Activation("tanh")(hidden)
outputs = keras.layers.Dense(1, activation="sigmoid")(hidden)
model = keras.Model(inputs, outputs)
model.compile(keras.optimizers.Adam(3e-3), "binary_crossentropy", metrics=["accuracy"])
recorder = vizpipe.record.keras(X, y, "keras-cancer.film", features=table.feature_names, classes=table.target_names)
model.fit(X, y, batch_size=16, epochs=8, verbose=0, callbacks=[recorder])
