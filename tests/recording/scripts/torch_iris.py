"""Double precision, a layer that is called twice, ``log_softmax`` and labels that are texts elsewhere."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_iris
from torch import nn

import vizpipe

torch.manual_seed(0)
iris = load_iris()
X = torch.tensor((iris.data - iris.data.mean(0)) / iris.data.std(0))
y = torch.tensor(iris.target)


class Twice(nn.Module):
    """The middle layer acts twice."""

    def __init__(self) -> None:
        """Three layers of weights, four of units."""
        super().__init__()
        self.first, self.middle, self.last = nn.Linear(4, 6), nn.Linear(6, 6), nn.Linear(6, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logarithms of probabilities."""
        x = torch.tanh(self.first(x))
        x = torch.tanh(self.middle(x))
        x = torch.tanh(self.middle(x))
        return F.log_softmax(self.last(x), dim=1)


model = Twice().double()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

for _epoch in vizpipe.record(model, X, y, "iris.film", classes=iris.target_names).epochs(range(50)):
    for batch in torch.randperm(150).split(10):
        optimizer.zero_grad()
        F.nll_loss(model(X[batch]), y[batch]).backward()
        optimizer.step()
