"""Tasks in this very process, for a program that goes on: each leaves all that is global as it was.

A recipe is run in the user's own interpreter then, which has random numbers, settings, modules and a folder of its own.
"""

import contextlib
import importlib
import os
import random
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import threadpoolctl

from vizpipe.camera.undisturbed import undisturbed
from vizpipe.errors import VizpipeError
from vizpipe.registry import sources
from vizpipe.registry.source import Source

P = ParamSpec("P")
T = TypeVar("T")

_TURN = threading.RLock()
"""matplotlib's settings belong to the whole process: one task at a time, whichever thread asks."""


class Here:
    """Runs each task at once, in the thread that asks, with one BLAS thread as workers have."""

    def __init__(self) -> None:
        """Find the libraries whose threads there are."""
        self._blas = threadpoolctl.ThreadpoolController()

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Run it now. Raises KeyboardInterrupt, which is meant for the program and not for a recipe."""
        future: Future[T] = Future()
        with _TURN, _helpers(args), _settings(), self._blas.limit(limits=1):
            try:
                future.set_result(task(*args, **kwargs))
            except VizpipeError as error:
                if isinstance(error.__context__, KeyboardInterrupt):
                    raise KeyboardInterrupt from None
                future.set_exception(error)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 - the future carries it to whoever asks
                future.set_exception(error)
        return future

    def stop(self) -> None:
        """Nothing is ever under way."""


@contextlib.contextmanager
def _settings() -> Iterator[None]:
    """Whatever a recipe does to what the process shares is undone when the block ends."""
    numbers, legacy = random.getstate(), np.random.get_state()  # noqa: NPY002 - a recipe may draw from the old ones
    folder, variables = _folder(), dict(os.environ)
    try:
        with warnings.catch_warnings(), np.errstate(), undisturbed():
            yield
    finally:
        random.setstate(numbers)
        np.random.set_state(legacy)  # noqa: NPY002 - as above
        if _folder() != folder:
            os.chdir(folder)
        if dict(os.environ) != variables:
            os.environ.clear()
            os.environ.update(variables)


def _folder() -> Path:
    try:
        return Path.cwd()
    except OSError:  # somebody has deleted it
        return Path()


@contextlib.contextmanager
def _helpers(args: tuple[object, ...]) -> Iterator[None]:
    """A project's modules are found, read as they are now, and unknown again when the block ends.

    What the program itself has imported under these names may be older than what the keys are made of.
    """
    source = next((each for each in args if isinstance(each, Source)), None)
    if source is None or not source.folders:
        yield
        return
    files = set(sources.fingerprint(source)) - {source.path}
    known = {name: sys.modules.pop(name) for name in _loaded(files)}
    path, writes_nothing = list(sys.path), sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # it is told by seconds and sizes, and an edit may change neither
    sys.path += [each for each in source.folders if each not in path]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for name in _loaded(files):
            del sys.modules[name]
        sys.modules.update(known)
        sys.path[:], sys.dont_write_bytecode = path, writes_nothing


def _loaded(files: set[str]) -> list[str]:
    """The names of modules that were read from these files; the program's own stays."""
    loaded = list(sys.modules.items())
    return [name for name, each in loaded if getattr(each, "__file__", None) in files and name != "__main__"]
