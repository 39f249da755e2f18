"""What ``record`` reads of real frameworks' networks, and that it leaves them alone: ``make test-recording``."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import vizpipe
from vizpipe import nn

torch = pytest.importorskip("torch", reason="torch is not installed; make test-recording installs it")

X = torch.randn(80, 4, generator=torch.Generator().manual_seed(0))
Y = (X[:, 0] > 0).long()


def film(model: Any, path: Path, x: Any = X) -> Any:
    """The film of a network that is not trained."""
    vizpipe.record(model, x, Y, path).close()
    return vizpipe.load_film(path)


def chain(*parts: Any) -> Any:
    """A stack of layers."""
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(4, 6), *parts)


class Residual(torch.nn.Module):  # type: ignore[misc, name-defined]  # torch is not everywhere
    """A sum around a layer."""

    def __init__(self) -> None:
        """Three layers."""
        super().__init__()
        self.one, self.two, self.three = torch.nn.Linear(4, 6), torch.nn.Linear(6, 6), torch.nn.Linear(6, 2)

    def forward(self, x: Any) -> Any:
        """Logits."""
        x = torch.relu(self.one(x))
        return self.three(x + torch.relu(self.two(x)))


@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")
@pytest.mark.parametrize("kind", ["plain", "half", "double", "compiled", "tied", "normed", "parallel", "no bias"])
def test_a_network_is_read_however_it_is_kept(kind: str, tmp_path: Path) -> None:
    """In half and in double precision, compiled, with tied, normed or no weights, spread out: answers are its own."""
    last = torch.nn.Linear(6, 2, bias=kind != "no bias")
    model = chain(torch.nn.ReLU(), torch.nn.Linear(6, 6), torch.nn.Tanh(), last)
    asked = model
    if kind == "half":
        asked = model = model.to(torch.bfloat16)
    elif kind == "double":
        asked = model = model.double()
    elif kind == "compiled":
        asked = torch.compile(model)
    elif kind == "tied":
        model[2].weight = torch.nn.Parameter(torch.randn(6, 6))
        model.append(torch.nn.Identity())
    elif kind == "normed":
        torch.nn.utils.parametrizations.weight_norm(model[2])
    elif kind == "parallel":
        asked = torch.nn.DataParallel(model)
    made = film(asked, tmp_path / "a.film")
    assert made[0].network == nn.Network((4, 6, 6, 2), ("relu", "tanh", "softmax"))
    with torch.no_grad():
        wanted = model(X.to(next(model.parameters()).dtype)).double().softmax(1).numpy()
    near = 2e-2 if kind == "half" else 1e-6
    np.testing.assert_allclose(made[0].predict(X.double().numpy()), wanted, atol=near)
    said = [note for note in made.about.notes if "off the network's own by up to" in note]
    assert bool(said) == (kind == "half")


@pytest.mark.parametrize(
    ("model", "named"),
    [
        (lambda: chain(torch.nn.GELU(), torch.nn.Linear(6, 2)), "GELU (1)"),
        (lambda: chain(torch.nn.BatchNorm1d(6), torch.nn.ReLU(), torch.nn.Linear(6, 2)), "BatchNorm1d (1)"),
        (Residual, "what stands after two"),
        (lambda: torch.nn.Sequential(torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 2)), "BatchNorm1d (0)"),
    ],
)
def test_layers_that_can_t_be_read_are_named(model: Any, named: str, tmp_path: Path) -> None:
    """A network that is no chain of known layers leaves curves, and a note that names what is in the way."""
    made_model = model()
    made_model(X)  # running statistics that are not the usual ones
    made = film(made_model, tmp_path / "a.film")
    assert made.frame_type is nn.Curve
    assert made.about.notes == (f"The film holds curves alone: {named} can't be read as layers of weights.",)
    assert list(made[0].names) == ["loss", "accuracy"]


def train(path: Path | None) -> Any:
    """A training with dropout and batch normalisation, recorded or not; all its parameters and buffers."""
    torch.manual_seed(3)
    model = chain(torch.nn.BatchNorm1d(6), torch.nn.ReLU(), torch.nn.Dropout(0.5), torch.nn.Linear(6, 2))
    optimizer = torch.optim.Adam(model.parameters())
    model[0].eval()
    tape = vizpipe.record(model, X, Y, path) if path else None
    for _ in range(3):
        loss = torch.nn.functional.cross_entropy(model(X), Y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if tape:
            tape.epoch()
    assert [module.training for module in model] == [False, True, True, True, True]
    return torch.cat([each.detach().reshape(-1).double() for each in model.state_dict().values()])


def test_a_recorded_training_is_the_same(tmp_path: Path) -> None:
    """With or without a tape a training ends with the same bits: no random number, mode or statistic is touched."""
    assert torch.equal(train(None), train(tmp_path / "a.film"))
