"""``vizpipe.record``: whatever network it is given, a tape that records it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vizpipe.errors import UsageError
from vizpipe.recording.model import Model
from vizpipe.recording.tape import Tape


class Record:
    """Records a training that vizpipe has no part in. There is one, ``vizpipe.record``."""

    def __call__(  # noqa: PLR0913 - what a recording is of
        self,
        model: Any,  # noqa: ANN401 - any framework's
        X: Any,  # noqa: ANN401, N803 - what everybody calls it
        y: Any,  # noqa: ANN401 - as above
        path: str | Path,
        *,
        every: int = 1,
        exact: bool = False,
        features: Sequence[str] = (),
        classes: Sequence[str] = (),
        activations: Sequence[str] = (),
    ) -> Tape:
        """Record ``model`` into the file ``path``, a snapshot after every so many epochs.

        ``model`` is a PyTorch module, a Keras model, scikit-learn's MLPClassifier or MLPRegressor, or a function that
        gives the layers as a list of (weights (inputs, outputs), bias (outputs,)); then ``activations`` names one for
        each. ``X`` and ``y`` are what it learns from, rows and their labels. ``features`` and ``classes`` are names,
        ``exact`` keeps every bit of large networks, too. Raises UsageError for what can't be recorded.
        """
        reader = _model(model, tuple(activations))
        return Tape(reader, X, y, path, every=every, exact=exact, features=features, classes=classes)

    def keras(  # noqa: PLR0913 - as above
        self,
        X: Any,  # noqa: ANN401, N803 - as above
        y: Any,  # noqa: ANN401 - as above
        path: str | Path,
        *,
        every: int = 1,
        exact: bool = False,
        features: Sequence[str] = (),
        classes: Sequence[str] = (),
    ) -> Any:  # noqa: ANN401 - Keras' Callback
        """A callback for Keras' ``fit`` that records its model into the file ``path``. Raises UsageError."""
        from vizpipe.recording.keras_models import callback  # noqa: PLC0415 - only for theirs

        def begin(model: Any) -> Tape:  # noqa: ANN401 - as above
            return self(model, X, y, path, every=every, exact=exact, features=features, classes=classes)

        return callback(begin)


def _model(model: Any, activations: tuple[str, ...]) -> Model:  # noqa: ANN401 - any framework's
    """The reader for a network, by whose classes it is made of."""
    torch, keras = sys.modules.get("torch"), sys.modules.get("keras")
    kind = type(model).__name__
    if keras is not None and isinstance(model, keras.Model):  # on PyTorch it is a module, too
        from vizpipe.recording.keras_models import KerasModel  # noqa: PLC0415 - only for theirs

        return KerasModel(model)
    if torch is not None and isinstance(model, torch.nn.Module):
        from vizpipe.recording.torch_models import TorchModel  # noqa: PLC0415 - as above

        return TorchModel(model)
    if {"MLPClassifier", "MLPRegressor"} & {base.__name__ for base in type(model).__mro__}:
        from vizpipe.recording.plain_models import ScikitModel  # noqa: PLC0415 - as above

        return ScikitModel(model)
    if callable(model) and activations:
        from vizpipe.recording.plain_models import FunctionModel  # noqa: PLC0415 - as above

        return FunctionModel(model, activations)
    known = "a PyTorch module, a Keras model, scikit-learn's MLP, or a function that gives layers, with activations="
    raise UsageError(f"record: an object of type {kind} is no network that can be recorded; give {known}")


record = Record()
