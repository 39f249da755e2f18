"""Small neural networks in numpy: values and pure functions, float64 throughout, parameters in one vector."""

from vizpipe.nn.activations import ACTIVATIONS, Activation, identity, relu, sigmoid, softmax, step, tanh
from vizpipe.nn.convolution import Convolution
from vizpipe.nn.curve import Curve
from vizpipe.nn.dead import dead_units
from vizpipe.nn.downhill import downhill, shrinkage, zigzags
from vizpipe.nn.gradients import GradientCheck, check_gradient, numerical_gradient
from vizpipe.nn.histograms import Histograms, histograms
from vizpipe.nn.images import Images
from vizpipe.nn.layers import Layer
from vizpipe.nn.losses import (
    EPSILON,
    LOSSES,
    Loss,
    binary_cross_entropy,
    categorical_cross_entropy,
    sparse_categorical_cross_entropy,
    sum_of_squared_errors,
)
from vizpipe.nn.network import Network, mlp
from vizpipe.nn.optimizers import SGD, AdaGrad, Adam, Momentum, Optimizer, RMSProp
from vizpipe.nn.passage import Passage
from vizpipe.nn.probe import Probe, evenly, layer_names, looked_at, probes
from vizpipe.nn.quadratic import Quadratic
from vizpipe.nn.regularization import EarlyStopping, Penalties, Watch
from vizpipe.nn.runs import Abreast, abreast, until
from vizpipe.nn.symmetry import reordered
from vizpipe.nn.training import Snapshot, accuracy, descend, train

__all__ = [
    "ACTIVATIONS",
    "EPSILON",
    "LOSSES",
    "SGD",
    "Abreast",
    "Activation",
    "AdaGrad",
    "Adam",
    "Convolution",
    "Curve",
    "EarlyStopping",
    "GradientCheck",
    "Histograms",
    "Images",
    "Layer",
    "Loss",
    "Momentum",
    "Network",
    "Optimizer",
    "Passage",
    "Penalties",
    "Probe",
    "Quadratic",
    "RMSProp",
    "Snapshot",
    "Watch",
    "abreast",
    "accuracy",
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "check_gradient",
    "dead_units",
    "descend",
    "downhill",
    "evenly",
    "histograms",
    "identity",
    "initializers",
    "layer_names",
    "looked_at",
    "mlp",
    "numerical_gradient",
    "probes",
    "relu",
    "reordered",
    "shrinkage",
    "sigmoid",
    "softmax",
    "sparse_categorical_cross_entropy",
    "step",
    "sum_of_squared_errors",
    "tanh",
    "train",
    "until",
    "zigzags",
]
