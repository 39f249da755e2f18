"""Networks that are lists of arrays: scikit-learn's, and whatever a function gives."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.errors import UsageError, nearest
from vizpipe.nn.activations import ACTIVATIONS
from vizpipe.recording.model import Array, Chain, Unread

Layers = list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]
_SCIKIT = {"identity": "identity", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu", "softmax": "softmax"}


class ScikitModel:
    """scikit-learn's MLPClassifier or MLPRegressor."""

    maker = "scikit-learn"

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - scikit-learn's
        """Take the estimator, be it fitted or not."""
        self._model = model

    def classes(self) -> tuple[Any, ...]:
        """As the estimator calls them."""
        return tuple(getattr(self._model, "classes_", ()))

    def answers(self, rows: Any) -> Array | None:  # noqa: ANN401 - see Model
        """Probabilities, of two classes that of the second; of a regression its predictions."""
        if not hasattr(self._model, "coefs_"):
            return None
        table = np.asarray(rows)
        if not hasattr(self._model, "predict_proba"):
            return np.asarray(self._model.predict(table), np.float64).reshape(len(table), -1)
        outputs = np.asarray(self._model.predict_proba(table), np.float64)
        return outputs[:, 1:] if self._model.n_outputs_ == 1 else outputs

    def chain(self, rows: Any) -> Chain | Unread | None:  # noqa: ANN401 - see Model
        """Its layers, once it has been fitted."""
        del rows
        if not hasattr(self._model, "coefs_"):
            return None
        weights = self._model.coefs_
        names = [_SCIKIT[self._model.activation]] * (len(weights) - 1) + [_SCIKIT[self._model.out_activation_]]
        sizes = (len(weights[0]), *(each.shape[1] for each in weights))
        return Chain(sizes, tuple(names), lambda: _vector(self._layers()))

    def _layers(self) -> Layers:
        return list(zip(self._model.coefs_, self._model.intercepts_, strict=True))


class FunctionModel:
    """A function that gives the layers of a network as they are now."""

    maker = "numpy"

    def __init__(self, layers: Callable[[], Sequence[Any]], activations: Sequence[str]) -> None:
        """Ask for the layers once. Raises UsageError for what is no chain of them."""
        self._layers, self._names = layers, tuple(activations)
        found = self._now()
        if len(found) != len(self._names):
            raise UsageError(f"record: activations names {len(self._names)}, but there are {len(found)} layers")
        for name in self._names:
            if name not in ACTIVATIONS:
                known = ", ".join(ACTIVATIONS)
                raise UsageError(
                    f"record: activations: {name!r:.40} is none of {known}{nearest(str(name), ACTIVATIONS)}"
                )

    def classes(self) -> tuple[Any, ...]:
        """It knows none."""
        return ()

    def answers(self, rows: Any) -> Array | None:  # noqa: ANN401, ARG002 - see Model
        """It can't be asked."""
        return None

    def chain(self, rows: Any) -> Chain | Unread | None:  # noqa: ANN401, ARG002 - see Model
        """Its layers."""
        shapes = [weights.shape for weights, _ in self._now()]
        return Chain((shapes[0][0], *(shape[1] for shape in shapes)), self._names, lambda: _vector(self._now()))

    def _now(self) -> Layers:
        try:
            found = [(np.asarray(weights), np.asarray(bias).reshape(-1)) for weights, bias in self._layers()]
        except (TypeError, ValueError):
            raise UsageError("record: the function must give the layers as a list of (weights, bias)") from None
        inner = [weights.shape for weights, _ in found]
        fits = found and all(len(shape) == 2 for shape in inner)  # noqa: PLR2004 - a matrix
        fits = fits and all(one[1] == other[0] for one, other in pairwise(inner))
        if not fits or any(bias.shape != shape[1:] for (_, bias), shape in zip(found, inner, strict=True)):
            shown = ", ".join(f"{weights.shape} and {bias.shape}" for weights, bias in found[:4])
            raise UsageError(f"record: layers of shapes {shown or 'none'}; weights (inputs, outputs), bias (outputs,)")
        return found


def _vector(layers: Layers) -> npt.NDArray[Any]:
    return np.concatenate([part.ravel() for layer in layers for part in layer])
