"""vizpipe turns a recipe into figures and animations, again and again, with the same result.

From Python: ``make`` a picture, train a ``film``, look at ``recipes`` and at the ``info`` of one. docs/api.md has more;
``record`` takes in a training of your own, and ``load_film`` reads it: docs/your-network.md.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from vizpipe.errors import MachineError, RecipeError, UsageError, VizpipeError
    from vizpipe.film.film import Film
    from vizpipe.film.taken import load_film
    from vizpipe.library.looking import Info, Listing, info, recipes
    from vizpipe.library.making import make
    from vizpipe.library.result import Result
    from vizpipe.library.training import film
    from vizpipe.recording.record import record

__version__ = "0.1.0"

__all__ = [
    "Film",
    "Info",
    "Listing",
    "MachineError",
    "RecipeError",
    "Result",
    "UsageError",
    "VizpipeError",
    "__version__",
    "film",
    "info",
    "load_film",
    "make",
    "recipes",
    "record",
]

_PLACES = {
    "Film": "film.film",
    "Info": "library.looking",
    "Listing": "library.looking",
    "MachineError": "errors",
    "RecipeError": "errors",
    "Result": "library.result",
    "UsageError": "errors",
    "VizpipeError": "errors",
    "film": "library.training",
    "info": "library.looking",
    "load_film": "film.taken",
    "make": "library.making",
    "recipes": "library.looking",
    "record": "recording.record",
}
"""Where each name stands: it is imported when somebody asks for it, so that ``import vizpipe`` loads nothing."""


def _found(name: str) -> "Any":  # noqa: ANN401 - whatever has this name
    import importlib  # noqa: PLC0415 - the command needs none of this

    return getattr(importlib.import_module(f"vizpipe.{_PLACES[name]}"), name)


def __getattr__(name: str) -> "Any":  # noqa: ANN401 - as above
    if name not in _PLACES:
        message = f"module 'vizpipe' has no attribute {name!r}"
        raise AttributeError(message)
    return _found(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Called(ModuleType):
    """A part of vizpipe that has the name of a function: whoever calls it calls that."""

    def __call__(self, *words: "Any", **values: "Any") -> "Any":  # noqa: ANN401 - the function's own
        return _found(self.__name__.rpartition(".")[2])(*words, **values)


class _Package(ModuleType):
    """``import vizpipe.film.film`` binds the room to the name of the function ``film``: then both are meant."""

    def __setattr__(self, name: str, value: object) -> None:
        if isinstance(value, ModuleType) and name in _PLACES:
            value.__class__ = _Called
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
