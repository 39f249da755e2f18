"""PyTorch's quickstart: images in a DataLoader, ``Flatten``, a stack of layers, cross-entropy of logits."""

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

import vizpipe

torch.manual_seed(0)
data = load_digits()
X = torch.tensor(data.images / 16.0, dtype=torch.float32)
y = torch.tensor(data.target)
loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)


class NeuralNetwork(nn.Module):
    """As the tutorial has it."""

    def __init__(self) -> None:
        """Three layers."""
        super().__init__()
        self.flatten = nn.Flatten()
        self.stack = nn.Sequential(
            nn.Linear(64, 48), nn.ReLU(), nn.Dropout(0.2), nn.Linear(48, 24), nn.ReLU(), nn.Linear(24, 10)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits."""
        return self.stack(self.flatten(x))


model = NeuralNetwork()
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for _epoch in vizpipe.record(model, X, y, "digits.film").epochs(range(15)):
    model.train()
    for xb, yb in loader:
        loss = loss_fn(model(xb), yb)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
