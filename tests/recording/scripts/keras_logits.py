"""A model that is built when it is fitted, logits, one-hot labels, early stopping."""

import keras
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

import vizpipe

keras.utils.set_random_seed(1)
iris = load_iris()
X = StandardScaler().fit_transform(iris.data).astype("float32")
y = keras.utils.to_categorical(iris.target)

model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)])
model.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping("loss", patience=3)
recorder = vizpipe.record.keras(X, y, "keras-logits.film", classes=iris.target_names)
model.fit(X, y, batch_size=8, epochs=12, verbose=0, callbacks=[stop, recorder])
