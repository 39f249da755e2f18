"""Whether what keys were made from is still as it was when the work began."""

from dataclasses import replace

from vizpipe.errors import RecipeError
from vizpipe.pipeline.job import Film, Job
from vizpipe.store.signs import sign


def moved(job: Job) -> str:
    """A file that the recipe's code names and that is another one now; nothing if all is as it was.

    The recipe's own file was read once, and its text is what runs. What a recipe names in its code it may write itself:
    then what was made is shown, but kept under no key. Raises RecipeError for helpers and parameters' files.
    """
    paths = [file.path for file in job.source.files if file.path != job.source.path and file.moved]
    refused = [path for path, before in job.data.items() if sign(path) != before]
    refused += [path for path in paths if path.endswith(".py")]
    if refused:
        raise RecipeError(f"{refused[0]} was changed while it was in use; run the command again")
    return paths[0] if paths else ""


def noted(job: Job, film: Film, path: str) -> Film:
    """The film, with a file that ``moved`` while it was in use, if there is one; the first of an asset is told."""
    if not path or film.unsteady:
        return film
    job.tell("warning", text=f"{job.asset.name}: {path} was changed while it was in use; built again next time")
    return replace(film, unsteady=path)
