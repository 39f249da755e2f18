"""PyTorch modules: their layers are found by watching what each is given and what it gives.

So it matters not how ``forward`` is written. PyTorch is never imported, only used where a module of its is given.
"""

import contextlib
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vizpipe.recording.model import ELEMENTWISE, LAST, Array, Chain, Unread, between, listed

_SILENT = {"Dropout", "AlphaDropout", "Flatten", "Identity", "Unflatten"}
"""What changes no number of a network that is asked."""
_KNOWN = _SILENT | {"Linear", "ReLU", "Tanh", "Sigmoid", "Softmax", "LogSoftmax", "NonDynamicallyQuantizableLinear"}
_CLOSE, _CLOSE_IN_HALF = 1e-4, 3e-2


class _Call(NamedTuple):
    name: str
    module: Any
    given: Any
    gives: Any


class TorchModel:
    """A PyTorch module."""

    maker = "PyTorch"

    def __init__(self, module: Any) -> None:  # noqa: ANN401 - PyTorch's
        """Take the module itself, also where it was compiled or spread over devices."""
        while (inner := getattr(module, "_orig_mod", None)) is not None or (
            type(module).__name__ in {"DataParallel", "DistributedDataParallel"}
            and (inner := getattr(module, "module", None)) is not None
        ):
            module = inner
        self._module = module
        self._torch: Any = sys.modules["torch"]

    def classes(self) -> tuple[Any, ...]:
        """It knows none."""
        return ()

    def answers(self, rows: Any) -> Array | None:  # noqa: ANN401 - see Model
        """The module's outputs in evaluation mode, without gradients."""
        with self._asked():
            output = self._module(self._tensor(rows))
        output = output[0] if isinstance(output, tuple | list) and output else output
        if not self._torch.is_tensor(output) or not output.ndim:
            return None
        return _array(output).reshape(len(output), -1)

    def chain(self, rows: Any) -> Chain | Unread:  # noqa: ANN401 - see Model
        """Its Linear layers in the order of their calls, if nothing but known functions lies between."""
        inputs = self._tensor(rows)
        calls, output = self._watched(inputs)
        strange = [f"{type(call.module).__name__} ({call.name})" for call in calls if _kind(call.module) not in _KNOWN]
        layers = [call for call in calls if "Linear" in _kind(call.module)]
        if not layers or not self._torch.is_tensor(output):
            return Unread(_said(strange or [type(self._module).__name__]))
        tolerance = _CLOSE_IN_HALF if inputs.element_size() <= 2 and inputs.is_floating_point() else _CLOSE  # noqa: PLR2004 - bytes
        before, names = _array(inputs).reshape(len(inputs), -1), list[str]()
        for number, call in enumerate([*layers, None]):
            after = _array(call.given if call else output)
            after = after.reshape(len(after), -1) if after.ndim != 2 and not call else after  # noqa: PLR2004 - rows
            known = {"identity": ELEMENTWISE["identity"]} if not number else ELEMENTWISE if call else LAST
            name = between(before, after, known, tolerance)
            if name is None:
                side = "after" if number else "before"
                where = f"what stands {side} {layers[max(number - 1, 0)].name or 'the layer'}"
                return Unread(_said(strange or [where]))
            names += [name] if number else []
            before = _array(call.gives) if call else before
        modules = [call.module for call in layers]
        sizes = (modules[0].in_features, *(module.out_features for module in modules))
        return Chain(sizes, tuple(names), lambda: self._vector(modules))

    def _vector(self, modules: list[Any]) -> npt.NDArray[Any]:
        parts = []
        with self._torch.no_grad():
            for module in modules:
                weight = _plain(module.weight)
                bias = np.zeros(len(weight), weight.dtype) if module.bias is None else _plain(module.bias)
                parts += [weight.T.ravel(), bias]
        return np.concatenate(parts)

    def _watched(self, inputs: Any) -> tuple[list[_Call], Any]:  # noqa: ANN401 - tensors
        """One pass, and what every module without modules in it was given and gave."""
        calls, hooks, torch = list[_Call](), [], self._torch
        for name, module in self._module.named_modules():
            has_parts = any(True for _ in module.children()) and "Linear" not in _kind(module)
            if has_parts or "parametrizations" in name.split("."):  # what makes a weight is no layer
                continue

            def note(module: Any, given: Any, gives: Any, name: str = name) -> None:  # noqa: ANN401 - as above
                if given and torch.is_tensor(given[0]) and torch.is_tensor(gives):
                    calls.append(_Call(name, module, given[0].detach().clone(), gives.detach().clone()))
                else:
                    calls.append(_Call(name, module, None, None))

            hooks.append(module.register_forward_hook(note))
        try:
            with self._asked():
                output = self._module(inputs)
        finally:
            for hook in hooks:
                hook.remove()
        return [call for call in calls if call.gives is not None or _kind(call.module) not in _KNOWN], output

    @contextlib.contextmanager
    def _asked(self) -> Iterator[None]:
        """Evaluation mode for all parts, each as it was before when the block ends."""
        modes = [(module, module.training) for module in self._module.modules()]
        try:
            if any(mode for _, mode in modes):
                self._module.eval()
            with self._torch.no_grad():
                yield
        finally:
            for module, mode in modes:
                module.training = mode

    def _tensor(self, rows: Any) -> Any:  # noqa: ANN401 - as above
        """Rows on the module's device, in its precision."""
        parameter = next(iter(self._module.parameters()), None)
        tensor = rows if self._torch.is_tensor(rows) else self._torch.as_tensor(np.array(rows))
        tensor = tensor.detach()
        if parameter is None:
            return tensor
        if tensor.is_floating_point() or any("Linear" in _kind(module) for module in _first(self._module)):
            return tensor.to(parameter.device, parameter.dtype)
        return tensor.to(parameter.device)


def _first(module: Any) -> list[Any]:  # noqa: ANN401 - as above
    leaves = (each for each in module.modules() if not any(True for _ in each.children()))
    return [each for each in leaves if _kind(each) not in _SILENT][:1]


def _kind(module: Any) -> str:  # noqa: ANN401 - as above
    """What a module of PyTorch's own is called; nothing for one of somebody's."""
    kind = type(module)
    if kind.__name__.startswith("Parametrized"):
        kind = kind.__mro__[1]
    return kind.__name__ if kind.__module__.startswith("torch.nn.") else ""


def _plain(tensor: Any) -> npt.NDArray[Any]:  # noqa: ANN401 - as above
    """A tensor's values, of numpy's own types, often where they lie."""
    found = tensor.detach()
    found = found if found.element_size() >= 4 else found.float()  # noqa: PLR2004 - numpy knows no bfloat16
    values: npt.NDArray[Any] = found.cpu().numpy()
    return values


def _array(tensor: Any) -> Array:  # noqa: ANN401 - as above
    values: Array = tensor.detach().double().cpu().numpy()
    return values


def _said(names: list[str]) -> str:
    return f"{listed(names)} can't be read as layers of weights"
