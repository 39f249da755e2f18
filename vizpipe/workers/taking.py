"""In a worker: a film that is in a file, for a recipe that can draw it."""

from vizpipe.errors import UsageError, VizpipeError
from vizpipe.film import stored
from vizpipe.film import taken as films
from vizpipe.film.record import record
from vizpipe.nn.curve import Curve
from vizpipe.nn.training import Snapshot
from vizpipe.parameters.parameter import Value
from vizpipe.registry.source import Source
from vizpipe.workers.answers import Trained
from vizpipe.workers.kept import failure, recipe_of

_TAKEN = {Snapshot: "networks with their samples", Curve: "what was measured in any film"}


def take(source: Source, name: str, data: bytes, film: str, values: dict[str, Value]) -> Trained:
    """The film, read and checked. Raises UsageError if it is none, or none that the recipe can draw."""
    recipe, found = recipe_of(source, name), stored.read(data, film)
    what = _TAKEN.get(recipe.frame_type, "films of its own alone")
    refused = f"{film} holds {found.shape}; {name} draws"
    hint = "" if recipe.frame_type is Curve else " (learning-curves draws every film in which a loss was measured)"
    try:
        taken = films.film(found, name, recipe.frame_type, values)
    except ValueError:
        raise UsageError(f"{refused} {what}{hint}") from None
    try:
        objection = recipe.objection(taken)
    except VizpipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        raise failure(source, f"{name}: whether {film} fits", error) from None
    if objection:
        raise UsageError(f"{film} can't be drawn by {name}: {objection}{hint}")
    return Trained(taken.save(), taken.digest, len(taken), record(taken))
