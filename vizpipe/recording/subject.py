"""What is recorded: a network, found to be a chain of layers or not, with the sample that its film keeps."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from vizpipe.film.about import About
from vizpipe.nn.network import Network
from vizpipe.recording import samples
from vizpipe.recording.measuring import AGREES, STRANGE, apart, classed, probabilities, regressed
from vizpipe.recording.model import Array, Chain, Model, Unread
from vizpipe.recording.probing import Probing
from vizpipe.recording.reel import Reel

MOST_PARAMETERS = 1_000_000
_TRIED = 64
_ALONE = "The film holds curves alone:"


class Subject:
    """A network with its sample, from when it has weights on."""

    def __init__(self, model: Model, found: Chain | Unread, x: Any, labels: samples.Labels) -> None:  # noqa: ANN401 - whatever the user has
        """Choose the sample, and see whether the film's network answers as the model does."""
        self._model = model
        self._notes: list[str] = []
        self._last = found.activations[-1] if isinstance(found, Chain) else "identity"
        self._chain, large = self._usable(found, labels)
        self.network = Network(self._chain.sizes, _names(self._chain)) if self._chain is not None else None
        chosen = samples.fair(labels.classes, len(x), self._room(samples.rows_of(x, np.arange(1))))
        self._rows = samples.rows_of(x, chosen)
        self.labels = labels.classes[chosen] if labels.classes is not None else np.zeros(0, np.int64)
        self._targets = labels.targets[chosen] if labels.targets is not None else None
        self._classes = labels.names
        self.samples: Array = samples.table(self._rows) if self.network is not None else np.zeros((0, 1))
        self._rounded: npt.NDArray[Any] | None = None
        self._probing: Probing | None = None
        if large is not None:
            self._probing = Probing(large, _names(large), samples.table(self._rows), self.labels)
        if len(chosen) < len(x):
            share = "each class in its share" if labels.classes is not None else "chosen evenly"
            self._notes.append(f"The film holds {len(chosen):,} of {len(x):,} samples, {share}.")
        if self.network is not None and self._difference() > STRANGE:
            self._notes.append(f"{_ALONE} the network is no chain of layers that can be read.")
            self._chain = self.network = None
        elif self.network is not None and self._last in {"identity", "log-softmax"}:
            self._notes.append(f"The network gives logits; {self.network.activations[-1]} makes them probabilities.")

    @property
    def maker(self) -> str:
        """The framework's name."""
        return self._model.maker

    def vector(self) -> npt.NDArray[Any] | None:
        """All parameters now; None if none are read."""
        return self._chain.vector() if self._chain is not None else None

    def reel(self, *, exact: bool) -> Reel:
        """What takes its frames."""
        return Reel(self.network, self.samples, self.labels, exact=exact, measure=self._measure, probing=self._probing)

    def _measure(self, vector: npt.NDArray[Any]) -> dict[str, float]:
        """Loss and accuracy of the sample with these parameters, in their precision."""
        if self.network is None:
            return {}
        if self._rounded is None or self._rounded.dtype != vector.dtype:
            self._rounded = self.samples.astype(vector.dtype)
        with np.errstate(all="ignore"):
            outputs = self.network.predict(vector, self._rounded)
        return dict(zip(("loss", "accuracy"), classed(outputs, self.labels), strict=True))

    def measure(self) -> dict[str, float]:
        """Loss and accuracy, or the R² of a regression, of the sample, as the network answers now."""
        if self._probing is not None:
            return dict(zip(("loss", "accuracy"), self._probing.ask(), strict=True))
        answers = self._model.answers(self._rows)
        if answers is None:
            return {}
        if self._targets is not None:
            fits = answers.shape == self._targets.shape
            return dict(zip(("loss", "R²"), regressed(answers, self._targets), strict=True)) if fits else {}
        if not len(self.labels) or (answers.shape[1] > 1 and answers.shape[1] <= self.labels.max()):
            return {}
        outputs = probabilities(answers, "identity" if _is_logits(answers) else "softmax")
        return dict(zip(("loss", "accuracy"), classed(outputs, self.labels), strict=True))

    def about(self, features: Sequence[str], notes: Sequence[str] = (), *, is_last: bool = False) -> About:
        """What captions are to say of it; when all is done, also how near the film's answers are to its own."""
        said = list(self._notes)
        if is_last and (off := self._difference()) > AGREES:
            said.append(f"The film's answers are off the network's own by up to {off:.1g}.".replace("e-0", "e−"))
        fits = self.network is None or len(features) == self.network.sizes[0]
        origin = f"recorded with {self.maker}"
        names, image = tuple(features) if fits else (), samples.image_of(self._rows)
        return About(origin, names, self._classes, (*said, *notes), image if self.network is not None else ())

    def _usable(self, found: Chain | Unread, labels: samples.Labels) -> tuple[Chain | None, Chain | None]:
        """The layers if they can be kept; or those that are too large for that."""
        if isinstance(found, Unread):
            self._notes.append(f"{_ALONE} {found.why}.")
            return None, None
        if labels.classes is None:
            self._notes.append(f"{_ALONE} a regression has no classes that a picture could show.")
            return None, None
        count = Network(found.sizes, _names(found)).parameter_count
        if count > MOST_PARAMETERS:
            kept = "it holds curves, and where layers put samples"
            self._notes.append(f"The network's {count:,} parameters are more than a film keeps: {kept}.")
            return None, found
        return found, None

    def _room(self, row: Any) -> int:  # noqa: ANN401 - as above
        count = self.network.parameter_count if self.network is not None else 0
        return samples.room_for(int(np.prod(np.shape(row)[1:])), count)

    def _difference(self) -> float:
        """How far the film's answers are from the network's own; 0 if it can't be asked."""
        vector = self.vector()
        theirs = self._model.answers(self._rows) if vector is not None else None
        if theirs is None or vector is None or self.network is None:
            return 0.0
        with np.errstate(all="ignore"):
            ours = self.network.predict(vector.astype(np.float64), self.samples)
        return apart(ours, probabilities(theirs, self._last))


def subject_of(model: Model, x: Any, y: Any, names: Sequence[str]) -> Subject | None:  # noqa: ANN401 - as above
    """The network with what it learns from; None as long as it has no weights. Raises UsageError."""
    few = samples.rows_of(x, np.arange(min(_TRIED, len(x))))
    found = model.chain(few)
    if found is None:
        return None
    answers = model.answers(few)
    outputs = answers.shape[1] if answers is not None else found.sizes[-1] if isinstance(found, Chain) else 1
    return Subject(model, found, x, samples.labels_of(y, outputs, model.classes(), names))


def _names(chain: Chain) -> tuple[str, ...]:
    """The activations as ``nn`` knows them, probabilities at the end."""
    *hidden, last = chain.activations
    if last in {"identity", "log-softmax"}:
        last = "sigmoid" if chain.sizes[-1] == 1 and last == "identity" else "softmax"
    return (*hidden, last)


def _is_logits(answers: Array) -> bool:
    """Whether outputs can't be probabilities."""
    outside = bool((answers < 0.0).any() or (answers > 1.0).any())
    return outside or (answers.shape[1] > 1 and not np.allclose(answers.sum(axis=1), 1.0, atol=1e-3))
