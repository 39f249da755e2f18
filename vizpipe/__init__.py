"""vizpipe turns a recipe into figures and animations, again and again, with the same result.

From Python: ``record`` a training of one's own, and look at it with ``load_film``. docs/your-network.md has more.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from vizpipe.film.stored import load_film
    from vizpipe.recording.record import record

__version__ = "0.1.0"

__all__ = [
    "__version__",
    "load_film",
    "record",
]

_PLACES = {
    "load_film": "film.stored",
    "record": "recording.record",
}
"""Where each name stands: it is imported when somebody asks for it, so that ``import vizpipe`` loads nothing."""


def __getattr__(name: str) -> "Any":  # noqa: ANN401 - whatever has this name
    """Import a name when it is asked for."""
    if name not in _PLACES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    import importlib  # noqa: PLC0415 - the command needs none of this

    return getattr(importlib.import_module(f"vizpipe.{_PLACES[name]}"), name)
