"""A binary classifier with functional activations and ``BCEWithLogitsLoss``, in mini-batches."""

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import make_moons
from torch import nn

import vizpipe

torch.manual_seed(1)
points, labels = make_moons(400, noise=0.2, random_state=0)
X = torch.from_numpy(points.astype(np.float32))
y = torch.from_numpy(labels.astype(np.float32)).unsqueeze(1)


class Net(nn.Module):
    """Two hidden layers of two."""

    def __init__(self) -> None:
        """Three layers."""
        super().__init__()
        self.fc1 = nn.Linear(2, 8)
        self.fc2 = nn.Linear(8, 2)
        self.fc3 = nn.Linear(2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """A logit."""
        x = F.relu(self.fc1(x))
        x = torch.tanh(self.fc2(x))
        return self.fc3(x)


net = Net()
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)

for _epoch in vizpipe.record(net, X, y, "moons.film", classes=["upper", "lower"]).epochs(range(60)):
    order = torch.randperm(len(X))
    for start in range(0, len(X), 16):
        batch = order[start : start + 16]
        optimizer.zero_grad()
        criterion(net(X[batch]), y[batch]).backward()
        optimizer.step()
