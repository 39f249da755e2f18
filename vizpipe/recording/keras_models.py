"""Keras models: dense layers one after another, whatever they are built with; and the callback that records them."""

import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.errors import UsageError
from vizpipe.recording.model import Array, Chain, Unread, listed

_SILENT = {"InputLayer", "Dropout", "GaussianDropout", "AlphaDropout", "GaussianNoise", "Flatten", "Reshape"}
"""Layers that change no number of a model that is asked."""
_NAMES = {"linear": "identity", "relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "softmax": "softmax"}
_NAMES |= {"log_softmax": "log-softmax"}
_LAYERS = {"ReLU": "relu", "Softmax": "softmax"}


class KerasModel:
    """A Keras model."""

    maker = "Keras"

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - Keras' own
        """Take the model, be it built or not."""
        self._model = model

    def classes(self) -> tuple[Any, ...]:
        """It knows none."""
        return ()

    def answers(self, rows: Any) -> Array | None:  # noqa: ANN401 - see Model
        """The model's outputs as it gives them to be used."""
        output = self._model(np.asarray(rows), training=False)
        if isinstance(output, list | tuple | dict):
            return None
        values = np.asarray(_plain(output), np.float64)
        return values.reshape(len(values), -1)

    def chain(self, rows: Any) -> Chain | Unread | None:  # noqa: ANN401 - see Model
        """Its dense layers, if nothing but known functions lies between."""
        del rows
        if not self._model.built:
            return None
        dense, names, strange = list[Any](), list[str](), list[str]()
        for layer in _leaves(self._model):
            kind = type(layer).__name__
            if kind == "Dense":
                dense.append(layer)
                names.append("identity")
            if kind in {"Dense", "Activation"}:
                said = getattr(layer.activation, "__name__", "?")
                strange += _follow(names, _NAMES.get(said), f"{said} ({layer.name})")
            elif kind in _LAYERS:
                plain = all(not getattr(layer, part, 0) for part in ("max_value", "negative_slope", "threshold"))
                strange += _follow(names, _LAYERS[kind] if plain else None, f"{kind} ({layer.name})")
            elif kind not in _SILENT:
                strange.append(f"{kind} ({layer.name})")
        if strange or not dense:
            return Unread(f"{listed(strange or [type(self._model).__name__])} can't be read as layers of weights")
        kernels = [layer.kernel.shape for layer in dense]
        sizes = (int(kernels[0][0]), *(int(shape[1]) for shape in kernels))
        if any(one[1] != other[0] for one, other in pairwise(kernels)):
            return Unread("its layers are no chain")
        return Chain(sizes, tuple(names), lambda: _vector(dense))


def _follow(names: list[str], name: str | None, said: str) -> list[str]:
    """Let a function follow the last layer; gives what can't."""
    if name == "identity":
        return []
    if name is None or not names or names[-1] != "identity":
        return [said]
    names[-1] = name
    return []


def _leaves(model: Any) -> list[Any]:  # noqa: ANN401 - as above
    """The layers, those of models in a model among them."""
    found = []
    for layer in model.layers:
        found += _leaves(layer) if getattr(layer, "layers", None) else [layer]
    return found


def _vector(layers: list[Any]) -> npt.NDArray[Any]:
    parts = []
    for layer in layers:
        kernel = np.asarray(_plain(layer.kernel))
        bias = np.asarray(_plain(layer.bias)) if layer.use_bias else np.zeros(kernel.shape[1], kernel.dtype)
        parts += [kernel.ravel(), bias]
    whole = np.concatenate(parts)
    return whole if whole.dtype.itemsize >= 4 else whole.astype(np.float32)  # noqa: PLR2004 - half precision


def _plain(value: Any) -> Any:  # noqa: ANN401 - a tensor of whatever Keras runs on
    """A tensor as numpy has it."""
    return sys.modules["keras"].ops.convert_to_numpy(value)


def callback(begin: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - Keras' Callback
    """A callback for ``fit`` that begins a tape with the model, and ends it with the training."""
    keras = sys.modules.get("keras")
    if keras is None:
        raise UsageError("record: import keras first; vizpipe.record.keras makes a callback for its fit")

    class Recorder(keras.callbacks.Callback):  # type: ignore[misc, name-defined]  # Keras may be missing where types are checked
        """Records the epochs of a fit."""

        tape: Any = None

        def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:
            """The untrained model."""
            del logs
            self.tape = begin(self.model)

        def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
            """An epoch has ended."""
            del epoch
            named = {"acc": "accuracy", "binary_accuracy": "accuracy", "sparse_categorical_accuracy": "accuracy"}
            self.tape.epoch(**{named.get(name, name): value for name, value in (logs or {}).items()})

        def on_train_end(self, logs: Mapping[str, float] | None = None) -> None:
            """All epochs have ended."""
            del logs
            self.tape.close()

    return Recorder()
