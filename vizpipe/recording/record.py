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
    ) -> Tape:
        """Record ``model`` into the file ``path``, a snapshot after every so many epochs.

        ``model`` is a PyTorch module. ``X`` and ``y`` are what it learns from, rows and their labels.
        ``exact`` keeps every bit of large networks, too. Raises UsageError for what can't be recorded.
        """
        return Tape(_model(model), X, y, path, every=every, exact=exact, features=features, classes=classes)


def _model(model: Any) -> Model:  # noqa: ANN401 - any framework's
    """The reader for a network, by whose classes it is made of."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(model, torch.nn.Module):
        from vizpipe.recording.torch_models import TorchModel  # noqa: PLC0415 - only for theirs

        return TorchModel(model)
    kind = type(model).__name__
    raise UsageError(f"record: a {kind} is no network that can be recorded: a PyTorch module")


record = Record()
