"""A convolutional network: its layers are no chain of weights that a film knows, so it keeps curves."""

import torch
from sklearn.datasets import load_digits
from torch import nn

import vizpipe

torch.manual_seed(0)
data = load_digits()
X = torch.tensor(data.images[:, None] / 16.0, dtype=torch.float32)
y = torch.tensor(data.target)

model = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 16, 10), nn.LogSoftmax(1)
)
loss_fn = nn.NLLLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)

for _epoch in vizpipe.record(model, X, y, "conv.film").epochs(range(6)):
    for start in range(0, len(X), 32):
        optimizer.zero_grad()
        loss_fn(model(X[start : start + 32]), y[start : start + 32]).backward()
        optimizer.step()
