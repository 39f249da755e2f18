"""In a worker: a film that is in a file, for a recipe that can draw it."""

import re

from vizpipe.errors import UsageError, VizpipeError
from vizpipe.film import stored
from vizpipe.film import taken as films
from vizpipe.film.record import record
from vizpipe.nn.curve import Curve
from vizpipe.nn.histograms import Histograms
from vizpipe.nn.images import Images
from vizpipe.nn.probe import Probe
from vizpipe.nn.training import Snapshot
from vizpipe.parameters.parameter import Value
from vizpipe.registry.loading import load
from vizpipe.registry.registry import built_in
from vizpipe.registry.source import Source
from vizpipe.workers.answers import Trained
from vizpipe.workers.kept import failure, recipe_of

_TAKEN = {
    Snapshot: "networks with their samples",
    Curve: "what was measured in any film",
    Histograms: "the weights of networks, and histograms of logs",
    Images: "images of logs",
    Probe: "networks that tell classes apart",
}
_ASKED = re.compile(rf"-> Iterator\[(?:nn\.)?(?:{'|'.join(each.__name__ for each in _TAKEN)})\]")
"""What stands in a recipe of frames that other films can have."""


def take(source: Source, name: str, data: bytes, film: str, values: dict[str, Value]) -> Trained:
    """The film, read and checked. Raises UsageError if it is none, or none that the recipe can draw."""
    recipe, found = recipe_of(source, name), stored.read(data, film)
    what = _TAKEN.get(recipe.frame_type, "films of its own alone")
    try:
        taken = films.film(found, name, recipe.frame_type, values)
    except ValueError:
        raise UsageError(f"{film} holds {found.shape}; {name} draws {what}{_fitting(found)}") from None
    try:
        objection = recipe.objection(taken)
    except VizpipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        raise failure(source, f"{name}: whether {film} fits", error) from None
    if objection:
        raise UsageError(f"{film} can't be drawn by {name}: {objection}{_fitting(found)}")
    return Trained(taken.save(), taken.digest, len(taken), record(taken))


def _fitting(found: stored.Stored) -> str:
    """Which of vizpipe's own recipes draw a film, in brackets; nothing if none does."""
    names = []
    for source in built_in():
        for recipe in load(source) if _ASKED.search(source.text) else []:
            try:
                taken = films.film(found, recipe.name, recipe.frame_type)
                names += [] if recipe.objection(taken) else [recipe.name]
            except (ValueError, VizpipeError):
                continue
    return f" (it can be drawn by {', '.join(names)})" if names else ""
