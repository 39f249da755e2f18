"""A table of pandas', standardised, a sigmoid at the end and ``BCELoss``; validation loss by hand."""

import torch
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn

import vizpipe

torch.manual_seed(0)
table, target = load_breast_cancer(as_frame=True, return_X_y=True)
frame = table.copy()
frame[:] = StandardScaler().fit_transform(table)
X_train, X_test, y_train, y_test = train_test_split(frame, target, random_state=0)
X, Y = (torch.tensor(each.to_numpy(), dtype=torch.float32) for each in (X_train, y_train))
V, W = (torch.tensor(each.to_numpy(), dtype=torch.float32) for each in (X_test, y_test))

model = nn.Sequential(nn.Linear(30, 16), nn.Tanh(), nn.Linear(16, 1), nn.Sigmoid())
loss_fn = nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)

with vizpipe.record(model, X_train, y_train, "cancer.film", classes=["malignant", "benign"]) as tape:
    for _epoch in range(40):
        total = 0.0
        for start in range(0, len(X), 16):
            optimizer.zero_grad()
            loss = loss_fn(model(X[start : start + 16])[:, 0], Y[start : start + 16])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(X[start : start + 16])
        with torch.no_grad():
            val_loss = loss_fn(model(V)[:, 0], W)
        tape.epoch(loss=total / len(X), val_loss=val_loss)
