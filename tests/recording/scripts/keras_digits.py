"""Keras' first example: a Sequential model, softmax, ``fit`` with a share of the data for validation."""

import keras
from sklearn.datasets import load_digits

import vizpipe

keras.utils.set_random_seed(0)
data = load_digits()
X, y = data.data.astype("float32") / 16.0, data.target

model = keras.Sequential(
    [
        keras.layers.Input((64,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
recorder = vizpipe.record.keras(X, y, "keras-digits.film")
model.fit(X, y, batch_size=32, epochs=6, validation_split=0.2, verbose=0, callbacks=[recorder])
